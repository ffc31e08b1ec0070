#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage origin request policies of CloudFront."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_origin_request_policy
short_description: Manage origin request policies of CloudFront
version_added: 0.1.0
description:
  - An origin request policy says which headers, cookies and query strings of a viewer's request CloudFront sends to
    the origin, beside those that the cache policy has in its cache key. They do not tell objects in the cache apart.
  - Creates, changes or deletes one origin request policy of the account. Only the options that are given are changed.
  - Before making one, see whether a managed policy does, such as C(AllViewerExceptHostHeader) or C(CORS-S3Origin).
    M(cdn.aws.cloudfront_distribution) takes their names and those of your own in
    O(cdn.aws.cloudfront_distribution#module:default_cache_behavior.origin_request_policy_id).
  - A change is live on every distribution that uses the policy, usually within some minutes; the distributions
    themselves are not changed, and there is nothing to wait for.
notes:
  - A task with nothing but O(name) makes what the console offers, a policy that sends nothing more.
  - CloudFront takes 10 headers, 10 cookies and 10 query strings in a policy unless AWS has raised that quota, and 20
    origin request policies in an account.
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
  headers_config:
    description:
      - Headers, those of the viewer and those that CloudFront can add, such as C(CloudFront-Viewer-Country).
    type: dict
    suboptions:
      header_behavior:
        description:
          - V(none) sends none of them, V(allViewer) all, V(whitelist) those in O(headers_config.headers) and
            V(allExcept) all but those.
          - V(allViewerAndWhitelistCloudFront) sends all headers of the viewer and those headers in
            O(headers_config.headers) that CloudFront adds.
          - Default on create is V(none).
        type: str
        choices: [none, whitelist, allViewer, allViewerAndWhitelistCloudFront, allExcept]
      headers:
        description:
          - The names for V(whitelist), V(allExcept) or V(allViewerAndWhitelistCloudFront); the order has no meaning.
            A change to another behavior takes them away.
        type: list
        elements: str
  cookies_config:
    description:
      - Cookies of the viewer's request.
    type: dict
    suboptions:
      cookie_behavior:
        description:
          - V(none) sends none of them, V(all) sends all, V(whitelist) those in O(cookies_config.cookies) and
            V(allExcept) all but those.
          - Default on create is V(none).
        type: str
        choices: [none, whitelist, allExcept, all]
      cookies:
        description:
          - The names for V(whitelist) or V(allExcept); the order has no meaning. A change to another behavior takes
            them away.
        type: list
        elements: str
  query_strings_config:
    description:
      - Query strings of the viewer's request, by their names.
    type: dict
    suboptions:
      query_string_behavior:
        description:
          - V(none) sends none of them, V(all) sends all, V(whitelist) those in O(query_strings_config.query_strings)
            and V(allExcept) all but those.
          - Default on create is V(none).
        type: str
        choices: [none, whitelist, allExcept, all]
      query_strings:
        description:
          - The names for V(whitelist) or V(allExcept); the order has no meaning. A change to another behavior takes
            them away.
        type: list
        elements: str
  state:
    description:
      - V(present) creates or changes it, V(absent) deletes it.
      - A policy that a distribution uses is not deleted; the message names those that use it. CloudFront counts it as
        in use for some minutes after the last one has let go of it; a deletion waits up to five minutes for that.
    type: str
    choices: [present, absent]
    default: present
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
seealso:
  - module: cdn.aws.cloudfront_distribution
  - module: cdn.aws.cloudfront_cache_policy
  - module: cdn.aws.cloudfront_response_headers_policy
"""

EXAMPLES = r"""
- name: Create a policy that tells the origin where its viewers are
  cdn.aws.cloudfront_origin_request_policy:
    name: example-country
    headers_config:
      header_behavior: whitelist
      headers: [CloudFront-Viewer-Country]

- name: Send all query strings and all cookies but one too
  cdn.aws.cloudfront_origin_request_policy:
    name: example-country
    cookies_config:
      cookie_behavior: allExcept
      cookies: [_tracking]
    query_strings_config:
      query_string_behavior: all

- name: Send no cookies again and leave the rest as it is
  cdn.aws.cloudfront_origin_request_policy:
    name: example-country
    cookies_config:
      cookie_behavior: none

- name: Use it on a distribution
  cdn.aws.cloudfront_distribution:
    caller_reference: pictures.example.com
    default_origin_domain_name: www.example.com
    default_cache_behavior:
      cache_policy_id: CachingOptimized
      origin_request_policy_id: example-country

- name: Delete a policy that no distribution uses
  cdn.aws.cloudfront_origin_request_policy:
    name: example-old
    state: absent
"""

RETURN = r"""
origin_request_policy:
  description:
    - The origin request policy, V(null) when it does not exist.
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
      sample: example-country
    comment:
      description: What it is for.
      type: str
      returned: when there is one
      sample: Where viewers are
    headers_config:
      description: Which headers the origin gets.
      type: dict
      returned: always
      sample:
        header_behavior: whitelist
        headers: [CloudFront-Viewer-Country]
    cookies_config:
      description: Which cookies the origin gets.
      type: dict
      returned: always
      sample:
        cookie_behavior: none
    query_strings_config:
      description: Which query strings the origin gets.
      type: dict
      returned: always
      sample:
        query_string_behavior: all
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "cloudfront:DeleteOriginRequestPolicy, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description:
    - The API writes that were made, or in check mode would be made, in order.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreateOriginRequestPolicy
      resource: example-country
      change: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.origin_request_policy import OriginRequestPolicy
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.policy_options import SELECTIONS
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str"},
        "id": {"type": "str"},
        "comment": {"type": "str"},
        "headers_config": {
            "type": "dict",
            "options": {
                "header_behavior": {
                    "type": "str",
                    "choices": ["none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept"],
                },
                "headers": {"type": "list", "elements": "str"},
            },
        },
        **SELECTIONS,
        **STATE,
    },
    required_one_of=(("name", "id"),),
)


def main() -> None:
    """Run the module."""
    run_module(OriginRequestPolicy, SPEC)


if __name__ == "__main__":
    main()
