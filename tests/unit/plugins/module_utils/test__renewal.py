# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io

import pytest
from boto3.s3.transfer import TransferConfig
from s3transfer.manager import TransferManager

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from tests.unit.answers import Answer, distribution, error
from tests.unit.clients import GET, failure

EXPIRED = error("ExpiredToken", "The security token included in the request is expired", status=403)
FOUND = Answer(body=distribution())
MIB = 1024 * 1024


@pytest.fixture
def site(aws, tmp_path, monkeypatch):
    """Clients whose credentials stand in a file, where ``site.put`` writes others."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    file = tmp_path / "credentials"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

    def put(key):
        file.write_text(f"[default]\naws_access_key_id = {key}\naws_secret_access_key = s\n", encoding="utf-8")

    clients = Clients({"endpoint_url": aws.url, "region": "eu-west-1"}, read_only=False)
    clients.put = put
    put("OLD")
    return clients


def keys(aws):
    """The access keys that requests were signed with, in order."""
    return [head["authorization"].partition("Credential=")[2].partition("/")[0] for dummy, dummy2, head in aws.requests]


def grown_old(site, service="cloudfront"):
    """Have a client that was made with the old credentials."""
    client = site.client(service)
    site.put("NEW")
    return client


def test_a_content_is_sent_again_from_its_beginning(aws, site):
    """An empty object would be published otherwise, and a hit for it reported."""
    grown_old(site, "s3")
    aws.give(EXPIRED, Answer(headers={"ETag": '"x"'}))
    content = io.BytesIO(b"x" * MIB)
    site.call("s3:PutObject", {"Bucket": "b", "Key": "k", "Body": content, "ChecksumAlgorithm": "SHA256"})
    assert keys(aws) == ["OLD", "NEW"]
    assert [len(one) for one in aws.contents] == [MIB, MIB]


def test_a_client_that_somebody_keeps_is_renewed_too(aws, site):
    """Those who send the parts of large files have had theirs from the beginning."""
    manager = TransferManager(grown_old(site, "s3"), TransferConfig(multipart_threshold=MIB))
    aws.give(EXPIRED, Answer(headers={"ETag": '"x"'}))
    manager.upload(io.BytesIO(b"content"), "b", "k").result()
    assert keys(aws) == ["OLD", "NEW"]
    assert aws.contents[0] == aws.contents[1] != b""


def test_a_list_goes_on_with_the_next_page(aws, site):
    def zones(name, following=""):
        more = f"<IsTruncated>{'true' if following else 'false'}</IsTruncated><NextMarker>{following}</NextMarker>"
        return Answer(
            body=f"<ListHostedZonesResponse><HostedZones><HostedZone><Id>/hostedzone/{name}</Id><Name>{name}</Name>"
            f"<CallerReference>r</CallerReference></HostedZone></HostedZones><MaxItems>1</MaxItems>{more}"
            "</ListHostedZonesResponse>"
        )

    grown_old(site, "route53")
    aws.give(zones("a.test.", "b"), EXPIRED, zones("b.test."))
    pages = site.pages("route53:ListHostedZones")
    assert [zone["Name"] for page in pages for zone in page["HostedZones"]] == ["a.test.", "b.test."]
    assert keys(aws) == ["OLD", "OLD", "NEW"]


def test_a_head_that_is_refused_without_a_reason_is_asked_again(aws, site):
    """X-05"""
    grown_old(site, "s3")
    aws.give(Answer(400), Answer(headers={"x-amz-bucket-region": "eu-west-1"}))
    assert site.call("s3:HeadBucket", {"Bucket": "b"})["BucketRegion"] == "eu-west-1"


def test_an_answer_that_comes_after_another_thread_has_changed_over(aws, site):
    client = grown_old(site)
    aws.give(EXPIRED, EXPIRED, FOUND)
    inner = iter([True])

    def overtake(**dummy):
        if next(inner, False):
            site.call(*GET)

    client.meta.events.register("response-received", overtake)
    site.call(*GET)
    assert keys(aws) == ["OLD", "OLD", "NEW", "NEW"]


def test_credentials_that_are_expired_as_well_end_the_call(aws, site):
    grown_old(site)
    aws.give(EXPIRED)
    assert failure(site, kind=AwsError).startswith("The credentials have expired")
    assert keys(aws) == ["OLD", "NEW"]


def test_a_refusal_for_another_reason_changes_nothing(aws, site):
    grown_old(site)
    aws.give(error("AccessDenied", "no", status=403))
    failure(site, kind=AwsError)
    assert keys(aws) == ["OLD"]
