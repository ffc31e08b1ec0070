# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was written between two points in time is found once, in a memory that does not grow."""

from __future__ import annotations

import datetime
import tracemalloc
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cdn.aws.plugins.module_utils import _progress
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._publish import changed_objects
from ansible_collections.cdn.aws.plugins.module_utils._publish.changed_objects import ChangedObjects
from ansible_collections.cdn.aws.plugins.module_utils._publish.moments import moment, told
from ansible_collections.cdn.aws.plugins.module_utils._publish.versions import versioned
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
DATE = {"ResponseMetadata": {"HTTPHeaders": {"date": "Sun, 01 Mar 2026 12:00:00 GMT"}}}
OPTIONS: dict[str, t.Any] = {
    "bucket": "images",
    "since": "3600",
    "until": None,
    "prefix": "",
    "origin_path": "",
    "include": None,
    "exclude": None,
    "replaced_only": False,
    "limit": 3000,
}


def ago(seconds: float) -> datetime.datetime:
    return NOON - datetime.timedelta(seconds=seconds)


def item(key: str, seconds: float, etag: str = "e") -> dict[str, t.Any]:
    return {"Key": key, "LastModified": ago(seconds), "ETag": f'"{etag}"', "Size": 1}


class Listing:
    """Answers with pages; a page may be made when it is asked for."""

    region = "eu-central-1"

    def __init__(self, pages: t.Iterable[dict[str, t.Any]], versioning: str = "Enabled") -> None:
        self._pages = pages
        self._versioning = versioning
        self.prefixes: list[str] = []

    def call(self, operation: str, request: t.Mapping[str, t.Any], *, region: str | None = None) -> dict[str, t.Any]:
        assert operation == "s3:GetBucketVersioning"
        return {"Status": self._versioning} if self._versioning else {}

    def pages(
        self, operation: str, request: t.Mapping[str, t.Any] | None = None, *, region: str | None = None
    ) -> t.Iterator[dict[str, t.Any]]:
        assert request is not None
        self.prefixes.append(request["Prefix"])
        yield from self._pages


def found(*items: dict[str, t.Any], **options: t.Any) -> dict[str, t.Any]:
    api: t.Any = Listing([{**DATE, "Contents": list(items)}])
    state = reconcile(ChangedObjects({**OPTIONS, **options}, api), check_mode=False).state
    assert state is not None
    return state


def test_objects_between_the_two_times_are_found_by_the_clock_of_s3() -> None:
    state = found(item("a", 3601), item("b", 3600), item("c", 3599.5), item("d", 31), item("e", 29), until="30")
    assert (state["count"], state["paths"]) == (1, ["/d"])
    assert state["newest"] == "2026-03-01T11:59:29+00:00"
    assert (state["since"], state["until"]) == ("2026-03-01T11:00:00+00:00", "2026-03-01T11:59:30+00:00")


def test_the_second_of_the_listing_is_left_to_the_next_run() -> None:
    """Another object may still be written in it, which the listing does not show."""
    assert found(item("a", 0), item("b", 1), item("c", 2))["paths"] == ["/b", "/c"]
    assert found(item("a", 0), until="0")["count"] == 0


def test_the_newest_is_where_the_next_run_goes_on() -> None:
    items = [item("a", 60.25), item("b", 50.75)]
    newest = found(*items)["newest"]
    assert found(*items, since=newest)["count"] == 0
    assert found(*items, item("c", 49), since=newest)["paths"] == ["/c"]


def test_the_digest_tells_the_same_changes_from_others() -> None:
    first = found(item("a", 60), item("b", 50))["digest"]
    assert found(item("a", 60), item("b", 50), item("z", 4000), since="2026-03-01T11:30:00Z")["digest"] == first
    assert found(item("a", 60), item("b", 50, etag="other"))["digest"] != first
    assert found(item("ab", 60))["digest"] != found(item("a", 60), item("b", 60))["digest"]


def test_folders_of_the_console_and_what_patterns_leave_out_are_not_meant() -> None:
    items = [item(key, 9) for key in ("i/", "i/a.jpg", "i/b.png", "i/draft/c.jpg", "i/x y.jpg")]
    state = found(*items, origin_path="/i", include=["*.jpg"], exclude=["draft"])
    assert state["paths"] == ["/a.jpg", "/x%20y.jpg"]
    assert state["listed"] == 5


def test_what_publications_remember_is_no_change_for_viewers() -> None:
    assert found(item(f"site/.cdn.aws/{'a' * 32}", 60), item("site/a", 60))["paths"] == ["/site/a"]


@pytest.mark.parametrize(("items", "warnings"), [([], 1), ([item("typo/a.jpg", 7200)], 0)])
def test_a_place_without_any_object_may_be_a_wrong_name(items: list[dict[str, t.Any]], warnings: int) -> None:
    api: t.Any = Listing([{**DATE, "Contents": items}])
    subject = ChangedObjects({**OPTIONS, "origin_path": "/typo"}, api)
    reconcile(subject, check_mode=False)
    assert len(subject.warnings()) == warnings
    assert all("There is no object under images/typo/" in one for one in subject.warnings())


def test_the_folder_of_the_origin_path_is_listed_unless_another_one_is_named() -> None:
    for options, prefix in (({"origin_path": "/i"}, "i/"), ({"origin_path": "/i", "prefix": "i/j"}, "i/j/")):
        api: t.Any = Listing([DATE])
        reconcile(ChangedObjects({**OPTIONS, **options}, api), check_mode=True)
        assert api.prefixes == [prefix]


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        ({}, ["/x/*"]),
        ({"prefix": "i/j ö"}, ["/i/j%20%C3%B6/*"]),
        ({"prefix": "i/j", "origin_path": "/i"}, ["/j/*"]),
        ({"prefix": "i", "origin_path": "/i/j"}, ["/*"]),
        ({"prefix": "other", "origin_path": "/i"}, []),
    ],
)
def test_one_path_stands_for_more_than_are_kept(options: dict[str, t.Any], paths: list[str]) -> None:
    prefix = f"{options.get('prefix', 'x')}/"
    state = found(*(item(f"{prefix}{number}", 60 - number) for number in range(9)), limit=2, **options)
    assert (state["truncated"], state["count"], state["paths"]) == (True, 9, paths)
    assert [one["key"] for one in state["objects"]] == [f"{prefix}8", f"{prefix}7"]


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        (["a/b/1", "a/b/2"], "/a/b/*"),
        (["a/b/1", "a/bc/2"], "/a/*"),
        (["a/b/1", "a/b/c/2", "a/b/c/3"], "/a/b/*"),
        (["a/1", "b/2"], "/*"),
        (["1", "a/2"], "/*"),
    ],
)
def test_it_is_that_of_the_deepest_folder_with_all_of_them(keys: list[str], path: str) -> None:
    assert found(*(item(key, 9) for key in keys), limit=1)["paths"] == [path]


@pytest.mark.parametrize(
    "since",
    ["yesterday", "2026-03-01", "2026-03-01T12:00:00", "-5", "", "20261301T000000Z", "0001-01-01T00:00:00+09:00"],
)
def test_what_is_no_time_is_refused(since: str) -> None:
    with pytest.raises(Refused, match="since: .* is neither an age in seconds"):
        found(since=since)


@pytest.mark.parametrize(
    "text", ["2026-03-01T11:00:00Z", "2026-03-01T20:00:00+09:00", "20260301T110000Z", "2026-03-01T11:00:00.5z", "3600"]
)
def test_times_are_read_in_every_zone(text: str) -> None:
    assert moment(text, "since").at(NOON) == ago(3600)


@pytest.mark.parametrize("text", ["9" * 12, "9" * 30])
def test_an_age_beyond_all_objects_is_all_of_them(text: str) -> None:
    assert moment(text, "since").at(NOON) < datetime.datetime(2006, 3, 14, tzinfo=datetime.timezone.utc)


def test_the_clock_of_this_machine_is_the_last_resort() -> None:
    assert told(DATE) == NOON
    now = datetime.datetime.now(datetime.timezone.utc)
    assert abs(told({}) - now) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("limit", [0, 100_001])
def test_a_number_out_of_range_is_refused(limit: int) -> None:
    with pytest.raises(Refused, match=f"limit is {limit}"):
        found(limit=limit)


def test_a_bucket_that_an_earlier_task_makes_is_nothing_yet() -> None:
    api: t.Any = Listing([])
    assert reconcile(ChangedObjects({**OPTIONS, "bucket": unknown("bucket")}, api), check_mode=True).state is None


def test_an_answer_other_than_no_such_bucket_is_told() -> None:
    def pages() -> t.Iterator[dict[str, t.Any]]:
        raise AwsError(operation="s3:ListObjectsV2", code="AccessDenied", text="")
        yield {}

    api: t.Any = Listing(pages())
    with pytest.raises(AwsError):
        reconcile(ChangedObjects(OPTIONS, api), check_mode=True)


def entry(key: str, number: int, *, latest: bool) -> dict[str, t.Any]:
    return {**item(key, 100 - number), "IsLatest": latest, "VersionId": str(number)}


KEYS = st.dictionaries(
    st.text(st.sampled_from("ab/ö\U0001f600"), min_size=1, max_size=3),
    st.tuples(st.integers(1, 4), st.booleans()),
    max_size=8,
)


@given(KEYS, st.integers(1, 5))
def test_versions_tell_new_from_replaced_and_deleted_wherever_pages_end(
    keys: dict[str, tuple[int, bool]], size: int
) -> None:
    entries = []
    for key in sorted(keys, key=str.encode):
        count, deleted = keys[key]
        for number in range(count, 0, -1):
            entries.append((entry(key, number, latest=number == count), deleted and number == count))
    pages = []
    for start in range(0, len(entries), size):
        page = entries[start : start + size]
        kinds = {
            "Versions": [one for one, gone in page if not gone],
            "DeleteMarkers": [one for one, gone in page if gone],
        }
        pages.append(kinds)
    seen = {one.key: (one.change, one.time) for one in versioned(pages)}
    assert seen == {
        key: ("deleted" if deleted else "replaced" if count > 1 else "new", ago(100 - count))
        for key, (count, deleted) in keys.items()
    }


def test_new_objects_are_left_out_where_versions_tell_them() -> None:
    page = {"Versions": [entry("a", 1, latest=True), entry("b", 2, latest=True), entry("b", 1, latest=False)]}
    api: t.Any = Listing([{**DATE, **page}])
    state = reconcile(ChangedObjects({**OPTIONS, "replaced_only": True}, api), check_mode=True).state
    assert state is not None
    assert [(one["key"], one["change"]) for one in state["objects"]] == [("b", "replaced")]


@pytest.mark.parametrize("versioning", ["", "Suspended"])
def test_a_bucket_that_keeps_no_versions_is_refused(versioning: str) -> None:
    api: t.Any = Listing([], versioning)
    with pytest.raises(Refused, match="keeps no versions"):
        reconcile(ChangedObjects({**OPTIONS, "replaced_only": True}, api), check_mode=True)


def test_the_memory_does_not_grow_with_the_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed_objects, "TELL_AFTER", 0)
    progress = _progress.start()

    def peak(pages: int) -> int:
        made = ({**DATE, "Contents": [item(f"{page}/{number}", 9) for number in range(100)]} for page in range(pages))
        api: t.Any = Listing(made)
        tracemalloc.start()
        reconcile(ChangedObjects({**OPTIONS, "limit": 100}, api), check_mode=True)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    small = peak(10)
    assert peak(100) < small * 1.5
    assert [wait["what"] for wait in progress.waits()] == ["Listing of images/"]
