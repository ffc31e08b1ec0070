# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people are told of a survey: its counts and paths, what is unsafe about it, and what a failure leaves behind."""

from __future__ import annotations

import typing as t

from .._plan import State
from .paths import folder, viewer_paths
from .survey import Survey

SHOWN = 5
Options = t.Mapping[str, t.Any]


def report(survey: Survey, options: Options, skipped: t.Sequence[str]) -> State:
    """Return what a survey has found, as the module returns it."""
    return {
        "bucket": options["bucket"],
        "prefix": folder(options["prefix"]),
        "uploaded": survey.sent,
        "headers_updated": survey.tally["headers"],
        "unchanged": survey.tally["unchanged"],
        "deleted": len(survey.doomed),
        "remote_only": survey.tally["remote_only"] - len(survey.doomed),
        "bytes_uploaded": survey.bytes_sent,
        "new_paths": _paths(survey.new, options),
        "changed_paths": _paths(survey.changed, options),
        "deleted_paths": _paths(survey.gone, options),
        "sample_paths": _paths(survey.samples, options),
        "skipped": list(skipped),
    }


def _paths(names: t.Iterable[str], options: Options) -> list[str]:
    prefix = folder(options["prefix"])
    return viewer_paths((f"{prefix}{name}" for name in names), origin_path=options["origin_path"])


def unsafe(survey: Survey, options: Options, name: str) -> str:
    """Return why a survey's deletes must not be made; empty when they may."""
    doomed = [one.name for one in survey.doomed]
    there = len(doomed) + sum(survey.tally[kind] for kind in ("changed", "headers", "unchanged"))
    limit = options["purge_limit"]
    if not doomed or options["force"] or len(doomed) * 100 <= there * limit:
        return ""
    return (
        f"purge would delete {len(doomed)} of the {there} objects of {name}, more than purge_limit={limit} %:"
        f" {some(doomed)}. Check source and prefix; to delete them set force or a higher purge_limit, to keep them"
        " name them in exclude. Nothing was changed."
    )


def left_behind(survey: Survey, options: Options, replaced: int) -> str:
    """Return what becomes of the objects that are not invalidated, because a run fails after it replaced so many."""
    older = len(survey.changed) - survey.replacing
    count = older + replaced
    if not count:
        return ""
    objects = f"{count:,} object{'' if count == 1 else 's'} replaced or deleted so far"
    if not options["manifest"]:
        return f"Caches may keep the old content of {objects}, and without a manifest no run will know: invalidate /*."
    if options["distribution_id"]:
        return f"Run this again: the next run publishes the rest and invalidates {objects}, too."
    return f"Run this again: the next run publishes the rest, and its changed_paths name {objects}, too."


def unserved_warning(survey: Survey, options: Options, paths: t.Sequence[str]) -> tuple[str, ...]:
    """Return the warning that the edge cannot forget what it does not serve, if so."""
    if not options["distribution_id"] or paths or not survey.changed:
        return ()
    return (
        f"origin_path {options['origin_path']}: nothing of what was replaced or deleted under"
        f" {options['bucket']}/{folder(options['prefix'])} is below it, so that nothing is invalidated. Correct it, or"
        " the prefix.",
    )


def secrets_warning(names: t.Sequence[str]) -> str:
    """Return the warning about files that were left out because of their names."""
    return f"Not published, for they look like secrets: {some(names)}. Name them in include_hidden if they are public."


def some(names: t.Sequence[str]) -> str:
    """Return the first names in words, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"
