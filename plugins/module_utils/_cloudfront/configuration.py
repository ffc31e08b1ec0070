# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From options to the configuration a distribution shall have: named members laid over what is there."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import Refused
from .._plan import Difference, State
from .._resource import Api
from .._shapes import differences, invalid, merge, to_sdk
from .associations import check_associations
from .checks import check_config, check_named, check_options
from .defaults import complete
from .finding import first_origin, label
from .identities import Identities
from .legacy import translated
from .legacy_checks import check_legacy, check_legacy_options
from .options import CONFIG, PURGES, given
from .origins import with_regional_names
from .references import References, Resolved
from .spelling import spelled
from .surroundings import survey
from .touched import Touched
from .unsetting import without_empty

Members = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Target:
    """The configuration to reach, and the paths in which it differs from the current one.

    ``issued`` says that its certificate was seen ready; ``needs`` what it still lacks; ``identities`` are the buckets
    that need an origin access identity first.
    """

    config: Members
    differences: tuple[Difference, ...] = ()
    warnings: tuple[str, ...] = ()
    issued: bool = False
    needs: str = ""
    identities: tuple[str, ...] = ()


def named(options: t.Mapping[str, t.Any]) -> Members:
    """Return the members of the configuration that the options name."""
    members = translated(given(CONFIG, options), options)
    check_legacy_options(members)
    check_options(members)
    return members


class Configuration:
    """Builds targets from the options of a module; looks names up at most once."""

    def __init__(self, api: Api, options: t.Mapping[str, t.Any]) -> None:
        self._api = api
        self._options = options
        self._references = References(api)
        self._identities = Identities(api)

    def target(self, current: State | None, *, reference: str) -> Target:
        """Return what to reach from the current configuration, or from nothing; raises Refused for what cannot be."""
        shape = self._api.shape("cloudfront", "DistributionConfig")
        desired, warnings = self._desired(current)
        kept = frozenset(option for option, purge in PURGES.items() if not self._options.get(purge))
        config = merge(shape, current or {}, desired.members, kept=kept)
        if current is None:
            config["caller_reference"] = reference
        config = without_empty(config, desired.members)
        check_named(desired.members, config)
        found = differences(shape, current or {}, config)
        if not found:
            return Target(config, warnings=warnings, needs=desired.needs)
        touched = Touched(difference.path for difference in found)
        told = check_config(config, touched, new=current is None)
        check_associations(config, touched)
        problem = invalid(shape, to_sdk(shape, config))
        if problem:
            raise Refused(f"CloudFront would not accept this distribution: {problem}")
        around = survey(self._api, config, found)
        needs = " ".join(filter(None, (desired.needs, around.needs)))
        told = (*warnings, *told, *around.warnings)
        return Target(config, found, told, around.issued, needs, self._identities.missing)

    def _desired(self, current: State | None) -> tuple[Resolved, tuple[str, ...]]:
        desired = spelled(named(self._options), current)
        check_legacy(desired, current)
        warnings: tuple[str, ...] = ()
        if current is None and not first_origin(self._options):
            raise Refused(
                f"There is no distribution {label(self._options)}, and a new one needs an origin: give origins or"
                " default_origin_domain_name."
            )
        if "origins" in desired:
            there = (current or {}).get("origins") or []
            regional, warnings = with_regional_names(self._api, desired["origins"], there)
            desired["origins"] = regional
        resolved = self._references.resolve(desired)
        members = complete(
            resolved.members,
            current,
            purged=bool(self._options.get("purge_origins")),
            path=self._options.get("default_origin_path") or "",
        )
        if "origins" in members:
            members["origins"] = self._identities.resolve(members["origins"], (current or {}).get("origins") or [])
        return Resolved(members, resolved.needs), (*warnings, *self._identities.warnings)
