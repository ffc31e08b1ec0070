# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of a certificate: how they are compared, and what ACM will not take; pure."""

from __future__ import annotations

import ipaddress
import re
import typing as t

from .._domain import normal_name
from .._errors import Refused
from .._unknown import is_unknown

# What ACM takes as subject, in octets, and as any other name (ACM-02).
LONGEST_SUBJECT = 64
LONGEST_NAME = 253
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def certificate_name(name: str, *, option: str, longest: int = LONGEST_NAME) -> str:
    """Return a name as ACM keeps it; raises Refused for one that can be on no public certificate."""
    if is_unknown(name):
        return name
    normal = normal_name(name.strip())
    problem = _problem(normal, longest)
    if problem:
        raise Refused(f"{option}: {name!r} cannot be on a public certificate: {problem}.")
    return normal


def _problem(name: str, longest: int) -> str:
    labels = name.split(".")
    whole = labels[1:] if labels[0] == "*" else labels
    bad = next((label for label in whole if not _LABEL.fullmatch(label)), None)
    problems = (
        (not name, "it is empty"),
        ("/" in name or "@" in name, "give the bare domain name, without scheme, path or mailbox"),
        (_is_address(name), "it is an IP address, and certificates are issued for names"),
        ("*" in (bad or ""), "a wildcard must be the whole first label, as in *.example.com"),
        (bad is not None, f"the label {bad!r} must be 1 to 63 letters, digits and inner hyphens"),
        (len(whole) == 1 or len(labels[-1]) == 1, "it must be fully qualified, as in cdn.example.com"),
        (len(name) > longest, f"it has {len(name)} characters, and ACM takes at most {longest} here"),
    )
    return next((text for holds, text in problems if holds), "")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def certificate_names(domain_name: str, alternatives: t.Iterable[str] | None) -> tuple[str, ...]:
    """Return all names of a request, each once, the subject first."""
    subject = certificate_name(domain_name, option="domain_name", longest=LONGEST_SUBJECT)
    others = [certificate_name(name, option="subject_alternative_names") for name in alternatives or ()]
    return tuple(dict.fromkeys([subject, *others]))


def base_name(name: str) -> str:
    """Return the name that is validated: an apex and its wildcard share one record (ACM-04)."""
    return name.removeprefix("*.")
