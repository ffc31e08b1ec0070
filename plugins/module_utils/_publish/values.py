# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What options may say: folders, and texts, tags and storage classes that S3 and CloudFront take; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._inputs import refuse_bad_header
from .._tags import refuse_bad
from .paths import folder
from .rules import MEMBERS, MOST_TAGS, TOGETHER

MOST_METADATA = 2048
# Objects of these are there at once for CloudFront.
SERVED_CLASSES = ("STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "REDUCED_REDUNDANCY")
ARCHIVED = "its objects have to be restored before anybody can read them, and viewers would get 403"
ELSEWHERE = "it belongs to another kind of storage than a bucket behind CloudFront"
OTHER_CLASSES = {
    "AWS_BACKUP_LOW_COST_WARM": ELSEWHERE,
    "AWS_BACKUP_WARM": ELSEWHERE,
    "DEEP_ARCHIVE": ARCHIVED,
    "EXPRESS_ONEZONE": ELSEWHERE,
    "FSX_ONTAP": ELSEWHERE,
    "FSX_OPENZFS": ELSEWHERE,
    "GLACIER": ARCHIVED,
    "OUTPOSTS": ELSEWHERE,
    "SNOW": ELSEWHERE,
}


def check_prefix(prefix: str) -> None:
    """Refuse a folder of a bucket that has parts without a name (S3-37)."""
    parts = folder(prefix).split("/")[:-1]
    if not all(parts) or {".", ".."} & set(parts):
        raise Refused(f"prefix {prefix}: every part between slashes needs a name, not . or ..")


def check_values(rules: t.Iterable[t.Mapping[str, t.Any]], *, cache_control: str | None) -> None:
    """Refuse what cannot travel as an HTTP header, as metadata does too (S3-38), and what S3 would not take."""
    _check_text("cache_control", cache_control)
    for rule in rules:
        if not rule["pattern"]:
            raise Refused("rules: a pattern is empty, which no file is called: write * for all files.")
        where = f"of the rule {rule['pattern']}"
        for option in MEMBERS:
            if option not in TOGETHER:
                _check_text(f"{option} {where}", rule.get(option))
        _check_metadata(f"metadata {where}", rule.get("metadata") or {})
        refuse_bad(rule.get("tags"), most=MOST_TAGS, option=f"tags {where}")
        _check_class(f"storage_class {where}", rule.get("storage_class"))
        if rule.get("content_type") == "":
            raise Refused(f"content_type {where} is empty: every object has a type; leave it out for the usual one.")


def _check_text(what: str, text: str | None) -> None:
    if text and not (text.isascii() and text.isprintable()):
        raise Refused(f"{what}: {text!r} cannot be a header; use printable ASCII characters in one line.")


def _check_metadata(what: str, metadata: t.Mapping[t.Any, t.Any]) -> None:
    for name in metadata:
        refuse_bad_header(what, str(name))
    texts = [str(text) for pair in metadata.items() for text in pair]
    for text in texts:
        _check_text(what, text)
    if sum(map(len, texts)) > MOST_METADATA:
        raise Refused(f"{what}: S3 takes at most {MOST_METADATA} bytes.")


def _check_class(what: str, name: str | None) -> None:
    if name is None or name in SERVED_CLASSES:
        return
    reason = f": {OTHER_CLASSES[name]}" if name in OTHER_CLASSES else " is none that this collection knows"
    raise Refused(f"{what}: {name}{reason}. Choose one of {', '.join(SERVED_CLASSES)}.")
