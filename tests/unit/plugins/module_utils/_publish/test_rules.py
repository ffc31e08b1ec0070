# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._publish.rules import (
    Rules,
    copy_members,
    differences,
    is_readable,
    put_members,
)

RULES = [
    {"pattern": "sw.js", "cache_control": "no-cache"},
    {"pattern": "*.js", "cache_control": "max-age=60", "metadata": {"Team": "web", "kind": "script"}},
    {"pattern": "*", "cache_control": "max-age=1", "content_language": "de", "metadata": {"team": "all"}},
]


def test_the_first_rule_that_names_a_header_wins():
    rules = Rules(RULES, cache_control="max-age=9")
    assert rules.headers("a/sw.js") == {
        "cache_control": "no-cache",
        "content_language": "de",
        "content_type": "text/javascript; charset=utf-8",
        "metadata": {"team": "web", "kind": "script"},
    }
    assert rules.headers("b.png")["cache_control"] == "max-age=1"


def test_the_default_counts_where_no_rule_does():
    assert Rules(RULES[:2], cache_control="max-age=9").headers("b.png")["cache_control"] == "max-age=9"
    assert Rules([], cache_control=None).headers("LICENSE") == {}


def test_a_rule_can_name_another_type():
    rule = {"pattern": "feed.xml", "content_type": "application/rss+xml"}
    assert Rules([rule], cache_control=None).headers("feed.xml")["content_type"] == "application/rss+xml"


def test_only_named_headers_are_compared():
    current = {"CacheControl": "max-age=5", "ContentType": "text/html", "Metadata": {"other": "x"}}
    assert differences("a", current=current, desired={"content_type": "text/html"}) == ()
    (found,) = differences("a", current=current, desired={"metadata": {"team": "web"}})
    assert (found.path, found.current, found.desired) == ("a: metadata", {}, {"team": "web"})


def test_spaces_and_case_are_no_difference():
    current = {"CacheControl": "public,max-age=60", "ContentType": "text/html;charset=UTF-8"}
    desired = {"cache_control": "public, max-age=60", "content_type": "text/html; charset=utf-8"}
    assert differences("a", current=current, desired=desired) == ()


def test_spaces_and_case_are_a_difference_in_the_name_of_a_file():
    current = {"ContentDisposition": 'attachment; filename="my report.pdf"'}
    same = {"content_disposition": 'attachment; filename="my report.pdf"'}
    assert differences("a", current=current, desired=same) == ()
    for other in ('attachment; filename="My Report.pdf"', 'attachment; filename="myreport.pdf"', ""):
        assert differences("a", current=current, desired={"content_disposition": other})
    assert differences("a", current={}, desired={"content_disposition": ""}) == ()


def test_a_replaced_object_keeps_what_does_not_describe_its_content():
    current = {"CacheControl": "a", "ContentLanguage": "de", "ContentEncoding": "gzip", "Metadata": {"md5": "old"}}
    assert put_members({"content_type": "text/css"}, current) == {
        "CacheControl": "a", "ContentLanguage": "de", "ContentType": "text/css",
    }  # fmt: skip
    assert put_members({}, None) == {"ContentType": "application/octet-stream"}
    assert put_members({}, {"ContentType": "image/jpeg"}) == {"ContentType": "image/jpeg"}


def test_a_copy_gives_everything_again_that_it_would_lose():
    """S3-32."""
    current = {
        "ETag": '"x"', "ContentLength": 5, "CacheControl": "old", "ContentEncoding": "br", "ContentType": "text/css",
        "Metadata": {"a": "1"}, "StorageClass": "STANDARD_IA", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "key",
        "BucketKeyEnabled": True, "WebsiteRedirectLocation": "/b", "Expires": "tomorrow",
    }  # fmt: skip
    assert copy_members({"cache_control": "new", "metadata": {"b": "2"}}, current) == {
        "CacheControl": "new", "ContentEncoding": "br", "ContentType": "text/css", "Metadata": {"a": "1", "b": "2"},
        "StorageClass": "STANDARD_IA", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "key",
        "BucketKeyEnabled": True, "WebsiteRedirectLocation": "/b", "Expires": "tomorrow",
        "MetadataDirective": "REPLACE",
    }  # fmt: skip


TAGGED = [
    {"pattern": "*.pdf", "tags": {"team": "docs", "year": 2026}, "storage_class": "STANDARD_IA"},
    {"pattern": "*", "tags": {"team": "web", "site": True}, "storage_class": "STANDARD"},
]


def test_tags_of_all_rules_that_match_are_taken_together_and_the_first_class_wins():
    named = Rules(TAGGED, cache_control=None).headers("a.pdf")
    assert named["tags"] == {"team": "docs", "year": "2026", "site": "True"}
    assert named["storage_class"] == "STANDARD_IA"
    assert "tags" not in Rules(TAGGED[:1], cache_control=None).headers("a.png")


def test_more_tags_than_an_object_takes_are_refused():
    """S3-39."""
    rules = [{"pattern": "*", "tags": {f"{group}{number}": "" for number in range(6)}} for group in "ab"]
    with pytest.raises(Refused, match=r"a\.txt would have 12 tags, S3 takes 10"):
        Rules(rules, cache_control=None).headers("a.txt")


def test_the_class_that_s3_does_not_tell_is_the_usual_one():
    assert differences("a", current={}, desired={"storage_class": "STANDARD"}) == ()
    (found,) = differences("a", current={}, desired={"storage_class": "GLACIER_IR"})
    assert (found.path, found.current, found.desired) == ("a: storage_class", "STANDARD", "GLACIER_IR")


def test_only_named_tags_are_compared():
    current = {"TagSet": [{"Key": "team", "Value": "docs"}, {"Key": "owner", "Value": "x"}]}
    assert differences("a", current=current, desired={"tags": {"team": "docs"}}) == ()
    (found,) = differences("a", current=current, desired={"tags": {"team": "Docs"}})
    assert (found.current, found.desired) == ({"team": "docs"}, {"team": "Docs"})


def test_an_upload_sets_what_is_named_and_does_not_keep_the_class_of_what_it_replaces():
    named = {"storage_class": "STANDARD_IA", "tags": {"b c": "d&e", "a": "ü+"}}
    assert put_members(named, {"StorageClass": "GLACIER_IR", "TagSet": []}) == {
        "ContentType": "application/octet-stream", "StorageClass": "STANDARD_IA", "Tagging": "a=%C3%BC%2B&b%20c=d%26e",
    }  # fmt: skip
    assert "StorageClass" not in put_members({}, {"StorageClass": "GLACIER_IR"})


def test_a_copy_names_tags_only_when_they_are_named_and_keeps_those_of_others():
    current = {"StorageClass": "STANDARD_IA", "TagSet": [{"Key": "own", "Value": "1"}, {"Key": "a", "Value": "old"}]}
    copy = copy_members({"tags": {"a": "new"}, "storage_class": "GLACIER_IR"}, current)
    assert copy == {
        "StorageClass": "GLACIER_IR", "Tagging": "a=new&own=1", "TaggingDirective": "REPLACE",
        "MetadataDirective": "REPLACE",
    }  # fmt: skip
    assert not {"Tagging", "TaggingDirective"} & set(copy_members({"cache_control": "a"}, current))
    with pytest.raises(Refused, match="11 tags"):
        copy_members({"tags": {str(number): "" for number in range(9)}}, current)


def test_an_empty_text_takes_a_header_away():
    current = {"ContentEncoding": "gzip", "CacheControl": "a"}
    (found,) = differences("a.gz", current=current, desired={"content_encoding": ""})
    assert (found.current, found.desired) == ("gzip", None)
    assert differences("a.gz", current={}, desired={"content_encoding": "", "cache_control": ""}) == ()
    assert copy_members({"content_encoding": ""}, current) == {"CacheControl": "a", "MetadataDirective": "REPLACE"}
    assert put_members({"cache_control": "", "content_type": "a/b"}, current) == {"ContentType": "a/b"}


def test_an_archived_object_cannot_be_copied():
    assert [is_readable(one) for one in ({}, {"StorageClass": "GLACIER"}, {"ArchiveStatus": "ARCHIVE_ACCESS"})] == [
        True, False, False,
    ]  # fmt: skip


def compressed(name, *rules):
    named = Rules(rules, cache_control=None).headers(name, beside_original=True)
    return named.get("content_type"), named.get("content_encoding")


@pytest.mark.parametrize(
    ("name", "type_and_encoding"),
    [
        ("app.js.br", ("text/javascript; charset=utf-8", "br")),
        ("a/index.html.gz", ("text/html; charset=utf-8", "gzip")),
        ("data.json.gz", ("application/json", "gzip")),
        ("site.tar.gz", ("application/gzip", None)),
        ("dump.bin.gz", ("application/gzip", None)),
        ("what.ever.br", ("application/x-br", None)),
        ("logo.svgz.br", ("application/x-br", None)),
        ("app.js.br.gz", ("application/gzip", None)),
        ("LICENSE.gz", ("application/gzip", None)),
    ],
)
def test_a_compressed_form_has_the_type_of_its_original_where_that_is_shown(name, type_and_encoding):
    assert compressed(name) == type_and_encoding


def test_a_compressed_form_alone_is_a_file_to_download():
    named = Rules([{"pattern": "*.js", "cache_control": "a"}], cache_control=None).headers("app.js.br")
    assert named == {"content_type": "application/x-br"}


def test_rules_know_a_compressed_form_by_both_names():
    rules = [
        {"pattern": "sw.js.br", "cache_control": "own"},
        {"pattern": "*.js", "cache_control": "of js", "tags": {"a": 1}},
        {"pattern": "*.br", "cache_control": "too late"},
        {"pattern": "*", "cache_control": "of all"},
    ]

    def cache_control(name):
        return Rules(rules, cache_control=None).headers(name, beside_original=True)["cache_control"]

    assert [cache_control(name) for name in ("sw.js.br", "sw.js.gz", "a.css.br", "a.css.gz")] == [
        "own", "of js", "too late", "of all",
    ]  # fmt: skip
    assert Rules(rules, cache_control=None).headers("a.js.gz", beside_original=True)["tags"] == {"a": "1"}


def test_rules_decide_on_the_type_and_the_encoding_of_a_compressed_form():
    assert compressed("a.foo.br", {"pattern": "*.foo", "content_type": "text/foo"}) == ("text/foo", "br")
    assert compressed("a.js.br", {"pattern": "*.br", "content_type": "text/foo"}) == ("text/foo", "br")
    assert compressed("a.csv.gz", {"pattern": "*.gz", "content_encoding": ""}) == ("application/gzip", "")
    # What a rule says of the original's encoding is not that of the compressed form.
    assert compressed("a.js.br", {"pattern": "*.js", "content_encoding": "gzip"})[1] == "br"
