# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""IAM: whose rights can be simulated, together and with what is known of the calls."""

from __future__ import annotations

import re
import typing as t
from xml.etree.ElementTree import Element, SubElement

from tests.lab import store, wire, xml
from tests.lab.iam import evaluation
from tests.lab.wire import Answer, Refused

if t.TYPE_CHECKING:
    from tests.lab.wire import Call
    from tests.lab.world import World

NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/"
TAGGING = re.compile(r":(Tag|AddTags|CreateDistribution|CreateWebACL|RequestCertificate)")


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer an IAM call."""
    if call.operation != "SimulatePrincipalPolicy":
        return await forward(call)
    arn = call.uri.get("PolicySourceArn", "")
    kind, dummy, name = arn.rpartition(":")[2].partition("/")
    if kind not in ("user", "role", "group"):
        text = f"Invalid Entity Arn: {arn} does not clearly define entity type and name."
        raise Refused("iam", "InvalidInput", text)
    record = store.identity(kind, call.account, name.rpartition("/")[2])
    if record is None or record["Arn"] != arn:
        raise Refused("iam", "NoSuchEntity", f"The {kind} with name {name} cannot be found.", 404)
    actions, resources = _members(call, "ActionNames"), _members(call, "ResourceArns") or ["*"]
    _refuse_mixed(actions)
    root = Element("SimulatePrincipalPolicyResponse")
    result = SubElement(root, "SimulatePrincipalPolicyResult")
    xml.put(result, "IsTruncated", "false")
    found = SubElement(result, "EvaluationResults")
    for action in actions:
        for resource in resources:
            _put(found, action, resource, *evaluation.simulated(arn, action, resource, _context(call)))
    return Answer(200, {"content-type": "text/xml"}, xml.dump(root, NAMESPACE))


def _refuse_mixed(actions: t.Iterable[str]) -> None:
    """Refuse what IAM does not simulate in one request; it documents the refusal nowhere, nor what it is about.

    What is known is that calls with tags of the request are such, beside calls about what is there.
    """
    groups: dict[bool, list[str]] = {}
    for action in actions:
        groups.setdefault(bool(TAGGING.search(action)), []).append(action)
    if len(groups) > 1:
        told = " and ".join(f"[{','.join(group)}]" for group in groups.values())
        raise Refused(
            "iam", "InvalidInput", f"Invalid Input Actions: {told} require different authorization information."
        )


def _put(found: Element, action: str, resource: str, decision: str, missing: t.Iterable[str]) -> None:
    member = SubElement(found, "member")
    xml.put(member, "EvalActionName", action)
    xml.put(member, "EvalResourceName", resource)
    xml.put(member, "EvalDecision", decision)
    keys = xml.put(member, "MissingContextValues", {})
    for key in missing:
        SubElement(keys, "member").text = key


def _members(call: Call, name: str) -> list[str]:
    """Return a list of the form: its members are numbered from one."""
    return [value for key, value in call.uri.items() if re.fullmatch(rf"{re.escape(name)}\.member\.[0-9]+", key)]


def _context(call: Call) -> dict[str, str | list[str]]:
    """Return what is known of the calls; a list is one also when it has one member."""
    found: dict[str, str | list[str]] = {}
    for key, name in call.uri.items():
        if match := re.fullmatch(r"(ContextEntries\.member\.[0-9]+)\.ContextKeyName", key):
            values = _members(call, f"{match[1]}.ContextKeyValues")
            is_list = call.uri[f"{match[1]}.ContextKeyType"].endswith("List")
            found[name] = values if is_list else values[0]
    return found
