# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""More options that modules must refuse, and all of them by module; data."""

from __future__ import annotations

import typing as t

from tests.chaos.wild import SECRET
from tests.integration.bad_options import BUCKETS, CERTIFICATES, DISTRIBUTIONS, LONG_LABEL, LONG_NAME, Case, record

KEY = "-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----"
PEM = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
CACHE_KEY = "parameters_in_cache_key_and_forwarded_to_origin"
ALIAS = {"dns_name": "d111111abcdef8.cloudfront.net"}


def alias(**members: t.Any) -> dict[str, t.Any]:
    return record(**{"values": None, "alias": ALIAS, **members})


def rule(**members: t.Any) -> dict[str, t.Any]:
    return {"rules": [{"pattern": "*", **members}]}


def cookies(**members: t.Any) -> dict[str, t.Any]:
    return {"cookies_config": members}


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
    ("no tries", {"attempts": 0}, "attempts"),
    ("a cause of nothing", {"accepted_causes": ["weather"]}, "weather"),
    ("later: authorities of nobody", {"ca_path": "key.pem"}, "ca_path"),
    ("later: authorities nowhere", {"ca_path": "missing"}, "ca_path"),
    ("no address", {"origin_urls": ["ftp://x"]}, "origin_urls"),
    ("URL of a bracket", {"origin_urls": ["https://[::1"]}, "origin_urls"),
]

# What is wrong in the same way wherever things have names.
NAMES: list[Case] = [
    ("no name", {"name": ""}, "name"),
    ("null", {"name": None}, "name"),
    ("a control character", {"name": "a\x1bb"}, "\\x1b"),
    ("half a character", {"name": "a\ud800"}, "\\ud800"),
    ("a state of nothing", {"state": "gone"}, "gone"),
]
BAD: dict[str, list[Case]] = {
    "acm_certificate": CERTIFICATES,
    "cdn_probe": PROBED,
    "cloudfront_cache_policy": CACHES,
    "cloudfront_distribution": DISTRIBUTIONS,
    "cloudfront_distribution_info": [
        ("both", {"distribution_id": "E1ABC", "alias": "cdn.example.test"}, "exclusive"),
        ("a slash", {"distribution_id": "E1/config"}, "distribution_id"),
        ("no host", {"alias": "a b"}, "alias"),
    ],
    "cloudfront_function": [
        *NAMES,
        ("dots", {"name": "my.function"}, "letters, digits"),
        ("long name", {"name": "x" * 65}, "64"),
        ("no file", {"code": None, "code_file": "folder"}, "folder"),
        ("both", {"code_file": "missing"}, "exclusive"),
        ("big", {"code": "x" * 10241}, "10"),
        ("an event of a word", {"test_events": [{"event": "viewer-request"}]}, "event"),
        (
            "a store of nothing",
            {"key_value_store_associations": [{"key_value_store_arn": "arn:aws:s3:::x"}]},
            "key_value_store",
        ),
        ("runtime", {"runtime": "nodejs20"}, "runtime"),
    ],
    "cloudfront_invalidation": [
        ("neither", {"distribution_id": None}, "distribution_id"),
        ("nothing named", {"distribution_id": ""}, "distribution_id"),
        ("id of the parent", {"distribution_id": "../x"}, "distribution_id"),
        ("an alias of a URL", {"distribution_id": None, "alias": "https://x.test"}, "bare name"),
        ("an empty path", {"target_paths": [""]}, "target_paths"),
        ("an empty item", {"target_paths": [None]}, "target_paths"),
        ("a URL", {"target_paths": ["https://cdn.example.test/x"]}, "URL"),
        ("a star inside", {"target_paths": ["/*/x"]}, "*"),
        ("a line break", {"target_paths": ["/a\nb"]}, "target_paths"),
        ("long path", {"target_paths": [f"/{'x' * 4000}"]}, "4000"),
        ("none allowed", {"max_paths": 0}, "max_paths"),
        ("too many", {"max_paths": 3001}, "max_paths"),
        ("no time", {"wait_timeout": -5}, "wait_timeout"),
    ],
    "cloudfront_invalidation_info": [
        ("none", {"limit": 0}, "limit"),
        ("too many", {"limit": 10**30}, "limit"),
        ("id with a space", {"distribution_id": "E 1"}, "distribution_id"),
    ],
    "cloudfront_key_group": [
        *NAMES,
        ("no keys", {"items": []}, "items"),
        ("long comment", {"comment": "x" * 129}, "128"),
        ("an empty item", {"items": [None]}, "items"),
        ("id of the parent", {"id": "."}, "id"),
    ],
    "cloudfront_origin_access_control": [
        *NAMES,
        ("long name", {"name": "x" * 65}, "64"),
        ("long description", {"description": "x" * 257}, "256"),
        ("a type of nothing", {"origin_access_control_origin_type": "gcs"}, "gcs"),
        ("id with a space", {"id": "E 1"}, "id"),
    ],
    "cloudfront_origin_request_policy": [
        *NAMES,
        ("names in vain", cookies(cookie_behavior="none", cookies=["a"]), "takes no cookies"),
        ("no names", cookies(cookie_behavior="whitelist", cookies=[]), "needs at least one"),
        ("a boolean for a behaviour", cookies(cookie_behavior=False), "cookie_behavior"),
    ],
    "cloudfront_public_key": [
        *NAMES,
        ("a private key", {"encoded_key": KEY}, "private key"),
        ("no key", {"encoded_key": SECRET}, "encoded_key"),
        ("a damaged key", {"encoded_key": PEM}, "damaged"),
        ("both", {"encoded_key": PEM, "encoded_key_file": "key.pem"}, "exclusive"),
        ("a folder", {"encoded_key_file": "folder"}, "encoded_key_file"),
        ("no text", {"encoded_key_file": "unreadable"}, "encoded_key_file"),
        ("no key in a file", {"encoded_key_file": "key.pem"}, "encoded_key_file"),
        ("long comment", {"comment": "x" * 129}, "128"),
    ],
    "cloudfront_response_headers_policy": [*NAMES, *RESPONSES],
    "route53_records": RECORDS,
    "s3_bucket_policy_statement": [
        ("no bucket", {"bucket": "a/b", "statement": {}}, "name of a bucket"),
        ("no statement", {"statement": None}, "statement"),
        ("a word", {"statement": "allow"}, "statement"),
        ("everything allowed", {"statement": {"effect": "Allow", "principal": "*", "action": "s3:*"}}, "statement"),
        ("no sid", {"sid": "", "statement": {"Effect": "Allow"}}, "sid"),
        ("a sid with spaces", {"sid": "my sid", "statement": {"Effect": "Allow"}}, "sid"),
        ("no effect", {"statement": {"Effect": "Perhaps", "Action": "s3:GetObject"}}, "statement"),
        (
            "a huge one",
            {
                "statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": ["s3:GetObject"],
                    "Resource": [f"arn:aws:s3:::bad-input/{n}" for n in range(2000)],
                }
            },
            "20",
        ),
    ],
    "s3_changed_objects_info": [
        ("no time", {"since": "yesterday"}, "since"),
        ("a time of the day", {"since": "12:30:00"}, "since"),
        ("null", {"since": None}, "since"),
        ("the wrong way round", {"since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, "until"),
        ("none", {"limit": 0}, "limit"),
        ("no bucket", {"bucket": "s3://x"}, "bare name"),
    ],
    "s3_object_headers": REPAIRED,
    "s3_origin_bucket": BUCKETS,
    "s3_publish": PUBLISHED,
}
