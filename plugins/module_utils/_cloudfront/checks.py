# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses and can be known before the first write; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._unknown import is_unknown
from .checks_behaviors import behaviors, check_methods, check_policies, check_targets, check_ttls
from .checks_origins import check_origin
from .checks_viewers import check_certificate, check_error_response, check_web_acl

Members = t.Mapping[str, t.Any]

LONGEST_COMMENT = 128
LONGEST_PATTERN = 255


def check_options(desired: Members) -> None:
    """Refuse what the options alone show to be wrong."""
    for path, behavior in behaviors(desired):
        check_policies(path, behavior)
        check_methods(path, behavior)
        check_ttls(path, behavior)
    _check_texts(desired)
    check_web_acl(desired.get("web_acl_id"))
    _check_logging(desired.get("logging") or {})
    check_certificate(desired.get("viewer_certificate") or {})
    for origin in desired.get("origins") or ():
        check_origin(origin)
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
    check_targets(config)
    for path, behavior in behaviors(config):
        check_ttls(path, behavior)
    for origin in config.get("origins") or ():
        check_origin(origin)
    if "custom_error_responses" in changed:
        for answer in config.get("custom_error_responses") or ():
            check_error_response(answer)
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


def _check_logging(logging: Members) -> None:
    bucket = logging.get("bucket")
    if logging.get("enabled") and bucket == "":
        raise Refused("logging.bucket: logging is on, but there is no bucket.")
    if bucket and not is_unknown(bucket) and not bucket.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        raise Refused(f"logging.bucket: write the bucket as {bucket}.s3.amazonaws.com.")
