# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.cdn.aws.plugins.plugin_utils._live import LiveAction


class ActionModule(LiveAction):
    # A million files take their time, also when they are only compared.
    LOOKS = True

    # An upload takes its time also when nobody waits for the invalidation.
    def _may_wait(self) -> bool:
        return True
