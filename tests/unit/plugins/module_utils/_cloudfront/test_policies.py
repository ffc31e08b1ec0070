# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plans of policies send, and what they refuse before."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._client import note_unmodelled_members
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.cache_policy import KEY, CachePolicy
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.managed_policies import CACHING_OPTIMIZED
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.origin_request_policy import OriginRequestPolicy
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.policy import Policy
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.response_headers_policy import ResponseHeadersPolicy
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import is_unknown, unknown
from ansible_collections.cdn.aws.plugins.module_utils._wire import UNMODELLED
from tests.unit.helpers import StubbedApi, session

ID = "11111111-2222-3333-4444-555555555555"
TIME = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
NOTHING = {
    "HeadersConfig": {"HeaderBehavior": "none"},
    "CookiesConfig": {"CookieBehavior": "none"},
    "QueryStringsConfig": {"QueryStringBehavior": "none"},
}
ENCODED = {"EnableAcceptEncodingGzip": True, "EnableAcceptEncodingBrotli": True}
CACHE: dict[str, t.Any] = {
    "Name": "mine",
    "MinTTL": 1,
    "DefaultTTL": 86400,
    "MaxTTL": 31536000,
    "ParametersInCacheKeyAndForwardedToOrigin": {**NOTHING, **ENCODED},
}
REQUEST: dict[str, t.Any] = {"Name": "mine", **NOTHING}
HSTS = {"Override": True, "AccessControlMaxAgeSec": 60}
HEADERS: dict[str, t.Any] = {
    "Name": "mine",
    "SecurityHeadersConfig": {"StrictTransportSecurity": HSTS, "ContentTypeOptions": {"Override": False}},
    "CustomHeadersConfig": {"Quantity": 0},
}


class Stubbed(StubbedApi):
    """The calls of one kind of policy."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def _answer(self, config: dict[str, t.Any]) -> dict[str, t.Any]:
        return {"Id": ID, "LastModifiedTime": TIME, f"{self._kind}Config": config}

    def lists(self, *configs: dict[str, t.Any]) -> Stubbed:
        items = [{"Type": "custom", self._kind: self._answer(config)} for config in configs]
        answer = {f"{self._kind}List": {"MaxItems": 100, "Quantity": len(items), "Items": items}}
        self.expect(f"cloudfront:List{self._kind.replace('Policy', 'Policies')}", {"Type": "custom"}, answer)
        return self

    def gets(self, config: dict[str, t.Any], etag: str = "E1") -> Stubbed:
        self.expect(f"cloudfront:Get{self._kind}", {"Id": ID}, {self._kind: self._answer(config), "ETag": etag})
        return self

    def creates(self, config: dict[str, t.Any]) -> Stubbed:
        answer = {self._kind: self._answer(config), "ETag": "E1"}
        self.expect(f"cloudfront:Create{self._kind}", {f"{self._kind}Config": config}, answer)
        return self

    def updates(self, config: dict[str, t.Any], etag: str = "E1") -> Stubbed:
        request = {"Id": ID, "IfMatch": etag, f"{self._kind}Config": config}
        self.expect(f"cloudfront:Update{self._kind}", request, {self._kind: self._answer(config), "ETag": "E2"})
        return self

    def refuses(self, verb: str, code: str, status: int = 409) -> Stubbed:
        self.fail(f"cloudfront:{verb}{self._kind}", code, status=status)
        return self


CLASSES: dict[str, type[Policy]] = {
    "CachePolicy": CachePolicy,
    "OriginRequestPolicy": OriginRequestPolicy,
    "ResponseHeadersPolicy": ResponseHeadersPolicy,
}
LEAST = {"CachePolicy": CACHE, "OriginRequestPolicy": REQUEST, "ResponseHeadersPolicy": {"Name": "mine"}}
each_kind = pytest.mark.parametrize("kind", CLASSES)


def stubbed(kind: str) -> Stubbed:
    return Stubbed(kind)


def run(kind: str, api: StubbedApi, *, check: bool = False, **given: t.Any) -> Result:
    result = reconcile(CLASSES[kind]({"state": "present", **given}, api), check_mode=check)
    api.assert_all_made()
    return result


def refused(kind: str, there: dict[str, t.Any] | None = None, **given: t.Any) -> str:
    """Return what a check run says to options, over a policy or over nothing."""
    api = stubbed(kind).lists(*([there] if there else []))
    if there:
        api.gets(there)
    with pytest.raises(Refused) as caught:
        run(kind, api, check=True, name="mine", **given)
    return caught.value.message


@each_kind
def test_a_name_alone_makes_what_the_console_makes(kind: str) -> None:
    result = run(kind, stubbed(kind).lists().creates(LEAST[kind]), name="mine")
    assert result.state is not None
    assert result.state["id"] == ID


@each_kind
def test_a_no_op_costs_one_read_of_the_list(kind: str) -> None:
    assert not run(kind, stubbed(kind).lists({**LEAST[kind], "Name": "other"}, LEAST[kind]), name="mine").plan


@each_kind
def test_a_check_run_of_a_create_knows_no_id(kind: str) -> None:
    result = run(kind, stubbed(kind).lists(), check=True, name="mine")
    assert result.state is not None
    assert is_unknown(result.state["id"])
    assert [action["operation"] for action in result.plan.as_actions()] == [f"cloudfront:Create{kind}"]


@each_kind
def test_an_update_starts_from_the_object_and_keeps_the_rest(kind: str) -> None:
    there = {**LEAST[kind], "Comment": "old"}
    api = stubbed(kind).lists(there).gets(there, "E7").updates({**there, "Comment": "new"}, "E7")
    assert [one.path for one in run(kind, api, name="mine", comment="new").plan.changes[0].differences] == ["comment"]


@each_kind
def test_a_policy_that_is_gone_since_it_was_listed_is_made_anew(kind: str) -> None:
    api = stubbed(kind).lists({**LEAST[kind], "Comment": "old"}).refuses("Get", f"NoSuch{kind}", 404)
    plan = run(kind, api, check=True, name="mine", comment="new").plan
    assert [change.operation for change in plan.changes] == [f"cloudfront:Create{kind}"]


@each_kind
def test_a_policy_with_an_id_gets_another_name(kind: str) -> None:
    there = LEAST[kind]
    assert run(kind, stubbed(kind).gets(there).updates({**there, "Name": "new"}), id=ID, name="new").plan


@each_kind
def test_a_stale_etag_is_read_again(kind: str) -> None:
    """CF-02: what somebody else wrote in between is kept."""
    there, theirs = LEAST[kind], {**LEAST[kind], "Name": "theirs"}
    api = stubbed(kind).gets(there).refuses("Update", "PreconditionFailed", 412)
    api.gets(theirs, "E9").updates({**theirs, "Comment": "x"}, "E9")
    assert run(kind, api, id=ID, comment="x").plan


@each_kind
def test_a_name_that_was_taken_meanwhile_is_adopted(kind: str) -> None:
    """CF-66."""
    api = stubbed(kind).lists().refuses("Create", f"{kind}AlreadyExists").lists(LEAST[kind])
    result = run(kind, api, name="mine")
    assert result.state is not None
    assert result.state["id"] == ID


@each_kind
def test_a_name_that_another_policy_has_ends_an_update(kind: str) -> None:
    api = stubbed(kind).gets(LEAST[kind]).refuses("Update", f"{kind}AlreadyExists")
    with pytest.raises(Refused, match="there is another .* policy named new"):
        run(kind, api, id=ID, name="new")


@each_kind
def test_a_delete_names_the_distributions_that_use_it(kind: str) -> None:
    """CF-24."""
    api = stubbed(kind).lists(LEAST[kind]).gets(LEAST[kind]).refuses("Delete", f"{kind}InUse")
    found = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 2, "Items": ["E1AAA", "E2BBB"]}
    api.expect(f"cloudfront:ListDistributionsBy{kind}Id", {f"{kind}Id": ID}, {"DistributionIdList": found})
    with pytest.raises(Refused, match="in use by the distribution E1AAA, the distribution E2BBB"):
        run(kind, api, name="mine", state="absent")


@each_kind
def test_a_delete_waits_until_it_is_released(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """CF-24."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    nobody = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 0}
    api = stubbed(kind).lists(LEAST[kind]).gets(LEAST[kind]).refuses("Delete", f"{kind}InUse")
    api.expect(f"cloudfront:ListDistributionsBy{kind}Id", {f"{kind}Id": ID}, {"DistributionIdList": nobody})
    api.gets(LEAST[kind], "E8").expect(f"cloudfront:Delete{kind}", {"Id": ID, "IfMatch": "E8"}, {})
    assert run(kind, api, name="mine", state="absent").state is None


@pytest.mark.parametrize(
    "given",
    [
        {"name": "CachingOptimized"},
        {"name": "managed-cachingoptimized", "state": "absent"},
        {"id": CACHING_OPTIMIZED, "comment": "mine"},
        {"id": CACHING_OPTIMIZED, "state": "absent"},
        {"id": ID, "name": "Amplify"},
    ],
)
def test_managed_policies_are_left_alone(given: dict[str, t.Any]) -> None:
    """CF-65."""
    with pytest.raises(Refused, match="is a managed cache policy: AWS looks after it"):
        run("CachePolicy", StubbedApi(), **given)


def test_an_own_policy_named_like_a_managed_one_can_be_deleted_by_its_id() -> None:
    there = {**CACHE, "Name": "Amplify"}
    api = stubbed("CachePolicy").gets(there).gets(there)
    api.expect("cloudfront:DeleteCachePolicy", {"Id": ID, "IfMatch": "E1"}, {})
    assert run("CachePolicy", api, id=ID, name="Amplify", state="absent").plan


@pytest.mark.parametrize("option", ["name", "comment"])
def test_long_texts_are_refused(option: str) -> None:
    with pytest.raises(Refused, match=f"{option} has 129 characters"):
        run("CachePolicy", StubbedApi(), **{"name": "mine", option: "x" * 129})


def test_a_policy_that_a_check_run_is_to_make_is_absent() -> None:
    result = run("CachePolicy", StubbedApi(), check=True, id=unknown("cache policy id"), name="mine")
    assert result.plan.changes[0].kind == "create"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (1, 86400, 31536000)),
        ({"min_ttl": 100000}, (100000, 100000, 31536000)),
        ({"default_ttl": 0}, (0, 0, 31536000)),
        ({"max_ttl": 60}, (1, 60, 60)),
        ({"max_ttl": 0}, (0, 0, 0)),
        ({"default_ttl": 63072000}, (1, 63072000, 63072000)),
    ],
)
def test_default_lifetimes_agree_with_those_that_are_given(given: dict[str, int], expected: tuple[int, ...]) -> None:
    """CF-61."""
    state = run("CachePolicy", stubbed("CachePolicy").lists(), check=True, name="mine", **given).state
    assert state is not None
    assert tuple(state[name] for name in ("min_ttl", "default_ttl", "max_ttl")) == expected
    assert state[KEY]["enable_accept_encoding_gzip"] is (expected[2] > 0)


def key(**members: t.Any) -> dict[str, t.Any]:
    return {KEY: members}


@pytest.mark.parametrize(
    ("there", "given", "said"),
    [
        (None, {"min_ttl": 9, "default_ttl": 5}, "min_ttl (9) must not be more than default_ttl (5)."),
        (CACHE, {"max_ttl": 60}, "default_ttl (86400) must not be more than max_ttl (60)."),
        (CACHE, {"min_ttl": 0, "default_ttl": 0, "max_ttl": 0}, "max_ttl 0 switches caching off"),
        (
            None,
            {"max_ttl": 0, **key(cookies_config={"cookie_behavior": "all"})},
            "cookies_config.cookie_behavior to none",
        ),
        (
            CACHE,
            key(headers_config={"header_behavior": "whitelist", "headers": ["accept-encoding"]}),
            "Accept-Encoding is in headers_config.headers",
        ),
        (CACHE, key(headers_config={"header_behavior": "whitelist"}), "needs at least one name in headers"),
        (CACHE, key(cookies_config={"cookies": ["a"]}), "cookie_behavior is none, which takes no cookies"),
        (
            None,
            key(query_strings_config={"query_string_behavior": "all", "query_strings": ["a"]}),
            f"{KEY}.query_strings_config: query_string_behavior is all, which takes no query_strings",
        ),
    ],
)
def test_cache_policies_that_cloudfront_refuses_are_refused_before(
    there: dict[str, t.Any] | None, given: dict[str, t.Any], said: str
) -> None:
    """CF-61, CF-66, judged by the result of the merge."""
    assert said in refused("CachePolicy", there, **given)


def test_a_behavior_without_names_drops_them_and_their_order_means_nothing() -> None:
    """CF-66."""
    listed = {"CookieBehavior": "whitelist", "Cookies": {"Quantity": 2, "Items": ["a", "b"]}}
    there = {**REQUEST, "CookiesConfig": listed}
    swapped = {"cookie_behavior": "whitelist", "cookies": ["b", "a"]}
    api = stubbed("OriginRequestPolicy").lists(there)
    assert not run("OriginRequestPolicy", api, name="mine", cookies_config=swapped).plan
    api = stubbed("OriginRequestPolicy").lists(there).gets(there).updates(REQUEST)
    assert run("OriginRequestPolicy", api, name="mine", cookies_config={"cookie_behavior": "none"}).plan


def test_a_new_list_replaces_the_names_and_keeps_the_behavior() -> None:
    there = {**REQUEST, "HeadersConfig": {"HeaderBehavior": "allExcept", "Headers": {"Quantity": 1, "Items": ["Host"]}}}
    after = {"HeaderBehavior": "allExcept", "Headers": {"Quantity": 1, "Items": ["Origin"]}}
    api = stubbed("OriginRequestPolicy").lists(there).gets(there).updates({**there, "HeadersConfig": after})
    assert run("OriginRequestPolicy", api, name="mine", headers_config={"headers": ["Origin"]}).plan


def test_members_of_a_header_that_are_not_named_are_kept() -> None:
    after = {**HEADERS["SecurityHeadersConfig"], "StrictTransportSecurity": {**HSTS, "Preload": True}}
    config = {**HEADERS, "SecurityHeadersConfig": after}
    api = stubbed("ResponseHeadersPolicy").lists(HEADERS).gets(HEADERS).updates(config)
    given = {"strict_transport_security": {"preload": True}}
    assert run("ResponseHeadersPolicy", api, name="mine", security_headers_config=given).plan


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"content_type_options": {}}, {"StrictTransportSecurity": HSTS}),
        ({"content_type_options": {}, "strict_transport_security": {}}, None),
        ({}, None),
    ],
)
def test_an_empty_dictionary_takes_headers_away(given: dict[str, t.Any], left: dict[str, t.Any] | None) -> None:
    config = {name: value for name, value in HEADERS.items() if name != "SecurityHeadersConfig"}
    after = config if left is None else {**config, "SecurityHeadersConfig": left}
    api = stubbed("ResponseHeadersPolicy").lists(HEADERS).gets(HEADERS).updates(after)
    assert run("ResponseHeadersPolicy", api, name="mine", security_headers_config=given).plan
    api = stubbed("ResponseHeadersPolicy").lists(after)
    assert not run("ResponseHeadersPolicy", api, name="mine", security_headers_config=given).plan


def test_the_order_of_headers_means_nothing() -> None:
    items = [{"Header": name, "Value": "1", "Override": True} for name in ("X-A", "X-B")]
    there = {**HEADERS, "CustomHeadersConfig": {"Quantity": 2, "Items": items}}
    given = [{"header": "X-B", "value": "1"}, {"header": "X-A"}]
    api = stubbed("ResponseHeadersPolicy").lists(there)
    assert not run("ResponseHeadersPolicy", api, name="mine", custom_headers_config=given).plan
    api = stubbed("ResponseHeadersPolicy").lists(there).gets(there)
    api.updates({**there, "CustomHeadersConfig": {"Quantity": 1, "Items": items[:1]}})
    assert run("ResponseHeadersPolicy", api, name="mine", custom_headers_config=[{"header": "X-A"}]).plan


LONG = {"content_security_policy": "x" * 1784, "override": True}
CORS = {
    "access_control_allow_origins": ["*"],
    "access_control_allow_headers": ["X-Any"],
    "access_control_allow_methods": ["GET"],
    "access_control_allow_credentials": False,
    "origin_override": True,
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cors_config": {"origin_override": True}}, "cors_config.access_control_allow_credentials: there is"),
        ({"cors_config": {**CORS, "access_control_allow_origins": []}}, "allow_origins must not be empty"),
        (
            {"cors_config": {**CORS, "access_control_allow_headers": ["*"], "access_control_allow_credentials": True}},
            "must name the headers",
        ),
        (
            {"security_headers_config": {"frame_options": {"frame_option": "DENY"}}},
            "needs security_headers_config.frame_options.override",
        ),
        (
            {"security_headers_config": {"content_security_policy": {"content_security_policy": "x" * 1784}}},
            "content_security_policy.override",
        ),
        ({"security_headers_config": {"content_security_policy": LONG}}, "content_security_policy has 1784 characters"),
        (
            {"security_headers_config": {"xss_protection": {
                "protection": True, "override": True, "mode_block": True, "report_uri": "https://example.com"}}},
            "mode_block and report_uri exclude each other",
        ),
        (
            {"custom_headers_config": [{"header": "x-frame-options", "value": "DENY", "override": True}]},
            "security_headers_config.frame_options only",
        ),
        (
            {"custom_headers_config": [{"header": name, "value": "", "override": True} for name in ("X-A", "x-a")]},
            "x-a is there twice",
        ),
        ({"remove_headers_config": [{"header": ""}]}, "remove_headers_config: '' is no name of a header"),
        ({"custom_headers_config": [{"header": "X A", "value": "", "override": True}]}, "'x a' is no name"),
        (
            {"custom_headers_config": [{"header": "X-A", "value": "a\n", "override": True}]},
            "custom_headers_config[X-A]: the value of a header has no line breaks",
        ),
        (
            {"security_headers_config": {"content_security_policy": {**LONG, "content_security_policy": "a;\nb"}}},
            "begin a block in YAML with >-",
        ),
        ({"custom_headers_config": [{"header": "X-A"}]}, "custom_headers_config[X-A].value"),
        ({"remove_headers_config": [{"header": "X-Amz-Cf-Id"}]}, "X-Amz-Cf-Id is a header that CloudFront"),
        ({"server_timing_headers_config": {"enabled": True, "sampling_rate": 100.5}}, "from 0 to 100"),
        ({"server_timing_headers_config": {"enabled": True, "sampling_rate": 0.00001}}, "at most 4 decimals"),
    ],
)  # fmt: skip
def test_response_headers_that_cloudfront_refuses_are_refused_before(given: dict[str, t.Any], said: str) -> None:
    """CF-66."""
    assert said in refused("ResponseHeadersPolicy", None, **given)


def test_a_header_may_be_removed_and_added_at_once() -> None:
    """CloudFront removes first, and adds then."""
    api = stubbed("ResponseHeadersPolicy").lists()
    custom = [{"header": "Server", "value": "mine", "override": True}]
    given = {"custom_headers_config": custom, "remove_headers_config": [{"header": "Server"}]}
    assert run("ResponseHeadersPolicy", api, check=True, name="mine", **given).plan


def test_what_aws_refuses_is_told_as_it_says() -> None:
    api = stubbed("CachePolicy").lists().refuses("Create", "TooManyCachePolicies", 400)
    with pytest.raises(AwsError, match="TooManyCachePolicies"):
        run("CachePolicy", api, name="mine")


def test_an_update_that_would_lose_a_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """X-03: what the installed botocore does not know would be gone."""
    api = stubbed("CachePolicy").lists(CACHE).gets(CACHE)
    call = api.call

    def with_unknown(operation: str, request: t.Mapping[str, t.Any], **more: t.Any) -> dict[str, t.Any]:
        found = [
            {"path": "CachePolicyConfig.StaleTTL", "empty": False},
            {"path": "CachePolicyConfig.Other", "empty": True},
            {"path": "ARN", "empty": False},
        ]
        return {**call(operation, request, **more), **({UNMODELLED: found} if ":Get" in operation else {})}

    monkeypatch.setattr(api, "call", with_unknown)
    with pytest.raises(Refused, match=r"does not know: CachePolicyConfig.StaleTTL\. An update would remove"):
        run("CachePolicy", api, name="mine", comment="new")


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(Refused, match="name is empty"):
        run("CachePolicy", StubbedApi(), name="")


@each_kind
def test_what_botocore_does_not_know_of_a_policy_is_seen(kind: str) -> None:
    """X-03."""
    answer = f"<{kind}><Id>{ID}</Id><{kind}Config><Name>mine</Name><New>1</New></{kind}Config></{kind}>"
    kept: dict[str, t.Any] = {}
    operation = session().get_service_model("cloudfront").operation_model(f"Get{kind}")
    note_unmodelled_members(operation, {"status_code": 200, "body": answer.encode()}, kept)
    assert kept[UNMODELLED] == [{"path": f"{kind}Config.New", "empty": False}]
