# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's name servers answer each for itself: delegation, other people's servers, failures."""

from __future__ import annotations

import typing as t

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

PARENT = "a.parent.lab"


def ask(lab: Lab, server: str, name: str, kind: str, **more: t.Any) -> dns.message.Message:
    """Ask a name server, found as anybody finds it, without recursion."""
    host, _, port = lab.env["CDN_LAB_DNS"].partition(":")
    where = host
    if server:
        found = dns.query.udp(dns.message.make_query(server, "A"), host, port=int(port), timeout=5)
        where = str(found.answer[0][0])
    query = dns.message.make_query(name, kind, flags=0 if server else dns.flags.RD)
    return dns.query.udp(query, where, port=int(port), timeout=more.get("timeout", 5))


def texts(section: list[t.Any]) -> list[str]:
    """Return the values of a section."""
    return sorted(str(item) for rrset in section for item in rrset)


def name_servers(lab: Lab, zone: str = "") -> list[str]:
    """Return the name servers that Route 53 gave a zone."""
    found = lab.client("route53").get_hosted_zone(Id=zone or aws.zone_id(lab))
    return list(found["DelegationSet"]["NameServers"])


def test_each_zone_has_name_servers_of_its_own(lab: Lab) -> None:
    first = name_servers(lab)
    other = lab.client("route53").create_hosted_zone(Name="example.test", CallerReference="x")
    given = other["DelegationSet"]["NameServers"]
    assert len(given) == 4
    assert set(given) == set(name_servers(lab, other["HostedZone"]["Id"]))
    assert not set(given) & set(first)


def test_the_way_down_is_one_of_referrals(lab: Lab) -> None:
    assert texts(ask(lab, "", "test.", "NS").answer) == [f"{PARENT}."]
    servers = name_servers(lab)
    aws.change(lab, "CREATE", "a.example.test", "CNAME", "b.elsewhere.test")
    referral = ask(lab, PARENT, "a.example.test", "CNAME")
    assert not referral.flags & dns.flags.AA
    assert texts(referral.authority) == sorted(f"{server}." for server in servers)
    assert len(texts(referral.additional)) == 4
    answer = ask(lab, servers[0], "a.example.test", "A")
    assert answer.flags & dns.flags.AA
    assert texts(answer.answer) == ["b.elsewhere.test."], "a name server follows nothing"


def test_names_and_types_that_are_not_there_come_with_the_zone(lab: Lab) -> None:
    server = name_servers(lab)[0]
    aws.change(lab, "CREATE", "a.b.example.test", "TXT", '"x"')
    for name, rcode in (
        ("nothing.example.test", "NXDOMAIN"),
        ("b.example.test", "NOERROR"),
        ("a.b.example.test", "NOERROR"),
    ):
        reply = ask(lab, server, name, "CNAME")
        assert (dns.rcode.to_text(reply.rcode()), reply.authority[0].name.to_text()) == (rcode, "example.test.")
    above = ask(lab, PARENT, "unknown.test", "CNAME")
    assert (above.rcode(), above.authority[0].name.to_text()) == (dns.rcode.NXDOMAIN, "test.")


def test_a_delegation_can_be_taken_away_or_given_to_others(lab: Lab) -> None:
    server = name_servers(lab)[0]
    lab.dns("example.test", "NS")
    assert ask(lab, PARENT, "a.example.test", "CNAME").rcode() == dns.rcode.NXDOMAIN
    lab.dns("example.test", "NS", "ns1.old.test")
    assert texts(ask(lab, PARENT, "a.example.test", "CNAME").authority) == ["ns1.old.test."]
    assert ask(lab, "ns1.old.test", "a.example.test", "CNAME").rcode() == dns.rcode.REFUSED
    assert ask(lab, server, "example.test", "SOA").answer, "the zone itself stays as it is"
    lab.dns("example.test", "SOA", "ns1.old.test. root.old.test. 1 60 60 60 60", server="ns1.old.test")
    assert ask(lab, "ns1.old.test", "a.example.test", "CNAME").rcode() == dns.rcode.NXDOMAIN
    lab.dns("a.example.test", "CNAME", "c.test", server="ns1.old.test")
    assert texts(ask(lab, "ns1.old.test", "a.example.test", "CNAME").answer) == ["c.test."]
    assert texts(ask(lab, "", "a.example.test", "CNAME").answer) == ["c.test."]


def test_a_zone_below_is_delegated_by_the_one_above(lab: Lab) -> None:
    child = lab.client("route53").create_hosted_zone(Name="cdn.example.test", CallerReference="x")
    servers = child["DelegationSet"]["NameServers"]
    referral = ask(lab, name_servers(lab)[0], "_a.cdn.example.test", "CNAME")
    assert texts(referral.authority) == sorted(f"{server}." for server in servers)
    aws.change(lab, "CREATE", "far.example.test", "NS", "ns1.far.test.")
    assert texts(ask(lab, name_servers(lab)[0], "x.far.example.test", "A").authority) == ["ns1.far.test."]


def test_single_servers_can_differ_and_fail(lab: Lab) -> None:
    first, second, third, fourth = name_servers(lab)
    aws.change(lab, "CREATE", "a.example.test", "CNAME", "b.test")
    lab.dns("a.example.test", "CNAME", server=first)
    assert ask(lab, first, "a.example.test", "CNAME").rcode() == dns.rcode.NXDOMAIN
    assert texts(ask(lab, second, "a.example.test", "CNAME").answer) == ["b.test."]
    lab.dns_fault("servfail", server=third)
    lab.dns_fault("silent", server=fourth, name="a.example.test")
    lab.dns_fault("refused", server="resolver")
    assert ask(lab, "", "a.example.test", "A").rcode() == dns.rcode.REFUSED
    lab.clear_dns()
    lab.dns_fault("servfail", server=third)
    assert ask(lab, third, "a.example.test", "CNAME").rcode() == dns.rcode.SERVFAIL
    lab.dns_fault("silent", server=fourth, name="a.example.test")
    with pytest.raises(dns.exception.Timeout):
        ask(lab, fourth, "a.example.test", "CNAME", timeout=0.3)
    with pytest.raises(ValueError, match="no fault"):
        lab.dns_fault("explode")


def test_questions_are_counted(lab: Lab) -> None:
    ask(lab, "", "example.test", "CAA")
    ask(lab, PARENT, "example.test", "CAA")
    asked = [(one["server"], one["name"], one["type"]) for one in lab.dns_questions()]
    assert asked == [
        ("resolver", "example.test.", "CAA"),
        ("resolver", f"{PARENT}.", "A"),
        (f"{PARENT}.", "example.test.", "CAA"),
    ]


def test_the_name_of_a_distribution_is_there_as_long_as_the_distribution(lab: Lab) -> None:
    assert ask(lab, "", "d111111abcdef8.cloudfront.net", "A").rcode() == dns.rcode.NXDOMAIN
    cloudfront = lab.client("cloudfront")
    name = cloudfront.create_distribution(DistributionConfig=aws.config())["Distribution"]["DomainName"]
    assert texts(ask(lab, "", name, "A").answer) == ["127.0.0.1"]
