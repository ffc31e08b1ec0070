# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is waited for in the life of a certificate."""

from __future__ import annotations

import dataclasses
import typing as t

from .._waiter import Verdict, Wait
from .detail import ISSUED, PENDING, Detail, names_without_record, progress_of, validation_records
from .endings import ending_of

# A certificate that was just requested is unknown to DescribeCertificate for moments, and then without the records
# that prove its names (ACM-03).
UNKNOWN_SECONDS = 60.0
RECORD_SECONDS = 300.0
# A certificate stays in use for a while after the last distribution let go of it (ACM-13).
IN_USE = frozenset({"ResourceInUseException", "ConflictException", "RequestInProgressException"})
IN_USE_SECONDS = 1200.0
# Nobody told of a detachment, and no user is listed: what lingers then goes away soon.
LINGERING_SECONDS = 300.0

USUAL_ISSUE = "up to 5 minutes once the validation records stand in public DNS, at most 30"

Look = t.Callable[[], dict[str, t.Any]]


def recorded(name: str, look: Look) -> Wait[dict[str, t.Any]]:
    """Return the wait for the validation records of all names that need one."""
    return Wait(
        what=f"Making the validation records of the certificate for {name}",
        look=look,
        judge=_judge_records,
        timeout=RECORD_SECONDS,
        usual="a few seconds",
    )


def _judge_records(detail: Detail) -> Verdict:
    missing = names_without_record(detail)
    status = f"{detail.get('Status')}, no record yet for {', '.join(missing)}" if missing else str(detail.get("Status"))
    return Verdict(done=not missing and not ending_of(detail), status=status, failure=ending_of(detail))


def issue_of(name: str) -> str:
    """Return what the wait for the issue is called."""
    return f"Issuing the certificate for {name}"


@dataclasses.dataclass(frozen=True)
class Diagnosis:
    """What is known of the names in DNS, a line each, and why the certificate will never be issued, if that is so."""

    facts: tuple[str, ...] = ()
    failure: str = ""


@dataclasses.dataclass(frozen=True)
class Seen:
    """A certificate as it was seen last, with what DNS says of its names."""

    detail: dict[str, t.Any]
    diagnosis: Diagnosis = Diagnosis()


def issued(
    name: str,
    detail: Detail,
    look: Look,
    *,
    timeout: float,
    examine: t.Callable[[Detail], Diagnosis] | None = None,
) -> Wait[Seen]:
    """Return the wait for the issue of a certificate, judged by its own status (ACM-09) and by what DNS says."""

    def look_closer() -> Seen:
        seen = look()
        return Seen(seen, examine(seen)) if examine and seen.get("Status") == PENDING else Seen(seen)

    records = validation_records(detail.get("DomainValidationOptions") or [])
    wanted = "; ".join(f"{record['name']} CNAME {record['value']}" for record in records)
    return Wait(
        what=issue_of(name),
        look=look_closer,
        judge=_judge_issue,
        timeout=timeout,
        usual=USUAL_ISSUE,
        # ACM looks at public DNS only: private or undelegated zones never validate (ACM-10).
        hint=(
            f"ACM looks for these records in public DNS: {wanted}. Check with dig that they resolve, and that the"
            " registrar delegates the domain to the name servers of the very zone that holds them."
        ),
    )


def _judge_issue(seen: Seen) -> Verdict:
    detail, diagnosis = seen.detail, seen.diagnosis
    return Verdict(
        done=detail.get("Status") == ISSUED,
        status=progress_of(detail),
        failure=ending_of(detail) or diagnosis.failure,
        facts=diagnosis.facts,
    )
