# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invalidations: paths that every edge location shall fetch anew (CF-70 to CF-74)."""

from __future__ import annotations

import itertools
import typing as t
import uuid

from .._errors import AwsError
from .._plan import Change, Plan, State
from .._resource import Api, Resource
from .._shapes import from_sdk
from .._unknown import is_unknown, unknown
from .._waiter import Verdict, Wait, retry_while, wait_for
from .domains import alias_name
from .finding import Finder
from .legacy import counted
from .paths import normalised

CREATE = "cloudfront:CreateInvalidation"
BUSY = frozenset({"TooManyInvalidationsInProgress"})
COMPLETED = "Completed"
USUAL = "10 seconds to 5 minutes"
DISTRIBUTIONS = "https://cloudfront.amazonaws.com/2020-05-31/distribution"

# A reference is only in the invalidation itself, so that each is read; older ones AWS has to recognise (CF-70).
LOOKED_AT = 100


class Invalidation(Resource):
    """One invalidation of a distribution: new each time, unless a caller reference names it."""

    noun = "invalidation"

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._paths: list[str] = []
        # One for all attempts of this run, another one in the next run (CF-70).
        self._reference = options.get("caller_reference") or f"cdn.aws-{uuid.uuid4()}"
        self._distribution_id: str | None = None

    @property
    def name(self) -> str:
        """Return the distribution, as the options call it."""
        return str(self.options.get("distribution_id") or self.options.get("alias"))

    def validate(self) -> None:
        """Bring the paths into form, or refuse them."""
        self._paths = normalised(self.options["target_paths"])

    def read(self) -> State | None:
        """Return the invalidation with the caller reference that was given, if there is one."""
        self._distribution_id = self.options.get("distribution_id") or self._id_by_alias()
        named = self.options.get("caller_reference")
        known = self._distribution_id and not is_unknown(self._distribution_id)
        return self._by_reference(named) if named and known else None

    def _id_by_alias(self) -> str | None:
        alias = self.options["alias"]
        return alias if is_unknown(alias) else Finder(self.api).id_by_alias([alias_name(alias)])

    def plan(self, current: State | None) -> Plan:
        """Return the one change; none without paths or when the reference was used."""
        if current is not None or not self._paths:
            return Plan(before=current, after=current, warnings=self._other_paths(current))
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
        return Plan(before=None, after=after, changes=(change,), needs=needs)

    def _other_paths(self, current: State | None) -> tuple[str, ...]:
        if current is None or sorted(current["invalidation_batch"]["paths"]) == sorted(self._paths):
            return ()
        reference = self.options["caller_reference"]
        return (f"caller_reference: {reference} has invalidated other paths already; give another text for these.",)

    def apply(self, change: Change, current: State | None) -> State | None:
        """Start the invalidation, once those that run leave room for it (CF-71)."""
        request = change.request(current or {})
        try:
            answer = retry_while(
                lambda: self.api.call(CREATE, request), codes=BUSY, seconds=self.options["wait_timeout"]
            )
        except AwsError as error:
            # The first attempt arrived and its answer was lost: it is there (CF-70).
            if error.code != "InvalidArgument" or "caller reference that was used" not in error.text:
                raise
            found = self._by_reference(self._reference)
            if found is None:
                raise
            return found
        return self._state(answer["Invalidation"])

    def _state(self, invalidation: t.Mapping[str, t.Any]) -> State:
        shape = self.api.shape("cloudfront", "Invalidation")
        return {**from_sdk(shape, invalidation), "distribution_id": self._distribution_id}

    def _by_reference(self, reference: str) -> State | None:
        listed = (
            item["Id"]
            for page in self.api.pages("cloudfront:ListInvalidations", {"DistributionId": self._distribution_id})
            for item in page["InvalidationList"].get("Items") or ()
        )
        states = (self._get(invalidation_id) for invalidation_id in itertools.islice(listed, LOOKED_AT))
        return next((one for one in states if one["invalidation_batch"]["caller_reference"] == reference), None)

    def _get(self, invalidation_id: str) -> State:
        request = {"DistributionId": self._distribution_id, "Id": invalidation_id}
        return self._state(self.api.call("cloudfront:GetInvalidation", request)["Invalidation"])

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return what the create answered."""
        return current

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the invalidation the way community.aws returned it, its paths counted, and where it is."""
        if state is None:
            return {self.noun: None}
        batch = counted(self.api.shape("cloudfront", "InvalidationBatch"), state["invalidation_batch"])
        place = f"{state['distribution_id']}/invalidation/{state['id']}"
        return {self.noun: {**state, "invalidation_batch": batch}, "location": f"{DISTRIBUTIONS}/{place}"}

    def wait(self, current: State | None) -> State | None:
        """Wait until it is completed, if that was asked for."""
        if current is None or not self.options["wait"] or current["status"] == COMPLETED:
            return current
        paths = _counted(len(current["invalidation_batch"]["paths"]))
        return wait_for(
            Wait(
                what=f"Invalidation {current['id']} of {paths} of {self.name}",
                look=lambda: self._get(current["id"]),
                judge=lambda state: Verdict(state["status"] == COMPLETED, state["status"]),
                timeout=self.options["wait_timeout"],
                usual=USUAL,
            )
        )

    def waits(self, plan: Plan) -> list[dict[str, t.Any]]:
        """Return the wait for the completion, if it is asked for."""
        if not plan or not self.options["wait"]:
            return []
        return [{"what": f"Invalidation of {_counted(len(self._paths))} of {self.name}", "usual": USUAL}]


def _counted(paths: int) -> str:
    return f"{paths} path{'' if paths == 1 else 's'}"
