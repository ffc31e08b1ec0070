# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of a certificate: how they are compared, and what ACM will not take; pure."""

from __future__ import annotations

import typing as t

from .._domain import LONGEST_NAME, host_problem, normal_name
from .._errors import Refused
from .._unknown import is_unknown

# What ACM takes as subject, in octets, and as any other name (ACM-02).
LONGEST_SUBJECT = 64
# So many with a raised quota; without it ten.
MOST_NAMES = 100
USUAL_NAMES = 10


def certificate_name(name: str, *, option: str, longest: int = LONGEST_NAME) -> str:
    """Return a name as ACM keeps it; raises Refused for one that can be on no public certificate."""
    if is_unknown(name):
        return name
    try:
        normal = normal_name(name.strip())
    except Refused as error:
        raise Refused(f"{option}: {error.message}") from error
    problem = _problem(normal, longest)
    if problem:
        raise Refused(f"{option}: {name!r} cannot be on a public certificate: {problem}.")
    return normal


def _problem(name: str, longest: int) -> str:
    labels = name.removeprefix("*.").split(".")
    if len(name) > longest == LONGEST_SUBJECT:
        # Only the subject is so short: any other name does for the rest (ACM-02).
        shorter = f"{longest} here: write a shorter name here and this one in subject_alternative_names"
        return f"it has {len(name)} characters, and ACM takes at most {shorter}"
    found = host_problem(name, wildcard=True, longest=longest)
    if not found and any("_" in label for label in labels):
        return "no name on a public certificate has an underscore"
    if not found and (len(labels) == 1 or len(labels[-1]) == 1):
        return "it must be fully qualified, as in cdn.example.com"
    return found


def certificate_names(domain_name: str, alternatives: t.Iterable[str] | None) -> tuple[str, ...]:
    """Return all names of a request, each once, the subject first."""
    subject = certificate_name(domain_name, option="domain_name", longest=LONGEST_SUBJECT)
    others = [certificate_name(name, option="subject_alternative_names") for name in alternatives or ()]
    names = tuple(dict.fromkeys([subject, *others]))
    if len(names) > MOST_NAMES:
        raise Refused(
            f"subject_alternative_names: the certificate would have {len(names)} names, ACM takes at most {MOST_NAMES}:"
            " spread them over several certificates, or use a wildcard."
        )
    return names


def names_warnings(names: t.Sequence[str]) -> tuple[str, ...]:
    """Return what is to know before so many names are requested (ACM-02)."""
    if len(names) <= USUAL_NAMES:
        return ()
    return (
        f"The certificate is to have {len(names)} names: ACM takes {USUAL_NAMES} unless the quota of domain names per"
        " certificate was raised for this account and region.",
    )


def base_name(name: str) -> str:
    """Return the name that is validated: an apex and its wildcard share one record (ACM-04)."""
    return name.removeprefix("*.")
