# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One statement of a bucket's policy, found by its Sid."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._plan import Change, Difference, Plan, State
from .._resource import Resource
from .._unknown import unknown_paths
from .bucket_policy import BucketPolicy, public_message
from .handing_out import handing_out
from .names import check_existing_name
from .policy import Policy, Statement, same_meaning
from .statement import check_sid, check_statement, is_public


class PolicyStatement(Resource):
    """A statement; its state is the whole policy, since S3 reads and writes nothing smaller.

    ``document`` is the policy in its parts, None when there is no bucket.
    """

    noun = "statement"
    volatile = frozenset({"document"})
    gone_codes = frozenset({"NoSuchBucket"})
    _told: t.Sequence[str] = ()
    _removed: Statement | None = None

    @property
    def name(self) -> str:
        """Return the Sid and the bucket."""
        return f"{self._sid} of bucket {self._bucket}"

    @property
    def called(self) -> str:
        """Return what a sentence calls the object that can be gone."""
        return f"the bucket {self._bucket}"

    @property
    def _bucket(self) -> str:
        return str(self.options["bucket"])

    @property
    def _sid(self) -> str:
        return str(self.options["sid"])

    @property
    def _desired(self) -> Statement | None:
        return None if self.absent else {"Sid": self._sid, **self.options["statement"]}

    def validate(self) -> None:
        """Refuse names and statements that S3 would not take."""
        check_existing_name(self._bucket)
        if self._desired is not None:
            check_sid(self._sid)
            check_statement(self._desired, sid=self._sid, bucket=self._bucket)

    def read(self) -> State:
        """Return the policy and the statement in it."""
        with self._handing_out():
            return self._state(BucketPolicy(self.api, self._bucket).read())

    def _handing_out(self) -> t.ContextManager[None]:
        return handing_out(self._bucket, self._sid, self._desired)

    def _state(self, document: Policy | None) -> State:
        return {
            "statement": document.find(self._sid) if document else None,
            "policy": document.as_value() if document else None,
            "document": document,
        }

    def plan(self, current: State | None) -> Plan:
        """Return the write of the policy, when the statement is another one."""
        state = t.cast("State", current)
        found, desired = state["statement"], self._desired
        self._removed = self._removed or found
        if found == desired or (found and desired and same_meaning(found, desired)):
            return Plan(before=state, after=state)
        before = state["document"] or Policy()
        after = before.without(self._sid) if desired is None else before.with_statement(self._sid, desired)
        after.check_size(self._bucket)
        self._refuse_public(state["document"])
        return Plan(
            before=state,
            after=self._state(after),
            changes=(self._change(found, desired, after),),
            needs=self._missing() if state["document"] is None else "",
        )

    def _missing(self) -> str:
        """Return that there is no bucket; nothing in the check run of a chain that makes it, as its stand-ins tell."""
        if unknown_paths(self._desired):
            return ""
        return f"There is no bucket {self._bucket}: make it first, for example with cdn.aws.s3_origin_bucket."

    def _change(self, found: Statement | None, desired: Statement | None, after: Policy) -> Change:
        return Change(
            kind="delete" if desired is None else "update" if found else "create",
            operation="s3:PutBucketPolicy" if after.statements else "s3:DeleteBucketPolicy",
            resource=self._bucket,
            request=lambda state: {"sid": self._sid, "statement": desired, "planned": found},
            differences=(Difference(self._sid, found, desired),),
        )

    def _refuse_public(self, document: Policy | None) -> None:
        if document is None or self._desired is None or not is_public(self._desired):
            return
        try:
            answer = self.api.call("s3:GetPublicAccessBlock", {"Bucket": self._bucket})
        except AwsError as error:
            if error.code != "NoSuchPublicAccessBlockConfiguration":
                raise
            return
        if answer["PublicAccessBlockConfiguration"].get("BlockPublicPolicy"):
            raise Refused(public_message(self._bucket, "its public access block (block_public_policy)"))

    def apply(self, change: Change, current: State | None) -> State:
        """Write the policy as it is at this moment, with the statement in it, and return what then stands."""
        policy = BucketPolicy(self.api, self._bucket)
        with self._handing_out():
            written = self._state(policy.write(**change.request(current or {})))
        self._told = policy.warnings
        return written

    def warnings(self) -> list[str]:
        """Return who else was writing to the policy."""
        return list(self._told)

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return what the write has read back."""
        return current

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the statement and the whole policy, and the statement that had to go."""
        removed = {"removed": self._removed} if self.absent else {}
        return {**{key: value for key, value in (state or {}).items() if key not in self.volatile}, **removed}
