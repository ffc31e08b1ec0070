# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that nobody else may see, in whatever option they stand: Ansible's no_log knows whole options only; pure."""

from __future__ import annotations

import re
import typing as t

# Shorter ones would blacken the result and are hardly secrets.
SHORTEST = 8
# Of signed URLs of CloudFront, and of those of S3.
SIGNED = frozenset({"Policy", "Signature", "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token"})
# Headers that say who asks.
WHO = re.compile("auth|cookie|credential|key|pass(?:wor[dt]|phrase)?$|secret|signature|token|verify", re.IGNORECASE)

# Names and all: a value alone may stand for other things too.
_PARAMETER = re.compile(rf"(?<=[?&])(?:{'|'.join(sorted(SIGNED))})=[^&#\s]+")
# A password that should have been encoded may have slashes; behind a port there is a path.
_PASSWORD = re.compile(r"(?<=://)[^/?#\s@]*:(?!\d+[/?#])[^\s@]*@")
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<body>.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
# Line breaks, also where they are written as escapes.
_BREAK = re.compile(r"\s+|\\n|\\r")
_HEADER_VALUES = frozenset({"header_value", "HeaderValue"})
_VARIABLES = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")
_URL_VARIABLES = re.compile("https?_proxy|aws_url|aws_endpoint_url.*", re.IGNORECASE)
_LONG = 16


def secrets_of(value: t.Any) -> frozenset[str]:
    """Return the secrets in options, as users gave them: nothing has been looked at yet."""
    return frozenset(_found(value))


def secrets_of_environment(environ: t.Mapping[str, str]) -> frozenset[str]:
    """Return the secrets that variables bring, of AWS, of its endpoints, and of proxies."""
    ours = {environ.get(name, "") for name in _VARIABLES}
    urls = (environ[name] for name in environ if _URL_VARIABLES.fullmatch(name))
    return frozenset(one for one in ours if len(one) >= _LONG).union(*map(_of_url, urls))


def _of_url(url: str) -> set[str]:
    """Return what stands before the last ``@``: a password that was not encoded has signs that end a host's name."""
    who, sign, dummy = (url.partition("://")[2] or url).rpartition("@")
    password = who.partition(":")[2]
    return ({f"{who}{sign}"} if password else set()) | ({password} if len(password) >= SHORTEST else set())


def _found(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, str):
        yield from _in_text(value)
    elif isinstance(value, t.Mapping):
        for name, child in value.items():
            yield from _named(name, child)
            yield from _found(child)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from _found(child)


def _in_text(text: str) -> t.Iterator[str]:
    # Most texts have none of these, and there may be very many.
    for sign, pattern in (("=", _PARAMETER), ("@", _PASSWORD)):
        for secret in pattern.findall(text) if sign in text else ():
            # Where a name of a host is expected, messages show it as AWS would keep it, in lower case.
            yield from {secret, secret.lower()}
    if "PRIVATE KEY" in text:
        for key in _PRIVATE_KEY.finditer(text):
            yield key.group()
            # Messages are one line: the key stands in them with other signs between its lines.
            yield from (line for line in _BREAK.split(key["body"]) if len(line) >= SHORTEST)


def _named(name: t.Any, value: t.Any) -> t.Iterator[str]:
    """Return what its name tells to be a secret: headers of origins, and those that say who asks."""
    headers = {"authorization": value} if name in _HEADER_VALUES else value if name == "headers" else {}
    for header, text in headers.items() if isinstance(headers, t.Mapping) else ():
        if WHO.search(str(header)) and len(str(text)) >= SHORTEST:
            yield str(text)
