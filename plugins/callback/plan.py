# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: plan
type: notification
short_description: The plan of a whole play as one list
version_added: 0.1.0
description:
  - At the end of each play, prints for each host one list of the API writes that the modules of this collection made,
    or in check mode would make, in order, with the values that change and the waits to expect.
  - It works beside the callback that prints the tasks, and only where it is enabled.
author:
  - cdn.aws contributors (@cdn-aws)
requirements:
  - enabled in the configuration, see the example
options:
  file:
    description:
      - Where to write the plan of all plays as well. The name ends with C(.json); beside it a file of the same name
        with C(.md) at its end has the plan as Markdown, for a pull request.
      - Neither has secrets, since the modules mask them.
    type: path
    env:
      - name: CDN_PLAN_FILE
    ini:
      - section: callback_cdn_plan
        key: file
"""

EXAMPLES = r"""
# In ansible.cfg
# [defaults]
# callbacks_enabled = cdn.aws.plan
# [callback_cdn_plan]
# file = plan.json
"""

import json
import typing as t
from pathlib import Path

from ansible import context
from ansible.plugins.callback import CallbackBase

from ansible_collections.cdn.aws.plugins.plugin_utils._plan_report import HostPlan, PlayPlan, document, lines, markdown


class CallbackModule(CallbackBase):  # type: ignore[misc]  # it has no types
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "cdn.aws.plan"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().__init__(*args, **kwargs)
        self._plays: list[PlayPlan] = []
        self._play: t.Any = None
        self._open = False

    def v2_playbook_on_play_start(self, play: t.Any) -> None:
        self._close()
        self._play = play
        check = bool(context.CLIARGS.get("check")) or play.check_mode is True
        self._plays.append(PlayPlan(play.get_name(), check=check))
        self._open = True

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        self._close()

    def v2_runner_on_ok(self, result: t.Any) -> None:
        self._take(result)

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        plan = self._take(result)
        if not ignore_errors and self._is_over(plan):
            plan.failure = f"{_part(result, 'task').get_name()}: {_reason(_part(result, 'result'))}"

    def v2_runner_retry(self, result: t.Any) -> None:
        # What an attempt has made is made; what several would make is the same.
        if not self._plays[-1].check:
            self._take(result)

    def v2_runner_on_unreachable(self, result: t.Any) -> None:
        plan = self._plan(result)
        if self._is_over(plan):
            plan.failure = f"{_part(result, 'task').get_name()}: the host cannot be reached"

    def _is_over(self, plan: HostPlan) -> bool:
        """Tell whether the host has left the play: after a failure that is rescued or ignored it goes on."""
        removed = getattr(self._play, "_removed_hosts", None)
        return removed is None or plan.host in removed

    def _plan(self, result: t.Any) -> HostPlan:
        return self._plays[-1].of(_part(result, "host").get_name())

    def _take(self, result: t.Any) -> HostPlan:
        plan = self._plan(result)
        # A task that is always in check mode, as a role's planning is, does nothing in a real run.
        if _is_planned(result) and not self._plays[-1].check:
            return plan
        returned = _part(result, "result")
        items = returned.get("results") if _part(result, "task").loop is not None else None
        for one in items if isinstance(items, list) else [returned]:
            if isinstance(one, dict):
                plan.take(one, check=self._plays[-1].check)
        return plan

    def _close(self) -> None:
        if not self._open:
            return
        self._open = False
        play = self._plays[-1]
        for plan in play.hosts.values():
            if plan.actions or plan.waits or plan.failure or (play.check and plan.asked):
                self._display.banner(f"{'PLAN' if play.check else 'CHANGES'} [{plan.host}]")
                for line in lines(plan, check=play.check):
                    self._display.display(line, color=_color(line))
        # After each play: a run that is interrupted later must not leave the plan of an earlier one behind.
        self._write()

    def _write(self) -> None:
        name = self.get_option("file")
        if not name:
            return
        target = Path(name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            plan = json.dumps(document(self._plays), indent=2, default=str)
            target.with_suffix(".json").write_text(f"{plan}\n", encoding="utf-8")
            target.with_suffix(".md").write_text(markdown(self._plays), encoding="utf-8")
        except OSError as error:
            self._display.warning(f"cdn.aws.plan: {target} cannot be written: {error.strerror}.")


def _part(result: t.Any, name: str) -> t.Any:
    """Return a part of a task's result; ansible-core before 2.19 has them under private names only."""
    return getattr(result, name) if hasattr(result, name) else getattr(result, f"_{name}")


def _is_planned(result: t.Any) -> bool:
    mode = _part(result, "task").check_mode
    # Before ansible-core 2.20 the task is told as it is written, and what its templates gave beside it.
    return bool(_part(result, "task_fields").get("check_mode") if isinstance(mode, str) else mode)


def _reason(result: t.Mapping[str, t.Any]) -> str:
    """Return why a task failed; of a loop, what its first failure says."""
    items = result.get("results")
    failed = [one for one in items if isinstance(one, dict) and one.get("failed")] if isinstance(items, list) else []
    return str((failed[0] if failed else result).get("msg") or "it failed")


def _color(line: str) -> str | None:
    return {"+": "green", "~": "yellow", "-": "red"}.get(line[:1])
