# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parameters of signed URLs; pure."""

from __future__ import annotations

SIGNING = frozenset({"Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"})


def unsigned(path: str) -> str:
    """Return a path without CloudFront's parameters of a signed URL."""
    bare, dummy, query = path.partition("?")
    kept = "&".join(part for part in query.split("&") if part.partition("=")[0] not in SIGNING)
    return f"{bare}?{kept}" if kept else bare
