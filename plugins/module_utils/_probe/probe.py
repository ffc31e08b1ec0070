# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What viewers get: paths, redirect, origin and certificate of a domain."""

from __future__ import annotations

import datetime
import os
import ssl
import typing as t
from urllib.parse import quote

from .._domain import host_name
from .._errors import CdnError, Refused
from .._plan import State
from .._proxies import without_password
from .._resource import Reader
from . import certificate, checks, proxied, ways, x_cache
from .asking import Answer, Asker
from .diagnosis import Diagnosis
from .http import KEPT_BODY, Reply, Route, Session
from .images import MOST_BYTES, Images
from .mapping import url_map
from .options import check
from .report import summary
from .signed import unsigned

OK = 200
# What a request line may hold; a percent sign is taken for the beginning of an encoded character.
UNCHANGED = "/%!$&'()*+,;=:@?-._~"


class Probe(Reader):
    """Requests as a viewer makes them. Reads nothing in a check run, where there may be nothing to ask yet."""

    noun = "probe"

    @property
    def name(self) -> str:
        """Return the domain."""
        return str(self.options["domain"])

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
            raise CdnError(" ".join(probe["problems"]), actions=[], **self.result(probe))
        return probe

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return what was found, and the URLs, for which nothing is asked."""
        return {self.noun: state, **url_map(self.options)}

    def _ask(self) -> dict[str, t.Any]:
        route = self._route()
        paths = [quote(path, safe=UNCHANGED) for path in self.options["paths"]]
        domain = host_name(self.name, option="domain")
        session = Session(route, "https", domain)
        answers = Asker(session, self.options).ask(paths)
        diagnosis = Diagnosis(self.api, self.options)
        diagnosis.refine(answers)
        problems = [problem for answer in answers if (problem := self._problem(answer))]
        if not session.certificate:
            problems = [f"https://{self.name}: {answers[0].failure}"]
        if len(answers) < len(paths):
            problems.append(f"https://{domain}: {len(paths) - len(answers)} more of the paths were not asked for.")
        probe: dict[str, t.Any] = {
            "domain": domain,
            "counts": _counts(answers),
            "paths": self._paths(answers, session),
            "certificate": self._certificate(session, problems),
            **self._other_ways(route, domain, session, paths[0], problems),
            "notes": [*diagnosis.notes, *([proxied.note(session.proxy)] if session.proxy else [])],
        }
        session.close()
        probe["address"] = session.address
        probe["proxy"] = without_password(session.proxy.url) if session.proxy else None
        # What follows goes over http, and to S3, which takes a Signature for one of its own: signatures stay here.
        bare = [unsigned(path) for path in paths]
        probe["redirect"] = self._redirect(route, domain, bare[0], problems)
        # A bucket is asked for a file where there is one: a denied listing would prove nothing.
        file = next((path for path in bare if not path.endswith("/")), bare[0])
        probe["origins"] = [checks.origin(route, url, file) for url in self.options["origin_urls"] or []]
        problems += [f"{origin['url']}: {origin['problem']}" for origin in probe["origins"] if origin["problem"]]
        probe["problems"] = list(dict.fromkeys(problems))
        return {**probe, "summary": summary(probe)}

    def _route(self) -> Route:
        options = self.options
        # One byte more than may be shown tells that there is more.
        kept = MOST_BYTES + 1 if options["images"] else KEPT_BODY
        bundle = options.get("aws_ca_bundle") or os.environ.get("REQUESTS_CA_BUNDLE") or None
        places = (options["connect_to"] or {}, options["ca_path"] or None)
        route = Route(*places, options["timeout"], kept, bundle, options["use_proxy"])
        try:
            route.context  # noqa: B018 - loaded here once
        except (OSError, ssl.SSLError) as error:
            named = [f"ca_path {route.ca_path}"] if route.ca_path else []
            named += [f"{bundle} (from aws_ca_bundle, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE)"] if bundle else []
            raise Refused(f"{' or '.join(named)} holds no certificates that can be read: {error.strerror}.") from error
        return route

    def _problem(self, answer: Answer) -> str:
        if answer.failure:
            return f"{answer.asked.path}: {answer.failure}"
        asked, row = answer.asked, answer.row
        is_wanted = self.options["expect_hit"] or not asked.is_fine or asked.is_stale
        if not row or not is_wanted or self._is_accepted(answer):
            return ""
        return f"{asked.path}: {_shown(asked.last)}: {row.say(asked)}"

    def _is_accepted(self, answer: Answer) -> bool:
        return answer.row is not None and answer.row.key in (self.options["accepted_causes"] or [])

    def _paths(self, answers: list[Answer], session: Session) -> list[dict[str, t.Any]]:
        images = Images(session) if self.options["images"] else None
        shown = answers if self.options["details"] else [answer for answer in answers if self._problem(answer)]
        return [{**_described(answer, images), "accepted": self._is_accepted(answer)} for answer in shown]

    def _certificate(self, session: Session, problems: list[str]) -> dict[str, t.Any] | None:
        if not session.certificate:
            return None
        found = certificate.describe(session.certificate, now=datetime.datetime.now(datetime.timezone.utc))
        if found["days_left"] < self.options["certificate_days"]:
            problems.append(
                f"The certificate ends in {found['days_left']} days. ACM renews its own 60 days before, while their"
                " validation records stand in DNS; an imported one has to be imported anew."
            )
        return found

    def _other_ways(
        self, route: Route, domain: str, session: Session, path: str, problems: list[str]
    ) -> dict[str, t.Any]:
        found: dict[str, t.Any] = {"ipv6": None, "http2": None}
        if session.certificate and self.options["check_ipv6"]:
            found["ipv6"] = ways.ipv6(route, domain, session, path, self.options["distribution"] or {})
            if found["ipv6"]["problem"]:
                problems.append(f"https://{domain}: {found['ipv6']['problem']}")
        if session.certificate and self.options["check_http2"]:
            found["http2"] = ways.http2(route, domain, session, path)
        return found

    def _redirect(self, route: Route, domain: str, path: str, problems: list[str]) -> dict[str, t.Any] | None:
        if not self.options["check_redirect"]:
            return None
        found = checks.redirect(route, domain, path)
        # What the whole server suffers from was said already.
        if found["problem"] and not any(problem.endswith(found["problem"]) for problem in problems):
            problems.append(f"http://{domain}: {found['problem']}")
        return found


def _described(answer: Answer, images: Images | None) -> dict[str, t.Any]:
    asked, row = answer.asked, answer.row
    image = {"image": images.take(asked.path, asked.last)} if images and asked.replies else {}
    return {
        "path": asked.path,
        "requests": [x_cache.describe(reply) for reply in asked.replies],
        "hit": bool(asked.replies) and asked.is_hit,
        "fresh": asked.is_fresh if asked.replies else None,
        "behavior": asked.behavior.name if asked.behavior else None,
        "cause": row.key if row else None,
        "reason": row.say(asked) if row else None,
        **image,
    }


def _counts(answers: list[Answer]) -> dict[str, int]:
    answered = [answer.asked for answer in answers if answer.asked.replies]
    return {
        "paths": len(answered),
        "requests": sum(len(asked.replies) for asked in answered),
        "hits": sum(asked.is_hit for asked in answered),
        "errors": sum(not asked.is_fine for asked in answered),
    }


def _shown(reply: Reply) -> str:
    said = reply.headers.get("x-cache") or "no X-Cache"
    return said if reply.status == OK else f"{reply.status}, {said}"
