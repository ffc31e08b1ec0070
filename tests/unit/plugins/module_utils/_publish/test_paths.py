# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._publish.paths import folder, viewer_paths


def test_prefixes_end_with_a_slash_so_that_site_is_not_site2():
    """S3-37."""
    assert [folder(one) for one in ("", "/", "site", "/site/", "a/b")] == ["", "", "site/", "site/", "a/b/"]


def test_paths_are_encoded_as_browsers_do_and_plus_as_s3_needs_it():
    keys = ["a b.css", "a+b.js", "100%.png", "q?x#y.json", "größe.webp", "it's(1)!~.txt"]
    assert viewer_paths(keys, origin_path="") == sorted(
        ["/a%20b.css", "/a%2Bb.js", "/100%25.png", "/q%3Fx%23y.json", "/gr%C3%B6%C3%9Fe.webp", "/it's(1)!~.txt"]
    )


def test_what_is_outside_of_the_origin_path_has_no_path():
    assert viewer_paths(["site/a", "site2/b", "c"], origin_path="/site") == ["/a"]


def test_the_index_page_is_found_under_the_root_too():
    assert viewer_paths(["site/index.html"], origin_path="site") == ["/", "/index.html"]
    assert viewer_paths(["docs/index.html"], origin_path="") == ["/docs/index.html"]
