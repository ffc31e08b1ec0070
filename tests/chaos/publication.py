# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deployment of files that are there already: some are replaced, some get other headers, one is new, one goes."""

from __future__ import annotations

import typing as t
from pathlib import Path

from tests.chaos.chain import Chain, Undisturbed
from tests.chaos.snapshot import snapshot
from tests.integration import site
from tests.integration.publishing import fill
from tests.integration.test_publish_playbook import site as make_site
from tests.integration.test_publish_to_edge import get

KEPT, REPLACED, HEADED, GONE, NEW = "kept.txt", "replaced.txt", "headed.css", "gone.txt", "new.txt"
PAGE = "index.html"
OPTIONS = {"publish_purge": True, "publish_threads": 2}
RULES = [{"pattern": HEADED, "cache_control": "no-cache"}]


class Publication(Chain):
    """The playbook of a deployment, from an account in which an older state of the files is published and cached."""

    def __init__(self, lab: t.Any, directory: Path, **given: t.Any) -> None:
        super().__init__(lab, directory, **given)
        self._playbook = site.PUBLISH
        self._tree = directory / "tree"
        self._mark = 0

    def variables(self, **more: t.Any) -> dict[str, t.Any]:
        """Return what a deployment is told."""
        given = {"site_publish_source": str(self._tree), "publish_rules": RULES, **OPTIONS}
        return site.variables(self.lab, **{**given, **more})

    def empty(self) -> None:
        """Publish the older state, and let the edge hold it."""
        super().empty()
        make_site(self.lab)
        fill(self._tree, [KEPT, REPLACED, HEADED, GONE, PAGE], "older")
        (self._tree / NEW).unlink(missing_ok=True)
        self.run(publish_rules=[]).ok()
        for name in (KEPT, REPLACED, HEADED, GONE, PAGE):
            self.viewed(name)
        (self._tree / GONE).unlink()
        fill(self._tree, [REPLACED, PAGE, NEW], "newer")
        self._mark = self.lab.mark()

    def undisturbed(self, **more: t.Any) -> Undisturbed:
        """Deploy the newer state and return what has become of the older one."""
        self.empty()
        self.run(**more).ok()
        calls = self.lab.calls(self._mark)
        return Undisturbed(snapshot(self.lab), calls)

    def viewed(self, name: str) -> str:
        """Return what a viewer gets."""
        return get(self.lab, site.DOMAIN, f"/{name}").body.decode()

    def stale(self) -> list[str]:
        """Return the names under which viewers still get what was there before."""
        shown = {PAGE: "newer", REPLACED: "newer", NEW: "newer", KEPT: "older", HEADED: "older"}
        wrong = [name for name, text in shown.items() if self.viewed(name) != f"{text} {name}"]
        return wrong + [GONE] * (self.viewed(GONE) == f"older {GONE}")
