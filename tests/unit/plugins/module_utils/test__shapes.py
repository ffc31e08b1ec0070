# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import functools
import itertools

import botocore.parsers
import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._plan import MASKED, OTHER_MASKED
from ansible_collections.cdn.aws.plugins.module_utils._shapes import (
    differences,
    from_sdk,
    invalid,
    is_counted,
    is_empty,
    is_plain_list,
    mask,
    merge,
    named,
    to_sdk,
)
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.answers import distribution
from tests.unit.helpers import service_shape, session

shape = functools.partial(service_shape, "cloudfront")
CONFIG = shape("DistributionConfig")


@functools.cache
def answer():
    """Return the configuration of a distribution as CloudFront answers today, parsed by botocore."""
    output = session().get_service_model("cloudfront").operation_model("GetDistribution").output_shape
    response = {"status_code": 200, "headers": {}, "body": distribution().encode()}
    return botocore.parsers.RestXMLParser().parse(response, output)["Distribution"]["DistributionConfig"]


def current(**changed):
    return {**from_sdk(CONFIG, answer()), **changed}


def paths(found):
    return [difference.path for difference in found]


def changes(desired, *, of=CONFIG, now=None, **options):
    """Return the paths in which a merge would change what is there now."""
    now = current() if now is None else now
    return paths(differences(of, now, merge(of, now, desired, **options)))


class TestForms:
    def test_options_are_the_members_in_snake_case(self):
        config = current()
        assert config["is_ipv6_enabled"] is True
        assert config["web_acl_id"] == ""
        assert config["default_root_object"] == "index.html"
        assert config["viewer_certificate"]["ssl_support_method"] == "sni-only"

    def test_an_answer_survives_the_way_to_options_and_back(self):
        assert to_sdk(CONFIG, current()) == answer()

    def test_a_counted_list_alone_is_a_plain_list(self):
        assert is_plain_list(shape("Aliases"))
        assert current()["aliases"] == ["cdn.example.com"]
        assert current()["custom_error_responses"] == []

    def test_a_counted_list_with_siblings_keeps_items_beside_them(self):
        assert is_counted(shape("AllowedMethods"))
        assert not is_plain_list(shape("AllowedMethods"))
        assert current()["default_cache_behavior"]["allowed_methods"] == {
            "items": ["HEAD", "GET"],
            "cached_methods": ["HEAD", "GET"],
        }

    def test_quantity_is_always_the_number_of_items(self):
        """CF-07: InconsistentQuantities."""
        assert to_sdk(shape("Aliases"), ["a", "b"]) == {"Quantity": 2, "Items": ["a", "b"]}
        assert to_sdk(shape("GeoRestriction"), {"restriction_type": "whitelist", "items": ["DE"]}) == {
            "Quantity": 1,
            "Items": ["DE"],
            "RestrictionType": "whitelist",
        }

    def test_no_items_are_sent_as_aws_writes_them(self):
        """CF-07: Items is absent when Quantity is 0, except where the model requires it."""
        assert to_sdk(shape("Aliases"), []) == {"Quantity": 0}
        assert to_sdk(shape("Origins"), []) == {"Quantity": 0, "Items": []}

    def test_items_that_aws_leaves_out_are_an_empty_list(self):
        assert from_sdk(shape("GeoRestriction"), {"Quantity": 0, "RestrictionType": "none"}) == {
            "restriction_type": "none",
            "items": [],
        }

    def test_quantity_is_no_option(self):
        with pytest.raises(Refused, match=r"^quantity is not known to the installed botocore"):
            to_sdk(shape("GeoRestriction"), {"quantity": 1, "items": ["DE"]})

    def test_what_nobody_gave_is_not_sent(self):
        assert to_sdk(CONFIG, {"comment": "x", "price_class": None, "logging": {"bucket": None}}) == {
            "Comment": "x",
            "Logging": {},
        }

    @pytest.mark.parametrize("way", [lambda value: to_sdk(CONFIG, value), lambda value: merge(CONFIG, {}, value)])
    def test_an_option_newer_than_botocore_is_refused_with_its_path(self, way):
        with pytest.raises(Refused, match=r"default_cache_behavior\.future is not known .* install a newer one"):
            way({"default_cache_behavior": {"future": 1}})

    def test_members_that_the_answer_lacks_stay_absent(self):
        assert from_sdk(CONFIG, {"Comment": "x"}) == {"comment": "x"}

    def test_times_are_text(self):
        time = datetime.datetime(2026, 1, 5, 10, tzinfo=datetime.timezone.utc)
        assert from_sdk(shape("Distribution"), {"LastModifiedTime": time}) == {
            "last_modified_time": "2026-01-05T10:00:00+00:00"
        }

    def test_what_botocore_would_refuse_is_told_in_one_line(self):
        assert invalid(CONFIG, answer()) == ""
        found = invalid(CONFIG, {"Enabled": "yes", "Comment": ""})
        assert 'Missing required parameter in input: "CallerReference"' in found
        assert "\n" not in found

    def test_named_leaves_out_what_nobody_gave_at_any_depth(self):
        given = {"a": None, "b": {"c": None, "d": [{"e": None, "f": 0}]}, "g": [], "h": "", "i": False}
        assert named(given) == {"b": {"d": [{"f": 0}]}, "g": [], "h": "", "i": False}


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


class TestS3:
    """The shapes of buckets."""

    RULES = service_shape("s3", "BucketLifecycleConfiguration")

    def test_a_filter_is_replaced_as_a_whole(self):
        rule = service_shape("s3", "LifecycleRule")
        now = {"id": "r", "filter": {"tag": {"key": "a", "value": "1"}}, "status": "Enabled"}
        after = merge(rule, now, {"id": "r", "filter": {"prefix": "logs/"}})
        assert after == {"id": "r", "filter": {"prefix": "logs/"}, "status": "Enabled"}

    @pytest.mark.parametrize(
        "date", ["2027-01-31", "2027-01-31T00:00:00Z", "2027-01-31T00:00:00+00:00", datetime.date(2027, 1, 31)]
    )
    def test_a_time_is_the_same_in_every_way_to_write_it(self, date):
        now = {"rules": [{"id": "r", "expiration": {"date": "2027-01-31T00:00:00+00:00"}}]}
        assert changes({"rules": [{"id": "r", "expiration": {"date": date}}]}, of=self.RULES, now=now) == []

    def test_what_is_no_time_is_refused_with_its_path(self):
        with pytest.raises(Refused, match=r"^rules\[r\]\.expiration\.date: tomorrow is no time such as"):
            merge(self.RULES, {}, {"rules": [{"id": "r", "expiration": {"date": "tomorrow"}}]})

    def test_keyless_items_are_compared_as_a_whole_and_in_order(self):
        cors = service_shape("s3", "CORSConfiguration")
        now = {"cors_rules": [{"allowed_methods": ["GET", "HEAD"]}, {"allowed_methods": ["PUT"]}]}
        same = {"cors_rules": [{"allowed_methods": ["HEAD", "GET"]}, {"allowed_methods": ["PUT"]}]}
        turned = {"cors_rules": [{"allowed_methods": ["PUT"]}, {"allowed_methods": ["GET", "HEAD"]}]}
        assert changes(same, of=cors, now=now) == []
        assert changes(turned, of=cors, now=now) == ["cors_rules"]


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


class TestSecrets:
    ORIGIN = {"id": "bucket", "custom_headers": [{"header_name": "X-Key", "header_value": "hidden"}]}

    def test_a_secret_never_shows_in_a_state(self):
        shown = mask(CONFIG, current(origins=[self.ORIGIN]))
        assert shown["origins"][0]["custom_headers"] == [{"header_name": "X-Key", "header_value": MASKED}]
        assert shown["aliases"] == ["cdn.example.com"]

    @pytest.mark.parametrize("shown", [MASKED, OTHER_MASKED, "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"])
    def test_what_stands_for_a_secret_keeps_it(self, shown):
        header = {"header_name": "X-Key", "header_value": shown}
        origin = {"id": "other", "custom_headers": [header]}
        now = current(origins=[{**origin, "custom_headers": [{**header, "header_value": "hush"}]}])
        assert changes({"origins": [origin]}, now=now) == []
        with pytest.raises(Refused, match=r"custom_headers\[X-New\].header_value: .* write the secret itself"):
            changes({"origins": [{**origin, "custom_headers": [{**header, "header_name": "X-New"}]}]}, now=now)

    def test_a_mask_leaves_what_it_was_given(self):
        mask(shape("Origin"), self.ORIGIN)
        assert self.ORIGIN["custom_headers"][0]["header_value"] == "hidden"

    @pytest.mark.parametrize(
        ("now", "after"),
        [
            ([], [ORIGIN]),
            ([ORIGIN], []),
            ([{"id": "bucket"}], [ORIGIN]),
            ([{"id": "bucket", "custom_headers": [{"header_name": "X-Key", "header_value": "older"}]}], [ORIGIN]),
        ],
        ids=["new origin", "removed origin", "new header", "new value"],
    )
    def test_a_secret_never_shows_in_a_difference(self, now, after):
        found = differences(CONFIG, {"origins": now}, {"origins": after})
        shown = [one for one in found if not one.sensitive]
        assert found
        assert "hidden" not in str(shown)
        assert "older" not in str(shown)

    def test_a_new_value_of_a_secret_is_a_difference_marked_as_such(self):
        found = differences(
            shape("OriginCustomHeader"),
            {"header_name": "k", "header_value": "a"},
            {"header_name": "k", "header_value": "b"},
        )
        assert [(one.path, one.sensitive) for one in found] == [("header_value", True)]

    def test_stand_ins_and_nothing_are_shown_as_they_are(self):
        assert mask(CONFIG, None) is None
        assert mask(CONFIG, {"web_acl_id": unknown("ARN"), "origins": unknown("origins")}) == {
            "web_acl_id": unknown("ARN"),
            "origins": unknown("origins"),
        }


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
