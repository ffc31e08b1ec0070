# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._shapes import (
    differences,
    merge,
)
from tests.unit.shapes import CONFIG, changes, current, paths, shape


class TestMerge:
    def test_what_a_list_names_twice_is_there_once(self):
        methods = {"items": ["GET", "HEAD", "GET"]}
        assert changes({"default_cache_behavior": {"allowed_methods": methods}}) == []
        merged = merge(CONFIG, current(), {"restrictions": {"geo_restriction": {"items": ["KR", "JP", "KR"]}}})
        assert merged["restrictions"]["geo_restriction"]["items"] == ["KR", "JP"]

    def test_what_is_not_named_is_kept(self):
        """CF-06: what an update leaves out is reset."""
        after = merge(CONFIG, current(), {"comment": "new"})
        assert after == current(comment="new")

    def test_unnamed_members_of_a_named_structure_are_kept(self):
        after = merge(CONFIG, current(), {"default_cache_behavior": {"compress": False}})
        before = current()["default_cache_behavior"]
        assert after["default_cache_behavior"] == {**before, "compress": False}

    def test_unnamed_members_of_a_named_item_are_kept(self):
        after = merge(CONFIG, current(), {"origins": [{"id": "bucket", "connection_attempts": 2}]})
        assert after["origins"] == [{**current()["origins"][0], "connection_attempts": 2}]

    def test_a_named_list_replaces_the_items_that_it_does_not_name(self):
        after = merge(CONFIG, current(), {"origins": [{"id": "new", "domain_name": "n.example.com"}]})
        assert [origin["id"] for origin in after["origins"]] == ["new"]

    def test_a_kept_list_keeps_the_items_that_are_not_named(self):
        desired = {"origins": [{"id": "new"}], "aliases": ["b.example.com", "cdn.example.com"]}
        after = merge(CONFIG, current(), desired, kept=frozenset({"origins", "aliases"}))
        assert [origin["id"] for origin in after["origins"]] == ["bucket", "new"]
        assert after["aliases"] == ["cdn.example.com", "b.example.com"]

    def test_only_the_lists_that_are_said_are_kept(self):
        after = merge(CONFIG, current(), {"origins": [{"id": "new"}], "aliases": ["b"]}, kept=frozenset({"aliases"}))
        assert len(after["origins"]) == 1
        assert len(after["aliases"]) == 2

    def test_a_kept_list_of_behaviours_keeps_the_order_it_has(self):
        now = current(cache_behaviors=[{"path_pattern": pattern} for pattern in ("/a", "/b", "/c")])
        desired = {"cache_behaviors": [{"path_pattern": "/d"}, {"path_pattern": "/b"}]}
        after = merge(CONFIG, now, desired, kept=frozenset({"cache_behaviors"}))
        assert [one["path_pattern"] for one in after["cache_behaviors"]] == ["/a", "/b", "/c", "/d"]

    def test_the_order_of_behaviours_is_the_order_that_was_named(self):
        """CF-10: the first match wins."""
        now = current(cache_behaviors=[{"path_pattern": pattern} for pattern in ("/a", "/b")])
        desired = {"cache_behaviors": [{"path_pattern": "/b"}, {"path_pattern": "/a"}]}
        after = merge(CONFIG, now, desired)
        assert [one["path_pattern"] for one in after["cache_behaviors"]] == ["/b", "/a"]
        assert paths(differences(CONFIG, now, after)) == ["cache_behaviors"]

    def test_the_order_of_other_lists_stays_as_aws_has_it(self):
        """CF-10: methods, aliases, origins come in AWS's own order."""
        now = current(aliases=["b", "a"], origins=[{"id": "x"}, {"id": "y"}])
        after = merge(CONFIG, now, {"aliases": ["a", "b"], "origins": [{"id": "y"}, {"id": "x"}]})
        assert after == now

    def test_nothing_there_takes_what_is_wanted(self):
        assert merge(CONFIG, None, {"aliases": ["a"], "comment": "x"}) == {"aliases": ["a"], "comment": "x"}

    def test_the_inputs_are_left_as_they_are(self):
        now, desired = current(), {"origins": [{"id": "bucket", "connection_attempts": 2}], "aliases": []}
        merge(CONFIG, now, desired)
        assert now == current()
        assert desired == {"origins": [{"id": "bucket", "connection_attempts": 2}], "aliases": []}

    @pytest.mark.parametrize(
        ("items", "text"),
        [
            ([{"header_name": "k"}, {"header_name": "k"}], "header_name k is there twice; each may occur once."),
            ([{"header_value": "v"}], "every item needs header_name."),
        ],
        ids=["twice", "none"],
    )
    def test_items_that_cannot_be_told_apart_are_refused(self, items, text):
        """They would end as one, without a word."""
        with pytest.raises(Refused) as caught:
            merge(CONFIG, current(), {"origins": [{"id": "bucket", "custom_headers": items}]})
        assert caught.value.message == f"origins[bucket].custom_headers: {text}"


class TestAlternatives:
    """ONE_OF: naming one way to fill a structure drops the others' members."""

    LEGACY = {
        "target_origin_id": "a",
        "forwarded_values": {"query_string": False},
        "min_ttl": 0,
        "default_ttl": 86400,
        "max_ttl": 31536000,
    }

    def test_a_cache_policy_drops_the_legacy_members(self):
        """CF-60: both together are refused by CloudFront."""
        after = merge(shape("DefaultCacheBehavior"), self.LEGACY, {"cache_policy_id": "P"})
        assert after == {"target_origin_id": "a", "cache_policy_id": "P"}

    def test_legacy_members_drop_the_policies(self):
        now = {"target_origin_id": "a", "cache_policy_id": "P", "origin_request_policy_id": "Q", "compress": True}
        after = merge(shape("CacheBehavior"), now, {"forwarded_values": {"query_string": True}})
        assert after == {"target_origin_id": "a", "compress": True, "forwarded_values": {"query_string": True}}

    def test_naming_neither_keeps_what_is_there(self):
        assert merge(shape("CacheBehavior"), self.LEGACY, {"compress": True}) == {**self.LEGACY, "compress": True}

    def test_an_origin_changes_its_kind(self):
        now = {"id": "a", "s3_origin_config": {"origin_access_identity": ""}, "connection_attempts": 3}
        after = merge(shape("Origin"), now, {"id": "a", "custom_origin_config": {"http_port": 80}})
        assert after == {"id": "a", "connection_attempts": 3, "custom_origin_config": {"http_port": 80}}

    def test_another_certificate_drops_the_first_and_its_mirrors(self):
        """CF-08: the stale mirrors would be refused."""
        now = current()["viewer_certificate"]
        after = merge(shape("ViewerCertificate"), now, {"acm_certificate_arn": "arn:new"})
        assert after == {
            "acm_certificate_arn": "arn:new",
            "ssl_support_method": "sni-only",
            "minimum_protocol_version": "TLSv1.2_2021",
        }

    def test_the_default_certificate_drops_the_custom_one(self):
        """CF-37."""
        now = current()["viewer_certificate"]
        after = merge(shape("ViewerCertificate"), now, {"cloud_front_default_certificate": True})
        assert after == {"cloud_front_default_certificate": True}

    def test_the_same_certificate_goes_back_as_it_came(self):
        now = current()["viewer_certificate"]
        assert merge(shape("ViewerCertificate"), now, {"acm_certificate_arn": now["acm_certificate_arn"]}) == now
        assert changes({"viewer_certificate": {"acm_certificate_arn": now["acm_certificate_arn"]}}) == []

    def test_a_switch_that_is_off_selects_nothing(self):
        now = current()["viewer_certificate"]
        desired = {"cloud_front_default_certificate": False}
        assert merge(shape("ViewerCertificate"), now, desired)["acm_certificate_arn"] == now["acm_certificate_arn"]
