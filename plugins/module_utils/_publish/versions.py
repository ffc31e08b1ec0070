# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects as listings show them: the current ones, or with what became of the ones before; pure."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t

Page = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """The newest state of a key; ``change`` is new, replaced or deleted, empty when the listing does not tell."""

    key: str
    time: datetime.datetime
    etag: str = ""
    size: int = 0
    change: str = ""


def current(pages: t.Iterable[Page]) -> t.Iterator[Seen]:
    """Yield the objects of ListObjectsV2."""
    for page in pages:
        for item in page.get("Contents") or ():
            yield Seen(item["Key"], item["LastModified"], item["ETag"].strip('"'), item["Size"])


def versioned(pages: t.Iterable[Page]) -> t.Iterator[Seen]:
    """Yield the keys of ListObjectVersions; one with an older version, or a deletion, is not new."""
    open_key: _Key | None = None
    for page in pages:
        for item, deleted in _entries(page):
            if open_key is not None and open_key.name != item["Key"]:
                yield open_key.seen()
                open_key = None
            open_key = open_key or _Key(item["Key"])
            open_key.add(item, deleted=deleted)
    if open_key is not None:
        yield open_key.seen()


def _entries(page: Page) -> list[tuple[dict[str, t.Any], bool]]:
    """Return versions and deletions together, those of a key one after the other, as S3 sorts them (S3-37)."""
    found = [(item, False) for item in page.get("Versions") or ()]
    found += [(item, True) for item in page.get("DeleteMarkers") or ()]
    return sorted(found, key=lambda pair: pair[0]["Key"].encode("utf-8", "surrogatepass"))


class _Key:
    """What a listing tells of one key, whose entries may stand on two pages."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries = 0
        self._latest: tuple[dict[str, t.Any], bool] | None = None

    def add(self, item: dict[str, t.Any], *, deleted: bool) -> None:
        self._entries += 1
        if self._latest is None or item["IsLatest"]:
            self._latest = (item, deleted)

    def seen(self) -> Seen:
        item, deleted = self._latest or ({}, False)
        if deleted:
            return Seen(self.name, item["LastModified"], change="deleted")
        change = "replaced" if self._entries > 1 else "new"
        return Seen(self.name, item["LastModified"], item["ETag"].strip('"'), item["Size"], change)
