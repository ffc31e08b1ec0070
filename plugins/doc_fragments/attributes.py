# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module promises, in the words of its documentation."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/cdn.aws.aws) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - cdn.aws.aws
  check_mode:
    description: Can run in C(check_mode) and return what would change without changing anything.
    support: full
  diff_mode:
    description: Returns what has changed, or would change in C(check_mode), when in diff mode.
    support: full
  idempotent:
    description: When run a second time with the same options, changes nothing.
    support: full
  platform:
    description: Where the module can run.
    support: full
    platforms: posix
"""

    # For modules that only read.
    INFO = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/cdn.aws.aws) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - cdn.aws.aws
  check_mode:
    description: Can run in C(check_mode) and return what would change without changing anything.
    support: full
    details:
      - This module never changes anything.
  diff_mode:
    description: Returns what has changed, or would change in C(check_mode), when in diff mode.
    support: N/A
    details:
      - This module never changes anything.
  idempotent:
    description: When run a second time with the same options, changes nothing.
    support: full
    details:
      - This module never changes anything.
  platform:
    description: Where the module can run.
    support: full
    platforms: posix
"""
