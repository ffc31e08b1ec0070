# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distributions, only looked at."""

from __future__ import annotations

import typing as t

from .._plan import State
from .._resource import Api, Reader
from .._shapes import from_sdk, mask
from .domains import alias_name
from .finding import HOSTED_ZONE_ID, Finder, shown


class DistributionInfo(Reader):
    """One distribution by id or alias, or all of the account."""

    noun = "distributions"

    @property
    def name(self) -> str:
        """Return what was asked for."""
        return str(self.options.get("distribution_id") or self.options.get("alias") or "all")

    def read(self) -> State | None:
        """Return the distributions that were asked for."""
        finder = Finder(self.api)
        if not self._is_one:
            return {"distributions": self._all(finder)}
        wanted = self.options.get("distribution_id") or finder.id_by_alias([alias_name(self.options["alias"])])
        found = finder.get(wanted) if wanted else None
        return {"distributions": [shown(self.api, found)] if found else []}

    @property
    def _is_one(self) -> bool:
        return bool(self.options.get("distribution_id") or self.options.get("alias"))

    def _all(self, finder: Finder) -> list[State]:
        if not self.options["details"]:
            return [summary(self.api, item) for item in finder.summaries]
        states = (finder.get(item["Id"]) for item in finder.summaries)
        return [shown(self.api, state) for state in states if state]

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the list, and the one that was asked for by itself."""
        found = (state or {})["distributions"]
        return {"distributions": found, **({"distribution": next(iter(found), None)} if self._is_one else {})}


def summary(api: Api, item: t.Mapping[str, t.Any]) -> State:
    """Return an item of the list in the form of a distribution; it lacks some of the configuration."""
    shape = api.shape("cloudfront", "DistributionSummary")
    options = mask(shape, from_sdk(shape, item))
    # The list says HTTP2 where the distribution itself says http2 (CF-11).
    version = {"http_version": options["http_version"].lower()} if "http_version" in options else {}
    return {**options, **version, "hosted_zone_id": HOSTED_ZONE_ID}
