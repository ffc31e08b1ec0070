# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an object shall carry, and the one copy onto itself that leads there; pure (S3-32)."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t

from .._errors import Refused
from .._plan import Difference
from .._publish.content_types import OCTETS, compressed_form
from .._publish.patterns import Patterns
from .._publish.rules import MEMBERS, TOGETHER, Headers, Rules, copy_members, differences
from .._publish.values import MOST_METADATA
from .._tags import from_list

# What S3 tells of an object that was uploaded without a type, and what tools write that do not know one (S3-33).
UNTYPED = ("", "binary/octet-stream", OCTETS)
# CopyObject takes no larger object (S3-32).
LARGEST_COPY = 5 * 1024**3
# Cannot be copied before they are restored; and a copy would throw away what was restored for a time.
ARCHIVED_CLASSES = ("DEEP_ARCHIVE", "GLACIER")
USUAL_CLASS = "STANDARD"
FULL = "FULL_OBJECT"
EPOCH = datetime.datetime.fromtimestamp(0, datetime.timezone.utc)


@dataclasses.dataclass(frozen=True, slots=True)
class Repair:
    """An object that is not as wanted: what it is, and all members of the copy that makes it so.

    ``members`` are complete but for the bucket, the key and the source: what is not among them is lost.
    ``at`` is when the object was last modified, in seconds since the epoch.
    """

    key: str
    etag: str
    size: int
    at: int
    members: dict[str, t.Any]
    differences: tuple[Difference, ...]

    @property
    def storage_class(self) -> str:
        """Return the class that the object will be of."""
        return str(self.members.get("StorageClass") or USUAL_CLASS)

    @property
    def encryption(self) -> str:
        """Return the encryption that the object has, such as aws:kms."""
        return str(self.members.get("ServerSideEncryption") or "")

    @property
    def in_parts(self) -> bool:
        """Tell whether the object is too large for one copy."""
        return self.size > LARGEST_COPY

    @property
    def operation(self) -> str:
        """Return the write that stands for this repair in a plan."""
        return "s3:CreateMultipartUpload" if self.in_parts else "s3:CopyObject"


@dataclasses.dataclass(frozen=True, slots=True)
class Skipped:
    """An object that is left alone, and why, by one of the words of the result."""

    key: str
    reason: str


class Wanted:
    """What the options want of the objects under a prefix."""

    def __init__(self, options: t.Mapping[str, t.Any], prefix: str) -> None:
        rules = options["rules"] or []
        self._rules = Rules(rules, cache_control=options["cache_control"])
        self._typed = Patterns([rule["pattern"] for rule in rules if rule.get("content_type") is not None])
        self._encoded = Patterns([rule["pattern"] for rule in rules if rule.get("content_encoding") is not None])
        self._has_classes = any(rule.get("storage_class") for rule in rules)
        self._types = options["content_types"]
        self._overwrite = options["overwrite"]
        self._prefix = prefix

    def name(self, key: str) -> str:
        """Return the part of a key that patterns are compared with."""
        return key[len(self._prefix) :]

    def is_stored(self, name: str, storage_class: str) -> bool:
        """Tell whether an object's class, as a listing tells it, is the wanted one."""
        if not self._has_classes:
            return True
        wanted = self._rules.headers(name).get("storage_class")
        return wanted in (None, storage_class)

    def tags(self, key: str) -> bool:
        """Tell whether tags are wanted of an object, so that its own have to be read."""
        name = self.name(key)
        return any(self._rules.headers(name, beside_original=one).get("tags") for one in (False, True))

    def headers(self, key: str, current: t.Mapping[str, t.Any]) -> Headers:
        """Return what is wanted of an object; the table of types counts as far as ``content_types`` says."""
        name = self.name(key)
        original, encoding = compressed_form(name)
        # As s3_publish leaves app.js.br beside app.js; what is compressed to be downloaded has no encoding.
        is_form = bool(encoding) and current.get("ContentEncoding") == encoding
        found = self._rules.headers(name, beside_original=is_form)
        if not self._encoded.match(name) and self._types != "all":
            found.pop("content_encoding", None)
        if not (self._typed.match(name) or (is_form and self._typed.match(original))):
            usual = found.pop("content_type", None)
            if usual and self._is_to_type(usual, str(current.get("ContentType") or "")):
                found["content_type"] = usual
        return found if self._overwrite else _lacking(found, current)

    def _is_to_type(self, usual: str, current: str) -> bool:
        media = current.partition(";")[0].strip().lower()
        if self._types == "missing":
            return media in UNTYPED and usual not in UNTYPED
        # A page that declares another character set, or none, knows better than a table.
        return self._types == "all" and media != usual.partition(";")[0]


def _lacking(desired: Headers, current: t.Mapping[str, t.Any]) -> Headers:
    """Return what an object does not have; a storage class is no header and counts in any case."""
    has: Headers = {option: current.get(member) for option, member in MEMBERS.items()}
    # A time of its own, though an old-fashioned one; Cache-Control would overrule it.
    has["cache_control"] = has["cache_control"] or current.get("ExpiresString") or current.get("Expires")
    media = str(has["content_type"] or "").partition(";")[0].strip().lower()
    has["content_type"] = None if media in UNTYPED else media
    has["tags"] = from_list(current.get("TagSet"))
    found: Headers = {}
    for option, value in desired.items():
        if option in TOGETHER:
            found[option] = {key: text for key, text in value.items() if key not in (has[option] or {})}
        elif option == "storage_class" or not has[option]:
            found[option] = value
    return {option: value for option, value in found.items() if value != {}}


def decide(
    key: str, current: t.Mapping[str, t.Any], desired: Headers, kept: t.Mapping[str, t.Any]
) -> Repair | Skipped | None:
    """Return what to do about an object (a HeadObject answer, with TagSet where tags count), None when it is right.

    ``kept`` are the members of the copy that hold on to what is not named; see ``keeping``.
    """
    found = differences(key, current=current, desired=desired)
    if not found:
        return None
    reason = obstacle(current)
    if reason:
        return Skipped(key, reason)
    removed = [MEMBERS[option] for option, value in desired.items() if option in MEMBERS and not value]
    lasting = {member: value for member, value in kept.items() if member not in removed}
    try:
        members = {"TaggingDirective": "COPY", **lasting, **copy_members(desired, current)}
    except Refused:  # it has tags of its own already
        return Skipped(key, "no_room")
    if sum(len(text) for pair in members.get("Metadata", {}).items() for text in pair) > MOST_METADATA:
        return Skipped(key, "no_room")
    if current["ContentLength"] > LARGEST_COPY:
        members.update(_checksum_type(current))
    at = int(current["LastModified"].timestamp())
    return Repair(key, current["ETag"], current["ContentLength"], at, members, found)


def obstacle(current: t.Mapping[str, t.Any]) -> str:
    """Return why an object cannot be copied onto itself without harm, by a word of the result; empty when it can."""
    if current.get("StorageClass") in ARCHIVED_CLASSES or current.get("ArchiveStatus"):
        return "archived"
    if current.get("SSECustomerAlgorithm"):
        return "customer_key"
    if current.get("MissingMeta"):
        # Metadata that does not fit into headers would not survive (S3-38).
        return "unreadable_metadata"
    texts = [value for value in current.values() if isinstance(value, str)]
    texts += [text for pair in (current.get("Metadata") or {}).items() for text in pair]
    return "" if all(text.isascii() for text in texts) else "unreadable_metadata"


def keeping(current: t.Mapping[str, t.Any], members: t.Container[str]) -> dict[str, t.Any]:
    """Return the members of a copy that an object has now; ``members`` are all that a copy takes.

    Taken from the model: a property that a newer botocore knows of an object, and can give to a copy, is kept too.
    """
    kept = {member: value for member, value in current.items() if member in members and value not in (None, "", {})}
    kept.pop("BucketKeyEnabled", None)
    return {**kept, **_expires(current), **_checksum(current), **_bucket_key(current)}


def _expires(current: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    # What is no date means a time that is over (RFC 9111, 5.3); botocore does not tell it and cannot send it.
    odd = current.get("ExpiresString") and not current.get("Expires")
    return {"Expires": EPOCH} if odd else {}


def _checksum(current: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    found = (member.removeprefix("Checksum") for member in current if member.startswith("Checksum"))
    algorithm = next((name for name in found if name != "Type"), "")
    return {"ChecksumAlgorithm": algorithm} if algorithm else {}


def _checksum_type(current: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return what an upload in parts, unlike a copy, has to be told: that the checksum is one of the whole."""
    kind = current.get("ChecksumType")
    # Only these can be put together from those of the parts.
    return {"ChecksumType": kind} if kind == FULL and any(name.startswith("ChecksumCRC") for name in current) else {}


def _bucket_key(current: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    # Not given, a bucket's default would decide about the bucket key.
    under_kms = str(current.get("ServerSideEncryption") or "").startswith("aws:kms")
    return {"BucketKeyEnabled": bool(current.get("BucketKeyEnabled"))} if under_kms else {}
