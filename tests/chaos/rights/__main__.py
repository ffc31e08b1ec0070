# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write docs/iam anew from recorded runs: `python -m tests.chaos.rights`."""

from __future__ import annotations

from tests.chaos.rights import recording

if __name__ == "__main__":
    recording.write()
