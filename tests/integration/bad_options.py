# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that modules must refuse: what is laid over good ones, and words of the one line that says so; data."""

from __future__ import annotations

import typing as t

from tests.chaos.wild import SECRET

Case = tuple[str, dict[str, t.Any], str]

LONG_LABEL = f"{'a' * 64}.example.test"
LONG_NAME = f"{'abcdefgh.' * 28}example.test"
ARN = "arn:aws:acm:us-east-1:000000000000:certificate/0b7c2a48-6a1f-4d0b-9f34-0c2b8a9d1e55"
MANY_TAGS = {f"tag{number}": "x" for number in range(51)}


def origin(**members: t.Any) -> dict[str, t.Any]:
    return {"origins": [{"id": "one", "domain_name": "origin.example.test", **members}]}


def behavior(**members: t.Any) -> dict[str, t.Any]:
    return {"default_cache_behavior": {"target_origin_id": "one", **members}}


def record(**members: t.Any) -> dict[str, t.Any]:
    return {"records": [{"name": "www.example.test", "type": "A", "values": ["192.0.2.1"], **members}]}


def header(name: str, value: str) -> dict[str, t.Any]:
    return origin(custom_headers=[{"header_name": name, "header_value": value}])


def certificate(**members: t.Any) -> dict[str, t.Any]:
    return {"viewer_certificate": members}


def legacy(**members: t.Any) -> dict[str, t.Any]:
    return behavior(forwarded_values={"query_string": False, "cookies": {"forward": "none"}}, **members)


# What each module is given beside the bad options.
GOOD: dict[str, dict[str, t.Any]] = {
    "acm_certificate": {"domain_name": "cdn.example.test"},
    "caller_info": {},
    "preflight_info": {"actions": []},
    "cdn_probe": {"domain": "cdn.example.test"},
    "cloudfront_cache_policy": {"name": "mine"},
    "cloudfront_distribution": {"caller_reference": "mine", **origin()},
    "cloudfront_distribution_info": {},
    "cloudfront_function": {"name": "mine", "code": "function handler(event) { return event.request; }"},
    "cloudfront_invalidation": {"distribution_id": "E1ABC", "target_paths": ["/*"]},
    "cloudfront_invalidation_info": {"distribution_id": "E1ABC"},
    "cloudfront_key_group": {"name": "mine", "items": ["K1ABC"]},
    "cloudfront_origin_access_control": {"name": "mine"},
    "cloudfront_origin_request_policy": {"name": "mine"},
    "cloudfront_public_key": {"name": "mine"},
    "cloudfront_response_headers_policy": {"name": "mine"},
    "route53_records": record(),
    "s3_bucket_policy_statement": {"bucket": "bad-input", "sid": "mine"},
    "s3_changed_objects_info": {"bucket": "bad-input", "since": "2026-01-01T00:00:00Z"},
    "s3_object_headers": {"bucket": "bad-input", "cache_control": "max-age=60"},
    "s3_origin_bucket": {"name": "bad-input"},
    "s3_publish": {"source": "tree", "bucket": "bad-input"},
}

CERTIFICATES: list[Case] = [
    ("no name", {"domain_name": ""}, "domain_name is empty"),
    ("null", {"domain_name": None}, "one of the following is required: domain_name, certificate_arn"),
    ("65 characters", {"domain_name": f"{'a' * 52}.example.test"}, "at most 64 here"),
    ("long label", {"subject_alternative_names": [LONG_LABEL]}, "64 characters"),
    ("long name", {"subject_alternative_names": [LONG_NAME]}, "253"),
    ("101 names", {"subject_alternative_names": [f"a{n}.example.test" for n in range(100)]}, "at most 100"),
    ("a URL", {"domain_name": "https://cdn.example.test/"}, "bare name"),
    ("an address", {"domain_name": "192.0.2.1"}, "IP address"),
    ("a port", {"domain_name": "cdn.example.test:443"}, "port"),
    ("a wildcard inside", {"domain_name": "a.*.example.test"}, "wildcard"),
    ("two wildcards", {"domain_name": "*.*.example.test"}, "wildcard"),
    ("a part of a label", {"domain_name": "www*.example.test"}, "wildcard"),
    ("two dots", {"domain_name": "a..example.test"}, "two dots"),
    ("one label", {"domain_name": "localhost"}, "fully qualified"),
    ("an underscore", {"domain_name": "my_cdn.example.test"}, "underscore"),
    ("a space inside", {"domain_name": "my cdn.example.test"}, "bare name"),
    ("a control character", {"domain_name": "cdn\x07.example.test"}, "control character \\x07"),
    ("an ambiguous letter", {"domain_name": "straße.example.test"}, "xn--"),
    ("an empty item", {"subject_alternative_names": [None]}, "empty"),
    ("a mapping", {"domain_name": {"name": "x"}}, "domain_name"),
    ("a number", {"domain_name": 12345}, "fully qualified"),
    ("a boolean", {"domain_name": True}, "fully qualified"),
    ("key of another kind", {"key_algorithm": "RSA_4096"}, "key_algorithm"),
    ("no ARN", {"certificate_arn": "cdn.example.test"}, "certificate_arn"),
    ("ARN of another service", {"certificate_arn": "arn:aws:iam::000000000000:server-certificate/x"}, "ACM"),
    ("ARN of another region", {"certificate_arn": ARN.replace("us-east-1", "eu-west-1")}, "us-east-1"),
    ("no region", {"certificate_region": "Frankfurt 1"}, "certificate_region"),
    ("too many tags", {"tags": MANY_TAGS}, "50"),
    ("AWS's tags", {"tags": {"aws:x": "1"}}, "aws:"),
    ("long tag", {"tags": {"x" * 129: "1"}}, "128"),
    ("long value", {"tags": {"x": "1" * 257}}, "256"),
    ("a list for a tag", {"tags": {"x": [1]}}, "tags"),
    ("port of a resolver", {"dns_resolver": "127.0.0.1:99999"}, "65535"),
    ("no resolver", {"dns_resolver": "a b"}, "dns_resolver"),
    ("negative time", {"wait_timeout": -1}, "wait_timeout"),
    ("a text for a number", {"wait_timeout": "soon"}, "wait_timeout"),
    ("endless", {"wait_timeout": float("inf")}, "wait_timeout"),
    ("no option", {"domain": "x"}, "domain"),
]
BUCKETS: list[Case] = [
    ("empty", {"name": ""}, "name of a bucket"),
    ("upper case", {"name": "My-Bucket"}, "lower case"),
    ("underscore", {"name": "my_bucket"}, "lower case"),
    ("short", {"name": "ab"}, "3 to 63"),
    ("long", {"name": "a" * 64}, "3 to 63"),
    ("an address", {"name": "192.168.5.4"}, "IP address"),
    ("reserved", {"name": "xn--bucket"}, "xn--"),
    ("unicode", {"name": "bücket"}, "lower case"),
    ("an ARN", {"name": "arn:aws:s3:::bad-input"}, "name of a bucket"),
    ("a URL", {"name": "s3://bad-input"}, "name of a bucket"),
    ("traversal", {"name": "../../etc"}, "name of a bucket"),
    ("a space", {"name": "bad-input "}, "name of a bucket"),
    ("a boolean", {"name": False}, "name of a bucket"),
    ("null", {"name": None}, "required"),
    ("no dictionary", {"encryption": False}, "encryption"),
    ("no encryption", {"encryption": {"sse_algorithm": "DES"}}, "sse_algorithm"),
    ("a key for no encryption", {"encryption": {"kms_master_key_id": "x"}}, "sse_algorithm"),
    ("a key for AES", {"encryption": {"sse_algorithm": "AES256", "kms_master_key_id": "x"}}, "kms_master_key_id"),
    ("no versioning", {"versioning": "sometimes"}, "versioning"),
    ("logs nowhere", {"logging": {"target_prefix": "x/"}}, "target_bucket"),
    ("logs in no bucket", {"logging": {"target_bucket": "my logs"}}, "my logs"),
    ("AWS's tags", {"tags": {"AWS:x": "1"}}, "aws:"),
    ("too many tags", {"tags": MANY_TAGS}, "50"),
    ("a word for tags", {"tags": "Name"}, "tags"),
    ("method", {"cors_rules": [{"allowed_origins": ["*"], "allowed_methods": ["PATCH"]}]}, "PATCH"),
    (
        "negative age",
        {"cors_rules": [{"allowed_origins": ["*"], "allowed_methods": ["GET"], "max_age_seconds": -1}]},
        "max_age_seconds",
    ),
    ("days of nothing", {"lifecycle_rules": [{"id": "x", "expiration": {"days": 0}}]}, "days"),
    ("two times", {"lifecycle_rules": [{"id": "x", "expiration": {"days": 1, "date": "2026-01-01"}}]}, "exclusive"),
    ("no date", {"lifecycle_rules": [{"id": "x", "expiration": {"date": "soon"}}]}, "soon"),
    ("long id", {"lifecycle_rules": [{"id": "x" * 256, "expiration": {"days": 1}}]}, "255"),
    ("ids twice", {"lifecycle_rules": [{"id": "x", "expiration": {"days": 1}}] * 2}, "x"),
    ("no class", {"lifecycle_rules": [{"id": "x", "transitions": [{"days": 1, "storage_class": "ICE"}]}]}, "ICE"),
    ("a class of nothing", {"object_ownership": "Mine"}, "object_ownership"),
]
DISTRIBUTIONS: list[Case] = [
    ("no name", {"caller_reference": None, "origins": None}, "Which distribution?"),
    ("an alias of a URL", {"alias": "https://cdn.example.test"}, "bare name"),
    ("an address", {"aliases": ["192.0.2.1"]}, "IP address"),
    ("long label", {"aliases": [LONG_LABEL]}, "64 characters"),
    ("long name", {"aliases": [LONG_NAME]}, "253"),
    ("a wildcard inside", {"aliases": ["a.*.example.test"]}, "wildcard"),
    ("an empty item", {"aliases": [None]}, "empty"),
    ("too many names", {"aliases": [f"a{n}.example.test" for n in range(101)]}, "certificate"),
    ("no certificate", {"aliases": ["cdn.example.test"]}, "certificate"),
    ("id with a space", {"distribution_id": "E1 ABC"}, "distribution_id"),
    ("id of the parent", {"distribution_id": ".."}, "distribution_id"),
    ("long comment", {"comment": "x" * 129}, "128"),
    ("root with a slash", {"default_root_object": "/index.html"}, "slash"),
    ("price class", {"price_class": "PriceClass_50"}, "PriceClass_50"),
    ("version of HTTP", {"http_version": 2}, "http_version"),
    ("no boolean", {"enabled": "perhaps"}, "enabled"),
    (
        "certificate of another region",
        certificate(acm_certificate_arn=ARN.replace("us-east-1", "eu-west-1")),
        "us-east-1",
    ),
    ("ARN of another service", certificate(acm_certificate_arn="arn:aws:iam::000000000000:role/x"), "ACM"),
    ("two certificates", certificate(acm_certificate_arn=ARN, iam_certificate_id="x"), "exclude"),
    ("old protocol", certificate(acm_certificate_arn=ARN, minimum_protocol_version="TLSv9"), "TLSv9"),
    ("country", {"restrictions": {"geo_restriction": {"restriction_type": "whitelist", "items": ["Germany"]}}}, "DE"),
    (
        "countries of NO",
        {"restrictions": {"geo_restriction": {"restriction_type": "whitelist", "items": [False]}}},
        "False",
    ),
    ("firewall of a region", {"web_acl_id": "arn:aws:wafv2:eu-west-1:000000000000:regional/webacl/x/y"}, "us-east-1"),
    ("error code", {"custom_error_responses": [{"error_code": 200}]}, "200"),
    ("half an error page", {"custom_error_responses": [{"error_code": 404, "response_code": "200"}]}, "together"),
    (
        "answer of an error page",
        {"custom_error_responses": [{"error_code": 404, "response_code": "999", "response_page_path": "/x"}]},
        "response_code",
    ),
    (
        "errors kept before now",
        {"custom_error_responses": [{"error_code": 404, "error_caching_min_ttl": -1}]},
        "error_caching_min_ttl",
    ),
    (
        "page of a URL",
        {"custom_error_responses": [{"error_code": 404, "response_code": "200", "response_page_path": "x"}]},
        "slash",
    ),
    ("errors twice", {"custom_error_responses": [{"error_code": 404}] * 2}, "twice"),
    ("log bucket", {"logging": {"enabled": True, "bucket": "https://x/"}}, "logging.bucket"),
    ("origin of a URL", origin(domain_name="https://origin.example.test/"), "domain_name"),
    ("origin with a port", origin(domain_name="origin.example.test:8080"), "port"),
    ("origin of an address", origin(domain_name="192.0.2.1"), "IP address"),
    ("long origin", origin(domain_name=LONG_NAME), "253"),
    ("path without a slash", origin(origin_path="x"), "slash"),
    ("path with a slash at its end", origin(origin_path="/x/"), "slash"),
    ("long path", origin(origin_path=f"/{'x' * 255}"), "255"),
    ("port 0", origin(custom_origin_config={"http_port": 0}), "http_port"),
    ("port 70000", origin(custom_origin_config={"https_port": 70000}), "https_port"),
    ("port of ssh", origin(custom_origin_config={"https_port": 22}), "https_port"),
    ("long silence", origin(custom_origin_config={"origin_read_timeout": 0}), "origin_read_timeout"),
    ("keepalive", origin(custom_origin_config={"origin_keepalive_timeout": -1}), "origin_keepalive_timeout"),
    ("attempts", origin(connection_attempts=4), "1 to 3"),
    ("timeout", origin(connection_timeout=11), "1 to 10"),
    ("a header in a value", header("X-Key", f"{SECRET}\r\nX-Other: y"), "custom_headers"),
    ("a header in a name", header("X-Key: y", SECRET), "custom_headers"),
    ("CloudFront's header", header("X-Edge-Key", SECRET), "X-Edge-Key"),
    ("Host as a header", header("Host", SECRET), "Host"),
    ("header of a connection", header("connection", SECRET), "connection"),
    ("no header", header("", SECRET), "custom_headers"),
    ("long value", header("X-Key", SECRET * 100), "1783"),
    ("header without value", origin(custom_headers=[{"header_name": "X-Key"}]), "header_value"),
    ("target", behavior(target_origin_id="two"), "two"),
    ("methods", behavior(allowed_methods={"items": ["GET", "POST"]}), "GET"),
    (
        "lambda of a region",
        behavior(
            lambda_function_associations=[
                {
                    "event_type": "viewer-request",
                    "lambda_function_arn": "arn:aws:lambda:eu-west-1:000000000000:function:x:1",
                }
            ]
        ),
        "us-east-1",
    ),
    (
        "events of functions",
        behavior(
            function_associations=[
                {"event_type": "origin-request", "function_arn": "arn:aws:cloudfront::000000000000:function/x"}
            ]
        ),
        "origin-request",
    ),
    ("negative lifetime", legacy(min_ttl=-1, default_ttl=1, max_ttl=2), "min_ttl"),
    ("lifetimes out of order", legacy(min_ttl=5, default_ttl=1, max_ttl=2), "min_ttl"),
    ("endless lifetime", legacy(min_ttl=0, default_ttl=0, max_ttl=2**63), "max_ttl"),
    ("empty pattern", {"cache_behaviors": [{"path_pattern": "", "target_origin_id": "one"}]}, "path_pattern"),
    ("long pattern", {"cache_behaviors": [{"path_pattern": "x" * 256, "target_origin_id": "one"}]}, "255"),
    ("patterns twice", {"cache_behaviors": [{"path_pattern": "/a", "target_origin_id": "one"}] * 2}, "twice"),
    ("unknown suboption", behavior(target_origin="one"), "target_origin"),
    ("a list for a dictionary", {"default_cache_behavior": ["one"]}, "default_cache_behavior"),
    ("a number for a dictionary", {"viewer_certificate": 5}, "viewer_certificate"),
    ("too many tags", {"tags": MANY_TAGS}, "50"),
    ("AWS's tags", {"tags": {"aws:x": "1"}}, "aws:"),
    ("origins twice", {"origins": [{"id": "one", "domain_name": "a.example.test"}] * 2}, "twice"),
]
