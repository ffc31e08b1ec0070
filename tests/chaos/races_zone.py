# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Races for the records of a zone, and for certificates: with somebody at the console, and with other runs."""

from __future__ import annotations

import functools

from tests.chaos.rivals import Act, Json, Outcome, Rival, Rivals, merged, race, refused, well

ZONE = "example.test"
CHANGE = "route53:ChangeResourceRecordSets"


def _records(rivals: Rivals, *records: Json, act: Act | None = None, **options: Json) -> Outcome:
    rival = Rival(CHANGE, act) if act else None
    return rivals.bring("route53_records", rival, zone=ZONE, records=list(records), wait=False, **options)


def _record(*values: str, ttl: int = 300) -> dict[str, Json]:
    return {"name": f"www.{ZONE}", "type": "A", "values": list(values), "ttl": ttl}


def _there(rivals: Rivals) -> tuple[list[str], int] | None:
    client = rivals.client("route53")
    (zone,) = client.list_hosted_zones()["HostedZones"]
    sets = client.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
    found = next((one for one in sets if one["Name"] == f"www.{ZONE}."), None)
    return ([value["Value"] for value in found["ResourceRecords"]], found["TTL"]) if found else None


def _upsert(rivals: Rivals, *values: str, ttl: int = 300, action: str = "UPSERT", kind: str = "A") -> None:
    client = rivals.client("route53")
    (zone,) = client.list_hosted_zones()["HostedZones"]
    record = {"Name": f"www.{ZONE}.", "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": one} for one in values]}
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    client.change_resource_record_sets(HostedZoneId=zone["Id"], ChangeBatch=batch)


@race("a foreign record appears before our create")
def foreign_record(rivals: Rivals) -> str:
    """R53-04: it stays, and is told."""
    done = _records(rivals, _record("192.0.2.1"), act=lambda: _upsert(rivals, "192.0.2.9"))
    assert _there(rivals) == (["192.0.2.9"], 300)
    return refused(done, "exists and says 192.0.2.9", "nothing was changed")


@race("a foreign record appears where our CNAME is to be")
def foreign_neighbour(rivals: Rivals) -> str:
    """R53-03: a CNAME stands alone."""
    ours = {"name": f"www.{ZONE}", "type": "CNAME", "values": ["d1.cloudfront.net"]}
    done = _records(rivals, ours, act=lambda: _upsert(rivals, "192.0.2.9"))
    assert _there(rivals) == (["192.0.2.9"], 300)
    return refused(done, "exists and says 192.0.2.9", "nothing was changed")


@race("our record appears before our create")
def same_record(rivals: Rivals) -> str:
    """R53-04: another run has made it."""
    done = _records(rivals, _record("192.0.2.1"), act=lambda: _upsert(rivals, "192.0.2.1"))
    assert done.operations == []
    return merged(done, "Nothing was left to do")


@race("console changes the record before our change")
def changed_record(rivals: Rivals) -> str:
    """R53-02: an UPSERT would replace it in silence."""
    _upsert(rivals, "192.0.2.1", ttl=60)
    done = _records(rivals, _record("192.0.2.1"), act=lambda: _upsert(rivals, "192.0.2.9", ttl=60))
    assert _there(rivals) == (["192.0.2.9"], 60)
    return refused(done, "exists and says 192.0.2.9")


@race("console changes the record that we may overwrite")
def overwritten_record(rivals: Rivals) -> str:
    """Asked for, it is replaced, and told."""
    _upsert(rivals, "192.0.2.1", ttl=60)
    act = functools.partial(_upsert, rivals, "192.0.2.9", ttl=60)
    done = _records(rivals, _record("192.0.2.1"), act=act, overwrite=True)
    assert _there(rivals) == (["192.0.2.1"], 300)
    return merged(done, "replaced theirs", "192.0.2.9")


@race("another run makes half of our records while AWS is busy")
def half_of_the_records(rivals: Rivals) -> str:
    """What was throttled was not carried out, so that it was the other one who made them."""

    def act() -> None:
        _upsert(rivals, "192.0.2.1")
        _upsert(rivals, "2001:db8::9", kind="AAAA")
        rivals.lab.fault("throttle", CHANGE, nth=1)

    ours = [_record("192.0.2.1"), {**_record("2001:db8::1"), "type": "AAAA"}]
    done = _records(rivals, *ours, act=act, overwrite=True)
    assert len(done.operations) == 1
    return merged(done, "replaced theirs", "2001:db8::9")


@race("console deletes the record before our deletion")
def deleted_record(rivals: Rivals) -> str:
    """R53-06."""
    _upsert(rivals, "192.0.2.1")
    act = functools.partial(_upsert, rivals, "192.0.2.1", action="DELETE")
    done = _records(rivals, _record("192.0.2.1"), act=act, state="absent")
    assert (_there(rivals), done.operations) == (None, [])
    return merged(done, "Nothing was left to do")


@race("two certificates' runs make one validation record")
def validation_record(rivals: Rivals) -> str:
    """ACM-05: a domain and its wildcard are proved by the same record."""
    record = {"name": f"_{'a' * 32}.{ZONE}", "type": "CNAME", "values": [f"_{'b' * 32}.acm-validations.aws"]}
    done = rivals.at_once(CHANGE, *[lambda: _records(rivals, record)] * 3)
    well(done, CHANGE)
    return "one object"


def _certificate(rivals: Rivals, rival: Rival | None = None, **options: Json) -> Outcome:
    return rivals.bring("acm_certificate", rival, domain_name=f"www.{ZONE}", dns_checks=False, **options)


@race("two runs request one certificate")
def one_certificate(rivals: Rivals) -> str:
    """ACM-01."""
    done = rivals.at_once("acm:RequestCertificate", *[lambda: _certificate(rivals)] * 3)
    well(done)
    assert len(rivals.client("acm").list_certificates()["CertificateSummaryList"]) == 1
    return "one object"


@race("console sets a tag of the certificate")
def certificate_tag(rivals: Rivals) -> str:
    """Tags of certificates are written one by one."""
    arn = _certificate(rivals, tags={"site": "a"}).state["certificate_arn"]
    client = rivals.client("acm")
    theirs = {"CertificateArn": arn, "Tags": [{"Key": "theirs", "Value": "b"}]}
    rival = Rival("acm:AddTagsToCertificate", lambda: client.add_tags_to_certificate(**theirs))
    done = _certificate(rivals, rival, tags={"site": "c"})
    tags = client.list_tags_for_certificate(CertificateArn=arn)["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"site": "c", "theirs": "b"}
    return merged(done)


@race("console deletes the certificate")
def certificate_gone(rivals: Rivals) -> str:
    """One line."""
    arn = _certificate(rivals, tags={"site": "a"}).state["certificate_arn"]
    act = functools.partial(rivals.client("acm").delete_certificate, CertificateArn=arn)
    done = _certificate(rivals, Rival("acm:AddTagsToCertificate", act), tags={"site": "c"})
    return refused(done, f"The certificate www.{ZONE} was there", "is gone")
