# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a signature grants: which URLs, from when until when, and to whom; written as CloudFront compares it."""

from __future__ import annotations

import dataclasses
import datetime
import ipaddress
import re
import typing as t
from urllib.parse import quote

from jinja2 import Undefined

from ..module_utils._errors import Refused

RESERVED = frozenset({"Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"})
PORTS = {"http": ":80", "https": ":443"}
# What no client changes on its way into a request line. Clients differ in the rest, so that is sent encoded: a
# signature is made for the very bytes that arrive.
IN_PATH = "/%!$&'()*+,;=:@-._~"
IN_QUERY = "/%!$&()*+,;=:@-._~?[]"
DOTS = frozenset({".", ".."})
LONGEST_SHOWN = 120

_URL = re.compile(r"(?P<scheme>[^:/?#]+)://(?P<host>[^/?#]*)(?P<path>[^?#]*)(\?(?P<query>[^#]*))?(?P<fragment>#.*)?")
_DURATION = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", re.IGNORECASE)
_KEY_ID = re.compile(r"K[A-Z0-9]{9,30}|APKA[A-Z0-9]{12,30}")
_HOST = re.compile(r"[a-z0-9*_.-]+(:[0-9]+)?")
_S3 = re.compile(r"(^|\.)s3([.-][a-z0-9-]+)*\.amazonaws\.com(\.cn)?$")


@dataclasses.dataclass(frozen=True)
class Terms:
    """Until when, from when on, and from which addresses a signature is good; times are in UTC."""

    expires: datetime.datetime
    starts: datetime.datetime | None = None
    ip_address: str | None = None

    @property
    def custom(self) -> bool:
        """Tell whether a canned policy, which knows an end only, cannot say this."""
        return self.starts is not None or self.ip_address is not None


def terms(*, expires: t.Any, starts: t.Any, ip_address: t.Any, now: datetime.datetime) -> Terms:
    """Return the terms; refuses those under which CloudFront would answer 403 to everybody."""
    until = moment("expires", expires, now=now)
    if until <= now:
        raise Refused(
            f"expires {_iso(until)} is over, CloudFront would answer 403: give a later time or a duration such as 2h."
        )
    since = None if starts is None else moment("starts", starts, now=now)
    if since is not None and since >= until:
        raise Refused(f"starts {_iso(since)} is not before expires {_iso(until)}: the signature would never be good.")
    return Terms(until, since, None if ip_address is None else network(ip_address))


def moment(option: str, value: t.Any, *, now: datetime.datetime) -> datetime.datetime:
    """Return a point in time, in whole seconds; what names no time zone is in UTC."""
    try:
        found = _datetime(plain(value), now)
    except (ValueError, OverflowError, OSError):
        found = None
    if found is None:
        raise Refused(
            f"{option} {shown(value)} is no time: give a duration such as 2h or 7d, a date and time such as"
            " 2030-12-31T00:00:00Z, or seconds since 1970."
        )
    utc = found if found.tzinfo else found.replace(tzinfo=datetime.timezone.utc)
    return utc.astimezone(datetime.timezone.utc).replace(microsecond=0)


def _datetime(value: t.Any, now: datetime.datetime) -> datetime.datetime | None:
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    if isinstance(value, str) and not value.isdecimal():
        return _written(value.strip(), now)
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return datetime.datetime.fromtimestamp(int(value), datetime.timezone.utc)
    return None


def _written(text: str, now: datetime.datetime) -> datetime.datetime:
    parts = _DURATION.fullmatch(text)
    if text and parts:
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        return now + datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    # Python 3.10 does not know the Z.
    return datetime.datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text))


def network(value: t.Any) -> str:
    """Return an IPv4 address or network in CIDR notation; CloudFront compares no IPv6 addresses."""
    text = words("ip_address", value)
    try:
        found = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise Refused(
            f"ip_address {shown(text)} is no IPv4 address or network: write 203.0.113.7 or 203.0.113.0/24."
        ) from None
    if found.version != 4:  # noqa: PLR2004 - the version of the protocol
        raise Refused(
            f"ip_address {text} is IPv6, which CloudFront does not compare: give the viewers' IPv4 addresses,"
            " and turn IPv6 off for the distribution, or they may come by IPv6 and be denied."
        )
    if "/" in text and str(found.network_address) != text.partition("/")[0]:
        raise Refused(f"ip_address {text} is inside of a network: write {found} for all of it.")
    return str(found)


def key_pair_id(value: t.Any) -> str:
    """Return the id of a public key; refuses what only looks like one."""
    text = words("key_id", value)
    if not _KEY_ID.fullmatch(text):
        raise Refused(
            f"key_id {shown(text)} is not the id of a public key, which looks like K2JCJMDEHXQW5F. It is neither the"
            " id of the key group nor a name: cdn.aws.cloudfront_public_key returns it as id."
        )
    return text


def request_url(value: t.Any) -> str:
    """Return a URL as a viewer's client sends it; refuses what none would send."""
    parts = _parts("the URL", value, ("http", "https"))
    for name in (parts["host"], parts["path"], parts["query"]):
        if "*" in name:
            raise Refused(
                f"the URL {_shown(parts)} has a *: give the pattern as resource and here a URL that it covers; a * in"
                " the name of a file is written %2A."
            )
    return _joined(parts)


def resource_pattern(option: str, value: t.Any) -> str:
    """Return a URL that may have wildcards; a pattern that ends in its host name stands for the whole host."""
    parts = _parts(option, value, ("http", "https", "http*"))
    if parts["host"].endswith("*") and not parts["path"] and not parts["query"]:
        return f"{parts['scheme']}://{parts['host']}"
    return _joined(parts)


def covers(pattern: str, url: str) -> bool:
    """Tell whether a policy's resource covers a URL: `*` stands for any characters, `?` for one."""
    wild = {"*": ".*", "?": "."}
    return re.fullmatch("".join(wild.get(one) or re.escape(one) for one in pattern), url) is not None


def _parts(option: str, value: t.Any, schemes: tuple[str, ...]) -> dict[str, str]:
    text = words(option, value)
    found = _URL.fullmatch(text)
    if not found or found["scheme"].lower() not in schemes or not found["host"] or not text.isprintable():
        raise Refused(f"{option} {shown(text)} is no URL of a website: write it whole, from https:// on.")
    parts = {name: part or "" for name, part in found.groupdict().items()}
    _check(option, parts)
    return {
        **parts,
        "scheme": parts["scheme"].lower(),
        "host": _host(option, parts),
        "path": _encoded(parts["path"], IN_PATH),
        "query": _encoded(parts["query"].rstrip("&"), IN_QUERY),
    }


def _check(option: str, parts: dict[str, str]) -> None:
    where = f"{option} {_shown(parts)}"
    if parts["fragment"]:
        raise Refused(
            f"{where} has a fragment, which clients keep for themselves: leave away what follows the #; a # in the"
            " name of a file is written %23."
        )
    if "@" in parts["host"]:
        raise Refused(f"{option}: CloudFront knows no users and passwords in a URL.")
    if _S3.search(parts["host"].lower()):
        raise Refused(f"{where} is the bucket's own address: give the one on the distribution's name.")
    if any(part.lower().replace("%2e", ".") in DOTS for part in parts["path"].split("/")):
        raise Refused(f"{where} has . or .. as a part, which clients resolve before they ask: write it without.")
    taken = sorted({part.partition("=")[0] for part in parts["query"].split("&")} & RESERVED)
    if taken:
        raise Refused(f"{where} has {', '.join(taken)} in its query, names that CloudFront keeps for its signatures.")


def _host(option: str, parts: dict[str, str]) -> str:
    host = parts["host"].lower().removesuffix(PORTS.get(parts["scheme"].lower(), ""))
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        ascii_host = ""
    if not _HOST.fullmatch(ascii_host):
        raise Refused(f"{option} {_shown(parts)}: {shown(parts['host'])} is no host name.")
    return ascii_host


def _encoded(text: str, safe: str) -> str:
    # A percent sign that begins no encoded character is one itself.
    return quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text), safe=safe)


def _joined(parts: dict[str, str]) -> str:
    query = f"?{parts['query']}" if parts["query"] else ""
    return f"{parts['scheme']}://{parts['host']}{parts['path'] or '/'}{query}"


def _shown(parts: dict[str, str]) -> str:
    return shown(f"{parts['scheme']}://{parts['host'].rpartition('@')[2]}{parts['path']}")


def plain(value: t.Any) -> t.Any:
    """Return a value without Ansible's wrapping; what is undefined says so itself."""
    if isinstance(value, Undefined) or getattr(value, "__ENCRYPTED__", False):
        return str(value)
    return value


def words(option: str, value: t.Any) -> str:
    """Return a text, encrypted ones decrypted; refuses other types, and what is empty."""
    text = plain(value)
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    if not isinstance(text, str):
        raise Refused(f"{option} is given as {type(value).__name__}: give it as text.")
    if not text.strip():
        raise Refused(f"{option} is empty.")
    return str(text).strip()


def shown(value: t.Any) -> str:
    """Return a value for a message; what is long or has several lines may be a key in the wrong place."""
    text = str(value)
    fits = len(text) <= LONGEST_SHOWN and text.isprintable() and "PRIVATE KEY" not in text
    return text if fits else f"(a text of {len(text)} characters)"


def _iso(when: datetime.datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
