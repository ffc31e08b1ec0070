# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test runs of a function with given events, and what they must lead to."""

from __future__ import annotations

import json
import typing as t

from .._errors import CdnError, Refused
from .._resource import Api

Members = t.Mapping[str, t.Any]

# Per cent of the time that a function may take; CloudFront stops it at 100.
HIGH_UTILIZATION = 80

# What an event object must have and hardly any test is about.
REQUEST = {"method": "GET", "uri": "/", "querystring": {}, "headers": {}, "cookies": {}}
RESPONSE = {"statusCode": 200, "statusDescription": "OK", "headers": {}, "cookies": {}}
VIEWER = {"ip": "198.51.100.11"}
PARTS = ("context", "viewer", "request", "response")


def check_events(events: t.Sequence[Members]) -> None:
    """Refuse events whose parts have no members."""
    for number, one in enumerate(events, 1):
        wrong = [part for part in PARTS if not isinstance(one["event"].get(part, {}), t.Mapping)]
        if wrong:
            raise Refused(f"test_events: {', '.join(wrong)} of the event #{number} must be a dictionary.")


def event_object(given: Members) -> dict[str, t.Any]:
    """Return a whole event object: what was given, laid over a plain request for the root of a site."""
    is_response = "response" in given
    whole = {
        "version": "1.0",
        **given,
        "context": {"eventType": "viewer-response" if is_response else "viewer-request", **given.get("context", {})},
        "viewer": {**VIEWER, **given.get("viewer", {})},
        "request": {**REQUEST, **given.get("request", {})},
    }
    return {**whole, "response": {**RESPONSE, **given["response"]}} if is_response else whole


def mismatches(expected: t.Any, found: t.Any, path: str = "") -> list[str]:
    """Return where an output lacks what was expected; members that nobody named may be anything."""
    if isinstance(expected, t.Mapping) and isinstance(found, t.Mapping):
        return [
            problem
            for name, value in expected.items()
            for problem in mismatches(value, found.get(name), f"{path}.{name}" if path else str(name))
        ]
    # Templates make texts of numbers.
    if expected == found or (_is_plain(expected) and _is_plain(found) and str(expected) == str(found)):
        return []
    return [f"{path or 'the output'} is {json.dumps(found)}, not {json.dumps(expected)}"]


def _is_plain(value: t.Any) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


class Trials:
    """Runs a function's events in the DEVELOPMENT stage; ``results`` is None until then."""

    def __init__(self, api: Api, name: str, events: t.Sequence[Members]) -> None:
        self._api = api
        self._name = name
        self._events = events
        self.results: list[dict[str, t.Any]] | None = None
        self.warnings: list[str] = []

    def run(self, etag: str) -> None:
        """Run all events; raises CdnError that names each which failed."""
        if not self._events:
            return
        results, problems, self.warnings = [], [], []
        for number, event in enumerate(self._events, 1):
            name = event.get("name") or f"#{number}"
            result = self._try(name, event["event"], etag)
            results.append(result)
            found = _problem(result, event.get("expected") or {})
            if found:
                problems.append(f"The function {self._name} fails the test {name}: {found}")
            elif result["compute_utilization"] > HIGH_UTILIZATION:
                self.warnings.append(
                    f"The function {self._name} took {result['compute_utilization']} % of the time that it may take in"
                    f" the test {name}."
                )
        self.results = results
        if problems:
            raise CdnError(f"{' '.join(problems)} Nothing was published.", test_results=results)

    def _try(self, name: str, event: Members, etag: str) -> dict[str, t.Any]:
        request = {
            "Name": self._name,
            "IfMatch": etag,
            "Stage": "DEVELOPMENT",
            "EventObject": json.dumps(event_object(event)).encode(),
        }
        found = self._api.call("cloudfront:TestFunction", request)["TestResult"]
        return {
            "name": name,
            "output": _output(found.get("FunctionOutput") or ""),
            "error": " ".join((found.get("FunctionErrorMessage") or "").split()),
            "logs": list(found.get("FunctionExecutionLogs") or ()),
            "compute_utilization": int(found.get("ComputeUtilization") or 0),
        }


def _output(text: str) -> t.Any:
    """Return the request or response that a function returned, without the name that CloudFront puts around it."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return text
    if isinstance(found, dict) and len(found) == 1:
        return found.get("request") or found.get("response") or found
    return found


def _problem(result: Members, expected: Members) -> str:
    found = result["error"] or "; ".join(mismatches(expected, result["output"]))
    if not found:
        return ""
    logs = f" It logged: {' | '.join(result['logs'])}." if result["logs"] else ""
    return f"{found.rstrip('.')}.{logs}"
