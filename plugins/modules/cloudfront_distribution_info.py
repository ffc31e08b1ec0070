#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look at CloudFront distributions."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_distribution_info
short_description: Look at CloudFront distributions
version_added: 0.1.0
description:
  - Returns one distribution with its whole configuration, or all distributions of the account.
  - The configuration has the form of the options of M(cdn.aws.cloudfront_distribution).
author:
  - cdn.aws contributors (@cdn-aws)
options:
  distribution_id:
    description:
      - The id of the distribution to return.
    type: str
  alias:
    description:
      - An alias of the distribution to return.
    type: str
  details:
    description:
      - Whether to read each distribution by itself when all are asked for; that is one more call for each.
      - Without it they are returned as the list has them, which lacks logging, the default root object, the
        caller reference and some other settings.
    type: bool
    default: false
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes.info
seealso:
  - module: cdn.aws.cloudfront_distribution
"""

EXAMPLES = r"""
- name: List the distributions of the account
  cdn.aws.cloudfront_distribution_info:
  register: listed

- name: Show where each one answers
  ansible.builtin.debug:
    msg: "{{ item.id }} {{ item.domain_name }} {{ item.aliases | join(' ') }}"
  loop: "{{ listed.distributions }}"

- name: Read the configuration of one
  cdn.aws.cloudfront_distribution_info:
    alias: images.example.com
"""

RETURN = r"""
distributions:
  description:
    - The distributions; an empty list when there is none that was asked for.
    - Beside the values below each holds its configuration under the names of the options of
      M(cdn.aws.cloudfront_distribution). Values of custom headers are masked.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: The id.
      type: str
      returned: always
      sample: E2QWRUHAPOMQZL
    arn:
      description: The ARN.
      type: str
      returned: always
      sample: arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL
    domain_name:
      description: The name to point DNS records to.
      type: str
      returned: always
      sample: d1g7x2yxz5k8aa.cloudfront.net
    hosted_zone_id:
      description: The hosted zone that alias records of Route 53 point into.
      type: str
      returned: always
      sample: Z2FDTNDATAQYW2
    status:
      description: V(InProgress) or V(Deployed).
      type: str
      returned: always
      sample: Deployed
    aliases:
      description: The names that it answers to.
      type: list
      elements: str
      returned: always
      sample: [images.example.com]
    enabled:
      description: Whether viewers are served.
      type: bool
      returned: always
      sample: true
distribution:
  description:
    - The distribution that was asked for, V(null) when there is none.
  type: dict
  returned: when O(distribution_id) or O(alias) is given
  sample:
    id: E2QWRUHAPOMQZL
    aliases: [images.example.com]
    status: Deployed
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution_info import DistributionInfo
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "distribution_id": {"type": "str"},
        "alias": {"type": "str"},
        "details": {"type": "bool", "default": False},
    },
    mutually_exclusive=(("distribution_id", "alias"),),
)


def main() -> None:
    """Run the module."""
    run_module(DistributionInfo, SPEC)


if __name__ == "__main__":
    main()
