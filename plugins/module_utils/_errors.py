# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors that end a module, each with one message for the person who runs it."""

from __future__ import annotations

import typing as t

from ._denials import advice


class CdnError(Exception):
    """Base of all expected failures: the message says what is wrong, where, and what to do.

    ``applied`` holds the actions that were already done when a run failed half way.
    """

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details
        self.applied: list[dict[str, t.Any]] = []


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
    ``retries`` is how often the request was sent before: one of these may have been carried out.
    """

    def __init__(self, *, operation: str, code: str, text: str, status: int = 0, retries: int = 0) -> None:  # noqa: PLR0913 - named
        self.operation = operation
        self.code = code
        self.text = text
        self.status = status
        self.retries = retries
        super().__init__(describe(operation=operation, code=code, text=text))


EXPIRED_CODES = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"})
CREDENTIAL_CODES = frozenset(
    {
        "InvalidClientTokenId",
        "InvalidAccessKeyId",
        "UnrecognizedClientException",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    }
)
DENIED_CODES = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"})
SKEW_CODES = frozenset({"RequestTimeTooSkewed"})
CALLER_CODES = EXPIRED_CODES | CREDENTIAL_CODES | SKEW_CODES

def describe(*, operation: str, code: str, text: str) -> str:
    """Return AWS's answer as one line, with what to do about it where that is known."""
    answer = " ".join(text.split()) if text else ""
    answer = f"{answer} ({code})" if answer else code
    if code in EXPIRED_CODES:
        return f"The credentials have expired, AWS says on {operation}: {answer}. Get fresh ones and run this again."
    if code in CREDENTIAL_CODES:
        return (
            f"AWS does not accept the credentials on {operation}: {answer}. Check the access key, secret and profile."
        )
    if code in SKEW_CODES:
        return f"The clock of this machine is wrong, AWS says on {operation}: {answer}. Set it and run this again."
    if code in DENIED_CODES:
        return f"Not allowed to do {operation}: {answer}. {advice(operation, answer)}"
    return f"{operation} failed: {answer}"


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
    return AwsError(operation=operation, code=code or str(status), text=text, status=status, retries=retries)
