# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules that talk to AWS need, in the words of their documentation."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  assume_role_arn:
    description:
      - The ARN of a role to work as, such as one of another account. The other credentials are used to assume it.
      - Its session lasts for an hour; a task that takes longer gets another one.
      - It is an option of cdn.aws only. As a default for C(group/cdn.aws.aws) it would reach modules of other
        collections, which do not take it.
    type: str
  assume_role_external_id:
    description: The external id that the trust policy of O(assume_role_arn) asks for.
    type: str
requirements:
  - python >= 3.10
  - boto3 >= 1.40.23
  - botocore >= 1.40.23
"""
