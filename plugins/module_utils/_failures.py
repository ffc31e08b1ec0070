# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What botocore raises, as the collection's own errors: each one clear line that says what to do."""

from __future__ import annotations

import contextlib
import re
import typing as t

from . import _proxies
from ._errors import ConnectionFailed, Refused, from_client_error

NO_CREDENTIALS = (
    "No AWS credentials: set the option profile, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
)
NO_REGION = "No AWS region: set the option region, AWS_REGION, or a region in the profile."
UNREACHABLE: tuple[type[BaseException], ...] = ()
SILENT: tuple[type[BaseException], ...] = ()
UNANSWERED: tuple[type[BaseException], ...] = ()

try:
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        ConnectTimeoutError,
        EndpointConnectionError,
        HTTPClientError,
        NoCredentialsError,
        NoRegionError,
        ParamValidationError,
        ProxyConnectionError,
        ReadTimeoutError,
        SSLError,
    )
    from botocore.parsers import ResponseParserError

    HAS_BOTOCORE = True
    UNREACHABLE = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError, SSLError)
    SILENT = (ReadTimeoutError,)
    UNANSWERED = (BotoCoreError, ResponseParserError)
except ImportError:  # reported by _module as a missing library
    HAS_BOTOCORE = False

SIGN_IN = "Sign in again, with aws sso login or aws login and the profile, and run this again."
FILES = (
    "Mend it in ~/.aws/config or ~/.aws/credentials, or where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE point."
)
PROCESS = "Run what the profile has as credential_process by hand to see why, and run this again."
# By name: the older ones of botocore lack some of these classes.
CREDENTIALS = {
    "ConfigNotFound": FILES,
    "ConfigParseError": FILES,
    "CredentialRetrievalError": PROCESS,
    "InfiniteLoopConfigError": FILES,
    "InvalidConfigError": FILES,
    "JSONDecodeError": PROCESS,
    "LoginInsufficientPermissions": SIGN_IN,
    "LoginRefreshRequired": SIGN_IN,
    "LoginTokenLoadError": SIGN_IN,
    "MetadataRetrievalError": "Check the role of this machine, or set a profile.",
    "PartialCredentialsError": "Give the access key and the secret key together.",
    "ProfileNotFound": "Check the option profile and AWS_PROFILE, and the names in ~/.aws/config.",
    "RefreshWithMFAUnsupportedError": "Get a session with the code first, and use its credentials.",
    "SSOTokenLoadError": SIGN_IN,
    "TokenRetrievalError": SIGN_IN,
    "UnauthorizedSSOTokenError": SIGN_IN,
    "UnknownCredentialError": FILES,
}
# How OpenSSL puts it, and what to do about it.
TLS = (
    ("not yet valid", "Check the clock of this machine: it may be slow."),
    ("has expired", "Check the clock of this machine: it may be fast. If it is right, the certificate is old."),
    ("[Errno ", "Check aws_ca_bundle, AWS_CA_BUNDLE and REQUESTS_CA_BUNDLE: no authorities can be read there."),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "If a proxy looks into TLS, give the certificate of its authority as aws_ca_bundle or AWS_CA_BUNDLE.",
    ),
    ("WRONG_VERSION_NUMBER", "What answers there does not speak TLS: check endpoint_url, and the scheme of the proxy."),
)


class Translated(contextlib.AbstractContextManager[None]):
    """Turns what botocore raises into the collection's own errors."""

    def __init__(self, operation: str) -> None:
        self._operation = operation

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if not HAS_BOTOCORE or error is None:
            return
        if isinstance(error, ClientError):
            raise from_client_error(error.response, operation=self._operation) from error
        if isinstance(error, ParamValidationError):
            raise Refused(f"{self._operation} would not accept this: {_line(error)}") from error
        said = _connection_line(error, self._operation)
        if said:
            raise ConnectionFailed(said) from error


def _connection_line(error: BaseException, operation: str) -> str:
    """Return why AWS could not be asked, an empty text for what is a mistake of our own."""
    advice = next((CREDENTIALS[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in CREDENTIALS), "")
    if isinstance(error, RuntimeError) and "still expired" in str(error):
        advice = SIGN_IN
    if advice:
        return f"No usable AWS credentials for {operation}: {_line(error).rstrip('.')}. {advice}"
    if isinstance(error, (NoCredentialsError, NoRegionError)):
        return NO_REGION if isinstance(error, NoRegionError) else NO_CREDENTIALS
    if isinstance(error, UNREACHABLE):
        return _unreachable(error, operation.split(":", maxsplit=1)[0])
    return _unanswered(error, operation) if isinstance(error, (*UNANSWERED, ValueError)) else ""


def _unanswered(error: BaseException, operation: str) -> str:
    if isinstance(error, HTTPClientError):
        # The connection was there, and then was not: nobody knows what became of the request.
        return (
            f"AWS does not answer {operation}: {_line(error)} Check the network and run this again: it finds what was"
            " done all the same, and goes on from there."
        )
    if isinstance(error, ResponseParserError):
        # Its text is the whole answer, such as the page of a proxy.
        return (
            f"What answers {operation} is not AWS: it cannot be read. Check what lies in between, such as a proxy, and"
            " endpoint_url."
        )
    return f"{operation} could not be asked: {_line(error)}"


def _unreachable(error: BaseException, service: str) -> str:
    told: dict[str, t.Any] = getattr(error, "kwargs", {})
    if isinstance(error, SSLError):
        advice = next((advice for words, advice in TLS if words in str(error)), "Check the network and endpoint_url.")
        return f"Cannot reach AWS {service}: {_line(error).rstrip('.')}. {advice}"
    if isinstance(error, ProxyConnectionError):
        proxy = _proxies.named(str(told.get("proxy_url") or ""))
        return f"Cannot reach AWS {service} through {proxy}: {_reason(told.get('error'))}. {_proxies.ADVICE}"
    found = _proxies.proxy_to(str(told.get("endpoint_url") or ""))
    through = f"It would go through {found.name}. {_proxies.ADVICE}" if found else "Check the network and endpoint_url."
    return f"Cannot reach AWS {service}: {_line(error)} {through}"


def _reason(error: t.Any) -> str:
    """Return in a few words why a proxy could not be used; urllib3 packs errors into each other."""
    text = _line(error)
    found = re.search(r"Tunnel connection failed: (\d+)([^'\")]*)", text)
    if found:
        status = found.group(1)
        return f"it answers {status}{found.group(2).rstrip()}{_proxies.STATUSES.get(status, '')}"
    found = re.search(r"\[Errno -?\d+\] ([^'\")]+)", text)
    return (found.group(1) if found else text).strip().rstrip(".")


def _line(error: object) -> str:
    return " ".join(str(error).split())
