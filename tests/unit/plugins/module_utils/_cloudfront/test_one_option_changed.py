# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option changed alone changes its own path, and nothing else (CF-05 to CF-08)."""

from __future__ import annotations

import typing as t

import pytest
from botocore import xform_name

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, PURGES
from ansible_collections.cdn.aws.plugins.module_utils._shapes import from_sdk, invalid, is_plain_list
from tests.unit.plugins.module_utils._cloudfront.account import Account, run
from tests.unit.plugins.module_utils._cloudfront.whole import ACCOUNT, CUSTOM, IDENTITY, POLICY, SHAPE, WAYS, whole

Path = tuple[t.Any, ...]


def flat(value: t.Any, path: Path = ()) -> dict[Path, t.Any]:
    """Every leaf by its path; lists of plain values are leaves, and what counts them is left out."""
    children: t.Iterable[tuple[t.Any, t.Any]]
    if isinstance(value, dict):
        children = ((name, child) for name, child in value.items() if name != "Quantity")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        children = enumerate(value)
    else:
        return {path: value}
    found: dict[Path, t.Any] = {}
    for name, child in children:
        found |= flat(child, (*path, name))
    return found


def changed(before: t.Any, after: t.Any) -> set[Path]:
    left, right = flat(before), flat(after)
    return {path for path in left.keys() | right.keys() if left.get(path, "absent") != right.get(path, "absent")}


# Every leaf of the options, as a path into the option form of a whole configuration, and the same path on the wire.


def is_member(shape: t.Any, option: str) -> bool:
    """Tell an option of the API's own from a mirror, a count, or a form of community.aws."""
    members = {xform_name(name) for name in shape.members} - {"quantity"}
    return option in members - quirks.IGNORED.get(shape.name, frozenset())


def leaves(spec: t.Any, shape: t.Any, value: t.Any, path: Path = (), wire: Path = ()) -> t.Iterator[tuple[Path, Path]]:
    members = {xform_name(name): name for name in shape.members}
    for option, kind in spec.items():
        if not is_member(shape, option) or option not in value:
            continue
        below, at = shape.members[members[option]], (*wire, members[option])
        here = (*path, option)
        if is_plain_list(below):
            below, at = below.members["Items"], (*at, "Items")
        if "options" not in kind:
            yield here, at
        elif kind["type"] == "dict":
            yield from leaves(kind["options"], below, value[option], here, at)
        else:
            for index, item in enumerate(value[option]):
                names = {name: inner for name, inner in kind["options"].items() if name != key_of(below)}
                yield from leaves(names, below.member, item, (*here, index), (*at, index))


def key_of(shape: t.Any) -> str:
    return quirks.KEY_OF[shape.member.name]


def at(value: t.Any, path: Path) -> t.Any:
    for name in path:
        value = value[name]
    return value


NEW: dict[str, t.Any] = {
    "origin_path": "/y",
    "connection_attempts": 3,
    "origin_access_control_id": "E3BBBBBBBBBBBB",
    "origin_access_identity": "origin-access-identity/cloudfront/E9",
    "vpc_origin_id": "vo_two",
    "status_codes": [500, 503],
    "target_origin_id": CUSTOM,
    "cache_policy_id": POLICY.format(7),
    "origin_request_policy_id": POLICY.format(8),
    "response_headers_policy_id": POLICY.format(9),
    "realtime_log_config_arn": f"arn:aws:cloudfront::{ACCOUNT}:realtime-log-config/two",
    "function_arn": f"arn:aws:cloudfront::{ACCOUNT}:function/two",
    "lambda_function_arn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:one:2",
    "cached_methods": ["GET", "HEAD", "OPTIONS"],
    "response_page_path": "/other.html",
    "acm_certificate_arn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/two",
    "web_acl_id": f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/two/2",
    "restriction_type": "blacklist",
    "http_version": "http1.1",
    "bucket": "other.s3.amazonaws.com",
    "minimum_protocol_version": "TLSv1.2_2019",
    "http_port": 8080,
    "https_port": 8443,
    "response_code": "410",
}
METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
LISTS = {"allowed_methods": METHODS, "geo_restriction": ["DE", "FR"]}


def another(path: Path, value: t.Any, kind: dict[str, t.Any]) -> t.Any:
    name = path[-1]
    if name == "items":
        return LISTS.get(path[-2], [POLICY.format(6)])
    if name == "domain_name":
        return f"new-{value}"
    if name in NEW:
        return NEW[name]
    if kind.get("choices") or isinstance(value, bool):
        return next(choice for choice in kind.get("choices", (True, False)) if choice != value)
    if isinstance(value, list):
        return ["TLSv1.2"] if name == "origin_ssl_protocols" else [*value, "new-one"]
    return value + 1 if isinstance(value, int) else f"{value}-new"


def kind_of(path: Path) -> dict[str, t.Any]:
    spec: t.Any = {"options": CONFIG}
    for name in path:
        spec = spec if isinstance(name, int) else spec["options"][name]
    return t.cast("dict[str, t.Any]", spec)


def naming(path: Path, value: t.Any, now: t.Any) -> dict[str, t.Any]:
    """Options that name one leaf, and of the items of lists only what tells them apart."""
    return t.cast("dict[str, t.Any]", _naming(path, value, now, {"options": CONFIG}, SHAPE))


def _naming(path: Path, value: t.Any, now: t.Any, spec: t.Any, shape: t.Any) -> t.Any:
    if not path:
        return value
    name = path[0]
    if not isinstance(name, int):
        inner = shape.members[{xform_name(member): member for member in shape.members}[name]]
        inner = inner.members["Items"] if is_plain_list(inner) else inner
        return {name: _naming(path[1:], value, now[name], spec["options"][name], inner)}
    needed = {key_of(shape), *(option for option, kind in spec["options"].items() if kind.get("required"))}
    items = [{option: item[option] for option in spec["options"] if option in needed} for item in now]
    items[name] |= _naming(path[1:], value, now[name], spec, shape.member)
    return items


# What cannot be changed alone, and why.
NOT_ALONE = {
    "staging": "is chosen when a distribution is made (CF-81)",
    "cloud_front_default_certificate": "takes the place of another certificate (CF-37)",
}
# What takes something else with it: (option, what goes along on the wire).
TAKES_ALONG = {
    "acm_certificate_arn": {"Certificate", "CertificateSource", "CloudFrontDefaultCertificate"},  # CF-08
    "iam_certificate_id": {"Certificate", "CertificateSource", "CloudFrontDefaultCertificate"},  # CF-08
    "forward": {"WhitelistedNames"},  # names need the whitelist
    "enabled": {"Items"},  # signers that nobody asks for
}
ALL = [(way, *leaf) for way in WAYS for leaf in leaves(CONFIG, SHAPE, from_sdk(SHAPE, whole(way)))]
CASES = [
    (way, path, wire)
    for way, path, wire in ALL
    if path[-1] not in NOT_ALONE and (way == 0 or path[0] in ("default_cache_behavior", "viewer_certificate"))
]


def label(case: tuple[int, Path, Path]) -> str:
    return f"{case[0]}:{'.'.join(map(str, case[1]))}"


def is_sensible(way: int, path: Path, now: dict[str, t.Any]) -> bool:
    """An origin with an identity takes no access control, nor the other way round (CF-40)."""
    if path[0] == "origins" and path[-1] == "origin_access_control_id":
        return bool(now["origins"][path[1]]["id"] != IDENTITY)
    if path[-1] == "origin_access_identity":
        return bool(now["origins"][path[1]]["id"] == IDENTITY)
    # CF-12, CF-13: CloudFront decides with a certificate of its own.
    return not (way == 2 and path[0] == "viewer_certificate")


SENSIBLE = [case for case in CASES if is_sensible(case[0], case[1], from_sdk(SHAPE, whole(case[0])))]


def test_every_option_is_among_those_that_are_changed() -> None:
    def names(spec: t.Any, shape: t.Any, path: Path = ()) -> t.Iterator[Path]:
        members = {xform_name(name): member for name, member in shape.members.items()}
        for option, kind in spec.items():
            if not is_member(shape, option):
                continue
            below = members[option]
            below = below.members["Items"] if is_plain_list(below) else below
            if option == quirks.KEY_OF.get(shape.name) or option in NOT_ALONE:
                continue
            if "options" in kind:
                yield from names(kind["options"], getattr(below, "member", below), (*path, option))
            else:
                yield (*path, option)

    tried = {tuple(name for name in path if not isinstance(name, int)) for _way, path, _wire in SENSIBLE}
    assert set(names(CONFIG, SHAPE)) == tried


@pytest.mark.parametrize(("way", "path", "wire"), SENSIBLE, ids=map(label, SENSIBLE))
def test_an_option_that_is_changed_alone_changes_its_own_path_only(way: int, path: Path, wire: Path) -> None:
    before = whole(way)
    now = from_sdk(SHAPE, before)
    value = another(path, at(now, path), kind_of(path))
    api = Account(before)
    run(api, **naming(path, value, now))
    (body,) = api.updates
    along = TAKES_ALONG.get(path[-1], set())
    others = {one for one in changed(before, body) if one != wire}
    assert wire in changed(before, body)
    assert {one for one in others if one[: len(wire) - 1] != wire[:-1] or one[len(wire) - 1] not in along} == set()
    assert invalid(SHAPE, body) == ""
    assert at(from_sdk(SHAPE, body), path) == value or path[0] in PURGES
