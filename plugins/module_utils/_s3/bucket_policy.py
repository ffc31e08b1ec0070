# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bucket's policy on AWS: read, and written one statement at a time so that nobody's statement is lost."""

from __future__ import annotations

import functools
import random
import time
import typing as t

from .._errors import AwsError, CdnError, Refused
from .._waiter import retry_while
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

    def write(self, *, sid: str, statement: Statement | None) -> Policy:
        """Write one statement (None removes it) into the policy as it is now, and return the policy that then stands.

        Raises CdnError when other writers keep winning.
        """
        for attempt in range(RIVAL_ATTEMPTS):
            before, wanted = retry_while(
                lambda: self._merge(sid, statement),
                codes=SETTLING_CODES,
                seconds=SETTLING_SECONDS,
                when=lambda error: error.code != "MalformedPolicy" or "principal" in error.text.lower(),
            )
            holds = functools.partial(_holds, sid=sid, statement=statement, before=before)
            after = self._watch(wanted, holds)
            if after is not None:
                self.warnings += [self._overtaken(sid, statement, attempt)] if attempt else []
                return after
            self._sleep(random.uniform(0, RIVAL_SECONDS))  # so that two writers do not meet again
        raise CdnError(
            f"The policy of bucket {self._bucket} is being changed by somebody else all the time: the statement {sid}"
            f" was written {RIVAL_ATTEMPTS} times and was gone each time. Run this again when the other one is done."
        )

    def _merge(self, sid: str, statement: Statement | None) -> tuple[Statement | None, Policy]:
        """Lay the statement over the policy of this moment, and return what stood in its place, and what was written.

        Another attempt starts from another look: what was read before a pause may be old.
        """
        began = time.monotonic()
        there = self.read() or Policy()
        if statement is None and there.find(sid) is None:
            return None, there  # somebody else has removed it, or the whole bucket
        wanted = there.without(sid) if statement is None else there.with_statement(sid, statement)
        self._put(wanted, statement)
        took = time.monotonic() - began
        if took > SLOW_SECONDS:
            self.warnings.append(
                f"Writing the policy of bucket {self._bucket} took {took:.0f} seconds. If somebody else wrote to it in"
                " this time, their statement may be gone: run that again too."
            )
        return there.find(sid), wanted

    def _watch(self, wanted: Policy, holds: t.Callable[[Policy], bool]) -> Policy | None:
        """Return the policy once nobody seems to write to it any more, None as soon as what was written is gone."""
        seen = wanted
        for dummy in range(RIVAL_ATTEMPTS):
            self._sleep(RIVAL_SECONDS)
            found = self.read() or Policy()
            if not holds(found):
                return None
            if found.means(seen):
                return found
            seen = found  # somebody else is at work, and may have read the policy before ours was there
        return seen

    def _overtaken(self, sid: str, statement: Statement | None, times: int) -> str:
        state = "gone" if statement else "there again"
        return (
            f"Somebody else was writing to the policy of bucket {self._bucket} at the same time: the statement {sid}"
            f" was {state} {times} {'time' if times == 1 else 'times'}, and the policy was merged and written again."
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


def _holds(policy: Policy, *, sid: str, statement: Statement | None, before: Statement | None) -> bool:
    found = policy.find(sid)
    if statement is None or found is None:
        return found is statement
    if same_meaning(found, {"Sid": sid, **statement}):
        return True
    # Neither ours to the letter nor what was there: AWS has put a principal into a form of its own (S3-13). Whatever
    # else is different is somebody else's.
    return same_but_principal(found, {"Sid": sid, **statement}) and not (before and same_meaning(found, before))
