# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Record sets of one hosted zone, changed in one atomic batch."""

from __future__ import annotations

import functools
import typing as t

from .._dns.place import chosen_resolver, resolver_place
from .._domain import is_within
from .._errors import AwsError, CdnError, Refused
from .._inputs import refuse_long
from .._plan import Change, Difference, Kind, Plan, State
from .._resource import Api, Resource
from .._unknown import is_unknown
from .._waiter import Verdict, Wait, retry_while, wait_for
from .batch import Step, Wire, absent_steps, batches, present_steps, refuse_contradictions
from .leaving import leaving, living_by_dns
from .names import read_name, record_name, wire_name
from .record import Record, aim, content, from_option, from_wire, key_of, label, to_wire, with_zone
from .tokens import base_of, known, proves
from .zone import (
    UNKNOWN_ZONE,
    NoZone,
    Zone,
    name_servers,
    refuse_outside,
    zone_by_id,
    zone_by_name,
    zone_id,
    zone_of_names,
)

# The most that ListResourceRecordSets gives at once.
LONGEST_COMMENT = 256
PAGE_SIZE = 300
# All refusals of a batch have one code; these texts say that the zone is not what was read (R53-03, R53-04, R53-06).
INVALID = "InvalidChangeBatch"
STALE_TEXTS = (
    "already exists",
    "but it was not found",
    "conflicts with other records",
    "do not match the current values",
)
# A change is unknown to GetChange for moments (R53-12).
UNKNOWN_CHANGE = frozenset({"NoSuchChange"})
UNKNOWN_SECONDS = 60.0
MOST_NAMED = 10
USUAL = "up to 60 seconds"


class Records(Resource):
    """The named record sets of one zone; its state holds them as ``wire`` too, for exact deletions."""

    noun = "records"
    gone_codes = frozenset({"NoSuchHostedZone"})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._submitted: list[str] = []
        self._zoneless = ""

    @property
    def name(self) -> str:
        """Return the name of the zone."""
        return self.zone.name if self.zone else ""

    @property
    def called(self) -> str:
        """Return what a sentence calls the records."""
        return f"the zone {self.name}"

    @functools.cached_property
    def wanted(self) -> list[Record]:
        """Return the records of the options, normalised, each once."""
        return refuse_contradictions([from_option(option) for option in self.options["records"]])

    @functools.cached_property
    def zone(self) -> Zone | None:
        """Return the zone to work in; None when there is nothing to do and no zone was named, or none is there."""
        try:
            return self._found_zone()
        except NoZone as error:
            # Who only takes away what is his own, or dead, has nothing to do where there is no zone.
            if not (self.absent and (self.options["keep_others"] or self.options["only_dead"])):
                raise
            names = dict.fromkeys(record["name"] for record in self.wanted)
            self._zoneless = f"Kept: whatever {', '.join(names)} may say. {error.message}"
            return None

    def _found_zone(self) -> Zone | None:
        given, relative = self.options["zone"], self.options["zone_of"]
        names = [relative] if relative else [record["name"] for record in self.wanted]
        if is_unknown(given):
            return UNKNOWN_ZONE
        if given:
            identifier = zone_id(given)
            if identifier:
                return zone_by_id(self.api, identifier)
            return zone_by_name(self.api, record_name(given, option="zone"))
        named = [record_name(name, option="zone_of") for name in names if not is_unknown(name)]
        if named:
            return zone_of_names(self.api, list(dict.fromkeys(named)))
        return UNKNOWN_ZONE if names else None

    def validate(self) -> None:
        """Refuse records that cannot be, or contradict each other."""
        refuse_long("comment", self.options["comment"], LONGEST_COMMENT)
        resolver_place(chosen_resolver(self.options["dns_resolver"]))
        for record in self.wanted:
            if not self.absent and content(record) is None:
                raise Refused(f"{label(record)}: give values or alias, what the record shall say.")

    def read(self) -> State:
        """Return the zone and, of the record sets at the wanted names, the wanted ones."""
        zone = self.zone
        if zone is None or zone is UNKNOWN_ZONE:
            return {"zone": zone.as_result() if zone else None, "records": [], "wire": []}
        names = list(dict.fromkeys(record["name"] for record in self.wanted if not is_unknown(record["name"])))
        for name in names:
            refuse_outside(zone, name)
        if zone.missing:
            return {"zone": zone.as_result(), "records": [], "wire": []}
        if not self.wanted:
            servers = list(name_servers(self.api, zone))
            return {"zone": {**zone.as_result(), "name_servers": servers}, "records": [], "wire": []}
        wire = list(self._record_sets(zone, names)) if names else []
        wire += self._validation_sets(zone)
        held = {key_of(record): record for record in map(from_wire, wire)}
        wanted = [held[key_of(record)] for record in self.wanted if key_of(record) in held]
        return {"zone": zone.as_result(), "records": wanted, "wire": wire}

    def _record_sets(self, zone: Zone, names: list[str]) -> t.Iterator[Wire]:
        """Yield the record sets at the names: the whole zone where that takes fewer calls, else name by name."""
        request = {"HostedZoneId": zone.id, "MaxItems": str(PAGE_SIZE)}
        if -(-zone.records // PAGE_SIZE) <= len(names):
            for wire in self._listed(request):
                if read_name(wire["Name"]) in names:
                    yield wire
            return
        for name in names:
            for wire in self._listed({**request, "StartRecordName": wire_name(name)}):
                # The list starts at the name and goes on with whatever follows (R53-11).
                if read_name(wire["Name"]) != name:
                    break
                yield wire

    def _validation_sets(self, zone: Zone) -> t.Iterator[Wire]:
        """Yield the validation records that stand in the zone already, of certificates that are still to come."""
        for base in dict.fromkeys(filter(None, map(base_of, self.wanted))):
            start = {"HostedZoneId": zone.id, "MaxItems": str(PAGE_SIZE), "StartRecordName": wire_name(f"_.{base}")}
            for wire in self._listed(start):
                if not is_within(read_name(wire["Name"]), base):
                    break
                if proves(from_wire(wire), base):
                    yield wire
                    break

    def _listed(self, request: t.Mapping[str, str]) -> t.Iterator[Wire]:
        for page in self.api.pages("route53:ListResourceRecordSets", request):
            yield from page["ResourceRecordSets"]

    def plan(self, current: State | None) -> Plan:
        """Return the change batches, usually one."""
        state, zone = current or {}, self.zone
        if zone is None:
            return Plan(before=state, after=state, warnings=(self._zoneless,) if self._zoneless else ())
        existing = [from_wire(wire) for wire in state["wire"]]
        wanted = [
            with_zone(known(record, existing), zone.id, zone.name, private=zone.private) for record in self.wanted
        ]
        kept: tuple[str, ...] = ()
        if self.absent and (self.options["keep_others"] or self.options["only_dead"]):
            wanted, kept = self._leaving(wanted, state["wire"])
        compute = absent_steps if self.absent else present_steps
        steps = compute(wanted, state["wire"], zone, overwrite=self.options["overwrite"])
        after = {**state, "records": [] if self.absent else _after(wanted, state["wire"])}
        return Plan(
            before=state,
            after=after,
            changes=tuple(self._change(zone, batch) for batch in batches(steps)),
            warnings=kept,
            needs=zone.missing if steps else "",
        )

    def _leaving(self, wanted: list[Record], existing: list[Wire]) -> tuple[list[Record], tuple[str, ...]]:
        """Return the records to take away, and what is left for it is somebody else's."""
        known = self.options["known_targets"] or ()
        living = living_by_dns(self.options["dns_resolver"], known) if self.options["only_dead"] else None
        found = leaving(wanted, existing, living=living)
        return list(found.records), found.kept

    def _change(self, zone: Zone, steps: list[Step]) -> Change:
        batch: dict[str, t.Any] = {
            "Changes": [entry for step in steps for entry in step.entries],
        }
        if self.options["comment"]:
            batch["Comment"] = self.options["comment"]
        request = {"HostedZoneId": zone.id, "ChangeBatch": batch}
        return Change(
            _kind(steps),
            "route53:ChangeResourceRecordSets",
            f"{zone.name}: {_labels(steps)}",
            lambda _: request,
            tuple(Difference(label(step.record), _shown(step.before), _shown(step.after)) for step in steps),
        )

    def apply(self, change: Change, current: State | None) -> State | None:
        """Submit a batch."""
        answer = self.api.call(change.operation, change.request({}))
        self._submitted.append(answer["ChangeInfo"]["Id"])
        return current

    def is_stale(self, error: CdnError) -> bool:
        """Tell whether a batch was refused for the zone is not what was read."""
        is_invalid = isinstance(error, AwsError) and error.code == INVALID
        return is_invalid and any(text in error.message for text in STALE_TEXTS)

    def wait(self, current: State | None) -> State | None:
        """Wait until all name servers of Route 53 have the changes of this run."""
        if self.options["wait"]:
            for change in self._submitted:
                wait_for(self._insync(change.removeprefix("/change/")))
        return current

    def _insync(self, change: str) -> Wait[str]:
        def look() -> str:
            answer = retry_while(
                lambda: self.api.call("route53:GetChange", {"Id": change}),
                codes=UNKNOWN_CHANGE,
                seconds=UNKNOWN_SECONDS,
            )
            return str(answer["ChangeInfo"]["Status"])

        return Wait(
            what=f"Spreading change {change} to the name servers of the zone {self.name}",
            look=look,
            judge=lambda status: Verdict(done=status == "INSYNC", status=status),
            timeout=self.options["wait_timeout"],
            usual=USUAL,
        )

    def waits(self, plan: Plan) -> list[dict[str, t.Any]]:
        """Return the wait for the name servers, if it is asked for."""
        if not plan or not self.options["wait"]:
            return []
        return [{"what": f"Spreading the change to the name servers of the zone {self.name}", "usual": USUAL}]

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the records and their zone."""
        return {"records": state["records"], "zone": state["zone"]} if state else {"records": [], "zone": None}


def _after(wanted: list[Record], existing: list[Wire]) -> list[Record]:
    held = {key_of(from_wire(wire)): wire for wire in existing}
    return [from_wire(to_wire(record, held.get(key_of(record)))) for record in wanted]


def _kind(steps: list[Step]) -> Kind:
    actions = {step.action for step in steps}
    if len(actions) > 1:
        return "update"
    kinds: dict[str, Kind] = {"CREATE": "create", "UPSERT": "update", "DELETE": "delete"}
    return kinds[actions.pop()]


def _labels(steps: list[Step]) -> str:
    # What only makes room for another record is no aim of the batch.
    aims = [step for step in steps if step.action != "DELETE"] or steps
    # By name, then type: the order in which ACM tells its records is not that of the plan (ACM-02).
    named = sorted((aim(step.record) for step in aims), key=lambda text: text.split(" ", 1)[::-1])
    more = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _shown(wire: Wire | None) -> Record | None:
    record = from_wire(wire) if wire else {}
    return {name: value for name, value in record.items() if name not in ("name", "type")} or None
