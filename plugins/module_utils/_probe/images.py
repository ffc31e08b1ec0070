# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small images among the answers, kept so that a report can show them."""

from __future__ import annotations

import base64
import typing as t

from .failures import Unanswered
from .http import Reply, Session

# What browsers show in an img element; none of them, SVG included, runs scripts or loads anything there.
TYPES = frozenset({"image/avif", "image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"})
OK = 200
MOST_BYTES = 200_000
MOST_IMAGES = 12
# All images are in one result, which callbacks may print and keep.
MOST_BYTES_OF_ALL = 1_000_000


class Images:
    """The images of one probe, as long as there is room."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._count = 0
        self._bytes = 0

    def take(self, path: str, reply: Reply) -> dict[str, t.Any] | None:
        """Return what an answer shows when it is a small image; None when it is something else or there is no room."""
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if reply.status != OK or kind not in TYPES or self._count >= MOST_IMAGES:
            return None
        body = self._plain(path, reply)
        if not body or len(body) > min(MOST_BYTES, MOST_BYTES_OF_ALL - self._bytes):
            return None
        self._count += 1
        self._bytes += len(body)
        return {"content_type": kind, "data": base64.b64encode(body).decode()}

    def _plain(self, path: str, reply: Reply) -> bytes:
        """Return the content as it is stored: what came compressed is asked for once more."""
        if _is_plain(reply):
            return reply.body
        try:
            again = self._session.get(path, {"Accept-Encoding": "identity"})
        except Unanswered:  # a report without a picture is no failure
            return b""
        return again.body if again.status == OK and _is_plain(again) else b""


def _is_plain(reply: Reply) -> bool:
    return reply.headers.get("content-encoding", "identity") == "identity"
