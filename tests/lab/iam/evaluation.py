# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""MiniStack's own judgment of signatures and policies; with `tests.lab.store` the only place that reaches into it."""

from __future__ import annotations

import contextvars
import dataclasses
import typing as t
from urllib.parse import parse_qs

if t.TYPE_CHECKING:
    from tests.lab.iam.needs import Need
    from tests.lab.wire import Call


@dataclasses.dataclass(frozen=True)
class Refusal:
    """Why a call is refused: without an ``action`` the caller is not known, else ``text`` ends AWS's sentence."""

    text: str
    code: str = ""
    status: int = 403
    action: str = ""
    resource: str = "*"
    principal: str = ""


def refusal(call: Call, needs: t.Sequence[Need]) -> Refusal | None:
    """Return why a call is refused, None when it is not; root may do everything."""
    # What MiniStack notes of a request must not be seen by another one.
    return contextvars.copy_context().run(_refusal, call, needs)


def _refusal(call: Call, needs: t.Sequence[Need]) -> Refusal | None:
    from ministack.core import iam_evaluator, responses, router

    query = parse_qs(call.scope.get("query_string", b"").decode(), keep_blank_values=True)
    responses.set_request_account_id(call.account)
    responses.set_request_region(call.region)
    # AWS is reached by TLS.
    iam_evaluator.pin_request_origin("127.0.0.1", True)
    path = call.scope.get("raw_path") or call.path.encode()
    iam_evaluator.pin_signed_request(call.method, path.decode("latin-1"), query, call.scope["headers"])
    iam_evaluator.pin_signed_body(call.body)
    key = router.extract_access_key_id(call.headers, query)
    service = "s3" if call.service == "s3control" else call.service
    if not needs:
        return _failed(call, iam_evaluator.check_credentials(key, service))
    for need in needs:
        found = iam_evaluator.enforce(key, need.action, service, call.region, need.resource, dict(need.keys))
        if isinstance(found, iam_evaluator.AuthError):
            return _failed(call, found)
        if found is not None:
            return _denied(key, call, need, found)
    return None


def _failed(call: Call, error: t.Any) -> Refusal | None:
    from ministack.core import iam_actions

    if error is None:
        return None
    code, status, text = iam_actions._auth_failure(call.service, error.code, error.message, call.headers)
    return Refusal(text, code, status)


def _denied(key: str, call: Call, need: Need, found: t.Any) -> Refusal:
    forbidden = found.decision == "Deny"
    kind = "a resource-based policy" if found.resource_policy_arn else _kind(key, call, need, forbidden=forbidden)
    text = (
        f"with an explicit deny in {kind}"
        if forbidden
        else f"because no {kind.partition(' ')[2]} allows the {need.action} action"
    )
    return Refusal(text, action=need.action, resource=need.resource, principal=found.principal_arn)


def _kind(key: str, call: Call, need: Need, *, forbidden: bool) -> str:
    """Return which of the caller's policies has decided: MiniStack does not say."""
    from ministack.core import iam_evaluator

    caller = iam_evaluator.resolve_principal(key, call.account)
    context = iam_evaluator.EvalContext(
        principal_arn=caller.arn,
        principal_type=caller.type,
        principal_account=caller.account,
        action=need.action,
        resource_arn=need.resource,
        region=call.region,
        service_context={name.lower(): value for name, value in need.keys.items()},
    )
    own = iam_evaluator.evaluate(context, caller.policies).decision
    if own == ("Deny" if forbidden else "ImplicitDeny"):
        return "an identity-based policy"
    return "a session policy" if ":assumed-role/" in caller.arn else "a permissions boundary"


def simulated(principal: str, action: str, resource: str, keys: t.Mapping[str, t.Any]) -> tuple[str, list[str]]:
    """Return what IAM decides about an action of a user or a role, and the keys that it was not told.

    ``keys`` are those of the request, with their values. What a live call would have besides is not known here.
    """
    return contextvars.copy_context().run(_simulated, principal, action, resource, keys)


def _simulated(principal: str, action: str, resource: str, keys: t.Mapping[str, t.Any]) -> tuple[str, list[str]]:
    from ministack.core import iam_evaluator, responses

    account, (kind, dummy, name) = principal.split(":")[4], principal.rpartition(":")[2].partition("/")
    responses.set_request_account_id(account)
    gather = {"user": iam_evaluator._gather_user_policies, "role": iam_evaluator._gather_role_policies}[kind]
    policies = gather(name.rpartition("/")[2], account)
    told = {key.lower(): value for key, value in keys.items()}
    context = iam_evaluator.EvalContext(
        principal_arn=principal,
        principal_type=kind.capitalize(),
        principal_account=account,
        action=action,
        resource_arn=resource,
        region=told.get("aws:requestedregion", ""),
        service_context=told,
    )
    asked = {key for one in _of_action(policies, action) for tests in one.conditions.values() for key in tests}
    missing = sorted(key for key in asked if key.lower() not in told)
    return _DECISIONS[iam_evaluator.evaluate(context, policies).decision], missing


_DECISIONS = {"Allow": "allowed", "Deny": "explicitDeny", "ImplicitDeny": "implicitDeny"}


def _of_action(policies: t.Iterable[t.Iterable[t.Any]], action: str) -> t.Iterator[t.Any]:
    from ministack.core.iam_evaluator import fnmatch_iam

    for policy in policies:
        yield from (one for one in policy if any(fnmatch_iam(action, pattern) for pattern in one.actions))
