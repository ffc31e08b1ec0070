# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's Route 53 and DNS answer as aws-behaviour says AWS does."""

from __future__ import annotations

import typing as t

import botocore.exceptions
import dns.resolver
import pytest

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

CLOUDFRONT = {"HostedZoneId": "Z2FDTNDATAQYW2", "DNSName": "D111.cloudfront.net", "EvaluateTargetHealth": False}


def resolver(lab: Lab) -> dns.resolver.Resolver:
    """Return a resolver that asks the lab."""
    found = dns.resolver.Resolver(configure=False)
    host, _, port = lab.env["CDN_LAB_DNS"].partition(":")
    found.nameservers, found.port = [host], int(port)
    return found


def refusal(lab: Lab, *arguments: t.Any, **more: t.Any) -> str:
    """Return the message that a change gets."""
    error = aws.error(lambda: aws.change(lab, *arguments, **more))
    assert error["Code"] == "InvalidChangeBatch"
    return error["Message"]


def test_names_come_back_lower_case_and_escaped(lab: Lab) -> None:
    """R53-10, R53-11."""
    aws.change(lab, "CREATE", "*.Example.test", "A", "192.0.2.1")
    route53, zone = lab.client("route53"), aws.zone_id(lab)
    found = route53.list_resource_record_sets(
        HostedZoneId=zone, StartRecordName=r"\052.example.test", StartRecordType="A"
    )
    assert found["ResourceRecordSets"][0]["Name"] == "\\052.example.test."
    aws.change(lab, "DELETE", r"\052.example.test.", "A", "192.0.2.1")


def test_names_of_zones_come_back_escaped_as_well(lab: Lab) -> None:
    """R53-10, with the name that RFC 2317 gives to a part of a network."""
    route53, escaped = lab.client("route53"), r"0\05726.2.0.192.in-addr.arpa."
    made = route53.create_hosted_zone(Name="0/26.2.0.192.in-addr.arpa", CallerReference="r")["HostedZone"]
    assert made["Name"] == escaped
    assert route53.get_hosted_zone(Id=made["Id"])["HostedZone"]["Name"] == escaped
    assert escaped in [zone["Name"] for zone in route53.list_hosted_zones()["HostedZones"]]
    assert route53.list_hosted_zones_by_name(DNSName=escaped)["HostedZones"][0]["Name"] == escaped


def test_changes_are_pending_then_insync(lab: Lab) -> None:
    """R53-12."""
    lab.settings(insync_seconds=60)
    route53 = lab.client("route53")
    number = aws.change(lab, "UPSERT", "a.example.test", "A", "192.0.2.1")["ChangeInfo"]["Id"]
    assert [route53.get_change(Id=number)["ChangeInfo"]["Status"] for _ in range(2)] == ["PENDING", "PENDING"]
    lab.settings(insync_seconds=0)
    number = aws.change(lab, "UPSERT", "a.example.test", "A", "192.0.2.1")["ChangeInfo"]["Id"]
    assert route53.get_change(Id=number)["ChangeInfo"]["Status"] == "INSYNC"


def test_a_cname_stands_alone(lab: Lab) -> None:
    """R53-03."""
    aws.change(lab, "CREATE", "a.example.test", "A", "192.0.2.1")
    aws.change(lab, "CREATE", "c.example.test", "CNAME", "a.example.test")
    assert "conflicting RRSet of type  CNAME" in refusal(lab, "UPSERT", "c.example.test", "A", "192.0.2.1")
    assert "conflicts with other records" in refusal(lab, "UPSERT", "a.example.test", "CNAME", "b.example.test")
    assert "not permitted at apex" in refusal(lab, "UPSERT", "example.test", "CNAME", "b.example.test")


@pytest.mark.parametrize(("kind", "value", "text"), [
    ("A", "nowhere", "IllegalIPv4Address"),
    ("TXT", "naked", "enclosed in quotation marks"),
    ("TXT", '"' + "x" * 256 + '"', "CharacterStringTooLong"),
    ("CAA", "amazon.com", "CAARRDATAInvalid"),
])  # fmt: skip
def test_values_are_checked(lab: Lab, kind: str, value: str, text: str) -> None:
    """R53-30, R53-31."""
    assert text in refusal(lab, "UPSERT", "x.example.test", kind, value)


def test_batches_are_checked_as_a_whole(lab: Lab) -> None:
    """R53-04, R53-05, R53-06, R53-21, R53-23."""
    aws.change(lab, "CREATE", "a.example.test", "A", "192.0.2.1")
    assert "but it already exists" in refusal(lab, "CREATE", "a.example.test", "A", "192.0.2.1")
    assert "do not match the current values" in refusal(lab, "DELETE", "a.example.test", "A", "192.0.2.2")
    assert "was not found" in refusal(lab, "DELETE", "b.example.test", "A", "192.0.2.2")
    assert "is not permitted in zone" in refusal(lab, "CREATE", "a.badexample.test", "A", "192.0.2.2")
    one = {
        "Action": "UPSERT",
        "ResourceRecordSet": {
            "Name": "x.example.test",
            "Type": "TXT",
            "TTL": 60,
            "ResourceRecords": [{"Value": '"a"'}],
        },
    }
    error = aws.error(
        lab.client("route53").change_resource_record_sets,
        HostedZoneId=aws.zone_id(lab),
        ChangeBatch={"Changes": [one, one]},
    )
    assert "invalid set of changes" in error["Message"]


def test_the_second_wire_form_has_messages(lab: Lab) -> None:
    """R53-07."""
    lab.settings(batch_errors="messages")
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        aws.change(lab, "CREATE", "a.other.test", "A", "192.0.2.1")
    assert "is not permitted" in str(caught.value.response["Messages"])


def test_aliases_lead_to_cloudfront_only_as_allowed(lab: Lab) -> None:
    """R53-08, R53-09."""
    aws.change(lab, "CREATE", "cdn.example.test", "A", AliasTarget=CLOUDFRONT)
    wrong = {**CLOUDFRONT, "DNSName": "elsewhere.test"}
    assert "does not lie within the target zone" in refusal(lab, "CREATE", "b.example.test", "A", AliasTarget=wrong)
    assert "EvaluateTargetHealth" in refusal(
        lab, "CREATE", "b.example.test", "A", AliasTarget={**CLOUDFRONT, "EvaluateTargetHealth": True}
    )
    found = lab.client("route53").list_resource_record_sets(
        HostedZoneId=aws.zone_id(lab), StartRecordName="cdn.example.test"
    )
    assert found["ResourceRecordSets"][0]["AliasTarget"]["DNSName"] == "d111.cloudfront.net."


def test_zones_by_name_start_at_the_name(lab: Lab) -> None:
    """R53-20."""
    route53 = lab.client("route53")
    route53.create_hosted_zone(Name="Sub.example.test", CallerReference="x")
    assert (
        aws.code(route53.create_hosted_zone, Name="sub.example.test", CallerReference="x") == "HostedZoneAlreadyExists"
    )
    assert (
        route53.list_hosted_zones_by_name(DNSName="a.example.test", MaxItems="1")["HostedZones"][0]["Name"]
        == "sub.example.test."
    )
    assert route53.list_hosted_zones_by_name(DNSName="zz.test")["HostedZones"] == []
    assert route53.get_dnssec(HostedZoneId=aws.zone_id(lab))["Status"]["ServeSignature"] == "NOT_SIGNING"


def test_dns_answers_from_the_zones(lab: Lab) -> None:
    """Aliases, CNAMEs, wildcards, names that are not there."""
    made = lab.client("cloudfront").create_distribution(DistributionConfig=aws.config())["Distribution"]
    target = {**CLOUDFRONT, "DNSName": made["DomainName"]}
    aws.change(lab, "CREATE", "cdn.example.test", "A", AliasTarget=target)
    aws.change(lab, "CREATE", "cdn.example.test", "AAAA", AliasTarget=target)
    aws.change(lab, "CREATE", "www.example.test", "CNAME", "cdn.example.test")
    aws.change(lab, "CREATE", "*.wide.example.test", "TXT", r'"a \"b\"" "c"')
    ask = resolver(lab)
    assert [str(item) for item in ask.resolve("www.example.test", "A")] == ["127.0.0.1"]
    assert [str(item) for item in ask.resolve("cdn.example.test", "AAAA", tcp=True)] == ["::1"]
    assert ask.resolve("x.wide.example.test", "TXT")[0].strings == (b'a "b"', b"c")
    with pytest.raises(dns.resolver.NXDOMAIN):
        ask.resolve("nothing.example.test", "A")
    with pytest.raises(dns.resolver.NoAnswer):
        ask.resolve("www.example.test.", "TXT", raise_on_no_answer=True)
    assert len(ask.resolve("example.test", "NS")) == 4
    lab.dns("example.test", "NS", "ns.elsewhere.test.")
    assert [str(item) for item in ask.resolve("example.test", "NS")] == ["ns.elsewhere.test."]
    with pytest.raises(dns.resolver.NXDOMAIN):
        ask.resolve("cdn.example.test", "A")
