# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._publish.patterns import Patterns, Selection


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.html", "index.html", True),
        ("*.html", "docs/deep/a.html", True),
        ("*.html", "a.HTML", False),
        ("index.html", "docs/index.html", True),
        ("/index.html", "docs/index.html", False),
        ("/index.html", "index.html", True),
        ("./index.html", "index.html", True),
        ("./index.html", "docs/index.html", False),
        ("assets", "assets/app.js", True),
        ("assets", "old/assets/app.js", True),
        ("assets/", "assets/app.js", True),
        ("assets/*", "old/assets/app.js", False),
        ("assets/*.js", "assets/lib/app.js", True),
        ("assets/lib", "assets/lib/app.js", True),
        ("assets/lib", "assets/library.js", False),
        ("a[0-9].txt", "a1.txt", True),
        ("?.txt", "ab.txt", False),
    ],
)
def test_patterns_match_names_or_paths(pattern, path, matches):
    assert Patterns([pattern]).match(path) is matches


def test_no_patterns_match_nothing():
    assert not Patterns([]).match("anything")


@pytest.mark.parametrize(
    "path", [".env", ".git", "a/.git", "tls/server.key", "prod.env", "x/id_rsa", ".htaccess", "a.pem.gz"]
)
def test_hidden_files_and_secrets_are_left_out(path):
    assert Selection(exclude=[], include_hidden=[]).leaves_out(path)
    assert not Selection(exclude=[], include_hidden=[path.rpartition("/")[2]]).leaves_out(path)


@pytest.mark.parametrize("path", [".well-known/security.txt", ".well-known", "key.html", "a.pem.txt", "monkey"])
def test_what_is_public_stays_in(path):
    assert not Selection(exclude=[], include_hidden=[]).leaves_out(path)


def test_exclude_wins_over_include_hidden():
    assert Selection(exclude=["*.pem"], include_hidden=["*.pem"]).leaves_out("ca.pem")


def test_hidden_inside_of_well_known_stays_hidden():
    assert Selection(exclude=[], include_hidden=[]).hides(".well-known/.env")
