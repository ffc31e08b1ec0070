# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a module can call has an action and a purpose, and docs/iam gives what recorded runs needed."""

from __future__ import annotations

import ast
import importlib
import json
import re

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.config_object import ConfigObject
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import KINDS
from ansible_collections.cdn.aws.plugins.module_utils._denials import actions_of
from ansible_collections.cdn.aws.plugins.module_utils._rights import ACTIONS, EXTRAS, FREE, PURPOSES
from ansible_collections.cdn.aws.plugins.module_utils._s3.facets import FACETS
from tests.chaos.rights import document, policies
from tests.lab.iam import reference
from tests.unit.source import own_sources

OPERATION = re.compile(r"(s3|s3control|acm|cloudfront|route53|wafv2|iam|kms|sts|service-quotas):[A-Z]\w+")
# What policies ask about a call, in the same form.
CONDITION_KEYS = frozenset({"acm:DomainNames", "acm:ValidationMethod"})
FLOWS = tuple(policies.DESCRIPTIONS)
# Of a managed policy IAM counts the characters without white space.
MOST_CHARACTERS = 6144
MODULES = "ansible_collections.cdn.aws.plugins.module_utils"


def written() -> set[str]:
    """Return what is written down as an operation somewhere in the plugins."""
    found = set()
    for source in own_sources():
        if source.path.stem in ("_rights", "_denials"):
            continue
        parts = {id(part) for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        whole = (node for node in ast.walk(source.tree) if isinstance(node, ast.Constant) and id(node) not in parts)
        found |= {node.value for node in whole if isinstance(node.value, str) and OPERATION.fullmatch(node.value)}
    return found - CONDITION_KEYS


def composed() -> set[str]:
    """Return the operations whose names are put together."""
    for name in ("key_group", "public_key", "origin_access_control", "cache_policy", "origin_request_policy"):
        importlib.import_module(f"{MODULES}._cloudfront.{name}")
    importlib.import_module(f"{MODULES}._cloudfront.response_headers_policy")
    found = {f"s3:{name}" for facet in FACETS for name in (facet.get, facet.put, facet.delete) if name}
    found |= {f"cloudfront:List{kind.plural}" for kind in KINDS.values()}
    pending = [ConfigObject]
    while pending:
        one = pending.pop()
        pending += one.__subclasses__()
        if getattr(one, "plural", None) and getattr(one, "kind", None):
            found |= {f"cloudfront:{verb}{one.kind}" for verb in ("Create", "Get", "Update", "Delete")}
            found.add(f"cloudfront:List{one.plural}")
    return found


def test_every_operation_of_the_plugins_has_actions_with_a_purpose():
    operations = written() | composed()
    assert len(operations) > 120
    needed = {action for operation in operations for action in actions_of(operation)} - FREE
    assert sorted(needed - set(PURPOSES)) == []


def test_operations_have_the_actions_that_aws_documents():
    """The lab asks for these, not for what the collection believes."""
    named = {action for found in (*reference.ACTIONS.values(), *reference.MORE.values()) for action in found}
    # Some are no operations, but actions that messages name.
    operations = (written() | composed() | set(ACTIONS)) - (named - set(reference.ACTIONS))
    assert sorted(operations - set(reference.ACTIONS)) == []
    assert {one: actions_of(one) for one in operations} == {one: reference.ACTIONS[one] for one in operations}


@pytest.mark.parametrize("operation", EXTRAS)
def test_what_operations_need_besides_is_what_aws_documents(operation):
    assert {action for dummy, actions in EXTRAS[operation] for action in actions} <= reference.MORE[operation]


def test_purposes_complete_a_sentence():
    assert [text for text in PURPOSES.values() if not re.fullmatch(r"to [a-z].*[^.]", text)] == []


@pytest.mark.parametrize("flow", FLOWS)
def test_the_policies_give_what_recorded_runs_needed(flow):
    """`make iam` writes both anew."""
    text = (policies.FOLDER / f"{flow}.json").read_text(encoding="utf-8")
    assert text == policies.as_text(policies.policy(flow, policies.recorded()[flow]))


@pytest.mark.parametrize("flow", FLOWS)
def test_the_policies_are_narrow_and_fit_into_iam(flow):
    text = (policies.FOLDER / f"{flow}.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert len(json.dumps(found, separators=(",", ":"))) < MOST_CHARACTERS
    assert set(re.findall(r"\$\{(\w+)\}", text)) <= set(policies.PLACEHOLDERS)
    sids = [statement["Sid"] for statement in found["Statement"]]
    assert len(sids) == len(set(sids))
    for statement in found["Statement"]:
        assert re.fullmatch(r"[A-Za-z0-9]+", statement["Sid"])
        assert not any("*" in action for action in statement["Action"])
        assert set(statement["Action"]) <= set(PURPOSES)
        # AWS takes no resource for these.
        if "*" in statement["Resource"]:
            assert all(re.match(r"\w+:(List|Create|Request)", action) for action in statement["Action"])


def _pairs(statements):
    return {(action, place) for one in statements for action in one["Action"] for place in one["Resource"]}


@pytest.mark.parametrize("flow", FLOWS)
def test_no_statement_gives_an_action_on_what_no_run_needed_it_for(flow):
    """A statement gives each of its actions on each of its resources."""
    needed = {tuple(one) for step in policies.recorded()[flow].values() for one in step}
    needed |= set(policies.BESIDE.get(flow, ()))
    found = json.loads((policies.FOLDER / f"{flow}.json").read_text(encoding="utf-8"))
    assert _pairs(found["Statement"]) == needed


@pytest.mark.parametrize(
    ("flow", "sids", "steps"),
    [
        ("provision", "Publication", ["settings taken back"]),
        ("teardown", "DeleteTheBucket|EmptyTheBucket", ["of a named zone", "without the bucket"]),
    ],
    ids=["provision", "teardown"],
)
def test_what_can_be_taken_out_is_needed_by_no_other_site(flow, sids, steps):
    found = json.loads((policies.FOLDER / f"{flow}.json").read_text(encoding="utf-8"))
    left = [one for one in found["Statement"] if not re.match(sids, one["Sid"])]
    assert len(left) == len(found["Statement"]) - 2
    assert {tuple(one) for step in steps for one in policies.recorded()[flow][step]} <= _pairs(left)
    deletes = [action for action in policies.actions({"Statement": left}) if action.startswith("s3:Delete")]
    assert set(deletes) <= {"s3:DeleteBucketPolicy"}


def test_only_the_policy_that_makes_or_takes_down_a_site_can_delete():
    for flow in ("verify", "drift"):
        every = policies.actions(json.loads((policies.FOLDER / f"{flow}.json").read_text(encoding="utf-8")))
        assert [action for action in every if not re.match(r"\w+:(Get|List|Describe)", action)] == []


def test_a_right_that_is_taken_out_is_in_no_statement():
    found = policies.without(policies.filled("provision", {}), "s3:GetBucketPolicy")
    assert "s3:GetBucketPolicy" not in policies.actions(found)
    assert all(statement["Action"] for statement in found["Statement"])


def test_the_document_has_the_table_of_today():
    """`make iam` writes it anew."""
    assert document.text() == document.PATH.read_text(encoding="utf-8")
