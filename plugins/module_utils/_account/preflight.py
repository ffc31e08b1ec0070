# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rights and quotas, before the first write."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import Refused
from .._plan import State
from .._resource import Api, Reader
from .._unknown import is_unknown
from .caller import Caller, caller_of
from .needs import Need, Scope, needs_of
from .quotas import Quotas, Room
from .simulation import Findings, Simulation


class Preflight(Reader):
    """What would keep a plan from being carried out: missing rights and quotas that are used up, all at once."""

    noun = "preflight"

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._warnings: list[str] = []

    @property
    def name(self) -> str:
        """Return what is looked at."""
        return "the plan"

    def validate(self) -> None:
        """Refuse what is no action of a plan."""
        for number, one in enumerate(self.options["actions"]):
            if one and not all(isinstance(one.get(member), str) for member in ("operation", "resource")):
                raise Refused(
                    f"actions[{number}] has no operation and resource: write the actions that other modules of this"
                    " collection return."
                )

    def read(self) -> State | None:
        """Return rights and quotas; raises Refused with all that is missing."""
        actions = [one for one in self.options["actions"] if one]
        if not actions:
            return {"caller": None, "missing": [], "unsure": [], "quotas": [], "problems": []}
        caller = caller_of(self.api)
        found = Simulation(self.api, caller).run(needs_of(actions, self._scope(caller)))
        quotas = Quotas(self.api)
        zone = str(self.options.get("hosted_zone_id") or "")
        names = len({name.lower() for name in self.options["certificate_names"]})
        rooms = quotas.rooms(actions, names=names, zone="" if is_unknown(zone) else zone)
        problems = _problems(caller, found.missing, rooms)
        if problems and self.options["fail_on_problem"]:
            raise Refused(" ".join(problems))
        self._note(found, rooms, quotas.warnings)
        return {
            "caller": dataclasses.asdict(caller),
            "missing": [_told(need) for need in found.missing],
            "unsure": [_told(need) for need in found.unsure],
            "quotas": [dataclasses.asdict(room) for room in rooms],
            "problems": problems,
        }

    def _scope(self, caller: Caller) -> Scope:
        return Scope(
            partition=caller.arn.split(":")[1],
            account=caller.account,
            distribution=str(self.options.get("distribution_arn") or ""),
            certificate=str(self.options.get("certificate_arn") or ""),
            certificate_names=tuple(name.lower() for name in self.options["certificate_names"]),
            zone=str(self.options.get("hosted_zone_id") or "").rpartition("/")[2],
            log_bucket=str(self.options.get("log_bucket") or ""),
            tagged=bool(self.options.get("tagged")),
            tagged_objects=bool(self.options.get("tagged_objects")),
        )

    def _note(self, found: Findings, rooms: t.Sequence[Room], others: t.Sequence[str]) -> None:
        if found.unsure:
            self._warnings.append(
                f"Whether these are allowed cannot be told beforehand, since it depends on ids or conditions:"
                f" {_list(found.unsure)}."
            )
        self._warnings += [found.warning] if found.warning else []
        self._warnings += [
            f"A quota may be reached. {room.text}" for room in rooms if room.is_reached and room.is_default
        ]
        self._warnings += others

    def warnings(self) -> list[str]:
        """Return what could not be found out."""
        return self._warnings


def _problems(caller: Caller, missing: t.Sequence[Need], rooms: t.Sequence[Room]) -> list[str]:
    found = []
    if missing:
        found.append(f"{caller.arn} lacks rights that this run needs, nothing was written yet: {_list(missing)}.")
    found += [f"A quota is reached, nothing was written yet. {room.text}" for room in rooms if _is_full(room)]
    return found


def _is_full(room: Room) -> bool:
    return room.is_reached and not room.is_default


def _list(needs: t.Iterable[Need]) -> str:
    return "; ".join(f"{need}{need.purpose and f' ({need.purpose})'}" for need in needs)


def _told(need: Need) -> dict[str, str]:
    return {"action": need.action, "resource": need.resource, "purpose": need.purpose}
