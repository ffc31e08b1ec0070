# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What viewers get: paths, redirect, origin and certificate of a domain."""

from __future__ import annotations

import datetime
import ssl
import time
import typing as t
from urllib.parse import quote

from .._errors import CdnError, Refused
from .._plan import State
from .._resource import Reader
from . import certificate, checks, x_cache
from .failures import Unanswered
from .http import KEPT_BODY, Reply, Route, Session
from .images import MOST_BYTES, Images
from .options import check
from .reasons import Row, find
from .report import summary
from .signed import secrets, unsigned
from .signs import Asked

# A miss fills the cache at once; an error stays in it for 10 s by default (CF-90), which five attempts outlast.
PAUSE = 0.2
PAUSE_AFTER_ERROR = 3.0
OK, ERRORS = 200, 400
# What a request line may hold; a percent sign is taken for the beginning of an encoded character.
UNCHANGED = "/%!$&'()*+,;=:@?-._~"


class Probe(Reader):
    """Requests as a viewer makes them. Reads nothing in a check run, where there may be nothing to ask yet."""

    noun = "probe"

    @property
    def name(self) -> str:
        """Return the domain."""
        return str(self.options["domain"])

    @property
    def secrets(self) -> frozenset[str]:
        """Return the signatures in the paths."""
        return secrets(path for path in self.options["paths"] if path)

    def validate(self) -> None:
        """Refuse what cannot be a domain, a path or a place to connect to."""
        check(self.options)

    def read(self) -> State | None:
        """Return None: nothing is asked before the wait, which check runs do not reach."""
        return None

    def wait(self, current: State | None) -> State | None:
        """Ask, and report; raises CdnError with all problems when they shall fail the task."""
        probe = self._ask()
        if probe["problems"] and self.options["fail_on_problem"]:
            raise CdnError(" ".join(probe["problems"]), probe=probe, actions=[])
        return probe

    def _ask(self) -> dict[str, t.Any]:
        route = self._route()
        paths = [quote(path, safe=UNCHANGED) for path in self.options["paths"]]
        domain = self.name.encode("idna").decode()
        problems: list[str] = []
        session = Session(route, "https", domain)
        probe: dict[str, t.Any] = {"domain": domain, "paths": self._ask_paths(session, paths, problems)}
        session.close()
        peer, now = session.certificate, datetime.datetime.now(datetime.timezone.utc)
        probe["address"] = session.address
        probe["certificate"] = certificate.describe(peer, now=now) if peer else None
        # What follows goes over http, and to S3, which takes a Signature for one of its own: signatures stay here.
        bare = [unsigned(path) for path in paths]
        probe["redirect"] = checks.redirect(route, domain, bare[0]) if self.options["check_redirect"] else None
        # A bucket is asked for a file where there is one: a denied listing would prove nothing.
        file = next((path for path in bare if not path.endswith("/")), bare[0])
        probe["origins"] = [checks.origin(route, url, file) for url in self.options["origin_urls"] or []]
        unredirected = (probe["redirect"] or {}).get("problem")
        if unredirected and not any(problem.endswith(unredirected) for problem in problems):
            problems.append(f"http://{domain}: {unredirected}")
        problems += [f"{origin['url']}: {origin['problem']}" for origin in probe["origins"] if origin["problem"]]
        probe["problems"] = list(dict.fromkeys(problems))
        return {**probe, "summary": summary(probe)}

    def _route(self) -> Route:
        options = self.options
        # One byte more than may be shown tells that there is more.
        kept = MOST_BYTES + 1 if options["images"] else KEPT_BODY
        route = Route(options["connect_to"] or {}, options["ca_path"] or None, options["timeout"], kept)
        try:
            route.tls()
        except (OSError, ssl.SSLError) as error:
            raise Refused(
                f"ca_path {route.ca_path} holds no certificates that can be read: {error.strerror}."
            ) from error
        return route

    def _ask_paths(self, session: Session, paths: list[str], problems: list[str]) -> list[dict[str, t.Any]]:
        found = []
        images = Images(session)
        for path in paths:
            replies: list[Reply] = []
            row = None
            try:
                row = self._ask_path(session, path, replies)
            except Unanswered as error:
                problems.append(f"https://{self.name}: {error.message}")
            asked = self._asked(path, replies)
            if row and (self.options["expect_hit"] or not asked.is_fine or asked.is_stale):
                problems.append(f"{path}: {_shown(asked.last)}: {row.reason}. {row.remedy}")
            found.append(
                {
                    "path": path,
                    "requests": [x_cache.describe(reply) for reply in replies],
                    "hit": bool(replies) and asked.is_hit,
                    "fresh": asked.is_fresh if replies else None,
                    "cause": row.key if row else None,
                    "reason": f"{row.reason}. {row.remedy}" if row else None,
                    **({"image": images.take(path, asked.last)} if self.options["images"] and replies else {}),
                }
            )
            if not replies:  # the other paths would fare no better
                break
        return found

    def _asked(self, path: str, replies: list[Reply]) -> Asked:
        return Asked(path, tuple(replies), self.options["expect_fresh"])

    def _ask_path(self, session: Session, path: str, replies: list[Reply]) -> Row | None:
        """Ask until there is a hit, or it is clear that there will be none; return why not."""
        row = None
        for attempt in range(self.options["attempts"]):
            if attempt:
                time.sleep(PAUSE_AFTER_ERROR if replies[-1].status >= ERRORS else PAUSE)
            replies.append(session.get(path))
            row = find(self._asked(path, replies))
            if row is None or row.final:
                break
        return row


def _shown(reply: Reply) -> str:
    said = reply.headers.get("x-cache") or "no X-Cache"
    return said if reply.status == OK else f"{reply.status}, {said}"
