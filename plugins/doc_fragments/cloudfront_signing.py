# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the filters that sign for CloudFront have in common, in the words of their documentation."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  key_id:
    description:
      - The id of the public key in CloudFront whose private one signs. The key has to be in one of the key groups of
        the cache behaviour.
      - Of a trusted signer, which only older distributions have, the id of the account's key pair.
    type: str
    required: true
  private_key:
    description:
      - The private key as PEM text - the content of the file, not its path.
      - CloudFront takes RSA keys of 2048 bits and ECDSA keys on the curve P-256.
      - It stays on the controller. Keep it in a vault or a secret store.
    type: str
    required: true
  passphrase:
    description: The passphrase of an encrypted O(private_key).
    type: str
  expires:
    description:
      - When the signature ends. A duration from now in weeks, days, hours, minutes and seconds such as V(7d), V(2h) or
        V(1h30m), a date and time such as V(2030-12-31T00:00:00Z), or seconds since 1970.
      - What names no time zone is in UTC. V(now(\)) gives local time, V(now(utc=true\)) does not.
      - A time that is over is refused, since CloudFront would answer 403.
      - CloudFront compares it when a request begins, a download that takes longer goes on.
    type: raw
    required: true
  starts:
    description: When the signature begins to be good, in the same forms as O(expires). By default at once.
    type: raw
  ip_address:
    description:
      - The IPv4 address or network of the viewers, such as V(203.0.113.7) or V(203.0.113.0/24). By default any.
      - CloudFront compares no IPv6 addresses. Turn IPv6 off for the distribution, or viewers that have it are denied.
    type: str
  hash_algorithm:
    description:
      - What is used to hash the policy.
      - V(SHA256) is what systems in FIPS mode need, which refuse V(SHA1). CloudFront has to be told, so that the result
        has a further part.
    type: str
    choices: [SHA1, SHA256]
    default: SHA1
requirements:
  - botocore and cryptography on the controller, in the Python that runs Ansible
"""
