# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One look at an object: its headers, and what only other calls tell of it, as far as a copy needs it."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t
from urllib.parse import quote, urlencode

from .._errors import AwsError
from .._resource import Api
from .acl import grants, is_foreign, is_public
from .decide import Repair, Skipped, Wanted, decide, keeping
from .facts import BucketFacts
from .gate import Gate

GONE = 404
# HeadObject's answer for an object under a key of the customer's own; it has no body that would say so.
UNREADABLE = 400


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """What was found of an object by how many requests: it is right when ``found`` is None."""

    key: str
    etag: str = ""
    at: int = 0
    found: Repair | Skipped | None = None
    requests: int = 1


class Looker:
    """Looks at objects; safe for threads."""

    def __init__(self, api: Api, gate: Gate, facts: BucketFacts, wanted: Wanted) -> None:
        self._gate = gate
        self._facts = facts
        self._wanted = wanted
        self._owner: str | None = None
        copy: t.Any = api.shape("s3", "CopyObjectRequest")
        self._members = frozenset(copy.members)
        self.names_target = "IfMatch" in self._members
        """Whether copies name the object that they replace: an older botocore cannot, nor can each partition's S3."""

    def look(self, key: str) -> Look:
        """Return what is to be done about an object; raises AwsError that names it."""
        try:
            return self._look(key)
        except AwsError as error:
            if error.status == GONE:
                return Look(key, found=Skipped(key, "gone"))
            error.message = f"{self._facts.name}/{key}: {error.message}"
            raise

    def condition(self, repair: Repair) -> dict[str, t.Any]:
        """Return the members by which a copy is refused when somebody else has written the object since the look."""
        if not self.names_target:
            return {"CopySourceIfMatch": repair.etag}
        # The ETag is compared when the copy takes the object's place, so that an upload that ends during the copy is
        # not replaced by what was there before; the time when it begins, since new headers alone change no ETag
        # (S3-32, S3-35). Times have whole seconds. With a condition on the
        # ETag of the source S3 would ignore that on its time.
        since = datetime.datetime.fromtimestamp(repair.at + 1, datetime.timezone.utc)
        return {"IfMatch": repair.etag, "CopySourceIfUnmodifiedSince": since}

    def _look(self, key: str) -> Look:
        where = {"Bucket": self._facts.name, "Key": key}
        try:
            current = self._gate.call("s3:HeadObject", {**where, "ChecksumMode": "ENABLED"})
        except AwsError as error:
            if error.status != UNREADABLE:
                raise
            self._raise_unless_customer_key(where)
            return Look(key, found=Skipped(key, "customer_key"))
        with_tags = self._wanted.tags(key)
        if with_tags:
            current = {**current, "TagSet": self._gate.call("s3:GetObjectTagging", where)["TagSet"]}
        found = decide(key, current, self._wanted.headers(key, current), keeping(current, self._members))
        requests = 1 + with_tags
        if isinstance(found, Repair):
            requests += self._facts.acls
            found = self._with_acl(where, self._with_tags(where, found))
        return Look(key, current["ETag"], int(current["LastModified"].timestamp()), found, requests)

    def _raise_unless_customer_key(self, where: dict[str, str]) -> None:
        """Ask for a byte of the object: a GET's refusal, unlike a HEAD's, says why, as for expired credentials."""
        try:
            answer = self._gate.call("s3:GetObject", {**where, "Range": "bytes=0-0"})
        except AwsError as error:
            if error.code != "InvalidRequest":
                raise
        else:
            answer["Body"].close()

    def _with_tags(self, where: dict[str, str], repair: Repair) -> Repair:
        if not repair.in_parts or "Tagging" in repair.members:
            return repair
        # Parts are copied, their object is not: nothing brings the tags along.
        tags = {tag["Key"]: tag["Value"] for tag in self._gate.call("s3:GetObjectTagging", where)["TagSet"]}
        return dataclasses.replace(repair, members={**repair.members, "Tagging": urlencode(tags, quote_via=quote)})

    def _with_acl(self, where: dict[str, str], repair: Repair) -> Repair | Skipped:
        if not self._facts.acls:
            return repair
        acl = self._gate.call("s3:GetObjectAcl", where)
        if is_foreign(acl, self._bucket_owner()):
            return Skipped(repair.key, "foreign_owner")
        if is_public(acl) and self._facts.blocks_public:
            return Skipped(repair.key, "public_acl")
        return dataclasses.replace(repair, members={**repair.members, **grants(acl)})

    def _bucket_owner(self) -> str:
        if self._owner is None:
            acl = self._gate.call("s3:GetBucketAcl", {"Bucket": self._facts.name})
            self._owner = str(acl["Owner"]["ID"])
        return self._owner
