# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call that canned answers are for, and what became of it."""

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError

GET = ("cloudfront:GetDistribution", {"Id": "E1ABCDEF"})


def failure(clients, operation=GET[0], request=GET[1], kind=CdnError):
    """Return the message of the error that a call ends with: always one line."""
    with pytest.raises(kind) as caught:
        clients.call(operation, request)
    assert type(caught.value) is kind or kind is CdnError
    assert caught.value.message == " ".join(caught.value.message.split())
    return caught.value.message


def scope(aws):
    """Return region and service that the last request was signed for."""
    credential = aws.requests[-1][2]["authorization"].partition("Credential=")[2].partition(",")[0]
    return credential.split("/")[2:4]
