# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a call is made again, how long its answer is waited for, and when that ends."""

from __future__ import annotations

import typing as t

from ._errors import UNCLEAR, is_unclear
from ._failures import SILENT, UNREACHABLE

try:
    from botocore.config import Config
    from botocore.exceptions import ClientError, SSLError
except ImportError:  # reported by _module as a missing library
    pass

# botocore's three attempts last a tenth of a second on a 503: far too few for CloudFront and Route 53.
ATTEMPTS = 9
# A wrong endpoint or a missing network shows at once; more attempts only make people wait for the message.
ATTEMPTS_WITHOUT_CONTACT = 3
# An answer that has not come so often is not late.
ATTEMPTS_WITHOUT_ANSWER = 4
# Seconds; botocore's sixty are minutes of silence behind a firewall that drops packets.
CONNECT_TIMEOUT = 10
# What only keeps configurations answers within seconds, creations too; S3 may be busy with gigabytes, as for a copy.
READ_TIMEOUT = 30
READ_TIMEOUTS = {"s3": 60}
# A quota is not a rate: botocore would retry it for a minute, in vain (X-01, ACM-15).
QUOTA_CODES = frozenset({"LimitExceededException"})


def config(service: str) -> Config:
    """Return botocore's settings for the clients of a service."""
    return Config(
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        max_pool_connections=32,
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUTS.get(service, READ_TIMEOUT),
    )


class Patience:
    """Ends what botocore would try again in vain; one for all clients of a run, which share the network."""

    def __init__(self) -> None:
        self._in_contact: set[str] = set()

    def watch(self, events: t.Any) -> None:
        """Look at every answer of a client, and at every one that did not come."""
        events.register("response-received", self._note_contact)
        events.register_first("needs-retry", self._give_up_without_contact)
        events.register_first("needs-retry", give_up_on_silence)
        events.register_first("needs-retry", give_up_on_quotas)
        events.register_first("needs-retry", count_unclear)

    def _note_contact(self, response_dict: t.Any = None, **kwargs: object) -> None:
        if response_dict is not None:
            self._in_contact.add("aws")

    def _give_up_without_contact(
        self, attempts: int = 1, caught_exception: BaseException | None = None, **kwargs: object
    ) -> None:
        if not isinstance(caught_exception, UNREACHABLE) or self._in_contact:
            return
        # A certificate that is not trusted now is not trusted in a second.
        if attempts >= ATTEMPTS_WITHOUT_CONTACT or isinstance(caught_exception, SSLError):
            raise caught_exception


def count_unclear(
    request_dict: t.Any = None, response: t.Any = None, caught_exception: t.Any = None, **kwargs: object
) -> None:
    """Tell with each answer how many attempts before it may have been carried out."""
    context = request_dict["context"]
    before = context.get(UNCLEAR, 0)
    if response is None:
        context[UNCLEAR] = before + (not isinstance(caught_exception, UNREACHABLE))
        return
    answer, parsed = response
    parsed.setdefault("ResponseMetadata", {})[UNCLEAR] = before
    context[UNCLEAR] = before + is_unclear(answer.status_code, str(parsed.get("Error", {}).get("Code") or ""))


def give_up_on_silence(
    request_dict: t.Any = None, caught_exception: BaseException | None = None, **kwargs: object
) -> None:
    """End a call that was not answered several times; refusals in between are no silence."""
    if not isinstance(caught_exception, SILENT):
        return
    context = request_dict["context"]
    context["cdn_silent"] = context.get("cdn_silent", 0) + 1
    if context["cdn_silent"] >= ATTEMPTS_WITHOUT_ANSWER:
        raise caught_exception


def give_up_on_quotas(response: t.Any = None, operation: t.Any = None, **kwargs: object) -> None:
    """End a call at once whose answer is that a quota is used up."""
    parsed: t.Any = response[1] if response else {}
    if parsed.get("Error", {}).get("Code") in QUOTA_CODES:
        raise ClientError(parsed, operation.name)
