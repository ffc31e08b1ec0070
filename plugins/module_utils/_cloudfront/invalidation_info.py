# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invalidations, only looked at."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._plan import State
from .._resource import Reader
from .._unknown import is_unknown
from .domains import alias_name
from .finding import Finder
from .invalidations import LOOKED_AT, Invalidations
from .legacy import counted


class InvalidationInfo(Reader):
    """The newest invalidations of a distribution, or those whose reference begins with a text."""

    noun = "invalidations"

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
        alias = self.options.get("alias")
        if any(is_unknown(self.options.get(option)) for option in ("alias", "distribution_id")):
            return {"invalidations": []}
        wanted = self.options.get("distribution_id") or Finder(self.api).id_by_alias([alias_name(str(alias))])
        return {"invalidations": list(self._found(wanted)) if wanted else []}

    def _found(self, distribution_id: str) -> t.Iterator[State]:
        shape = self.api.shape("cloudfront", "InvalidationBatch")
        beginning = self.options.get("caller_reference_prefix") or ""
        left = self.options["limit"]
        try:
            for one in Invalidations(self.api, distribution_id).newest():
                if one["invalidation_batch"]["caller_reference"].startswith(beginning):
                    yield {**one, "invalidation_batch": counted(shape, one["invalidation_batch"])}
                    left -= 1
                if not left:
                    return
        except AwsError as error:
            if error.code != "NoSuchDistribution":
                raise

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the list."""
        return dict(state or {})
