# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be done about each name: the comparison that may look at a file's bytes and an object's headers."""

from __future__ import annotations

import collections
import concurrent.futures
import dataclasses
import random
import typing as t

from .._errors import AwsError, Refused
from .._plan import Difference
from .._resource import Api
from .compare import RemoteObject
from .digests import is_comparable, is_same, own_checksum
from .hash_cache import Known, stamp
from .manifest import Vouched
from .marks import Marks
from .rules import Headers, differences, is_readable
from .walk import LocalFile

Kind = t.Literal["new", "changed", "headers", "unchanged", "remote_only", "gone"]
Mode = t.Literal["auto", "always", "never"]
# From a name to the bucket and key of its object.
Target = t.Callable[[str], dict[str, str]]
# CopyObject takes no larger object; it is sent again instead (S3-32).
LARGEST_COPY = 5 * 1024**3
# How many names per thread are looked at ahead of the merge, and how many may wait for those.
AHEAD, MOST_WAITING = 4, 4096
SAMPLES = 10


class Entry(t.NamedTuple):
    """A name: its file, its object, what the manifest says of the object and the cache of the file."""

    file: LocalFile | None = None
    remote: RemoteObject | None = None
    row: Vouched | None = None
    known: Known | None = None

    @property
    def name(self) -> str:
        """Return the name."""
        return str(next(one.name for one in self if one is not None))

    @property
    def fits(self) -> bool:
        """Tell whether the object is the one that the manifest remembers."""
        return self.row is not None and self.remote is not None and self.row.fits(self.remote)

    @property
    def digest(self) -> str:
        """Return the file's digest as far as it is known."""
        return self.known.digest if self.known and self.file and self.known.stamp == stamp(self.file) else ""


@dataclasses.dataclass(slots=True)
class Finding:
    """A name, what has to be done about it, and what was learnt on the way: the object's headers, the file's digest.

    ``row`` is what the manifest shall say of an object that stays.
    """

    kind: Kind
    entry: Entry
    headers: Headers = dataclasses.field(default_factory=dict)
    current: t.Mapping[str, t.Any] | None = None
    differences: tuple[Difference, ...] = ()
    digest: str = ""
    mark: str = ""
    row: Vouched | None = None

    @property
    def name(self) -> str:
        """Return the name."""
        return self.entry.name


class Examiner:
    """Compares files with objects: with what is remembered of them, else bytes by ETag or checksum, headers by HEAD.

    ``mode`` tells which objects are asked for their headers; ``trusting`` whether the manifest is believed.
    """

    def __init__(self, api: Api, *, target: Target, marks: Marks, mode: Mode, trusting: bool = True) -> None:
        self._api = api
        self._target = target
        self._marks = marks
        self._mode: Mode = mode
        self._trusting = trusting
        self._vouched = 0
        self._sample: list[tuple[Entry, Headers]] = []

    def findings(self, entries: t.Iterable[Entry], *, threads: int) -> t.Iterator[Finding]:
        """Yield a finding for each entry, in order; several are looked at side by side, never many at once."""
        waiting: collections.deque[Finding | concurrent.futures.Future[Finding]] = collections.deque()
        asked = 0
        pool = concurrent.futures.ThreadPoolExecutor(threads)
        try:
            for entry in entries:
                found = self._at_once(entry)
                if found is None:
                    asked += 1
                elif not waiting:
                    yield found
                    continue
                waiting.append(found or pool.submit(self._look, entry))
                while waiting and (asked >= threads * AHEAD or len(waiting) >= MOST_WAITING or _is_there(waiting[0])):
                    asked -= isinstance(waiting[0], concurrent.futures.Future)
                    yield _taken(waiting.popleft())
            while waiting:
                yield _taken(waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)

    def _at_once(self, entry: Entry) -> Finding | None:
        """Return the finding where nothing has to be asked or read."""
        file, remote = entry.file, entry.remote
        if file is None:
            if remote is None:
                return Finding("gone", entry)
            return Finding("remote_only", entry, differences=(Difference(remote.name, _size(remote), None),))
        headers, mark = self._marks.of(file)
        if remote is None:
            return Finding("new", entry, headers, None, (Difference(file.name, None, _size(file)),), mark=mark)
        row = entry.row
        if row is None or not self._trusting or self._mode == "always" or not entry.fits or file.size != remote.size:
            return None
        if (self._mode == "auto" and row.headers != mark) or not row.digest or row.digest != entry.digest:
            return None
        self._vouch(entry, headers)
        return Finding("unchanged", entry)

    def _vouch(self, entry: Entry, headers: Headers) -> None:
        # Every one of them has the same chance to be among the samples.
        self._vouched += 1
        if len(self._sample) < SAMPLES:
            self._sample.append((entry, headers))
        elif (place := random.randrange(self._vouched)) < SAMPLES:
            self._sample[place] = (entry, headers)

    def _look(self, entry: Entry) -> Finding:
        try:
            return self._examined(entry)
        except OSError as error:
            raise Refused(f"{error.filename} cannot be read: {error.strerror}. Was it removed meanwhile?") from error
        except AwsError as error:
            gone = entry._replace(remote=None)
            if error.status == 404 and (found := self._at_once(gone)):  # noqa: PLR2004 - deleted since it was listed
                return found
            raise

    def _examined(self, entry: Entry) -> Finding:
        file, remote = t.cast(LocalFile, entry.file), t.cast(RemoteObject, entry.remote)
        headers, mark = self._marks.of(file)
        believed = entry.fits and self._trusting
        marked = bool(believed and entry.row and entry.row.headers == mark)
        asked = self._mode == "always" or (self._mode == "auto" and not marked)
        current = self._head(file.name, headers) if asked else None
        size = remote.size if current is None else int(current.get("ContentLength", remote.size))
        same, digest = (False, "") if file.size != size else self._compare(entry, current, believed=believed)
        if not same:
            if current is None and self._mode != "never":
                current = self._head(file.name, headers)
            old, new = ("", "") if file.size != size else (", old content", ", new content")
            other = (Difference(file.name, f"{size} bytes{old}", f"{_size(file)}{new}"),)
            return Finding("changed", entry, headers, current, other, digest, mark)
        if current is not None and (found := differences(file.name, current=current, desired=headers)):
            kind: Kind = "headers" if file.size <= LARGEST_COPY and is_readable(current) else "changed"
            return Finding(kind, entry, headers, current, found, digest, mark)
        if entry.row is not None and marked and not asked and entry.row.digest == digest:
            self._vouch(entry, headers)
        return Finding("unchanged", entry, digest=digest, row=_row(entry, current, digest, mark))

    def _compare(self, entry: Entry, current: t.Mapping[str, t.Any] | None, *, believed: bool) -> tuple[bool, str]:
        """Return whether file and object have the same content, and the file's digest, if it was needed."""
        file, remote = t.cast(LocalFile, entry.file), t.cast(RemoteObject, entry.remote)
        told = str((current or {}).get("ChecksumSHA256") or "")
        etag = _etag(current, remote)
        if not is_comparable(told, file.size) and believed and entry.row and etag == remote.etag:
            told = entry.row.digest
        if is_comparable(told, file.size):
            digest = entry.digest or own_checksum(file.path, file.size)
            return digest == told, digest

        def checksum() -> str:
            answer = self._head(file.name, {}) if current is None else current
            return str(answer.get("ChecksumSHA256") or "")

        same = is_same(file.path, file.size, etag_told=etag, checksum_told=checksum)
        return same, (entry.digest or own_checksum(file.path, file.size)) if same else ""

    def _head(self, name: str, headers: Headers) -> dict[str, t.Any]:
        target = self._target(name)
        try:
            answer = self._api.call("s3:HeadObject", {**target, "ChecksumMode": "ENABLED"})
            if "tags" in headers:
                answer["TagSet"] = self._api.call("s3:GetObjectTagging", target).get("TagSet") or []
        except AwsError as error:
            error.message = f"{target['Bucket']}/{target['Key']}: {error.message}"
            raise
        return answer

    def misled(self, threads: int) -> list[str]:
        """Look at a few objects that the manifest vouched for, and return the names of those that are otherwise."""
        if not self._sample:
            return []
        with concurrent.futures.ThreadPoolExecutor(min(threads, SAMPLES)) as pool:
            otherwise = list(pool.map(self._is_otherwise, self._sample))
        return sorted(entry.name for (entry, dummy), is_so in zip(self._sample, otherwise, strict=True) if is_so)

    def _is_otherwise(self, sample: tuple[Entry, Headers]) -> bool:
        entry, headers = sample
        row = t.cast(Vouched, entry.row)
        try:
            current = self._head(row.name, headers)
        except AwsError as error:
            if error.status != 404:  # noqa: PLR2004 - deleted just now
                raise
            return False
        if str(current.get("ETag", row.etag)).strip('"') != row.etag:  # replaced just now
            return False
        told = str(current.get("ChecksumSHA256") or "")
        if entry.file and is_comparable(told, entry.file.size) and told != row.digest:
            return True
        return bool(differences(row.name, current=current, desired=headers))


def _row(entry: Entry, current: t.Mapping[str, t.Any] | None, digest: str, mark: str) -> Vouched:
    remote = t.cast(RemoteObject, entry.remote)
    etag = _etag(current, remote)
    old = entry.row if entry.fits and etag == remote.etag else None
    modified = (current or {}).get("LastModified")
    at = old.at if old else str(int(modified.timestamp()) if modified else remote.modified)
    return Vouched(remote.name, etag, at, digest, mark if current is not None else old.headers if old else "")


def _etag(current: t.Mapping[str, t.Any] | None, remote: RemoteObject) -> str:
    # It may have been replaced since it was listed.
    return str((current or {}).get("ETag") or remote.etag).strip('"')


def _is_there(one: Finding | concurrent.futures.Future[Finding]) -> bool:
    return isinstance(one, Finding) or one.done()


def _taken(one: Finding | concurrent.futures.Future[Finding]) -> Finding:
    return one if isinstance(one, Finding) else one.result()


def _size(one: LocalFile | RemoteObject) -> str:
    return f"{one.size} bytes"
