#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage cache policies of CloudFront."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_cache_policy
short_description: Manage cache policies of CloudFront
version_added: 0.1.0
description:
  - A cache policy says for how long CloudFront keeps objects, and by which headers, cookies and query strings of a
    request it tells them apart. What is in this cache key is also sent to the origin.
  - Creates, changes or deletes one cache policy of the account. Only the options that are given are changed.
  - Before making one, see whether a managed policy does, such as C(CachingOptimized) or C(CachingDisabled).
    M(cdn.aws.cloudfront_distribution) takes their names and those of your own in
    O(cdn.aws.cloudfront_distribution#module:default_cache_behavior.cache_policy_id).
  - A change is live on every distribution that uses the policy, usually within some minutes; the distributions
    themselves are not changed, and there is nothing to wait for.
notes:
  - A task with nothing but O(name) makes what the console offers, which caches like the managed C(CachingOptimized),
    one second at least, a day by default, a year at most, compressed objects kept apart, and nothing else of a
    request in the cache key.
  - CloudFront takes 10 headers, 10 cookies and 10 query strings in a policy unless AWS has raised that quota, and 20
    cache policies in an account.
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
  min_ttl:
    description:
      - The seconds for which an object is kept at least, whatever the origin says.
      - Default on create is V(1), or less when O(default_ttl) or O(max_ttl) is.
    type: int
  default_ttl:
    description:
      - The seconds for which an object is kept when the origin says nothing about it.
      - Not less than O(min_ttl) and not more than O(max_ttl), of what is given and what is there already.
      - Default on create is V(86400), or what is nearest to it between O(min_ttl) and O(max_ttl).
    type: int
  max_ttl:
    description:
      - The seconds for which an object is kept at most, whatever the origin says.
      - V(0) switches caching off. CloudFront then wants nothing in the cache key, so the compression options have to
        be V(false) and the behaviors V(none); on create they are.
      - Default on create is V(31536000), or O(default_ttl) when that is more.
    type: int
  parameters_in_cache_key_and_forwarded_to_origin:
    description:
      - The cache key.
    type: dict
    suboptions:
      enable_accept_encoding_gzip:
        description:
          - Whether objects are kept in gzip's compression as well, for viewers that understand it. A distribution
            compresses objects only with a cache policy that has this or Brotli switched on.
          - Default on create is V(true), or V(false) when caching is off.
        type: bool
      enable_accept_encoding_brotli:
        description:
          - Whether objects are kept in Brotli's compression as well, for viewers that understand it.
          - Default on create is V(true), or V(false) when caching is off.
        type: bool
      headers_config:
        description:
          - Headers of the viewer's request.
        type: dict
        suboptions:
          header_behavior:
            description:
              - V(none) has none of them in the cache key, V(whitelist) those in
                O(parameters_in_cache_key_and_forwarded_to_origin.headers_config.headers).
              - Default on create is V(none).
            type: str
            choices: [none, whitelist]
          headers:
            description:
              - The names for V(whitelist); the order has no meaning. A change to V(none) takes them away.
              - C(Accept-Encoding) cannot be among them while a compression option is V(true).
            type: list
            elements: str
      cookies_config:
        description:
          - Cookies of the viewer's request.
        type: dict
        suboptions:
          cookie_behavior:
            description:
              - V(none) has none of them in the cache key, V(all) has all, V(whitelist) those in
                O(parameters_in_cache_key_and_forwarded_to_origin.cookies_config.cookies) and V(allExcept) all but
                those.
              - Default on create is V(none).
            type: str
            choices: [none, whitelist, allExcept, all]
          cookies:
            description:
              - The names for V(whitelist) or V(allExcept); the order has no meaning. A change to another behavior
                takes them away.
            type: list
            elements: str
      query_strings_config:
        description:
          - Query strings of the viewer's request, by their names.
        type: dict
        suboptions:
          query_string_behavior:
            description:
              - V(none) has none of them in the cache key, V(all) has all, V(whitelist) those in
                O(parameters_in_cache_key_and_forwarded_to_origin.query_strings_config.query_strings) and V(allExcept)
                all but those.
              - Default on create is V(none).
            type: str
            choices: [none, whitelist, allExcept, all]
          query_strings:
            description:
              - The names for V(whitelist) or V(allExcept); the order has no meaning. A change to another behavior
                takes them away.
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
  - module: cdn.aws.cloudfront_origin_request_policy
  - module: cdn.aws.cloudfront_response_headers_policy
"""

EXAMPLES = r"""
- name: Create a policy with the console's defaults
  cdn.aws.cloudfront_cache_policy:
    name: example-defaults

- name: Keep pictures for a week, one variant for each width
  cdn.aws.cloudfront_cache_policy:
    name: example-pictures
    comment: Resized pictures
    default_ttl: 604800
    parameters_in_cache_key_and_forwarded_to_origin:
      query_strings_config:
        query_string_behavior: whitelist
        query_strings: [width, format]

- name: Forget the widths again and leave the rest as it is
  cdn.aws.cloudfront_cache_policy:
    name: example-pictures
    parameters_in_cache_key_and_forwarded_to_origin:
      query_strings_config:
        query_string_behavior: none

- name: Use it on a distribution
  cdn.aws.cloudfront_distribution:
    caller_reference: pictures.example.com
    default_origin_domain_name: www.example.com
    default_cache_behavior:
      cache_policy_id: example-pictures

- name: Delete a policy that no distribution uses
  cdn.aws.cloudfront_cache_policy:
    name: example-defaults
    state: absent
"""

RETURN = r"""
cache_policy:
  description:
    - The cache policy, V(null) when it does not exist.
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
      sample: example-pictures
    comment:
      description: What it is for.
      type: str
      returned: when there is one
      sample: Resized pictures
    min_ttl:
      description: The seconds for which an object is kept at least.
      type: int
      returned: always
      sample: 1
    default_ttl:
      description: The seconds for which an object is kept when the origin says nothing.
      type: int
      returned: always
      sample: 604800
    max_ttl:
      description: The seconds for which an object is kept at most.
      type: int
      returned: always
      sample: 31536000
    parameters_in_cache_key_and_forwarded_to_origin:
      description: The cache key, in the form of the options.
      type: dict
      returned: always
      sample:
        enable_accept_encoding_brotli: true
        enable_accept_encoding_gzip: true
        headers_config:
          header_behavior: none
        cookies_config:
          cookie_behavior: none
        query_strings_config:
          query_string_behavior: whitelist
          query_strings: [width, format]
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "cloudfront:DeleteCachePolicy, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description:
    - The API writes that were made, or in check mode would be made, in order.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreateCachePolicy
      resource: example-pictures
      change: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.cache_policy import CachePolicy
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.policy_options import SELECTIONS
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str"},
        "id": {"type": "str"},
        "comment": {"type": "str"},
        "min_ttl": {"type": "int"},
        "default_ttl": {"type": "int"},
        "max_ttl": {"type": "int"},
        "parameters_in_cache_key_and_forwarded_to_origin": {
            "type": "dict",
            "no_log": False,
            "options": {
                "enable_accept_encoding_gzip": {"type": "bool"},
                "enable_accept_encoding_brotli": {"type": "bool"},
                "headers_config": {
                    "type": "dict",
                    "options": {
                        "header_behavior": {"type": "str", "choices": ["none", "whitelist"]},
                        "headers": {"type": "list", "elements": "str"},
                    },
                },
                **SELECTIONS,
            },
        },
        **STATE,
    },
    required_one_of=(("name", "id"),),
)


def main() -> None:
    """Run the module."""
    run_module(CachePolicy, SPEC)


if __name__ == "__main__":
    main()
