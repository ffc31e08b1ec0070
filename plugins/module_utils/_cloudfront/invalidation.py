# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invalidations: paths that every edge location shall fetch anew (CF-70 to CF-74)."""

from __future__ import annotations

import datetime
import functools
import time
import typing as t
import uuid

from .._errors import AwsError, CdnError, Refused
from .._plan import Change, Plan, State
from .._resource import Api, Resource
from .._unknown import is_unknown, unknown
from .._waiter import Verdict, Wait, wait_for
from .collapsing import MOST_PATHS, collapse
from .invalidation_cost import FREE_PATHS, cost
from .invalidations import COMPLETED, LOOKED_AT, Invalidations, Month, distribution_of
from .legacy import counted as counted_list
from .paths import normalised
from .room import Room, counted

CREATE = "cloudfront:CreateInvalidation"
USUAL = "10 seconds to 5 minutes"
DISTRIBUTIONS = "https://cloudfront.amazonaws.com/2020-05-31/distribution"
SHOWN = 3
ALREADY_USED = "InvalidationBatchAlreadyExists"
GOES_ON = "CloudFront goes on with it."


class Invalidation(Resource):
    """One invalidation of a distribution: new each time, unless a caller reference names it."""

    noun = "invalidation"
    # Used by an invalidation that is too old to be looked for: planned anew, with that known.
    stale_codes = frozenset({ALREADY_USED})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._paths: list[str] = []
        self._collapsed: dict[str, t.Any] | None = None
        self._month: Month | None = None
        self._planned = 0
        self._spent = 0.0
        # One for all attempts of this run, another one in the next run (CF-70).
        self._reference = options.get("caller_reference") or f"cdn.aws-{uuid.uuid4()}"
        self._distribution_id: str | None = None
        self._used_long_ago = False

    @property
    def name(self) -> str:
        """Return the distribution, as the options call it."""
        return str(self.options.get("distribution_id") or self.options.get("alias"))

    def validate(self) -> None:
        """Bring the paths into form and down to the number that is allowed, or refuse them."""
        given = self.options.get("max_paths")
        most = FREE_PATHS if given is None else given
        if not 1 <= most <= MOST_PATHS:
            raise Refused(f"max_paths is {most}: choose 1 to {MOST_PATHS}, as many as CloudFront takes at a time.")
        given = normalised(self.options["target_paths"])
        self._paths = collapse(given, most)
        if self._paths != given:
            kept = set(given)
            wildcards = [path for path in self._paths if path not in kept]
            self._collapsed = {"paths": len(given) - len(self._paths) + len(wildcards), "wildcards": wildcards}

    def read(self) -> State | None:
        """Return the invalidation with the caller reference that was given, if there is one."""
        self._distribution_id = distribution_of(self.options, self.api)
        if not self._distribution_id or is_unknown(self._distribution_id):
            return None
        if self.options.get("count_month"):
            self._month = self._invalidations.month(datetime.datetime.now(datetime.timezone.utc))
        named = self.options.get("caller_reference")
        return self._invalidations.by_reference(named) if named else None

    @functools.cached_property
    def _invalidations(self) -> Invalidations:
        return Invalidations(self.api, str(self._distribution_id))

    def plan(self, current: State | None) -> Plan:
        """Return the one change; none without paths or when the reference was used."""
        self._planned = 0
        if self._used_long_ago:
            return Plan(before=None, after=None, warnings=(self._long_ago(),))
        if current is not None or not self._paths:
            return Plan(before=current, after=current, warnings=self._other_paths(current))
        self._planned = len(self._paths)
        request = {
            "DistributionId": self._distribution_id,
            "InvalidationBatch": {
                "CallerReference": self._reference,
                "Paths": {"Quantity": len(self._paths), "Items": self._paths},
            },
        }
        change = Change("create", CREATE, self.name, lambda _state: request)
        batch = {"caller_reference": self._reference, "paths": self._paths}
        after = {
            "id": unknown("invalidation id"),
            "status": "InProgress",
            "create_time": unknown("invalidation time"),
            "invalidation_batch": batch,
            "distribution_id": self._distribution_id or unknown("distribution id"),
        }
        needs = "" if self._distribution_id else f"There is no distribution with the alias {self.name}."
        return Plan(before=None, after=after, changes=(change,), warnings=self._fewer_paths(), needs=needs)

    def _fewer_paths(self) -> tuple[str, ...]:
        if self._collapsed is None:
            return ()
        wildcards = self._collapsed["wildcards"]
        return (
            f"target_paths: there are more paths than max_paths or CloudFront allows, so that {some(wildcards)}"
            f" {'stands' if len(wildcards) == 1 else 'stand'} for {self._collapsed['paths']:,} of them, and all else in"
            f" {'this folder' if len(wildcards) == 1 else 'these folders'} is invalidated too.",
        )

    def _other_paths(self, current: State | None) -> tuple[str, ...]:
        if current is None or sorted(current["invalidation_batch"]["paths"]) == sorted(self._paths):
            return ()
        reference = self.options["caller_reference"]
        return (f"caller_reference: {reference} has invalidated other paths already; give another text for these.",)

    def apply(self, change: Change, current: State | None) -> State | None:
        """Start the invalidation, once those that run leave room for it (CF-71)."""
        request = change.request(current or {})
        room = Room(self._invalidations, self._paths, lambda: self.api.call(CREATE, request))
        started = time.monotonic()
        try:
            answer = room.make(name=self.name, timeout=self.options["wait_timeout"])
        except AwsError as error:
            if not _was_used(error):
                raise
            return self._of_lost_answer(error)
        self._spent = time.monotonic() - started
        return self._invalidations.state(answer["Invalidation"])

    def _of_lost_answer(self, error: AwsError) -> State:
        """Return what the first attempt has made, whose answer was lost (CF-70)."""
        found = self._invalidations.by_reference(self._reference)
        if found is not None:
            return found
        if not self.options.get("caller_reference"):
            raise CdnError(self._long_ago())
        self._used_long_ago = True
        raise AwsError(operation=error.operation, code=ALREADY_USED, text=error.text, status=error.status)

    def _long_ago(self) -> str:
        return (
            f"caller_reference {self._reference}: CloudFront says that it was used before, so that nothing was done."
            f" None of the newest {LOOKED_AT} invalidations of {self.name} has it; the paths are not known. Give"
            " another text if they are to be invalidated again."
        )

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return what the create answered."""
        return current

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the invalidation the way community.aws returned it, its paths counted, and where it is."""
        found = {"cost": cost(self._planned, self._month), "collapsed": self._collapsed}
        if state is None:
            return {self.noun: None, **found}
        batch = counted_list(self.api.shape("cloudfront", "InvalidationBatch"), state["invalidation_batch"])
        place = f"{state['distribution_id']}/invalidation/{state['id']}"
        return {
            self.noun: {**state, "invalidation_batch": batch},
            "location": f"{DISTRIBUTIONS}/{place}",
            **found,
        }

    def wait(self, current: State | None) -> State | None:
        """Wait until it is completed, if that was asked for."""
        if current is None or not self.options["wait"] or current["status"] == COMPLETED:
            return current
        paths = current["invalidation_batch"]["paths"]
        return wait_for(
            Wait(
                what=f"Invalidation {current['id']} of {counted(paths)} of {self.name}",
                look=lambda: self._invalidations.get(current["id"]),
                judge=lambda state: Verdict(state["status"] == COMPLETED, state["status"], facts=(some(paths),)),
                timeout=max(self.options["wait_timeout"] - self._spent, 0),
                usual=USUAL,
                # Another run would start another one, unless a reference names it.
                after=GOES_ON,
                resume=f"It is safe to interrupt: {GOES_ON}",
            )
        )

    def waits(self, plan: Plan) -> list[dict[str, t.Any]]:
        """Return the wait for the completion, if it is asked for."""
        if not plan or not self.options["wait"]:
            return []
        return [{"what": f"Invalidation of {counted(self._paths)} of {self.name}", "usual": USUAL}]


def some(paths: t.Sequence[str]) -> str:
    """Return the first paths in words, and how many more there are."""
    more = f" and {len(paths) - SHOWN:,} more" if len(paths) > SHOWN else ""
    return f"{', '.join(paths[:SHOWN])}{more}"


def _was_used(error: AwsError) -> bool:
    """Tell whether AWS knows the reference: in the words that were seen, or in those of its documentation (CF-70)."""
    seen = error.code == "InvalidArgument" and "caller reference that was used" in error.text
    return seen or error.code == ALREADY_USED
