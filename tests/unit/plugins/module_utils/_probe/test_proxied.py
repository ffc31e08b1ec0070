# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._probe.failures import Unanswered
from ansible_collections.cdn.aws.plugins.module_utils._probe.http import Route, Session


@pytest.mark.parametrize(
    "rest", ["secret#@127.0.0.1:1", "secret/@127.0.0.1:1", "sec[ret@127.0.0.1:1", "secret@host:port"]
)
def test_a_proxy_that_cannot_be_read_is_refused_without_its_password(monkeypatch, rest):
    monkeypatch.setenv("HTTPS_PROXY", f"http://jim:{rest}")
    with pytest.raises(Unanswered, match="^HTTPS_PROXY does not name a proxy that can be read") as caught:
        Session(Route(use_proxy=True), "https", "www.example.com").get("/")
    assert "sec" not in caught.value.message
