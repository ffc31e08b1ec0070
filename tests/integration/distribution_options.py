# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option of a distribution: a value, another one, and the one that takes it away, in groups that go together.

A path is an option's; an item of a list stands in brackets by its key. Texts in braces are things that a test makes
first, such as {certificate}.
"""

from __future__ import annotations

import dataclasses
import typing as t

from tests.integration.distribution_rows import GONE, SAME, Group, Options, Row, Silent, follows

SWITCH = "it is on or off"
ONE_OF_TWO = "there are two values only"
NEEDED = "there is always one: this is the default"
KEY = "it tells the items of the list apart"
DERIVED = "it follows from the items"
ECHO = "it is what CloudFront shows beside its own certificate"

ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
BEHAVIORS = ("default_cache_behavior", "cache_behaviors[/img/*]")
SECRETS = ("first-secret", "second-secret")
LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:edge"
REALTIME_LOGS = "arn:aws:cloudfront::123456789012:realtime-log-config"


def for_behaviors(*rows: Row) -> tuple[Row, ...]:
    """Return the rows for the default behaviour and for another one."""
    return tuple(dataclasses.replace(row, path=f"{behavior}.{row.path}") for behavior in BEHAVIORS for row in rows)


def of_behaviors(option: str, value: t.Any) -> Options:
    """Return an option of both behaviours by its paths."""
    return {f"{behavior}.{option}": value for behavior in BEHAVIORS}


GROUPS: dict[str, Group] = {
    "viewers": Group(
        (
            Row("comment", "first", "second", ""),
            Row("default_root_object", "index.html", "start.html", ""),
            Row("enabled", False, True, SAME, SWITCH),
            Row("price_class", "PriceClass_100", "PriceClass_200", "PriceClass_All"),
            Row("http_version", "http2and3", "http1.1", "http2"),
            Row("is_ipv6_enabled", True, False, SAME, SWITCH),
            Row("restrictions.geo_restriction.restriction_type", "whitelist", "blacklist", "none"),
            Row("restrictions.geo_restriction.items", ["KR", "JP"], ["AQ"], GONE),
            Row("web_acl_id", "{web_acl}", "{other_web_acl}", ""),
        ),
        other={"cache_tag_config.header_name": "X-Something-Else"},
        beside={"restrictions": {"geo_restriction": {"restriction_type": "blacklist"}}},
    ),
    "around": Group(
        (
            Row("logging.enabled", True, True, False, SWITCH),
            Row("logging.bucket", "{log_bucket}.s3.amazonaws.com", "{other_log_bucket}.s3.amazonaws.com", follows("")),
            Row("logging.prefix", "one/", "two/", follows("", "three/")),
            Row("logging.include_cookies", True, False, follows(False), SWITCH),
            Row("custom_error_responses[404].error_code", 404, 404, GONE, KEY),
            Row("custom_error_responses[404].response_page_path", "/404.html", "/missing.html", GONE),
            Row("custom_error_responses[404].response_code", "404", "200", GONE),
            Row("custom_error_responses[404].error_caching_min_ttl", 5, 60, GONE),
            Row("custom_error_responses[403].response_page_path", "/index.html", "/403.html", ""),
            Row("custom_error_responses[403].response_code", "200", "404", ""),
            Row("custom_error_responses[403].error_caching_min_ttl", 0, 7, 10),
            Row("continuous_deployment_policy_id", "{deployment}", "{other_deployment}", ""),
            Row("anycast_ip_list_id", "aip_first", "aip_second", ""),
            Row("connection_function_association.id", "cf_first", "cf_second", ""),
            Row("cache_tag_config.header_name", "X-Tags", "X-Labels", ""),
            Row("viewer_mtls_config.mode", "required", "optional", GONE),
            Row("viewer_mtls_config.trust_store_config.trust_store_id", "ts_first", "ts_second", GONE),
            Row("viewer_mtls_config.trust_store_config.advertise_trust_store_ca_names", True, False, GONE),
            Row("viewer_mtls_config.trust_store_config.ignore_certificate_expiry", True, False, GONE),
        ),
        beside={
            "logging": {"enabled": True},
            "custom_error_responses": [{"error_code": 404}],
            "viewer_mtls_config": {"mode": "optional"},
        },
        unsetting={"purge_custom_error_responses": True, "viewer_mtls_config": {}},
    ),
    "certificate": Group(
        (
            Row("aliases", ["one.example.test", "two.example.test"], ["one.example.test"], []),
            Row("viewer_certificate.acm_certificate_arn", "{certificate}", "{other_certificate}", GONE),
            Row("viewer_certificate.ssl_support_method", "sni-only", "vip", follows("vip"), ECHO),
            Row(
                "viewer_certificate.minimum_protocol_version", "TLSv1.2_2021", "TLSv1", follows("TLSv1", "SSLv3"), ECHO
            ),
            Row("viewer_certificate.cloud_front_default_certificate", GONE, GONE, True, SWITCH),
        ),
        always={"purge_aliases": True},
        beside={"viewer_certificate": {"ssl_support_method": "vip"}},
    ),
    "older ways": Group(
        (
            Row("viewer_certificate.iam_certificate_id", "ASCAFIRST", "ASCASECOND", GONE),
            Row("viewer_certificate.ssl_support_method", "static-ip", "sni-only", follows("vip")),
            Row("viewer_certificate.minimum_protocol_version", "TLSv1.2_2019", "TLSv1.3_2025", follows("TLSv1")),
            Row("viewer_certificate.cloud_front_default_certificate", GONE, GONE, True, SWITCH),
            Row("origins[files].s3_origin_config.origin_access_identity", "{identity}", "{other_identity}", ""),
            *for_behaviors(
                Row("forwarded_values.query_string", True, True, GONE, SWITCH),
                Row("forwarded_values.cookies.forward", "whitelist", "all", GONE),
                Row("forwarded_values.cookies.whitelisted_names", ["session", "user"], GONE, GONE, "all need no names"),
                Row("forwarded_values.headers", ["Accept", "Origin"], ["Accept"], GONE),
                Row("forwarded_values.query_string_cache_keys", ["width"], ["width", "height"], GONE),
                Row("min_ttl", 1, 2, GONE),
                Row("default_ttl", 10, 20, GONE),
                Row("max_ttl", 100, 200, GONE),
                Row("cache_policy_id", GONE, GONE, "CachingOptimized", "the other style excludes it"),
                Row("smooth_streaming", True, False, SAME, SWITCH),
                Row("trusted_signers.enabled", True, True, Silent(False), DERIVED),
                Row("trusted_signers.items", ["self"], ["111122223333", "self"], []),
            ),
        ),
        other={**of_behaviors("compress", True), "origins[files].connection_attempts": 2},
    ),
    "bucket as an origin": Group(
        (
            Row("origins[files].domain_name", "{other_bucket_domain}", "{bucket_domain}", SAME, NEEDED),
            Row("origins[files].origin_path", "/first", "/second", ""),
            Row("origins[files].origin_access_control_id", "{control}", "{other_control}", ""),
            Row("origins[files].s3_origin_config.origin_read_timeout", 20, 40, 30),
            Row("origins[files].connection_attempts", 2, 1, 3),
            Row("origins[files].connection_timeout", 5, 7, 10),
            Row("origins[files].response_completion_timeout", 60, 90, 0),
            Row("origins[files].origin_shield.enabled", True, True, False, SWITCH),
            Row(
                "origins[files].origin_shield.origin_shield_region",
                "ap-northeast-2",
                "eu-central-1",
                follows(None, "eu-west-1"),
            ),
            Row("origins[files].custom_headers[X-First].header_name", "X-First", "X-First", GONE, KEY),
            Row("origins[files].custom_headers[X-First].header_value", *SECRETS, GONE),
        ),
        beside={"origins": [{"id": "files"}]},
    ),
    "servers as origins": Group(
        (
            Row("origins[api].domain_name", "first.example.org", "second.example.org", SAME, NEEDED),
            Row("origins[api].custom_origin_config.http_port", 8080, 8081, 80),
            Row("origins[api].custom_origin_config.https_port", 8443, 8444, 443),
            Row("origins[api].custom_origin_config.origin_protocol_policy", "https-only", "http-only", "match-viewer"),
            Row(
                "origins[api].custom_origin_config.origin_ssl_protocols",
                ["TLSv1", "TLSv1.1", "TLSv1.2"],
                ["TLSv1.1", "TLSv1.2"],
                ["TLSv1.2"],
            ),
            Row("origins[api].custom_origin_config.origin_read_timeout", 20, 40, 30),
            Row("origins[api].custom_origin_config.origin_keepalive_timeout", 10, 20, 5),
            Row("origins[api].custom_origin_config.ip_address_type", "dualstack", "ipv6", "ipv4"),
            Row(
                "origins[api].custom_origin_config.origin_mtls_config.client_certificate_arn",
                "{certificate}",
                "{other_certificate}",
                "",
            ),
            Row("origins[inside].vpc_origin_config.vpc_origin_id", "{other_vpc}", "{vpc}", SAME, NEEDED),
            Row("origins[inside].vpc_origin_config.owner_account_id", "111122223333", "444455556666", ""),
            Row("origins[inside].vpc_origin_config.origin_read_timeout", 20, 40, 30),
            Row("origins[inside].vpc_origin_config.origin_keepalive_timeout", 10, 20, 5),
        ),
        other={"origins[api].connection_attempts": 2, "origins[inside].connection_timeout": 5},
    ),
    "items that come and go": Group(
        (
            Row("origins[extra].id", "extra", "extra", GONE, KEY),
            Row("origins[extra].domain_name", "extra.example.org", "other.example.org", GONE),
            # The kind of an origin: one excludes the other.
            Row("origins[extra].custom_origin_config.http_port", 8080, GONE, GONE, "a VPC origin has none"),
            Row("origins[extra].vpc_origin_config.vpc_origin_id", GONE, "{vpc}", GONE, "another kind at first"),
            Row("origin_groups[pair].id", "pair", "pair", GONE, KEY),
            Row("origin_groups[pair].failover_criteria.status_codes", [500, 502], [503], GONE),
            Row("origin_groups[pair].members[files].origin_id", "files", "files", GONE, KEY),
            Row("origin_groups[pair].members[api].origin_id", "api", GONE, GONE, KEY),
            Row("origin_groups[pair].members[extra].origin_id", GONE, "extra", GONE, KEY),
            Row("origin_groups[pair].selection_criteria", "default", "media-quality-based", GONE),
            Row("default_cache_behavior.target_origin_id", "pair", "api", "files", NEEDED),
            Row("cache_behaviors[/new/*].path_pattern", "/new/*", "/new/*", GONE, KEY),
            Row("cache_behaviors[/new/*].target_origin_id", "extra", "pair", GONE),
            Row("cache_behaviors[/new/*].compress", False, True, GONE, SWITCH),
        ),
        unsetting={
            "origins": [{"id": "files"}, {"id": "api"}, {"id": "inside"}],
            "purge_origins": True,
            "cache_behaviors": [{"path_pattern": "/img/*"}],
            "purge_cache_behaviors": True,
        },
        other={"origins[extra].connection_attempts": 2, "cache_behaviors[/new/*].smooth_streaming": True},
        filled=("origins[extra]", "cache_behaviors[/new/*]"),
    ),
    "policies": Group(
        for_behaviors(
            Row("viewer_protocol_policy", "https-only", "allow-all", "redirect-to-https", NEEDED),
            Row("allowed_methods.items", ALL_METHODS, ["GET", "HEAD", "OPTIONS"], ["GET", "HEAD"], NEEDED),
            Row("allowed_methods.cached_methods", ["GET", "HEAD", "OPTIONS"], ["GET", "HEAD"], SAME, ONE_OF_TWO),
            Row("compress", True, False, SAME, SWITCH),
            Row("cache_policy_id", "CachingDisabled", "Managed-Amplify", "CachingOptimized", NEEDED),
            Row("origin_request_policy_id", "CORS-S3Origin", "UserAgentRefererHeaders", ""),
            Row("response_headers_policy_id", "SimpleCORS", "SecurityHeadersPolicy", ""),
            Row("field_level_encryption_id", "CFIRST", "CSECOND", ""),
            Row("realtime_log_config_arn", f"{REALTIME_LOGS}/first", f"{REALTIME_LOGS}/second", ""),
            Row("grpc_config.enabled", True, False, SAME, SWITCH),
        )
        + (Row("cache_behaviors[/img/*].target_origin_id", "api", "inside", "files", NEEDED),),
        other=of_behaviors("smooth_streaming", True),
    ),
    "code and keys": Group(
        for_behaviors(
            Row("function_associations[viewer-request].event_type", "viewer-request", "viewer-request", GONE, KEY),
            Row("function_associations[viewer-request].function_arn", "{function}", "{other_function}", GONE),
            Row(
                "lambda_function_associations[origin-request].event_type", "origin-request", "origin-request", GONE, KEY
            ),
            Row("lambda_function_associations[origin-request].lambda_function_arn", f"{LAMBDA}:1", f"{LAMBDA}:2", GONE),
            Row("lambda_function_associations[origin-request].include_body", True, False, GONE, SWITCH),
            Row("trusted_key_groups.enabled", True, True, Silent(False), DERIVED),
            Row("trusted_key_groups.items", ["{key_group}"], ["{key_group}", "{other_key_group}"], []),
        ),
        other=of_behaviors("compress", True),
    ),
    "tenants": Group(
        (
            Row("connection_mode", "tenant-only", "tenant-only", "direct", ONE_OF_TWO),
            Row("tenant_config.parameter_definitions[name].name", "name", "name", GONE, KEY),
            Row(
                "tenant_config.parameter_definitions[name].definition.string_schema.required", True, False, GONE, SWITCH
            ),
            Row(
                "tenant_config.parameter_definitions[name].definition.string_schema.default_value",
                "first",
                "second",
                GONE,
            ),
            Row("tenant_config.parameter_definitions[name].definition.string_schema.comment", "one", "two", GONE),
        ),
        beside={"connection_mode": "tenant-only"},
    ),
}

# Given when a distribution is made, and never changed again (CF-81): the value, and what is refused later.
FIXED: dict[str, tuple[t.Any, t.Any]] = {"staging": (True, False)}

# Options that are no members of the API: tested where they belong.
NO_MEMBERS = {
    "s3_origin_access_identity_enabled": "makes an origin access identity: community.aws's word",
    "certificate": "a mirror that is never sent (CF-08)",
    "certificate_source": "a mirror that is never sent (CF-08)",
}
