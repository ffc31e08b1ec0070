# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import json
import sys

import pytest
from ansible.module_utils import basic

from ansible_collections.cdn.aws.plugins.doc_fragments import boto3 as boto3_docs
from ansible_collections.cdn.aws.plugins.module_utils import _client
from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, ConnectionFailed, Refused, WaitTimeout
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module
from ansible_collections.cdn.aws.plugins.module_utils._plan import Change, Difference, Plan
from ansible_collections.cdn.aws.plugins.module_utils._resource import Resource
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.source import ROOT

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str", "required": True},
        "comment": {"type": "str"},
        "origins": {"type": "list", "elements": "dict"},
        **STATE,
        **wait_options(default=True, timeout=60),
    },
    required_if=(("state", "absent", ("name",)),),
    mutually_exclusive=(("comment", "origins"),),
)


class Note(Resource):
    """A thing with a comment, kept in memory."""

    noun = "note"
    volatile = frozenset({"etag"})
    kept: dict[str, object] | None
    faults: dict[str, Exception]
    seen: list[Resource]

    @property
    def name(self):
        return self.options["name"]

    def validate(self):
        type(self).seen.append(self)

    def read(self):
        return dict(self.kept) if self.kept is not None else None

    def plan(self, current):
        comment = self.options["comment"]
        if current is not None and comment == current["comment"]:
            return Plan(current, current)
        found = (Difference("comment", current["comment"], comment),) if current else ()
        kind, operation = ("update", "notes:Update") if current else ("create", "notes:Create")
        changes = (
            Change(kind, operation, self.name, lambda state: {}, differences=found),
            Change("update", "notes:Publish", self.name, lambda state: {}),
        )
        return Plan(current, {"comment": comment, "etag": unknown("ETag")}, changes, warnings=("Look out.",))

    def apply(self, change, current):
        fault = self.faults.get(change.operation)
        if fault:
            raise fault
        type(self).kept = {"comment": self.options["comment"], "etag": "E1"}
        return current


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the module as Ansible does, without a process of its own, and return what it printed."""
    monkeypatch.setattr(Note, "kept", None, raising=False)
    monkeypatch.setattr(Note, "faults", {}, raising=False)
    monkeypatch.setattr(Note, "seen", [], raising=False)
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)

    def run(spec=SPEC, check=False, diff=False, resource=Note, **options):
        arguments = {**options, "_ansible_check_mode": check, "_ansible_diff": diff}
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
        with pytest.raises(SystemExit) as caught:
            run_module(resource, spec)
        report = json.loads(capsys.readouterr().out)
        assert caught.value.code == (1 if report.get("failed") else 0)
        return report

    return run


CREATED = [
    {"operation": "notes:Create", "resource": "n", "change": "create"},
    {"operation": "notes:Publish", "resource": "n", "change": "update"},
]


def test_a_run_reports_changed_actions_and_the_state_under_its_noun(run):
    report = run(name="n", comment="hello")
    assert report["changed"] is True
    assert report["actions"] == CREATED
    assert report["note"] == {"comment": "hello", "etag": "E1"}
    assert "diff" not in report


def test_a_second_run_reports_no_change(run):
    run(name="n", comment="hello")
    report = run(name="n", comment="hello", diff=True)
    assert (report["changed"], report["actions"]) == (False, [])
    assert (report["diff"]["before"], report["diff"]["after"]) == ({}, {})


def test_a_check_run_reports_the_same_actions_and_does_nothing(run):
    report = run(name="n", comment="hello", check=True)
    assert (report["changed"], report["actions"]) == (True, CREATED)
    assert report["note"] == {"comment": "hello", "etag": "(known after apply: ETag)"}
    assert Note.kept is None


def test_a_diff_is_returned_when_asked_for(run):
    run(name="n", comment="old")
    report = run(name="n", comment="new", diff=True, check=True)
    assert report["diff"] == {
        "before_header": "note n",
        "after_header": "note n",
        "before": {"comment": "old"},
        "after": {"comment": "new"},
    }


def test_volatile_fields_are_state_but_no_difference(run):
    assert run(name="n", comment="hello", diff=True)["diff"]["after"] == {"comment": "hello"}


def test_warnings_of_the_plan_reach_the_user(run, monkeypatch):
    said = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda self, text: said.append(text))
    run(name="n", comment="hello")
    assert said == ["Look out."]


def test_what_is_missed_when_the_report_is_made_reaches_the_user(run, monkeypatch):
    class Reader(Note):
        missed: tuple[str, ...] = ()

        def result(self, state):
            self.missed = ("The tags were left out.",)
            return super().result(state)

        def warnings(self):
            return list(self.missed)

    said = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda self, text: said.append(text))
    run(name="n", comment="hello", resource=Reader)
    assert said == ["Look out.", "The tags were left out."]


@pytest.mark.parametrize("wrong", [{}, {"wait_timeout": "soon"}, {"unheard_of": 1}, {"origins": "none"}])
def test_secrets_in_options_are_printed_nowhere(run, monkeypatch, wrong):
    """Neither when something is refused before anybody has looked, nor in the log of the host."""
    logged = []
    monkeypatch.setattr(basic.AnsibleModule, "log", lambda self, text, log_args=None: logged.append(text))
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-token-of-many-letters")
    Note.faults["notes:Create"] = AwsError(operation="notes:Create", code="X", text="a-token-of-many-letters")
    report = run(name="n", comment="/a?Signature=abc&v=1", **wrong)
    assert report["failed"] is True
    assert report["invocation"]["module_args"]["comment"] == "/a?********&v=1"
    for text in (json.dumps(report), *logged):
        assert "abc" not in text
        assert "a-token-of-many-letters" not in text
    assert wrong or logged


@pytest.mark.parametrize("said", ["{}", "{!r}"])
@pytest.mark.parametrize("option", ["state", "comment"])
def test_a_private_key_in_a_wrong_option_is_not_in_the_message(run, option, said):
    """Messages are one line: the key is in them without its line breaks."""
    lines = [f"MIIEowIBAAKCAQEA6lqBsWTvRkPNzCJ{number}" for number in range(3)]
    key = "\n".join(["-----BEGIN RSA PRIVATE KEY-----", *lines, "-----END RSA PRIVATE KEY-----", ""])
    Note.faults["notes:Create"] = Refused(f"comment: {said.format(key)} is no comment.")
    report = run(name="n", **{option: key})
    assert report["failed"] is True
    assert "PRIVATE KEY-----" in report["msg"]
    assert not any(line in json.dumps(report) for line in lines)


def test_a_warning_shows_no_secret(run, monkeypatch):
    """Ansible masks what a module returns, and not what it warns of."""
    told = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda self, text: told.append(text))

    class Needy(Note):
        def plan(self, current):
            return dataclasses.replace(super().plan(current), needs=f"There is no {self.options['comment']}.")

    report = run(name="n", comment="/a?Signature=abcdefgh&v=1", check=True, resource=Needy)
    assert "There is no /a?********&v=1." in " ".join(told)
    assert "abcdefgh" not in json.dumps([*told, report])


STOPS = "Unless an earlier task sees to it, the real run will stop here. There is no bucket."


@pytest.mark.parametrize(
    ("warnings", "expected"),
    [
        ((), [STOPS]),
        (("Look out.",), ["Look out.", STOPS]),
        (("There is no bucket.",), [STOPS]),
    ],
)
def test_a_check_run_warns_once_of_what_would_make_the_run_fail(run, monkeypatch, warnings, expected):
    class Needy(Note):
        def plan(self, current):
            return dataclasses.replace(super().plan(current), warnings=warnings, needs="There is no bucket.")

    said = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda self, text: said.append(text))
    assert run(name="n", comment="hello", check=True, resource=Needy)["changed"] is True
    assert said == expected
    report = run(name="n", comment="hello", resource=Needy)
    assert (report["failed"], report["msg"], said) == (True, "There is no bucket.", expected)


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"name": unknown("name")}, "name"),
        ({"name": "n", "origins": [{"id": "a"}, {"oac": f"x{unknown('OAC id')}"}]}, "origins[1].oac"),
    ],
)
def test_a_value_of_a_check_run_is_refused_by_a_real_run(run, options, path):
    report = run(**options)
    assert report["failed"] is True
    assert report["msg"].startswith(f"{path}: holds a value from a check run")
    assert (Note.seen, Note.kept) == ([], None)


def test_a_value_of_a_check_run_is_taken_by_a_check_run(run):
    report = run(name="n", comment=unknown("distribution id"), check=True)
    assert report["note"]["comment"] == "(known after apply: distribution id)"


def test_a_failure_is_one_message_and_no_change(run):
    Note.faults["notes:Create"] = AwsError(operation="notes:Create", code="AccessDenied", text="no")
    report = run(name="n", comment="hello")
    assert report["failed"] is True
    assert report["msg"] == "Not allowed to do notes:Create: no (AccessDenied). The caller's IAM policies need the" + (
        " action notes:Create."
    )
    assert "actions" not in report
    assert not report.get("changed")


def test_a_failure_half_way_reports_what_was_done(run):
    """Somebody has to know that there is something now."""
    Note.faults["notes:Publish"] = WaitTimeout("It was not published in time.", status="InProgress")
    report = run(name="n", comment="hello")
    assert (report["failed"], report["changed"], report["actions"]) == (True, True, CREATED[:1])
    assert (report["msg"], report["status"]) == ("It was not published in time.", "InProgress")


def test_what_is_refused_early_is_refused_in_a_check_run_too(run):
    class Picky(Note):
        def validate(self):
            raise Refused("comment: too long.")

    assert run(name="n", check=True, resource=Picky)["msg"] == "comment: too long."


def test_too_old_a_botocore_is_one_message(run, monkeypatch):
    monkeypatch.setattr(_client.botocore, "__version__", "1.40.22")
    report = run(name="n")
    assert report["msg"] == "botocore 1.40.22 is too old: install botocore 1.40.23 or newer."
    assert Note.seen == []


@pytest.mark.parametrize("version", ["1.40.23", "1.44.5", "2.0.0", "1.100.0", "1.41.0rc1", "1.44.5.dev0"])
def test_newer_ones_are_fine(monkeypatch, version):
    monkeypatch.setattr(_client.botocore, "__version__", version)
    assert _client.unfit_libraries() == ""


def test_the_documentation_names_the_oldest_botocore():
    oldest = ".".join(map(str, _client.MINIMUM_BOTOCORE))
    assert f"- boto3 >= {oldest}\n  - botocore >= {oldest}\n" in boto3_docs.ModuleDocFragment.DOCUMENTATION
    assert f"| botocore, boto3 | {oldest} or newer |" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("missing", ["boto3", "botocore"])
def test_missing_libraries_are_one_message(run, monkeypatch, missing):
    if missing == "boto3":
        monkeypatch.setattr(_client.aws_botocore, "HAS_BOTO3", False)
    else:
        monkeypatch.setattr(_client, "botocore", None)
    report = run(name="n")
    assert report["msg"].startswith("Failed to import the required Python library (boto3 and botocore)")
    assert sys.executable in report["msg"]


def test_a_module_that_can_do_without_them_is_told_with_its_first_call(run, monkeypatch):
    monkeypatch.setattr(_client, "botocore", None)
    assert "failed" not in run(spec=dataclasses.replace(SPEC, libraries=False), name="n")
    with pytest.raises(ConnectionFailed, match="boto3 and botocore"):
        Note.seen[0].api.call("s3:ListBuckets", {})


def test_connection_options_are_options_of_each_module(run):
    run(name="n", region="eu-north-1", access_key="AKIAOPTION", secret_key="s", endpoint_url="http://127.0.0.1:1")
    client = Note.seen[0].api.client("s3")
    assert (client.meta.region_name, client.meta.endpoint_url) == ("eu-north-1", "http://127.0.0.1:1")


def test_the_client_of_a_check_run_is_locked(run):
    run(name="n", comment="x", check=True)
    with pytest.raises(Refused, match="check run must not make the write CreateInvalidation"):
        batch = {"CallerReference": "r", "Paths": {"Quantity": 1, "Items": ["/*"]}}
        Note.seen[0].api.call("cloudfront:CreateInvalidation", {"DistributionId": "E1", "InvalidationBatch": batch})


def test_a_module_without_aws_needs_no_library_and_has_no_connection_options(run, monkeypatch):
    monkeypatch.setattr(_client, "botocore", None)
    spec = ArgumentSpec(options={"name": {"type": "str"}, "comment": {"type": "str"}}, aws=False)
    assert run(spec, name="n", comment="x")["changed"] is True
    report = run(spec, name="n", region="eu-north-1")
    assert "Unsupported parameters" in report["msg"]


def test_the_rules_between_options_hold(run):
    assert "mutually exclusive" in run(name="n", comment="a", origins=[])["msg"]
    assert "missing required arguments: name" in run()["msg"]


def test_a_list_may_come_as_aws_counts_it(run):
    run(name="n", origins={"quantity": 1, "items": [{"id": "o"}]})
    assert Note.seen[-1].options["origins"] == [{"id": "o"}]


def test_defaults_are_those_of_the_spec(run):
    run(name="n", comment="x")
    options = Note.seen[0].options
    assert (options["state"], options["wait"], options["wait_timeout"], options["origins"]) == (
        "present",
        True,
        60,
        None,
    )
