# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private bucket fit to be an origin."""

from __future__ import annotations

import time
import typing as t

from .._errors import AwsError, CdnError
from .._plan import Change, Difference, Plan, State
from .._resource import Resource
from .._rivals import Stale, gone, why
from .._waiter import retry_while
from . import bucket_policy, emptying, names
from .facet import Config
from .location import check_region, locate
from .settings import Settings

if t.TYPE_CHECKING:
    from .._resource import Api

US_EAST_1 = "us-east-1"
CREATE = "s3:CreateBucket"
DELETE = "s3:DeleteBucket"
DONE = frozenset({(CREATE, "BucketAlreadyOwnedByYou"), (DELETE, "NoSuchBucket"), (emptying.ABORT, "NoSuchUpload")})

# What a new bucket gets, whatever the account's defaults are (S3-04). S3 itself gives the same, so that a run that was
# stopped between the creation and these writes leaves a bucket like any other.
OWNERSHIP = "BucketOwnerEnforced"
PRIVATE = ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets")
ENCRYPTION = {"sse_algorithm": "AES256"}

# Settings of one bucket written at the same time, a name deleted a moment ago (S3-03); not there yet (S3-20).
SETTLING_CODES = frozenset({"OperationAborted", "NoSuchBucket"})
SETTLING_SECONDS = 120.0
# A new bucket may not be found at once (S3-20); the last answer is then the truth.
APPEARING_SECONDS = 60.0
# A setting that was just written may be told as it was before (S3-20).
LOOKS = 4
LOOK_SECONDS = 1.0


class OriginBucket(Resource):
    """A bucket. ``configs`` of its state are the named settings in the API's form, by option."""

    noun = "bucket"
    volatile = frozenset({"configs"})
    gone_codes = frozenset({"NoSuchBucket"})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._settings = Settings(options, api)
        self._told: list[str] = []
        self._is_made = False

    @property
    def name(self) -> str:
        """Return the bucket's name."""
        return str(self.options["name"])

    def validate(self) -> None:
        """Refuse names that no bucket has, and settings that S3 would not take."""
        names.check_existing_name(self.name, region=self.api.region)
        if not self.absent:
            self._settings.check()

    def read(self) -> State | None:
        """Return the bucket with the settings that were named; a new one once it can be found."""
        return self._read_late() if self._is_made else self._look()

    def _look(self) -> State | None:
        region = locate(self.api, self.name)
        if region is None:
            return None
        check_region(self.name, region, wanted=self.api.region)
        return self._state({} if self.absent else self._settings.read())

    def _state(self, configs: dict[str, Config]) -> State:
        region = self.api.region
        return {
            "name": self.name,
            "arn": names.bucket_arn(self.name, region=region),
            "region": region,
            "domain_name": names.domain_name(self.name, region=region),
            **self._settings.values(configs),
            "configs": configs,
        }

    def creation(self) -> Plan:
        """Return the creation: private and encrypted before anything else is set."""
        names.check_name(self.name)
        wanted = self._settings.named
        ownership = wanted.get("object_ownership", OWNERSHIP)
        planned = self._settings.plan(
            {"object_ownership": {"OwnershipControls": {"Rules": [{"ObjectOwnership": ownership}]}}},
            {
                **wanted,
                "public_access_block": {**dict.fromkeys(PRIVATE, True), **wanted.get("public_access_block", {})},
                "encryption": {**ENCRYPTION, **wanted.get("encryption", {})},
            },
        )
        shown = {"name": self.name, "region": self.api.region, "object_ownership": ownership}
        create = Change(
            kind="create",
            operation=CREATE,
            resource=self.name,
            request=lambda state: self._creation_request(ownership),
            differences=tuple(Difference(path, None, value) for path, value in shown.items()),
        )
        return Plan(
            before=None,
            after=self._state({option: planned.configs[option] for option in wanted}),
            changes=(create, *planned.changes),
            warnings=names.name_warnings(self.name),
            needs=planned.needs,
        )

    def _creation_request(self, ownership: str) -> dict[str, t.Any]:
        request: dict[str, t.Any] = {"Bucket": self.name, "ObjectOwnership": ownership}
        if self.api.region != US_EAST_1:  # refused there when it is named, elsewhere when it is not (S3-01)
            request["CreateBucketConfiguration"] = {"LocationConstraint": self.api.region}
        return request

    def modification(self, current: State) -> Plan:
        """Return the writes of the named settings that differ."""
        planned = self._settings.plan(current["configs"], self._settings.named)
        return Plan(
            before=current,
            after=self._state(planned.configs),
            changes=planned.changes,
            warnings=names.name_warnings(self.name),
            needs=planned.needs,
        )

    def deletion(self, current: State) -> tuple[Change, ...]:
        """Return the deletion, of everything in the bucket first when that is forced."""
        empty = emptying.emptying if self.options.get("force") else emptying.clearing
        contents = empty(self.api, self.name)
        delete = Change(
            kind="delete",
            operation=DELETE,
            resource=self.name,
            request=lambda state: {"Bucket": self.name},
            differences=(Difference("name", self.name, None),),
        )
        return (*contents, delete)

    def apply(self, change: Change, current: State | None) -> State | None:
        """Make one change, again while S3 is still busy with the one before."""
        if change.operation in bucket_policy.WRITES:
            self._write_policy(change.resource, change.request(current or {}))
            return current
        request = change.request(current or {})
        if change.operation == emptying.DELETE and emptying.is_over(request):
            return current
        self._is_made |= change.operation == CREATE
        try:
            answer = retry_while(
                lambda: self._call(change.operation, request, current),
                codes=SETTLING_CODES - {"NoSuchBucket"} if self.absent else SETTLING_CODES,
                seconds=SETTLING_SECONDS,
                # One that was there and is gone will not come back.
                when=lambda error: error.code != "NoSuchBucket" or current is None or bool(locate(self.api, self.name)),
            )
        except AwsError as error:
            # A lost answer, repeated: what was to be made or deleted is so (S3-02).
            if (change.operation, error.code) not in DONE or self.is_stale(error):
                raise
            return current
        if change.operation == emptying.DELETE:
            emptying.check_deleted(answer, self.name)
        return current

    def _write_policy(self, bucket: str, request: dict[str, t.Any]) -> None:
        """Let the logs into their target, which is another bucket."""
        policy = bucket_policy.BucketPolicy(self.api, bucket)
        try:
            policy.write(**request)
        except AwsError as error:
            if error.code not in self.gone_codes:
                raise
            raise gone(f"the bucket {bucket}, which is to take the logs,", why(error)) from error
        self._told += policy.warnings

    def _call(self, operation: str, request: dict[str, t.Any], current: State | None) -> dict[str, t.Any]:
        self._settings.refuse_changed(operation, current and current["configs"])
        return self.api.call(operation, request)

    def is_stale(self, error: CdnError) -> bool:
        """Tell whether somebody else has changed a setting, or made the bucket, since it was looked at."""
        made = isinstance(error, AwsError) and error.code == "BucketAlreadyOwnedByYou" and not error.unclear
        return made or super().is_stale(error)

    def warnings(self) -> list[str]:
        """Return who else was writing to a policy."""
        return list(self._told)

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return the bucket as S3 tells it, once a new one can be found; raises Stale when others have replaced ours.

        S3 has no precondition: who has looked before our write may write after it. An old value is no rival (S3-20).
        """
        if plan.after is None:
            return None
        for looks in range(1, LOOKS + 1):
            found = self._read_late()
            lost = self._settings.unmet(plan.changes, found["configs"])
            if not lost:
                return found
            if looks < LOOKS:
                time.sleep(LOOK_SECONDS)
        raise Stale(f"{', '.join(lost)} is not what this run has written")

    def _read_late(self) -> State:
        return retry_while(self._read_present, codes=SETTLING_CODES, seconds=APPEARING_SECONDS)

    def _read_present(self) -> State:
        found = self._look()
        if found is None:
            raise AwsError(
                operation="s3:HeadBucket", code="NoSuchBucket", text=f"{self.name} was made and is not found"
            )
        return found

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the bucket as options name it."""
        shown = state and {key: value for key, value in state.items() if key not in self.volatile}
        return {self.noun: shown}
