# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validation records of a certificate that is still to be requested: nobody knows their names, but they may be there.

The record depends on the account and the domain only (ACM-05). So one that an earlier certificate for the domain left
behind is the one that ACM will ask for, and a plan that made another would not be what the run does.
"""

from __future__ import annotations

import re
import typing as t

from .._unknown import is_unknown
from .record import Record

_UNNAMED = re.compile(r"\(known after apply: [^)]*\)\.(?P<base>[^()]+)")
_TOKEN = re.compile(r"_[0-9a-f]{32}\.(?P<base>.+)")
_TARGET = ".acm-validations.aws"


def base_of(record: Record) -> str:
    """Return the domain whose validation record this will be, an empty text for other records."""
    found = _UNNAMED.fullmatch(record["name"]) if record["type"] == "CNAME" else None
    return found["base"] if found else ""


def proves(record: Record, base: str) -> bool:
    """Tell whether a record that exists proves a domain to ACM."""
    found = _TOKEN.fullmatch(record["name"])
    values = record.get("values") or [""]
    return found is not None and found["base"] == base and str(values[0]).rstrip(".").endswith(_TARGET)


def known(record: Record, existing: t.Iterable[Record]) -> Record:
    """Return a wanted record under the name and with the value that it will have, where these can be known."""
    base = base_of(record)
    there = next((one for one in existing if base and proves(one, base)), None)
    if there is None:
        return record
    values = there["values"] if all(map(is_unknown, record.get("values", ()))) else record["values"]
    return {**record, "name": there["name"], "values": values}
