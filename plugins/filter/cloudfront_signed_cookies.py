# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: cloudfront_signed_cookies
short_description: Sign cookies that open private content
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Makes the cookies with which a viewer gets content behind a cache behaviour that has trusted key groups (or, of
    old, trusted signers), while the URLs stay as they are. They fit where one signature shall open many files.
  - When O(expires) is the only limit and the URL has no V(*), CloudFront's short canned policy is used. Otherwise it
    is a custom policy, which is one of the cookies.
  - Nothing is asked of AWS, so a signature by a key that is in none of the behaviour's key groups is not noticed here.
options:
  _input:
    description:
      - The URL that the cookies open, or a pattern with V(*) for any characters, such as
        V(https://images.example.com/private/*).
      - Begin it with V(http*://) for both protocols.
      - Spaces and characters beyond ASCII are encoded as browsers do.
    type: str
    required: true
extends_documentation_fragment:
  - cdn.aws.cloudfront_signing
notes:
  - The result is a secret while it is good. Use C(no_log) on tasks that print it or hand it to modules.
  - An application that hands them to browsers sends one C(Set-Cookie) header for each, with the attributes C(Secure)
    (never over http), C(HttpOnly) (not for scripts), a C(Path) no wider than the pattern, and C(Domain) only if the
    application is on another name than the distribution, which then is a parent of both. Leave C(Expires) and
    C(Max-Age) away, so that they end with the browser's session.
  - CloudFront ignores the cookies of a request whose URL has parameters of a signed URL.
  - A duration counts from the moment when the template is rendered.
seealso:
  - plugin: cdn.aws.cloudfront_signed_url
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Sign cookies for a folder
  ansible.builtin.set_fact:
    cookies: >-
      {{ 'https://images.example.com/private/*' | cdn.aws.cloudfront_signed_cookies(
           key_id='K2JCJMDEHXQW5F',
           private_key=lookup('ansible.builtin.file', 'private.pem'),
           expires='2h') }}
  no_log: true

- name: Get a file with them
  ansible.builtin.uri:
    url: https://images.example.com/private/a.jpg
    headers:
      Cookie: "{{ cookies.items() | map('join', '=') | join('; ') }}"
  no_log: true
"""

RETURN = r"""
_value:
  description:
    - The cookies by name. Values need no quotes and no encoding.
    - In a check run in which the public key or the distribution has yet to be made, the values say so.
  type: dict
  contains:
    CloudFront-Expires:
      description: When a canned policy ends, in seconds since 1970.
      type: str
      returned: with a canned policy
      sample: "1924905600"
    CloudFront-Policy:
      description: The custom policy.
      type: str
      returned: with a custom policy
      sample: eyJTdGF0ZW1lbnQiOlt7IlJlc291cmNlIjoi__
    CloudFront-Signature:
      description: The signature of the policy.
      type: str
      returned: always
      sample: nitfHRCr~yYD-6__
    CloudFront-Key-Pair-Id:
      description: The id of the public key.
      type: str
      returned: always
      sample: K2JCJMDEHXQW5F
    CloudFront-Hash-Algorithm:
      description: What the policy was hashed with.
      type: str
      returned: when it is not V(SHA1)
      sample: SHA256
"""

import datetime
import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError


def cloudfront_signed_cookies(
    url: t.Any,
    *,
    key_id: t.Any,
    private_key: t.Any,
    expires: t.Any,
    starts: t.Any = None,
    ip_address: t.Any = None,
    passphrase: t.Any = None,
    hash_algorithm: t.Any = "SHA1",
) -> dict[str, str]:
    """Return the cookies, names and values."""
    # Ansible loads all filters of a collection for a task that uses one of them: what a filter needs waits until then.
    from ansible_collections.cdn.aws.plugins.plugin_utils._signing import signed_cookies  # noqa: PLC0415
    from ansible_collections.cdn.aws.plugins.plugin_utils._terms import terms  # noqa: PLC0415

    now = datetime.datetime.now(datetime.timezone.utc)
    try:
        return signed_cookies(
            url,
            terms(expires=expires, starts=starts, ip_address=ip_address, now=now),
            key_id=key_id,
            private_key=private_key,
            passphrase=passphrase,
            hash_algorithm=hash_algorithm,
        )
    except CdnError as error:
        raise AnsibleFilterError(f"cdn.aws.cloudfront_signed_cookies: {error.message}") from None


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter under its name."""
        return {"cloudfront_signed_cookies": cloudfront_signed_cookies}
