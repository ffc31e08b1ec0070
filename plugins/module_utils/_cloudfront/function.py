# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront Functions: changed in DEVELOPMENT, tested there, then published to LIVE (CF-83, CF-84)."""

from __future__ import annotations

import re
import typing as t

from .._errors import Refused
from .._plan import Change, Plan, State
from .._resource import Api, Resource
from .._shapes import merge
from .._tags import as_text
from .._unknown import is_unknown, unknown
from . import function_changes as changes
from .associations import users_of_function
from .changes import TAGGING, current_tags, tagging
from .config_object import STALE
from .function_code import check_size, given_code
from .function_stages import CONFIG_OPTIONS, GONE, check_runtime, config_of, shown, stage_of, summary_of
from .references import key_value_store_arns
from .release import delete_released, present
from .trials import Trials, check_events

STORE = re.compile(r"arn:aws[a-z-]*:cloudfront::\d{12}:key-value-store/[\w-]+")
NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
TAKEN = "FunctionAlreadyExists"
DEFAULTS: State = {"comment": "", "runtime": "cloudfront-js-2.0"}


class Function(Resource):
    """One function under its name; its state is what DEVELOPMENT holds, with the other stage below ``live``."""

    noun = "function"
    volatile = frozenset({"arn", "etag", "status", "last_modified_time", "live"})
    # A name that was taken between our look and our create is looked up again.
    stale_codes = STALE | {TAKEN}
    gone_codes = frozenset({GONE})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._trials = Trials(api, self.name, options.get("test_events") or ())
        self._code = ""
        self._needs = ""

    @property
    def name(self) -> str:
        """Return the function's name."""
        return str(self.options["name"])

    def validate(self) -> None:
        """Refuse names and code that CloudFront does not take."""
        if not is_unknown(self.name) and not NAME.fullmatch(self.name):
            raise Refused(f"name: {self.name} must be 1 to 64 letters, digits, hyphens and underscores.")
        for store in self.options.get("key_value_store_associations") or ():
            arn = store["key_value_store_arn"]
            if arn.startswith("arn:") and not STORE.fullmatch(arn):
                raise Refused(
                    f"key_value_store_associations: {arn} is no ARN of a key value store: write one such as"
                    " arn:aws:cloudfront::111122223333:key-value-store/ID."
                )
        if not self.absent:
            self._code, self._needs = given_code(self.options)
            check_size(self.name, self._code)
            check_events(self.options.get("test_events") or ())

    def read(self) -> State | None:
        """Return the state of both stages, for a deletion only what that takes."""
        if is_unknown(self.name):
            return None
        found = stage_of(self.api, self.name, "DEVELOPMENT", with_code=not self.absent)
        if found is None or self.absent:
            return found
        found["live"] = stage_of(self.api, self.name, "LIVE", with_code=True)
        if self.options.get("tags") is not None:
            found["tags"] = current_tags(self.api, found["arn"])
        return found

    def creation(self) -> Plan:
        """Return the plan that makes the function and publishes it."""
        if not self._code:
            raise Refused(f"There is no function {self.name} yet: give code or code_file to create it.")
        target = {"name": self.name, **DEFAULTS, **self._desired(), "code": self._code}
        check_runtime(target)
        tags = self.options.get("tags")
        planned = [changes.creation(self.api, target, tags=tags)]
        if self.options["publish"]:
            planned.append(changes.publication(None, target, after=planned))
        computed = {"arn": unknown("function ARN"), "status": unknown("function status")}
        after = {**target, **computed, "live": target if self.options["publish"] else None}
        if tags is not None:
            after["tags"] = as_text(tags)
        return Plan(before=None, after=after, changes=tuple(planned), needs=self._needs)

    def modification(self, current: State) -> Plan:
        """Return the plan that changes what is named in DEVELOPMENT, and publishes unless LIVE does the same."""
        config = merge(self.api.shape("cloudfront", "FunctionConfig"), config_of(current), self._desired())
        target = {**current, **config, "code": self._code or current["code"]}
        planned = changes.update(self.api, current, target)
        if planned:
            check_runtime(target)
        if self.options["publish"] and (planned or not changes.is_live(self.api, current["live"], target)):
            planned = (*planned, changes.publication(current["live"], target, after=planned))
            target["live"] = dict(target)
        tags = tagging(self.name, current, self.options.get("tags"), purge=bool(self.options.get("purge_tags")))
        if "tags" in current:
            target["tags"] = tags[0].after
        return Plan(before=current, after=target, changes=(*planned, *tags[1]), needs=self._needs)

    def _desired(self) -> State:
        given = {name: self.options[name] for name in CONFIG_OPTIONS if self.options.get(name) is not None}
        stores = given.get("key_value_store_associations")
        return {**given, "key_value_store_associations": key_value_store_arns(self.api, stores)} if stores else given

    def deletion(self, current: State) -> tuple[Change, ...]:
        """Return the change that removes both stages."""
        return (changes.deletion(current),)

    def apply(self, change: Change, current: State | None) -> State | None:
        """Make one change; a publication only after all test events have led to what was expected."""
        state = current or {}
        if change.operation == changes.DELETE:
            self._delete(change, state)
            return None
        if change.operation == changes.PUBLISH:
            self._trials.run(state["etag"])
        answer = self.api.call(change.operation, change.request(state))
        if change.operation in TAGGING:
            return state
        answered = summary_of(self.api, answer["FunctionSummary"])
        if change.operation == changes.PUBLISH:
            return {**state, "status": answered["status"], "live": {"code": state["code"]}}
        kept = {name: value for name, value in state.items() if name not in CONFIG_OPTIONS}
        return {"live": None, **kept, **answered, "etag": answer["ETag"], "code": self._code or state["code"]}

    def _delete(self, change: Change, state: State) -> None:
        delete_released(
            lambda: self.api.call(change.operation, change.request(state)),
            what=f"function {self.name}",
            in_use=frozenset({"FunctionInUse"}),
            gone=GONE,
            users=lambda: present(self.api, users_of_function(self.api, state["arn"])),
        )

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return what the writes answered, with the tags that were set."""
        if current is None or plan.after is None or "tags" not in plan.after:
            return current
        return {**current, "tags": plan.after["tags"]}

    def wait(self, current: State | None) -> State | None:
        """Run the test events unless a publication has; in this way they also run when nothing was changed."""
        if current is not None and self._trials.results is None:
            self._trials.run(current["etag"])
        return current

    def diff(self, plan: Plan) -> dict[str, t.Any] | list[dict[str, t.Any]]:
        """Return what differs, the code as a text of its own."""
        found = plan.as_diff(name=f"{self.noun} {self.name}", volatile=self.volatile)
        code = {side: found[side].pop("code", "") for side in ("before", "after")}
        if code["before"] == code["after"]:
            return found
        header = f"code of the function {self.name}"
        return [found, {"before_header": header, "after_header": header, **code}]

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the function with the outcome of its tests."""
        if state is None:
            return {self.noun: None}
        tested = {} if self._trials.results is None else {"test_results": self._trials.results}
        return {self.noun: {**shown(state), **tested}}

    def warnings(self) -> list[str]:
        """Return which tests came near the end of the time that a function may take."""
        return self._trials.warnings
