# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Response headers policies: the headers that CloudFront adds to what viewers get, and those it takes away."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._inputs import refuse_bad_header, refuse_line_break, refuse_outside
from .._plan import State
from .._unknown import is_unknown
from .config_object import STALE
from .managed_policies import KINDS
from .policy import Policy

SECTIONS = ("cors_config", "security_headers_config", "server_timing_headers_config")
CORS_LISTS = ("access_control_allow_origins", "access_control_allow_headers", "access_control_allow_methods")
# CF-66
LONGEST_CSP = 1783
LONGEST_AGE = 2**31 - 1
HIGHEST_RATE = 100
RATE_DECIMALS = 4
# CloudFront takes these in security_headers_config only.
SECURITY = {
    "content-security-policy": "content_security_policy",
    "referrer-policy": "referrer_policy",
    "strict-transport-security": "strict_transport_security",
    "x-content-type-options": "content_type_options",
    "x-frame-options": "frame_options",
    "x-xss-protection": "xss_protection",
}
# "Headers that you can't remove" of the developer guide.
KEPT = re.compile(
    "connection|content-encoding|content-length|expect|host|keep-alive|proxy-(authenticate|authorization|connection)"
    "|trailer|transfer-encoding|upgrade|via|warning|x-accel-(buffering|charset|limit-rate|redirect)|x-amz-cf-.*"
    "|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag"
    "|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip",
    re.IGNORECASE,
)


class ResponseHeadersPolicy(Policy):
    """One response headers policy of the account."""

    noun = "response_headers_policy"
    policies = KINDS["response_headers_policy_id"]
    kind = policies.member
    words = policies.words
    plural = policies.plural
    stale_codes = STALE | {f"{kind}AlreadyExists"}
    config_options = ("name", "comment", *SECTIONS, "custom_headers_config", "remove_headers_config")

    def target(self, current: State | None) -> State:
        """Return the configuration to reach; an empty dictionary takes a group of settings away."""
        config = super().target(current)
        desired = self.desired()
        security = config.get("security_headers_config", {})
        emptied = [name for name, value in desired.get("security_headers_config", {}).items() if value == {}]
        config["security_headers_config"] = {name: value for name, value in security.items() if name not in emptied}
        gone = [name for name in SECTIONS if desired.get(name) == {} or not config.get(name)]
        return {name: value for name, value in config.items() if name not in gone}

    def refuse(self, config: State) -> None:
        """Refuse headers that CloudFront would not take."""
        super().refuse(config)
        _refuse_cors(config.get("cors_config", {}))
        _refuse_security(config.get("security_headers_config", {}))
        _refuse_names(config)
        _refuse_line_breaks(config)
        rate = config.get("server_timing_headers_config", {}).get("sampling_rate")
        if rate is not None and not (0 <= rate <= HIGHEST_RATE and round(rate, RATE_DECIMALS) == rate):
            raise Refused(
                f"server_timing_headers_config: sampling_rate is a percentage from 0 to 100 with at most"
                f" {RATE_DECIMALS} decimals, not {rate}."
            )


def _refuse_cors(cors: t.Mapping[str, t.Any]) -> None:
    refuse_outside("cors_config.access_control_max_age_sec", cors.get("access_control_max_age_sec"), 0, LONGEST_AGE)
    empty = [name for name in CORS_LISTS if cors and not cors[name]]
    if empty:
        raise Refused(f"cors_config: {', '.join(empty)} must not be empty; cors_config {{}} takes all of CORS away.")
    allowed = cors.get("access_control_allow_headers", ())
    if cors.get("access_control_allow_credentials") and any("*" in header for header in allowed):
        raise Refused(
            "cors_config: access_control_allow_headers must name the headers, without *, when"
            " access_control_allow_credentials is true."
        )


def _refuse_security(security: t.Mapping[str, t.Any]) -> None:
    text = security.get("content_security_policy", {}).get("content_security_policy", "")
    if len(text) > LONGEST_CSP and not is_unknown(text):
        raise Refused(
            f"security_headers_config: content_security_policy has {len(text)} characters; CloudFront takes at most"
            f" {LONGEST_CSP}."
        )
    transport = security.get("strict_transport_security", {})
    where = "security_headers_config.strict_transport_security.access_control_max_age_sec"
    refuse_outside(where, transport.get("access_control_max_age_sec"), 0, LONGEST_AGE)
    xss = security.get("xss_protection", {})
    if xss.get("mode_block") and xss.get("report_uri"):
        raise Refused("security_headers_config.xss_protection: mode_block and report_uri exclude each other.")


def _refuse_names(config: State) -> None:
    for option in ("custom_headers_config", "remove_headers_config"):
        names = [item["header"].lower() for item in config.get(option, ())]
        for item in config.get(option, ()):
            refuse_bad_header(option, item["header"])
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise Refused(f"{option}: {', '.join(twice)} is there twice; header names differ by more than their case.")
    for item in config.get("custom_headers_config", ()):
        if item["header"].lower() in SECURITY:
            raise Refused(
                f"custom_headers_config: {item['header']} is a security header, CloudFront takes it in"
                f" security_headers_config.{SECURITY[item['header'].lower()]} only."
            )
    for item in config.get("remove_headers_config", ()):
        if KEPT.fullmatch(item["header"]):
            raise Refused(f"remove_headers_config: {item['header']} is a header that CloudFront does not remove.")


def _refuse_line_breaks(config: State) -> None:
    """No header has them, and the blocks of YAML end in one."""
    security = config.get("security_headers_config", {})
    texts = {
        "security_headers_config.content_security_policy": security.get("content_security_policy", {}).get(
            "content_security_policy"
        ),
        "security_headers_config.xss_protection.report_uri": security.get("xss_protection", {}).get("report_uri"),
        **{f"custom_headers_config[{one['header']}]": one["value"] for one in config.get("custom_headers_config", ())},
    }
    for where, text in texts.items():
        refuse_line_break(where, text)
