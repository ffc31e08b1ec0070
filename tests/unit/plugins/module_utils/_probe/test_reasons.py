# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the table of reasons that need more than headers, and the table itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._probe import caching, signs
from ansible_collections.cdn.aws.plugins.module_utils._probe.behavior import behavior_of, covers, custom_policy
from ansible_collections.cdn.aws.plugins.module_utils._probe.caching import Caching
from ansible_collections.cdn.aws.plugins.module_utils._probe.grants import Found
from ansible_collections.cdn.aws.plugins.module_utils._probe.http import MOST_BODY, Reply
from ansible_collections.cdn.aws.plugins.module_utils._probe.misses import LARGEST
from ansible_collections.cdn.aws.plugins.module_utils._probe.reasons import TABLE, find
from ansible_collections.cdn.aws.plugins.module_utils._probe.words import GENERAL
from tests.integration.planted_edge import PLANTED

ROOT = Path(__file__).parents[5]
EDGE = {"via": "1.1 abc.cloudfront.net (CloudFront)"}
MISS = {**EDGE, "x-cache": "Miss from cloudfront"}
HIT = {**EDGE, "x-cache": "Hit from cloudfront"}
FAILED = {**EDGE, "x-cache": "Error from cloudfront", "server": "AmazonS3"}
BY_EDGE = {**FAILED, "server": "CloudFront"}
OPTIMIZED, DISABLED = "658327ea-f89d-4fab-a63d-7e88639e58f6", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
DENIED = b"<Code>AccessDenied</Code>"


def distribution(behavior=None, origin=None, **config):
    made = {"id": "s3", "domain_name": "b.s3.eu-central-1.amazonaws.com", "origin_access_control_id": "E1"}
    return {
        "arn": "arn:aws:cloudfront::123456789012:distribution/E2",
        "enabled": True,
        "origins": [{**made, **(origin or {})}],
        "default_cache_behavior": {"target_origin_id": "s3", "cache_policy_id": OPTIMIZED, **(behavior or {})},
        **config,
    }


def asked(status=200, headers=MISS, body=b"", path="/a", facts=None, **more):
    behavior = behavior_of(facts, path, {})
    return signs.Asked(path, (Reply(status, headers, body),), behavior=behavior, **more)


def refused(**more):
    return asked(403, FAILED, DENIED, **{"facts": distribution(), **more})


LEGACY = {"cache_policy_id": "", "min_ttl": 0, "default_ttl": 0, "max_ttl": 31536000}
BY_FACTS = {
    "distribution_disabled": asked(403, BY_EDGE, facts=distribution(enabled=False)),
    "host_forwarded": refused(facts=distribution({"origin_request_policy_id": "Managed-AllViewer"})),
    "root_object_missing": refused(path="/"),
    "folder": refused(path="/cats/"),
    "origin_without_control": refused(facts=distribution(origin={"origin_access_control_id": ""})),
    **{
        cause: refused(found=Found(cause, "E9"))
        for cause in (
            "kms_managed_key", "control_never_signs", "policy_missing", "policy_other_distribution",
            "policy_other_path", "policy_denies", "object_missing", "object_owner",
        )
    },
    "authorization_in_key": asked(headers=HIT, varied=frozenset({"authorization"})),
    "cookies_in_key": asked(headers=HIT, varied=frozenset({"cookie"})),
    "query_in_key": asked(headers=HIT, varied=frozenset({"query string"})),
    "header_in_key": asked(headers=HIT, varied=frozenset({"origin"})),
    "caching_disabled": asked(facts=distribution({"cache_policy_id": DISABLED})),
    "all_headers": asked(facts=distribution({**LEGACY, "forwarded_values": {"headers": ["*"]}})),
    "method_not_cached": asked(method="OPTIONS", facts=distribution()),
    "default_ttl_zero": asked(facts=distribution(LEGACY)),
    "not_known": asked(facts=distribution()),
    "too_large": asked(headers={**MISS, "content-length": str(LARGEST + 1)}),
    "cut_short": asked(headers={**MISS, "content-length": str(MOST_BODY + 1)}),
}  # fmt: skip


@pytest.mark.parametrize("cause", BY_FACTS)
def test_the_cause_is_named_with_all_its_words(cause):
    row = find(BY_FACTS[cause])
    assert row is not None
    assert row.key == cause
    assert "{" not in row.say(BY_FACTS[cause])


def test_every_row_is_planted_somewhere():
    assert set(BY_FACTS) | set(PLANTED) == {row.key for row in TABLE}
    assert len(TABLE) == len({row.key for row in TABLE})


def test_what_is_known_of_the_behaviour_wins_over_the_vague_reason():
    """And over the header that is a consequence of it."""
    facts = distribution({"cache_policy_id": DISABLED})
    for headers in (MISS, {**MISS, "set-cookie": "a=b"}, {**MISS, "cache-control": "no-store"}):
        row = find(asked(headers=headers, facts=facts))
        assert row is not None
        assert row.key == "caching_disabled"
        assert "(default)" in row.say(asked(facts=facts))
        assert "Managed-CachingDisabled" in row.say(asked(facts=facts))


def test_a_function_may_change_the_path_so_that_folders_are_none_of_the_tables_business():
    facts = distribution({"function_associations": [{"event_type": "viewer-request"}]})
    row = find(refused(path="/cats/", facts=facts))
    assert row is not None
    assert row.key == "access_denied"


def test_an_error_is_old_when_all_is_well_now_or_when_it_outlives_the_default():
    """CF-90."""
    old, young = {**FAILED, "age": "3"}, {**FAILED, "age": "0"}
    for headers, well, cause in ((old, True, "error_cached"), (old, False, "not_found"), (young, True, "error_cached")):
        row = find(asked(404, headers, facts=distribution(), found=Found(well=well)))
        assert row is not None
        assert row.key == cause


def test_nobody_is_accused_by_chance():
    by_id = b"<Code>AccessDenied</Code><HostId>aKmS7/x</HostId>"
    forwarded = distribution({"origin_request_policy_id": "Managed-AllViewer"})
    for said, cause in (
        (asked(403, FAILED, by_id), "access_denied"),
        (asked(403, BY_EDGE, b"blocked", facts=forwarded), "request_blocked"),
        (asked(502, BY_EDGE, facts=forwarded), "origin_unreachable"),
    ):
        row = find(said)
        assert row is not None
        assert row.key == cause


def test_a_page_that_is_never_old_is_told_from_one_that_is_never_kept():
    for said, cause in (("no-cache, no-store, must-revalidate", "no_cache"), ("no-store, max-age=0", "no_store")):
        row = find(asked(headers={**MISS, "cache-control": said}))
        assert row is not None
        assert row.key == cause


def test_an_error_that_has_ended_is_no_old_content():
    """CF-90."""
    replies = (Reply(404, {**FAILED, "age": "8"}), Reply(200, MISS), Reply(200, HIT))
    assert find(signs.Asked("/new", replies, freshness=2)) is None


def test_the_guide_has_the_whole_table():
    """Between its headings there is nothing else; what is filled in is left out."""
    rows = [f"| `{row.key}` | {row.reason.format_map(GENERAL)} | {row.remedy} |" for row in TABLE]
    guide = (ROOT / "docs/guide.md").read_text().partition("| cause | what is wrong | what to do |\n|---|---|---|\n")[2]
    assert guide.partition("\n\n")[0].splitlines() == rows


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/img/*", "/img/a.png", True),
        ("img/*", "/img/a/b.png", True),
        ("*.jpg", "/cats/1.jpg", True),
        ("/?.txt", "/a.txt", True),
        ("/?.txt", "/ab.txt", False),
        ("/Img/*", "/img/a", False),
        ("/a[1]", "/a[1]", True),
    ],
)
def test_path_patterns_are_read_as_cloudfront_reads_them(pattern, path, fits):
    """CF-15, CF-68."""
    assert covers(pattern, path) is fits


def test_the_first_behaviour_that_covers_the_path_counts_without_its_query():
    behaviors = [{"path_pattern": "/a/*", "cache_policy_id": DISABLED}, {"path_pattern": "/a/b"}]
    for shape in (behaviors, {"quantity": 2, "items": behaviors}):
        found = behavior_of(distribution(cache_behaviors=shape), "/a/b?c=/d", {})
        assert found is not None
        assert (found.name, found.caching and found.caching.name) == ("/a/*", "Managed-CachingDisabled")
    assert behavior_of(None, "/a", {}) is None
    assert behavior_of({"id": "E1"}, "/a", {}) is None


def test_the_object_that_is_asked_for_has_origin_path_and_root_object():
    facts = distribution(origin={"origin_path": "/site"}, default_root_object="index.html")
    found = behavior_of(facts, "/", {})
    assert found is not None
    assert found.key("/") == "site/index.html"
    assert found.key("/gr%C3%B6%C3%9Fe.png?v=1") == "site/größe.png"


def test_an_origin_group_leads_to_its_first_member():
    groups = [{"id": "g", "members": [{"origin_id": "s3"}, {"origin_id": "other"}]}]
    found = behavior_of(distribution({"target_origin_id": "g"}, origin_groups=groups), "/a", {})
    assert found is not None
    assert found.origin["id"] == "s3"


def test_own_cache_policies_have_to_be_read_and_managed_ones_not():
    own = behavior_of(distribution({"cache_policy_id": "own"}), "/a", {})
    assert custom_policy(own) == "own"
    assert custom_policy(behavior_of(distribution(), "/a", {})) == ""
    read = {"own": caching.from_policy({"Name": "mine", "MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0})}
    known = behavior_of(distribution({"cache_policy_id": "own"}), "/a", read)
    assert known is not None
    assert known.caching == Caching("mine", 0, 0, 0)
    assert custom_policy(known) == ""
