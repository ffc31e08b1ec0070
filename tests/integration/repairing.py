# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Repairs of headers in the lab from the tests' own process, which take a tenth of the time of a playbook's."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_headers import BatchObjectHeaders
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.modules.s3_object_headers import SPEC
from tests.integration.publishing import clients


@dataclasses.dataclass
class Repaired:
    """What a run did and told."""

    actions: list[dict[str, t.Any]]
    state: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    failure: str = ""

    @property
    def operations(self) -> list[str]:
        return [action["operation"] for action in self.actions]


def repaired(**options: t.Any) -> Repaired:
    """Run the module's resource; the environment has to be that of a lab."""
    subject = BatchObjectHeaders(
        ArgumentSpecValidator(SPEC.options).validate(options).validated_parameters, clients(False)
    )
    try:
        result = reconcile(subject, check_mode=False)
    except CdnError as error:
        return Repaired(error.applied, failure=error.message)
    told = (*result.plan.all_warnings(), *subject.warnings())
    return Repaired(subject.actions(result.plan.changes), subject.result(result.state)["object_headers"], told)
