#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look whose credentials these are, and refuse those of other accounts."""

from __future__ import annotations

DOCUMENTATION = r"""
module: caller_info
short_description: Look whose AWS credentials these are, and refuse those of other accounts
version_added: 0.1.0
description:
  - Returns the account and the identity of the credentials in use.
  - With O(allowed_account_ids) it is a guard, as the first task of a play it keeps everything that follows from running
    with the credentials of the wrong account.
  - The role P(cdn.aws.site#role) has this guard as the variable C(site_allowed_account_ids).
author:
  - cdn.aws contributors (@cdn-aws)
options:
  allowed_account_ids:
    description:
      - The ids of the accounts that are meant, 12 digits each. Credentials of any other account end the task.
      - Write them in quotes. YAML takes an id that begins with a zero for another number.
      - By default, and when it is empty, every account is accepted.
    type: list
    elements: str
    default: []
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes.info
notes:
  - It needs no rights, AWS tells everybody who he is.
seealso:
  - module: cdn.aws.preflight_info
  - module: amazon.aws.aws_caller_info
"""

EXAMPLES = r"""
- name: Look whose credentials these are
  cdn.aws.caller_info:
  register: who

- name: Go on with credentials of these accounts only
  cdn.aws.caller_info:
    allowed_account_ids:
      - "012345678901"
      - "123456789012"
"""

RETURN = r"""
caller:
  description: The identity behind the credentials.
  type: dict
  returned: success
  contains:
    account:
      description: The id of the account.
      type: str
      returned: always
      sample: '123456789012'
    arn:
      description: The ARN of the user, or of the session of a role.
      type: str
      returned: always
      sample: arn:aws:sts::123456789012:assumed-role/deploy/runner
    user_id:
      description: The unique id of the user, or of the role with the name of the session.
      type: str
      returned: always
      sample: AROACKCEVSQ6C2EXAMPLE:runner
"""

from ansible_collections.cdn.aws.plugins.module_utils._account.caller_info import CallerInfo
from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "allowed_account_ids": {"type": "list", "elements": "str", "default": []},
    },
)


def main() -> None:
    """Run the module."""
    run_module(CallerInfo, SPEC)


if __name__ == "__main__":
    main()
