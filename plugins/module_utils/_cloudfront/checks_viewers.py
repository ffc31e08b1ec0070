# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses of what viewers meet: certificate, firewall, error pages; pure."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._unknown import is_unknown

Members = t.Mapping[str, t.Any]

ERROR_CODES = frozenset({400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504})
CERTIFICATE_ARN = re.compile(r"arn:aws[a-z-]*:acm:(?P<region>[a-z0-9-]+):\d{12}:certificate/.+")
WEB_ACL_ARN = re.compile(r"arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global/webacl/.+")


def check_certificate(certificate: Members) -> None:
    """Refuse a certificate that CloudFront cannot use (CF-13, CF-37, CF-38)."""
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


def check_web_acl(web_acl: str | None) -> None:
    """Refuse a web ACL of another scope or region (CF-53)."""
    # CF-53: the old kind of web ACL has a plain id.
    if web_acl and web_acl.startswith("arn:") and not is_unknown(web_acl) and not WEB_ACL_ARN.fullmatch(web_acl):
        raise Refused(
            f"web_acl_id: {web_acl} is not a web ACL for CloudFront; it must be made in us-east-1 with the scope"
            " CLOUDFRONT (arn:aws:wafv2:us-east-1:...:global/webacl/...)."
        )


def check_error_response(answer: Members) -> None:
    """Refuse an error response that CloudFront does not have (CF-67)."""
    path = f"custom_error_responses[{answer['error_code']}]"
    if answer["error_code"] not in ERROR_CODES:
        raise Refused(f"{path}: CloudFront takes only {', '.join(map(str, sorted(ERROR_CODES)))}.")
    page, code = answer.get("response_page_path") or "", answer.get("response_code") or ""
    if bool(page) != bool(code):
        raise Refused(f"{path}: response_page_path and response_code go together; give both or none.")
    if page and not is_unknown(page) and not page.startswith("/"):
        raise Refused(f"{path}.response_page_path: {page} must begin with a slash.")
