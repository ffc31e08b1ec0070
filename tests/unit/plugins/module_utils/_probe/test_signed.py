# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._probe.signed import unsigned

CANNED = "Expires=1&Signature=abc__&Key-Pair-Id=K1&Hash-Algorithm=SHA256"


@pytest.mark.parametrize(
    ("path", "bare"),
    [
        ("/a.jpg", "/a.jpg"),
        ("/a.jpg?v=1", "/a.jpg?v=1"),
        (f"/a.jpg?{CANNED}", "/a.jpg"),
        (f"/a.jpg?v=1&{CANNED}&w=2", "/a.jpg?v=1&w=2"),
        ("/a.jpg?Policy=abc&signature=mine", "/a.jpg?signature=mine"),
    ],
)
def test_a_signature_can_be_taken_off(path, bare):
    assert unsigned(path) == bare
