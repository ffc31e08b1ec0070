# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invalidations: their paths, their references, their number at a time."""

from __future__ import annotations

import re
import typing as t

from tests.lab import store, xml
from tests.lab.rules.cloudfront.schema import refused

if t.TYPE_CHECKING:
    from tests.lab import wire
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

# In progress at a time, for one distribution (CF-71).
_MOST_WILDCARDS = 15
_MOST_PATHS = 3000
_UNSAFE = re.compile(r"[^\x21-\x7e]|[<>\"#{}|\\^~\[\]`']|%(?![0-9A-Fa-f]{2})")
_INVALID = "Your request contains one or more invalid invalidation paths."
_USED = (
    "Your request contains a caller reference that was used for a previous invalidation batch "
    "for the same distribution."
)


async def create(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer CreateInvalidation."""
    distribution = call.uri["DistributionId"]
    if store.distribution(call.account, distribution) is None:
        return await forward(call)
    root = xml.parse(call.body)
    paths, reference = xml.texts(root, "Paths"), xml.text(root, "CallerReference")
    if int(xml.text(root, "Paths/Quantity", "0")) != len(paths):
        raise refused("InconsistentQuantities", "The value of Quantity and the size of Items don't match.")
    if not paths or not all(path.startswith("/") and len(path) <= 4000 for path in paths):
        raise refused("InvalidArgument", _INVALID)  # CF-73
    # Not encoded where RFC 1738 wants it, or there twice.
    if any(_UNSAFE.search(path) for path in paths) or len(set(paths)) != len(paths):
        raise refused("InvalidArgument", _INVALID)
    known = next(
        (
            item
            for item in store.invalidations(distribution)
            if item["InvalidationBatch"]["CallerReference"] == reference
        ),
        None,
    )
    if known:
        same = known["InvalidationBatch"]["Paths"]["Items"] == paths
        if world.settings.invalidation_reference == "seen" or not same:
            raise refused("InvalidArgument", _USED)  # CF-70
        return await forward(call)
    _check_number(distribution, paths)
    result = await forward(call)
    if result.status == 201:
        created = xml.text(xml.parse(result.body), "Id")
        world.deadlines.invalidated[created] = world.clock()
        return result.replace(result.body.replace(b"<Status>Completed<", b"<Status>InProgress<"))
    return result


def _check_number(distribution: str, paths: list[str]) -> None:
    own_wild = sum(path.endswith("*") for path in paths)
    if len(paths) - own_wild > _MOST_PATHS or own_wild > _MOST_WILDCARDS:
        raise refused("BatchTooLarge", "Invalidation batch specified is too large.", 413)
    running = [
        item["InvalidationBatch"]["Paths"]["Items"]
        for item in store.invalidations(distribution)
        if item["Status"] == "InProgress"
    ]
    every = [*paths, *(path for batch in running for path in batch)]
    wild = sum(path.endswith("*") for path in every)
    for number, most, word in ((wild, _MOST_WILDCARDS, "wildcard "), (len(every) - wild, _MOST_PATHS, "")):
        if number > most:
            text = (
                "Processing your request will cause you to exceed the maximum number "
                f"of in-progress {word}invalidations."
            )
            raise refused("TooManyInvalidationsInProgress", text)
