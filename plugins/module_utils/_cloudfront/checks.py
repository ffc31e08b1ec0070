# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses and can be known before the first write; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._unknown import is_unknown
from .checks_behaviors import check_behaviors
from .checks_origins import check_kinds, check_origins
from .checks_viewers import check_certificate_kinds, check_own_certificate, check_viewers
from .domains import s3_name
from .touched import Touched

Members = t.Mapping[str, t.Any]

LONGEST_COMMENT = 128
HTTP3 = ("http3", "http2and3")
KEYS = {"origins": "id", "cache_behaviors": "path_pattern", "custom_error_responses": "error_code"}


def check_options(desired: Members) -> None:
    """Refuse options that contradict each other, whatever there is."""
    for origin in desired.get("origins") or ():
        check_kinds(origin)
    certificate = desired.get("viewer_certificate") or {}
    check_certificate_kinds(certificate)
    if certificate.get("cloud_front_default_certificate"):
        check_own_certificate(certificate, certificate)
    for option, key in KEYS.items():
        names = [item[key] for item in desired.get(option) or () if item.get(key) is not None]
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        if twice:
            raise Refused(f"{option}: {key} {', '.join(twice)} is there twice; each may occur once.")


def check_named(desired: Members, config: Members) -> None:
    """Refuse named members that could have no effect, after everything was laid over each other."""
    if desired.get("viewer_certificate"):
        check_own_certificate(desired["viewer_certificate"], config.get("viewer_certificate") or {})


def check_config(config: Members, touched: Touched, *, new: bool = False) -> tuple[str, ...]:
    """Refuse a configuration that CloudFront would refuse for what a task changes; return what to warn of."""
    _check_texts(config, touched)
    _check_logging(config.get("logging") or {}, touched)
    _check_deployment(config, touched, new=new)
    return (
        *check_origins(config, touched),
        *check_behaviors(config, touched),
        *check_viewers(config, touched),
    )


def _check_texts(config: Members, touched: Touched) -> None:
    root = config.get("default_root_object") or ""
    if "default_root_object" in touched and root.startswith("/"):
        raise Refused(f"default_root_object: {root} must not begin with a slash; write {root.lstrip('/')}.")
    comment = config.get("comment") or ""
    if "comment" in touched and len(comment) > LONGEST_COMMENT:
        raise Refused(f"comment has {len(comment)} characters; CloudFront takes at most {LONGEST_COMMENT}.")


def _check_logging(logging: Members, touched: Touched) -> None:
    """CF-51."""
    bucket = logging.get("bucket") or ""
    if "logging" not in touched or not logging.get("enabled") or is_unknown(bucket):
        return
    if not bucket:
        raise Refused("logging.bucket: logging is on, but there is no bucket.")
    if not s3_name(bucket):
        raise Refused(f"logging.bucket: {bucket} is no bucket; write its name, or BUCKET.s3.amazonaws.com.")


def _check_deployment(config: Members, touched: Touched, *, new: bool) -> None:
    """CF-81."""
    if "staging" in touched and not new:
        raise Refused(
            "staging: a distribution is made for staging or not, which cannot be changed; make another one, with"
            " CopyDistribution."
        )
    involved = any(option in touched for option in ("http_version", "staging", "continuous_deployment_policy_id"))
    is_deployed = config.get("continuous_deployment_policy_id") or config.get("staging")
    if involved and is_deployed and config.get("http_version") in HTTP3:
        raise Refused("http_version: continuous deployment does not work with HTTP/3; write http_version: http2.")
