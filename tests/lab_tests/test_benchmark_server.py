# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The thin server answers as S3 does, as far as the benchmarks ask; and the writer's processes share work over it."""

from __future__ import annotations

import hashlib
import os
from unittest import mock

import boto3
import pytest
from botocore.exceptions import ClientError

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._publish import crew
from ansible_collections.cdn.aws.plugins.module_utils._publish.upload import ObjectChange, Writer
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile
from tests.benchmark.servers import Thin

BODY = b"<p>Hello"
MD5 = hashlib.md5(BODY).hexdigest()
OPTIONS = ("access_key", "secret_key", "session_token", "profile", "aws_ca_bundle", "aws_config")


@pytest.fixture(scope="module")
def thin():
    with Thin(latency=0.001) as server, mock.patch.dict(os.environ, server.env()):
        yield server


@pytest.fixture
def s3(thin):
    thin.empty()
    return boto3.session.Session().client("s3")


@pytest.fixture
def api(thin):
    thin.empty()
    rest = {
        "region": None,
        "endpoint_url": thin.endpoint,
        "validate_certs": True,
        "debug_botocore_endpoint_logs": False,
    }
    return Clients({**dict.fromkeys(OPTIONS), **rest}, read_only=False)


def test_an_object_keeps_its_headers_and_checksum(s3):
    s3.put_object(
        Bucket="b", Key="ä b.html", Body=BODY, ContentType="text/html", Metadata={"a": "1"}, ChecksumAlgorithm="SHA256"
    )
    head = s3.head_object(Bucket="b", Key="ä b.html", ChecksumMode="ENABLED")
    assert (head["ETag"], head["ContentLength"], head["Metadata"]) == (f'"{MD5}"', 8, {"a": "1"})
    assert (head["ContentType"], len(head["ChecksumSHA256"])) == ("text/html", 44)
    assert s3.get_object(Bucket="b", Key="ä b.html")["Body"].read() == BODY


def test_another_content_than_promised_is_refused(s3):
    with pytest.raises(ClientError, match="BadDigest"):
        s3.put_object(Bucket="b", Key="a", Body=BODY, ChecksumSHA256="A" * 43 + "=")


def test_a_listing_has_pages_in_the_order_of_keys(s3, thin):
    thin.control("generate", bucket="b", prefix="p/", count=2500, size=3)
    s3.put_object(Bucket="b", Key="other", Body=b"")
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="b", Prefix="p/"))
    assert [len(page["Contents"]) for page in pages] == [1000, 1000, 500]
    keys = [item["Key"] for page in pages for item in page["Contents"]]
    assert keys == sorted(keys)
    assert (keys[0], keys[-1]) == ("p/0000/0000000.jpg", "p/0002/0002499.jpg")


def test_objects_are_copied_and_deleted(s3):
    s3.put_object(Bucket="b", Key="a&b", Body=BODY, ContentType="text/html")
    s3.copy_object(
        Bucket="b", Key="a&b", CopySource={"Bucket": "b", "Key": "a&b"}, MetadataDirective="REPLACE", CacheControl="x"
    )
    head = s3.head_object(Bucket="b", Key="a&b")
    assert (head["ETag"], head["CacheControl"]) == (f'"{MD5}"', "x")
    s3.delete_objects(Bucket="b", Delete={"Objects": [{"Key": "a&b"}]})
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket="b", Key="a&b")


def test_parts_become_one_object(s3, tmp_path):
    (tmp_path / "large").write_bytes(bytes(17 * 1024 * 1024))
    s3.upload_file(str(tmp_path / "large"), "b", "large")
    head = s3.head_object(Bucket="b", Key="large")
    assert (head["ETag"][-3:], head["ContentLength"]) == ('-3"', 17 * 1024 * 1024)


def test_a_thousand_files_are_sent_by_two_processes_without_asking_first(api, thin, tmp_path):
    """Each once, whole, and told in their order; refusals of S3 are got over (S3-23)."""
    (tmp_path / "a").write_bytes(BODY)
    status = (tmp_path / "a").stat()
    file = LocalFile("a", str(tmp_path / "a"), status.st_size, status.st_mtime_ns)

    def change(number):
        request = {"Bucket": "b", "Key": f"{number:04}"}
        return ObjectChange("create", "s3:PutObject", f"b/{number:04}", lambda state: dict(request), file=file)

    api.call("s3:ListObjectsV2", {"Bucket": "b"})
    thin.control("slow-down", count=10)
    told = []
    with mock.patch.object(crew, "process_count", lambda **_: 2):
        Writer(api, threads=32).make_all(map(change, range(1000)), lambda one, written: told.append((one, written)))
    assert [one.resource for one, _ in told] == [f"b/{number:04}" for number in range(1000)]
    assert {written.etag for _, written in told} == {MD5}
    told_of = thin.control("counts")
    assert (told_of["objects"], told_of["counts"]["PutObject"]) == ({"b": 1000}, 1010)
    assert "Expect" not in told_of["counts"]
