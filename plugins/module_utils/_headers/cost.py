# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a repair costs, by S3's list prices; pure.

The prices are those of us-east-1 in USD, looked up in November 2026; other regions cost up to twice as much.
"""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from .decide import USUAL_CLASS, Repair

REGION = "us-east-1"
CURRENCY = "USD"
AS_OF = "2026-11"
GB = 1024**3
# More repairs last longer than a look is fresh, and each object is looked at once more before it is written.
AT_ONCE = 5_000
PARTS_OF = 512 * 1024**2


@dataclasses.dataclass(frozen=True)
class Prices:
    """``write`` and ``read`` for 1,000 requests, ``retrieval`` for a GB, ``month`` for a GB and month."""

    write: float
    read: float
    month: float
    retrieval: float = 0.0
    days: int = 0


STANDARD = Prices(0.005, 0.0004, 0.023)
CLASSES = {
    USUAL_CLASS: STANDARD,
    "REDUCED_REDUNDANCY": Prices(0.005, 0.0004, 0.024),
    "INTELLIGENT_TIERING": Prices(0.005, 0.0004, 0.023),
    "STANDARD_IA": Prices(0.01, 0.001, 0.0125, 0.01, 30),
    "ONEZONE_IA": Prices(0.01, 0.001, 0.01, 0.01, 30),
    "GLACIER_IR": Prices(0.02, 0.01, 0.004, 0.03, 90),
}
LIST_THOUSAND = 0.005
# With a bucket key it is less; a copy decrypts and encrypts.
KMS_TEN_THOUSAND = 0.03
KMS_PER_COPY = 2


def prices(storage_class: str) -> Prices:
    """Return the prices of a storage class; what is not known counts as the usual one."""
    return CLASSES.get(storage_class, STANDARD)


@dataclasses.dataclass
class Costs:
    """Counts what would be charged."""

    lists: int = 0
    heads: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    copies: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    copied_bytes: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    second_looks: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    count: int = 0
    kms: int = 0

    def looked(self, storage_class: str, requests: int = 1) -> None:
        """Count a HeadObject, and the requests for tags and ACL that cost the same."""
        self.heads[storage_class] += requests

    def repair(self, repair: Repair, current_class: str, looks: int = 1) -> None:
        """Count what one repair takes; ``looks`` are the requests of another look at the object."""
        parts = -(-repair.size // PARTS_OF) + 2 if repair.in_parts else 1
        self.copies[repair.storage_class] += parts
        self.count += 1
        self.second_looks[current_class] += looks
        self.copied_bytes[current_class] += repair.size
        self.kms += KMS_PER_COPY * parts if repair.encryption.startswith("aws:kms") else 0

    def estimate(self, *, versioned: bool) -> dict[str, t.Any]:
        """Return the estimate as the module's result tells it."""
        lists = self.lists * LIST_THOUSAND / 1000
        looks = self.heads + (self.second_looks if self.count > AT_ONCE else collections.Counter())
        heads = sum(count * prices(name).read / 1000 for name, count in looks.items())
        copies = sum(count * prices(name).write / 1000 for name, count in self.copies.items())
        copies += self.kms * KMS_TEN_THOUSAND / 10000
        retrieval = sum(size / GB * prices(name).retrieval for name, size in self.copied_bytes.items())
        month = sum(size / GB * prices(name).month for name, size in self.copied_bytes.items())
        return {
            "currency": CURRENCY,
            "region": REGION,
            "as_of": AS_OF,
            "list_requests": self.lists,
            "head_requests": looks.total(),
            "copy_requests": self.copies.total(),
            "looking": _rounded(lists + heads),
            "copying": _rounded(copies),
            "retrieval": _rounded(retrieval),
            "total": _rounded(lists + heads + copies + retrieval),
            "old_versions_bytes": self.copied_bytes.total() if versioned else 0,
            "old_versions_per_month": _rounded(month) if versioned else 0.0,
        }


def _rounded(amount: float) -> float:
    return round(amount, 4)
