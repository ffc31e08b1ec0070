# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._route53.names import read_name, record_name, suffixes, wire_name
from ansible_collections.cdn.aws.plugins.module_utils._route53.record import from_wire, is_met, to_wire
from ansible_collections.cdn.aws.plugins.module_utils._route53.values import comparable, wire_value
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.recorded import needs_recorded, recorded


@pytest.mark.parametrize(
    ("given_name", "normal"),
    [
        ("CDN.Example.com.", "cdn.example.com"),
        (r"\052.example.com.", "*.example.com"),
        ("*.example.com", "*.example.com"),
        (r"a\043b.example.com", "a#b.example.com"),
        (r"a\056b.example.com", r"a\056b.example.com"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("_dmarc.example.com", "_dmarc.example.com"),
        ("0/26.2.0.192.in-addr.arpa", "0/26.2.0.192.in-addr.arpa"),
        (r"0\05726.2.0.192.in-addr.arpa.", "0/26.2.0.192.in-addr.arpa"),
        (r"My\040Printer._ipp._tcp.example.com.", r"my\040printer._ipp._tcp.example.com"),
        (r"\337\200.example.com.", r"\337\200.example.com"),
        (r"a\134056.example.com", r"a\134056.example.com"),
        (r"\001" * 63 + ".example.com", r"\001" * 63 + ".example.com"),
    ],
)
def test_a_name_is_compared_in_one_form(given_name, normal):
    # R53-10
    assert record_name(given_name) == normal
    assert record_name(wire_name(normal)) == read_name(wire_name(normal)) == normal


@pytest.mark.parametrize("name", ["a" * 64 + ".com.", r"a\040b.", "..", "straße.", r"\000."])
def test_whatever_stands_in_a_zone_is_read(name):
    read_name(name)


def test_a_name_is_sent_absolute_and_with_octal_numbers():
    # R53-10
    assert wire_name("a#b.*.example.com") == r"a\043b.*.example.com."
    assert wire_name(unknown("name")) == unknown("name")


@pytest.mark.parametrize(
    "name", ["", ".", "a..b", "https://a.com/b", "a.com/b", "a b.com", "a" * 64 + ".com", "a." * 130, "straße.de"]
)
def test_a_name_that_dns_cannot_hold_is_refused(name):
    with pytest.raises(Refused, match=r"^records.name: "):
        record_name(name, option="records.name")


def test_suffixes_come_longest_first():
    assert suffixes("a.b.c") == ["a.b.c", "b.c", "c"]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("v=spf1 -all", '"v=spf1 -all"'),
        ('say "hi"', r'"say \"hi\""'),
        ("back\\slash", r'"back\\slash"'),
        ('"quoted" "twice"', '"quoted" "twice"'),
        ("é", r'"\303\251"'),
        ("", '""'),
        ("x" * 300, '"' + "x" * 255 + '" "' + "x" * 45 + '"'),
    ],
)
def test_texts_are_quoted_and_split(text, sent):
    # R53-30
    assert wire_value("TXT", text) == sent
    assert comparable("TXT", text) == comparable("TXT", sent)


@given(st.text(max_size=600).filter(lambda text: not (text.strip().startswith('"') and text.strip().endswith('"'))))
def test_every_text_says_the_same_after_quoting(text):
    # R53-30
    assert comparable("TXT", wire_value("TXT", text)) == comparable("TXT", text)


def test_the_case_of_a_text_counts_and_the_splitting_does_not():
    # R53-30
    assert comparable("TXT", '"a" "b"') == comparable("TXT", '"ab"') != comparable("TXT", '"AB"')


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("CNAME", "Target.Example.com.", "target.example.com"),
        ("MX", "10  Mail.example.com.", "10 mail.example.com"),
        ("SRV", "1 1 443 A.example.com.", "1 1 443 a.example.com"),
        ("AAAA", "2001:DB8:0::1", "2001:db8::1"),
        ("CAA", "0 issue amazon.com", '0 issue "amazon.com"'),
        ("HTTPS", "1  . alpn=h2", "1 . alpn=h2"),
    ],
)
def test_values_are_compared_by_what_they_say(kind, one, other):
    assert comparable(kind, one) == comparable(kind, other)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("A", "d1.cloudfront.net"),
        ("A", "2001:db8::1"),
        ("AAAA", "192.0.2.1"),
        ("CAA", "issue amazon.com"),
        ("TXT", '"a" b "c"'),
        ("TXT", '"a" "'),
        ("TXT", f'"{"x" * 256}"'),
        ("TXT", f'"{"é" * 128}"'),
        ("CNAME", "https://www.example.com/"),
        ("CNAME", "www.example.com/index.html/x"),
        ("CNAME", "192.0.2.1"),
        ("MX", "10 192.0.2.1."),
        ("NS", "2001:db8::1"),
        ("CNAME", "straße.de"),
        ("AAAA", "fe80::1%eth0"),
    ],
)
def test_values_that_route_53_would_refuse_are_refused(kind, value):
    with pytest.raises(Refused, match=r"^values: "):
        wire_value(kind, value)
    comparable(kind, value)  # which may stand there all the same


@pytest.mark.parametrize(
    ("kind", "value", "sent"),
    [
        ("CNAME", "bücher.example.org.", "xn--bcher-kva.example.org."),
        ("MX", "10 bücher.example.org", "10 xn--bcher-kva.example.org"),
        ("PTR", r"My\040Printer._ipp._tcp.example.com.", r"My\040Printer._ipp._tcp.example.com."),
        ("CNAME", "1.0/26.2.0.192.in-addr.arpa", "1.0/26.2.0.192.in-addr.arpa"),
        ("MX", "0 .", "0 ."),
        ("TXT", f'"{"x" * 255}" "{"x" * 255}"', f'"{"x" * 255}" "{"x" * 255}"'),
    ],
)
def test_names_in_values_are_sent_as_dns_has_them(kind, value, sent):
    assert wire_value(kind, value) == sent
    assert comparable(kind, value) == comparable(kind, sent)


def test_unknown_values_pass():
    assert wire_value("A", unknown("address")) == comparable("A", unknown("address")) == unknown("address")


@needs_recorded
def test_every_recorded_record_set_is_its_own_desired_state():
    # Item 13 of the checklist: what AWS tells, fed back, is no change.
    answers = recorded("route53/ListResourceRecordSets__*").values()
    sets = [one for answer in answers for one in answer["ResourceRecordSets"]]
    assert len(sets) > 5
    for one in sets:
        assert is_met(current=from_wire(one), desired=from_wire(one))
        assert to_wire(from_wire(one), one) == one
