# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account with one distribution that keeps what updates make of it."""

from __future__ import annotations

import copy
import datetime
import typing as t

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, TAGS, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution import Distribution
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from ansible_collections.cdn.aws.plugins.module_utils._wire import UNMODELLED
from tests.unit.helpers import StubbedApi
from tests.unit.plugins.module_utils._cloudfront.whole import ACCOUNT

ID = "E2QWRUHAPOMQZL"
ARN = f"arn:aws:cloudfront::{ACCOUNT}:distribution/{ID}"


class Account(StubbedApi):
    """An account with one distribution; the caller may look at nothing else."""

    def __init__(self, config: dict[str, t.Any]) -> None:
        super().__init__()
        self.config = copy.deepcopy(config)
        self.etag = 1
        self.unmodelled: list[dict[str, t.Any]] = []
        self.updates: list[dict[str, t.Any]] = []
        # What somebody else makes of the configuration just before an update of ours, and what the update hears then.
        self.others: list[t.Callable[[dict[str, t.Any]], None]] = []
        self.stale = "PreconditionFailed"

    def call(self, operation: str, request: t.Any, *, region: str | None = None) -> dict[str, t.Any]:
        self.calls.append(operation)
        if operation == "cloudfront:GetDistribution":
            return self._answer()
        if operation == "cloudfront:ListTagsForResource":
            return {"Tags": {"Items": [{"Key": "site", "Value": "old"}]}}
        if operation == "cloudfront:TagResource":
            return {}
        if operation == "cloudfront:ListDistributions":
            return {"DistributionList": {"Items": []}}
        if operation != "cloudfront:UpdateDistribution":
            raise AwsError(operation=operation, code="AccessDenied", text="")
        if self.others:
            self.others.pop(0)(self.config)
            self.etag += 1
        if request["IfMatch"] != f"E{self.etag}":
            raise AwsError(operation=operation, code=self.stale, text="")
        assert request["Id"] == ID
        self.updates.append(request["DistributionConfig"])
        self.config, self.etag = request["DistributionConfig"], self.etag + 1
        return self._answer()

    def _answer(self) -> dict[str, t.Any]:
        distribution = {
            "Id": ID,
            "ARN": ARN,
            "Status": "Deployed",
            "LastModifiedTime": datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc),
            "InProgressInvalidationBatches": 0,
            "DomainName": "d111.cloudfront.net",
            "DistributionConfig": copy.deepcopy(self.config),
        }
        return {"Distribution": distribution, "ETag": f"E{self.etag}", UNMODELLED: self.unmodelled}


def run(api: StubbedApi, *, check: bool = False, **given: t.Any) -> Result:
    spec = {**STATE, **TAGS, **CONFIG, **wait_options(default=False, timeout=1800)}
    options = {name: option.get("default") for name, option in spec.items()}
    return reconcile(Distribution({**options, "distribution_id": ID, **given}, api), check_mode=check)
