# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deletion is patient with what has just let go (CF-24)."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.release import delete_released
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError

BUSY = AwsError(operation="cloudfront:DeleteCachePolicy", code="CachePolicyInUse", text="It is in use.", status=409)
DENIED = AwsError(operation="cloudfront:List", code="AccessDenied", text="No.", status=403)


def test_who_may_not_list_the_users_waits_for_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    answers: list[AwsError | None] = [BUSY, BUSY, None]

    def delete() -> None:
        answer = answers.pop(0)
        if answer:
            raise answer

    def users() -> list[str]:
        raise DENIED

    delete_released(delete, what="policy x", in_use=frozenset({BUSY.code}), gone="NoSuchCachePolicy", users=users)
    assert not answers
