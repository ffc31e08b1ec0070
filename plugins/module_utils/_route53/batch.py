# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the wanted records and those that exist to the changes of atomic batches; pure."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import Refused
from .record import Record, from_wire, is_met, key_of, label, same_content, to_wire, told
from .zone import Zone

Wire = dict[str, t.Any]
Action = t.Literal["CREATE", "UPSERT", "DELETE"]

# A batch takes 1,000 record elements and 32,000 characters; an UPSERT counts double (R53-01).
MOST_ELEMENTS = 1000
MOST_CHARACTERS = 32_000
UNTOUCHABLE = ("NS", "SOA")


@dataclasses.dataclass(frozen=True)
class Step:
    """One entry of a change batch: ``before`` is what AWS holds, ``after`` what is sent.

    What ``stays`` cannot be deleted, not even to be made again in the same batch (R53-23).
    """

    action: Action
    before: Wire | None
    after: Wire | None
    stays: bool = False

    @property
    def wire(self) -> Wire:
        """Return the record set that is sent: what was read for a deletion (R53-06)."""
        return (self.before if self.action == "DELETE" else self.after) or {}

    @property
    def entries(self) -> list[Wire]:
        """Return what is sent; an UPSERT would replace whatever somebody else has written since the zone was read.

        Deleting exactly what was read, and creating in the same batch, is refused then (R53-02, R53-06).
        """
        if self.action != "UPSERT" or self.stays:
            return [{"Action": self.action, "ResourceRecordSet": self.wire}]
        return [
            {"Action": "DELETE", "ResourceRecordSet": self.before},
            {"Action": "CREATE", "ResourceRecordSet": self.wire},
        ]

    @property
    def record(self) -> Record:
        """Return the record set that the step is about."""
        return from_wire(self.wire)

    def weight(self) -> tuple[int, int]:
        """Return the record elements and characters that count against the limits of a batch."""
        weights = [_weight(entry) for entry in self.entries]
        return sum(elements for elements, dummy in weights), sum(characters for dummy, characters in weights)


def _weight(entry: Wire) -> tuple[int, int]:
    values = [value["Value"] for value in entry["ResourceRecordSet"].get("ResourceRecords", ())]
    times = 2 if entry["Action"] == "UPSERT" else 1
    return times * max(len(values), 1), times * sum(map(len, values))


def present_steps(wanted: t.Iterable[Record], existing: t.Sequence[Wire], zone: Zone, *, overwrite: bool) -> list[Step]:
    """Return the steps that make the records exist; raises Refused before anything foreign is replaced."""
    steps: list[Step] = []
    for record in wanted:
        if record["type"] == "CNAME" and record["name"] == zone.name:
            raise Refused(f"{label(record)}: a CNAME cannot stand at the top of a zone; use alias instead.")
        same = next((wire for wire in existing if key_of(from_wire(wire)) == key_of(record)), None)
        obstacles = [wire for wire in existing if _excludes(from_wire(wire), record)]
        if not same:
            steps += _replacing(record, obstacles, zone, overwrite=overwrite)
        elif not is_met(current=from_wire(same), desired=record):
            if not overwrite and not same_content(current=from_wire(same), desired=record):
                raise _foreign(record, from_wire(same))
            steps.append(Step("UPSERT", same, to_wire(record, same), stays=_stays(record, zone)))
    return _deletions_first(steps)


def _replacing(record: Record, obstacles: list[Wire], zone: Zone, *, overwrite: bool) -> t.Iterator[Step]:
    for wire in obstacles:
        obstacle = from_wire(wire)
        if not overwrite:
            raise _foreign(record, obstacle)
        _refuse_untouchable(obstacle, zone)
        yield Step("DELETE", wire, None)
    yield Step("CREATE", None, to_wire(record))


def absent_steps(wanted: t.Iterable[Record], existing: t.Sequence[Wire], zone: Zone, *, overwrite: bool) -> list[Step]:
    """Return the steps that delete the records exactly as they were read (R53-06)."""
    steps = []
    for record in wanted:
        alike = [wire for wire in existing if key_of(from_wire(wire))[:2] == key_of(record)[:2]]
        for wire in alike:
            current = from_wire(wire)
            if key_of(current) != key_of(record):
                if "set_identifier" in record:
                    continue
                known = ", ".join(str(one.get("SetIdentifier")) for one in alike)
                raise Refused(f"{label(record)}: there are several; name the one in set_identifier ({known}).")
            _refuse_untouchable(current, zone)
            if not overwrite and not same_content(current=current, desired=record):
                raise _foreign(record, current, verb="deletes")
            steps.append(Step("DELETE", wire, None))
    return steps


def _excludes(current: Record, record: Record) -> bool:
    """Tell whether a record set cannot stand beside another (R53-03, R53-32)."""
    if current["name"] != record["name"] or key_of(current) == key_of(record):
        return False
    if current["type"] == record["type"]:
        return ("set_identifier" in current) != ("set_identifier" in record)
    return "CNAME" in (current["type"], record["type"])


def _foreign(record: Record, current: Record, *, verb: str = "replaces") -> Refused:
    return Refused(
        f"{label(current)} exists and says {told(current)}, not {record['type']} {told(record)}: nothing was changed."
        f" overwrite=true {verb} it."
    )


def _stays(current: Record, zone: Zone) -> bool:
    return current["name"] == zone.name and current["type"] in UNTOUCHABLE


def _refuse_untouchable(current: Record, zone: Zone) -> None:
    if _stays(current, zone):
        raise Refused(f"{label(current)} at the top of the zone {zone.name} cannot be deleted.")


def refuse_contradictions(records: t.Sequence[Record]) -> list[Record]:
    """Return the records, each once; raises Refused for two that cannot both be (R53-05)."""
    kept: dict[t.Any, Record] = {}
    for record in records:
        known = kept.setdefault(key_of(record), record)
        if not (is_met_by_each_other(known, record)):
            raise Refused(f"records: {label(record)} is given twice, as {told(known)} and as {told(record)}.")
        other = next((one for one in kept.values() if _excludes(one, record)), None)
        if other:
            raise Refused(f"records: {label(other)} and {label(record)} cannot stand beside each other.")
    return list(kept.values())


def is_met_by_each_other(one: Record, other: Record) -> bool:
    """Tell whether two wanted records want the same."""
    return one is other or to_wire(one) == to_wire(other)


def _deletions_first(steps: list[Step]) -> list[Step]:
    # One obstacle may stand against several records; a batch must name it once (R53-05).
    deletions = {key_of(step.record): step for step in steps if step.action == "DELETE"}
    return [*deletions.values(), *(step for step in steps if step.action != "DELETE")]


def batches(steps: t.Sequence[Step]) -> list[list[Step]]:
    """Return the steps in batches within AWS's limits; the steps of one name stay together (R53-01)."""
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.record["name"], []).append(step)
    found: list[list[Step]] = []
    for group in groups.values():
        if found and _fits([*found[-1], *group]):
            found[-1] += group
        else:
            found.append(list(group))
    return found


def _fits(steps: t.Iterable[Step]) -> bool:
    weights = [step.weight() for step in steps]
    elements, characters = sum(one[0] for one in weights), sum(one[1] for one in weights)
    return elements <= MOST_ELEMENTS and characters <= MOST_CHARACTERS
