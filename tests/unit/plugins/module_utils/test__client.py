# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import time
import types

import pytest

from ansible_collections.cdn.aws.plugins.module_utils import _client
from ansible_collections.cdn.aws.plugins.module_utils._client import Clients, refuse_writes
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError, ConnectionFailed, Refused
from ansible_collections.cdn.aws.plugins.module_utils._wire import UNMODELLED
from tests.unit.answers import NAMESPACE, Answer, distribution, error, serving

GET = ("cloudfront:GetDistribution", {"Id": "E1ABCDEF"})
CONFIG = {
    "CallerReference": "x",
    "Comment": "",
    "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [{"Id": "a", "DomainName": "a.example.com"}]},
    "DefaultCacheBehavior": {"TargetOriginId": "a", "ViewerProtocolPolicy": "https-only"},
}


@pytest.fixture(scope="module")
def server():
    with serving() as answers:
        yield answers


@pytest.fixture
def aws(server):
    """Canned answers, at first those of a distribution."""
    server.requests.clear()
    server.give(Answer(body=distribution(), headers={"ETag": "E3ETAG"}))
    return server


@pytest.fixture
def sleeps(monkeypatch):
    """The seconds that botocore would have slept between attempts."""
    slept = []
    monkeypatch.setattr("botocore.endpoint.time", types.SimpleNamespace(sleep=slept.append))
    return slept


@pytest.fixture(scope="module")
def warm(server):
    """Clients of a real run, made once: botocore takes its time."""
    return Clients({"endpoint_url": server.url, "region": "eu-west-1"}, read_only=False)


@pytest.fixture(scope="module")
def locked(server):
    """Clients of a check run."""
    return Clients({"endpoint_url": server.url, "region": "eu-west-1"}, read_only=True)


@pytest.fixture
def clients(aws, warm):
    return warm


def failure(clients, operation=GET[0], request=GET[1], kind=CdnError):
    """Return the message of the error that a call ends with: always one line."""
    with pytest.raises(kind) as caught:
        clients.call(operation, request)
    assert type(caught.value) is kind or kind is CdnError
    assert caught.value.message == " ".join(caught.value.message.split())
    return caught.value.message


def scope(aws):
    """Return region and service that the last request was signed for."""
    credential = aws.requests[-1][2]["authorization"].partition("Credential=")[2].partition(",")[0]
    return credential.split("/")[2:4]


class TestCall:
    def test_an_answer_is_returned_as_botocore_parses_it(self, clients):
        answer = clients.call(*GET)
        assert answer["ETag"] == "E3ETAG"
        assert answer["Distribution"]["DistributionConfig"]["Aliases"]["Items"] == ["cdn.example.com"]

    def test_a_client_is_made_once(self, clients):
        assert clients.client("cloudfront") is clients.client("cloudfront", region="eu-central-1")
        assert clients.client("s3") is not clients.client("s3", region="us-west-2")

    def test_shapes_are_those_of_the_installed_model(self, clients):
        assert "Origins" in clients.shape("cloudfront", "DistributionConfig").members

    def test_an_error_answer_keeps_code_status_and_operation(self, aws, clients):
        aws.give(error("NoSuchDistribution", "The specified distribution does not exist.", status=404))
        with pytest.raises(AwsError) as caught:
            clients.call(*GET)
        assert (caught.value.code, caught.value.status) == ("NoSuchDistribution", 404)
        assert caught.value.message == (
            "cloudfront:GetDistribution failed: The specified distribution does not exist. (NoSuchDistribution)"
        )

    def test_both_wire_forms_of_a_refused_batch_are_read(self, aws, clients):
        """R53-07, through botocore's own parser."""
        xmlns = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"'
        texts = "<Messages><Message>Tried to create www</Message></Messages>"
        second = f"<InvalidChangeBatch {xmlns}>{texts}</InvalidChangeBatch>"
        changes = [{"Action": "DELETE", "ResourceRecordSet": {"Name": "www.example.com", "Type": "A"}}]
        request = {"HostedZoneId": "Z1", "ChangeBatch": {"Changes": changes}}
        for answer in (error("InvalidChangeBatch", "Tried to create www", status=400), Answer(400, second)):
            aws.give(answer)
            message = failure(clients, "route53:ChangeResourceRecordSets", request, AwsError)
            assert message == "route53:ChangeResourceRecordSets failed: Tried to create www (InvalidChangeBatch)"


class TestRegion:
    @pytest.mark.parametrize(
        ("operation", "request_", "service"),
        [
            (*GET, "cloudfront"),
            ("route53:GetHostedZone", {"Id": "Z1"}, "route53"),
        ],
    )
    def test_global_services_are_signed_for_us_east_1(self, aws, clients, operation, request_, service):
        """X-04: whatever the region of the module is."""
        clients.client(operation.split(":")[0], region="ap-south-1")
        clients.call(operation, request_)
        assert scope(aws) == ["us-east-1", service]

    def test_regional_services_follow_the_option(self, aws, clients):
        aws.give(Answer())
        clients.call("s3:HeadBucket", {"Bucket": "files"})
        assert scope(aws) == ["eu-west-1", "s3"]

    def test_a_call_may_name_a_region_of_its_own(self, aws, clients):
        """The certificate of a distribution is in us-east-1 wherever the bucket is."""
        aws.give(Answer(body="{}"))
        clients.call("acm:ListCertificates", {}, region="us-east-1")
        assert scope(aws) == ["us-east-1", "acm"]

    def test_the_region_of_the_environment_is_used(self, monkeypatch):
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")
        assert Clients({}, read_only=False).region == "eu-north-1"

    def test_no_region_is_one_clear_line(self, aws, monkeypatch):
        monkeypatch.delenv("AWS_DEFAULT_REGION")
        clients = Clients({"endpoint_url": aws.url}, read_only=False)
        message = failure(clients, "s3:HeadBucket", {"Bucket": "files"}, ConnectionFailed)
        assert message == "No AWS region: set the option region, AWS_REGION, or a region in the profile."

    def test_global_services_need_no_region(self, aws, monkeypatch):
        monkeypatch.delenv("AWS_DEFAULT_REGION")
        assert Clients({"endpoint_url": aws.url}, read_only=False).call(*GET)["ETag"] == "E3ETAG"


class TestLock:
    @pytest.mark.parametrize(
        ("operation", "request_"),
        [
            ("cloudfront:CreateDistribution", {"DistributionConfig": CONFIG}),
            ("cloudfront:DeleteDistribution", {"Id": "E1", "IfMatch": "E3"}),
            ("cloudfront:TagResource", {"Resource": "arn:aws:x", "Tags": {"Items": []}}),
            ("acm:RequestCertificate", {"DomainName": "cdn.example.com"}),
            ("s3:PutObject", {"Bucket": "files", "Key": "a", "Body": b""}),
            ("s3:DeleteObjects", {"Bucket": "files", "Delete": {"Objects": [{"Key": "a"}]}}),
            ("s3:CopyObject", {"Bucket": "files", "Key": "a", "CopySource": {"Bucket": "files", "Key": "a"}}),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_a_check_run_cannot_write(self, aws, locked, operation, request_):
        message = failure(locked, operation, request_, Refused)
        assert operation.split(":")[1] in message
        assert aws.requests == []

    def test_the_client_handed_to_others_is_locked_too(self, aws, locked):
        """s3transfer gets the client itself."""
        with pytest.raises(Refused):
            locked.client("s3").put_object(Bucket="b", Key="k", Body=b"")
        assert aws.requests == []

    def test_a_check_run_reads(self, aws, locked):
        locked.call(*GET)
        aws.give(Answer())
        locked.call("s3:HeadBucket", {"Bucket": "files"})
        aws.give(Answer(body="{}"))
        locked.call("acm:DescribeCertificate", {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a"})
        locked.call("acm:ListCertificates", {})
        assert len(aws.requests) == 4

    def test_a_real_run_writes(self, aws, clients):
        aws.give(Answer(204))
        clients.call("cloudfront:DeleteDistribution", {"Id": "E1", "IfMatch": "E3"})
        assert aws.requests[0][0] == "DELETE"

    @pytest.mark.parametrize("service", ["cloudfront", "s3", "acm", "route53", "wafv2"])
    def test_no_operation_that_passes_the_lock_writes(self, clients, service):
        model = clients.client(service).meta.service_model
        passing = []
        for name in model.operation_names:
            try:
                refuse_writes(model.operation_model(name))
            except Refused:
                continue
            passing.append(name)
        assert passing
        words = (
            "Create",
            "Update",
            "Delete",
            "Put",
            "Tag",
            "Associate",
            "Publish",
            "Copy",
            "Upload",
            "Restore",
            "Abort",
        )
        assert [name for name in passing if name.startswith(words)] == []
        unsafe = [
            name for name in passing if model.operation_model(name).http.get("method") in ("PUT", "DELETE", "PATCH")
        ]
        assert unsafe == []


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
            raise _client.ConnectTimeoutError(endpoint_url=request.url)

        monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", silent)
        message = failure(Clients({}, read_only=False), kind=ConnectionFailed)
        assert message.startswith("Cannot reach AWS cloudfront: Connect timeout on endpoint URL")
        assert len(attempts) == _client.ATTEMPTS_WITHOUT_CONTACT

    def test_the_connect_timeout_is_short_unless_the_user_says_otherwise(self, clients):
        own = Clients({"aws_config": {"connect_timeout": 99, "retries": {"total_max_attempts": 2}}}, read_only=False)
        assert clients.client("s3").meta.config.connect_timeout == _client.CONNECT_TIMEOUT
        assert own.client("s3").meta.config.connect_timeout == 99
        assert own.client("s3").meta.config.retries["total_max_attempts"] == 2

    def test_an_untrusted_certificate_is_said_at_once(self, monkeypatch, sleeps):
        def untrusted(self, request):
            raise _client.SSLError(endpoint_url=request.url, error="self-signed certificate\n")

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
        assert "ServiceUnavailable" in failure(clients, kind=AwsError)
        assert len(aws.requests) == _client.ATTEMPTS

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
        attempts = []

        def gone(self, request):
            attempts.append(request)
            raise _client.EndpointConnectionError(endpoint_url=request.url)

        monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", gone)
        failure(clients, kind=ConnectionFailed)
        assert len(attempts) == _client.ATTEMPTS


def functions(name, following=""):
    marker = f"<NextMarker>{following}</NextMarker>" if following else ""
    item = (
        f"<FunctionSummary><Name>{name}</Name><FunctionConfig><Comment/><Runtime>cloudfront-js-2.0</Runtime>"
        "</FunctionConfig><FunctionMetadata><FunctionARN>arn</FunctionARN>"
        "<LastModifiedTime>2026-01-05T10:00:00Z</LastModifiedTime></FunctionMetadata></FunctionSummary>"
    )
    return Answer(
        body=f'<FunctionList xmlns="{NAMESPACE}">{marker}<MaxItems>1</MaxItems><Quantity>1</Quantity>'
        f"<Items>{item}</Items></FunctionList>"
    )


class TestPages:
    def test_a_list_without_a_paginator_is_read_to_its_end(self, aws, clients):
        """X-06, with one item a page."""
        aws.give(functions("one", "two"), functions("two", "three"), functions("three"))
        pages = clients.pages("cloudfront:ListFunctions", {"Stage": "LIVE"})
        assert [item["Name"] for page in pages for item in page["FunctionList"]["Items"]] == ["one", "two", "three"]
        assert [set(path.partition("?")[2].split("&")) for _, path, _ in aws.requests] == [
            {"Stage=LIVE"},
            {"Stage=LIVE", "Marker=two"},
            {"Stage=LIVE", "Marker=three"},
        ]

    def test_a_list_with_a_paginator_is_read_to_its_end(self, aws, clients):
        def zones(name, following=""):
            marker = (
                f"<IsTruncated>{'true' if following else 'false'}</IsTruncated><NextMarker>{following}</NextMarker>"
            )
            return Answer(
                body=f"<ListHostedZonesResponse><HostedZones><HostedZone><Id>/hostedzone/{name}</Id><Name>{name}</Name>"
                f"<CallerReference>r</CallerReference></HostedZone></HostedZones><MaxItems>1</MaxItems>{marker}"
                "</ListHostedZonesResponse>"
            )

        aws.give(zones("a.test.", "b"), zones("b.test."))
        pages = clients.pages("route53:ListHostedZones")
        assert [zone["Name"] for page in pages for zone in page["HostedZones"]] == ["a.test.", "b.test."]

    def test_pages_are_asked_for_only_when_wanted(self, aws, clients):
        aws.give(functions("one", "two"))
        next(clients.pages("cloudfront:ListFunctions"))
        assert len(aws.requests) == 1

    def test_nothing_is_concluded_from_a_part_of_a_list(self, aws, clients):
        """ListHostedZonesByName goes on with two names instead of a marker."""
        body = "<ListHostedZonesByNameResponse><HostedZones/><IsTruncated>true</IsTruncated><MaxItems>1</MaxItems>"
        aws.give(Answer(body=f"{body}<NextDNSName>b.test.</NextDNSName></ListHostedZonesByNameResponse>"))
        with pytest.raises(CdnError, match="no marker to go on with"):
            list(clients.pages("route53:ListHostedZonesByName"))

    def test_an_error_on_a_page_is_translated(self, aws, clients):
        aws.give(functions("one", "two"), error("AccessDenied", "no", status=403))
        with pytest.raises(AwsError, match="Not allowed to do cloudfront:ListFunctions"):
            list(clients.pages("cloudfront:ListFunctions"))


class TestUnmodelledMembers:
    @pytest.mark.parametrize("operation", ["GetDistribution", "GetDistributionConfig"])
    def test_what_botocore_drops_is_told_beside_the_answer(self, aws, clients, operation):
        """X-03: an update would remove it."""
        body = distribution(config="<FutureId>x</FutureId>", origin="<FutureFlag>false</FutureFlag>")
        prefix = "DistributionConfig."
        if operation == "GetDistributionConfig":
            body = (
                body[body.index("<DistributionConfig>") : body.index("</DistributionConfig>")] + "</DistributionConfig>"
            )
            prefix = ""
        aws.give(Answer(body=body))
        assert clients.call(f"cloudfront:{operation}", {"Id": "E1"})[UNMODELLED] == [
            {"path": f"{prefix}Origins.Items[0].FutureFlag", "empty": True},
            {"path": f"{prefix}FutureId", "empty": False},
        ]

    def test_nothing_is_told_where_nothing_is_dropped(self, clients):
        assert clients.call(*GET)[UNMODELLED] == []

    def test_an_error_answer_is_not_taken_for_a_distribution(self, aws, clients):
        aws.give(error("NoSuchDistribution", "no", status=404))
        assert failure(clients, kind=AwsError)


class TestConnectionOptions:
    """What module_defaults of group/cdn.aws.aws hand on."""

    def test_keys_of_the_options_sign_the_request(self, aws, monkeypatch):
        keys = {"access_key": "AKIAOPTION", "secret_key": "s", "session_token": "TOKEN"}
        Clients({"endpoint_url": aws.url, **keys}, read_only=False).call(*GET)
        headers = aws.requests[-1][2]
        assert "Credential=AKIAOPTION/" in headers["authorization"]
        assert headers["x-amz-security-token"] == "TOKEN"

    def test_a_profile_brings_credentials_and_region(self, aws, monkeypatch, tmp_path):
        monkeypatch.delenv("AWS_DEFAULT_REGION")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
        (tmp_path / "config").write_text(
            "[profile site]\nregion = eu-south-1\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n"
        )
        clients = Clients({"endpoint_url": aws.url, "profile": "site"}, read_only=False)
        aws.give(Answer())
        clients.call("s3:HeadBucket", {"Bucket": "files"})
        assert "Credential=AKIAPROFILE/" in aws.requests[-1][2]["authorization"]
        assert scope(aws) == ["eu-south-1", "s3"]

    def test_a_profile_beside_keys_is_refused(self):
        both = {"profile": "site", "access_key": "a", "secret_key": "b"}
        assert "Passing both a profile and access tokens" in failure(Clients(both, read_only=False))

    def test_the_endpoint_of_the_environment_is_used(self, aws, monkeypatch):
        monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
        assert Clients({}, read_only=False).call(*GET)["ETag"] == "E3ETAG"
