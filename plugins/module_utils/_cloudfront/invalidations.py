# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The invalidations that a distribution has had: the list has no references and no paths, so that each is read."""

from __future__ import annotations

import datetime
import itertools
import typing as t

from .._errors import Refused
from .._inputs import refuse_bad_id
from .._plan import State
from .._resource import Api
from .._shapes import from_sdk
from .._unknown import is_unknown
from .domains import alias_name
from .finding import Finder

COMPLETED = "Completed"

# How many are read at most, with a call for each.
LOOKED_AT = 100


class Month(t.NamedTuple):
    """The paths that were counted since the month began; ``complete`` tells that no invalidation was left out."""

    paths: int
    complete: bool


def distribution_of(options: t.Mapping[str, t.Any], api: Api) -> str | None:
    """Return the id of the distribution that options name, None when none has the alias."""
    given, alias = options.get("distribution_id"), options.get("alias")
    if not given and not alias:
        raise Refused("distribution_id and alias: both are empty; give one of them.")
    refuse_bad_id("distribution_id", given)
    if given or is_unknown(alias):
        return str(given or alias)
    return Finder(api).id_by_alias([alias_name(str(alias))])


class Invalidations:
    """The invalidations of one distribution, the newest first; each is read at most once, unless it is asked for."""

    def __init__(self, api: Api, distribution_id: str) -> None:
        self._api = api
        self._id = distribution_id
        self._read: dict[str, State] = {}

    def state(self, invalidation: t.Mapping[str, t.Any]) -> State:
        """Return what an answer says of an invalidation."""
        shape = self._api.shape("cloudfront", "Invalidation")
        return {**from_sdk(shape, invalidation), "distribution_id": self._id}

    def get(self, invalidation_id: str) -> State:
        """Return an invalidation as it is now."""
        request = {"DistributionId": self._id, "Id": invalidation_id}
        found = self.state(self._api.call("cloudfront:GetInvalidation", request)["Invalidation"])
        self._read[invalidation_id] = found
        return found

    def newest(self) -> t.Iterator[State]:
        """Yield the newest ones, each read when its turn comes."""
        return (self._known(item["Id"]) for item in itertools.islice(self._listed(), LOOKED_AT))

    def by_reference(self, reference: str) -> State | None:
        """Return the newest one with a caller reference."""
        return next((one for one in self.newest() if one["invalidation_batch"]["caller_reference"] == reference), None)

    def running(self) -> list[list[str]]:
        """Return the paths of each one that is in progress."""
        listed = itertools.islice(self._listed(), LOOKED_AT)
        ids = [item["Id"] for item in listed if item["Status"] != COMPLETED]
        return [self._known(one)["invalidation_batch"]["paths"] for one in ids]

    def month(self, now: datetime.datetime) -> Month:
        """Return the paths of this month, which begins in UTC; ``complete`` tells whether that is all of them."""
        begin = now.astimezone(datetime.timezone.utc).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        recent = itertools.takewhile(lambda item: item["CreateTime"] >= begin, self._listed())
        ids = [item["Id"] for item in itertools.islice(recent, LOOKED_AT + 1)]
        paths = sum(len(self._known(one)["invalidation_batch"]["paths"]) for one in ids[:LOOKED_AT])
        return Month(paths, len(ids) <= LOOKED_AT)

    def _known(self, invalidation_id: str) -> State:
        return self._read.get(invalidation_id) or self.get(invalidation_id)

    def _listed(self) -> t.Iterator[dict[str, t.Any]]:
        for page in self._api.pages("cloudfront:ListInvalidations", {"DistributionId": self._id}):
            yield from page["InvalidationList"].get("Items") or ()
