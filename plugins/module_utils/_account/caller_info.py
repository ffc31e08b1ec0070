# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity of the caller, only looked at."""

from __future__ import annotations

import dataclasses

from .._plan import State
from .._resource import Reader
from .caller import caller_of, check_allowed, check_ids

OPTION = "allowed_account_ids"


class CallerInfo(Reader):
    """The account and the identity of the credentials, refused when they are not among those that are allowed."""

    noun = "caller"

    @property
    def name(self) -> str:
        """Return what is looked at."""
        return "the caller"

    @property
    def _allowed(self) -> list[str]:
        return [str(one).strip() for one in self.options.get(OPTION) or ()]

    def validate(self) -> None:
        """Refuse what is no account id."""
        check_ids(OPTION, self._allowed)

    def read(self) -> State | None:
        """Return the identity."""
        caller = caller_of(self.api)
        check_allowed(caller, OPTION, self._allowed)
        return dataclasses.asdict(caller)
