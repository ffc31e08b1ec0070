# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a server did not answer, in one plain line each."""

from __future__ import annotations

import http.client
import socket
import ssl
import typing as t

from .._errors import CdnError
from .certificate import names_of
from .proxied import Dial, ProxyProblem

# OpenSSL's verification codes (x509_vfy.h).
TOO_NEW, EXPIRED, SELF_SIGNED, SELF_SIGNED_IN_CHAIN, UNKNOWN_ISSUER, UNVERIFIED_LEAF, WRONG_NAME = (
    9,
    10,
    18,
    19,
    20,
    21,
    62,
)
UNTRUSTED = (SELF_SIGNED, SELF_SIGNED_IN_CHAIN, UNKNOWN_ISSUER, UNVERIFIED_LEAF)
LOOK_SECONDS = 5.0
PLAIN: tuple[tuple[type[Exception], str], ...] = (
    (ConnectionRefusedError, "refuses connections: nothing listens there, or a firewall is in between."),
    (TimeoutError, "did not answer in time: check the address and the firewalls on the way, or raise timeout."),
    (ConnectionError, "closed the connection without an answer."),
    (http.client.HTTPException, "does not speak HTTP as expected."),
)

Context = t.Callable[[], ssl.SSLContext]
Target = tuple[str, int]


class Unanswered(CdnError):
    """There was no answer; the message says why."""


def explain(error: Exception, host: str, target: Target, *, context: Context, dial: Dial) -> str:
    """Return what went wrong between here and a server, and what to look at."""
    where = f"{target[0]} port {target[1]}"
    if isinstance(error, ProxyProblem):
        return str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate_problem(error, host, context, dial)
    if isinstance(error, ssl.SSLError):
        return _tls_problem(error, host, where)
    if isinstance(error, socket.gaierror):
        return (
            f"DNS does not resolve {target[0]} from here ({error.strerror}). Check its records; if they are new, a"
            " resolver may remember for a while that there were none: connect_to the distribution's own name meanwhile."
        )
    said = next((text for kind, text in PLAIN if isinstance(error, kind)), "")
    detail = error.strerror if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}: {error}"
    return f"{where} {said or f'cannot be reached: {detail}.'}"


def _certificate_problem(error: ssl.SSLCertVerificationError, host: str, context: Context, dial: Dial) -> str:
    if error.verify_code == WRONG_NAME:
        names = ", ".join(_names_served(host, context, dial)) or "other names"
        return (
            f"The certificate that is served for {host} covers {names} and not {host}: the name must be an alias of the"
            " distribution, and in its certificate; a change of either takes some minutes to reach all locations."
        )
    if error.verify_code == EXPIRED:
        return (
            f"The certificate of {host} has expired, or the clock of this machine is fast. ACM renews only while its"
            " validation records stand in DNS."
        )
    if error.verify_code == TOO_NEW:
        return f"The certificate of {host} is not valid yet: check the clock of this machine, it may be slow."
    if error.verify_code in UNTRUSTED:
        return (
            f"The certificate of {host} was issued by an authority that this machine does not trust"
            f" ({error.verify_message}). If that is a proxy that looks into TLS, or a test, give the certificate of the"
            " authority with ca_path; otherwise check who answers there."
        )
    return f"The certificate of {host} does not verify: {error.verify_message}."


def _names_served(host: str, context: Context, dial: Dial) -> list[str]:
    """Return the names in the certificate that does not fit, by asking once more without comparing them."""
    tls = context()
    tls.check_hostname = False
    try:
        with dial() as sock:
            sock.settimeout(LOOK_SECONDS)
            with tls.wrap_socket(sock, server_hostname=host) as secured:
                return names_of(secured.getpeercert() or {})
    except OSError:
        return []


def _tls_problem(error: ssl.SSLError, host: str, where: str) -> str:
    reason = (error.reason or "").upper()
    if "HANDSHAKE_FAILURE" in reason or "UNRECOGNIZED_NAME" in reason or "INTERNAL_ERROR" in reason:
        return f"{where} refuses TLS for {host}: no distribution there has it as an alias with a certificate."
    if "WRONG_VERSION_NUMBER" in reason or "HTTP_REQUEST" in reason:
        return f"{where} does not speak TLS: it may be a port for http."
    if "PROTOCOL" in reason or "VERSION" in reason:
        return f"{where} and this machine have no TLS version in common ({error.reason})."
    return f"TLS with {where} fails: {error.reason or error}."
