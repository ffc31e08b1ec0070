# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of objects: what the rules name, what an object has, and where the two differ; pure."""

from __future__ import annotations

import typing as t
from urllib.parse import quote, urlencode

from .._errors import Refused
from .._plan import Difference
from .._tags import as_text, from_list
from .content_types import OCTETS, compressed_form, content_encoding, content_type, is_archive
from .patterns import Patterns

Headers = dict[str, t.Any]

# Options and the members of S3's requests and answers; tags have calls of their own besides.
MEMBERS = {
    "cache_control": "CacheControl",
    "content_disposition": "ContentDisposition",
    "content_encoding": "ContentEncoding",
    "content_language": "ContentLanguage",
    "content_type": "ContentType",
    "metadata": "Metadata",
    "storage_class": "StorageClass",
}
# What all matching rules say together.
TOGETHER = ("metadata", "tags")
# Kept on an object whose content is replaced; the others describe the old content.
LASTING = ("cache_control", "content_disposition", "content_language", "content_type")
# What a copy onto itself would lose or reset if it were not given again (S3-32).
COPIED = ("Expires", "WebsiteRedirectLocation", "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled")
# HeadObject leaves it out.
USUAL_CLASS = "STANDARD"
ARCHIVE_CLASSES = ("GLACIER", "DEEP_ARCHIVE")
MOST_TAGS = 10  # S3-39


class Rules:
    """What the options say about the headers of each file: the first rule that names a header wins."""

    def __init__(self, rules: t.Iterable[t.Mapping[str, t.Any]], *, cache_control: str | None) -> None:
        self._rules = [(Patterns([rule["pattern"]]), rule) for rule in rules]
        self._cache_control = cache_control

    def headers(self, name: str, *, beside_original: bool = False) -> Headers:
        """Return the headers that are named for a file; one that is not named is left as it is.

        A compressed form ``beside_original``, as app.js.br beside app.js, is what rules call by either name.
        Raises Refused for more tags than an object takes.
        """
        own = self._named([name])
        original, encoding = compressed_form(name) if beside_original else ("", "")
        if encoding and own.get("content_encoding", encoding) == encoding and not content_encoding(original):
            named = {**self._named([name, original]), "content_encoding": encoding}
            named.setdefault("content_type", content_type(original))
            if named["content_type"] and not is_archive(named["content_type"]):
                return _checked_tags(name, self._completed(named))
        defaults = {"content_encoding": content_encoding(name), "content_type": content_type(name)}
        return _checked_tags(name, self._completed({**defaults, **own}))

    def _named(self, names: list[str]) -> Headers:
        found: Headers = {}
        for pattern, rule in self._rules:
            if not any(map(pattern.match, names)):
                continue
            for option in MEMBERS:
                if option not in TOGETHER and rule.get(option) is not None:
                    found.setdefault(option, rule[option])
            found["metadata"] = {**lower_keys(rule.get("metadata") or {}), **found.get("metadata", {})}
            found["tags"] = {**as_text(rule.get("tags") or {}), **found.get("tags", {})}
        return {option: value for option, value in found.items() if option not in TOGETHER or value}

    def _completed(self, named: Headers) -> Headers:
        found = {"cache_control": self._cache_control, **named}
        return {option: value for option, value in found.items() if value is not None}


def _checked_tags(name: str, headers: Headers) -> Headers:
    _refuse_many_tags(name, headers.get("tags", {}))
    return headers


def _refuse_many_tags(name: str, tags: t.Mapping[str, str]) -> None:
    if len(tags) > MOST_TAGS:
        raise Refused(
            f"{name} would have {len(tags)} tags, S3 takes {MOST_TAGS} per object: {', '.join(sorted(tags))}."
        )


def lower_keys(metadata: t.Mapping[str, t.Any]) -> dict[str, str]:
    """Return metadata as S3 keeps it: lower-case keys, texts (S3-38)."""
    return {str(key).lower(): str(value) for key, value in metadata.items()}


def differences(name: str, *, current: t.Mapping[str, t.Any], desired: Headers) -> tuple[Difference, ...]:
    """Return the named headers in which an object (a HeadObject answer, with TagSet where tags count) differs."""
    found = []
    for option, value in desired.items():
        has = _has(option, current)
        if option in TOGETHER:
            has = {key: text for key, text in has.items() if key in value}
        # The name of a file to be saved is what it is.
        same = has == value if option == "content_disposition" and value else _normal(has) == _normal(value)
        if not same:
            found.append(Difference(f"{name}: {option}", has, value or None))
    return tuple(found)


def _has(option: str, current: t.Mapping[str, t.Any]) -> t.Any:
    if option == "tags":
        return from_list(current.get("TagSet"))
    if option == "storage_class":
        return current.get("StorageClass") or USUAL_CLASS
    return current.get(MEMBERS[option]) or ({} if option == "metadata" else None)


def is_readable(current: t.Mapping[str, t.Any]) -> bool:
    """Tell whether an object (a HeadObject answer) can be copied: an archived one would have to be restored first."""
    return current.get("StorageClass") not in ARCHIVE_CLASSES and not current.get("ArchiveStatus")


def _normal(value: t.Any) -> t.Any:
    # Spaces and case have no meaning in these headers; the order of directives is left alone. None is no header.
    return value.replace(" ", "").lower() if isinstance(value, str) else value or ""


def put_members(desired: Headers, current: t.Mapping[str, t.Any] | None) -> dict[str, t.Any]:
    """Return the header members of a PutObject: what is named, and what lasts of the object that it replaces."""
    lasting = {MEMBERS[option]: (current or {}).get(MEMBERS[option]) for option in LASTING}
    return {"ContentType": OCTETS, **_filled({**lasting, **_members(desired)}), **tagging(desired.get("tags", {}))}


def copy_members(desired: Headers, current: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the members of a CopyObject onto itself that keeps all that is not named.

    Raises Refused for more tags than an object takes.
    """
    kept = {member: current.get(member) for member in (*MEMBERS.values(), *COPIED)}
    named = _members(desired)
    if "Metadata" in named:
        named["Metadata"] = {**(kept["Metadata"] or {}), **named["Metadata"]}
    tags = {}
    if "tags" in desired:
        together = {**from_list(current.get("TagSet")), **desired["tags"]}
        _refuse_many_tags("an object with tags of others", together)
        tags = {**tagging(together), "TaggingDirective": "REPLACE"}
    return {**_filled({**kept, **named}), **tags, "MetadataDirective": "REPLACE"}


def _members(headers: Headers) -> dict[str, t.Any]:
    return {MEMBERS[option]: value for option, value in headers.items() if option in MEMBERS}


def _filled(members: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return {member: value for member, value in members.items() if value}


def tagging(tags: t.Mapping[str, str]) -> dict[str, str]:
    """Return the member that gives an object its tags."""
    return {"Tagging": urlencode(sorted(tags.items()), quote_via=quote, safe="")} if tags else {}
