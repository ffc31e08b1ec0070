# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a distribution: the API's members in snake case, typed; data, and how to read it."""

from __future__ import annotations

import typing as t

from .._argument_spec import Options

STR: dict[str, t.Any] = {"type": "str"}
INT: dict[str, t.Any] = {"type": "int"}
BOOL: dict[str, t.Any] = {"type": "bool"}
STRINGS: dict[str, t.Any] = {"type": "list", "elements": "str"}
METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
EVENTS = ["viewer-request", "viewer-response", "origin-request", "origin-response"]


def _one_of(*choices: str) -> dict[str, t.Any]:
    return {"type": "str", "choices": list(choices)}


def _dict(options: Options) -> dict[str, t.Any]:
    return {"type": "dict", "options": options}


def _dicts(options: Options) -> dict[str, t.Any]:
    return {"type": "list", "elements": "dict", "options": options}


def _required(option: dict[str, t.Any]) -> dict[str, t.Any]:
    return {**option, "required": True}


_TRUSTED = _dict({"enabled": BOOL, "items": STRINGS})

BEHAVIOR: Options = {
    "target_origin_id": STR,
    "viewer_protocol_policy": _one_of("allow-all", "https-only", "redirect-to-https"),
    "allowed_methods": _dict(
        {
            "items": {"type": "list", "elements": "str", "choices": METHODS},
            "cached_methods": {"type": "list", "elements": "str", "choices": METHODS},
        }
    ),
    "compress": BOOL,
    "cache_policy_id": STR,
    "origin_request_policy_id": STR,
    "response_headers_policy_id": STR,
    "function_associations": _dicts(
        {"event_type": _required(_one_of(*EVENTS)), "function_arn": _required(STR)},
    ),
    "lambda_function_associations": _dicts(
        {"event_type": _required(_one_of(*EVENTS)), "lambda_function_arn": _required(STR), "include_body": BOOL},
    ),
    # Ids, although the name sounds like a secret.
    "trusted_key_groups": {**_TRUSTED, "no_log": False},
    "trusted_signers": _TRUSTED,
    "smooth_streaming": BOOL,
    "field_level_encryption_id": STR,
    "realtime_log_config_arn": STR,
    "grpc_config": _dict({"enabled": BOOL}),
    "forwarded_values": _dict(
        {
            "query_string": BOOL,
            "cookies": _dict({"forward": _one_of("none", "whitelist", "all"), "whitelisted_names": STRINGS}),
            "headers": STRINGS,
            "query_string_cache_keys": {**STRINGS, "no_log": False},
        }
    ),
    "min_ttl": INT,
    "default_ttl": INT,
    "max_ttl": INT,
}

CUSTOM_ORIGIN: Options = {
    "http_port": INT,
    "https_port": INT,
    "origin_protocol_policy": _one_of("http-only", "match-viewer", "https-only"),
    "origin_ssl_protocols": {
        "type": "list",
        "elements": "str",
        "choices": ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"],
    },
    "origin_read_timeout": INT,
    "origin_keepalive_timeout": INT,
    "ip_address_type": _one_of("ipv4", "ipv6", "dualstack"),
    "origin_mtls_config": _dict({"client_certificate_arn": _required(STR)}),
}

ORIGIN: Options = {
    "id": STR,
    "domain_name": STR,
    "origin_path": STR,
    "origin_access_control_id": STR,
    "s3_origin_access_identity_enabled": BOOL,
    "s3_origin_config": _dict({"origin_access_identity": STR, "origin_read_timeout": INT}),
    "custom_origin_config": _dict(CUSTOM_ORIGIN),
    "vpc_origin_config": _dict(
        {
            "vpc_origin_id": STR,
            "owner_account_id": STR,
            "origin_read_timeout": INT,
            "origin_keepalive_timeout": INT,
        }
    ),
    "custom_headers": _dicts(
        {"header_name": _required(STR), "header_value": {"type": "str", "required": True, "no_log": True}},
    ),
    "connection_attempts": INT,
    "connection_timeout": INT,
    "response_completion_timeout": INT,
    "origin_shield": _dict({"enabled": BOOL, "origin_shield_region": STR}),
}

ORIGIN_GROUP: Options = {
    "id": _required(STR),
    "failover_criteria": _dict({"status_codes": {"type": "list", "elements": "int"}}),
    "members": _dicts({"origin_id": _required(STR)}),
    "selection_criteria": _one_of("default", "media-quality-based"),
}

CUSTOM_ERROR_RESPONSE: Options = {
    "error_code": _required(INT),
    "response_page_path": STR,
    "response_code": STR,
    "error_caching_min_ttl": INT,
}

VIEWER_CERTIFICATE: Options = {
    "acm_certificate_arn": STR,
    "iam_certificate_id": STR,
    "cloud_front_default_certificate": {"type": "bool", "aliases": ["cloudfront_default_certificate"]},
    "certificate": STR,
    "certificate_source": _one_of("cloudfront", "iam", "acm"),
    "ssl_support_method": _one_of("sni-only", "vip", "static-ip"),
    "minimum_protocol_version": _one_of(
        "SSLv3",
        "TLSv1",
        "TLSv1_2016",
        "TLSv1.1_2016",
        "TLSv1.2_2018",
        "TLSv1.2_2019",
        "TLSv1.2_2021",
        "TLSv1.2_2025",
        "TLSv1.3_2025",
    ),
}

_PARAMETER: Options = {
    "name": _required(STR),
    "definition": _dict({"string_schema": _dict({"required": BOOL, "default_value": STR, "comment": STR})}),
}

# Members of DistributionConfig that are options of the module, without those that find a distribution.
CONFIG: Options = {
    "aliases": STRINGS,
    "origins": _dicts(ORIGIN),
    "origin_groups": _dicts(ORIGIN_GROUP),
    "default_cache_behavior": _dict(BEHAVIOR),
    "cache_behaviors": _dicts({"path_pattern": _required(STR), **BEHAVIOR}),
    "custom_error_responses": _dicts(CUSTOM_ERROR_RESPONSE),
    "viewer_certificate": _dict(VIEWER_CERTIFICATE),
    "default_root_object": STR,
    "comment": STR,
    "enabled": BOOL,
    "price_class": _one_of("PriceClass_100", "PriceClass_200", "PriceClass_All", "None"),
    "http_version": _one_of("http1.1", "http2", "http3", "http2and3"),
    "is_ipv6_enabled": {"type": "bool", "aliases": ["ipv6_enabled"]},
    "logging": _dict({"enabled": BOOL, "bucket": STR, "prefix": STR, "include_cookies": BOOL}),
    "restrictions": _dict(
        {
            "geo_restriction": _dict(
                {"restriction_type": _one_of("none", "whitelist", "blacklist"), "items": STRINGS},
            ),
        }
    ),
    "web_acl_id": STR,
    "continuous_deployment_policy_id": STR,
    "staging": BOOL,
    "anycast_ip_list_id": STR,
    "connection_mode": _one_of("direct", "tenant-only"),
    "tenant_config": _dict({"parameter_definitions": _dicts(_PARAMETER)}),
    "viewer_mtls_config": _dict(
        {
            "mode": _one_of("required", "optional", "passthrough"),
            "trust_store_config": _dict(
                {
                    "trust_store_id": STR,
                    "advertise_trust_store_ca_names": BOOL,
                    "ignore_certificate_expiry": BOOL,
                }
            ),
        }
    ),
    "connection_function_association": _dict({"id": STR}),
    "cache_tag_config": _dict({"header_name": STR}),
}

# The lists whose unnamed items stay, unless the option beside them says otherwise.
PURGES = {
    "aliases": "purge_aliases",
    "origins": "purge_origins",
    "cache_behaviors": "purge_cache_behaviors",
    "custom_error_responses": "purge_custom_error_responses",
}


def given(spec: Options, options: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the options of a spec that were given, at any depth: no ``None``, no second names."""
    return {name: _given_value(option, options[name]) for name, option in spec.items() if options.get(name) is not None}


def _given_value(option: t.Mapping[str, t.Any], value: t.Any) -> t.Any:
    if "options" not in option:
        return value
    if isinstance(value, list):
        return [given(option["options"], item) for item in value]
    return given(option["options"], value)
