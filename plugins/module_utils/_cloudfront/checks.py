# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses and can be known before the first write; pure."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._unknown import is_unknown
from .defaults import LEGACY
from .domains import is_website

Members = t.Mapping[str, t.Any]

ERROR_CODES = frozenset({400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504})
METHOD_SETS = (
    frozenset({"GET", "HEAD"}),
    frozenset({"GET", "HEAD", "OPTIONS"}),
    frozenset({"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}),
)
LONGEST_COMMENT = 128
LONGEST_PATTERN = 255
CERTIFICATE_ARN = re.compile(r"arn:aws[a-z-]*:acm:(?P<region>[a-z0-9-]+):\d{12}:certificate/.+")
WEB_ACL_ARN = re.compile(r"arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global/webacl/.+")


def behaviors(config: Members) -> t.Iterator[tuple[str, Members]]:
    """Yield every behaviour with its path."""
    if config.get("default_cache_behavior"):
        yield "default_cache_behavior", config["default_cache_behavior"]
    for behavior in config.get("cache_behaviors") or ():
        yield f"cache_behaviors[{behavior.get('path_pattern')}]", behavior


def check_options(desired: Members) -> None:
    """Refuse what the options alone show to be wrong."""
    for path, behavior in behaviors(desired):
        _check_policies(path, behavior)
        _check_methods(path, behavior)
        _check_ttls(path, behavior)
    _check_texts(desired)
    _check_web_acl(desired.get("web_acl_id"))
    _check_logging(desired.get("logging") or {})
    _check_certificate(desired.get("viewer_certificate") or {})
    for origin in desired.get("origins") or ():
        _check_origin(origin)
    for option, key in (
        ("origins", "id"),
        ("cache_behaviors", "path_pattern"),
        ("custom_error_responses", "error_code"),
    ):
        names = [item[key] for item in desired.get(option) or () if item.get(key) is not None]
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        if twice:
            raise Refused(f"{option}: {key} {', '.join(twice)} is there twice; each may occur once.")


def check_config(config: Members, changed: t.Collection[str]) -> None:
    """Refuse a configuration that does not hold together, after everything was laid over each other.

    ``changed`` are the members that differ from what is there: what AWS once accepted is not questioned.
    """
    _check_targets(config)
    for path, behavior in behaviors(config):
        _check_ttls(path, behavior)
    for origin in config.get("origins") or ():
        _check_origin(origin)
    if "custom_error_responses" in changed:
        for answer in config.get("custom_error_responses") or ():
            _check_error_response(answer)
    certificate = config.get("viewer_certificate") or {}
    custom = certificate.get("acm_certificate_arn") or certificate.get("iam_certificate_id")
    if config.get("aliases") and not custom and {"aliases", "viewer_certificate"} & set(changed):
        raise Refused(
            f"aliases: {', '.join(config['aliases'])} need a certificate that covers them (CloudFront's own covers only"
            " cloudfront.net): give viewer_certificate.acm_certificate_arn."
        )
    http3 = config.get("http_version") in ("http3", "http2and3")
    if http3 and config.get("continuous_deployment_policy_id"):
        raise Refused("http_version: continuous deployment does not work with HTTP/3; use http2.")


def _check_targets(config: Members) -> None:
    targets = {item["id"] for option in ("origins", "origin_groups") for item in config.get(option) or ()}
    for path, behavior in behaviors(config):
        target = behavior.get("target_origin_id")
        if target not in targets:
            raise Refused(
                f"{path}: target_origin_id {target} is no id of an origin or origin group; there"
                f" {'is' if len(targets) == 1 else 'are'} {', '.join(sorted(targets)) or 'none'}."
            )
    for group in config.get("origin_groups") or ():
        missing = [one["origin_id"] for one in group.get("members") or () if one["origin_id"] not in targets]
        if missing:
            raise Refused(f"origin_groups[{group['id']}]: there is no origin with the id {', '.join(missing)}.")


def _check_policies(path: str, behavior: Members) -> None:
    legacy = [option for option in LEGACY if behavior.get(option) is not None]
    for option in ("cache_policy_id", "origin_request_policy_id"):
        if behavior.get(option) and legacy:
            raise Refused(
                f"{path}: {option} and {', '.join(legacy)} exclude each other; a cache policy holds the lifetimes and"
                " what is forwarded."
            )


def _check_methods(path: str, behavior: Members) -> None:
    methods = behavior.get("allowed_methods") or {}
    for option, sets in (("items", METHOD_SETS), ("cached_methods", METHOD_SETS[:2])):
        if methods.get(option) is not None and frozenset(methods[option]) not in sets:
            shown = " or ".join("[" + ", ".join(sorted(one)) + "]" for one in sets)
            raise Refused(f"{path}.allowed_methods.{option} must be {shown}.")


def _check_ttls(path: str, behavior: Members) -> None:
    ttls = [(option, behavior[option]) for option in LEGACY[1:] if behavior.get(option) is not None]
    for (low, lower), (high, higher) in zip(ttls, ttls[1:], strict=False):
        if lower > higher:
            raise Refused(f"{path}: {low} ({lower}) must not be more than {high} ({higher}).")


def _check_texts(desired: Members) -> None:
    root = desired.get("default_root_object") or ""
    if root.startswith("/"):
        raise Refused(f"default_root_object: {root} must not begin with a slash; write {root.lstrip('/')}.")
    comment = desired.get("comment") or ""
    if len(comment) > LONGEST_COMMENT:
        raise Refused(f"comment has {len(comment)} characters; CloudFront takes at most {LONGEST_COMMENT}.")
    for behavior in desired.get("cache_behaviors") or ():
        pattern = behavior["path_pattern"]
        if not pattern or len(pattern) > LONGEST_PATTERN:
            raise Refused(f"cache_behaviors: the path_pattern {pattern} must have 1 to {LONGEST_PATTERN} characters.")


def _check_web_acl(web_acl: str | None) -> None:
    # CF-53: the old kind of web ACL has a plain id.
    if web_acl and web_acl.startswith("arn:") and not is_unknown(web_acl) and not WEB_ACL_ARN.fullmatch(web_acl):
        raise Refused(
            f"web_acl_id: {web_acl} is not a web ACL for CloudFront; it must be made in us-east-1 with the scope"
            " CLOUDFRONT (arn:aws:wafv2:us-east-1:...:global/webacl/...)."
        )


def _check_logging(logging: Members) -> None:
    bucket = logging.get("bucket")
    if logging.get("enabled") and bucket == "":
        raise Refused("logging.bucket: logging is on, but there is no bucket.")
    if bucket and not is_unknown(bucket) and not bucket.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        raise Refused(f"logging.bucket: write the bucket as {bucket}.s3.amazonaws.com.")


def _check_certificate(certificate: Members) -> None:
    arn = certificate.get("acm_certificate_arn") or ""
    kinds = [
        option
        for option in ("acm_certificate_arn", "iam_certificate_id", "cloud_front_default_certificate")
        if certificate.get(option)
    ]
    if len(kinds) > 1:
        raise Refused(f"viewer_certificate: {' and '.join(kinds)} exclude each other.")
    if kinds == ["cloud_front_default_certificate"]:
        # CF-12, CF-13: what such a distribution shows is an echo, and may come back from there.
        for option, echoes in (("minimum_protocol_version", ("TLSv1", "SSLv3")), ("ssl_support_method", ("vip",))):
            if certificate.get(option) not in (None, *echoes):
                raise Refused(
                    f"viewer_certificate.{option}: with CloudFront's own certificate CloudFront decides; leave it out."
                )
    protocol = certificate.get("minimum_protocol_version")
    if certificate.get("ssl_support_method") == "sni-only" and protocol == "SSLv3":
        raise Refused(
            "viewer_certificate: minimum_protocol_version SSLv3 does not work with sni-only; use TLSv1.2_2021."
        )
    found = CERTIFICATE_ARN.fullmatch(arn)
    if arn and not is_unknown(arn) and not found:
        raise Refused(f"viewer_certificate.acm_certificate_arn: {arn} is no ARN of an ACM certificate.")
    if found and found["region"] not in ("us-east-1", "cn-north-1", "cn-northwest-1"):
        raise Refused(
            f"viewer_certificate.acm_certificate_arn: the certificate is in {found['region']}; CloudFront takes only"
            " those of us-east-1. Request it there (cdn.aws.acm_certificate does by default)."
        )


def _check_origin(origin: Members) -> None:
    path = f"origins[{origin.get('id') or origin.get('domain_name')}]"
    prefix = origin.get("origin_path") or ""
    if not is_unknown(prefix) and prefix and (not prefix.startswith("/") or prefix.endswith("/")):
        raise Refused(f"{path}.origin_path: {prefix} must begin with a slash and not end with one.")
    kinds = [kind for kind in ("s3_origin_config", "custom_origin_config", "vpc_origin_config") if origin.get(kind)]
    if len(kinds) > 1:
        raise Refused(f"{path}: {' and '.join(kinds)} exclude each other.")
    control = origin.get("origin_access_control_id")
    if control and (origin.get("s3_origin_config") or {}).get("origin_access_identity"):
        raise Refused(
            f"{path}: an origin access control and an origin access identity exclude each other; to change over, set"
            " s3_origin_config.origin_access_identity to an empty text."
        )
    domain = origin.get("domain_name") or ""
    if is_website(domain) and (control or origin.get("s3_origin_config")):
        raise Refused(
            f"{path}: {domain} is a website endpoint, which is public and cannot be signed for; use"
            " BUCKET.s3.REGION.amazonaws.com with an origin access control."
        )


def _check_error_response(answer: Members) -> None:
    path = f"custom_error_responses[{answer['error_code']}]"
    if answer["error_code"] not in ERROR_CODES:
        raise Refused(f"{path}: CloudFront takes only {', '.join(map(str, sorted(ERROR_CODES)))}.")
    page, code = answer.get("response_page_path") or "", answer.get("response_code") or ""
    if bool(page) != bool(code):
        raise Refused(f"{path}: response_page_path and response_code go together; give both or none.")
    if page and not is_unknown(page) and not page.startswith("/"):
        raise Refused(f"{path}.response_page_path: {page} must begin with a slash.")
