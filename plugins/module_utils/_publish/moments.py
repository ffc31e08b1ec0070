# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Points in time as options give them, by the clock of S3; pure."""

from __future__ import annotations

import dataclasses
import datetime
import re
import typing as t
from email.utils import parsedate_to_datetime

from .._errors import Refused
from .._unknown import is_unknown

_AGE = re.compile(r"[0-9]{1,99}")
# Older than S3 itself, and no time that Python could not count back to.
_OLDEST = 10**9
# The short form of ISO 8601, which Python reads from 3.11 on.
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)")


@dataclasses.dataclass(frozen=True)
class Moment:
    """A time, or an age that becomes one when S3 has told what time it is."""

    time: datetime.datetime | None
    age: int = 0

    def at(self, now: datetime.datetime) -> datetime.datetime:
        """Return the time in whole seconds, as S3 keeps them."""
        return whole(self.time or now - datetime.timedelta(seconds=self.age))


def moment(value: str, option: str) -> Moment:
    """Read a time with a zone, or an age in seconds; raises Refused for everything else."""
    text = value.strip()
    if is_unknown(text):
        return Moment(None)
    if _AGE.fullmatch(text):
        return Moment(None, min(int(text), _OLDEST))
    try:
        found = datetime.datetime.fromisoformat(re.sub("[Zz]$", "+00:00", _BASIC.sub(r"\1-\2-\3T\4:\5:\6", text)))
        if found.tzinfo is not None:
            return Moment(found.astimezone(datetime.timezone.utc))
    except (ValueError, OverflowError):
        pass
    raise Refused(
        f"{option}: {value} is neither an age in seconds, such as 3600, nor a time with its zone, such as"
        " 2026-03-01T12:00:00Z or 2026-03-01T12:00:00+09:00."
    )


def whole(time: datetime.datetime) -> datetime.datetime:
    """Return a time in whole seconds, in UTC."""
    return time.astimezone(datetime.timezone.utc).replace(microsecond=0)


def told(answer: t.Mapping[str, t.Any]) -> datetime.datetime:
    """Return what time it was where an answer comes from; the time of this machine when it does not tell."""
    date = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    try:
        return parsedate_to_datetime(date).astimezone(datetime.timezone.utc)
    except (TypeError, ValueError):
        return datetime.datetime.now(datetime.timezone.utc)
