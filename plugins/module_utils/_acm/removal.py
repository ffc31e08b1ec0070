# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes of the certificates that were found, what stays, and why."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._domain import normal_name
from .._errors import AwsError, Refused
from .._tags import from_list
from . import waits
from .detail import Detail, names_of, validation_records
from .search import NOT_FOUND
from .sharing import Released, release

if t.TYPE_CHECKING:
    from .._resource import Api

# Whom a certificate was requested for; it cannot be told from its names, which several may want.
MARK = "cdn.aws:made-for"

_DISTRIBUTION = re.compile(r"arn:[\w-]+:cloudfront::\d{12}:distribution/(?P<id>\w+)")


def mark(options: t.Mapping[str, t.Any]) -> dict[str, str]:
    """Return the tag of a new certificate that says whom it is for, a domain in its one spelling.

    AWS takes no asterisk in a value.
    """
    owner = options.get("made_for")
    return {MARK: _spelled(owner).replace("*", "_")} if owner else {}


def _spelled(owner: str) -> str:
    try:
        return normal_name(owner)
    except Refused:
        # It is no domain, which it need not be.
        return owner


@dataclasses.dataclass(frozen=True)
class Removal:
    """The certificates to delete and those that stay; ``kept`` says why, a line each.

    ``needs`` is what stands against the deletion, ``patience`` the seconds that use may linger.
    """

    doomed: tuple[Detail, ...]
    left: tuple[Detail, ...]
    kept: tuple[str, ...] = ()
    needs: str = ""
    patience: float = 0.0
    released: Released = Released()


class Remover:
    """Sorts certificates into those that are for taking and those that are not."""

    def __init__(self, api: Api, options: t.Mapping[str, t.Any], *, names: t.Iterable[str], region: str) -> None:
        self._api = api
        self._options = options
        self._names = frozenset(names)
        self._region = region
        self._gone: dict[str, bool] = {}
        self._marked: dict[str, bool] = {}

    def is_meant(self, detail: Detail) -> bool:
        """Tell whether a certificate is for exactly the names or for others of its owner; any is by its ARN."""
        if self._options["certificate_arn"] or names_of(detail) == self._names:
            return True
        return self._is_marked(detail["CertificateArn"], mark(self._options))

    def removal(self, living: t.Sequence[Detail], dead: t.Sequence[Detail]) -> Removal:
        """Return what to do; raises Refused where it would have to be guessed which certificate is meant."""
        found = [*living, *dead]
        foreign = {detail["CertificateArn"]: line for detail in found if (line := self._foreign(detail))}
        own = [detail for detail in found if detail["CertificateArn"] not in foreign]
        if not mark(self._options) and len(living) > 1:
            arns = ", ".join(detail["CertificateArn"] for detail in living)
            raise Refused(
                f"Several certificates are for exactly these names: {arns}. Name the one to delete in certificate_arn."
            )
        gone = any(self._is_gone(user) for detail in own for user in detail.get("InUseBy") or ())
        used = {detail["CertificateArn"]: users for detail in own if (users := self._users(detail))}
        spared = used if self._options["keep_in_use"] else {}
        doomed = tuple(detail for detail in own if detail["CertificateArn"] not in spared)
        lines = [f"Kept: the certificate {arn} is in use by {', '.join(users)}." for arn, users in spared.items()]
        return Removal(
            doomed=doomed,
            left=tuple(detail for detail in found if detail not in doomed),
            kept=(*foreign.values(), *lines),
            needs=_needs(used) if used and not spared else "",
            patience=waits.IN_USE_SECONDS if gone or self._options["detached_from"] else waits.LINGERING_SECONDS,
            released=self._released(doomed),
        )

    def _foreign(self, detail: Detail) -> str:
        """Return why a certificate is not for taking, nothing when it is."""
        wanted, arn = mark(self._options), detail["CertificateArn"]
        if not wanted or self._is_marked(arn, wanted):
            return ""
        return (
            f"Kept: the certificate {arn} has exactly these names and was not requested for {wanted[MARK]}: it lacks"
            f" the tag {MARK}={wanted[MARK]}."
        )

    def _is_marked(self, arn: str, wanted: t.Mapping[str, str]) -> bool:
        if arn not in self._marked:
            answer = self._api.call("acm:ListTagsForCertificate", {"CertificateArn": arn}, region=self._region)
            self._marked[arn] = wanted.items() <= from_list(answer.get("Tags")).items()
        return self._marked[arn]

    def _users(self, detail: Detail) -> list[str]:
        """Return what uses a certificate; ACM lists for a while what is gone already (ACM-13)."""
        let_go = self._options["detached_from"] or ()
        return sorted(
            user for user in set(detail.get("InUseBy") or ()) if user not in let_go and not self._is_gone(user)
        )

    def _is_gone(self, user: str) -> bool:
        found = _DISTRIBUTION.fullmatch(user)
        if not found or user in (self._options["detached_from"] or ()):
            return False
        if user not in self._gone:
            self._gone[user] = self._is_deleted(found["id"])
        return self._gone[user]

    def _is_deleted(self, distribution: str) -> bool:
        try:
            self._api.call("cloudfront:GetDistribution", {"Id": distribution})
        except AwsError as error:
            # Who may not look takes ACM's word for it.
            return error.code == "NoSuchDistribution"
        return False

    def _released(self, doomed: t.Iterable[Detail]) -> Released:
        if not self._options["release_records"]:
            return Released()
        details = list(doomed)
        options = [option for detail in details for option in detail.get("DomainValidationOptions") or []]
        arns = [detail["CertificateArn"] for detail in details]
        return release(self._api, validation_records(options), arns=arns, region=self._region)


def _needs(used: t.Mapping[str, t.Sequence[str]]) -> str:
    arn, users = next(iter(used.items()))
    return f"Certificate {arn} is in use by {', '.join(users)}: it can be deleted when nothing uses it any more."


def explained(error: AwsError, arn: str, seconds: float) -> AwsError | Refused:
    """Return what is said when a certificate stays in use for longer than anybody waits, or the error itself."""
    if error.code in NOT_FOUND or error.code not in waits.IN_USE:
        return error
    return Refused(
        f"ACM still counts the certificate {arn} as in use after {seconds:.0f} s, although nothing is known to use it"
        f" any more: {error.text} That ends by itself, at times after an hour; run this again then."
    )
