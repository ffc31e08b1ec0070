# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which objects were written between two points in time: a listing that is read once and not kept."""

from __future__ import annotations

import datetime
import functools
import hashlib
import heapq
import itertools
import os
import time
import typing as t

from .._errors import AwsError, Refused
from .._inputs import refuse_bad_bucket
from .._own_keys import is_own_key
from .._plan import Plan, State
from .._progress import Look, tell
from .._resource import Api, Reader
from .._unknown import is_unknown
from .moments import Moment, moment, told, whole
from .paths import folder, viewer_paths
from .patterns import Patterns
from .versions import Seen, current, versioned

# The last second of which all objects are known when a listing begins.
PAST = Moment(None, 1)
MOST_KEPT = 100_000
TELL_AFTER = 5.0
INTERRUPTED = "It is safe to interrupt: a listing changes nothing."


class ChangedObjects(Reader):
    """The objects under a prefix that were written after a time."""

    noun = "changed_objects"

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._since = self._until = PAST
        self._listed = 0
        self._done = False

    @property
    def name(self) -> str:
        """Return the bucket with the prefix."""
        return f"{self.options['bucket']}/{self._prefix}"

    @property
    def _prefix(self) -> str:
        return folder(self.options["prefix"] or self.options["origin_path"])

    def validate(self) -> None:
        """Refuse what is no time, and numbers out of range."""
        if not 1 <= self.options["limit"] <= MOST_KEPT:
            raise Refused(f"limit is {self.options['limit']}: choose 1 to {MOST_KEPT}.")
        self._since = moment(self.options["since"], "since")
        if self.options["until"] is not None:
            self._until = moment(self.options["until"], "until")
            now = datetime.datetime.now(datetime.timezone.utc)
            if self._until.at(now) <= self._since.at(now):
                raise Refused(f"until: {self.options['until']} is not after since, {self.options['since']}.")
        refuse_bad_bucket(self.options["bucket"])

    def read(self) -> State | None:
        """Return what was found; None when there is no bucket."""
        if is_unknown(self.options["bucket"]) or is_unknown(self._prefix):
            return None
        try:
            return self._found()
        except AwsError as error:
            if error.code != "NoSuchBucket":
                raise
            return None

    def plan(self, current: State | None) -> Plan:
        """Return the empty plan; a bucket that is not there is needed."""
        needs = f"The bucket {self.options['bucket']} does not exist: make it first, or correct the name."
        return Plan(before=current, after=current, needs=needs if current is None else "")

    def _found(self) -> State:
        pages = self._pages()
        first = next(pages, {})
        now = told(first)
        since, until = self._since.at(now), min(self._until.at(now), PAST.at(now))
        found = _Found(self.options["limit"])
        listing = versioned if self.options["replaced_only"] else current
        for seen in listing(itertools.chain([first], pages)):
            if since < whole(seen.time) <= until and self._is_meant(seen):
                found.add(seen)
        return self._report(found, since, until)

    def _pages(self) -> t.Iterator[dict[str, t.Any]]:
        request = {"Bucket": self.options["bucket"]}
        operation = "s3:ListObjectsV2"
        if self.options["replaced_only"]:
            if self.api.call("s3:GetBucketVersioning", request).get("Status") != "Enabled":
                raise Refused(
                    f"replaced_only: the bucket {self.options['bucket']} keeps no versions, which tell new objects from"
                    " replaced ones. Turn versioning on, or leave replaced_only out."
                )
            operation = "s3:ListObjectVersions"
        started = last = time.monotonic()
        for page in self.api.pages(operation, {**request, "Prefix": self._prefix}):
            self._listed += len(page.get("Contents") or page.get("Versions") or ())
            if time.monotonic() - last >= TELL_AFTER:
                last = time.monotonic()
                self._tell(last - started, done=False)
            yield page
        self._done = True
        if last > started:
            self._tell(time.monotonic() - started, done=True)

    def _tell(self, seconds: float, *, done: bool) -> None:
        status = f"{self._listed:,} objects{'' if done else ' so far'}"
        tell(Look(f"Listing of {self.name}", status, seconds, done=done, resume=INTERRUPTED))

    def warnings(self) -> list[str]:
        """Tell that there is nothing at all, which is more often a wrong name than an empty folder."""
        if self._listed or not self._done:
            return []
        return [f"There is no object under {self.name}: if there should be, correct bucket, prefix or origin_path."]

    def _is_meant(self, seen: Seen) -> bool:
        name = seen.key[len(self._prefix) :]
        # A key that ends with a slash is the console's picture of a folder, not a file.
        if not name or name.endswith("/") or seen.change == "new" or is_own_key(seen.key):
            return False
        include, exclude = self._patterns
        return (include is None or include.match(name)) and not exclude.match(name)

    @functools.cached_property
    def _patterns(self) -> tuple[Patterns | None, Patterns]:
        include = self.options["include"]
        return (Patterns(include) if include else None, Patterns(self.options["exclude"] or []))

    def _report(self, found: _Found, since: datetime.datetime, until: datetime.datetime) -> State:
        objects = [self._shown(one) for one in found.newest()]
        keys = [one["key"] for one in objects]
        truncated = found.count > len(keys)
        return {
            "bucket": self.options["bucket"],
            "prefix": self._prefix,
            "since": since.isoformat(),
            "until": until.isoformat(),
            "count": found.count,
            "listed": self._listed,
            "newest": found.time.isoformat() if found.time else None,
            "digest": found.digest(),
            "truncated": truncated,
            "objects": objects,
            "paths": self._paths_of(found.folder if truncated else None, keys),
        }

    def _paths_of(self, everything_in: str | None, keys: list[str]) -> list[str]:
        """Return the paths of the keys, or one wildcard for all that is in a folder."""
        origin_path = self.options["origin_path"]
        if everything_in is None:
            return viewer_paths(keys, origin_path=origin_path)
        if folder(origin_path).startswith(everything_in):
            return ["/*"]
        return [f"{path[:-1]}*" for path in viewer_paths([f"{everything_in}x"], origin_path=origin_path)]

    def _shown(self, seen: Seen) -> dict[str, t.Any]:
        paths = viewer_paths([seen.key], origin_path=self.options["origin_path"])
        return {
            "key": seen.key,
            "path": paths[-1] if paths else None,
            "last_modified": whole(seen.time).isoformat(),
            "etag": seen.etag,
            "size": seen.size,
            "change": seen.change or None,
        }


class _Found:
    """What was found, in a memory that does not grow: a number, a digest, and the newest ones."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._digest = hashlib.sha256()
        self._heap: list[tuple[datetime.datetime, str, Seen]] = []
        self.count = 0
        self.time: datetime.datetime | None = None
        # The deepest one that holds all of them.
        self.folder: str | None = None

    def add(self, seen: Seen) -> None:
        """Count an object, and keep it when it is among the newest."""
        self.count += 1
        at = whole(seen.time)
        self.time = max(self.time or at, at)
        if self.folder is None or not seen.key.startswith(self.folder):
            self.folder = _common_folder(seen.key, self.folder)
        self._digest.update(f"{seen.key}\0{seen.etag}\n".encode("utf-8", "surrogatepass"))
        entry = (at, seen.key, seen)
        if len(self._heap) < self._limit:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def newest(self) -> list[Seen]:
        """Return what was kept, the newest first."""
        return [entry[2] for entry in sorted(self._heap, key=lambda one: (one[0], one[1]), reverse=True)]

    def digest(self) -> str:
        """Return what tells these changes from others: keys and ETags, hashed."""
        return self._digest.hexdigest()


def _common_folder(key: str, other: str | None) -> str:
    common = os.path.commonprefix([key, key if other is None else other])
    return common[: common.rfind("/") + 1]
