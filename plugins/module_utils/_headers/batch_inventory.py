# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An S3 Inventory in place of the listing: the same objects, as they were when it was made."""

from __future__ import annotations

import codecs
import csv
import datetime
import gzip
import json
import re
import shutil
import tempfile
import typing as t
import urllib.parse

from .._errors import AwsError, Refused
from .._resource import Api
from .spool import on_disk

PAGE = 1000
NEEDED = ("Bucket", "Key", "LastModifiedDate", "ETag")
TRUE = "true"
MEMBERS = ("sourceBucket", "fileFormat", "fileSchema", "destinationBucket", "files")


def inventory_pages(api: Api, location: str, *, bucket: str, prefix: str) -> t.Iterator[dict[str, t.Any]]:
    """Yield what an inventory has under a prefix as pages of a listing; raises Refused when it cannot be used."""
    manifest = _manifest(api, location, bucket)
    fields = [name.strip() for name in manifest["fileSchema"].split(",")]
    missing = [name for name in NEEDED if name not in fields]
    if missing:
        raise Refused(f"{location}: the inventory has no {', '.join(missing)}: add these to its optional fields.")
    where = manifest["destinationBucket"].rpartition(":")[2]
    contents: list[dict[str, t.Any]] = []
    for file in manifest["files"]:
        for row in _rows(api, where, file["key"]):
            item = _item(dict(zip(fields, row, strict=False)), prefix)
            if item is not None:
                contents.append(item)
            if len(contents) >= PAGE:
                yield {"Contents": contents}
                contents = []
    yield {"Contents": contents}


def _manifest(api: Api, location: str, bucket: str) -> dict[str, t.Any]:
    found = re.fullmatch(r"s3://([^/]+)/(.+)", location)
    if not found or not location.endswith("manifest.json"):
        raise Refused(
            f"batch.inventory is {location}: give the place of a manifest.json, as s3://bucket/…/manifest.json."
        )
    try:
        body = api.call("s3:GetObject", {"Bucket": found[1], "Key": found[2]})["Body"].read()
        manifest: dict[str, t.Any] = json.loads(body)
        source, form, *dummy = (manifest[name] for name in MEMBERS)
    except AwsError as error:
        if error.code not in ("NoSuchKey", "NoSuchBucket"):
            raise
        raise Refused(f"batch.inventory: there is no {location}.") from error
    except (ValueError, KeyError) as error:
        raise Refused(f"{location} is not the manifest of an S3 Inventory.") from error
    if source != bucket:
        raise Refused(f"{location} is an inventory of the bucket {source}, not of {bucket}.")
    if form != "CSV":
        raise Refused(f"{location} is an inventory in the format {form}; only CSV can be read here.")
    return manifest


def _rows(api: Api, bucket: str, key: str) -> t.Iterator[list[str]]:
    # Whole first: each object is looked at before the next row is read, and S3 keeps no connection open for hours.
    with tempfile.TemporaryFile() as file:
        with on_disk(), api.translating("s3:GetObject"):
            shutil.copyfileobj(api.call("s3:GetObject", {"Bucket": bucket, "Key": key})["Body"], file)
        file.seek(0)
        with gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
            yield from csv.reader(codecs.getreader("utf-8")(unpacked))


def _item(row: t.Mapping[str, str], prefix: str) -> dict[str, t.Any] | None:
    key = urllib.parse.unquote_plus(row["Key"])
    old = row.get("IsLatest", TRUE) != TRUE or row.get("IsDeleteMarker") == TRUE
    if old or not key.startswith(prefix):
        return None
    return {
        "Key": key,
        "ETag": f'"{row["ETag"]}"',
        "Size": int(row.get("Size") or 0),
        "LastModified": _time(row["LastModifiedDate"]),
        "StorageClass": row.get("StorageClass") or "STANDARD",
    }


def _time(text: str) -> datetime.datetime:
    # Python 3.10 does not read the Z.
    return datetime.datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00"))
