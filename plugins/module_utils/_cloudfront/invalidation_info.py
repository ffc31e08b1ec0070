# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invalidations, only looked at."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._plan import State
from .._resource import Api, Reader
from .._unknown import is_unknown
from .invalidations import LOOKED_AT, Invalidations, distribution_of
from .legacy import counted


class InvalidationInfo(Reader):
    """The newest invalidations of a distribution, or those whose reference begins with a text."""

    noun = "invalidations"

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._missing = False

    @property
    def name(self) -> str:
        """Return the distribution, as the options call it."""
        return str(self.options.get("distribution_id") or self.options.get("alias"))

    def validate(self) -> None:
        """Refuse a number out of range."""
        if not 1 <= self.options["limit"] <= LOOKED_AT:
            raise Refused(f"limit is {self.options['limit']}: choose 1 to {LOOKED_AT}, as many as are read.")

    def read(self) -> State | None:
        """Return the invalidations that were asked for, none of a distribution that is not there."""
        wanted = distribution_of(self.options, self.api)
        if is_unknown(wanted):
            return {"distribution_id": None, "invalidations": []}
        found = self._all_of(wanted) if wanted else None
        self._missing = found is None
        return {"distribution_id": wanted if found is not None else None, "invalidations": found or []}

    def _all_of(self, distribution_id: str) -> list[State] | None:
        try:
            return list(self._found(distribution_id))
        except AwsError as error:
            if error.code != "NoSuchDistribution":
                raise
            return None

    def _found(self, distribution_id: str) -> t.Iterator[State]:
        shape = self.api.shape("cloudfront", "InvalidationBatch")
        beginning = self.options.get("caller_reference_prefix") or ""
        left = self.options["limit"]
        for one in Invalidations(self.api, distribution_id).newest():
            if one["invalidation_batch"]["caller_reference"].startswith(beginning):
                yield {**one, "invalidation_batch": counted(shape, one["invalidation_batch"])}
                left -= 1
            if not left:
                return

    def warnings(self) -> list[str]:
        """Tell that there is no such distribution."""
        return [f"There is no distribution {self.name}."] if self._missing else []

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the list."""
        return dict(state or {})
