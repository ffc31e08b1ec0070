# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ACM tells about a certificate, in option form; pure."""

from __future__ import annotations

import datetime
import typing as t

from .._domain import normal_name
from .._unknown import unknown
from .names import base_name

Detail = t.Mapping[str, t.Any]

PENDING = "PENDING_VALIDATION"
ISSUED = "ISSUED"
LIVE = (ISSUED, PENDING)
# Requests that ended without a certificate: ACM never goes on with them (ACM-07).
DEAD = ("FAILED", "VALIDATION_TIMED_OUT")
VALIDATED = "SUCCESS"
# Type values and validation methods of what this module requests itself (ACM-18).
AMAZON_ISSUED = "AMAZON_ISSUED"
OTHER_METHODS = frozenset({"EMAIL", "HTTP"})


def key_algorithm(value: str | None) -> str | None:
    """Return a key algorithm as it is requested: answers have a hyphen where requests have an underscore (ACM-11)."""
    return value.replace("-", "_") if value else None


def names_of(detail: Detail) -> frozenset[str]:
    """Return all names of a described or listed certificate, for comparing."""
    listed = detail.get("SubjectAlternativeNames") or detail.get("SubjectAlternativeNameSummaries") or []
    return frozenset(normal_name(name) for name in [detail.get("DomainName"), *listed] if name)


def state_of(detail: Detail) -> dict[str, t.Any]:
    """Return the state of a described certificate; absent members are None, so that results have one form."""
    options = detail.get("Options") or {}
    return {
        "certificate_arn": detail["CertificateArn"],
        "domain_name": detail.get("DomainName"),
        "subject_alternative_names": list(detail.get("SubjectAlternativeNames") or []),
        "status": detail.get("Status"),
        "key_algorithm": key_algorithm(detail.get("KeyAlgorithm")),
        "type": detail.get("Type"),
        "in_use_by": list(detail.get("InUseBy") or []),
        "not_before": _moment(detail.get("NotBefore")),
        "not_after": _moment(detail.get("NotAfter")),
        "renewal_eligibility": detail.get("RenewalEligibility"),
        # Absent means the default (ACM-17).
        "export": options.get("Export", "DISABLED"),
        "failure_reason": detail.get("FailureReason"),
        "validation_records": validation_records(detail.get("DomainValidationOptions") or []),
    }


def planned_state(names: t.Sequence[str], *, algorithm: str, export: str | None) -> dict[str, t.Any]:
    """Return the state that a request leads to, as far as anybody can know it before."""
    return {
        "certificate_arn": unknown("certificate ARN"),
        "domain_name": names[0],
        "subject_alternative_names": list(names),
        "status": PENDING,
        "key_algorithm": algorithm,
        "type": AMAZON_ISSUED,
        "in_use_by": [],
        "not_before": None,
        "not_after": None,
        "renewal_eligibility": "INELIGIBLE",
        "export": export or "DISABLED",
        "failure_reason": None,
        "validation_records": _unknown_records(names),
    }


def records_to_come(detail: Detail) -> list[dict[str, t.Any]]:
    """Return stand-ins for the validation records that ACM has not told yet."""
    return _unknown_records(names_without_record(detail))


def _unknown_records(names: t.Sequence[str]) -> list[dict[str, t.Any]]:
    return [
        {
            "name": f"{unknown('validation token')}.{base}",
            "type": "CNAME",
            "value": unknown(f"validation record value of {base}"),
            "domain_names": [name for name in names if base_name(name) == base],
            "status": PENDING,
        }
        for base in dict.fromkeys(base_name(name) for name in names)
    ]


def validation_records(options: t.Iterable[Detail]) -> list[dict[str, t.Any]]:
    """Return the records that prove the names, each once, with the names that it proves (ACM-04)."""
    found: dict[tuple[str, str], dict[str, t.Any]] = {}
    for option in options:
        record = option.get("ResourceRecord")
        if not record:
            continue
        entry = found.setdefault(
            (record["Name"].lower(), record["Value"]),
            {
                "name": record["Name"],
                "type": record["Type"],
                "value": record["Value"],
                "domain_names": [],
                "status": "",
            },
        )
        entry["domain_names"].append(option["DomainName"])
        status = option.get("ValidationStatus") or ""
        if not entry["status"] or entry["status"] == VALIDATED:
            entry["status"] = status
    return list(found.values())


def names_without_record(detail: Detail) -> list[str]:
    """Return the names that wait for a validation record that ACM has not told yet (ACM-03)."""
    if detail.get("Status") != PENDING:
        return []
    return [
        option["DomainName"]
        for option in detail.get("DomainValidationOptions") or [{"DomainName": detail.get("DomainName", "")}]
        if option.get("ValidationStatus") != VALIDATED
        and option.get("ValidationMethod") not in OTHER_METHODS
        and not option.get("ResourceRecord")
    ]


def progress_of(detail: Detail) -> str:
    """Return the status with that of each name that is not proved yet, for people who wait."""
    waiting = [
        f"{option['DomainName']} {option.get('ValidationStatus') or 'without status'}"
        for option in detail.get("DomainValidationOptions") or []
        if option.get("ValidationStatus") != VALIDATED
    ]
    return f"{detail.get('Status')} ({', '.join(waiting)})" if waiting else str(detail.get("Status"))


def _moment(value: t.Any) -> str | None:
    return value.isoformat() if isinstance(value, datetime.datetime) else value
