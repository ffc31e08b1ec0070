# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._probe.signatures import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/a?Expires=1&Signature=s-e~c_r&Key-Pair-Id=K1", "/a?Expires=1&Signature=***&Key-Pair-Id=***"),
        ("/a?Policy=eyJ&v=2", "/a?Policy=***&v=2"),
        ("https://b/a?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=0f", "https://b/a?X-Amz-Credential=***&X-Amz-Signature=***"),
        ("/a?x-amz-security-token=IQo#top", "/a?x-amz-security-token=***#top"),
        ("/a?token=a:b: 403, Error from cloudfront: denied", "/a?token=***: 403, Error from cloudfront: denied"),
        ("/a?size=2&design=new&v=Signature", "/a?size=2&design=new&v=Signature"),
        ("Signature=plain words", "Signature=plain words"),
    ],
)  # fmt: skip
def test_what_gives_access_is_hidden_and_nothing_else(text, shown):
    assert masked(text) == shown


def test_all_texts_of_a_result_are_looked_at():
    found = {"paths": [{"path": "/a?sig=1", "status": 200, "hit": True, "reason": None}]}
    assert masked(found) == {"paths": [{"path": "/a?sig=***", "status": 200, "hit": True, "reason": None}]}
