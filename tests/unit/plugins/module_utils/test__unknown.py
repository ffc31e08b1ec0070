# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown, unknown, unknown_paths


def test_a_stand_in_names_what_is_missing():
    assert unknown("certificate ARN") == "(known after apply: certificate ARN)"


def test_a_stand_in_is_known_again_inside_a_longer_text():
    assert is_unknown(f"arn:aws:cloudfront::123456789012:distribution/{unknown('distribution id')}")


def test_a_stand_in_survives_json():
    assert is_unknown(json.loads(json.dumps({"arn": unknown("certificate ARN")}))["arn"])


def test_nothing_else_is_a_stand_in():
    values = ["", "known after apply", "E123", None, 5, True, ["(known after apply: x)"], b"(known after apply: x)"]
    assert [value for value in values if is_unknown(value)] == []


def test_stand_ins_are_found_at_any_depth_with_their_paths():
    options = {
        "origins": [{"id": "one"}, {"id": "two", "origin_access_control_id": unknown("OAC id")}],
        "viewer_certificate": {"acm_certificate_arn": unknown("certificate ARN")},
        "pair": (unknown("left"), "right"),
        "name": unknown("name"),
    }
    assert unknown_paths(options) == [
        "origins[1].origin_access_control_id",
        "viewer_certificate.acm_certificate_arn",
        "pair[0]",
        "name",
    ]


def test_no_path_is_found_where_everything_is_known():
    assert unknown_paths({"a": [1, None, {"b": "c"}], "d": {}}) == []
