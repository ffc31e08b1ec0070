# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who calls AWS, and whether that is who shall call."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._errors import ConnectionFailed, Refused
from .._resource import Api

HOME_REGION = "us-east-1"


@dataclasses.dataclass(frozen=True)
class Caller:
    """The identity behind the credentials."""

    account: str
    arn: str
    user_id: str


def caller_of(api: Api) -> Caller:
    """Ask AWS whose credentials these are, which nobody can be denied."""
    answer = api.call("sts:GetCallerIdentity", {}, region=region_of(api))
    return Caller(str(answer["Account"]), str(answer["Arn"]), str(answer.get("UserId", "")))


def region_of(api: Api) -> str:
    """Return the region of the connection; what is the same everywhere needs none to be given."""
    try:
        return api.region
    except ConnectionFailed:
        return HOME_REGION


def check_ids(option: str, ids: t.Iterable[str]) -> None:
    """Refuse what is no account id; YAML makes another number of one that begins with a zero."""
    for one in ids:
        if not re.fullmatch(r"[0-9]{12}", one):
            raise Refused(
                f"{option}: {one!r} is no account id, which has 12 digits and no hyphens. Write it in quotes: YAML"
                " takes 012345670123 without them for another number."
            )


def check_allowed(caller: Caller, option: str, ids: t.Sequence[str]) -> None:
    """Refuse credentials of an account that is not among those that are allowed; an empty list allows all."""
    if ids and caller.account not in ids:
        raise Refused(
            f"These credentials are of the account {caller.account} ({caller.arn}), and {option} only allows"
            f" {', '.join(ids)}: use credentials of an account that is allowed (profile, AWS_PROFILE,"
            " AWS_ACCESS_KEY_ID), or correct the list."
        )
