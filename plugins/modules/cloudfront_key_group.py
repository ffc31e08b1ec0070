#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage key groups of CloudFront."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_key_group
short_description: Manage key groups of CloudFront
version_added: 0.1.0
description:
  - A key group holds the public keys that a distribution trusts. A behaviour that names a key group in
    C(trusted_key_groups) serves only signed URLs and signed cookies; see M(cdn.aws.cloudfront_distribution).
  - Creates, changes or deletes one key group. Only the options that are given are changed.
  - Keys are rotated with overlap. The new key is added beside the old one, which stays until O(purge_items) drops it,
    so that nothing that was signed before stops working too early. No distribution has to be updated for it.
author:
  - cdn.aws contributors (@cdn-aws)
options:
  name:
    description:
      - The name, unique in the account.
      - It finds the key group when O(id) is not given.
      - Together with O(id) it is the new name.
    type: str
  id:
    description:
      - The id of a key group that exists.
    type: str
  comment:
    description:
      - What it is for, at most 128 characters.
      - Default on create is an empty text.
    type: str
  items:
    description:
      - Public keys of the group, each by its id or its name. Ids cost no look-up.
      - They are added to those that the group holds, unless O(purge_items=true).
      - A new key group needs at least one. A group holds up to five unless AWS has raised that for the account.
      - In check mode a name that no public key has is warned of, since an earlier task may be about to make it.
    type: list
    elements: str
  purge_items:
    description:
      - Whether keys that are not in O(items) are dropped from the group. What was signed with them is refused within
        minutes.
    type: bool
    default: false
  state:
    description:
      - V(present) creates or changes it, V(absent) deletes it. The public keys stay.
      - CloudFront counts it as in use for some minutes after the last distribution has let go of it; a deletion waits
        up to five minutes for that. It fails at once when a distribution still refers to it.
    type: str
    choices: [present, absent]
    default: present
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
seealso:
  - module: cdn.aws.cloudfront_public_key
  - module: cdn.aws.cloudfront_distribution
  - plugin: cdn.aws.cloudfront_signed_url
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Create a key group with one key
  cdn.aws.cloudfront_key_group:
    name: downloads
    items: [downloads-2026-03]

- name: Serve downloads to signed URLs only
  cdn.aws.cloudfront_distribution:
    distribution_id: E2QWRUHAPOMQZL
    cache_behaviors:
      - path_pattern: /downloads/*
        trusted_key_groups:
          items: [downloads]

# Rotation with overlap: three plays, with time between them.
- name: Upload the next key
  cdn.aws.cloudfront_public_key:
    name: downloads-2026-07
    encoded_key_file: "{{ playbook_dir }}/files/downloads-2026-07.pub.pem"

- name: Trust it beside the one in use
  cdn.aws.cloudfront_key_group:
    name: downloads
    items: [downloads-2026-07]

# Now let everything that signs use the new key, and wait until the last URL signed with the old one has expired.

- name: Trust the new key only
  cdn.aws.cloudfront_key_group:
    name: downloads
    items: [downloads-2026-07]
    purge_items: true

- name: Delete the old key
  cdn.aws.cloudfront_public_key:
    name: downloads-2026-03
    state: absent
"""

RETURN = r"""
key_group:
  description:
    - The key group, V(null) when it does not exist.
  type: dict
  returned: success
  contains:
    id:
      description: The id. In check mode on create it is a stand-in.
      type: str
      returned: always
      sample: b2a1b4c5-0d3e-4f5a-8b6c-7d8e9fa0b1c2
    name:
      description: The name.
      type: str
      returned: always
      sample: downloads
    comment:
      description: What it is for.
      type: str
      returned: when there is one
      sample: Links of the shop
    items:
      description: The ids of the public keys.
      type: list
      elements: str
      returned: always
      sample: [K2JCJMDEHXQW5F]
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "cloudfront:DeleteKeyGroup, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description:
    - The API writes that were made, or in check mode would be made, in order.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreateKeyGroup
      resource: downloads
      change: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.key_group import KeyGroup
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str"},
        "id": {"type": "str"},
        "comment": {"type": "str"},
        "items": {"type": "list", "elements": "str"},
        "purge_items": {"type": "bool", "default": False},
        **STATE,
    },
    required_one_of=(("name", "id"),),
)


def main() -> None:
    """Run the module."""
    run_module(KeyGroup, SPEC)


if __name__ == "__main__":
    main()
