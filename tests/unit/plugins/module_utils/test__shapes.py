# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._shapes import (
    from_sdk,
    invalid,
    is_counted,
    is_plain_list,
    merge,
    named,
    to_sdk,
)
from tests.unit.helpers import service_shape
from tests.unit.shapes import CONFIG, answer, changes, current, shape


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
