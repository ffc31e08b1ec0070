# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From options to the configuration a distribution shall have: named members laid over what is there."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._errors import Refused
from .._plan import Difference, State
from .._resource import Api
from .._shapes import differences, invalid, merge, to_sdk
from .associations import check_associations
from .certificates import look_at
from .checks import check_config, check_options
from .checks_behaviors import behaviors
from .defaults import complete
from .finding import first_origin
from .managed_policies import KINDS
from .options import CONFIG, PURGES, given
from .origins import with_regional_names
from .references import References, Resolved

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

    @property
    def changed(self) -> frozenset[str]:
        """Return the top-level members that differ."""
        return frozenset(re.split(r"[.\[]", difference.path)[0] for difference in self.differences)


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
        found = differences(shape, current or {}, config)
        target = Target(config, found, warnings, needs=desired.needs)
        if not found:
            return target
        check_config(config, target.changed)
        check_associations(config, target.changed)
        problem = invalid(shape, to_sdk(shape, config))
        if problem:
            raise Refused(f"CloudFront would not accept this distribution: {problem}")
        return self._with_certificate(target)

    def _with_certificate(self, target: Target) -> Target:
        arn = (target.config.get("viewer_certificate") or {}).get("acm_certificate_arn")
        if not arn or not target.changed & {"aliases", "viewer_certificate"}:
            return target
        finding = look_at(self._api, arn, target.config.get("aliases") or ())
        warnings = (*target.warnings, *finding.warnings)
        needs = " ".join(filter(None, (target.needs, finding.needs)))
        return dataclasses.replace(target, warnings=warnings, issued=finding.issued, needs=needs)

    def _desired(self, current: State | None) -> tuple[Resolved, tuple[str, ...]]:
        desired = named(self._options)
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
