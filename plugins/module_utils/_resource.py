# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every resource offers: read, plan, apply, wait."""

from __future__ import annotations

import abc
import contextlib
import typing as t

from ._errors import AwsError, CdnError
from ._plan import Change, Plan, State
from ._rivals import Stale

if t.TYPE_CHECKING:
    from botocore.model import Shape


class Api(t.Protocol):
    """How resources reach AWS; operations read ``service:Operation``, as in ``actions``."""

    @property
    def region(self) -> str:
        """Return the region of the options or the environment; raises ConnectionFailed when there is none."""

    def call(self, operation: str, request: t.Mapping[str, t.Any], *, region: str | None = None) -> dict[str, t.Any]:
        """Make one call; raises AwsError with AWS's code, ConnectionFailed when there is no answer."""

    def pages(
        self, operation: str, request: t.Mapping[str, t.Any] | None = None, *, region: str | None = None
    ) -> t.Iterator[dict[str, t.Any]]:
        """Yield every page of a list, with botocore's paginator or by markers where it has none (X-06)."""

    def shape(self, service: str, name: str) -> Shape:
        """Return a shape of the installed botocore's model."""

    def client(self, service: str, *, region: str | None = None) -> t.Any:
        """Return the boto3 client itself, for s3transfer; locked like all others in a check run."""

    def regions(self, service: str) -> list[str]:
        """Return the regions that have a service, as far as the installed botocore knows them."""

    def translating(self, operation: str) -> contextlib.AbstractContextManager[None]:
        """Return a context in which what a client itself raises becomes AwsError and the like, as in ``call``."""


class Resource(abc.ABC):
    """One remote object and how it is brought to the desired state.

    ``noun`` names the return value. ``volatile`` fields are state that a diff does not show. ``stale_codes`` are the
    answers that mean that somebody else has changed the object since it was read, ``gone_codes`` that it was deleted.
    ``attempted`` is the change that was begun last.
    """

    noun: t.ClassVar[str]
    volatile: t.ClassVar[frozenset[str]] = frozenset()
    stale_codes: t.ClassVar[frozenset[str]] = frozenset()
    gone_codes: t.ClassVar[frozenset[str]] = frozenset()
    attempted: Change | None = None

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        self.options = options
        self.api = api

    @property
    @abc.abstractmethod
    def name(self) -> str:
        """Return what people call this object, for messages and actions."""

    @property
    def called(self) -> str:
        """Return what a sentence calls this object."""
        return f"the {self.noun.replace('_', ' ')} {self.name}"

    @property
    def absent(self) -> bool:
        """Tell whether the object shall not exist."""
        return self.options.get("state") == "absent"

    def validate(self) -> None:  # noqa: B027 - a hook: most resources have nothing to refuse
        """Refuse what can be refused from the options alone; makes no call."""

    @abc.abstractmethod
    def read(self) -> State | None:
        """Return the current state, or None when the object does not exist."""

    def plan(self, current: State | None) -> Plan:
        """Return the changes from the current to the desired state; may read, never writes."""
        if self.absent:
            return Plan(before=current, after=None, changes=self.deletion(current) if current is not None else ())
        if current is None:
            return self.creation()
        return self.modification(current)

    def creation(self) -> Plan:
        """Return the plan that makes the object, with unknown values for what only AWS can give."""
        raise NotImplementedError

    def modification(self, current: State) -> Plan:
        """Return the plan that changes the object in the named paths only."""
        raise NotImplementedError

    def deletion(self, current: State) -> tuple[Change, ...]:
        """Return the changes that remove the object, in order."""
        raise NotImplementedError

    def apply(self, change: Change, current: State | None) -> State | None:
        """Make one change and return the state that it leads to."""
        self.api.call(change.operation, change.request(current or {}), region=change.region)
        return current

    def apply_all(
        self, changes: t.Sequence[Change], current: State | None, done: t.Callable[[Change], None]
    ) -> State | None:
        """Make the changes in order, telling ``done`` each; a resource of many objects may make some side by side."""
        for change in changes:
            if change.settled:
                current = self.settle(current)
            self.attempted = change
            current = self.apply(change, current)
            done(change)
        return current

    def is_stale(self, error: CdnError) -> bool:
        """Tell whether a write was refused for what somebody else has written since the object was read."""
        return isinstance(error, Stale) or (isinstance(error, AwsError) and error.code in self.stale_codes)

    def is_gone(self, error: CdnError) -> bool:
        """Tell whether a write that needs the object was refused since somebody else has deleted it."""
        return not self.absent and isinstance(error, AwsError) and error.code in self.gone_codes

    def settle(self, current: State | None) -> State | None:
        """Wait until the object is at rest, before a change that needs it, whatever the user's ``wait`` says."""
        return current

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return the state after all changes, as AWS tells it; raises Stale when it is not what was written."""
        return self.read()

    def wait(self, current: State | None) -> State | None:
        """Wait for what the user asked to wait for; also when nothing was changed."""
        return current

    def waits(self, plan: Plan) -> list[dict[str, t.Any]]:
        """Return what carrying out a plan would wait for, each with the ``usual`` time in words."""
        return []

    def warnings(self) -> list[str]:
        """Return what users should know of what the run has found, besides the plan's own warnings."""
        return []

    def actions(self, changes: t.Sequence[Change]) -> list[dict[str, t.Any]]:
        """Return the public form of changes; a resource of very many objects may tell some together."""
        return [change.as_action() for change in changes]

    def diff(self, plan: Plan) -> dict[str, t.Any] | list[dict[str, t.Any]]:
        """Return what diff mode prints of a plan."""
        return plan.as_diff(name=f"{self.noun} {self.name}", volatile=self.volatile)

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the module's return values for a state."""
        return {self.noun: state}


class Reader(Resource):
    """A resource that is only looked at."""

    def plan(self, current: State | None) -> Plan:
        """Return the empty plan."""
        return Plan(before=current, after=current)
