# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publications to the lab from the tests' own process, which take a tenth of the time of a playbook's."""

from __future__ import annotations

import functools
import re
import typing as t
from pathlib import Path

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError
from ansible_collections.cdn.aws.plugins.module_utils._publish.publish import Publish
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.modules.s3_publish import SPEC
from tests.lab import Lab

# The manifest's key is not for guessing; actions name it without.
OWN = re.compile(r"\.cdn\.aws/[0-9a-f]{32}$")


@functools.cache
def clients(read_only: bool) -> Clients:
    # To make them takes longer than to use them.
    return Clients({}, read_only=read_only)


def fill(root: Path, names: t.Iterable[str], text: str = "content of") -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{text} {name}")
    return root


class Run:
    """A run of the module, with what the lab saw of it."""

    def __init__(  # noqa: PLR0913
        self, lab: Lab, tree: Path, bucket: str, *, subject: type[Publish] = Publish, check: bool = False, **options
    ):
        given = {"source": str(tree), "bucket": bucket, "threads": 4, "wait": False, **options}
        publish = subject(ArgumentSpecValidator(SPEC.options).validate(given).validated_parameters, clients(check))
        mark = lab.mark()
        self.failure = ""
        try:
            result = reconcile(publish, check_mode=check)
        except CdnError as error:
            self.failure = error.message
        else:
            self.warnings = result.plan.warnings
            actions = publish.actions(result.plan.changes)
            self.actions = [f"{one['operation'].partition(':')[2]} {one['resource']}" for one in actions]
            self.state = publish.result(result.state)["publish"]
            self.invalidation = publish.result(result.state)["invalidation"]
        calls = lab.calls(mark)
        self.heads = [call["resource"] for call in calls if call["operation"] == "HeadObject"]
        written = [call for call in calls if not call["read"]]
        self.writes = [OWN.sub(".cdn.aws/manifest", f"{call['operation']} {call['resource']}") for call in written]

    @property
    def forgotten(self) -> list[str]:
        return self.invalidation["invalidation_batch"]["paths"]["items"] if self.invalidation else []
