# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._publish.values import OTHER_CLASSES, SERVED_CLASSES, check_values
from tests.unit.helpers import service_shape


def check(**rule):
    check_values([{"pattern": "*", **rule}], cache_control=None)


@pytest.mark.parametrize("metadata", [{"a": "ü"}, {"a": "x" * 2048}, {"a": "b\nc"}])
def test_metadata_that_s3_would_refuse_is_refused_before(metadata):
    """S3-38."""
    with pytest.raises(Refused, match=r"metadata of the rule \*"):
        check(metadata=metadata)


def test_headers_that_are_none_are_refused_before():
    with pytest.raises(Refused, match="cache_control: 'a"):
        check_values([], cache_control="a\nb")
    with pytest.raises(Refused, match=r"content_disposition of the rule \*"):
        check(content_disposition='attachment; filename="ä"')
    with pytest.raises(Refused, match=r"content_type of the rule \* is empty"):
        check(content_type="")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({str(number): "" for number in range(11)}, "there are 11 tags, AWS takes at most 10"),
        ({"AWS:x": "1"}, "'AWS:x' begins with aws:"),
        ({"": "1"}, "has no name"),
        ({"k" * 129: ""}, "AWS takes at most 128"),
        ({"k": "v" * 257}, "a value of 257 characters, AWS takes at most 256"),
        ({"k": "a&b"}, "has the character '&'"),
        ({"k": "a\tb"}, "has the character"),
    ],
)
def test_tags_that_s3_would_refuse_are_refused_before(tags, said):
    """S3-39."""
    with pytest.raises(Refused, match=said):
        check(tags=tags)


def test_tags_that_s3_takes_pass():
    check(tags={"größe 日本": "a b+c-d=e.f_g:h/i@j", "year": 2026, "k" * 128: "v" * 256, "none": None})


@pytest.mark.parametrize(
    ("name", "said"),
    [("GLACIER", "restored before"), ("EXPRESS_ONEZONE", "another kind"), ("", "none that"), ("standard", "none that")],
)
def test_classes_that_cloudfront_cannot_read_from_are_refused_with_the_reason(name, said):
    with pytest.raises(Refused, match=f"storage_class of the rule .*{said}.* Choose one of STANDARD, "):
        check(storage_class=name)


def test_every_class_of_s3_is_known():
    assert sorted([*SERVED_CLASSES, *OTHER_CLASSES]) == sorted(service_shape("s3", "StorageClass").enum)
    for name in SERVED_CLASSES:
        check(storage_class=name)
