# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificate that a server shows, in words; pure."""

from __future__ import annotations

import datetime
import ssl
import typing as t

Peer = t.Mapping[str, t.Any]


def describe(peer: Peer, *, now: datetime.datetime) -> dict[str, t.Any]:
    """Return a verified certificate, as Python gives it, in the form of the return value."""
    until = datetime.datetime.fromtimestamp(ssl.cert_time_to_seconds(peer["notAfter"]), datetime.timezone.utc)
    return {
        "subject": _name(peer.get("subject", ())),
        "subject_alternative_names": names_of(peer),
        "issuer": _name(peer.get("issuer", ())),
        "not_after": until.isoformat(),
        "days_left": (until - now).days,
    }


def names_of(peer: Peer) -> list[str]:
    """Return the names that a certificate covers."""
    return [value for dummy, value in peer.get("subjectAltName", ())]


def _name(parts: t.Iterable[t.Iterable[tuple[str, str]]]) -> str:
    pairs = dict(pair for part in parts for pair in part)
    return pairs.get("commonName") or ", ".join(f"{key}={value}" for key, value in pairs.items())
