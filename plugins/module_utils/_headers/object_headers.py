# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of objects that are already there, repaired in place."""

from __future__ import annotations

import collections
import itertools
import time
import typing as t

from .._errors import Refused
from .._inputs import refuse_bad_bucket
from .._plan import Change, Plan, State
from .._publish.listing import first_page
from .._publish.paths import folder
from .._publish.values import check_prefix, check_values
from .._resource import Api, Resource
from .._unknown import is_unknown
from . import report
from .decide import Wanted
from .gate import Gate, side_by_side
from .look import Looker
from .pace import Pace
from .repairs import MOST_CHANGES, Repairs
from .seen import Seen, cache_path, fingerprint
from .survey import Survey, Surveyor
from .write import Copier, Made

MOST_THREADS = 32  # as many connections as the client keeps
# What decides whether an object is right; everything else may change without a new look at all of them.
DECIDING = ("bucket", "prefix", "cache_control", "rules", "content_types", "overwrite")


class ObjectHeaders(Resource):
    """The headers of the objects under a prefix."""

    noun = "object_headers"

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._pages: t.Iterator[dict[str, t.Any]] = iter(())
        self._gate = Gate(api, threads=options["threads"], per_second=options["requests_per_second"])
        self._wanted = Wanted(options, self._prefix)
        self._survey = Survey(options["bucket"], Seen(None))
        self._looked_at = 0.0
        self._written = 0

    @property
    def name(self) -> str:
        """Return the bucket with the prefix."""
        return f"{self.options['bucket']}/{self._prefix}"

    @property
    def _prefix(self) -> str:
        return folder(self.options["prefix"])

    def validate(self) -> None:
        """Refuse numbers out of range, odd prefixes, values that S3 does not take, and a run that wants nothing."""
        if not 1 <= self.options["threads"] <= MOST_THREADS:
            raise Refused(f"threads is {self.options['threads']}: choose 1 to {MOST_THREADS}.")
        for option in ("requests_per_second", "limit"):
            if self.options[option] is not None and self.options[option] < 1:
                raise Refused(f"{option} is {self.options[option]}: choose 1 or more, or leave it out.")
        refuse_bad_bucket(self.options["bucket"])
        check_prefix(self.options["prefix"])
        check_values(self.options["rules"] or [], cache_control=self.options["cache_control"])
        if not self.options["rules"] and self.options["cache_control"] is None and self._types == "none":
            raise Refused("There is nothing to repair: name cache_control, rules, or content_types other than none.")

    @property
    def _types(self) -> str:
        return str(self.options["content_types"])

    def read(self) -> State | None:
        """Begin the listing; None when there is no bucket."""
        self._pages = iter(())
        if is_unknown(self.options["bucket"]) or is_unknown(self._prefix):
            return None
        pages = self.api.pages("s3:ListObjectsV2", {"Bucket": self.options["bucket"], "Prefix": self._prefix})
        first = first_page(pages)
        if first is None:
            return None
        self._pages = itertools.chain([first], pages)
        return {"bucket": self.options["bucket"], "prefix": self._prefix}

    def plan(self, current: State | None) -> Plan:
        """Look at the objects of the listing that are not known to be right."""
        if current is None:
            missing = f"The bucket {self.options['bucket']} does not exist: correct the name, or make it first."
            return Plan(before=None, after=self._report(), needs=missing)
        pace = Pace(f"Looking at the headers of {self.name}")
        self._looked_at = time.monotonic()
        surveyor = Surveyor(self.api, self._gate, self._wanted, self.options)
        self._survey = surveyor.survey(self._pages, self.options["bucket"], self._seen(), pace)
        pace.end()
        return Plan(
            before=current,
            after=self._report(),
            changes=Repairs(
                self._survey.repairs, self._survey.tally, bucket=self.options["bucket"], prefix=self._prefix
            ),
            warnings=tuple(report.warnings(self._survey, self.name)),
        )

    def _seen(self) -> Seen:
        endpoint = str(self.api.client("s3").meta.endpoint_url)
        seen = Seen(cache_path(endpoint, {option: self.options[option] for option in DECIDING}))
        if self.options["header_check"] == "always":
            seen.forget()
        return seen

    def _report(self) -> State:
        return report.report(self._survey, self.options, self._prefix)

    def apply_all(
        self, changes: t.Sequence[Change], current: State | None, done: t.Callable[[Change], None]
    ) -> State | None:
        """Repair the objects, many side by side, in the order of the plan."""
        if not isinstance(changes, Repairs) or not changes:
            self._finish()
            return current
        looker = Looker(self.api, self._gate, self._survey.facts, self._wanted)
        copier = Copier(self._gate, looker, self.options["bucket"], looked_at=self._looked_at)
        pace = Pace(f"Repairing the headers of {self.name}", total=changes.rows().count)
        unnamed: collections.Counter[str] = collections.Counter()
        try:
            for made in side_by_side(copier.make, changes.rows(), threads=self.options["threads"]):
                self._take(made, changes)
                pace.took()
                if made.written is None:
                    continue
                self._written += 1
                if self._written <= MOST_CHANGES:
                    done(changes.change(made.written))
                else:
                    unnamed[made.written.operation] += 1
        finally:
            for change in changes.summary(unnamed):
                done(change)
            self._survey.seen.flush()
            pace.end()
        self._finish()
        return current

    def _take(self, made: Made, changes: Repairs) -> None:
        tally = self._survey.tally
        if made.at:
            self._survey.seen.add(fingerprint(made.planned.key, made.etag, made.at))
        if made.written is None:
            changes.drop(made.planned)
            tally.withdraw(made.planned, made.skipped)

    def _finish(self) -> None:
        if self._survey.tally.complete:
            self._survey.seen.finish()

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return the state as it is known: every copy was answered, and S3 reads what was written (S3-20)."""
        return current

    def wait(self, current: State | None) -> State | None:
        """Return the report of what was done, also when that was nothing."""
        return self._report()
