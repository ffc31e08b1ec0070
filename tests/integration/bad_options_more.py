# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""More options that modules must refuse; data."""

from __future__ import annotations

import typing as t

from tests.integration.bad_options import LONG_LABEL, LONG_NAME, Case, record

CACHE_KEY = "parameters_in_cache_key_and_forwarded_to_origin"
ALIAS = {"dns_name": "d111111abcdef8.cloudfront.net"}


def alias(**members: t.Any) -> dict[str, t.Any]:
    return record(**{"values": None, "alias": ALIAS, **members})


def rule(**members: t.Any) -> dict[str, t.Any]:
    return {"rules": [{"pattern": "*", **members}]}


def headers(*items: dict[str, t.Any]) -> dict[str, t.Any]:
    return {"custom_headers_config": [{"override": True, **item} for item in items]}


RECORDS: list[Case] = [
    ("no name", record(name=""), "records.name"),
    ("two dots", record(name="www..example.test"), "records.name"),
    ("long label", record(name=LONG_LABEL), "records.name"),
    ("long name", record(name=LONG_NAME), "records.name"),
    ("a space", record(name="my www.example.test"), "records.name"),
    ("a URL", record(name="https://www.example.test"), "records.name"),
    ("an ambiguous letter", record(name="straße.example.test"), "xn--"),
    ("another zone", record(name="www.example.org"), "www.example.org"),
    ("zone and a name outside", {"zone": "example.test", **record(name="www.badexample.test")}, "does not lie"),
    ("a zone that is none", {"zone": "a b"}, "zone"),
    ("an id that is none", {"zone": "/hostedzone/../x"}, "zone"),
    ("type", record(type="AAA"), "AAA"),
    ("IPv6 in A", record(values=["::1"]), "IPv4"),
    ("a name in A", record(values=["www.example.org"]), "IPv4"),
    ("octal numbers", record(values=["010.0.0.1"]), "IPv4"),
    ("a number", record(values=[1e3]), "IPv4"),
    ("IPv4 in AAAA", record(type="AAAA"), "IPv6"),
    ("no values", record(values=[]), "empty"),
    ("neither", record(values=None), "values or alias"),
    ("both", record(alias=ALIAS), "exclude"),
    ("two CNAMEs", record(type="CNAME", values=["a.example.org", "b.example.org"]), "exactly one"),
    ("negative ttl", record(ttl=-1), "ttl"),
    ("endless ttl", record(ttl=2**31), "ttl"),
    ("ttl in minutes", record(ttl="5m"), "ttl"),
    ("ttl of an alias", alias(ttl=60), "ttl"),
    ("health of CloudFront", alias(alias={**ALIAS, "evaluate_target_health": True}), "evaluate_target_health"),
    ("alias elsewhere", alias(alias={"dns_name": "x.example.org"}), "hosted_zone_id"),
    ("alias of nothing", alias(alias={"dns_name": ""}), "records.alias.dns_name"),
    ("weight alone", record(weight=1), "set_identifier"),
    ("negative weight", record(weight=-1, set_identifier="a"), "weight"),
    ("big weight", record(weight=256, set_identifier="a"), "weight"),
    ("two ways to route", record(weight=1, failover="PRIMARY", set_identifier="a"), "routing"),
    ("long identifier", record(weight=1, set_identifier="x" * 129), "set_identifier"),
    ("CAA", record(type="CAA", values=["amazon.com"]), "CAA"),
    ("CAA of a kind", record(type="CAA", values=["999 issue amazon.com"]), "CAA"),
    ("MX without a number", record(type="MX", values=["mail.example.org"]), "MX"),
    ("SRV", record(type="SRV", values=["1 2 x.example.org"]), "SRV"),
    ("quotes", record(type="TXT", values=['"a" b"']), "quotes"),
    ("long text", record(type="TXT", values=["x" * 4001]), "4000"),
    ("many values", record(type="TXT", values=[f"x{n}" for n in range(401)]), "400"),
    ("a line break", record(type="CNAME", values=["a.example.org\nb.example.org"]), "CNAME"),
    (
        "contradictions",
        {"records": [*record()["records"], *record(values=["192.0.2.9"])["records"]]},
        "www.example.test",
    ),
    ("no list", {"records": "www.example.test"}, "records"),
    ("null", {"records": None}, "records"),
    ("a number for a record", {"records": [5]}, "records"),
    ("long comment", {"comment": "x" * 257}, "256"),
    (
        "a thousand and more",
        {"records": [{"name": f"w{n}.example.org", "type": "A", "values": ["192.0.2.1"]} for n in range(2000)]},
        "example.org",
    ),
]
CACHES: list[Case] = [
    ("no name", {"name": ""}, "name is empty"),
    ("long name", {"name": "x" * 129}, "128"),
    ("AWS's own", {"name": "Managed-CachingOptimized"}, "managed"),
    ("long comment", {"comment": "x" * 129}, "128"),
    ("negative", {"min_ttl": -1}, "min_ttl"),
    ("endless", {"max_ttl": 3153600001}, "max_ttl"),
    ("no for none", {"min_ttl": False}, "min_ttl"),
    ("out of order", {"min_ttl": 10, "max_ttl": 5}, "min_ttl"),
    ("default above", {"default_ttl": 10, "max_ttl": 5}, "default_ttl"),
    ("exponent of a text", {"max_ttl": "1e"}, "max_ttl"),
    ("sexagesimal", {"max_ttl": "12:30:00"}, "max_ttl"),
    ("nothing selected", {CACHE_KEY: {"headers_config": {"header_behavior": "whitelist"}}}, "headers"),
    (
        "names in vain",
        {CACHE_KEY: {"cookies_config": {"cookie_behavior": "all", "cookies": ["a"]}}},
        "takes no cookies",
    ),
    ("no header", {CACHE_KEY: {"headers_config": {"header_behavior": "whitelist", "headers": ["X: y"]}}}, "header"),
    ("key of nothing cached", {"max_ttl": 0, CACHE_KEY: {"enable_accept_encoding_gzip": True}}, "max_ttl 0"),
    ("id of the parent", {"id": ".."}, "id"),
    ("a list", {CACHE_KEY: []}, CACHE_KEY),
]
RESPONSES: list[Case] = [
    ("a value of two lines", headers({"header": "X-A", "value": "a\r\nSet-Cookie: b"}), "line break"),
    ("no name of a header", headers({"header": "X A", "value": "a"}), "no name of a header"),
    ("a header twice", headers({"header": "X-A", "value": "a"}, {"header": "x-a", "value": "b"}), "twice"),
    ("a header of security", headers({"header": "X-Frame-Options", "value": "DENY"}), "security_headers_config"),
    ("a header that stays", {"remove_headers_config": [{"header": "Via"}]}, "Via"),
    ("rate", {"server_timing_headers_config": {"enabled": True, "sampling_rate": 101}}, "sampling_rate"),
    ("no number", {"server_timing_headers_config": {"enabled": True, "sampling_rate": float("nan")}}, "sampling_rate"),
    (
        "long policy",
        {
            "security_headers_config": {
                "content_security_policy": {"override": True, "content_security_policy": "x" * 1784}
            }
        },
        "1783",
    ),
    (
        "negative age",
        {
            "security_headers_config": {
                "strict_transport_security": {"override": True, "access_control_max_age_sec": -1}
            }
        },
        "access_control_max_age_sec",
    ),
    (
        "negative age of CORS",
        {
            "cors_config": {
                "access_control_allow_origins": ["*"],
                "access_control_allow_headers": ["*"],
                "access_control_allow_methods": ["GET"],
                "access_control_allow_credentials": False,
                "origin_override": True,
                "access_control_max_age_sec": -1,
            }
        },
        "access_control_max_age_sec",
    ),
    ("no CORS", {"cors_config": False}, "cors_config"),
    ("a method", {"cors_config": {"access_control_allow_methods": ["TRACE"]}}, "TRACE"),
    (
        "both",
        {
            "security_headers_config": {
                "xss_protection": {"override": True, "protection": True, "mode_block": True, "report_uri": "https://x"}
            }
        },
        "exclude",
    ),
]
PUBLISHED: list[Case] = [
    ("a folder that is not there", {"source": "missing"}, "missing"),
    ("a file", {"source": "tree/a.css"}, "tree/a.css"),
    ("a link to nothing", {"source": "broken"}, "broken"),
    ("an empty path", {"source": ""}, "source"),
    ("a path that is too long", {"source": "x" * 300}, "File name too long"),
    ("a null that nobody knows", {"sourze": None}, "sourze"),
    ("a zero in a path", {"source": "a\0b"}, "source"),
    ("no bucket", {"bucket": "not a bucket"}, "not a bucket"),
    ("an ARN", {"bucket": "arn:aws:s3:::x"}, "arn:aws:s3:::x"),
    ("traversal", {"prefix": "../x"}, "prefix"),
    ("a slash first", {"prefix": "/x//y"}, "prefix"),
    ("a line break", {"cache_control": "max-age=60\nX: y"}, "cache_control"),
    ("an umlaut", {"cache_control": "für immer"}, "cache_control"),
    ("a header in a rule", rule(content_type="text/html\r\nX: y"), "content_type"),
    ("no pattern", rule(pattern=""), "pattern"),
    ("no class", rule(storage_class="ICE"), "ICE"),
    ("metadata", rule(metadata={"x y": "z"}), "metadata"),
    ("metadata of two lines", rule(metadata={"x": "a\nb"}), "metadata"),
    ("AWS's tags", rule(tags={"aws:x": "y"}), "aws:"),
    ("eleven tags", rule(tags={f"t{n}": "x" for n in range(11)}), "tags"),
    ("nobody works", {"threads": 0}, "threads"),
    ("too many work", {"threads": 100000}, "threads"),
    ("percent", {"purge_limit": 101}, "purge_limit"),
    ("less than nothing", {"purge_limit": -1}, "purge_limit"),
    ("id with a space", {"distribution_id": "E1 ABC"}, "distribution_id"),
    ("sometimes", {"purge": "sometimes"}, "purge"),
]
REPAIRED: list[Case] = [
    ("nothing to do", {"cache_control": None, "content_types": "none"}, "cache_control"),
    ("traversal", {"prefix": "../x"}, "prefix"),
    ("a line break", {"cache_control": "a\nb"}, "cache_control"),
    ("nobody works", {"threads": 0}, "threads"),
    ("too many work", {"threads": 100000}, "threads"),
    ("not one request", {"requests_per_second": 0}, "requests_per_second"),
    ("a negative limit", {"limit": -1}, "limit"),
    ("no role", {"batch": {"role": "arn:aws:s3:::x"}}, "role"),
    ("priority", {"batch": {"role": "x", "priority": -1}}, "priority"),
]
PROBED: list[Case] = [
    ("a URL", {"domain": "https://cdn.example.test/"}, "domain: "),
    ("an address", {"domain": "192.0.2.1"}, "IP address"),
    ("a port", {"domain": "cdn.example.test:443"}, "port"),
    ("a wildcard", {"domain": "*.example.test"}, "wildcard"),
    ("no path", {"paths": []}, "paths"),
    ("a URL for a path", {"paths": ["https://cdn.example.test/x"]}, "slash"),
    ("a port that is none", {"connect_to": {"https": "127.0.0.1:99999"}}, "connect_to"),
    ("no port", {"connect_to": {"https": "127.0.0.1"}}, "connect_to"),
    ("a header of two lines", {"headers": {"X-A": "a\r\nX-B: b"}}, "headers"),
    ("a header without a name", {"headers": {"a b": "c"}}, "headers"),
    ("two dots", {"connect_to": {"https": "a..b:443"}}, "connect_to"),
    ("a long label", {"connect_to": {"http": f"{'a' * 64}.test:80"}}, "connect_to"),
    ("no first label", {"origin_urls": ["https://.example.com/"]}, "origin_urls"),
    ("endless", {"timeout": 10**10}, "timeout"),
    ("no time", {"timeout": 0}, "timeout"),
    ("no tries", {"attempts": 0}, "attempts"),
    ("a cause of nothing", {"accepted_causes": ["weather"]}, "weather"),
    ("later: authorities of nobody", {"ca_path": "key.pem"}, "ca_path"),
    ("later: authorities nowhere", {"ca_path": "missing"}, "ca_path"),
    ("no address", {"origin_urls": ["ftp://x"]}, "origin_urls"),
    ("URL of a bracket", {"origin_urls": ["https://[::1"]}, "origin_urls"),
]
