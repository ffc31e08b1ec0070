# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one distribution that options mean, and the reference that a new one is made with (CF-04)."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._plan import State
from .._unknown import is_unknown
from . import finding
from .finding import Finder
from .legacy_checks import ENDED

TAKEN = "DistributionAlreadyExists"


class Identity:
    """Finds a distribution by its id, its caller reference, or an alias; remembers which references are used up."""

    def __init__(self, options: t.Mapping[str, t.Any]) -> None:
        self._options = options
        self._references = finding.caller_references(options)
        self._generation = 0
        self._reference_is_taken = False
        self.warnings: list[str] = []

    @property
    def reference(self) -> str:
        """Return the reference to create with."""
        return self._references[self._generation]

    def find(self, finder: Finder, *, needed: bool) -> State | None:
        """Return the state, or None; an id that is ``needed`` and names nothing is refused."""
        wanted = self._options.get("distribution_id")
        if not wanted:
            return self._by_name(finder, needed=needed)
        found = None if is_unknown(wanted) else finder.get(wanted)
        if found is None and needed and not is_unknown(wanted):
            if finder.is_streaming(wanted):
                raise Refused(f"The distribution {wanted} is one for RTMP. {ENDED}.")
            raise Refused(f"There is no distribution with the id {wanted}.")
        return found

    def _by_name(self, finder: Finder, *, needed: bool) -> State | None:
        names = finding.names_of(self._options)
        given = self._options.get("caller_reference")
        # An alias that was named as the one to look for stands for the distribution; the others may be new to it.
        owner = finder.id_by_alias(names[:1] if self._options.get("alias") else names) if names else None
        found = finder.get(owner) if owner else None
        if found and given in (None, "", found["caller_reference"]):
            return found
        if names and not given and not self._reference_is_taken:
            return None
        like = {**finding.first_origin(self._options), "comment": self._options.get("comment")}
        # A reference that was given says more than an alias, which somebody may have moved: to another distribution,
        # which is not the one to delete.
        referred = finder.by_reference(self._references, like=like)
        if referred or needed or not found:
            return referred or found
        self.warnings = [
            f"Nothing is deleted: {found['id']}, which has the alias, was created with another caller_reference"
            f" ({found['caller_reference']}). If it is the one that is meant, leave caller_reference out."
        ]
        return None

    def is_made(self, finder: Finder) -> bool:
        """Tell whether a distribution with one of the names was made with a reference of ours."""
        owners = set(finder.owners(finding.names_of(self._options)).values())
        states = (finder.get(owner) for owner in owners)
        return any(state is not None and state["caller_reference"] in self._references for state in states)

    def learn_taken(self) -> None:
        """Remember that CloudFront says that the reference was used."""
        self._reference_is_taken = True

    def take_next_reference(self, *, has_alias: bool) -> None:
        """Go on with the next reference after one that nothing has and CloudFront does not give again."""
        # A distribution with an alias cannot be made twice (CF-30), one without it could be by another reference.
        used = self._references[: self._generation + 1]
        if not has_alias or used == self._references:
            raise Refused(
                f"CloudFront says that the caller reference {', '.join(used)} was used before, but no distribution has"
                " it; give another caller_reference."
            )
        self._generation += 1
