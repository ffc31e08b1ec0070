# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._plan import MASKED, OTHER_MASKED
from ansible_collections.cdn.aws.plugins.module_utils._shapes import (
    differences,
    mask,
)
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.shapes import CONFIG, changes, current, shape


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
