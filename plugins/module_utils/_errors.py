# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors that end a module, each with one message for the person who runs it."""

from __future__ import annotations

import http
import re
import time
import typing as t

from . import _clock
from ._denials import advice

# A message of more characters is read by nobody; its head says what is wrong, its tail what to do.
LONGEST_MESSAGE = 4000
_TAIL = 1000


def one_line(text: str) -> str:
    """Return a text fit to be a message: one line, what cannot be seen written as an escape, not endlessly long."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in line)
    if len(line) <= LONGEST_MESSAGE:
        return line
    return f"{line[: LONGEST_MESSAGE - _TAIL]} [... {len(line) - LONGEST_MESSAGE} characters ...] {line[-_TAIL:]}"


class CdnError(Exception):
    """Base of all expected failures: the message says what is wrong, where, and what to do.

    ``applied`` holds the actions that were already done when a run failed half way.
    """

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        # What users wrote is in it, whatever that was.
        self.message = one_line(message)
        self.details = details
        self.applied: list[dict[str, t.Any]] = []

    def add(self, sentence: str) -> None:
        """Say more, such as what was going on when it happened."""
        self.message = f"{self.message} {sentence}"
        self.args = (self.message,)


class Refused(CdnError):
    """What was asked for cannot or must not be done; raised before the first write."""


class WaitTimeout(CdnError):
    """A wait ran out of time; ``details`` carries the last state that was seen."""


class WaitFailed(CdnError):
    """What was waited for can never come."""


class ConnectionFailed(CdnError):
    """AWS could not be asked at all: no credentials, no route, no region."""


class AwsError(CdnError):
    """AWS answered with an error.

    ``code`` is AWS's own error code, ``operation`` reads ``service:Operation``, ``status`` is the HTTP status.
    ``unclear`` is how often the request was sent before and may have been carried out: without an answer, or with one
    of a fault. ``fast`` is how many seconds this machine's clock is ahead of AWS's, as far as that is known.
    """

    def __init__(  # noqa: PLR0913 - named
        self, *, operation: str, code: str, text: str, status: int = 0, unclear: int = 0, fast: float | None = None
    ) -> None:
        self.operation = operation
        self.code = code
        self.text = text = _without_request(text)
        self.status = status
        self.unclear = unclear
        super().__init__(describe(operation=operation, code=code, text=text, fast=fast))


EXPIRED_CODES = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"})
CREDENTIAL_CODES = frozenset(
    {
        "InvalidClientTokenId",
        "InvalidAccessKeyId",
        "InvalidSecurity",
        "InvalidToken",
        "UnrecognizedClientException",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    }
)
DENIED_CODES = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"})
_CANONICAL = re.compile(r"The Canonical String for this request", re.IGNORECASE)
_TOKEN = re.compile(r"(x-amz-security-token[:=]\s*)[^\s&'\"]+", re.IGNORECASE)
CALLER_CODES = EXPIRED_CODES | CREDENTIAL_CODES | _clock.CODES


def _without_request(text: str) -> str:
    """Return AWS's text without the request that it repeats to explain a wrong signature: the session's token is in it.

    Ansible does not know that it is one where it comes from a file or another program.
    """
    return _TOKEN.sub(r"\1********", _CANONICAL.split(text, maxsplit=1)[0]).rstrip()


def describe(*, operation: str, code: str, text: str, fast: float | None = None) -> str:
    """Return AWS's answer as one line, with what to do about it where that is known."""
    answer = " ".join(text.split()) if text else ""
    answer = f"{answer} ({code})" if answer else code
    if _clock.is_wrong(code, text, fast):
        return (
            f"The clock of this machine is {_clock.describe(fast)}, AWS says on {operation}: {answer}. Set it, best by"
            " NTP, and run this again."
        )
    if code in EXPIRED_CODES:
        return (
            f"The credentials have expired, AWS says on {operation}: {answer}. Get fresh ones and run this again;"
            " a profile with credential_process, role_arn or SSO renews them by itself."
        )
    if code in CREDENTIAL_CODES:
        return (
            f"AWS does not accept the credentials on {operation}: {answer}. Check the access key, secret and profile."
        )
    if code in DENIED_CODES:
        return f"Not allowed to do {operation}: {answer}. {advice(operation, answer)}"
    return f"{operation} failed: {answer}{HINTS.get(code, '')}"


# Where the answer itself says too little: a request for headers alone is refused without a reason.
HINTS = {
    "400": ". AWS gives no reason here; most often the credentials have expired.",
    "407": ". It is a proxy that wants to know who asks: name user and password in its URL.",
}


BUSY = re.compile("Throttl|SlowDown|TooManyRequests|PriorRequestNotComplete|RequestLimitExceeded")
# Under this name the answer of an error tells how many attempts before it were unclear.
UNCLEAR = "cdn_unclear"


def is_unclear(status: int, code: str) -> bool:
    """Tell whether a request may have been carried out although this was the answer; not by a busy AWS."""
    return status >= http.HTTPStatus.INTERNAL_SERVER_ERROR and not BUSY.search(code)


def from_client_error(response: t.Mapping[str, t.Any], *, operation: str) -> AwsError:
    """Build the error for a parsed error answer.

    Route 53's second wire form of InvalidChangeBatch has its texts under ``Messages`` and no code (R53-07).
    """
    error = response.get("Error") or {}
    code = str(error.get("Code") or "")
    text = str(error.get("Message") or "")
    messages = response.get("Messages")
    if not text and messages:
        parts = messages.get("Message") if isinstance(messages, t.Mapping) else messages
        text = ", ".join([parts] if isinstance(parts, str) else [str(part) for part in parts or []])
        code = code or "InvalidChangeBatch"
    told = response.get("ResponseMetadata") or {}
    status, retries = int(told.get("HTTPStatusCode") or 0), int(told.get("RetryAttempts") or 0)
    fast = _clock.seconds_fast(response, text, now=time.time())
    found = AwsError(
        operation=operation,
        code=code or str(status),
        text=text,
        status=status,
        unclear=int(told.get(UNCLEAR) or 0),
        fast=fast,
    )
    if retries and (status >= http.HTTPStatus.INTERNAL_SERVER_ERROR or BUSY.search(code)):
        found.message = f"{found.message.rstrip('.')}."
        found.add(f"It was asked {retries + 1} times; run this again later, which goes on from here.")
    return found
