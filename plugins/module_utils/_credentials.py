# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose credentials a module works with: what its options say before what the environment says, and a role's."""

from __future__ import annotations

import datetime
import os
import typing as t

from ._argument_spec import Options
from ._errors import DENIED_CODES, AwsError, Refused

# Beside the connection options of amazon.aws, whose inventories call it so, too.
ROLE_OPTIONS: Options = {
    "assume_role_arn": {"type": "str"},
    "assume_role_external_id": {"type": "str"},
}
SESSION_NAME = "cdn.aws"
# A session lasts for an hour; a long run gets another one before the first is over.
MARGIN = datetime.timedelta(minutes=5)

Keys = dict[str, str]
Assume = t.Callable[[dict[str, t.Any]], t.Mapping[str, t.Any]]

_FROM = {
    "access_key": ("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"),
    "secret_key": ("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"),
    "session_token": ("AWS_SESSION_TOKEN",),
    "profile": ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"),
}


def explicit(params: t.Mapping[str, t.Any], environment: t.Mapping[str, str] | None = None) -> t.Mapping[str, t.Any]:
    """Return options in which one set of credentials that was given is not mixed with another of the environment.

    Ansible fills each option that was not given by itself: a profile meets a key, a key the token of another one.
    """
    around = os.environ if environment is None else environment
    filled = {name for name in _FROM if params.get(name) and params[name] in _values(name, around)}
    given = {name for name in _FROM if params.get(name)} - filled
    return {**params, **dict.fromkeys(filled)} if given else params


def _values(name: str, environment: t.Mapping[str, str]) -> list[str]:
    return [environment[variable] for variable in _FROM[name] if environment.get(variable)]


class Role:
    """The role that the options name, assumed when it is first needed; without one nothing is asked."""

    def __init__(self, params: t.Mapping[str, t.Any]) -> None:
        self._arn = str(params.get("assume_role_arn") or "")
        self._external_id = str(params.get("assume_role_external_id") or "")
        self._keys: Keys = {}
        self._end: datetime.datetime | None = None

    def is_over(self, now: datetime.datetime | None = None) -> bool:
        """Tell whether the session ends within minutes; the next keys are of another one."""
        if self._end is None or (now or datetime.datetime.now(datetime.timezone.utc)) < self._end - MARGIN:
            return False
        self._keys, self._end = {}, None
        return True

    def keys(self, assume: Assume) -> Keys:
        """Return the keys of the role as a client takes them; raises AwsError when it cannot be assumed."""
        if not self._arn:
            if self._external_id:
                raise Refused("assume_role_external_id is given without a role: set assume_role_arn, too.")
            return {}
        if not self._keys:
            given = self._assumed(assume)["Credentials"]
            self._end = given["Expiration"]
            self._keys = {
                "aws_access_key_id": given["AccessKeyId"],
                "aws_secret_access_key": given["SecretAccessKey"],
                "aws_session_token": given["SessionToken"],
            }
        return self._keys

    def _assumed(self, assume: Assume) -> t.Mapping[str, t.Any]:
        request = {"RoleArn": self._arn, "RoleSessionName": SESSION_NAME}
        try:
            return assume({**request, "ExternalId": self._external_id} if self._external_id else request)
        except AwsError as error:
            if error.code in DENIED_CODES:
                error.message = (
                    f"{error.message} The trust policy of {self._arn} has to let the caller assume it as well, with"
                    f" {'this' if self._external_id else 'no'} external id."
                )
            raise
