# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import shlex
import sys

import botocore.exceptions as raised
import pytest

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, ConnectionFailed
from ansible_collections.cdn.aws.plugins.module_utils._failures import CREDENTIALS, Translated
from tests.unit.answers import Answer, distribution, error
from tests.unit.clients import GET, failure

EXPIRED = error("ExpiredToken", "The security token included in the request is expired", status=403)


@pytest.fixture
def profile(tmp_path, monkeypatch):
    """Write what a profile `site` has, beside no credentials anywhere else."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))

    def write(text, file="config", head="[profile site]"):
        (tmp_path / file).write_text(f"{head}\n{text}\n", encoding="utf-8")

    return write


def process(tmp_path, *answers):
    """Return the command of a program that gives one answer after the other, the last one again and again."""
    program = tmp_path / "credentials.py"
    program.write_text(
        f"import pathlib, sys\nanswers = {list(answers)!r}\ncount = pathlib.Path({str(tmp_path / 'count')!r})\n"
        "number = len(count.read_text()) if count.exists() else 0\n"
        "count.write_text('x' * (number + 1))\nanswer = answers[min(number, len(answers) - 1)]\n"
        "sys.exit(answer) if answer.startswith('!') else print(answer)\n",
        encoding="utf-8",
    )
    return shlex.join(["credential_process", "=", sys.executable, str(program)])


def session(key, expiration):
    found = {"Version": 1, "AccessKeyId": key, "SecretAccessKey": "s", "SessionToken": "t", "Expiration": expiration}
    return json.dumps(found)


def site(aws, **params):
    return Clients({"endpoint_url": aws.url, "profile": "site", **params}, read_only=False)


def keys(aws):
    """The access keys that requests were signed with, in order."""
    return [
        headers["authorization"].partition("Credential=")[2].partition("/")[0]
        for dummy, dummy2, headers in aws.requests
    ]


class TestRenewal:
    def test_a_client_takes_the_new_credentials_of_a_process(self, aws, profile, tmp_path):
        """A wait of hours: each look is signed with what is good then."""
        profile(process(tmp_path, session("OLD", "2020-01-01T00:00:00Z"), session("NEW", "2099-01-01T00:00:00Z")))
        clients = site(aws)
        for dummy in range(3):
            clients.call(*GET)
        assert keys(aws) == ["NEW"] * 3

    def test_credentials_that_somebody_has_put_into_the_file_are_taken(self, aws, profile):
        head = "[site]\naws_secret_access_key = s"
        profile("aws_access_key_id = OLD", "credentials", head)
        clients = site(aws)
        clients.call(*GET)
        profile("aws_access_key_id = NEW", "credentials", head)
        aws.give(EXPIRED, Answer(body=distribution()))
        assert clients.call(*GET)["Distribution"]["Id"] == "E1ABCDEF"
        assert keys(aws) == ["OLD", "OLD", "NEW"]

    def test_the_same_credentials_are_not_tried_again(self, aws, clients):
        aws.give(EXPIRED)
        before = clients.client("cloudfront")
        failure(clients, kind=AwsError)
        assert len(aws.requests) == 1
        assert clients.client("cloudfront") is before

    def test_a_file_that_was_taken_away_changes_nothing(self, aws, profile, tmp_path):
        profile("aws_access_key_id = OLD\naws_secret_access_key = s", "credentials", "[site]")
        clients = site(aws)
        clients.call(*GET)
        (tmp_path / "credentials").unlink()
        aws.give(EXPIRED)
        assert failure(clients, kind=AwsError).startswith("The credentials have expired")


class TestLines:
    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            ("!no ticket\nfor you", "no ticket for you"),
            ("<html>", "Expecting value"),
            ('{"Version": 2}', "Unsupported version '2'"),
            ('{"Version": 1}', "Missing required key in response: 'AccessKeyId'"),
        ],
    )
    def test_a_process_that_fails(self, aws, profile, tmp_path, answer, said):
        profile(process(tmp_path, answer))
        message = failure(site(aws), kind=ConnectionFailed)
        assert message.startswith("No usable AWS credentials for cloudfront:")
        assert said in message
        assert message.endswith(
            "Run what the profile has as credential_process by hand to see why, and run this again."
        )

    def test_a_process_that_gives_old_credentials(self, aws, profile, tmp_path):
        profile(process(tmp_path, session("OLD", "2020-01-01T00:00:00Z")))
        message = failure(site(aws), kind=ConnectionFailed)
        assert "refreshed credentials are still expired. Sign in again" in message

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("credential_process = /nowhere/at-all", "No such file or directory: '/nowhere/at-all'. Check what the"),
            (
                "role_arn = arn:aws:iam::123456789012:role/x",
                "Partial credentials found in assume-role, missing: source",
            ),
            ("role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = gone", 'source_profile "gone"'),
            ("sso_session = gone\nsso_account_id = 1\nsso_role_name = x", "sso-session does not exist"),
            (
                "sso_start_url = https://x\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = x",
                "Sign in again, with aws sso login",
            ),
            ("this is no line", "Unable to parse config file"),
        ],
    )
    def test_a_profile_that_cannot_be_used(self, aws, profile, text, said):
        profile(text)
        message = failure(site(aws), kind=ConnectionFailed)
        assert message.startswith("No usable AWS credentials")
        assert said in message

    @pytest.mark.parametrize("text", ["this is no line", ""])
    def test_what_is_wrong_with_a_profile_is_told_before_its_region_is_missed(self, aws, profile, text):
        profile(text, head="[profile site]" if text else "")
        message = failure(site(aws), "s3:ListBuckets", {}, kind=ConnectionFailed)
        assert message.startswith("No usable AWS credentials")

    def test_a_good_profile_without_a_region(self, aws, profile):
        profile("output = json")
        assert failure(site(aws), "s3:ListBuckets", {}, kind=ConnectionFailed).startswith("No AWS region")

    @pytest.mark.parametrize(
        ("error", "advice"),
        [
            (raised.UnauthorizedSSOTokenError(), "Sign in again"),
            (raised.SSOTokenLoadError(error_msg="no token"), "Sign in again"),
            (raised.TokenRetrievalError(provider="sso", error_msg="Token has expired"), "Sign in again"),
            (raised.CredentialRetrievalError(provider="custom-process", error_msg="boom"), "by hand"),
            (raised.MetadataRetrievalError(error_msg="no answer"), "role of this machine"),
            (raised.InvalidConfigError(error_msg="what?"), "Mend it in ~/.aws/config"),
        ],
    )
    def test_what_botocore_raises_says_what_to_do(self, error, advice):
        with pytest.raises(ConnectionFailed) as caught, Translated("acm:DescribeCertificate"):
            raise error
        assert caught.value.message.startswith("No usable AWS credentials for acm:DescribeCertificate: ")
        assert advice in caught.value.message

    def test_the_names_of_the_classes_are_botocores(self):
        assert [name for name in CREDENTIALS if name != "JSONDecodeError" and not hasattr(raised, name)] == []

    def test_a_head_request_is_refused_without_a_reason(self, aws, clients):
        aws.give(Answer(400))
        message = failure(clients, "s3:HeadBucket", {"Bucket": "b"}, AwsError)
        assert "most often the credentials have expired" in message
