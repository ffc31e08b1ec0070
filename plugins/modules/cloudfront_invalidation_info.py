#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look at the invalidations of a distribution."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_invalidation_info
short_description: Look at the invalidations of a CloudFront distribution
version_added: 0.1.0
description:
  - Returns the newest invalidations of a distribution with their paths and caller references, which CloudFront's own
    list does not have.
author:
  - cdn.aws contributors (@cdn-aws)
options:
  distribution_id:
    description:
      - The id of the distribution.
    type: str
  alias:
    description:
      - An alias of the distribution, in place of O(distribution_id).
    type: str
  caller_reference_prefix:
    description:
      - Only invalidations whose caller reference begins with this text are returned.
    type: str
  limit:
    description:
      - How many are returned at most, 1 to 100.
      - Each one that is looked at is a call; it ends with the last one that is returned, and after the 100 newest.
    type: int
    default: 10
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes.info
seealso:
  - module: cdn.aws.cloudfront_invalidation
"""

EXAMPLES = r"""
- name: Look at the newest invalidations
  cdn.aws.cloudfront_invalidation_info:
    alias: images.example.com
  register: found

- name: Show what they were for
  ansible.builtin.debug:
    msg: "{{ item.create_time }} {{ item.status }} {{ item.invalidation_batch.paths['items'] | join(' ') }}"
  loop: "{{ found.invalidations }}"

- name: Find the last one that was made for a release
  cdn.aws.cloudfront_invalidation_info:
    alias: images.example.com
    caller_reference_prefix: release-
    limit: 1
"""

RETURN = r"""
distribution_id:
  description: The id of the distribution, V(null) when there is none.
  type: str
  returned: success
  sample: E2QWRUHAPOMQZL
invalidations:
  description:
    - The invalidations, the newest first; an empty list when there is none, or with a warning no such distribution.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: The id.
      type: str
      returned: always
      sample: I2J0I21PCUYOIK
    status:
      description: V(InProgress), then V(Completed).
      type: str
      returned: always
      sample: Completed
    create_time:
      description: When it was started.
      type: str
      returned: always
      sample: '2026-03-01T12:30:45+00:00'
    distribution_id:
      description: The distribution.
      type: str
      returned: always
      sample: E2QWRUHAPOMQZL
    invalidation_batch:
      description: What was asked for, in the form of M(cdn.aws.cloudfront_invalidation).
      type: dict
      returned: always
      sample:
        caller_reference: release-2026-03-01
        paths:
          quantity: 1
          items: [/css/*]
          elements: [/css/*]
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.invalidation_info import InvalidationInfo
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "distribution_id": {"type": "str"},
        "alias": {"type": "str"},
        "caller_reference_prefix": {"type": "str"},
        "limit": {"type": "int", "default": 10},
    },
    required_one_of=(("distribution_id", "alias"),),
    mutually_exclusive=(("distribution_id", "alias"),),
)


def main() -> None:
    """Run the module."""
    run_module(InvalidationInfo, SPEC)


if __name__ == "__main__":
    main()
