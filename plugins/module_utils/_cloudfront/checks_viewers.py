# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses of what viewers meet: certificate, countries, firewall, error pages; pure."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._unknown import is_unknown
from .limits import check_error_answer
from .touched import Touched

Members = t.Mapping[str, t.Any]

ERROR_CODES = frozenset({400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504})
CERTIFICATE_ARN = re.compile(r"arn:aws[a-z-]*:acm:(?P<region>[a-z0-9-]+):\d{12}:certificate/.+")
CERTIFICATE_REGIONS = ("us-east-1", "cn-north-1", "cn-northwest-1")
WEB_ACL_ARN = re.compile(r"arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global/webacl/.+")
CLASSIC_WEB_ACL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COUNTRY = re.compile(r"[A-Z]{2}")
# CF-12, CF-13: what a distribution with CloudFront's own certificate shows is an echo, and may come back from there.
ECHOES = {"minimum_protocol_version": ("TLSv1", "SSLv3"), "ssl_support_method": ("vip",)}
# CF-38: the only ones that dedicated IPs go with, unless AWS's support has opened more.
OLD_PROTOCOLS = ("TLSv1", "SSLv3")


def check_viewers(config: Members, touched: Touched) -> tuple[str, ...]:
    """Refuse what CloudFront would refuse to show viewers, return what to warn of."""
    if "restrictions" in touched:
        _check_countries((config.get("restrictions") or {}).get("geo_restriction") or {})
    if "web_acl_id" in touched:
        _check_web_acl(config.get("web_acl_id") or "")
    for answer in config.get("custom_error_responses") or ():
        if f"custom_error_responses[{answer['error_code']}]" in touched:
            _check_error_response(answer)
            check_error_answer(f"custom_error_responses[{answer['error_code']}]", answer, touched)
    certificate = config.get("viewer_certificate") or {}
    if ("aliases" in touched or "viewer_certificate" in touched) and config.get("aliases") and not _custom(certificate):
        raise Refused(
            f"aliases: {', '.join(config['aliases'])} need a certificate that covers them (CloudFront's own covers only"
            " cloudfront.net): give viewer_certificate.acm_certificate_arn."
        )
    return _check_certificate(certificate) if "viewer_certificate" in touched else ()


def _custom(certificate: Members) -> str:
    return str(certificate.get("acm_certificate_arn") or certificate.get("iam_certificate_id") or "")


def check_certificate_kinds(certificate: Members) -> None:
    """Refuse two certificates at once (CF-37)."""
    options = ("acm_certificate_arn", "iam_certificate_id", "cloud_front_default_certificate")
    kinds = [option for option in options if certificate.get(option)]
    if len(kinds) > 1:
        raise Refused(f"viewer_certificate: {' and '.join(kinds)} exclude each other.")


def check_own_certificate(named: Members, certificate: Members) -> None:
    """Refuse to choose what CloudFront chooses for a distribution with its own certificate (CF-12, CF-13)."""
    if _custom(certificate):
        return
    for option, echoes in ECHOES.items():
        if named.get(option) not in (None, *echoes):
            raise Refused(
                f"viewer_certificate.{option}: with CloudFront's own certificate CloudFront decides; leave it out, or"
                " give acm_certificate_arn."
            )


def _check_certificate(certificate: Members) -> tuple[str, ...]:
    arn = certificate.get("acm_certificate_arn") or ""
    found = CERTIFICATE_ARN.fullmatch(arn)
    if arn and not is_unknown(arn) and not found:
        raise Refused(f"viewer_certificate.acm_certificate_arn: {arn} is no ARN of an ACM certificate.")
    if found and found["region"] not in CERTIFICATE_REGIONS:
        raise Refused(
            f"viewer_certificate.acm_certificate_arn: the certificate is in {found['region']}; CloudFront takes only"
            " those of us-east-1. Request it there (cdn.aws.acm_certificate does by default)."
        )
    method, protocol = certificate.get("ssl_support_method"), certificate.get("minimum_protocol_version")
    if _custom(certificate) and method == "sni-only" and protocol == "SSLv3":
        raise Refused(
            "viewer_certificate: minimum_protocol_version SSLv3 does not work with sni-only; use TLSv1.2_2021."
        )
    if not _custom(certificate) or method != "vip":
        return ()
    refused = "" if protocol in OLD_PROTOCOLS else f", and {protocol} with it needs a support case"
    return (
        "viewer_certificate.ssl_support_method: vip means dedicated IP addresses, which AWS charges dearly for every"
        f" month{refused}; sni-only is free and all browsers of the last ten years know it.",
    )


def _check_countries(restriction: Members) -> None:
    kind, countries = restriction.get("restriction_type", "none"), restriction.get("items") or []
    path = "restrictions.geo_restriction"
    wrong = [country for country in countries if not is_unknown(country) and not COUNTRY.fullmatch(country)]
    if wrong:
        raise Refused(
            f"{path}.items: {', '.join(wrong)} must be two-letter country codes of ISO 3166 in upper case, such as DE."
        )
    if kind == "none" and countries:
        raise Refused(f"{path}: there are countries, but restriction_type is none; say whitelist or blacklist.")
    if kind != "none" and not countries:
        raise Refused(f"{path}.items: a {kind} needs at least one country.")


def _check_web_acl(web_acl: str) -> None:
    """CF-53: the old kind of web ACL has a plain id."""
    if not web_acl or is_unknown(web_acl) or WEB_ACL_ARN.fullmatch(web_acl) or CLASSIC_WEB_ACL.fullmatch(web_acl):
        return
    raise Refused(
        f"web_acl_id: {web_acl} is not a web ACL for CloudFront; give the ARN of one that was made in us-east-1 with"
        " the scope CLOUDFRONT (arn:aws:wafv2:us-east-1:...:global/webacl/...)."
    )


def _check_error_response(answer: Members) -> None:
    """CF-67."""
    path = f"custom_error_responses[{answer['error_code']}]"
    if answer["error_code"] not in ERROR_CODES:
        raise Refused(f"{path}: CloudFront takes only {', '.join(map(str, sorted(ERROR_CODES)))}.")
    page, code = answer.get("response_page_path") or "", answer.get("response_code") or ""
    if bool(page) != bool(code):
        raise Refused(f"{path}: response_page_path and response_code go together; give both or none.")
    if page and not is_unknown(page) and not page.startswith("/"):
        raise Refused(f"{path}.response_page_path: {page} must begin with a slash.")
