# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A DNS-validated public certificate: requested once, waited for, deleted when it is free."""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t

from .._dns.place import chosen_resolver, resolver_place
from .._errors import AwsError, Refused
from .._plan import Change, Plan, State
from .._resource import Api, Resource
from .._rivals import gone, why
from .._tags import from_list, tag_changes
from .._unknown import is_unknown, unknown
from .._waiter import retry_while, wait_for
from . import waits
from .detail import (
    DEAD,
    ISSUED,
    LIVE,
    PENDING,
    Detail,
    names_of,
    names_without_record,
    planned_state,
    records_to_come,
    state_of,
)
from .endings import ending_of, is_dead
from .names import certificate_names, names_warnings
from .removal import MARK, Removal, Remover, explained, mark
from .search import NOT_FOUND, Wanted, describe, find_certificates
from .writes import deletion, request_parameters, tag_writes

if t.TYPE_CHECKING:
    from .examiner import Examiner

_REGION = re.compile(r"[a-z]{2,}(-[a-z0-9]+)+-[0-9]+")
_ARN = re.compile(r"arn:[\w-]+:acm:(?P<region>[\w-]+):\d{12}:certificate/[\w-]+")


class Certificate(Resource):
    """A certificate found by its names or its ARN."""

    noun = "certificate"
    gone_codes = NOT_FOUND
    volatile = frozenset(
        {"status", "in_use_by", "not_before", "not_after", "renewal_eligibility", "failure_reason", "export", "type"}
    )

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        # As described last: those that are or may still be certificates, the chosen one first, and dead requests.
        self._living: list[Detail] = []
        self._dead: list[Detail] = []
        self._remover = Remover(api, options, names=(), region=self.region)
        self._removal = Removal((), ())

    @property
    def name(self) -> str:
        """Return the domain name, or the ARN of a certificate that is found by it."""
        return self.names[0] if self.names else str(self.options["certificate_arn"])

    @property
    def region(self) -> str:
        """Return where the certificate lives; never the connection's region (ACM-19)."""
        return str(self.options["certificate_region"])

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """Return the wanted names, the subject first; none when the certificate is only found by its ARN."""
        if not self.options["domain_name"]:
            return ()
        return certificate_names(self.options["domain_name"], self.options["subject_alternative_names"])

    def validate(self) -> None:
        """Refuse names that no certificate can carry, and an ARN of another region."""
        if not self.names and not self.options["certificate_arn"]:
            raise Refused("domain_name is empty: give it, or certificate_arn, to say which certificate is meant.")
        if not is_unknown(self.region) and not _REGION.fullmatch(self.region):
            raise Refused(f"certificate_region: {self.region!r} is no region: write one such as us-east-1.")
        resolver_place(chosen_resolver(self.options["dns_resolver"]))
        arn = self.options["certificate_arn"]
        if not arn or is_unknown(arn):
            return
        parts = _ARN.fullmatch(arn)
        if not parts:
            raise Refused(f"certificate_arn: {arn!r} is not the ARN of an ACM certificate.")
        if parts["region"] != self.region:
            raise Refused(
                f"certificate_arn: {arn} is in {parts['region']}, not in {self.region}. CloudFront takes certificates"
                f" of us-east-1 only; set certificate_region to {parts['region']} if it is for something else."
            )

    def read(self) -> State | None:
        """Return the certificate of the ARN or, of those for exactly these names, the best one."""
        found = self._find()
        if self.absent:
            self._remover = Remover(self.api, self.options, names=self.names, region=self.region)
            found = [detail for detail in found if self._remover.is_meant(detail)]
        self._dead = [] if self.options["certificate_arn"] else [detail for detail in found if is_dead(detail)]
        self._living = [detail for detail in found if detail not in self._dead]
        # What ended without a certificate is only of interest to those who clean up.
        chosen = [*self._living, *(self._dead if self.absent else [])]
        return self._state(chosen[0]) if chosen else None

    def _find(self) -> list[dict[str, t.Any]]:
        arn = self.options["certificate_arn"]
        if any(is_unknown(given) for given in (arn, *self.names)):
            return []
        if arn:
            found = describe(self.api, arn, region=self.region)
            return [found] if found else []
        # An owner whose names have changed since may have several.
        among = self.names[0] if self.absent and self.options["made_for"] else None
        wanted = Wanted(frozenset(self.names), self.options["key_algorithm"], self.options["export"], among)
        statuses = () if self.absent else (*LIVE, *DEAD)
        return find_certificates(self.api, wanted, region=self.region, statuses=statuses)

    def _state(self, detail: Detail) -> State:
        state = state_of(detail)
        if self.options["tags"] is not None and not self.absent:
            request = {"CertificateArn": detail["CertificateArn"]}
            tags = self.api.call("acm:ListTagsForCertificate", request, region=self.region)
            state["tags"] = from_list(tags.get("Tags"))
        return state

    def creation(self) -> Plan:
        """Return the one request; dead requests of the same names are told, and stay."""
        arn = self.options["certificate_arn"]
        if arn and not is_unknown(arn):
            raise Refused(
                f"There is no certificate {arn} in {self.region} of this account: check the ARN and the account of the"
                " credentials, or leave certificate_arn out to find or request one by its names."
            )
        if arn:
            return Plan(before=None, after={"certificate_arn": unknown("certificate ARN")})
        request = request_parameters(self.names, self.options, dead=[dead["CertificateArn"] for dead in self._dead])
        change = Change("create", "acm:RequestCertificate", self.name, lambda _: request, region=self.region)
        after = planned_state(self.names, algorithm=request["KeyAlgorithm"], export=self.options["export"])
        if self.options["tags"] is not None:
            after["tags"] = {**self.options["tags"], **mark(self.options)}
        warnings = tuple(
            f"An earlier request for these names came to nothing, so another one is made: {ending_of(dead)}."
            for dead in self._dead[:1]
        )
        return Plan(before=None, after=after, changes=(change,), warnings=(*warnings, *names_warnings(self.names)))

    def modification(self, current: State) -> Plan:
        """Return the tags to set and to remove: nothing else of a certificate can be changed (ACM-14)."""
        if self.options["certificate_arn"]:
            self._refuse_other(current)
        after = {**current, "validation_records": [*current["validation_records"], *records_to_come(self._living[0])]}
        changes: tuple[Change, ...] = ()
        if "tags" in current:
            # A teardown lives by the mark: it is no tag that somebody has forgotten.
            kept = {key: value for key, value in current["tags"].items() if key == MARK}
            desired, purge = {**kept, **self.options["tags"]}, self.options["purge_tags"]
            tags = tag_changes(current=current["tags"], desired=desired, purge=purge)
            after["tags"] = tags.after
            changes = tuple(tag_writes(self.name, current, tags, region=self.region))
        return Plan(before=current, after=after, changes=changes, warnings=self._told_others())

    def _refuse_other(self, current: State) -> None:
        """Refuse options that contradict the certificate of the ARN."""
        wishes = (
            ("names", ", ".join(sorted(self.names)), ", ".join(sorted(names_of(self._living[0])))),
            ("key_algorithm", self.options["key_algorithm"], current["key_algorithm"]),
            ("export", self.options["export"], current["export"]),
        )
        for what, desired, present in wishes:
            if desired and desired != present:
                raise Refused(
                    f"{current['certificate_arn']} has {what} {present}, not {desired}, and a certificate cannot be"
                    " changed: leave certificate_arn out to find or request another one."
                )

    def _told_others(self) -> tuple[str, ...]:
        chosen, *others = [detail["CertificateArn"] for detail in self._living]
        if not others:
            return ()
        return (
            f"Several certificates are for exactly these names: {chosen} is taken, not {', '.join(others)}."
            " Name the one you mean in certificate_arn, or delete the others.",
        )

    def plan(self, current: State | None) -> Plan:
        """Return the changes; what uses a certificate must let go of it first, which an earlier task may do."""
        if not self.absent:
            return self._foreseen(super().plan(current))
        if current is None:
            return Plan(before=None, after=None)
        self._removal = self._remover.removal(self._living, self._dead)
        changes = tuple(deletion(detail["CertificateArn"], region=self.region) for detail in self._removal.doomed)
        kept = (*self._removal.kept, *self._removal.released.kept)
        return Plan(before=current, after=self._left, changes=changes, warnings=kept, needs=self._removal.needs)

    @property
    def _left(self) -> State | None:
        """Return what stands for the certificates that stay, None when all are to go."""
        return next((state_of(detail) for detail in self._removal.left), None)

    def _foreseen(self, plan: Plan) -> Plan:
        """Return a plan that is not carried out when DNS keeps its names from ever being validated (ACM-08, ACM-10)."""
        names, pending = plan.after or {}, next(iter(self._living), None)
        if names.get("status") != PENDING or self._examiner is None:
            return plan
        refusal, warning = self._examiner.foresee(names["subject_alternative_names"], pending)
        warnings = (*plan.warnings, warning) if warning else plan.warnings
        return dataclasses.replace(plan, unsafe=refusal, warnings=warnings)

    @functools.cached_property
    def _examiner(self) -> Examiner | None:
        """Return who looks into public DNS, None when that is not wanted."""
        if not self.options["dns_checks"]:
            return None
        from .examiner import Examiner  # noqa: PLC0415 - dnspython is slow to load, and mostly there is no need to

        return Examiner(self.options, self.api)

    def apply(self, change: Change, current: State | None) -> State | None:
        """Make one change; a deletion bears with a certificate that was in use a moment ago."""
        if change.kind == "delete":
            self._delete(change)
            return None
        answer = self.api.call(change.operation, change.request(current or {}), region=self.region)
        return {"certificate_arn": answer["CertificateArn"]} if change.kind == "create" else current

    def _delete(self, change: Change) -> None:
        request, seconds = change.request({}), self._removal.patience
        try:
            retry_while(
                lambda: self.api.call(change.operation, request, region=self.region),
                codes=waits.IN_USE,
                seconds=seconds,
            )
        except AwsError as error:
            # Somebody else was faster: what was wanted is so.
            if error.code not in NOT_FOUND:
                raise explained(error, change.resource, seconds) from error

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return the certificate as ACM describes it after the changes."""
        if self.absent or current is None:
            return self._left
        self._living = [self._look(current["certificate_arn"])]
        return self._state(self._living[0])

    def _look(self, arn: str) -> dict[str, t.Any]:
        try:
            answer = retry_while(
                lambda: self.api.call("acm:DescribeCertificate", {"CertificateArn": arn}, region=self.region),
                codes=NOT_FOUND,
                seconds=waits.UNKNOWN_SECONDS,
            )
        except AwsError as error:
            if error.code not in NOT_FOUND:
                raise
            raise gone(self.called, why(error)) from error
        return t.cast("dict[str, t.Any]", answer["Certificate"])

    def wait(self, current: State | None) -> State | None:
        """Wait for the validation records of a pending certificate, and for its issue when asked to."""
        if self.absent or current is None or not self._living:
            return current
        arn, detail = current["certificate_arn"], dict(self._living[0])
        name = detail.get("DomainName") or self.name
        if names_without_record(detail):
            detail = wait_for(waits.recorded(name, lambda: self._look(arn)))
        if self.options["wait"] and detail["Status"] != ISSUED:
            timeout = self.options["wait_timeout"]
            examine = self._examiner.look if self._examiner else None
            wait = waits.issued(name, detail, lambda: self._look(arn), timeout=timeout, examine=examine)
            detail = wait_for(wait).detail
        return {**current, **state_of(detail)}

    def waits(self, plan: Plan) -> list[dict[str, t.Any]]:
        """Return the wait for the issue, if it is asked for."""
        after = plan.after or {}
        if self.absent or not self.options["wait"] or after.get("status") == ISSUED:
            return []
        return [{"what": waits.issue_of(after.get("domain_name") or self.name), "usual": waits.USUAL_ISSUE}]

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the certificate, and when that was asked for the records that can go with it."""
        released = {"released_records": list(self._removal.released.records)} if self.options["release_records"] else {}
        return {**super().result(state), **released}
