# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths as CloudFront takes them, and fewer of them that invalidate no more than the rule says."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.collapsing import (
    MOST_WILDCARDS,
    collapse,
    folder_of,
)
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.paths import normalised, uncovered
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._publish.paths import viewer_paths


@pytest.mark.parametrize(
    ("paths", "sent"),
    [
        (["index.html"], ["/index.html"]),
        (["/a b", "/ü", "/x|y"], ["/a%20b", "/%C3%BC", "/x%7Cy"]),
        (["/a%20b", "/100%"], ["/a%20b", "/100%25"]),
        (["/a", "a", "/a"], ["/a"]),
        (["/css/a.css", "/css/*", "/css", "/css/deep/*"], ["/css/*", "/css"]),
        (["/a?x=1&y=2"], ["/a?x=1&y=2"]),
        (["*", "/a"], ["/*"]),
        (["/it's"], ["/it%27s"]),
        (["/a%2Ab.jpg", "/abc"], ["/a*"]),
        # Refused as it is, and encoded it is taken and invalidates nothing.
        (["/js/main~1.js", "/js/runtime%7e2.js"], ["/js/main*", "/js/runtime*"]),
        (["/a/*", "/a/b*", "/a/b/c", "/ab", "/a/"], ["/a/*", "/ab"]),
    ],
)
def test_paths_are_brought_into_form(paths: list[str], sent: list[str]) -> None:
    """CF-73."""
    assert normalised(paths) == sent


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/*.html", "last character"),
        ("", "empty"),
        ("https://a.example.test/b.jpg?v=1", "its path only, /b.jpg[?]v=1"),
        ("s3://bucket", "its path only, /$"),
        ("/" + "x" * 4000, "4001"),
        ("/ü" * 800, "5600"),
        ("/a\nb", "control character"),
        ("/a\x7f", "control character"),
        ("/\ud800", "UTF-8"),
    ],
)
def test_paths_that_cannot_work_are_refused(path: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        normalised([path])


NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=8)


@given(st.lists(NAMES.filter(lambda text: "*" not in text)))
def test_normalised_paths_stay_as_they_are(paths: list[str]) -> None:
    once = normalised(paths)
    assert normalised(once) == once


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="*~"), min_size=1, max_size=8))
def test_what_viewers_request_of_a_key_is_what_is_invalidated(key: str) -> None:
    """The path of a key passes; only what CloudFront refuses as it is gets another spelling of the same (CF-73)."""
    for path in viewer_paths([key], origin_path=""):
        (sent,) = normalised([path])
        assert sent == path.replace("'", "%27")
        assert unquote(sent) == unquote(path)


@given(st.text(min_size=1, max_size=4, alphabet="a*~/"))
def test_a_key_with_a_star_or_a_tilde_is_invalidated_with_all_that_begins_like_it(key: str) -> None:
    """CF-73: neither can be named as it is."""
    for path in viewer_paths([key], origin_path=""):
        (sent,) = normalised([path])
        assert unquote(path).startswith(sent.removesuffix("*"))


def test_paths_within_the_limit_are_not_collapsed() -> None:
    paths = ["/b/2", "/a/1", "/c/*"]
    assert collapse(paths, 3) == paths


@pytest.mark.parametrize(
    ("paths", "most", "sent"),
    [
        # The deepest folder that has them all.
        ([f"/img/2026/11/{number}" for number in range(5)], 4, ["/img/2026/11/*"]),
        # The one that saves most, and no more folders than needed.
        (["/b/0", "/b/1", "/b/2", *(f"/a/{number}" for number in range(5))], 4, ["/b/0", "/b/1", "/b/2", "/a/*"]),
        (["/b/0", "/b/1", "/b/2", *(f"/a/{number}" for number in range(5))], 3, ["/a/*", "/b/*"]),
        # Not what is above while what is below does.
        ([*(f"/a/x/{number}" for number in range(5)), "/a/y", "/z"], 3, ["/a/y", "/z", "/a/x/*"]),
        # Everything only when nothing smaller would do.
        (["/1", "/2", "/3", "/a/1"], 2, ["/*"]),
        (["/1", "/a/1", "/a/2", "/a/3"], 2, ["/1", "/a/*"]),
        # Sixteen folders are one too many, their parent is not.
        ([f"/p/{folder:02}/{file}" for folder in range(16) for file in range(9)], 16, ["/p/*"]),
        # A slash in a query string begins no folder.
        (["/i?u=/a/1", "/i?u=/a/2", "/i?u=/a/3", "/j/1", "/j/2"], 4, ["/i?u=/a/1", "/i?u=/a/2", "/i?u=/a/3", "/j/*"]),
        # Wildcards that users gave count as well, and there are no more than fifteen of them.
        ([f"/p/{number:02}*" for number in range(16)], 1000, ["/p/*"]),
        (["/q", *(f"/p/{number:02}/*" for number in range(16))], 1000, ["/q", "/p/*"]),
    ],
)  # fmt: skip
def test_the_deepest_folders_that_suffice_become_wildcards(paths: list[str], most: int, sent: list[str]) -> None:
    """CF-71, CF-74."""
    assert collapse(uncovered(paths), most) == sent


PART = st.sampled_from("abc")
PATHS = st.lists(
    st.builds(
        lambda folders, name: "/" + "/".join([*folders, name]), st.lists(PART, max_size=3), st.sampled_from("12345")
    ),
    unique=True, min_size=1, max_size=60,
)  # fmt: skip


@given(PATHS, st.integers(1, 20), st.randoms())
def test_what_is_collapsed_keeps_the_rule(paths: list[str], most: int, random) -> None:
    sent = collapse(paths, most)
    wildcards = [path for path in sent if path.endswith("*")]
    assert len(sent) <= max(most, 1)
    assert len(wildcards) <= MOST_WILDCARDS
    assert sent == uncovered(sent)
    for path in paths:
        assert path in sent or any(path.startswith(one[:-1]) for one in wildcards)
    for one in wildcards:
        below = [path for path in paths if path.startswith(one[:-1])]
        assert len(below) > 1
        # As deep as what it stands for allows.
        assert len({folder_of(path)[len(one) - 1 :].partition("/")[0] for path in below} | {""}) != 2 or any(
            folder_of(path) == one[:-1] for path in below
        )
    assert set(sent) - set(wildcards) <= set(paths)
    shuffled = list(paths)
    random.shuffle(shuffled)
    assert sorted(collapse(shuffled, most)) == sorted(sent)
    if "/*" in sent:
        assert not _folders_at_the_top_would_do(paths, most)


def _folders_at_the_top_would_do(paths: list[str], most: int) -> bool:
    tops = [path.split("/")[1] for path in paths if path.count("/") > 1]
    saved = sorted((tops.count(top) - 1 for top in set(tops)), reverse=True)
    return len(paths) - sum(saved[:MOST_WILDCARDS]) <= most


@pytest.mark.parametrize("folders", [1, 20, 50_000])
def test_a_hundred_thousand_paths_are_collapsed(folders: int) -> None:
    # It takes less than a second; if the work grew with the square of the paths, it would take hours.
    paths = viewer_paths((f"bilder/{number % folders}/größe {number}.jpg" for number in range(100_000)), origin_path="")
    assert len(collapse(normalised(paths), 1000)) <= 1000
