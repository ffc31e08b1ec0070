# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times, addresses and URLs as people write them, and as CloudFront compares them."""

from __future__ import annotations

import datetime
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.plugin_utils import _terms

UTC = datetime.timezone.utc
NOW = datetime.datetime(2026, 11, 22, 12, 0, 0, 500, tzinfo=UTC)
NEW_YEAR = datetime.datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("2h", datetime.datetime(2026, 11, 22, 14, tzinfo=UTC)),
        ("1w1d1h1m1s", datetime.datetime(2026, 11, 30, 13, 1, 1, tzinfo=UTC)),
        ("90M", datetime.datetime(2026, 11, 22, 13, 30, tzinfo=UTC)),
        ("2030-01-01T00:00:00Z", NEW_YEAR),
        ("2030-01-01T00:00:00", NEW_YEAR),
        ("2030-01-01 09:00:00+09:00", NEW_YEAR),
        ("2030-01-01", NEW_YEAR),
        ("1893456000", NEW_YEAR),
        (1893456000, NEW_YEAR),
        (1893456000.9, NEW_YEAR),
        (NEW_YEAR, NEW_YEAR),
        (datetime.datetime(2030, 1, 1), NEW_YEAR),
        (datetime.date(2030, 1, 1), NEW_YEAR),
    ],
    ids=str,
)
def test_a_time_is_understood(given_, expected):
    assert _terms.moment("expires", given_, now=NOW) == expected


@pytest.mark.parametrize(
    "given_", ["", "tomorrow", "2 h", "h", "1893456000000", 10**30, "9" * 12 + "w", True, None, []]
)
def test_what_is_no_time_is_refused_with_the_forms_that_are(given_):
    with pytest.raises(Refused, match=r"^expires .* is no time: give a duration such as 2h"):
        _terms.moment("expires", given_, now=NOW)


@pytest.mark.parametrize(
    ("expires", "starts", "message"),
    [
        ("2026-11-22T12:00:00Z", None, "expires 2026-11-22T12:00:00Z is over, CloudFront would answer 403"),
        ("2h", "3h", "starts 2026-11-22T15:00:00Z is not before expires 2026-11-22T14:00:00Z"),
    ],
)
def test_terms_that_nobody_could_meet_are_refused(expires, starts, message):
    with pytest.raises(Refused, match=message):
        _terms.terms(expires=expires, starts=starts, ip_address=None, now=NOW)


def test_a_beginning_in_the_past_is_fine():
    found = _terms.terms(expires="2h", starts="2020-01-01", ip_address=None, now=NOW)
    assert found.custom and found.starts == datetime.datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [("203.0.113.7", "203.0.113.7/32"), ("203.0.113.0/24", "203.0.113.0/24"), ("0.0.0.0/0", "0.0.0.0/0")],
)
def test_an_address_becomes_a_network(given_, expected):
    assert _terms.network(given_) == expected


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ("203.0.113.9/24", "write 203.0.113.0/24 for all of it"),
        ("203.0.113", "is no IPv4 address or network"),
        ("office", "is no IPv4 address or network"),
        ("2001:db8::1", "is IPv6, which CloudFront does not compare"),
        (["203.0.113.7"], "ip_address is given as list"),
    ],
)
def test_what_is_no_network_is_refused(given_, message):
    with pytest.raises(Refused, match=message):
        _terms.network(given_)


@pytest.mark.parametrize("given_", ["K2JCJMDEHXQW5F", "APKAIOSFODNN7EXAMPLE", " K2JCJMDEHXQW5F\n"])
def test_ids_of_keys_are_taken(given_):
    assert _terms.key_pair_id(given_) == given_.strip()


@pytest.mark.parametrize("given_", ["", None, "images", "a8d4e2a4-2b0f-4d4b-9d6c-5e0f0f5f0e11", "k2jcjmdehxqw5f"])
def test_what_is_no_id_of_a_key_is_refused(given_):
    with pytest.raises(Refused, match="^key_id"):
        _terms.key_pair_id(given_)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("https://images.example.com/a.jpg", "https://images.example.com/a.jpg"),
        ("HTTPS://Images.Example.com:443/A.jpg", "https://images.example.com/A.jpg"),
        ("http://images.example.com:80", "http://images.example.com/"),
        ("https://images.example.com:8443/a", "https://images.example.com:8443/a"),
        ("https://x.test/a b/ü|'.jpg", "https://x.test/a%20b/%C3%BC%7C'.jpg"),
        ("https://x.test/a%20b/100%.jpg", "https://x.test/a%20b/100%25.jpg"),
        ("https://x.test/a?size=l&q=it's é&b[]=1&", "https://x.test/a?size=l&q=it%27s%20%C3%A9&b[]=1"),
        ("https://x.test/a?", "https://x.test/a"),
        ("https://x.test?a=1", "https://x.test/?a=1"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://x.test/a?expires=1&policy=2", "https://x.test/a?expires=1&policy=2"),
    ],
)
def test_a_url_is_written_as_clients_send_it(given_, expected):
    assert _terms.request_url(given_) == expected


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ("images.example.com/a.jpg", "is no URL of a website"),
        ("ftp://x.test/a", "is no URL of a website"),
        ("https:///a", "is no URL of a website"),
        ("https://x.test/a\nb", "is no URL of a website"),
        ("http*://x.test/a", "is no URL of a website"),
        ("https://x.test/a#top", "has a fragment"),
        ("https://x.test/*", "has a *: give the pattern as resource"),
        ("https://x.test/../a", "has . or .. as a part"),
        ("https://x.test/a/%2E%2e/b", "has . or .. as a part"),
        ("https://b.s3.eu-west-1.amazonaws.com/a", "is the bucket's own address"),
        ("https://s3.amazonaws.com/b/a", "is the bucket's own address"),
        ("https://x.test/a?Expires=1&v=1&Signature=2", "has Expires, Signature in its query"),
        ("https://a..b.ü/", "is no host name"),
        ("https://x .test/", "is no host name"),
        (7, "the URL is given as int"),
    ],
)
def test_urls_that_could_not_work_are_refused(given_, message):
    with pytest.raises(Refused) as refused:
        _terms.request_url(given_)
    assert message in refused.value.message


def test_refusals_show_no_secrets_of_a_url():
    for url in ("https://me:secret@x.test/a", "https://x.test/a?Signature=secret", "-----BEGIN PRIVATE KEY-----secret"):
        with pytest.raises(Refused) as refused:
            _terms.request_url(url)
        assert "secret" not in refused.value.message


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("https://x.test/private/*", "https://x.test/private/*"),
        ("http*://x.test/a b?.jpg", "http*://x.test/a%20b?.jpg"),
        ("https://*", "https://*"),
        ("https://*.x.test", "https://*.x.test/"),
        ("https://x.test", "https://x.test/"),
    ],
)
def test_a_resource_keeps_its_wildcards(given_, expected):
    assert _terms.resource_pattern("resource", given_) == expected


@pytest.mark.parametrize(
    ("pattern", "url", "covered"),
    [
        ("https://x.test/*", "https://x.test/a/b?c=1", True),
        ("https://x.test/a?.jpg", "https://x.test/a1.jpg", True),
        ("https://x.test/a.jpg?v=*", "https://x.test/a.jpg?v=2", True),
        ("https://x.test/a.jpg", "https://x.test/aXjpg", False),
        ("http*://x.test/*", "https://x.test/", True),
    ],
)
def test_a_pattern_covers_a_url(pattern, url, covered):
    assert _terms.covers(pattern, url) is covered


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Cn", "Co", "Zs"))))
def test_encoding_again_changes_nothing_and_decoding_gives_the_name_back(name):
    url = _terms.request_url(f"https://x.test/a-{name}".replace("*", "").replace("#", "").replace("?", "").rstrip("/."))
    assert _terms.request_url(url) == url
    assert url.isascii()
    if "%" not in name:
        assert unquote(url).startswith("https://x.test/a-")
