# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What most things of CloudFront have in common: an id, a configuration with an ETag, and a name that finds them."""

from __future__ import annotations

import abc
import typing as t

from .._errors import AwsError, CdnError, Refused
from .._inputs import refuse_bad_id, refuse_long
from .._plan import Change, Plan, State
from .._resource import Resource
from .._rivals import gone
from .._shapes import differences, from_sdk, mask, members_of, merge, named, to_sdk
from .._unknown import is_unknown, unknown
from .._wire import UNMODELLED
from .release import DISTRIBUTION, delete_released, present
from .required import missing

if t.TYPE_CHECKING:
    from botocore.model import Shape

STALE = frozenset({"PreconditionFailed", "InvalidIfMatchVersion"})

IN_USE = frozenset({"ResourceInUse"})


class ConfigObject(Resource):
    """A configuration that Create, Get, Update and Delete operations of the same ``kind`` keep under an id.

    ``words`` is the kind as people say it, ``plural`` ends the list's operation, ``config_options`` are the members
    of the configuration that are options, ``defaults`` fill them on create, ``longest`` says how long texts may be.
    ``list_request`` narrows the list.
    """

    kind: t.ClassVar[str]
    words: t.ClassVar[str]
    plural: t.ClassVar[str]
    config_options: t.ClassVar[tuple[str, ...]]
    defaults: t.ClassVar[t.Mapping[str, t.Any]] = {}
    list_request: t.ClassVar[t.Mapping[str, t.Any]] = {}
    longest: t.ClassVar[t.Mapping[str, int]] = {}
    volatile = frozenset({"etag"})
    # What an update would take away since the installed botocore does not know it.
    _lost: t.Sequence[str] = ()

    @property
    def name(self) -> str:
        """Return the name, or the id when only that was given."""
        return str(self.options.get("name") or self.options.get("id"))

    @property
    def config_shape(self) -> Shape:
        """Return the shape of the configuration."""
        return self.api.shape("cloudfront", f"{self.kind}Config")

    @property
    def gone(self) -> str:
        """Return the code that says that there is no such object."""
        return f"NoSuch{self.kind}"

    def is_gone(self, error: CdnError) -> bool:
        """Tell whether a write was refused since somebody else has deleted the object."""
        return not self.absent and isinstance(error, AwsError) and error.code == self.gone

    def validate(self) -> None:
        """Refuse to look for nothing."""
        if not (self.options.get("name") or self.options.get("id")):
            raise Refused(f"name is empty: nothing tells which {self.words} is meant.")
        refuse_bad_id("id", self.options.get("id"))
        for option, longest in self.longest.items():
            refuse_long(option, self.options.get(option), longest)

    @abc.abstractmethod
    def listed(self, item: t.Mapping[str, t.Any]) -> State:
        """Return the state that an item of the list shows."""

    def read(self) -> State | None:
        """Return the current state: one call, or one per page of the list."""
        wanted = self.options.get("id")
        if not wanted:
            return self._by_name(self.options["name"])
        if is_unknown(wanted):
            return None
        found = self.get(wanted)
        if found is None and not self.absent:
            raise Refused(f"There is no {self.words} with the id {wanted}; name one without an id to create it.")
        return found

    def _by_name(self, name: str) -> State | None:
        for page in self.api.pages(f"cloudfront:List{self.plural}", self.list_request):
            for item in page[f"{self.kind}List"].get("Items") or ():
                state = self.listed(item)
                if state["name"] == name:
                    return state
        return None

    def get(self, object_id: str) -> State | None:
        """Return the state with its ETag, None when there is nothing under the id."""
        try:
            answer = self.api.call(f"cloudfront:Get{self.kind}", {"Id": object_id})
        except AwsError as error:
            if error.code == self.gone:
                return None
            raise
        unknown_members = [member for member in answer.get(UNMODELLED, ()) if not member["empty"]]
        self._lost = [one["path"] for one in unknown_members if one["path"].startswith(f"{self.kind}Config.")]
        return self.answered(answer)

    def answered(self, answer: t.Mapping[str, t.Any]) -> State:
        """Return the state that a Get, Create or Update answers with."""
        found = answer[self.kind]
        return {"id": found["Id"], "etag": answer["ETag"], **from_sdk(self.config_shape, found[f"{self.kind}Config"])}

    def desired(self) -> State:
        """Return the options that were given, as members of the configuration."""
        return t.cast("State", named({name: self.options.get(name) for name in self.config_options}))

    def initial(self) -> State:
        """Return what a new object has where nothing is said."""
        return dict(self.defaults)

    def target(self, current: State | None) -> State:
        """Return the configuration to reach: the named members laid over the current ones, or over the defaults."""
        there = self.initial() if current is None else self._config(current)
        return t.cast("State", merge(self.config_shape, there, self.desired()))

    def refuse(self, config: State) -> None:
        """Refuse a whole configuration that CloudFront would not take."""
        lacking = missing(self.config_shape, config)
        if lacking:
            raise Refused(f"The {self.words} {self.name} needs {', '.join(lacking)}: there is no default.")

    def creation(self) -> Plan:
        """Return the plan that makes the object."""
        config = self.target(None)
        self.refuse(config)
        request = {f"{self.kind}Config": to_sdk(self.config_shape, config)}
        change = Change("create", f"cloudfront:Create{self.kind}", self.name, lambda _state: request)
        after = {"id": unknown(f"{self.words} id"), **mask(self.config_shape, config)}
        return Plan(before=None, after=after, changes=(change,))

    def modification(self, current: State) -> Plan:
        """Return the plan that changes the named members only."""
        if not self._differences(current):
            return Plan(before=current, after=current)
        # The list shows neither the ETag nor, perhaps, all members: a change starts from the object itself.
        fresh = current if "etag" in current else self.get(current["id"])
        if fresh is None:  # it was listed a moment ago
            raise gone(self.called, f"cloudfront:Get{self.kind}: {self.gone}")
        found = self._differences(fresh)
        if not found:
            return Plan(before=fresh, after=fresh)
        config = self.target(fresh)
        self.refuse(config)
        if self._lost:
            raise Refused(
                f"The {self.words} {self.name} has settings that the installed botocore does not know:"
                f" {', '.join(self._lost)}. An update would remove them, so this needs a newer botocore."
            )
        request = {"Id": fresh["id"], f"{self.kind}Config": to_sdk(self.config_shape, config)}
        computed = {name: value for name, value in fresh.items() if name not in self._config(fresh)}
        change = Change(
            "update",
            f"cloudfront:Update{self.kind}",
            self.name,
            lambda _state: {**request, "IfMatch": fresh["etag"]},
            differences=found,
        )
        return Plan(before=fresh, after={**computed, **config}, changes=(change,))

    def _config(self, state: State) -> State:
        """Return the configuration, also what is no option: an update that left it out would take it away."""
        members = members_of(self.config_shape)
        return {name: value for name, value in state.items() if name in members}

    def _differences(self, current: State) -> tuple[t.Any, ...]:
        return differences(self.config_shape, self._config(current), self.target(current))

    def plan(self, current: State | None) -> Plan:
        """Return the changes; what others use stays when that is wished."""
        keeps = self.absent and self.options.get("keep_in_use")
        others = self._others(current) if keeps and current is not None else []
        if others:
            text = f"Kept: the {self.words} {self.name} is in use by {', '.join(others)}."
            return Plan(before=current, after=current, warnings=(text,))
        return super().plan(current)

    def _others(self, current: State) -> list[str]:
        let_go = {f"{DISTRIBUTION}{name.rpartition('/')[2]}" for name in self.options.get("detached_from") or ()}
        return present(self.api, [user for user in self.users(current) if user not in let_go])

    def deletion(self, current: State) -> tuple[Change, ...]:
        """Return the change that removes the object, with the ETag of that moment."""
        return (Change("delete", f"cloudfront:Delete{self.kind}", self.name, self._delete_request),)

    def _delete_request(self, state: State) -> dict[str, t.Any]:
        fresh = self.get(state["id"]) or state
        return {"Id": state["id"], "IfMatch": fresh.get("etag", "")}

    def apply(self, change: Change, current: State | None) -> State | None:
        """Make one change; a delete waits out the time in which the object still counts as in use."""
        state = current or {}
        if change.kind != "delete":
            try:
                return self.answered(self.api.call(change.operation, change.request(state)))
            except AwsError as error:
                if error.code == f"{self.kind}AlreadyExists" and change.kind == "update":
                    raise Refused(
                        f"name: there is another {self.words} named {self.name}; names are unique."
                    ) from error
                raise
        delete_released(
            lambda: self.api.call(change.operation, change.request(state)),
            what=f"{self.words} {self.name}",
            in_use=IN_USE | {f"{self.kind}InUse"},
            gone=self.gone,
            users=lambda: self._others(state),
        )
        return None

    def users(self, state: State) -> list[str]:
        """Return the names of what refers to the object, as far as that can be seen."""
        return []

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return what the last write answered: it is the whole object."""
        return current

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the object under its noun, without secrets."""
        if state is None:
            return {self.noun: None}
        shown = mask(self.config_shape, self._config(state))
        return {self.noun: {"id": state["id"], **shown}}
