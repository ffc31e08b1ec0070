#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage origin access controls of CloudFront."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_origin_access_control
short_description: Manage origin access controls of CloudFront
version_added: 0.1.0
description:
  - An origin access control (OAC) lets CloudFront sign its requests to an origin, so that a bucket can stay private and
    still be read through a distribution. It replaces the older origin access identity (OAI).
  - Creates, changes or deletes one origin access control. Only the options that are given are changed.
  - The bucket's policy has to allow the distribution as well; see M(cdn.aws.s3_bucket_policy_statement).
author:
  - cdn.aws contributors (@cdn-aws)
options:
  name:
    description:
      - The name, unique in the account, at most 64 characters.
      - It finds the origin access control when O(id) is not given.
      - Together with O(id) it is the new name.
    type: str
  id:
    description:
      - The id of an origin access control that exists.
    type: str
  description:
    description:
      - What it is for, at most 256 characters.
    type: str
  origin_access_control_origin_type:
    description:
      - The kind of origin that is signed for.
      - Default on create is V(s3).
    type: str
    choices: [s3, mediastore, mediapackagev2, lambda]
  signing_behavior:
    description:
      - V(always) signs every request to the origin. V(no-override) signs only those without an C(Authorization)
        header of the viewer. V(never) signs none, which switches it off for all origins that use it.
      - Default on create is V(always).
    type: str
    choices: [always, never, no-override]
  signing_protocol:
    description:
      - How requests are signed; V(sigv4) is the only way there is.
      - Default on create is V(sigv4).
    type: str
    choices: [sigv4]
  state:
    description:
      - V(present) creates or changes it, V(absent) deletes it.
      - CloudFront counts it as in use for some minutes after the last distribution has let go of it; a deletion waits
        up to five minutes for that. It fails at once when a distribution still refers to it.
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
  - module: cdn.aws.s3_bucket_policy_statement
"""

EXAMPLES = r"""
- name: Create an origin access control for a bucket
  cdn.aws.cloudfront_origin_access_control:
    name: images.example.com

- name: Say what it is for
  cdn.aws.cloudfront_origin_access_control:
    name: images.example.com
    description: Reads the bucket example-images

- name: Rename it
  cdn.aws.cloudfront_origin_access_control:
    id: E65YXOJ2CCHLX2
    name: pictures.example.com

- name: Delete it
  cdn.aws.cloudfront_origin_access_control:
    name: pictures.example.com
    state: absent
"""

RETURN = r"""
origin_access_control:
  description:
    - The origin access control, V(null) when it does not exist.
  type: dict
  returned: success
  contains:
    id:
      description: The id that an origin of a distribution refers to. In check mode on create it is a stand-in.
      type: str
      returned: always
      sample: E65YXOJ2CCHLX2
    name:
      description: The name.
      type: str
      returned: always
      sample: images.example.com
    description:
      description: What it is for.
      type: str
      returned: when there is one
      sample: Reads the bucket example-images
    origin_access_control_origin_type:
      description: The kind of origin that is signed for.
      type: str
      returned: always
      sample: s3
    signing_behavior:
      description: Which requests are signed.
      type: str
      returned: always
      sample: always
    signing_protocol:
      description: How requests are signed.
      type: str
      returned: always
      sample: sigv4
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "cloudfront:DeleteOriginAccessControl, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description:
    - The API writes that were made, or in check mode would be made, in order.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreateOriginAccessControl
      resource: images.example.com
      change: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.origin_access_control import OriginAccessControl
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str"},
        "id": {"type": "str"},
        "description": {"type": "str"},
        "origin_access_control_origin_type": {
            "type": "str",
            "choices": ["s3", "mediastore", "mediapackagev2", "lambda"],
        },
        "signing_behavior": {"type": "str", "choices": ["always", "never", "no-override"]},
        "signing_protocol": {"type": "str", "choices": ["sigv4"]},
        **STATE,
        "keep_in_use": {"type": "bool", "default": False},
        "detached_from": {"type": "list", "elements": "str"},
    },
    required_one_of=(("name", "id"),),
)


def main() -> None:
    """Run the module."""
    run_module(OriginAccessControl, SPEC)


if __name__ == "__main__":
    main()
