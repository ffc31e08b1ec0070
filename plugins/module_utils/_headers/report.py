# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users are told of a run: the result and the warnings; pure."""

from __future__ import annotations

import typing as t

from .._plan import State
from .._publish.pace import readable
from .._publish.paths import folder, viewer_paths
from .cost import prices
from .survey import Survey

WHY = {
    "archived": (
        "are archived (GLACIER, DEEP_ARCHIVE or an archive tier): restore them for good, into another storage class,"
        " if viewers shall get them"
    ),
    "customer_key": "are encrypted with a key of yours (SSE-C), which CloudFront cannot read either",
    "foreign_owner": (
        "belong to another account, and a copy would take them over: let that account repair them, or set the bucket's"
        " ownership to BucketOwnerEnforced"
    ),
    "no_room": "have so many tags or so much metadata that what is wanted does not fit (S3 takes 10 tags and 2 KB)",
    "public_acl": (
        "have a public ACL, which the bucket's public access block refuses to set again: take it from them, or set the"
        " bucket's ownership to BucketOwnerEnforced"
    ),
    "unreadable_metadata": "have metadata or headers beyond ASCII, which a copy would lose",
}


def report(survey: Survey, options: t.Mapping[str, t.Any], prefix: str) -> State:
    """Return the module's result."""
    tally = survey.tally
    return {
        "bucket": options["bucket"],
        "prefix": prefix,
        "objects": tally.objects,
        "looked_at": tally.looked_at,
        "repaired": tally.repairs,
        "unchanged": tally.unchanged,
        "skipped": dict(tally.skipped),
        "skipped_examples": dict(tally.skipped_examples),
        "complete": tally.complete,
        "bytes": tally.bytes,
        "differences": tally.differences(),
        "changed_paths": _paths(tally.keys, prefix, options["origin_path"]),
        "cost_estimate": tally.costs.estimate(versioned=survey.facts.versioned),
    }


def _paths(keys: t.Iterable[str] | None, prefix: str, origin_path: str) -> list[str]:
    if keys is not None:
        return viewer_paths(keys, origin_path=origin_path)
    top = folder(origin_path)
    # Of all that viewers can reach under the prefix; a prefix above the origin path holds more than they can reach.
    beginning = prefix if prefix.startswith(top) else top
    return [f"{path}*" for path in viewer_paths([beginning], origin_path=origin_path)]


def warnings(survey: Survey, name: str) -> list[str]:
    """Return what users should know before they go on."""
    tally = survey.tally
    told = [] if tally.objects else [f"{name}: there is no object under this prefix. Keys are case-sensitive."]
    told += [
        f"{name}: {tally.skipped[reason]:,} objects were left alone, for they {why}; such as"
        f" {', '.join(tally.skipped_examples[reason])}."
        for reason, why in WHY.items()
        if tally.skipped[reason]
    ]
    if tally.repairs and survey.facts.versioned:
        month = tally.costs.estimate(versioned=True)["old_versions_per_month"]
        told.append(
            f"{name} keeps versions: each repaired object leaves its old one behind, {tally.repairs:,} objects with"
            f" {readable(tally.bytes)}, about {month:.2f} USD a month until a lifecycle rule for noncurrent versions"
            " removes them."
        )
    for storage_class, count in sorted(tally.classes.items()):
        price = prices(storage_class)
        if price.days:
            told.append(
                f"{name}: {count:,} objects to repair are {storage_class}: a copy is charged as a retrieval"
                f" ({price.retrieval:.2f} USD per GB), and as {price.days} days of storage of what it replaces, if that"
                " is younger."
            )
    return told
