# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From Ansible to a resource and back: the only place that knows AnsibleModule."""

from __future__ import annotations

import os
import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.parameters import remove_values

from . import _client, _progress, _tags
from ._argument_spec import ArgumentSpec, formless, uncounted
from ._errors import CdnError, one_line
from ._inputs import refuse_outside, refuse_unsendable
from ._reconcile import Result, reconcile
from ._resource import Resource
from ._secrets import secrets_of, secrets_of_environment
from ._unknown import unknown_paths


class Module(AnsibleModule):  # type: ignore[misc]  # it has no types
    """Ansible's module, which takes lists also in the form in which AWS counts them."""

    def _load_params(self) -> None:
        super()._load_params()
        self.params: dict[str, t.Any] = uncounted(self.argument_spec, self.params)
        self._formless = formless(self.argument_spec, self.params)
        # Before anything is refused or written to the log of the host.
        self.no_log_values.update(secrets_of(self.params), secrets_of_environment(os.environ))

    def warn(self, warning: str, **kwargs: t.Any) -> None:
        """Warn in one line, without what is secret: Ansible masks results and not what it was warned of."""
        super().warn(remove_values(one_line(warning), self.no_log_values), **kwargs)

    def fail_json(self, msg: str, **kwargs: t.Any) -> t.NoReturn:
        """End with a message of one line, also where Ansible refuses an option and repeats what it was."""
        # Ansible says what it wants, but not of which option.
        nameless = self._formless and str(msg).startswith("dictionary requested")
        super().fail_json(msg=one_line(f"{self._formless}: {msg}" if nameless else str(msg)), **kwargs)
        raise AssertionError("fail_json has returned")


def run_module(resource: type[Resource], spec: ArgumentSpec) -> None:
    """Run a module: read its options, reconcile the resource, report the result; never returns."""
    kwargs = spec.to_kwargs()
    connection = _client.connection_argument_spec() if spec.aws else {}
    kwargs["argument_spec"] = {**connection, **kwargs["argument_spec"]}
    module = Module(supports_check_mode=True, **kwargs)
    progress = _progress.start(os.environ.get(_progress.ENVIRONMENT, ""))
    try:
        _require_libraries(spec)
        _refuse_unknowns(module)
        _refuse_bad_input(module, spec)
        api = _client.Clients(module.params, read_only=module.check_mode)
        api.gaps.begin()
        subject = resource(module.params, api)
        result = reconcile(subject, check_mode=module.check_mode)
    except CdnError as error:
        applied = {"actions": error.applied, "changed": True} if error.applied else {}
        module.fail_json(msg=error.message, **{**error.details, **applied, **_waits(progress.waits())})
    # It may read what nobody has asked for, and not be allowed to.
    report = _report(subject, result, with_diff=module._diff)
    warnings = [*result.plan.all_warnings(), *subject.warnings()]
    for warning in [*warnings, *api.gaps.warnings(warnings)]:
        module.warn(warning)
    waits = subject.waits(result.plan) if module.check_mode else progress.waits()
    module.exit_json(**report, **_waits(waits))


def _waits(waits: list[dict[str, t.Any]]) -> dict[str, t.Any]:
    return {"waits": waits} if waits else {}


def _require_libraries(spec: ArgumentSpec) -> None:
    unfit = _client.unfit_libraries() if spec.aws and spec.libraries else ""
    if unfit:
        raise CdnError(unfit)


def _refuse_unknowns(module: AnsibleModule) -> None:
    found = [] if module.check_mode else unknown_paths(module.params)
    if found:
        raise CdnError(
            f"{', '.join(found)}: holds a value from a check run; run the task that makes it for real first."
        )


def _refuse_bad_input(module: AnsibleModule, spec: ArgumentSpec) -> None:
    """Refuse what no module takes, whatever its other options say."""
    refuse_unsendable(module.params, [name for name, one in spec.options.items() if one.get("type") == "path"])
    refuse_outside("wait_timeout", module.params.get("wait_timeout"), 0)
    _tags.refuse_bad(module.params.get("tags"))


def _report(subject: Resource, result: Result, *, with_diff: bool) -> dict[str, t.Any]:
    report = {
        **subject.result(result.state),
        "changed": bool(result.plan),
        "actions": subject.actions(result.plan.changes),
    }
    if with_diff:
        report["diff"] = subject.diff(result.plan)
    return report
