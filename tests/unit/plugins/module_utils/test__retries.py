# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.httpsession import URLLib3Session

from ansible_collections.cdn.aws.plugins.module_utils import _retries
from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, ConnectionFailed
from tests.unit.answers import Answer, distribution, error
from tests.unit.clients import GET, failure


def failing(monkeypatch, kind):
    """Let every request fail in a way and return the list of them."""
    attempts = []

    def send(self, request):
        attempts.append(request)
        raise kind(endpoint_url=request.url, error="")

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", send)
    return attempts


def unclear_attempts(aws):
    """Return what an error tells of the attempts before it; the clients are new ones, retries have a quota (X-01)."""
    with pytest.raises(AwsError) as caught:
        Clients({"endpoint_url": aws.url, "region": "eu-west-1"}, read_only=False).call(*GET)
    return caught.value.unclear


class TestRetries:
    @pytest.mark.parametrize(
        ("code", "status"),
        [("ServiceUnavailable", 503), ("InternalError", 500), ("Throttling", 400), ("TooManyRequestsException", 400)],
    )
    def test_what_is_transient_is_tried_again(self, aws, clients, sleeps, code, status):
        """X-01: and often enough; botocore's three attempts last a tenth of a second."""
        aws.give(*[error(code, "Rate exceeded", status=status)] * 6, Answer(body=distribution()))
        assert clients.call(*GET)["Distribution"]["Id"] == "E1ABCDEF"
        assert len(aws.requests) == 7
        assert len(sleeps) == 6

    def test_attempts_end(self, aws, clients, sleeps):
        aws.give(error("ServiceUnavailable", "Please try again.", status=503))
        assert failure(clients, kind=AwsError) == (
            "cloudfront:GetDistribution failed: Please try again. (ServiceUnavailable). It was asked"
            f" {_retries.ATTEMPTS} times; run this again later, which goes on from here."
        )
        assert len(aws.requests) == _retries.ATTEMPTS

    def test_a_refusal_after_a_fault_is_told_as_a_refusal(self, aws, clients, sleeps):
        aws.give(error("Throttling", "Rate exceeded", status=400), error("NoSuchDistribution", "no", status=404))
        assert failure(clients, kind=AwsError) == "cloudfront:GetDistribution failed: no (NoSuchDistribution)"

    @pytest.mark.parametrize(
        ("code", "status", "unclear"),
        [("Throttling", 400, 0), ("SlowDown", 503, 0), ("ServiceUnavailable", 503, 2), ("InternalError", 500, 2)],
    )
    def test_attempts_that_may_have_been_carried_out_are_counted(self, aws, sleeps, code, status, unclear):
        aws.give(*[error(code, "no", status=status)] * 2, error("AlreadyExists", "no", status=409))
        assert unclear_attempts(aws) == unclear

    @pytest.mark.parametrize(
        ("kind", "unclear"), [(ConnectionClosedError, 1), (ReadTimeoutError, 1), (EndpointConnectionError, 0)]
    )
    def test_a_lost_answer_is_an_attempt_that_may_have_been_carried_out(self, aws, sleeps, monkeypatch, kind, unclear):
        aws.give(error("AlreadyExists", "no", status=409))
        send = URLLib3Session.send
        faults = [kind(endpoint_url="https://aws", error="")]

        def fail_once(self, request):
            if faults:
                raise faults.pop()
            return send(self, request)

        monkeypatch.setattr(URLLib3Session, "send", fail_once)
        assert unclear_attempts(aws) == unclear

    def test_what_is_final_is_asked_once(self, aws, clients, sleeps):
        aws.give(error("AccessDenied", "no", status=403))
        failure(clients, kind=AwsError)
        assert len(aws.requests) == 1

    def test_a_quota_is_not_a_rate(self, aws, clients, sleeps):
        """X-01, ACM-15: botocore would try it again, in vain."""
        body = '{"__type": "LimitExceededException", "message": "you have reached your limit of 20"}'
        aws.give(Answer(400, body, {"Content-Type": "application/x-amz-json-1.1"}))
        message = failure(clients, "acm:RequestCertificate", {"DomainName": "cdn.example.com"}, AwsError)
        assert "limit of 20" in message
        assert len(aws.requests) == 1

    def test_a_lost_connection_is_tried_again_more_often_after_contact(self, aws, clients, sleeps, monkeypatch):
        clients.call(*GET)
        attempts = failing(monkeypatch, EndpointConnectionError)
        failure(clients, kind=ConnectionFailed)
        assert len(attempts) == _retries.ATTEMPTS

    @pytest.mark.parametrize(
        ("kind", "times"),
        [(ReadTimeoutError, _retries.ATTEMPTS_WITHOUT_ANSWER), (ConnectionClosedError, _retries.ATTEMPTS)],
    )
    def test_an_answer_that_never_comes_is_not_waited_for_for_ever(self, sleeps, monkeypatch, kind, times):
        """A silence takes long each time, a closed connection no time at all."""
        attempts = failing(monkeypatch, kind)
        message = failure(Clients({}, read_only=False), kind=ConnectionFailed)
        assert len(attempts) == times
        assert message.startswith("AWS does not answer cloudfront:GetDistribution: ")
        assert message.endswith("it finds what was done all the same, and goes on from there.")

    def test_silences_between_refusals_are_counted_and_nothing_else(self, sleeps, monkeypatch):
        kinds = [ConnectionClosedError] * 3 + [ReadTimeoutError] * 9
        attempts = []

        def send(self, request):
            attempts.append(request)
            raise kinds.pop(0)(endpoint_url=request.url, error="")

        monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", send)
        failure(Clients({}, read_only=False), kind=ConnectionFailed)
        assert len(attempts) == 3 + _retries.ATTEMPTS_WITHOUT_ANSWER

    def test_the_message_of_a_call_that_no_attempt_helps_comes_within_a_few_minutes(self):
        """The longest there is: silence each time, and botocore's pauses of 1, 2 and 4 seconds at most."""
        longest = max(_retries.READ_TIMEOUT, *_retries.READ_TIMEOUTS.values())
        assert _retries.ATTEMPTS_WITHOUT_ANSWER * longest + 1 + 2 + 4 <= 300


class TestTimeouts:
    def test_they_are_short_unless_the_user_says_otherwise(self, clients):
        own = {"connect_timeout": 99, "read_timeout": 98, "retries": {"total_max_attempts": 2}}
        given = Clients({"aws_config": own}, read_only=False).client("s3").meta.config
        config = clients.client("cloudfront").meta.config
        assert (config.connect_timeout, config.read_timeout) == (_retries.CONNECT_TIMEOUT, _retries.READ_TIMEOUT)
        assert (given.connect_timeout, given.read_timeout) == (99, 98)
        assert given.retries["total_max_attempts"] == 2

    def test_s3_has_time_for_large_objects(self, clients):
        """A copy of gigabytes answers when it is done."""
        assert clients.client("s3").meta.config.read_timeout == 60
