# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site with everything that can be asked for: what it does beside an ordinary one meets the same failures."""

from __future__ import annotations

import typing as t

from tests.chaos.chain import Chain, Undisturbed
from tests.chaos.rights.steps import FULL, LOGS


class Whole(Chain):
    """Tags, versions, logs, a web ACL, and a policy for browser caches."""

    def empty(self) -> None:
        """Leave the bucket for logs alone in the account."""
        super().empty()
        here = {"CreateBucketConfiguration": {"LocationConstraint": self.lab.env["AWS_REGION"]}}
        self.lab.client("s3").create_bucket(Bucket=LOGS, ObjectOwnership="BucketOwnerPreferred", **here)

    def variables(self, **more: t.Any) -> dict[str, t.Any]:
        """Return what the site is made of."""
        return super().variables(**{**FULL, **more})

    def undisturbed(self, **more: t.Any) -> Undisturbed:
        """Make the site and return what it has become, by its own calls only."""
        found = super().undisturbed(**more)
        own = next(number for number, call in enumerate(found.calls) if call["operation"] == "CreateBucket")
        return Undisturbed(found.account, found.calls[own + 1 :])
