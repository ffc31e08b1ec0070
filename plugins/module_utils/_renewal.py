# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials that have expired, changed for those that somebody has put in their place since.

A long run outlives what is in a file of credentials: who keeps fresh ones there is not made to start again.
"""

from __future__ import annotations

import http
import threading
import typing as t

from ._errors import EXPIRED_CODES, CdnError
from ._failures import Translated

# Where a request notes what it was signed with, and that it was made again for it.
_SIGNED, _RENEWED = "cdn_signed", "cdn_renewed"

Read = t.Callable[[], t.Any]


class Renewal:
    """Renews the credentials of clients in place; one for all clients of a run.

    botocore then makes the request again, which begins its content anew: so do pages of a list, parts of large files,
    and whatever else calls a client.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def watch(self, client: t.Any, read: Read) -> None:
        """Look at the answers that a client gets; ``read`` returns the credentials that it would be made with now."""

        def renew(response: t.Any = None, request_dict: t.Any = None, **dummy: object) -> float | None:
            context = request_dict["context"]
            if not _is_expired(response) or context.get(_RENEWED) or not self._renew(client, read, context):
                return None
            context[_RENEWED] = True
            return 0

        client.meta.events.register("before-sign", _note)
        client.meta.events.register_first("needs-retry", renew)

    def _renew(self, client: t.Any, read: Read, context: t.Mapping[str, t.Any]) -> bool:
        """Tell whether the client has others than the request was signed with, now or since another thread was here."""
        used, signer = context.get(_SIGNED), client._request_signer
        with self._lock:
            if signer._credentials is not used:
                return True
            try:
                with Translated("credentials"):
                    found = read()
                    if _keys(found) == _keys(used):
                        return False
            except CdnError:  # what there was has to do
                return False
            signer._credentials = found
            return True


def credentials_of(client: t.Any) -> t.Any:
    """Return what a client signs its requests with."""
    return client._request_signer._credentials


def _note(request: t.Any, request_signer: t.Any, **dummy: object) -> None:
    request.context[_SIGNED] = request_signer._credentials


def _is_expired(response: t.Any) -> bool:
    if not response:
        return False
    answer, parsed = response
    # To a HEAD nothing more is said than the status.
    is_speechless = answer.status_code == http.HTTPStatus.BAD_REQUEST and not answer.content
    return is_speechless or parsed.get("Error", {}).get("Code") in EXPIRED_CODES


def _keys(credentials: t.Any) -> t.Any:
    return credentials.get_frozen_credentials() if credentials else None
