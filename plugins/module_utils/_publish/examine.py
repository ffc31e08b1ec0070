# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be done about each name: the comparison that may look at a file's bytes and an object's headers."""

from __future__ import annotations

import collections
import concurrent.futures
import dataclasses
import typing as t

from .._plan import Difference
from .._resource import Api
from .compare import Pair
from .digests import is_same
from .rules import Headers, Rules, differences, is_readable
from .walk import LocalFile

Kind = t.Literal["new", "changed", "headers", "unchanged", "remote_only"]
# CopyObject takes no larger object; it is sent again instead (S3-32).
LARGEST_COPY = 5 * 1024**3
# How many names per thread are looked at ahead of the merge.
AHEAD = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A name, what has to be done about it, and what was learnt on the way."""

    kind: Kind
    name: str
    file: LocalFile | None = None
    headers: Headers = dataclasses.field(default_factory=dict)
    current: t.Mapping[str, t.Any] | None = None
    differences: tuple[Difference, ...] = ()


class Examiner:
    """Compares files with objects: bytes by ETag or checksum, headers by HeadObject when ``with_headers``."""

    def __init__(self, api: Api, *, bucket: str, prefix: str, rules: Rules, with_headers: bool) -> None:
        self._api = api
        self._bucket = bucket
        self._prefix = prefix
        self._rules = rules
        self._with_headers = with_headers

    def findings(self, pairs: t.Iterable[Pair], *, threads: int) -> t.Iterator[Finding]:
        """Yield a finding for each pair, in order; several are looked at side by side, never many at once."""
        pending: collections.deque[concurrent.futures.Future[Finding]] = collections.deque()
        pool = concurrent.futures.ThreadPoolExecutor(threads)
        try:
            for pair in pairs:
                pending.append(pool.submit(self.examine, pair))
                if len(pending) >= threads * AHEAD:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def examine(self, pair: Pair) -> Finding:
        """Return what has to be done about one name."""
        file, remote = pair.file, pair.remote
        if file is None:
            return Finding("remote_only", pair.name, differences=(Difference(pair.name, _size(remote), None),))
        headers = self._rules.headers(pair.name, beside_original=file.beside_original)
        if remote is None:
            return Finding("new", pair.name, file, headers, None, (Difference(pair.name, None, _size(file)),))
        current = self._head(pair.name, tags="tags" in headers) if self._with_headers else None
        if file.size != remote.size:
            other = (Difference(pair.name, _size(remote), _size(file)),)
            return Finding("changed", pair.name, file, headers, current, other)

        def checksum() -> str:
            return str((self._head(pair.name) if current is None else current).get("ChecksumSHA256") or "")

        if not is_same(file.path, file.size, etag_told=remote.etag, checksum_told=checksum):
            other = (Difference(pair.name, f"{_size(remote)}, old content", f"{_size(file)}, new content"),)
            return Finding("changed", pair.name, file, headers, current, other)
        if current is not None and (found := differences(pair.name, current=current, desired=headers)):
            kind: Kind = "headers" if file.size <= LARGEST_COPY and is_readable(current) else "changed"
            return Finding(kind, pair.name, file, headers, current, found)
        return Finding("unchanged", pair.name, file)

    def _head(self, name: str, *, tags: bool = False) -> dict[str, t.Any]:
        target = {"Bucket": self._bucket, "Key": f"{self._prefix}{name}"}
        answer = self._api.call("s3:HeadObject", {**target, "ChecksumMode": "ENABLED"})
        if tags:
            answer["TagSet"] = self._api.call("s3:GetObjectTagging", target).get("TagSet") or []
        return answer


def _size(one: t.Any) -> str:
    return f"{one.size} bytes"
