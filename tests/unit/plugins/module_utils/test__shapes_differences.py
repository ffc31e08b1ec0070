# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import itertools

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._shapes import (
    differences,
    is_empty,
    merge,
)
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.shapes import CONFIG, changes, current, paths, shape


class TestDifferences:
    def test_an_answer_does_not_differ_from_itself(self):
        assert differences(CONFIG, current(), current()) == ()

    def test_each_difference_has_its_path_and_both_values(self):
        desired = {"comment": "new", "origins": [{"id": "bucket", "origin_shield": {"enabled": True}}]}
        found = differences(CONFIG, current(), merge(CONFIG, current(), desired))
        assert [(one.path, one.current, one.desired) for one in sorted(found, key=lambda one: one.path)] == [
            ("comment", "", "new"),
            ("origins[bucket].origin_shield.enabled", False, True),
        ]

    def test_an_added_and_a_removed_item_are_one_difference_each(self):
        now = current(custom_error_responses=[{"error_code": 404, "response_code": "200"}])
        found = differences(CONFIG, now, current(custom_error_responses=[{"error_code": 403}]))
        assert [(one.path, one.current, one.desired) for one in found] == [
            ("custom_error_responses[404]", {"error_code": 404, "response_code": "200"}, None),
            ("custom_error_responses[403]", None, {"error_code": 403}),
        ]

    def test_a_list_without_keys_differs_as_a_whole(self):
        found = differences(CONFIG, current(), current(aliases=["cdn.example.com", "b"]))
        assert [(one.path, one.current, one.desired) for one in found] == [
            ("aliases", ["cdn.example.com"], ["cdn.example.com", "b"])
        ]

    def test_what_stays_in_a_list_is_shown_where_it_was(self):
        found = differences(CONFIG, current(aliases=["b", "a", "c"]), current(aliases=["d", "a", "b"]))
        assert [(one.current, one.desired) for one in found] == [(["b", "a", "c"], ["b", "a", "d"])]

    @pytest.mark.parametrize("order", list(itertools.permutations(["a", "b", "c"])))
    def test_an_order_without_meaning_is_no_difference(self, order):
        assert differences(CONFIG, current(aliases=["a", "b", "c"]), current(aliases=list(order))) == ()

    def test_the_order_of_origin_group_members_is_a_difference(self):
        group = {"id": "g", "members": [{"origin_id": "a"}, {"origin_id": "b"}]}
        turned = {"id": "g", "members": [{"origin_id": "b"}, {"origin_id": "a"}]}
        found = differences(CONFIG, current(origin_groups=[group]), current(origin_groups=[turned]))
        assert paths(found) == ["origin_groups[g].members"]

    @pytest.mark.parametrize("nothing", [None, "", [], False, 0])
    def test_absent_and_empty_say_the_same(self, nothing):
        assert differences(CONFIG, {}, {"web_acl_id": nothing, "enabled": nothing}) == ()
        assert differences(CONFIG, {"web_acl_id": nothing}, {}) == ()

    def test_a_structure_of_empty_members_says_the_same_as_none(self):
        assert is_empty({"enabled": False, "items": [], "below": {"name": ""}})
        assert not is_empty({"enabled": False, "below": {"name": "x"}})
        assert not is_empty(["x"])

    def test_a_stand_in_always_differs(self):
        arn = unknown("certificate ARN")
        assert changes({"viewer_certificate": {"acm_certificate_arn": arn}}) == [
            "viewer_certificate.acm_certificate_arn"
        ]

    def test_text_that_aws_keeps_in_lower_case_is_compared_so(self):
        """CF-11, CF-15."""
        desired = {
            "http_version": "HTTP2AND3",
            "aliases": ["CDN.Example.com."],
            "origins": [{"id": "bucket", "domain_name": "Files.S3.eu-west-1.amazonaws.com"}],
        }
        assert changes(desired) == []
        assert merge(CONFIG, current(), desired)["aliases"] == ["cdn.example.com"]

    def test_text_that_is_there_in_another_case_stays(self):
        """CF-15: the names of old load balancers have capitals; AWS may keep them, so they are no difference."""
        name = "Files-123.eu-west-1.elb.amazonaws.com"
        now = current(origins=[{"id": "bucket", "domain_name": name}], aliases=["CDN.example.com"])
        desired = {
            "origins": [{"id": "bucket", "domain_name": name}],
            "aliases": ["cdn.example.com.", "New.example.com"],
        }
        after = merge(CONFIG, now, desired)
        assert after["origins"] == now["origins"]
        assert after["aliases"] == ["CDN.example.com", "new.example.com"]

    def test_a_stand_in_keeps_its_case(self):
        assert merge(CONFIG, {}, {"aliases": [unknown("Name")]})["aliases"] == [unknown("Name")]

    def test_echoes_of_other_members_are_never_compared(self):
        """CF-08."""
        now = current()
        other = {**now["viewer_certificate"], "certificate": "arn:other", "certificate_source": "iam"}
        assert differences(CONFIG, now, current(viewer_certificate=other)) == ()

    @pytest.mark.parametrize(
        ("name", "now", "after"),
        [
            ("Origin", {"id": "a"}, {"id": "a", "connection_attempts": 3, "connection_timeout": 10}),
            ("CustomOriginConfig", {}, {"ip_address_type": "ipv4", "origin_read_timeout": 30}),
            ("S3OriginConfig", {"origin_access_identity": ""}, {"origin_read_timeout": 30}),
            ("GeoRestriction", {}, {"restriction_type": "none", "items": []}),
        ],
    )
    def test_members_newer_than_an_answer_have_the_value_that_absence_means(self, name, now, after):
        assert differences(shape(name), now, after) == ()

    def test_another_value_than_absence_means_is_a_difference(self):
        assert paths(differences(shape("Origin"), {"id": "a"}, {"id": "a", "connection_attempts": 2})) == [
            "connection_attempts"
        ]

    @pytest.mark.parametrize(
        ("name", "now", "after"),
        [
            (
                "ViewerCertificate",
                {
                    "cloud_front_default_certificate": True,
                    "minimum_protocol_version": "TLSv1",
                    "ssl_support_method": "vip",
                },
                {"cloud_front_default_certificate": True, "minimum_protocol_version": "TLSv1.2_2021"},
            ),
            ("OriginShield", {"enabled": False}, {"enabled": False, "origin_shield_region": "eu-west-1"}),
            ("LoggingConfig", {"enabled": False, "bucket": ""}, {"enabled": False, "bucket": "logs", "prefix": "p"}),
        ],
        ids=["CF-12 CF-13", "CF-14", "CF-15"],
    )
    def test_members_without_effect_are_not_compared(self, name, now, after):
        assert differences(shape(name), now, after) == ()

    @pytest.mark.parametrize(
        ("name", "member", "off"),
        [
            ("DistributionConfig", "logging", {"enabled": False, "prefix": "a/"}),
            ("DistributionConfig", "restrictions", {"geo_restriction": {"restriction_type": "none", "items": []}}),
            ("Origin", "origin_shield", {"enabled": False, "origin_shield_region": "eu-central-1"}),
        ],
    )
    def test_a_structure_without_effect_says_the_same_as_none(self, name, member, off):
        """CF-14, CF-15: AWS never keeps these members, so that they would differ in every run."""
        assert differences(shape(name), {}, {member: off}) == ()
        assert differences(shape(name), {member: off}, {}) == ()

    def test_members_are_compared_once_they_have_an_effect(self):
        found = differences(shape("OriginShield"), {"enabled": False}, {"enabled": True, "origin_shield_region": "r"})
        assert paths(found) == ["enabled", "origin_shield_region"]


SECURITY_HEADERS = "ResponseHeadersPolicySecurityHeadersConfig"


@pytest.mark.parametrize(
    ("name", "before", "after", "expected"),
    [
        (SECURITY_HEADERS, {}, {"content_type_options": {"override": False}}, ["content_type_options"]),
        (SECURITY_HEADERS, {"xss_protection": {"override": False, "protection": False}}, {}, ["xss_protection"]),
        ("ResponseHeadersPolicyCorsConfig", {}, {"access_control_max_age_sec": 0}, ["access_control_max_age_sec"]),
        ("ResponseHeadersPolicyConfig", {}, {"security_headers_config": {}}, []),
        (
            "ResponseHeadersPolicyConfig",
            {"security_headers_config": {}},
            {"security_headers_config": {"content_type_options": {"override": False}}},
            ["security_headers_config.content_type_options"],
        ),
        (
            "ResponseHeadersPolicyConfig",
            {},
            {"security_headers_config": {"content_type_options": {"override": False}}},
            ["security_headers_config"],
        ),
        ("ResponseHeadersPolicyConfig", {}, {"server_timing_headers_config": {"enabled": False}}, []),
    ],
)
def test_a_header_of_nothing_but_false_is_a_header(name, before, after, expected):
    assert paths(differences(shape(name), before, after)) == expected
