# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deleting what a distribution may refer to: it stays in use for minutes after the last one has let go (CF-24)."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._waiter import retry_while

if t.TYPE_CHECKING:
    from .._resource import Api

RELEASE_SECONDS = 300
DISTRIBUTION = "the distribution "


def present(api: Api, users: t.Iterable[str]) -> list[str]:
    """Return those of the users that still exist: lists go on for a while with a distribution that was deleted."""
    return [user for user in users if not (user.startswith(DISTRIBUTION) and _is_gone(api, user))]


def _is_gone(api: Api, user: str) -> bool:
    try:
        api.call("cloudfront:GetDistribution", {"Id": user.removeprefix(DISTRIBUTION)})
    except AwsError as error:
        # Who may not look takes the list's word for it.
        return error.code == "NoSuchDistribution"
    return False


def delete_released(
    delete: t.Callable[[], t.Any],
    *,
    what: str,
    in_use: frozenset[str],
    gone: str,
    users: t.Callable[[], list[str]],
) -> None:
    """Delete with patience while nothing refers to the object any more; raises Refused when something does.

    ``in_use`` are the codes that say so, ``gone`` is the code of an object that is deleted already.
    """

    def attempt() -> None:
        try:
            delete()
        except AwsError as error:
            found = _readable(users) if error.code in in_use else []
            if found:
                raise Refused(f"The {what} is in use by {', '.join(found)}: take it out of there first.") from error
            raise

    try:
        retry_while(attempt, codes=in_use, seconds=RELEASE_SECONDS)
    except AwsError as error:
        if error.code in in_use:
            raise Refused(
                f"The {what} still counts as in use after {RELEASE_SECONDS} s, though nothing was found that refers to"
                f" it: {error.text} That ends by itself; run this again in some minutes."
            ) from error
        if error.code != gone:
            raise


def _readable(users: t.Callable[[], list[str]]) -> list[str]:
    """Return the users that can be seen: who may not list them can still wait for the release."""
    try:
        return users()
    except AwsError:
        return []
