# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import types

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._addresses import leave_address_alone
from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, ConnectionFailed
from ansible_collections.cdn.aws.plugins.module_utils._wire import UNMODELLED
from tests.unit.answers import Answer, distribution, error
from tests.unit.clients import GET, failure, scope


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


class TestAddress:
    def test_an_address_gets_no_account_in_front_that_no_name_server_knows(self, aws, clients):
        """S3 Control puts the account before its host; the canned answers are at an address."""
        aws.give(Answer(body="<ListJobsResult><Jobs/></ListJobsResult>"))
        assert clients.call("s3control:ListJobs", {"AccountId": "123456789012"})["Jobs"] == []
        assert aws.requests[-1][1] == "/v20180820/jobs"

    @pytest.mark.parametrize(
        ("asked", "sent"),
        [
            ("http://123456789012.127.0.0.1:80/a?b=c", "http://127.0.0.1:80/a?b=c"),
            ("http://123456789012.localhost/a", "http://localhost/a"),
            ("http://127.0.0.1:80/a", "http://127.0.0.1:80/a"),
            ("https://123456789012.s3-control.eu-west-1.amazonaws.com/a", ""),
            ("https://123456789012.control.vpce-1.s3.eu-west-1.vpce.amazonaws.com/a", ""),
        ],
    )
    def test_a_host_with_a_name_keeps_it(self, asked, sent):
        request = types.SimpleNamespace(url=asked)
        leave_address_alone(request)
        assert request.url == (sent or asked)


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
