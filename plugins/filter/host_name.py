# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: host_name
short_description: The name of a host as AWS writes it
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Brings names of hosts into the one form in which CloudFront, ACM and this collection return them, to compare them.
    That is lower case, without a dot at the end, and international names in punycode.
  - The modules and roles take names in any form and need no filter.
options:
  _input:
    description: A name, or a list of names.
    type: raw
    required: true
seealso:
  - module: cdn.aws.cloudfront_distribution
  - module: cdn.aws.acm_certificate
"""

EXAMPLES = r"""
- name: Show the name that AWS knows
  ansible.builtin.debug:
    msg: "{{ 'Bücher.Example.com.' | cdn.aws.host_name }}"

- name: Show which aliases are not among those that were written down
  ansible.builtin.debug:
    msg: "{{ ['www.example.com', 'old.example.com'] | difference(['WWW.example.com'] | cdn.aws.host_name) }}"
"""

RETURN = r"""
_value:
  description: The name, or the list of names in the same order.
  type: raw
  sample: xn--bcher-kva.example.com
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.cdn.aws.plugins.module_utils._domain import normal_name
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused


def host_name(names: t.Any) -> t.Any:
    """Return the name, or list of names, in the form that AWS has."""
    if isinstance(names, (list, tuple)):
        return [host_name(name) for name in names]
    if not isinstance(names, str):
        raise AnsibleFilterError(f"host_name: takes a name or a list of names and not {names!r}.")
    try:
        return normal_name(names.strip())
    except Refused as error:
        raise AnsibleFilterError(f"host_name: {error.message}") from error


class FilterModule:
    """What Ansible asks for filters."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter."""
        return {"host_name": host_name}
