# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options as nobody should write them, made from the argument spec of a module."""

from __future__ import annotations

import typing as t

from hypothesis import strategies as st

Spec = t.Mapping[str, t.Mapping[str, t.Any]]

# What stands in options that are secrets, and in others as what gives it away; it must be in no message.
SECRET = "s3cr3t-never-to-be-shown"
GIVEN_AWAY = (
    f"/a.css?Expires=1&Signature={SECRET}&Key-Pair-Id=K1",
    f"https://cdn.example.test/?Policy={SECRET}",
    f"http://jim:{SECRET}@proxy.example.test:3128",
    f"-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n{SECRET}\n-----END RSA PRIVATE KEY-----\n",
)
DISTRIBUTION, CERTIFICATE = "E1WILD", "arn:aws:acm:us-east-1:000000000000:certificate/wild"
UNKNOWN = "(known after apply: something)"
NASTY = (
    "",
    " ",
    "\n",
    "a\r\nb: c",
    "\x00",
    "\ud800",
    "ünï",
    "bücher.example.test",
    "xn--",
    "xn--a-ecp.example.test",
    ".",
    "..",
    "*",
    "*.*.example.test",
    "a." * 130 + "test",
    "a" * 64 + ".example.test",
    "cdn.example.test.",
    "CDN.Example.Test",
    "https://cdn.example.test/x?y=z",
    "https://[::1",
    "http://a:b@c:99999/",
    "127.0.0.1",
    "[::1]:53",
    "::1",
    "host:99999",
    "host:-1",
    "arn:aws:s3:::wild-bucket",
    "arn:aws:acm:eu-west-1:1:certificate/x",
    "../../etc/passwd",
    "a/../b",
    "//",
    "/%zz",
    "'; DROP TABLE x; --",
    "{{ undefined }}",
    "[unclosed",
    "(?P<a",
    "**/**/[!a",
    "{a,b",
    "\\",
    '"',
    "on",
    "1e3",
    "0o17",
    "2026-01-01",
    "12:30:00",
    "9" * 40,
    "-1",
    UNKNOWN,
    f"x {UNKNOWN} y",
    "********",
    "x" * 600,
    *GIVEN_AWAY,
)
NUMBERS = (-(2**63), -1, 0, 1, 2, 99, 600, 2**31 - 1, 2**31, 2**63, 10**30)
# What a value means by the name of its option; so much is right that a module gets far.
LIKELY: dict[str, tuple[t.Any, ...]] = {
    "alias": ("cdn.example.test", "other.example.test"),
    "aliases": ("cdn.example.test", "new.example.test"),
    "acm_certificate_arn": (CERTIFICATE,),
    "allowed_origins": ("*", "https://example.test"),
    "bucket": ("wild-bucket",),
    "certificate_arn": (CERTIFICATE,),
    "certificate_region": ("us-east-1",),
    "connect_to": ("127.0.0.1:9",),
    "default_origin_domain_name": ("wild-bucket.s3.eu-central-1.amazonaws.com", "origin.example.test"),
    "distribution_id": (DISTRIBUTION,),
    "dns_name": ("d111111abcdef8.cloudfront.net", "www.example.test"),
    "domain": ("cdn.example.test",),
    "domain_name": ("cdn.example.test", "wild-bucket.s3.eu-central-1.amazonaws.com"),
    "dns_resolver": ("127.0.0.1:9",),
    "id": ("one", "two"),
    "origin_id": ("one", "two"),
    "name": ("www.example.test", "wild-bucket", "new-thing"),
    "path_pattern": ("*.css", "/img/*"),
    "paths": ("/", "/a.css"),
    "pattern": ("*", "*.css"),
    "since": ("2026-01-01", "2026-01-01T00:00:00Z"),
    "subject_alternative_names": ("www.example.test", "*.example.test"),
    "target_bucket": ("wild-bucket",),
    "target_origin_id": ("one", "two"),
    "target_paths": ("/*", "/a b"),
    "values": ("1.2.3.4", "::1", '"text"', "www.example.test", '0 issue "amazon.com"'),
    "zone": ("example.test",),
    "zone_of": ("www.example.test",),
}
# What dictionaries hold whose members are not in a spec: answers of modules, statements, events, tags.
KEYS = (
    *("items", "quantity", "id", "origins", "domain_name", "origin_path", "default_cache_behavior", "target_origin_id"),
    *("cache_behaviors", "path_pattern", "aliases", "etag", "origin_access_control_id", "s3_origin_config"),
    *("Effect", "Principal", "Action", "Resource", "Condition", "AWS", "Service", "StringEquals", "Sid", "NotAction"),
    *("version", "context", "viewer", "request", "response", "uri", "method", "statusCode", "headers", "Name"),
    *NASTY[:12],
)
# A wait or a number of tries is as long as it is asked to be; nobody waits for that here.
SMALL = frozenset({"wait_timeout", "attempts", "timeout", "connections", "threads", "purge_limit"})

_keys = st.one_of(st.text(max_size=8), st.sampled_from(KEYS))
_anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from(NUMBERS),
        st.floats(),
        st.sampled_from(NASTY),
        st.text(max_size=20),
    ),
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(_keys, below, max_size=3)),
    max_leaves=6,
)


def with_secret(value: t.Any, secret: str) -> t.Any:
    """Return options with another secret in the place of ``SECRET``."""
    if isinstance(value, str):
        return value.replace(SECRET, secret)
    if isinstance(value, dict):
        return {with_secret(name, secret): with_secret(child, secret) for name, child in value.items()}
    return [with_secret(child, secret) for child in value] if isinstance(value, list) else value


class Wild:
    """Draws options for a module; ``paths`` are what options that name files may name."""

    def __init__(self, paths: t.Sequence[str]) -> None:
        self._paths = paths

    def options(self, spec: Spec) -> st.SearchStrategy[dict[str, t.Any]]:
        """Return a strategy for all options of a module."""
        return st.one_of(self._some(spec, wrong=False), self._some(spec, wrong=False), self._some(spec, wrong=True))

    def _some(self, spec: Spec, *, wrong: bool) -> st.SearchStrategy[dict[str, t.Any]]:
        @st.composite
        def drawn(draw: st.DrawFn) -> dict[str, t.Any]:
            required = [name for name, option in spec.items() if option.get("required")]
            some = draw(st.lists(st.sampled_from(sorted(spec)), unique=True, max_size=8))
            names = dict.fromkeys([*required, *some])
            if wrong and draw(st.booleans()):
                names.pop(draw(st.sampled_from(list(names) or [""])), None)
            options = {name: draw(self._value(name, spec[name], wrong=wrong)) for name in names}
            if wrong and draw(st.integers(0, 3)) == 0:
                options[draw(st.text(min_size=1, max_size=8))] = draw(_anything)
            return options

        return drawn()

    def _value(self, name: str, option: t.Mapping[str, t.Any], *, wrong: bool) -> st.SearchStrategy[t.Any]:
        right = self._typed(name, option, option.get("type", "str"), wrong=wrong)
        return st.one_of(right, right, right, _anything, st.none()) if wrong else right

    def _typed(self, name: str, option: t.Mapping[str, t.Any], kind: str, *, wrong: bool) -> st.SearchStrategy[t.Any]:
        if kind == "list":
            item = self._typed(name, option, option.get("elements", "str"), wrong=wrong)
            return st.lists(st.one_of(item, _anything) if wrong else item, max_size=4)
        if option.get("options"):
            return self._some(option["options"], wrong=wrong)
        if option.get("choices"):
            return st.sampled_from(list(option["choices"]))
        numbers = st.sampled_from((-1, 0, 1, 2) if name in SMALL else NUMBERS)
        kinds: dict[str, st.SearchStrategy[t.Any]] = {
            "bool": st.booleans(),
            "int": numbers,
            "float": st.one_of(numbers, st.floats()),
            "dict": st.dictionaries(_keys, _anything, max_size=3),
        }
        return kinds[kind] if kind in kinds else self._text(name, option, kind)

    def _text(self, name: str, option: t.Mapping[str, t.Any], kind: str) -> st.SearchStrategy[str]:
        if kind == "path":
            return st.sampled_from(self._paths)
        if option.get("no_log"):
            return st.just(SECRET)
        likely = st.sampled_from(LIKELY.get(name, ("some",)))
        return st.one_of(likely, likely, st.sampled_from(NASTY), st.sampled_from(GIVEN_AWAY), st.text(max_size=20))
