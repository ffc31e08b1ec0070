# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of objects: what the rules name, what an object has, and where the two differ; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._plan import Difference
from .content_types import OCTETS, content_encoding, content_type
from .patterns import Patterns

Headers = dict[str, t.Any]

# Options and the members of S3's requests and answers.
MEMBERS = {
    "cache_control": "CacheControl",
    "content_disposition": "ContentDisposition",
    "content_encoding": "ContentEncoding",
    "content_language": "ContentLanguage",
    "content_type": "ContentType",
    "metadata": "Metadata",
}
# Kept on an object whose content is replaced; the others describe the old content.
LASTING = ("cache_control", "content_disposition", "content_language", "content_type")
# What a copy onto itself would lose or reset if it were not given again (S3-32).
COPIED = (
    "Expires",
    "WebsiteRedirectLocation",
    "StorageClass",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "BucketKeyEnabled",
)
MOST_METADATA = 2048


class Rules:
    """What the options say about the headers of each file: the first rule that names a header wins."""

    def __init__(self, rules: t.Iterable[t.Mapping[str, t.Any]], *, cache_control: str | None) -> None:
        self._rules = [(Patterns([rule["pattern"]]), rule) for rule in rules]
        self._cache_control = cache_control

    def headers(self, name: str) -> Headers:
        """Return the headers that are named for a file; one that is not named is left as it is."""
        found: Headers = {}
        metadata: dict[str, str] = {}
        for pattern, rule in self._rules:
            if not pattern.match(name):
                continue
            metadata = {**lower_keys(rule.get("metadata") or {}), **metadata}
            for option in MEMBERS:
                if option != "metadata" and rule.get(option) is not None:
                    found.setdefault(option, rule[option])
        defaults = {
            "cache_control": self._cache_control,
            "content_encoding": content_encoding(name),
            "content_type": content_type(name),
            "metadata": metadata or None,
        }
        return {**{option: value for option, value in defaults.items() if value is not None}, **found}


def check_values(rules: t.Iterable[t.Mapping[str, t.Any]], *, cache_control: str | None) -> None:
    """Refuse what cannot travel as an HTTP header, as metadata does too (S3-38)."""
    _check_text("cache_control", cache_control)
    for rule in rules:
        for option in MEMBERS:
            if option != "metadata":
                _check_text(f"{option} of the rule {rule['pattern']}", rule.get(option))
        texts = [str(text) for pair in (rule.get("metadata") or {}).items() for text in pair]
        for text in texts:
            _check_text(f"metadata of the rule {rule['pattern']}", text)
        if sum(map(len, texts)) > MOST_METADATA:
            raise Refused(f"metadata of the rule {rule['pattern']}: S3 takes at most {MOST_METADATA} bytes.")


def _check_text(what: str, text: str | None) -> None:
    if text and not (text.isascii() and text.isprintable()):
        raise Refused(f"{what}: {text!r} cannot be a header; use printable ASCII characters in one line.")


def lower_keys(metadata: t.Mapping[str, t.Any]) -> dict[str, str]:
    """Return metadata as S3 keeps it: lower-case keys, texts (S3-38)."""
    return {str(key).lower(): str(value) for key, value in metadata.items()}


def differences(name: str, *, current: t.Mapping[str, t.Any], desired: Headers) -> tuple[Difference, ...]:
    """Return the named headers in which an object (a HeadObject answer) is not as desired."""
    found = []
    for option, value in desired.items():
        has = current.get(MEMBERS[option])
        if option == "metadata":
            has = {key: text for key, text in (has or {}).items() if key in value}
        if _normal(has) != _normal(value):
            found.append(Difference(f"{name}: {option}", has, value))
    return tuple(found)


def _normal(value: t.Any) -> t.Any:
    # Spaces and case have no meaning in these headers; the order of directives is left alone.
    return value.replace(" ", "").lower() if isinstance(value, str) else value


def put_members(desired: Headers, current: t.Mapping[str, t.Any] | None) -> dict[str, t.Any]:
    """Return the header members of a PutObject: what is named, and what lasts of the object that it replaces."""
    lasting = {MEMBERS[option]: (current or {}).get(MEMBERS[option]) for option in LASTING}
    kept = {member: value for member, value in lasting.items() if value}
    return {"ContentType": OCTETS, **kept, **{MEMBERS[option]: value for option, value in desired.items()}}


def copy_members(desired: Headers, current: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the members of a CopyObject onto itself that keeps all that is not named."""
    kept = {member: current[member] for member in (*MEMBERS.values(), *COPIED) if current.get(member)}
    named = {MEMBERS[option]: value for option, value in desired.items()}
    if "Metadata" in named:
        named["Metadata"] = {**kept.get("Metadata", {}), **named["Metadata"]}
    return {**kept, **named, "MetadataDirective": "REPLACE"}
