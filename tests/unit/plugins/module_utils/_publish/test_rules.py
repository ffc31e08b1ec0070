# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._publish.rules import (
    Rules,
    check_values,
    copy_members,
    differences,
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


@pytest.mark.parametrize("metadata", [{"a": "ü"}, {"a": "x" * 2048}, {"a": "b\nc"}])
def test_metadata_that_s3_would_refuse_is_refused_before(metadata):
    """S3-38."""
    with pytest.raises(Refused, match=r"metadata of the rule \*"):
        check_values([{"pattern": "*", "metadata": metadata}], cache_control=None)


def test_headers_that_are_none_are_refused_before():
    with pytest.raises(Refused, match="cache_control: 'a"):
        check_values([], cache_control="a\nb")
    with pytest.raises(Refused, match=r"content_disposition of the rule \*"):
        check_values([{"pattern": "*", "content_disposition": 'attachment; filename="ä"'}], cache_control=None)
