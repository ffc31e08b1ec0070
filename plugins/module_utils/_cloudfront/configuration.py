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
from .checks_behaviors import behaviors
from .defaults import complete
from .finding import first_origin
from .managed_policies import KINDS
from .options import CONFIG, PURGES, given
from .origins import with_regional_names
from .references import References, Resolved
from .spelling import spelled
from .surroundings import survey
from .touched import Touched

Members = dict[str, t.Any]

# An empty text takes these away; CloudFront wants them left out then.
LEFT_OUT_WHEN_EMPTY = (*KINDS, "realtime_log_config_arn")


@dataclasses.dataclass(frozen=True)
class Target:
    """The configuration to reach, and the paths in which it differs from the current one.

    ``issued`` says that its certificate was seen ready; ``needs`` what it still lacks.
    """

    config: Members
    differences: tuple[Difference, ...] = ()
    warnings: tuple[str, ...] = ()
    issued: bool = False
    needs: str = ""


def named(options: t.Mapping[str, t.Any]) -> Members:
    """Return the members of the configuration that the options name."""
    members = given(CONFIG, options)
    if "origins" not in members and options.get("default_origin_domain_name"):
        origin = {"domain_name": options["default_origin_domain_name"]}
        path = options.get("default_origin_path")
        members["origins"] = [{**origin, "origin_path": path} if path is not None else origin]
    check_options(members)
    return members


class Configuration:
    """Builds targets from the options of a module; looks names up at most once."""

    def __init__(self, api: Api, options: t.Mapping[str, t.Any]) -> None:
        self._api = api
        self._options = options
        self._references = References(api)

    def target(self, current: State | None, *, reference: str) -> Target:
        """Return what to reach from the current configuration, or from nothing; raises Refused for what cannot be."""
        shape = self._api.shape("cloudfront", "DistributionConfig")
        desired, warnings = self._desired(current)
        kept = frozenset(option for option, purge in PURGES.items() if not self._options.get(purge))
        config = merge(shape, current or {}, desired.members, kept=kept)
        if current is None:
            config["caller_reference"] = reference
        for _path, behavior in behaviors(config):
            for option in LEFT_OUT_WHEN_EMPTY:
                if behavior.get(option) == "":
                    t.cast("Members", behavior).pop(option)
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
        return Target(config, found, (*warnings, *told, *around.warnings), around.issued, needs)

    def _desired(self, current: State | None) -> tuple[Resolved, tuple[str, ...]]:
        desired = spelled(named(self._options), current)
        warnings: tuple[str, ...] = ()
        if current is None:
            if not first_origin(self._options):
                raise Refused("A new distribution needs an origin: give origins or default_origin_domain_name.")
            if self._options.get("alias"):
                desired.setdefault("aliases", [self._options["alias"]])
        if "origins" in desired:
            there = (current or {}).get("origins") or []
            regional, warnings = with_regional_names(self._api, desired["origins"], there)
            desired["origins"] = regional
        resolved = self._references.resolve(desired)
        return Resolved(complete(resolved.members, current), resolved.needs), warnings
