# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._dns.facts import Hosted
from ansible_collections.cdn.aws.plugins.module_utils._route53.hosted import HostedZones
from tests.unit.helpers import StubbedApi

RECORD, VALUE = "_a.cdn.example.com", "_b.acm-validations.aws"
SERVERS = ["ns-1.awsdns-1.com", "ns-2.awsdns-2.net"]


@pytest.fixture
def aws():
    api = StubbedApi()
    yield api
    api.assert_all_made()


def zone(number, name, *, private=False, **more):
    return {
        "Id": f"/hostedzone/Z{number:04}",
        "Name": f"{name}.",
        "CallerReference": "x",
        "Config": {"PrivateZone": private},
        **more,
    }


def expect_zones(aws, *zones, more=False):
    page = {"HostedZones": list(zones), "IsTruncated": more, "MaxItems": "100", "Marker": "", "NextMarker": "x"}
    aws.expect("route53:ListHostedZones", {}, page)


def expect_servers(aws, found):
    answer = {"HostedZone": found, "DelegationSet": {"NameServers": SERVERS}}
    aws.expect("route53:GetHostedZone", {"Id": found["Id"].rpartition("/")[2]}, answer)


def expect_record(aws, found, name=RECORD, value=VALUE, kind="CNAME"):
    request = {
        "HostedZoneId": found["Id"].rpartition("/")[2],
        "StartRecordName": f"{RECORD}.",
        "StartRecordType": "CNAME",
        "MaxItems": "1",
    }
    record = {"Name": f"{name}.", "Type": kind, "TTL": 300, "ResourceRecords": [{"Value": f"{value}."}]}
    answer = {"ResourceRecordSets": [record] if name else [], "IsTruncated": False, "MaxItems": "1"}
    aws.expect("route53:ListResourceRecordSets", request, answer)


def test_the_closest_public_zone_is_meant(aws):
    # R53-21
    near = zone(1, "cdn.example.com", private=True)
    right, wrong = zone(2, "example.com"), zone(3, "badexample.com")
    expect_zones(aws, near, right, wrong)
    expect_servers(aws, right)
    zones = HostedZones(aws)
    found = Hosted("example.com", tuple(SERVERS), "Z0002")
    assert zones.of(None, "cdn.example.com") == found
    assert zones.of(None, "img.example.com") == found, "known by now, without another call"
    assert zones.of(None, "other.com") is None


def test_zones_of_one_name_are_nobodys_guess(aws):
    expect_zones(aws, zone(1, "example.com"), zone(2, "example.com"))
    assert HostedZones(aws).of(None, "cdn.example.com") is None


def test_the_zones_of_other_services_are_left_out(aws):
    # R53-22
    expect_zones(aws, zone(1, "example.com", LinkedService={"ServicePrincipal": "x", "Description": "x"}))
    assert HostedZones(aws).of(None, "cdn.example.com") is None


def test_a_zone_can_be_named(aws):
    expect_zones(aws, zone(1, "cdn.example.com"), zone(2, "example.com"))
    expect_servers(aws, zone(2, "example.com"))
    assert HostedZones(aws).of("Example.com.", "cdn.example.com").id == "Z0002"


def test_a_zone_that_is_given_by_its_id_may_be_private(aws):
    private = zone(9, "example.com", private=True)
    aws.expect("route53:GetHostedZone", {"Id": "Z0009"}, {"HostedZone": private})
    assert HostedZones(aws).of("Z0009", "cdn.example.com") == Hosted("example.com", (), "Z0009", private=True)


def test_large_accounts_are_asked_by_name(aws):
    expect_zones(aws, zone(7, "a.com"), more=True)
    for name, found in (("cdn.example.com", []), ("example.com", [zone(2, "example.com")])):
        answer = {"HostedZones": found, "IsTruncated": False, "MaxItems": "100"}
        aws.expect("route53:ListHostedZonesByName", {"DNSName": name}, answer)
    expect_servers(aws, zone(2, "example.com"))
    assert HostedZones(aws).of(None, "cdn.example.com").name == "example.com"


def test_the_zones_that_hold_a_record_are_found_private_ones_too(aws):
    public, private = zone(1, "example.com"), zone(2, "example.com", private=True)
    expect_zones(aws, public, private, zone(3, "other.com"))
    expect_record(aws, public, name="zzz.example.com")
    expect_record(aws, private)
    assert HostedZones(aws).holding(RECORD, VALUE) == (Hosted("example.com", (), "Z0002", private=True),)


@pytest.mark.parametrize("more", [{"value": "x"}, {"kind": "TXT"}, {"name": ""}])
def test_what_is_not_the_record_is_not_held(aws, more):
    public = zone(1, "example.com")
    expect_zones(aws, public)
    expect_record(aws, public, **more)
    assert HostedZones(aws).holding(RECORD, VALUE) == ()


def test_who_may_not_look_is_told_once_and_not_stopped(aws):
    aws.fail("route53:ListHostedZones", "AccessDenied", "no")
    zones = HostedZones(aws)
    assert zones.of(None, "cdn.example.com") is None
    assert zones.holding(RECORD, VALUE) == ()
    assert "route53:ListHostedZones" in zones.problem
