# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reasons made precise by what AWS says, where the caller may ask; reads only."""

from __future__ import annotations

import dataclasses
import typing as t

from .._resource import Api
from . import signs
from .asking import Answer
from .behavior import behavior_of, custom_policy
from .grants import Found
from .lookups import Lookups
from .reasons import find

Options = t.Mapping[str, t.Any]

NO_BEHAVIORS = (
    "The reasons are less precise: distribution holds no behaviours. Give it as cloudfront_distribution_info returns"
    " it."
)


class Diagnosis:
    """Looks up what the answers alone do not tell; ``notes`` say what could not be looked up."""

    def __init__(self, api: Api, options: Options) -> None:
        self._lookups = Lookups(api)
        self._distribution: Options = options["distribution"] or {}
        self._bucket = str(options["bucket"] or "")
        self._is_partial = bool(self._distribution) and not self._distribution.get("default_cache_behavior")

    @property
    def notes(self) -> list[str]:
        """Return why reasons are less precise than they could be."""
        return [*([NO_BEHAVIORS] if self._is_partial else []), *self._lookups.notes]

    def refine(self, answers: t.Iterable[Answer]) -> None:
        """Put what AWS says into the answers that are not what is wanted."""
        for answer in answers:
            if not answer.row or not self._distribution:
                continue
            if answer.asked.is_fine:
                self._refine_miss(answer)
            elif signs.denied(answer.asked):
                self._refine_denial(answer)
            answer.row = find(answer.asked)

    def _refine_miss(self, answer: Answer) -> None:
        policy_id = custom_policy(answer.asked.behavior)
        if policy_id:
            policies = self._lookups.policies([policy_id])
            behavior = behavior_of(self._distribution, answer.asked.path, policies)
            answer.asked = dataclasses.replace(answer.asked, behavior=behavior)

    def _refine_denial(self, answer: Answer) -> None:
        behavior = answer.asked.behavior
        # A function may have changed the path, and then the object is another one.
        is_ours = behavior is not None and behavior.bucket is not None and behavior.bucket.bucket == self._bucket
        if behavior is None or not is_ours or behavior.rewrites:
            return
        found: Found = self._lookups.why_denied(behavior, self._bucket, answer.asked.path)
        answer.asked = dataclasses.replace(answer.asked, found=found)
