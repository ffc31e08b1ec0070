# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the clock of this machine is from that of AWS; pure."""

from __future__ import annotations

import datetime
import email.utils
import re
import typing as t

# The words of the services that check times with the signature; S3 has a code for it.
SIGNED = re.compile(r"Signature (?:expired|not yet current): (\d{8}T\d{6}Z) is .*\((\d{8}T\d{6}Z) [-+] \d+ min")
CODES = frozenset({"RequestTimeTooSkewed", "RequestInTheFuture"})
# What a wrong clock also ends in, and other things do: only a difference that AWS cannot accept tells.
AMBIGUOUS = frozenset({"RequestExpired", "SignatureDoesNotMatch", "InvalidSignatureException", "403"})
TOLERATED = 900.0


def seconds_fast(response: t.Mapping[str, t.Any], text: str, *, now: float) -> float | None:
    """Return how many seconds the clock is ahead of AWS's, as far as an error answer tells."""
    found = SIGNED.search(text)
    if found:
        ours, theirs = (_compact(moment) for moment in found.groups())
        return ours - theirs
    headers = (response.get("ResponseMetadata") or {}).get("HTTPHeaders") or {}
    try:
        return now - email.utils.parsedate_to_datetime(str(headers["date"])).timestamp()
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def is_wrong(code: str, text: str, fast: float | None) -> bool:
    """Tell whether it is the clock that an error answer is about."""
    if code in CODES or SIGNED.search(text):
        return True
    return code in AMBIGUOUS and fast is not None and abs(fast) > TOLERATED


def describe(fast: float | None) -> str:
    """Return in words how wrong the clock is; less than a minute's difference would explain nothing."""
    minutes = round(abs(fast or 0) / 60)
    if not minutes:
        return "wrong"
    return f"{minutes} minute{'s' if minutes > 1 else ''} {'fast' if (fast or 0) > 0 else 'slow'}"


def _compact(moment: str) -> float:
    when = datetime.datetime.strptime(moment, "%Y%m%dT%H%M%SZ")
    return when.replace(tzinfo=datetime.timezone.utc).timestamp()
