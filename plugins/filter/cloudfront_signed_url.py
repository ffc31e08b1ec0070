# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: cloudfront_signed_url
short_description: Sign the URL of private content
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Makes a signed URL for content behind a cache behaviour that has trusted key groups (or, of old, trusted signers).
  - When O(expires) is the only limit, CloudFront's short canned policy is used. With O(starts), O(ip_address) or
    O(resource) it is a custom policy, which is part of the URL.
  - Nothing is asked of AWS, so a signature by a key that is in none of the behaviour's key groups is not noticed here.
options:
  _input:
    description:
      - The whole URL as viewers request it, on the distribution's own name or an alias of it. With a query string, if
        there is one; it stays before the signature.
      - Spaces and characters beyond ASCII are encoded, and the result is what is signed. A percent sign is taken for
        the beginning of an encoded character where it can be one.
      - A signature holds for V(http) or V(https), whichever the URL begins with.
    type: str
    required: true
  resource:
    description:
      - All URLs that the signature shall be good for, with V(*) for any characters and V(?) for a single one.
        It has to cover the URL itself.
      - The part of the signed URL that follows the C(?) is then good for each of them.
      - By default the URL itself.
    type: str
extends_documentation_fragment:
  - cdn.aws.cloudfront_signing
notes:
  - The result is a secret while it is good. Use C(no_log) on tasks that print it or hand it to modules, which show
    their options when run with C(-v).
  - A duration counts from the moment when the template is rendered, and Ansible renders a variable again each time it
    is used. Store the result with M(ansible.builtin.set_fact) to use one URL in several places.
  - With the same options the result is the same, so that a time of its own for O(expires) makes tasks idempotent. The
    exception are ECDSA keys where cryptography is older than 43 or OpenSSL older than 3.2.
seealso:
  - plugin: cdn.aws.cloudfront_signed_cookies
    plugin_type: filter
  - module: cdn.aws.cdn_probe
"""

EXAMPLES = r"""
- name: Sign a URL that is good for two hours
  ansible.builtin.set_fact:
    link: >-
      {{ 'https://images.example.com/private/a.jpg' | cdn.aws.cloudfront_signed_url(
           key_id='K2JCJMDEHXQW5F',
           private_key=lookup('ansible.builtin.file', 'private.pem'),
           expires='2h') }}
  no_log: true

- name: Prove that viewers get it
  cdn.aws.cdn_probe:
    domain: images.example.com
    paths:
      - "{{ link | urlsplit('path') }}?{{ link | urlsplit('query') }}"
  no_log: true

- name: Sign for a whole folder, one office and one month
  ansible.builtin.set_fact:
    link: >-
      {{ 'https://images.example.com/private/a.jpg?size=large' | cdn.aws.cloudfront_signed_url(
           key_id='K2JCJMDEHXQW5F',
           private_key=signing_key,
           passphrase=signing_key_passphrase,
           resource='https://images.example.com/private/*',
           starts='2030-12-01T00:00:00Z',
           expires='2030-12-31T00:00:00Z',
           ip_address='203.0.113.0/24',
           hash_algorithm='SHA256') }}
  no_log: true
"""

RETURN = r"""
_value:
  description:
    - The URL with the parameters C(Expires) or C(Policy), C(Signature), C(Key-Pair-Id), and C(Hash-Algorithm) if it is
      not V(SHA1), at the end of its query.
    - In a check run in which the public key or the distribution has yet to be made, a text that says so.
  type: str
  sample: https://images.example.com/private/a.jpg?Expires=1924905600&Signature=nitfHRCr~yYD-6__&Key-Pair-Id=K2JCJMDEHXQW5F
"""

import datetime
import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError


def cloudfront_signed_url(
    url: t.Any,
    *,
    key_id: t.Any,
    private_key: t.Any,
    expires: t.Any,
    starts: t.Any = None,
    ip_address: t.Any = None,
    resource: t.Any = None,
    passphrase: t.Any = None,
    hash_algorithm: t.Any = "SHA1",
) -> str:
    """Return the URL with a signature."""
    # Ansible loads all filters of a collection for a task that uses one of them: what a filter needs waits until then.
    from ansible_collections.cdn.aws.plugins.plugin_utils._signing import signed_url  # noqa: PLC0415
    from ansible_collections.cdn.aws.plugins.plugin_utils._terms import terms  # noqa: PLC0415

    now = datetime.datetime.now(datetime.timezone.utc)
    try:
        return signed_url(
            url,
            terms(expires=expires, starts=starts, ip_address=ip_address, now=now),
            resource=resource,
            key_id=key_id,
            private_key=private_key,
            passphrase=passphrase,
            hash_algorithm=hash_algorithm,
        )
    except CdnError as error:
        raise AnsibleFilterError(f"cdn.aws.cloudfront_signed_url: {error.message}") from None


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter under its name."""
        return {"cloudfront_signed_url": cloudfront_signed_url}
