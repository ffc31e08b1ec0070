#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage response headers policies of CloudFront."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_response_headers_policy
short_description: Manage response headers policies of CloudFront
version_added: 0.1.0
description:
  - A response headers policy says which headers CloudFront adds to the responses that viewers get, for CORS, for
    security, for timing or of your own, and which headers of the origin it takes away.
  - Creates, changes or deletes one response headers policy of the account. Only the options that are given are
    changed.
  - Before making one, see whether a managed policy does, such as C(SecurityHeadersPolicy) or C(SimpleCORS).
    M(cdn.aws.cloudfront_distribution) takes their names and those of your own in
    O(cdn.aws.cloudfront_distribution#module:default_cache_behavior.response_headers_policy_id).
  - A change is live on every distribution that uses the policy, usually within some minutes; the distributions
    themselves are not changed, and there is nothing to wait for.
notes:
  - Tasks of M(community.aws.cloudfront_response_headers_policy) work as they are, with lists written as C(items)
    below their option too. Unlike there, groups of settings that are not given keep what they have, so take one away
    with an empty dictionary or list; a second run changes nothing and says so; and the settings are returned beside
    the id, not below C(response_headers_policy_config).
  - CloudFront has no defaults for the settings of CORS and of the security headers, so a new policy has none of them
    unless it is told.
  - The quotas of an account are 20 response headers policies, with 10 headers of your own and 10 headers to remove in
    each, unless AWS has raised them.
author:
  - cdn.aws contributors (@cdn-aws)
options:
  name:
    description:
      - The name, unique among the account's policies of this kind, at most 128 characters.
      - It finds the policy when O(id) is not given.
      - Together with O(id) it is the new name.
      - The names of AWS's managed policies, with or without C(Managed-), are refused.
    type: str
  id:
    description:
      - The id of a policy that exists.
    type: str
  comment:
    description:
      - What it is for, at most 128 characters. An empty text takes it away.
    type: str
  cors_config:
    description:
      - The headers for requests from other origins. An empty dictionary takes all of them away.
      - A policy that has none yet needs all settings without a default.
    type: dict
    suboptions:
      access_control_allow_origins:
        description:
          - The origins that may read the responses, such as C(https://www.example.com) or C(https://*.example.com),
            or V(*) for all; the order has no meaning.
        type: list
        elements: str
      access_control_allow_headers:
        description:
          - The headers that requests may carry, or V(*) for all; the order has no meaning.
          - They must be named when O(cors_config.access_control_allow_credentials) is V(true).
        type: list
        elements: str
      access_control_allow_methods:
        description:
          - The methods that requests may use; V(ALL) stands for all of them.
        type: list
        elements: str
        choices: [GET, POST, OPTIONS, PUT, DELETE, PATCH, HEAD, ALL]
      access_control_allow_credentials:
        description:
          - Whether requests may carry cookies and other credentials.
        type: bool
      access_control_expose_headers:
        description:
          - The response headers that scripts may read, or V(*) for all. An empty list takes them away.
        type: list
        elements: str
      access_control_max_age_sec:
        description:
          - The seconds for which a browser may remember the answer to a preflight request.
          - Without it browsers use their own default, usually five seconds. Taken away only together with all of
            O(cors_config).
        type: int
      origin_override:
        description:
          - Whether these headers take the place of such headers from the origin. With V(false) the origin's own are
            kept.
        type: bool
  security_headers_config:
    description:
      - Headers that make browsers more careful. An empty dictionary takes all of them away.
      - An empty dictionary for one of them takes this one away.
    type: dict
    suboptions:
      xss_protection:
        description:
          - C(X-XSS-Protection), for old browsers.
        type: dict
        suboptions:
          override:
            description:
              - Whether it takes the place of such a header from the origin. With V(false) the origin's own is kept.
              - Needed when the header is new in the policy.
            type: bool
          protection:
            description:
              - Whether the browser's filter is on, the first part of the header's value.
              - Needed when the header is new in the policy.
            type: bool
          mode_block:
            description:
              - Whether the browser shows nothing of a page that looks attacked.
              - Excludes O(security_headers_config.xss_protection.report_uri).
            type: bool
          report_uri:
            description:
              - Where the browser reports to. An empty text takes it away.
            type: str
      frame_options:
        description:
          - C(X-Frame-Options), who may show the page in a frame.
        type: dict
        suboptions:
          override:
            description:
              - Whether it takes the place of such a header from the origin. With V(false) the origin's own is kept.
              - Needed when the header is new in the policy.
            type: bool
          frame_option:
            description:
              - V(DENY) for nobody, V(SAMEORIGIN) for pages of the same site.
              - Needed when the header is new in the policy.
            type: str
            choices: [DENY, SAMEORIGIN]
      referrer_policy:
        description:
          - C(Referrer-Policy), what the browser tells other pages about where the viewer comes from.
        type: dict
        suboptions:
          override:
            description:
              - Whether it takes the place of such a header from the origin. With V(false) the origin's own is kept.
              - Needed when the header is new in the policy.
            type: bool
          referrer_policy:
            description:
              - The value of the header.
              - Needed when the header is new in the policy.
            type: str
            choices:
              - no-referrer
              - no-referrer-when-downgrade
              - origin
              - origin-when-cross-origin
              - same-origin
              - strict-origin
              - strict-origin-when-cross-origin
              - unsafe-url
      content_security_policy:
        description:
          - C(Content-Security-Policy), what the page may load and from where.
        type: dict
        suboptions:
          override:
            description:
              - Whether it takes the place of such a header from the origin. With V(false) the origin's own is kept.
              - Needed when the header is new in the policy.
            type: bool
          content_security_policy:
            description:
              - The value of the header, at most 1783 characters.
              - Needed when the header is new in the policy.
            type: str
      content_type_options:
        description:
          - C(X-Content-Type-Options) with its only value, C(nosniff).
        type: dict
        suboptions:
          override:
            description:
              - Whether it takes the place of such a header from the origin. With V(false) the origin's own is kept.
              - Needed when the header is new in the policy.
            type: bool
      strict_transport_security:
        description:
          - C(Strict-Transport-Security), which makes browsers come by HTTPS only.
        type: dict
        suboptions:
          override:
            description:
              - Whether it takes the place of such a header from the origin. With V(false) the origin's own is kept.
              - Needed when the header is new in the policy.
            type: bool
          access_control_max_age_sec:
            description:
              - The seconds for which a browser remembers it, the C(max-age) of the header. V(0) makes browsers forget
                it.
              - Needed when the header is new in the policy.
            type: int
          include_subdomains:
            description:
              - Whether it holds for all names below as well.
            type: bool
          preload:
            description:
              - Whether browsers may have the name in the list that they are delivered with.
            type: bool
  server_timing_headers_config:
    description:
      - The C(Server-Timing) header, in which CloudFront tells whether it was a cache hit and how long everything
        took.
      - An empty dictionary takes it away.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether responses get the header.
        type: bool
      sampling_rate:
        description:
          - The percentage of responses that get it, from 0 to 100 with at most four decimals.
          - Not compared while O(server_timing_headers_config.enabled) is V(false), since it has no effect then.
        type: float
  custom_headers_config:
    description:
      - Headers of your own. The list is the whole of them; an empty one takes them away. The order has no meaning.
      - The headers of O(security_headers_config) cannot be among them.
    type: list
    elements: dict
    suboptions:
      header:
        description:
          - The name of the header.
        type: str
        required: true
      value:
        description:
          - Its value, which may be an empty text.
          - Needed when the header is new in the policy.
        type: str
      override:
        description:
          - Whether it takes the place of such a header from the origin. With V(false) the origin's own is kept.
          - Needed when the header is new in the policy.
        type: bool
  remove_headers_config:
    description:
      - Headers of the origin that viewers do not get. The list is the whole of them; an empty one takes them away.
        The order has no meaning.
      - They are removed before others are added, so a header that is added by this policy is there nevertheless.
      - Headers that HTTP itself or CloudFront needs, such as C(Via), C(Content-Length) or C(X-Cache), cannot be
        removed.
    type: list
    elements: dict
    suboptions:
      header:
        description:
          - The name of the header.
        type: str
        required: true
  state:
    description:
      - V(present) creates or changes it, V(absent) deletes it.
      - A policy that a distribution uses is not deleted; the message names those that use it. CloudFront counts it as
        in use for some minutes after the last one has let go of it; a deletion waits up to five minutes for that.
    type: str
    choices: [present, absent]
    default: present
  keep_in_use:
    description:
      - With O(state=absent), leave it with a warning when distributions use it, instead of failing.
    type: bool
    default: false
  detached_from:
    description:
      - Ids or ARNs of distributions that are about to let go of it, or have just done so. With O(keep_in_use=true) they
        do not count as users.
    type: list
    elements: str
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
seealso:
  - module: cdn.aws.cloudfront_distribution
  - module: cdn.aws.cloudfront_cache_policy
  - module: cdn.aws.cloudfront_origin_request_policy
"""

EXAMPLES = r"""
- name: Create a policy that keeps browsers from guessing what a file is
  cdn.aws.cloudfront_response_headers_policy:
    name: example-headers
    security_headers_config:
      content_type_options:
        override: true

- name: Make browsers come by HTTPS for a year too
  cdn.aws.cloudfront_response_headers_policy:
    name: example-headers
    security_headers_config:
      strict_transport_security:
        access_control_max_age_sec: 31536000
        include_subdomains: true
        override: true

- name: Let another site read the responses, hide what the origin runs on, and say how fast it was
  cdn.aws.cloudfront_response_headers_policy:
    name: example-headers
    cors_config:
      access_control_allow_origins: ["https://www.example.com"]
      access_control_allow_headers: ["*"]
      access_control_allow_methods: [GET, HEAD]
      access_control_allow_credentials: false
      origin_override: true
    remove_headers_config:
      - header: X-Powered-By
    server_timing_headers_config:
      enabled: true
      sampling_rate: 5

- name: Add headers of your own and leave the rest as it is
  cdn.aws.cloudfront_response_headers_policy:
    name: example-headers
    custom_headers_config:
      - header: Permissions-Policy
        value: camera=(), microphone=()
        override: true

- name: Take CORS and one security header away again
  cdn.aws.cloudfront_response_headers_policy:
    name: example-headers
    cors_config: {}
    security_headers_config:
      strict_transport_security: {}

- name: Use it on a distribution
  cdn.aws.cloudfront_distribution:
    caller_reference: pictures.example.com
    default_origin_domain_name: www.example.com
    default_cache_behavior:
      response_headers_policy_id: example-headers

- name: Delete a policy that no distribution uses
  cdn.aws.cloudfront_response_headers_policy:
    name: example-old
    state: absent
"""

RETURN = r"""
response_headers_policy:
  description:
    - The response headers policy, V(null) when it does not exist.
  type: dict
  returned: success
  contains:
    id:
      description: The id, which a distribution's behaviors refer to. In check mode on create it is a stand-in.
      type: str
      returned: always
      sample: 5d1a7c5b-8a4f-4a4e-9d2c-0f0c6e0b7a11
    last_modified_time:
      description: When it was changed last.
      type: str
      returned: unless a check run is to create it
      sample: "2026-03-01T12:00:00+00:00"
    name:
      description: The name.
      type: str
      returned: always
      sample: example-headers
    comment:
      description: What it is for.
      type: str
      returned: when there is one
      sample: Headers of the public site
    cors_config:
      description: The headers for requests from other origins.
      type: dict
      returned: when there are any
      sample:
        access_control_allow_origins: ["https://www.example.com"]
        access_control_allow_headers: ["*"]
        access_control_allow_methods: [GET, HEAD]
        access_control_allow_credentials: false
        origin_override: true
    security_headers_config:
      description: The security headers.
      type: dict
      returned: when there are any
      sample:
        strict_transport_security:
          access_control_max_age_sec: 31536000
          include_subdomains: true
          override: true
    server_timing_headers_config:
      description: The C(Server-Timing) header.
      type: dict
      returned: when it was set
      sample:
        enabled: true
        sampling_rate: 5.0
    custom_headers_config:
      description: Headers of your own.
      type: list
      elements: dict
      returned: when they were set
      sample:
        - header: Permissions-Policy
          value: camera=(), microphone=()
          override: true
    remove_headers_config:
      description: Headers of the origin that viewers do not get.
      type: list
      elements: dict
      returned: when they were set
      sample:
        - header: X-Powered-By
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "cloudfront:DeleteResponseHeadersPolicy, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description:
    - The API writes that were made, or in check mode would be made, in order.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreateResponseHeadersPolicy
      resource: example-headers
      change: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.response_headers_policy import ResponseHeadersPolicy
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str"},
        "id": {"type": "str"},
        "comment": {"type": "str"},
        "cors_config": {
            "type": "dict",
            "options": {
                "access_control_allow_origins": {"type": "list", "elements": "str"},
                "access_control_allow_headers": {"type": "list", "elements": "str"},
                "access_control_allow_methods": {
                    "type": "list",
                    "elements": "str",
                    "choices": ["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "HEAD", "ALL"],
                },
                "access_control_allow_credentials": {"type": "bool"},
                "access_control_expose_headers": {"type": "list", "elements": "str"},
                "access_control_max_age_sec": {"type": "int"},
                "origin_override": {"type": "bool"},
            },
        },
        "security_headers_config": {
            "type": "dict",
            "options": {
                "xss_protection": {
                    "type": "dict",
                    "options": {
                        "override": {"type": "bool"},
                        "protection": {"type": "bool"},
                        "mode_block": {"type": "bool"},
                        "report_uri": {"type": "str"},
                    },
                },
                "frame_options": {
                    "type": "dict",
                    "options": {
                        "override": {"type": "bool"},
                        "frame_option": {"type": "str", "choices": ["DENY", "SAMEORIGIN"]},
                    },
                },
                "referrer_policy": {
                    "type": "dict",
                    "options": {
                        "override": {"type": "bool"},
                        "referrer_policy": {
                            "type": "str",
                            "choices": [
                                "no-referrer",
                                "no-referrer-when-downgrade",
                                "origin",
                                "origin-when-cross-origin",
                                "same-origin",
                                "strict-origin",
                                "strict-origin-when-cross-origin",
                                "unsafe-url",
                            ],
                        },
                    },
                },
                "content_security_policy": {
                    "type": "dict",
                    "options": {
                        "override": {"type": "bool"},
                        "content_security_policy": {"type": "str"},
                    },
                },
                "content_type_options": {"type": "dict", "options": {"override": {"type": "bool"}}},
                "strict_transport_security": {
                    "type": "dict",
                    "options": {
                        "override": {"type": "bool"},
                        "access_control_max_age_sec": {"type": "int"},
                        "include_subdomains": {"type": "bool"},
                        "preload": {"type": "bool"},
                    },
                },
            },
        },
        "server_timing_headers_config": {
            "type": "dict",
            "options": {"enabled": {"type": "bool"}, "sampling_rate": {"type": "float"}},
        },
        "custom_headers_config": {
            "type": "list",
            "elements": "dict",
            "options": {
                "header": {"type": "str", "required": True},
                "value": {"type": "str"},
                "override": {"type": "bool"},
            },
        },
        "remove_headers_config": {
            "type": "list",
            "elements": "dict",
            "options": {"header": {"type": "str", "required": True}},
        },
        **STATE,
        "keep_in_use": {"type": "bool", "default": False},
        "detached_from": {"type": "list", "elements": "str"},
    },
    required_one_of=(("name", "id"),),
)


def main() -> None:
    """Run the module."""
    run_module(ResponseHeadersPolicy, SPEC)


if __name__ == "__main__":
    main()
