#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage public keys of CloudFront."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_public_key
short_description: Manage public keys of CloudFront
version_added: 0.1.0
description:
  - A public key lets CloudFront check the signatures of signed URLs and signed cookies, which open private content. It
    works through a key group; see M(cdn.aws.cloudfront_key_group).
  - Creates or deletes one public key, or changes its comment. Nothing else of a public key can be changed; for a new
    key make one with another name and rotate, as the examples of M(cdn.aws.cloudfront_key_group) show.
  - The private key stays with whoever signs. A private key that is given here by mistake is refused before it is sent
    anywhere.
author:
  - cdn.aws contributors (@cdn-aws)
options:
  name:
    description:
      - The name, unique in the account. A date in it helps with rotation.
    type: str
    required: true
  encoded_key:
    description:
      - The public key as PEM text, which begins with C(-----BEGIN PUBLIC KEY-----). RSA with 2048 bits and ECDSA with
        the curve P-256 will do.
      - Line breaks make no difference when it is compared.
      - It is no secret. It is kept out of logs all the same, since a private key may be given by mistake.
      - A public key that does not exist yet needs O(encoded_key) or O(encoded_key_file).
    type: str
  encoded_key_file:
    description:
      - A file with the public key as PEM text, on the host where the module runs. This is the control node when the
        play runs with C(connection=local) or the task is delegated to C(localhost), as is usual for AWS.
      - In check mode the file may be missing, since an earlier task may be about to write it; that is warned of.
    type: path
  comment:
    description:
      - What it is for, at most 128 characters.
      - Default on create is an empty text.
    type: str
  state:
    description:
      - V(present) creates it or changes its comment, V(absent) deletes it.
      - A public key can only be deleted when no key group holds it; the message names those that do.
    type: str
    choices: [present, absent]
    default: present
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
seealso:
  - module: cdn.aws.cloudfront_key_group
  - plugin: cdn.aws.cloudfront_signed_url
    plugin_type: filter
  - plugin: cdn.aws.cloudfront_signed_cookies
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Upload a public key
  cdn.aws.cloudfront_public_key:
    name: downloads-2026-03
    encoded_key_file: "{{ playbook_dir }}/files/downloads-2026-03.pub.pem"

- name: Upload one that stands in the playbook
  cdn.aws.cloudfront_public_key:
    name: downloads-2026-07
    comment: Signs the links of the shop
    encoded_key: |
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbzlE7+POiTBosGeua2K3wKFa2wg5
      odlZkIxC1Eahg5wsIojba54IBfH1RQVFNKiSZkdn2FsObEIz40Z14ra7Fg==
      -----END PUBLIC KEY-----

- name: Delete one that no key group holds any more
  cdn.aws.cloudfront_public_key:
    name: downloads-2025-11
    state: absent
"""

RETURN = r"""
public_key:
  description:
    - The public key, V(null) when it does not exist.
  type: dict
  returned: success
  contains:
    id:
      description:
        - The id that a key group refers to, and that a signed URL carries as C(Key-Pair-Id). In check mode on create it
          is a stand-in.
      type: str
      returned: always
      sample: K2JCJMDEHXQW5F
    name:
      description: The name.
      type: str
      returned: always
      sample: downloads-2026-03
    comment:
      description: What it is for.
      type: str
      returned: always
      sample: Signs the links of the shop
    fingerprint:
      description:
        - The SHA-256 hash of the key, as C(openssl pkey -pubin -outform DER | sha256sum) gives it.
      type: str
      returned: always
      sample: dfa62933c2452f5bb276d92bc131db92e0dddb1f612245f47d6956ad7a6d8d41
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "cloudfront:DeletePublicKey, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description:
    - The API writes that were made, or in check mode would be made, in order.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreatePublicKey
      resource: downloads-2026-03
      change: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.public_key import PublicKey
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str", "required": True},
        # No secret, but a private key given by mistake is one.
        "encoded_key": {"type": "str", "no_log": True},
        "encoded_key_file": {"type": "path", "no_log": False},
        "comment": {"type": "str"},
        **STATE,
    },
    mutually_exclusive=(("encoded_key", "encoded_key_file"),),
)


def main() -> None:
    """Run the module."""
    run_module(PublicKey, SPEC)


if __name__ == "__main__":
    main()
