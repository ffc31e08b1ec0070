# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job works on: its own CSV, or the files of an inventory."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import io
import json
import typing as t
from urllib.parse import unquote_plus

from tests.lab.rules.s3control import checks, inside

if t.TYPE_CHECKING:
    from tests.lab.world import World


@dataclasses.dataclass(frozen=True)
class Entry:
    """One object of a manifest."""

    bucket: str
    key: str
    version: str = ""
    raw_key: str = ""


async def read(world: World, account: str, region: str, role: str, manifest: dict[str, t.Any]) -> list[Entry]:
    """Return the objects of a manifest; raises ValueError when it cannot be used."""
    arn = manifest["Location"]["ObjectArn"]
    body, etag = await _get(world, account, region, role, arn)
    if etag.strip('"') != manifest["Location"]["ETag"].strip('"'):
        raise ValueError("The ETag of the manifest object does not match the one of the request")
    if manifest["Spec"]["Format"].startswith("S3BatchOperations"):
        return _entries(body, manifest["Spec"]["Fields"])
    listed = json.loads(body)
    bucket = listed["destinationBucket"].rpartition(":")[2]
    fields = [name.strip() for name in listed["fileSchema"].split(",")]
    found: list[Entry] = []
    for file in listed["files"]:
        packed, _ = await _get(world, account, region, role, f"arn:aws:s3:::{bucket}/{file['key']}")
        found += _entries(gzip.decompress(packed), fields)
    return found


async def _get(world: World, account: str, region: str, role: str, arn: str) -> tuple[bytes, str]:
    bucket, _, key = arn.rpartition(":::")[2].partition("/")
    if not checks.may(account, role, "s3:GetObject", arn):
        raise ValueError(f"Access denied when accessing {arn}. Please check that {role} may read it")
    answer = await inside.call(world, account, region, "GET", (bucket, key), {})
    if answer.status != 200:
        raise ValueError(f"The manifest {arn} cannot be read: {answer.error}")
    if "aws:kms" in answer.headers.get("x-amz-server-side-encryption", ""):
        raise ValueError("Manifests with server-side encryption by KMS keys are not supported")
    return answer.body, answer.headers.get("etag", "")


def _entries(body: bytes, fields: list[str]) -> list[Entry]:
    found = []
    for number, row in enumerate(csv.reader(io.StringIO(body.decode("ascii"))), 1):
        if len(row) != len(fields):
            raise ValueError(f"Line {number} of the manifest has {len(row)} fields, not {len(fields)}")
        named = dict(zip(fields, row, strict=True))
        found.append(Entry(named["Bucket"], unquote_plus(named["Key"]), named.get("VersionId", ""), named["Key"]))
    if not found:
        raise ValueError("The manifest is empty")
    if len({entry.bucket for entry in found}) > 1:
        raise ValueError("All objects of a manifest must be in one bucket")
    return found
