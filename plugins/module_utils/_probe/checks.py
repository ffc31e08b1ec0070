# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be refused or redirected: http, and the bucket itself."""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from . import x_cache
from .failures import Unanswered
from .http import Reply, Route, Session

PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
OK, DENIED = 200, 403


def redirect(route: Route, domain: str, path: str) -> dict[str, t.Any]:
    """Ask over http and return whether that leads to the same path over https, for good."""
    found: dict[str, t.Any] = {"status": None, "location": None}
    try:
        reply = _ask(Session(route, "http", domain), path)
    except Unanswered as error:
        return {**found, "ok": False, "problem": error.message}
    location = reply.headers.get("location")
    problem = _redirect_problem(reply.status, location, f"https://{domain}{path}")
    return {"status": reply.status, "location": location, "ok": not problem, "problem": problem}


def origin(route: Route, url: str, path: str) -> dict[str, t.Any]:
    """Ask the bucket itself and return whether it denies what only CloudFront may read."""
    parts = urlsplit(url)
    full = f"{parts.path.rstrip('/')}{path}"
    found: dict[str, t.Any] = {"url": f"{parts.scheme}://{parts.netloc}{full}"}
    try:
        reply = _ask(Session(route, parts.scheme, parts.hostname or "", parts.port, origin=True), full)
    except Unanswered as error:
        unknown = f"whether viewers are denied here is not known. {error.message}"
        return {**found, "status": None, "denied": False, "problem": unknown}
    problem = _origin_problem(reply)
    return {**found, "status": reply.status, "denied": not problem, "problem": problem}


def _ask(session: Session, path: str) -> Reply:
    try:
        return session.get(path)
    finally:
        session.close()


def _redirect_problem(status: int, location: str | None, expected: str) -> str | None:
    if status in PERMANENT and location == expected:
        return None
    if status in REDIRECTS and location == expected:
        return f"redirects to https with {status}, which browsers do not remember. Let it be 301 or 308."
    if status in REDIRECTS:
        return f"redirects to {location} and not to {expected}."
    if status == DENIED:
        return (
            "http is refused. Where the name is an alias of the distribution, set viewer_protocol_policy to"
            " redirect-to-https, or check_redirect to false."
        )
    return (
        f"http is answered with {status} and not redirected to https. Set viewer_protocol_policy to redirect-to-https,"
        " or check_redirect to false."
    )


def _origin_problem(reply: Reply) -> str | None:
    if x_cache.passed_cloudfront(reply.headers):
        return "CloudFront answered and not the bucket: set origin in connect_to to where the bucket is."
    if reply.status == DENIED:
        return None
    if OK <= reply.status < min(REDIRECTS):
        return "the bucket can be read without CloudFront. Block public access and remove public policies and ACLs."
    return f"the bucket answers {reply.status} and not 403. Check its name and region, and who may list it."
