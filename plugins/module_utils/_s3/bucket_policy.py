# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bucket's policy on AWS: read, and written one statement at a time so that nobody's statement is lost."""

from __future__ import annotations

import collections
import functools
import json
import random
import time
import typing as t

from .._errors import AwsError, CdnError, Refused
from .._waiter import retry_while
from .location import locate
from .policy import Policy, Statement, parse, same_but_principal, same_meaning
from .statement import is_public

if t.TYPE_CHECKING:
    from .._resource import Api

WRITES = frozenset({"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"})

# A role or user made a moment ago, a bucket made a moment ago, another setting being written (S3-12, S3-20, S3-03).
SETTLING_CODES = frozenset({"MalformedPolicy", "NoSuchBucket", "OperationAborted"})
SETTLING_SECONDS = 60.0
# S3 has no conditional write of policies. Another writer that has read the policy before ours was there writes within
# a moment, so ours is looked for after that moment and merged again when it is gone. Who needs longer says so.
RIVAL_SECONDS = 1.0
SLOW_SECONDS = 1.0
RIVAL_ATTEMPTS = 8


class BucketPolicy:
    """The policy of one bucket."""

    def __init__(self, api: Api, bucket: str, *, sleep: t.Callable[[float], None] = time.sleep) -> None:
        self._api = api
        self._bucket = bucket
        self._sleep = sleep
        self.warnings: list[str] = []

    def read(self) -> Policy | None:
        """Return the policy, an empty one when there is none, None when there is no bucket."""
        try:
            return parse(self._api.call("s3:GetBucketPolicy", {"Bucket": self._bucket})["Policy"])
        except AwsError as error:
            if error.code == "NoSuchBucketPolicy":
                return Policy()
            if error.code == "NoSuchBucket":
                return None
            if error.code == "MethodNotAllowed":
                raise Refused(
                    f"The bucket {self._bucket} belongs to another account: only its owner's account may read and"
                    " write its policy. Use credentials of that account."
                ) from error
            raise

    def write(self, *, sid: str, statement: Statement | None, planned: Statement | None) -> Policy:
        """Write one statement (None removes it) into the policy as it is now, and return the policy that then stands.

        ``planned`` is the statement that was in its place when the plan was made. Raises Refused when another one is to
        be removed, CdnError when other writers keep winning.
        """
        states: list[str] = []
        for dummy in range(RIVAL_ATTEMPTS):
            before, wanted = retry_while(
                lambda: self._merge(sid, statement, planned),
                codes=SETTLING_CODES,
                seconds=SETTLING_SECONDS,
                when=self._passes,
            )
            holds = functools.partial(_holds, sid=sid, statement=statement, before=before)
            after = self._watch(wanted, holds)
            if holds(after):
                self.warnings += [self._overtaken(sid, states)] if states else []
                return after
            states.append("there again" if statement is None else "changed" if after.find(sid) else "gone")
            self._sleep(random.uniform(0, RIVAL_SECONDS))  # so that two writers do not meet again
        done = "removed" if statement is None else "written"
        raise CdnError(
            f"The policy of bucket {self._bucket} is being changed by somebody else all the time: the statement {sid}"
            f" was {done} {RIVAL_ATTEMPTS} times and was {_counted(states)}. Run this again when the other one is done."
        )

    def _passes(self, error: AwsError) -> bool:
        """Tell whether a refusal is one of the moment: a bucket that was there and is gone will not come back."""
        if error.code != "NoSuchBucket":
            return error.code != "MalformedPolicy" or "principal" in error.text.lower()
        try:
            return locate(self._api, self._bucket) is not None
        except CdnError:  # it is there, and this caller may not look at it
            return True

    def _merge(
        self, sid: str, statement: Statement | None, planned: Statement | None
    ) -> tuple[Statement | None, Policy]:
        """Lay the statement over the policy of this moment, and return what stood in its place, and what was written.

        Another attempt starts from another look: what was read before a pause may be old.
        """
        known = (planned, statement and {"Sid": sid, **statement})
        began = time.monotonic()
        there = self.read() or Policy()
        if not _is_one_of(there.find(sid), known):
            # What is read may be older than the plan (S3-20): nobody is suspected at the first look.
            self._sleep(RIVAL_SECONDS)
            began = time.monotonic()
            there = self.read() or Policy()
        before = there.find(sid)
        if statement is None and before is None:
            return None, there  # somebody else has removed it, or the whole bucket
        is_theirs = not _is_one_of(before, known)
        if statement is None and is_theirs:
            raise Refused(
                f"The statement {sid} of bucket {self._bucket} was changed by somebody else after this run had looked"
                " at it, so it was not removed. Look what it is for now, and run this again."
            )
        wanted = there.without(sid) if statement is None else there.with_statement(sid, statement)
        self._put(wanted, statement)
        if is_theirs:
            self._warn(_replaced(sid, self._bucket, before))
        took = time.monotonic() - began
        if took > SLOW_SECONDS:
            self._warn(
                f"Writing the policy of bucket {self._bucket} took {took:.0f} seconds. If somebody else wrote to it in"
                " this time, their statement may be gone: run that again too."
            )
        return before, wanted

    def _warn(self, text: str) -> None:
        self.warnings += [text] if text not in self.warnings else []

    def _watch(self, wanted: Policy, holds: t.Callable[[Policy], bool]) -> Policy:
        """Return the policy once nobody seems to write to it any more, or as soon as what was written is gone."""
        seen = wanted
        for dummy in range(RIVAL_ATTEMPTS):
            self._sleep(RIVAL_SECONDS)
            found = self.read() or Policy()
            if not holds(found) or found.means(seen):
                return found
            seen = found  # somebody else is at work, and may have read the policy before ours was there
        return seen

    def _overtaken(self, sid: str, states: t.Sequence[str]) -> str:
        return (
            f"Somebody else was writing to the policy of bucket {self._bucket} at the same time: the statement {sid}"
            f" was {_counted(states)}, and the policy was merged and written again."
        )

    def _put(self, policy: Policy, statement: Statement | None) -> None:
        request: dict[str, t.Any] = {"Bucket": self._bucket}
        if policy.statements:
            policy.check_size(self._bucket)
            operation, request = "s3:PutBucketPolicy", {**request, "Policy": policy.render()}
        else:
            operation = "s3:DeleteBucketPolicy"
        try:
            self._api.call(operation, request)
        except AwsError as error:
            if error.code == "AccessDenied" and statement is not None and is_public(statement):
                raise Refused(public_message(self._bucket, "the account's public access block, or IAM,")) from error
            raise


def public_message(bucket: str, guard: str) -> str:
    """Return why a statement for everybody is not taken (S3-11)."""
    return (
        f"The statement would open the bucket {bucket} to everybody, and {guard} forbids that. Name the principal"
        " (for CloudFront: Service cloudfront.amazonaws.com with a Condition on AWS:SourceArn) instead of '*'."
    )


def _is_one_of(found: Statement | None, known: t.Iterable[Statement | None]) -> bool:
    return any(found is one if found is None or one is None else same_meaning(found, one) for one in known)


def _replaced(sid: str, bucket: str, theirs: Statement | None) -> str:
    """Return what somebody else has lost, whole: they may want it back."""
    did, lost = ("removed", "") if theirs is None else ("changed", f": {json.dumps(theirs, ensure_ascii=False)}")
    return (
        f"Somebody else has {did} the statement {sid} of bucket {bucket} after this run had looked at it. What this"
        f" task asks for has replaced theirs{lost}."
    )


def _counted(states: t.Sequence[str]) -> str:
    counts = collections.Counter(states)
    return " and ".join(f"{state} {count} {'time' if count == 1 else 'times'}" for state, count in counts.items())


def _holds(policy: Policy, *, sid: str, statement: Statement | None, before: Statement | None) -> bool:
    found = policy.find(sid)
    if statement is None or found is None:
        return found is statement
    if same_meaning(found, {"Sid": sid, **statement}):
        return True
    # Neither ours to the letter nor what was there: AWS has put a principal into a form of its own (S3-13). Whatever
    # else is different is somebody else's.
    return same_but_principal(found, {"Sid": sid, **statement}) and not (before and same_meaning(found, before))
