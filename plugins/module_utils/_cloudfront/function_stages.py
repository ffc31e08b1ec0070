# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two stages of a function, each with its own ETag, code and settings (CF-83)."""

from __future__ import annotations

import hashlib
import typing as t

from .._errors import AwsError, Refused
from .._plan import State
from .._resource import Api
from .._shapes import from_sdk
from .function_code import decoded, encoded

GONE = "NoSuchFunctionExists"
CONFIG_OPTIONS = ("comment", "runtime", "key_value_store_associations")


def stage_of(api: Api, name: str, stage: str, *, with_code: bool) -> State | None:
    """Return what a stage holds, None when nothing was ever put there."""
    request = {"Name": name, "Stage": stage}
    try:
        found = api.call("cloudfront:DescribeFunction", request)
        state = {**summary_of(api, found["FunctionSummary"]), "etag": found["ETag"]}
        return {**state, "code": _code(api, request)} if with_code else state
    except AwsError as error:
        if error.code == GONE:
            return None
        raise


def summary_of(api: Api, summary: t.Mapping[str, t.Any]) -> State:
    """Return the state that a description or a write answers with."""
    metadata = summary["FunctionMetadata"]
    return {
        "name": summary["Name"],
        "arn": metadata["FunctionARN"],
        "status": summary.get("Status", ""),
        "last_modified_time": metadata["LastModifiedTime"].isoformat(),
        **from_sdk(api.shape("cloudfront", "FunctionConfig"), summary["FunctionConfig"]),
    }


def config_of(state: State) -> State:
    """Return the settings alone."""
    return {name: state[name] for name in CONFIG_OPTIONS if name in state}


def check_runtime(state: State) -> None:
    """Refuse settings that the runtime does not have."""
    if state.get("key_value_store_associations") and state["runtime"] == "cloudfront-js-1.0":
        raise Refused(f"The function {state['name']} uses a key value store: that takes runtime cloudfront-js-2.0.")


def shown(state: State) -> State:
    """Return a state as users see it: hashes in place of the code, one answer in place of the other stage."""
    live = state.get("live")
    inner = {name: value for name, value in state.items() if name not in ("code", "etag", "live")}
    return {
        "key_value_store_associations": [],
        **inner,
        "code_sha256": _sha256(state.get("code")),
        "live": live is not None and live["code"] == state["code"],
        "live_code_sha256": _sha256(live["code"]) if live else None,
    }


def _code(api: Api, request: State) -> str:
    body: t.Any = api.call("cloudfront:GetFunction", request)["FunctionCode"]
    with api.translating("cloudfront:GetFunction"):
        return decoded(body.read())


def _sha256(code: str | None) -> str | None:
    return None if code is None else hashlib.sha256(encoded(code)).hexdigest()
