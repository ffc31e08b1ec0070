# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._publish.content_types import (
    NAMES,
    TYPES,
    content_encoding,
    content_type,
    is_html,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a/b.CSS", "text/css; charset=utf-8"),
        ("app.mjs", "text/javascript; charset=utf-8"),
        ("photo.avif", "image/avif"),
        ("photo.webp", "image/webp"),
        ("logo.svg", "image/svg+xml"),
        ("font.woff2", "font/woff2"),
        ("lib.wasm", "application/wasm"),
        ("site.webmanifest", "application/manifest+json"),
        ("app.js.map", "application/json"),
        ("data.json", "application/json"),
        (".well-known/apple-app-site-association", "application/json"),
        ("LICENSE", None),
        (".html", None),
        ("v1.2/readme", None),
        ("a.unheardof", None),
    ],
)
def test_types_come_from_the_own_table(name, expected):
    assert content_type(name) == expected


def test_types_do_not_depend_on_the_host(monkeypatch):
    monkeypatch.setattr("mimetypes.guess_type", lambda *_: ("text/wrong", None))
    assert content_type("a.js") == "text/javascript; charset=utf-8"


def test_compressed_svg_is_declared_as_such():
    assert (content_type("a.svgz"), content_encoding("a.svgz")) == ("image/svg+xml", "gzip")
    assert content_encoding("a.svg") is None


def test_the_table_is_well_formed():
    assert all(name == name.lower() and "." not in name for name in TYPES)
    assert all(value.count("/") == 1 and ";" not in value for value in [*TYPES.values(), *NAMES.values()])


def test_pages_are_known_by_their_type():
    assert is_html("Text/HTML; charset=utf-8")
    assert is_html("application/xhtml+xml")
    assert not is_html("text/plain")
