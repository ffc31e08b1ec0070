# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a module, the secrets in them, and the libraries that it needs."""

from __future__ import annotations

import dataclasses
import json
import sys

import pytest
from ansible.module_utils import basic

from ansible_collections.cdn.aws.plugins.doc_fragments import boto3 as boto3_docs
from ansible_collections.cdn.aws.plugins.module_utils import _client
from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, ConnectionFailed, Refused
from tests.unit.notes import SPEC, Note
from tests.unit.source import ROOT


@pytest.mark.parametrize("wrong", [{}, {"wait_timeout": "soon"}, {"unheard_of": 1}, {"origins": "none"}])
def test_secrets_in_options_are_printed_nowhere(run_note, monkeypatch, wrong):
    """Neither when something is refused before anybody has looked, nor in the log of the host."""
    logged = []
    monkeypatch.setattr(basic.AnsibleModule, "log", lambda self, text, log_args=None: logged.append(text))
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-token-of-many-letters")
    Note.faults["notes:Create"] = AwsError(operation="notes:Create", code="X", text="a-token-of-many-letters")
    report = run_note(name="n", comment="/a?Signature=abc&v=1", **wrong)
    assert report["failed"] is True
    assert report["invocation"]["module_args"]["comment"] == "/a?********&v=1"
    for text in (json.dumps(report), *logged):
        assert "abc" not in text
        assert "a-token-of-many-letters" not in text
    assert wrong or logged


@pytest.mark.parametrize("said", ["{}", "{!r}"])
@pytest.mark.parametrize("option", ["state", "comment"])
def test_a_private_key_in_a_wrong_option_is_not_in_the_message(run_note, option, said):
    """Messages are one line: the key is in them without its line breaks."""
    lines = [f"MIIEowIBAAKCAQEA6lqBsWTvRkPNzCJ{number}" for number in range(3)]
    key = "\n".join(["-----BEGIN RSA PRIVATE KEY-----", *lines, "-----END RSA PRIVATE KEY-----", ""])
    Note.faults["notes:Create"] = Refused(f"comment: {said.format(key)} is no comment.")
    report = run_note(name="n", **{option: key})
    assert report["failed"] is True
    assert "PRIVATE KEY-----" in report["msg"]
    assert not any(line in json.dumps(report) for line in lines)


def test_a_warning_shows_no_secret(run_note, monkeypatch):
    """Ansible masks what a module returns, and not what it warns of."""
    told = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda self, text: told.append(text))

    class Needy(Note):
        def plan(self, current):
            return dataclasses.replace(super().plan(current), needs=f"There is no {self.options['comment']}.")

    report = run_note(name="n", comment="/a?Signature=abcdefgh&v=1", check=True, resource=Needy)
    assert "There is no /a?********&v=1." in " ".join(told)
    assert "abcdefgh" not in json.dumps([*told, report])


def test_too_old_a_botocore_is_one_message(run_note, monkeypatch):
    monkeypatch.setattr(_client.botocore, "__version__", "1.40.22")
    report = run_note(name="n")
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
def test_missing_libraries_are_one_message(run_note, monkeypatch, missing):
    if missing == "boto3":
        monkeypatch.setattr(_client.aws_botocore, "HAS_BOTO3", False)
    else:
        monkeypatch.setattr(_client, "botocore", None)
    report = run_note(name="n")
    assert report["msg"].startswith("Failed to import the required Python library (boto3 and botocore)")
    assert sys.executable in report["msg"]


def test_a_module_that_can_do_without_them_is_told_with_its_first_call(run_note, monkeypatch):
    monkeypatch.setattr(_client, "botocore", None)
    assert "failed" not in run_note(spec=dataclasses.replace(SPEC, libraries=False), name="n")
    with pytest.raises(ConnectionFailed, match="boto3 and botocore"):
        Note.seen[0].api.call("s3:ListBuckets", {})


def test_connection_options_are_options_of_each_module(run_note):
    run_note(name="n", region="eu-north-1", access_key="AKIAOPTION", secret_key="s", endpoint_url="http://127.0.0.1:1")
    client = Note.seen[0].api.client("s3")
    assert (client.meta.region_name, client.meta.endpoint_url) == ("eu-north-1", "http://127.0.0.1:1")


def test_the_client_of_a_check_run_is_locked(run_note):
    run_note(name="n", comment="x", check=True)
    with pytest.raises(Refused, match="check run must not make the write CreateInvalidation"):
        batch = {"CallerReference": "r", "Paths": {"Quantity": 1, "Items": ["/*"]}}
        Note.seen[0].api.call("cloudfront:CreateInvalidation", {"DistributionId": "E1", "InvalidationBatch": batch})


def test_a_module_without_aws_needs_no_library_and_has_no_connection_options(run_note, monkeypatch):
    monkeypatch.setattr(_client, "botocore", None)
    spec = ArgumentSpec(options={"name": {"type": "str"}, "comment": {"type": "str"}}, aws=False)
    assert run_note(spec, name="n", comment="x")["changed"] is True
    report = run_note(spec, name="n", region="eu-north-1")
    assert "Unsupported parameters" in report["msg"]


def test_the_rules_between_options_hold(run_note):
    assert "mutually exclusive" in run_note(name="n", comment="a", origins=[])["msg"]
    assert "missing required arguments: name" in run_note()["msg"]


def test_a_list_may_come_as_aws_counts_it(run_note):
    run_note(name="n", origins={"quantity": 1, "items": [{"id": "o"}]})
    assert Note.seen[-1].options["origins"] == [{"id": "o"}]


def test_defaults_are_those_of_the_spec(run_note):
    run_note(name="n", comment="x")
    options = Note.seen[0].options
    assert (options["state"], options["wait"], options["wait_timeout"], options["origins"]) == (
        "present",
        True,
        60,
        None,
    )
