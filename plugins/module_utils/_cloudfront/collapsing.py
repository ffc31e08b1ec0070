# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Too many paths for one invalidation, made fewer by wildcards for whole folders; pure.

A path costs 0.005 USD once the free ones of the month are used up (CF-74), as much as twelve thousand requests of
CloudFront to S3, so that money alone would say `/*` at once. But a viewer does not see the bill: each object that is
emptied without need is a slow answer for somebody. ``most`` is therefore a budget: as long as the paths are within it
nothing else is emptied, and when they are not, it is used up before anything is emptied that is further up.

The rule: the paths of a folder become one wildcard, `/folder/*`, in at most fifteen folders, until there are no more
than ``most`` paths. The deepest folders with which that is possible are taken: a folder is only taken when its
subfolders would not do, so that `/*` is the last resort. Of folders that are equally deep those with the most paths
are taken, and no more of them than are needed.
"""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from .paths import uncovered

# In progress at a time, for one distribution, counted apart (CF-71).
MOST_PATHS = 3000
MOST_WILDCARDS = 15


@dataclasses.dataclass
class _Folder:
    """A folder with what is below it: paths, wildcards among them, and the folders right in it."""

    name: str
    depth: int
    paths: int = 0
    wildcards: int = 0
    folders: list[_Folder] = dataclasses.field(default_factory=list)


def collapse(paths: list[str], most: int) -> list[str]:
    """Return the paths, or the fewer ones that stand for all of them when they are more than ``most``."""
    wildcards = sum(path.endswith("*") for path in paths)
    if len(paths) <= most and wildcards <= MOST_WILDCARDS:
        return paths
    search = _Search(paths, wildcards, most)
    names = tuple(sorted(folder.name for folder in search.folders()))
    left = [path for path in paths if not path.startswith(names)]
    return uncovered([*left, *(f"{name}*" for name in names)])


def folder_of(path: str) -> str:
    """Return the folder that a path is in, with a slash at its end; what a query string holds are no folders."""
    name = path.partition("?")[0]
    return name[: name.rindex("/") + 1] if name.startswith("/") else "/"


class _Search:
    """Looks for the folders to take: down from the root, as long as what is below would do as well."""

    def __init__(self, paths: list[str], wildcards: int, most: int) -> None:
        self._paths = len(paths)
        self._wildcards = wildcards
        self._most = most
        self._root = _tree(paths)

    def folders(self) -> list[_Folder]:
        """Return the folders whose paths become wildcards."""
        candidates = [self._root]
        final: set[str] = set()
        while True:
            taken = self._enough(candidates) or []
            open_ones = [folder for folder in taken if folder.name not in final]
            if not open_ones:
                return taken
            folder = min(open_ones, key=lambda one: (one.depth, one.paths, one.name))
            below = [one for one in candidates if one is not folder]
            below += [one for one in folder.folders if one.paths > 1]
            below.sort(key=self._order)
            if self._enough(below) is None:
                final.add(folder.name)
            else:
                candidates = below

    def _order(self, folder: _Folder) -> tuple[int, str]:
        """Those that save most come first; when only the wildcards are too many, those that save wildcards."""
        saved = folder.paths if self._paths > self._most else folder.wildcards
        return (-saved, folder.name)

    def _enough(self, candidates: list[_Folder]) -> list[_Folder] | None:
        """Return the first candidates with which there are few enough paths and wildcards, None when none are."""
        paths, wildcards = self._paths, self._wildcards
        for number, folder in enumerate(candidates[:MOST_WILDCARDS], start=1):
            paths -= folder.paths - 1
            wildcards -= folder.wildcards - 1
            if paths <= self._most and wildcards <= MOST_WILDCARDS:
                return candidates[:number]
        return None


def _tree(paths: t.Iterable[str]) -> _Folder:
    root = _Folder("/", 0)
    known = {"/": root}
    for name, number in collections.Counter((folder_of(path), path.endswith("*")) for path in paths).items():
        folder = _folder(known, name[0])
        folder.paths += number
        folder.wildcards += number if name[1] else 0
    for folder in sorted(known.values(), key=lambda one: -one.depth):
        if folder is not root:
            above = known[_above(folder.name)]
            above.paths += folder.paths
            above.wildcards += folder.wildcards
            above.folders.append(folder)
    return root


def _folder(known: dict[str, _Folder], name: str) -> _Folder:
    missing = []
    while name not in known:
        missing.append(name)
        name = _above(name)
    for one in reversed(missing):
        known[one] = _Folder(one, known[name].depth + 1)
        name = one
    return known[name]


def _above(name: str) -> str:
    return name[: name.rindex("/", 0, -1) + 1]
