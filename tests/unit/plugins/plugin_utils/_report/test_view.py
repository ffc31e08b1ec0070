# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime

import pytest

from ansible_collections.cdn.aws.plugins.plugin_utils._report.view import view
from ansible_collections.cdn.aws.plugins.plugin_utils._report.words import date, milliseconds, share, size

NOW = datetime.datetime(2026, 11, 2, 7, 5, tzinfo=datetime.timezone.utc)
DENIED = {"url": "https://b.s3.eu-central-1.amazonaws.com/a.png", "status": 403, "denied": True, "problem": None}
SILENT = {**DENIED, "status": None, "denied": False}
OPEN = {**DENIED, "status": 200, "denied": False}
ALIAS = {"alias": {"dns_name": "d1.cloudfront.net"}}
ISSUED = {
    "status": "ISSUED",
    "subject_alternative_names": ["cdn.example.com", "*.example.com"],
    "not_before": "2026-10-03T00:00:00+00:00",
    "not_after": "2026-12-02T23:59:59+00:00",
    "certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/1",
    "validation_records": [{"name": "_a.example.com.", "type": "CNAME", "value": "_b.acm-validations.aws."}],
}


def answer(cache="Hit", seconds=0.004, **more):
    return {
        "status": 200,
        "cache": cache,
        "x_cache": cache and f"{cache} from cloudfront",
        "age": None,
        "seconds_to_first_byte": seconds,
        "pop": "ICN57-P1",
        "via": "1.1 a.cloudfront.net (CloudFront)",
        "cache_control": "max-age=60",
        "content_type": "image/png; charset=binary",
        "content_encoding": None,
        "content_length": 1399,
        "http_version": "HTTP/1.1",
        "tls_version": "TLSv1.3",
        **more,
    }


def path(*answers, reason=None, **more):
    hit = any(one["cache"] == "Hit" for one in answers)
    return {"path": "/a.png", "requests": list(answers), "hit": hit, "reason": reason, **more}


def probe(*paths, **more):
    return {
        "domain": "cdn.example.com",
        "address": "203.0.113.1",
        "paths": list(paths) or [path(answer("Miss", 0.1), answer())],
        "redirect": {"status": 301, "location": "https://cdn.example.com/", "ok": True},
        "origins": [DENIED],
        "certificate": {"days_left": 90, "not_after": "2026-12-02T23:59:59+00:00", "issuer": "Amazon"},
        "problems": [],
        **more,
    }


def seen(**given):
    return view({"domain": "cdn.example.com", **given}, now=NOW)


def states(found):
    return [(one["tone"], one["text"]) for one in found]


def facts_of(found):
    return [(fact["tone"], fact["text"]) for link in found["links"] for fact in link["facts"]]


def test_a_chain_that_holds_is_good_all_over():
    bucket = {"name": "b", "region": "eu-central-1"}
    distribution = {"id": "E1", "status": "Deployed", "origins": [{"origin_access_control_id": "O1"}]}
    records = [{"name": "cdn.example.com", "type": kind, **ALIAS} for kind in ("A", "AAAA")]
    found = seen(probe=probe(), bucket=bucket, distribution=distribution, certificate=ISSUED, records=records)
    assert found["verdict"] == {"tone": "ok", "text": "Served from the cache"}
    assert states(found["nodes"]) == [("ok", "Private"), ("ok", "Deployed"), ("ok", "Cache hit")]
    assert [fact for fact in facts_of(found) if fact[0] != "ok"] == []
    assert [text for dummy, text in facts_of(found)] == [
        "reads signed (OAC)",
        "403 to all others",
        "certificate issued",
        "A, AAAA in DNS",
        "http redirects (301)",
    ]
    assert [link["tone"] for link in found["links"]] == ["ok", "ok"]


def test_a_probe_alone_makes_a_report_and_leaves_open_what_nobody_looked_at():
    found = seen(probe=probe(origins=[], redirect=None))
    assert states(found["nodes"]) == [("none", "Not looked at"), ("ok", "Answers"), ("ok", "Cache hit")]
    assert facts_of(found) == [("none", "not looked at"), ("ok", "certificate accepted")]
    assert found["nodes"][1]["also"] == ["ICN57-P1"]
    assert (found["records"], found["waits"]) == ([], None)


def test_a_report_without_a_probe_says_so():
    found = seen(bucket={"name": "b"}, distribution={"id": "E1", "status": "InProgress"})
    assert found["verdict"] == {"tone": "none", "text": "Nothing requested yet"}
    assert states(found["nodes"]) == [
        ("none", "Access not checked"),
        ("warn", "Being deployed"),
        ("none", "Not requested yet"),
    ]
    assert [tile["value"] for tile in found["tiles"]] == ["–", "–", "–", "0"]
    assert (found["rows"], found["lines"], found["images"], found["certificate"]) == ([], [], [], None)


@pytest.mark.parametrize(
    ("given", "node", "state"),
    [
        ({"probe": probe(origins=[OPEN])}, 0, ("bad", "Not private")),
        ({"bucket": {"public_access_block": {"block_public_acls": True}}}, 0, ("ok", "Public access blocked")),
        ({"bucket": {"public_access_block": {"block_public_acls": False}}}, 0, ("none", "Access not checked")),
        ({"probe": probe(origins=[SILENT])}, 0, ("none", "Not looked at")),
        ({"distribution": {"id": "E1", "status": "Deployed", "enabled": False}}, 1, ("bad", "Disabled")),
        ({"probe": probe(path(answer(None)))}, 1, ("bad", "Not seen in the answers")),
        ({"probe": probe(path(), problems=["no answer"])}, 2, ("bad", "No answer")),
        ({"probe": probe(path(answer("Miss")), problems=["a"])}, 2, ("bad", "0 of 1 cached")),
        ({"probe": probe(path(answer("Miss")))}, 2, ("none", "0 of 1 cached")),
    ],
)
def test_each_trouble_shows_in_its_node(given, node, state):
    assert states(seen(**given)["nodes"])[node] == state


@pytest.mark.parametrize(
    ("given", "fact"),
    [
        ({"probe": probe(origins=[OPEN])}, ("bad", "200 to all others")),
        ({"probe": probe(origins=[SILENT])}, ("warn", "others could not be tried")),
        ({"probe": probe(redirect={"status": 200, "location": None, "ok": False})}, ("bad", "http does not redirect")),
        ({"probe": probe(redirect={"status": None, "location": None, "ok": False})}, ("bad", "http does not answer")),
        ({"certificate": {**ISSUED, "status": "PENDING_VALIDATION"}}, ("warn", "certificate pending validation")),
        ({"certificate": {**ISSUED, "status": "FAILED"}}, ("bad", "certificate failed")),
    ],
)
def test_each_trouble_shows_in_its_link_and_colours_it(given, fact):
    found = seen(**given)
    assert fact in facts_of(found)
    assert fact[0] in [link["tone"] for link in found["links"]]


def test_problems_come_before_warnings_and_each_once():
    found = seen(probe=probe(problems=["p", "p"]), warnings=["w", "p"])
    assert states(found["notes"]) == [("bad", "p"), ("warn", "w"), ("warn", "p")]
    assert found["verdict"] == {"tone": "bad", "text": "1 problem"}
    assert found["tiles"][3] == {"name": "Open warnings", "value": "3", "more": "", "tone": "bad"}


def test_a_certificate_that_was_not_renewed_is_a_warning():
    found = seen(probe=probe(certificate={"days_left": 30, "not_after": "2026-12-02"}))
    assert states(found["notes"])[0][1].startswith("The certificate ends in 30 days. ACM renews earlier")
    assert found["verdict"] == {"tone": "warn", "text": "1 warning"}
    assert found["tiles"][2]["tone"] == "warn"


def test_all_bars_have_one_scale():
    found = seen(probe=probe(path(answer("Miss", 0.2), answer("Miss", 0.3), answer("Hit", 0.004))))
    (row,) = found["rows"]
    assert row["bars"] == [
        {"kind": "miss", "length": 66.67, "text": "200 ms"},
        {"kind": "hit", "length": 1.33, "text": "4.0 ms"},
    ]
    assert states(row["results"]) == [("none", "Miss"), ("ok", "Hit")]
    assert (row["content"], row["about"]) == ("image/png, 1.4 kB", "3 requests · max-age=60 · TLSv1.3")
    assert len(row["answers"]) == 3
    assert {len(one) for one in row["answers"]} == {len(found["headings"])}


def test_a_path_that_fails_tells_why():
    failed = path(answer("Error", status=403), reason="S3 denies access.")
    (row,) = seen(probe=probe(failed))["rows"]
    assert (row["status"], row["status_tone"], row["tone"], row["reason"]) == ("403", "bad", "bad", "S3 denies access.")
    (row,) = seen(probe=probe({**failed, "accepted": True}))["rows"]
    assert (row["status_tone"], row["tone"], row["reason"]) == ("none", "none", "S3 denies access.")
    (row,) = seen(probe=probe(path()))["rows"]
    assert (row["status"], row["bars"], row["answers"]) == ("–", [], [])
    assert states(row["results"]) == [("bad", "no answer")]


def test_an_image_is_an_address_that_holds_it():
    image = {"content_type": "image/png", "data": "aW1hZ2U="}
    assert seen(probe=probe(path(answer(), image=image), path(answer(), image=None)))["images"] == [
        {"path": "/a.png", "uri": "data:image/png;base64,aW1hZ2U=", "about": "png, 5 B"}
    ]


def test_other_ways_to_the_site_are_lines_and_what_could_not_be_tried_is_no_fault():
    ways = {
        "ipv6": {"address": "2001:db8::1", "status": 200, "cache": "Hit", "note": None, "problem": None},
        "http2": {"negotiated": "HTTP/2", "status": 200, "cache": "Hit", "note": None},
    }
    assert [tuple(line.values()) for line in seen(probe=probe(**ways))["lines"]][:2] == [
        ("ok", "IPv6", "2001:db8::1, 200, Hit"),
        ("ok", "HTTP/2", "agreed on, 200, Hit"),
    ]
    for found, tone in (({"note": "no IPv6 here"}, "none"), ({"problem": "elsewhere"}, "bad")):
        (line, *dummy) = seen(probe=probe(ipv6={**ways["ipv6"], **found}))["lines"]
        assert (line["tone"], line["text"]) == (tone, next(iter(found.values())))


def test_what_could_not_be_looked_up_is_noted_after_all_else():
    found = seen(probe=probe(notes=["less precise"]), warnings=["a warning"])["notes"]
    assert [(note["tone"], note["text"]) for note in found][-2:] == [("warn", "a warning"), ("none", "less precise")]


def test_http_and_the_bucket_stand_below_the_paths():
    assert [(line["tone"], line["text"]) for line in seen(probe=probe(origins=[DENIED, OPEN]))["lines"]] == [
        ("ok", "301 → https://cdn.example.com/"),
        ("ok", "403, denied, as it should be"),
        ("bad", "200, not denied"),
    ]


def test_the_life_of_a_certificate_is_a_share():
    found = seen(certificate=ISSUED, probe=probe())["certificate"]
    assert found["life"] == {"gone": 50.0, "start": "3 Oct 2026", "end": "2 Dec 2026"}
    assert (found["tone"], found["text"]) == ("ok", "90 days left")
    assert found["facts"][0]["values"] == ["cdn.example.com", "*.example.com"]


def test_a_certificate_that_is_only_seen_in_answers_has_an_end():
    found = seen(probe=probe())["certificate"]
    assert found["life"] is None
    assert {"name": "Valid", "values": ["until 2 Dec 2026"], "code": False} in found["facts"]


def test_a_certificate_before_its_issue_has_no_dates():
    pending = {"status": "PENDING_VALIDATION", "not_before": None, "not_after": None}
    found = seen(certificate=pending)["certificate"]
    assert (found["tone"], found["text"], found["life"]) == ("warn", "Pending validation", None)


def test_records_of_the_site_come_before_those_of_the_certificate():
    text = {"name": "t.example.com", "type": "TXT", "ttl": 300, "values": ["a", "b"]}
    found = seen(records=[{"name": "cdn.example.com", "type": "A", **ALIAS}, text], certificate=ISSUED)["records"]
    assert [tuple(record.values()) for record in found] == [
        ("cdn.example.com", "A", "d1.cloudfront.net", "alias"),
        ("t.example.com", "TXT", "a, b", "300 s"),
        ("_a.example.com", "CNAME", "_b.acm-validations.aws", "validation"),
    ]


def test_waits_follow_each_other_on_one_scale():
    given = [{"what": "a", "usual": "", "seconds": 90.0}, {"what": "b", "seconds": 30.0}, {"what": "c", "seconds": 0.0}]
    found = seen(waits=[*given, {"what": "expected", "usual": "long"}])["waits"]
    assert found["total"] == "2 min"
    assert [(one["start"], one["length"], one["text"]) for one in found["items"]] == [
        (0.0, 75.0, "1 min 30 s"),
        (75.0, 25.0, "30 s"),
        (99.0, 1.0, "0 s"),
    ]


def test_the_time_is_told_for_machines_and_for_people():
    assert seen()["checked"] == {"iso": "2026-11-02T07:05:00Z", "text": "2 November 2026, 07:05 UTC"}


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.00234, "2.3 ms"), (0.0099999, "10.0 ms"), (0.056, "56 ms"), (2, "2000 ms")]
)
def test_short_times_are_told_in_milliseconds(seconds, text):
    assert milliseconds(seconds) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 B"), (999, "999 B"), (1399, "1.4 kB"), (2_500_000, "2.5 MB")])
def test_sizes_are_told_in_units_of_ten(count, text):
    assert size(count) == text


def test_what_is_no_date_is_none():
    assert [date(one) for one in (None, "", "(known after apply: certificate)", "2026-13-40")] == [None] * 4


def test_a_share_is_never_outside_of_the_whole():
    assert [share(*one) for one in ((1, 0), (-1, 2), (3, 2), (1, 4))] == [0.0, 0.0, 100.0, 25.0]
