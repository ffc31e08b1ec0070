# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import time

import pytest
from botocore.exceptions import ConnectTimeoutError, SSLError

from ansible_collections.cdn.aws.plugins.module_utils import _retries
from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, ConnectionFailed, Refused
from tests.unit.answers import error
from tests.unit.clients import failure


class TestErrors:
    def test_no_credentials_is_one_clear_line(self, aws, monkeypatch):
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        message = failure(Clients({"endpoint_url": aws.url}, read_only=False), kind=ConnectionFailed)
        assert message.startswith("No AWS credentials: set the option profile")

    def test_half_of_the_credentials_is_one_clear_line(self, aws, monkeypatch):
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        message = failure(Clients({"endpoint_url": aws.url}, read_only=False), kind=ConnectionFailed)
        assert "missing: AWS_SECRET_ACCESS_KEY" in message

    def test_an_unknown_profile_is_one_clear_line(self, aws):
        message = failure(
            Clients({"endpoint_url": aws.url, "profile": "nobody"}, read_only=False), kind=ConnectionFailed
        )
        assert "The config profile (nobody) could not be found" in message

    def test_an_unreachable_endpoint_is_said_soon(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}"
        started = time.monotonic()
        message = failure(Clients({"endpoint_url": url}, read_only=False), kind=ConnectionFailed)
        assert time.monotonic() - started < 5
        assert message.startswith("Cannot reach AWS cloudfront: Could not connect to the endpoint URL")
        assert url in message

    def test_silence_of_a_firewall_is_not_waited_for_nine_times(self, monkeypatch, sleeps):
        attempts = []

        def silent(self, request):
            attempts.append(request)
            raise ConnectTimeoutError(endpoint_url=request.url)

        monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", silent)
        message = failure(Clients({}, read_only=False), kind=ConnectionFailed)
        assert message.startswith("Cannot reach AWS cloudfront: Connect timeout on endpoint URL")
        assert len(attempts) == _retries.ATTEMPTS_WITHOUT_CONTACT

    def test_an_untrusted_certificate_is_said_at_once(self, monkeypatch, sleeps):
        def untrusted(self, request):
            raise SSLError(endpoint_url=request.url, error="self-signed certificate\n")

        monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", untrusted)
        message = failure(Clients({}, read_only=False), kind=ConnectionFailed)
        assert "SSL validation failed" in message
        assert sleeps == []

    def test_an_endpoint_that_is_none_is_one_clear_line(self):
        message = failure(Clients({"endpoint_url": "localhost:4566"}, read_only=False), kind=ConnectionFailed)
        assert "Invalid endpoint: localhost:4566" in message

    def test_a_setting_that_botocore_does_not_know_is_one_clear_line(self):
        message = failure(Clients({"aws_config": {"retrys": 5}}, read_only=False), kind=Refused)
        assert message.startswith("aws_config: ")
        assert "retrys" in message

    def test_what_botocore_would_not_send_is_refused(self, aws, clients):
        message = failure(clients, "cloudfront:GetDistribution", {"Name": "x"}, Refused)
        assert 'Missing required parameter in input: "Id"' in message
        assert 'Unknown parameter in input: "Name"' in message
        assert aws.requests == []

    def test_expired_credentials_are_one_clear_line(self, aws, clients):
        aws.give(error("ExpiredToken", "The security token included in the request is expired", status=403))
        assert failure(clients, kind=AwsError).startswith("The credentials have expired")

    def test_what_a_client_raises_for_others_is_translated_too(self, aws, clients):
        aws.give(error("AccessDenied", "Access Denied", status=403))
        with pytest.raises(AwsError, match=r"Not allowed to do s3:PutObject.*action s3:PutObject"):  # noqa: SIM117
            with clients.translating("s3:PutObject"):
                clients.client("s3").put_object(Bucket="b", Key="k", Body=b"")

    def test_a_mistake_of_our_own_is_not_taken_for_an_answer(self, clients):
        with pytest.raises(KeyError), clients.translating("s3:PutObject"):
            raise KeyError("ours")
