# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates that can never be validated, and those that can: what the run says, and when it ends."""

from __future__ import annotations

import time
import typing as t
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from tests.integration.conftest import RunTasks
from tests.integration.site import SITE, variables
from tests.lab import Lab

SERVERS = ["ns1.old.test", "ns2.old.test"]


class Dns:
    """Zones and records as somebody made them."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.acm = lab.client("acm", "us-east-1")
        self.route53 = lab.client("route53")
        self.records: dict[str, dict[str, str]] = {}
        self.arns: dict[str, str] = {}

    def zone(self, name: str, *, private: bool = False) -> str:
        vpc = {"VPC": {"VPCRegion": "us-east-1", "VPCId": "vpc-1"}} if private else {}
        reference = f"{name} {private} {time.monotonic()}"
        made = self.route53.create_hosted_zone(Name=name, CallerReference=reference, **vpc)
        return str(made["HostedZone"]["Id"].rpartition("/")[2])

    def request(self, name: str) -> dict[str, str]:
        """Request a certificate by hand and return its validation record."""
        arn = self.acm.request_certificate(DomainName=name, ValidationMethod="DNS")["CertificateArn"]
        found = self.acm.describe_certificate(CertificateArn=arn)["Certificate"]
        self.arns[name] = str(arn)
        self.records[name] = dict(found["DomainValidationOptions"][0]["ResourceRecord"])
        return self.records[name]

    def put(self, zone: str, name: str, value: str, kind: str = "CNAME") -> None:
        content = {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}]}
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": content}]}
        self.route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)


@pytest.fixture
def dns(lab: Lab) -> Dns:
    lab.settings(record_describes=0, insync_seconds=0)
    return Dns(lab)


def certificate(**options: t.Any) -> list[dict[str, t.Any]]:
    return [{"name": "Request a certificate", "cdn.aws.acm_certificate": options}]


CAUSES = {
    "undelegated": ["undelegated.test is not delegated", "Set ns-", "at its registrar"],
    "elsewhere": ["elsewhere.test is delegated to ns-", "but the hosted zone elsewhere.test (Z"],
    "caa": ['CAA of caa.test (0 issue ";") does not let', 'Add a CAA record 0 issue "amazon.com" to caa.test'],
    "value": ["is a CNAME for somewhere.else.test, not for _"],
    "private": ["stands in the hosted zone private.test (Z", "which is private"],
    "below": ["in the zone cdn.below.test of its own", "Make them in the zone cdn.below.test"],
    "missing": ["it was deleted or never made", ". 300 IN CNAME _"],
    "failed": ["DOMAIN_NOT_ALLOWED", "ask AWS Support"],
    "doubled": ["Make it with the name _"],
    # DNS that does not answer is no cause: neither its name servers nor a resolver.
    "silent": ["has not happened within 15 s"],
    "unreachable": [],
}


def plant(dns: Dns) -> None:
    """Request the certificates, and make their records as somebody does who gets it wrong."""
    for cause in CAUSES:
        zone, record = dns.zone(f"{cause}.test"), dns.request(f"cdn.{cause}.test")
        name, value = record["Name"], record["Value"]
        if cause in ("failed", "silent", "unreachable"):
            dns.put(zone, name, value)
        if cause == "elsewhere":
            dns.put(dns.zone("elsewhere.test"), name, value)
        if cause == "value":
            dns.put(zone, name, "somewhere.else.test.")
        if cause == "private":
            dns.put(dns.zone("private.test", private=True), name, value)
        if cause == "below":
            dns.zone("cdn.below.test")
            dns.put(zone, name, value)
        if cause == "doubled":
            dns.put(zone, f"{name}doubled.test.", value)
    dns.lab.dns_fault("silent", name="silent.test")


def plant_later(dns: Dns, seconds: float = 40) -> None:
    """Do what would have been refused before, once the waits have begun."""
    begun = {dns.records[f"cdn.{cause}.test"]["Name"] for cause in ("undelegated", "caa", "failed")}
    deadline = time.monotonic() + seconds
    while not begun <= {one["name"] for one in dns.lab.dns_questions()}:
        assert time.monotonic() < deadline, "nothing waits"
        time.sleep(0.3)
    dns.lab.dns("undelegated.test", "NS")
    dns.lab.dns("caa.test", "CAA", '0 issue ";"')
    dns.lab.certificate(dns.arns["cdn.failed.test"], Status="FAILED", FailureReason="DOMAIN_NOT_ALLOWED")
    dns.lab.certificate(dns.arns["cdn.unreachable.test"], Status="ISSUED")


def test_each_planted_cause_ends_its_wait_within_30_seconds(
    lab: Lab, dns: Dns, run_tasks: RunTasks, tmp_path: Path
) -> None:
    lab.settings(certificate_seconds=3600)
    plant(dns)
    options = {
        "domain_name": "cdn.{{ inventory_hostname }}.test",
        "dns_provider": "{{ 'route53' if inventory_hostname in ('undelegated', 'missing') else omit }}",
        "dns_resolver": "{{ '127.0.0.1:1' if inventory_hostname == 'unreachable' else omit }}",
        "wait": True,
        "wait_timeout": "{{ 15 if inventory_hostname == 'silent' else 120 }}",
    }
    host = {"name": "{{ item }}", "groups": "sites", "ansible_connection": "local"}
    plays = [
        {
            "hosts": "localhost",
            "gather_facts": False,
            "tasks": [{"ansible.builtin.add_host": host, "loop": list(CAUSES)}],
        },
        {"hosts": "sites", "gather_facts": False, "tasks": certificate(**options)},
    ]
    playbook = tmp_path / "sites.yml"
    playbook.write_text(yaml.safe_dump(plays), encoding="utf-8")
    with ThreadPoolExecutor(1) as pool:
        later = pool.submit(plant_later, dns)
        run = run_tasks(playbook, env={"ANSIBLE_FORKS": str(len(CAUSES))})
        later.result()
    ended = {task.host: task.result for task in run.tasks if task.action == "cdn.aws.acm_certificate"}
    assert set(ended) == set(CAUSES)
    reached = ended.pop("unreachable")
    assert reached["certificate"]["status"] == "ISSUED"
    assert "Public DNS could not be looked at" in reached["warnings"][0]
    for cause, result in ended.items():
        words = CAUSES[cause]
        assert [word for word in words if word not in result["msg"]] == [], result["msg"]
        (wait,) = result["waits"]
        assert wait["seconds"] < 30, cause
    assert all(result["status"].startswith(("PENDING", "FAILED")) for result in ended.values())


def test_what_can_be_known_before_is_refused_before(lab: Lab, dns: Dns, run_tasks: RunTasks) -> None:
    dns.zone("undelegated.test")
    lab.dns("undelegated.test", "NS")
    dns.zone("elsewhere.test")
    lab.dns("elsewhere.test", "NS", *SERVERS)
    lab.dns("elsewhere.test", "SOA", "a. b. 1 1 1 1 1", server=SERVERS[0])
    dns.put(dns.zone("caa.test"), "caa.test", '0 issue "letsencrypt.org"', "CAA")
    private = dns.zone("private.test", private=True)
    dns.zone("below.test")
    other = lab.client("route53", account="999999999999")
    other.create_hosted_zone(Name="cdn.below.test", CallerReference="x")
    lab.dns("gone.test", "NS", *SERVERS)
    asked = [
        ("cdn.undelegated.test", {"dns_provider": "route53"}, "undelegated.test is not delegated"),
        ("cdn.unknown.test", {}, "Register unknown.test"),
        ("cdn.elsewhere.test", {"dns_provider": "route53"}, "delegated to ns1.old.test, ns2.old.test, but"),
        ("*.caa.test", {}, "does not let Amazon issue wildcard certificates"),
        ("cdn.private.test", {"dns_provider": "route53", "dns_zone": private}, "which is private"),
        ("cdn.below.test", {"dns_provider": "route53"}, "Make them in the zone cdn.below.test"),
        ("cdn.gone.test", {"dns_provider": "manual"}, "which refuse to answer for it"),
        ("cdn.example.test", {"dns_name_servers": SERVERS}, "has the name servers ns1.old.test, ns2.old.test"),
        ("cdn.example.test", {"dns_resolver": "dns://1.1.1.1"}, "is no host or host:port"),
    ]
    tasks = [{**certificate(domain_name=name, **options)[0], "ignore_errors": True} for name, options, _ in asked]
    mark = lab.mark()
    for check, count in ((True, len(asked)), (False, 2)):
        run = run_tasks(tasks[:count], check=check)
        messages = [task.result.get("msg", "") for task in run.tasks]
        assert len(messages) == count
        assert [words for (_, _, words), told in zip(asked, messages, strict=False) if words not in told] == [], (
            messages
        )
    assert lab.writes(mark) == []


def test_a_site_is_refused_before_its_bucket_is_made(lab: Lab, run_tasks: RunTasks) -> None:
    lab.dns("example.test", "CAA", '0 issue ";"')
    run = run_tasks(SITE, variables=variables(lab))
    assert "does not let Amazon issue" in run.failure
    assert lab.writes() == []


def test_a_healthy_run_asks_a_few_questions_and_a_settled_one_none(lab: Lab, run_tasks: RunTasks) -> None:
    lab.settings(certificate_seconds=2, record_describes=0, insync_seconds=0)
    role = [{"name": "Make a certificate", "ansible.builtin.include_role": {"name": "cdn.aws.certificate"}}]
    given = {"certificate_domain_name": "cdn.example.test", "certificate_subject_alternative_names": ["*.example.test"]}
    run = run_tasks(role, variables=given).ok()
    assert run.warnings == []
    asked = lab.dns_questions()
    assert 0 < len(asked) < 50
    assert any(one["type"] == "CAA" for one in asked)
    assert run_tasks(role, variables=given).ok().changed == 0
    assert len(lab.dns_questions()) == len(asked)


def test_nothing_is_asked_when_that_is_not_wanted(lab: Lab, run_tasks: RunTasks) -> None:
    lab.dns("example.test", "CAA", '0 issue ";"')
    assert run_tasks(certificate(domain_name="cdn.example.test", dns_checks=False)).ok().changed == 1
    assert lab.dns_questions() == []


def test_a_zone_of_another_account_is_looked_up_there(lab: Lab, run_tasks: RunTasks) -> None:
    """The account of the certificate has a zone of this name too, which nobody delegates to."""
    mine = {"AWS_ACCESS_KEY_ID": "999999999999", "AWS_SECRET_ACCESS_KEY": "of-the-account-999999999999"}
    lab.client("route53", account="999999999999").create_hosted_zone(Name="example.test", CallerReference="x")
    role = [{"name": "Plan a certificate", "ansible.builtin.include_role": {"name": "cdn.aws.certificate"}}]
    given = {
        "certificate_domain_name": "cdn.example.test",
        "certificate_dns_access_key": lab.env["AWS_ACCESS_KEY_ID"],
        "certificate_dns_secret_key": lab.env["AWS_SECRET_ACCESS_KEY"],
    }
    mark = lab.mark()
    run = run_tasks(role, variables=given, env=mine, check=True).ok()
    (zone,) = [result["zone"] for result in run.of("route53_records") if result["zone"].get("name_servers")]
    assert len(zone["name_servers"]) == 4
    lab.dns("example.test", "NS", *SERVERS)
    refused = run_tasks(role, variables=given, env=mine).failure
    assert f"delegated to {', '.join(SERVERS)}, but the hosted zone example.test has" in refused
    assert zone["name_servers"][0] in refused
    assert lab.writes(mark) == []
