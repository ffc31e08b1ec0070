# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which headers, cookies and query strings a policy selects: a behaviour and, for some of them, names; pure."""

from __future__ import annotations

import typing as t

from .._errors import Refused
from .._inputs import refuse_bad_header

Members = dict[str, t.Any]

# The behaviour and the names of each selection.
SELECTIONS = {
    "headers_config": ("header_behavior", "headers"),
    "cookies_config": ("cookie_behavior", "cookies"),
    "query_strings_config": ("query_string_behavior", "query_strings"),
}
# The behaviours that take names; with any other CloudFront wants no list (CF-66).
SELECTIVE = frozenset({"whitelist", "allExcept", "allViewerAndWhitelistCloudFront"})
NOTHING: Members = {selection: {behavior: "none"} for selection, (behavior, dummy) in SELECTIONS.items()}


def settled(config: t.Mapping[str, t.Any], desired: t.Mapping[str, t.Any], path: str = "") -> Members:
    """Return the selections without names that their behaviours do not take.

    Raises Refused where names were asked for in vain, or are lacking.
    """
    found = dict(config)
    for selection, (switch, names) in SELECTIONS.items():
        chosen = config.get(selection)
        if not chosen or chosen.get(switch) is None:
            continue
        for name in chosen.get(names) or () if names == "headers" else ():
            refuse_bad_header(f"{path}{selection}.headers", name)
        if chosen[switch] in SELECTIVE:
            if not chosen.get(names):
                raise Refused(
                    f"{path}{selection}: {switch} {chosen[switch]} needs at least one name in {names};"
                    f" {switch} none selects nothing."
                )
            continue
        if desired.get(selection, {}).get(names):
            raise Refused(
                f"{path}{selection}: {switch} is {chosen[switch]}, which takes no {names}: leave them out, or give"
                f" {switch} whitelist."
            )
        found[selection] = {switch: chosen[switch]}
    return found
