# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way through a listing: each object is skipped, known, right, or to be repaired."""

from __future__ import annotations

import itertools
import typing as t

from .._publish.moments import told
from .._publish.patterns import Patterns
from .._resource import Api
from .decide import ARCHIVED_CLASSES, USUAL_CLASS, Repair, Skipped, Wanted
from .facts import BucketFacts, bucket_facts, refuse_hidden_locks
from .gate import Gate, side_by_side
from .look import Look, Looker
from .pace import Pace
from .seen import SETTLED_SECONDS, Seen, fingerprint
from .spool import Spool
from .tally import Tally

# Where s3_publish keeps what it knows of a prefix.
OWN_FOLDER = ".cdn.aws"


class Listed(t.NamedTuple):
    """An object as the listing tells it; ``now`` is the time of the listing by S3's clock."""

    key: str
    etag: str
    at: int
    storage_class: str
    now: int


class Survey:
    """What was found under a prefix: ``repairs`` in the order of the listing, and the numbers."""

    def __init__(self, bucket: str, seen: Seen) -> None:
        self.facts = BucketFacts(bucket)
        self.seen = seen
        self.repairs = Spool()
        self.tally = Tally()


class Surveyor:
    """Looks at the objects of a listing, those that need it, many side by side."""

    def __init__(self, api: Api, gate: Gate, wanted: Wanted, options: t.Mapping[str, t.Any]) -> None:
        self._api = api
        self._gate = gate
        self._wanted = wanted
        self._exclude = Patterns(options["exclude"] or [])
        self._threads = options["threads"]
        self._limit = options["limit"]

    def survey(self, pages: t.Iterable[dict[str, t.Any]], bucket: str, seen: Seen, pace: Pace) -> Survey:
        """Return what is to be done; memory does not grow with the number of objects."""
        survey = Survey(bucket, seen)
        unknown = self._unknown(pages, survey, pace)
        first = next(unknown, None)
        if first is None:
            return survey
        survey.facts = bucket_facts(self._api, bucket)
        if survey.facts.locks:
            refuse_hidden_locks(self._api, bucket, first.key)
        looker = Looker(self._api, self._gate, survey.facts, self._wanted)
        unknown = itertools.chain([first], unknown)
        for listed, look in side_by_side(lambda one: (one, looker.look(one.key)), unknown, threads=self._threads):
            self._take(survey, listed, look)
            pace.took(found=survey.tally.repairs)
            if self._limit and survey.tally.repairs >= self._limit:
                survey.tally.complete = False
                break
        seen.flush()
        return survey

    def _unknown(self, pages: t.Iterable[dict[str, t.Any]], survey: Survey, pace: Pace) -> t.Iterator[Listed]:
        tally = survey.tally
        for page in pages:
            tally.costs.lists += 1
            now = int(told(page).timestamp())
            for item in page.get("Contents") or []:
                listed = _listed(item, now)
                name = self._wanted.name(listed.key)
                if not name or name.endswith("/") or OWN_FOLDER in name.split("/"):
                    continue
                tally.objects += 1
                pace.listed()
                if not self._is_settled(listed, name, survey):
                    yield listed

    def _is_settled(self, listed: Listed, name: str, survey: Survey) -> bool:
        if self._exclude.match(name):
            survey.tally.skip(Skipped(listed.key, "excluded"))
            return True
        if listed.storage_class in ARCHIVED_CLASSES:
            survey.tally.skip(Skipped(listed.key, "archived"))
            return True
        state = fingerprint(listed.key, listed.etag, listed.at)
        # Lifecycle rules give objects another class without another time.
        if survey.seen.knows(state) and self._wanted.is_stored(name, listed.storage_class):
            survey.seen.add(state)
            survey.tally.unchanged += 1
            return True
        return False

    def _take(self, survey: Survey, listed: Listed, look: Look) -> None:
        tally = survey.tally
        tally.looked_at += 1
        tally.costs.looked(listed.storage_class, look.requests)
        if isinstance(look.found, Skipped):
            tally.skip(look.found)
        elif isinstance(look.found, Repair):
            tally.repair(look.found, listed.storage_class, look.requests)
            survey.repairs.add(look.found)
        else:
            tally.unchanged += 1
            if look.at + SETTLED_SECONDS <= listed.now:
                survey.seen.add(fingerprint(look.key, look.etag, look.at))


def _listed(item: t.Mapping[str, t.Any], now: int) -> Listed:
    at = int(item["LastModified"].timestamp())
    return Listed(item["Key"], item["ETag"], at, item.get("StorageClass") or USUAL_CLASS, now)
