# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import gzip
import io
import json

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._headers import batch_inventory
from tests.unit.helpers import StubbedApi

PLACE = "s3://reports/pictures/all/2026-11-22T01-00Z/manifest.json"
MANIFEST = {
    "sourceBucket": "pictures",
    "destinationBucket": "arn:aws:s3:::reports",
    "fileFormat": "CSV",
    "fileSchema": "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass",
    "files": [{"key": "data/1.csv.gz", "size": 1, "MD5checksum": "1"}],
}


def asked(api, *, prefix="", location=PLACE):
    pages = batch_inventory.inventory_pages(api, location, bucket="pictures", prefix=prefix)
    return [item for page in pages for item in page["Contents"]]


def answering(rows, **members):
    api = StubbedApi()
    key = PLACE.removeprefix("s3://reports/")
    body = json.dumps({**MANIFEST, **members}).encode()
    api.expect("s3:GetObject", {"Bucket": "reports", "Key": key}, {"Body": io.BytesIO(body)})
    data = {"Body": io.BytesIO(gzip.compress(rows.encode()))}
    return api.expect("s3:GetObject", {"Bucket": "reports", "Key": "data/1.csv.gz"}, data)


def row(key, *, latest="true", deleted="false"):
    cells = ("pictures", key, "v1", latest, deleted, "5", "2026-01-02T03:04:05.000Z", "etag", "STANDARD_IA")
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def test_rows_are_items_of_a_listing():
    assert asked(answering(row("a%20b/%C3%BC%2B.jpg"))) == [
        {
            "Key": "a b/ü+.jpg",
            "ETag": '"etag"',
            "Size": 5,
            "LastModified": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
            "StorageClass": "STANDARD_IA",
        }
    ]


def test_old_versions_and_other_prefixes_are_left_out(monkeypatch):
    monkeypatch.setattr(batch_inventory, "PAGE", 2)
    keys = "".join(row(f"img/{number}") for number in range(5))
    rows = keys + row("img/old", latest="false") + row("img/gone", deleted="true") + row("other/1")
    assert [item["Key"] for item in asked(answering(rows), prefix="img/")] == [f"img/{number}" for number in range(5)]


def test_a_file_is_fetched_whole_before_its_first_row_is_used(monkeypatch):
    """Each object is looked at before the next row is read: S3 would close the connection meanwhile."""
    monkeypatch.setattr(batch_inventory, "PAGE", 1)
    body = io.BytesIO(gzip.compress("".join(row(f"{number * 7919**9}") for number in range(9999)).encode()))
    api = StubbedApi().expect("s3:GetObject", None, {"Body": io.BytesIO(json.dumps(MANIFEST).encode())})
    api.expect("s3:GetObject", None, {"Body": body})
    assert next(batch_inventory.inventory_pages(api, PLACE, bucket="pictures", prefix=""))["Contents"]
    assert body.read() == b""


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"sourceBucket": "others"}, "an inventory of the bucket others, not of pictures"),
        ({"fileFormat": "Parquet"}, "in the format Parquet; only CSV"),
        ({"fileSchema": "Bucket, Key, Size"}, "has no LastModifiedDate, ETag"),
    ],
)
def test_what_cannot_be_used_is_refused(members, told):
    with pytest.raises(Refused, match=told):
        asked(answering("", **members))


def test_what_is_no_inventory_is_refused():
    for location in ("reports/manifest.json", "s3://reports/", "s3://reports/data.csv"):
        with pytest.raises(Refused, match="give the place of a manifest.json"):
            asked(StubbedApi(), location=location)
    with pytest.raises(Refused, match="there is no s3://reports"):
        asked(StubbedApi().fail("s3:GetObject", "NoSuchKey"))
    with pytest.raises(AwsError):
        asked(StubbedApi().fail("s3:GetObject", "AccessDenied"))
    for body in (b"{}", b'{"sourceBucket": "pictures", "fileFormat": "CSV"}', b"["):
        api = StubbedApi().expect("s3:GetObject", None, {"Body": io.BytesIO(body)})
        with pytest.raises(Refused, match="is not the manifest"):
            asked(api)
