# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What rules, compressed forms and the guards of a purge mean for a whole publication."""

from __future__ import annotations

import hashlib

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._publish.publish import Publish
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.modules.s3_publish import SPEC
from tests.unit.helpers import StubbedApi

JS, HTML = "text/javascript; charset=utf-8", "text/html; charset=utf-8"


def publish(api, source, **options):
    given = {"source": str(source), "bucket": "b", "threads": 1, "manifest": False, **options}
    return Publish(ArgumentSpecValidator(SPEC.options).validate(given).validated_parameters, api)


def write(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)


def listing(*names):
    items = [{"Key": one, "Size": len(one), "ETag": f'"{hashlib.md5(one.encode()).hexdigest()}"'} for one in names]
    return StubbedApi().expect("s3:ListObjectsV2", None, {"Contents": items})


def planned(api, source, **options):
    return reconcile(publish(api, source, **options), check_mode=True).plan


def test_a_compressed_page_is_put_with_the_pages(tmp_path):
    """S3-36."""
    write(tmp_path, "index.html", "index.html.br", "index.html.gz", "z.js", "z.js.br")
    changes = planned(listing(), tmp_path).changes
    sent = [(change.resource, change.request({})["ContentType"]) for change in changes]
    assert sent == [
        ("b/z.js", JS), ("b/z.js.br", JS),
        ("b/index.html", HTML), ("b/index.html.br", HTML), ("b/index.html.gz", HTML),
    ]  # fmt: skip
    assert [change.request({}).get("ContentEncoding") for change in changes] == [None, "br", None, "br", "gzip"]


def test_tags_are_asked_for_only_where_a_rule_names_them_and_merged(tmp_path):
    write(tmp_path, "a.pdf", "b.js")
    api = listing("a.pdf", "b.js")
    etag = f'"{hashlib.md5(b"a.pdf").hexdigest()}"'
    head = {"ETag": etag, "ContentType": "application/pdf", "StorageClass": "STANDARD_IA"}
    api.expect("s3:HeadObject", {"Bucket": "b", "Key": "a.pdf", "ChecksumMode": "ENABLED"}, head)
    tags = [{"Key": "own", "Value": "1"}]
    api.expect("s3:GetObjectTagging", {"Bucket": "b", "Key": "a.pdf"}, {"TagSet": tags})
    api.expect("s3:HeadObject", None, {"ContentType": JS})
    (change,) = planned(api, tmp_path, rules=[{"pattern": "*.pdf", "tags": {"team": "docs"}}]).changes
    assert change.operation == "s3:CopyObject"
    request = change.request({})
    assert (request["Tagging"], request["TaggingDirective"], request["StorageClass"]) == (
        "own=1&team=docs", "REPLACE", "STANDARD_IA",
    )  # fmt: skip


def test_an_archived_object_is_sent_again_where_a_copy_would_be_refused(tmp_path):
    write(tmp_path, "b.js")
    api = listing("b.js").expect("s3:HeadObject", None, {"ContentType": "text/plain", "StorageClass": "GLACIER"})
    (change,) = planned(api, tmp_path).changes
    assert (change.operation, "StorageClass" in change.request({})) == ("s3:PutObject", False)


def test_what_is_excluded_hidden_or_a_folder_is_not_purged(tmp_path):
    write(tmp_path, "a")
    api = listing(".git/x", "a", "folder/", "keep/b", "key.pem", "key.pem.gz", "old")
    plan = planned(api, tmp_path, purge=True, exclude=["keep"], header_check="never")
    (change,) = plan.changes
    assert change.request({})["Delete"]["Objects"] == [{"Key": "old"}]


def test_an_excluded_file_without_purge_neither_goes_nor_comes(tmp_path):
    write(tmp_path, "a", "keep/b")
    assert not planned(listing("a", "keep/b", "old"), tmp_path, exclude=["keep"], header_check="never").changes


@pytest.mark.parametrize("names", [[], ["only"]], ids=["empty", "hidden"])
def test_an_empty_source_deletes_nothing_unless_forced(tmp_path, names):
    write(tmp_path, *(f".{name}" for name in names))
    with pytest.raises(CdnError, match="purge would delete 1 of the 1 objects of b/, .*Check source and prefix"):
        planned(listing("a"), tmp_path, purge=True)
    (change,) = planned(listing("a"), tmp_path, purge=True, force=True).changes
    assert change.operation == "s3:DeleteObjects"
    assert not planned(listing("a"), tmp_path).changes
    assert not planned(listing(), tmp_path, purge=True).changes


@pytest.mark.parametrize(("name", "said"), [("nothing", "does not exist"), ("file", "is not a directory")])
def test_a_source_that_is_no_directory_deletes_nothing_even_when_forced(tmp_path, name, said):
    write(tmp_path, "file")
    with pytest.raises(Refused, match=f"source .*{name} {said}"):
        planned(listing("a"), tmp_path / name, purge=True, force=True)


def test_a_file_and_a_folder_of_one_name_are_two_keys(tmp_path):
    """S3-37: keys know no folders."""
    write(tmp_path, "a/b")
    plan = planned(listing("a", "a/b"), tmp_path, purge=True, header_check="never")
    assert plan.changes[0].request({})["Delete"]["Objects"] == [{"Key": "a"}]
