# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._account.caller import Caller
from ansible_collections.cdn.aws.plugins.module_utils._account.needs import Need
from ansible_collections.cdn.aws.plugins.module_utils._account.preflight import Preflight
from ansible_collections.cdn.aws.plugins.module_utils._account.quotas import Quotas
from ansible_collections.cdn.aws.plugins.module_utils._account.simulation import Simulation, principal_of
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from tests.unit.helpers import StubbedApi

ACCOUNT = "123456789012"
USER = f"arn:aws:iam::{ACCOUNT}:user/team/anna"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/runner"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/deploy"
POLICY = {"operation": "s3:PutBucketPolicy", "resource": "site", "change": "create"}
OPTIONS = {
    "actions": [POLICY],
    "distribution_arn": None,
    "certificate_arn": None,
    "hosted_zone_id": None,
    "certificate_names": [],
    "log_bucket": None,
    "tagged": False,
    "tagged_objects": False,
    "fail_on_problem": True,
}


class Api(StubbedApi):
    """As a caller, whose rights are those that ``decide`` is given."""

    def __init__(self, arn: str = USER) -> None:
        super().__init__()
        self.expect("sts:GetCallerIdentity", {}, {"Account": ACCOUNT, "Arn": arn, "UserId": "A"})

    def decide(self, principal: str = USER, missing: tuple[str, ...] = (), **decisions: str) -> Api:
        results = [
            {
                "EvalActionName": f"s3:{name}",
                "EvalResourceName": "arn:aws:s3:::site",
                "EvalDecision": decisions.get(name, "allowed"),
                "MissingContextValues": list(missing),
            }
            for name in ("PutBucketPolicy", "GetBucketPolicy")
        ]
        request = {
            "PolicySourceArn": principal,
            "ActionNames": ["s3:PutBucketPolicy", "s3:GetBucketPolicy"],
            "ResourceArns": ["arn:aws:s3:::site"],
        }
        self.expect("iam:SimulatePrincipalPolicy", request, {"EvaluationResults": results, "IsTruncated": False})
        return self


def checked(api: StubbedApi, **options):
    preflight = Preflight({**OPTIONS, **options}, api)
    state = preflight.read()
    api.assert_all_made()
    return state, preflight.warnings()


def test_without_a_plan_nothing_is_asked():
    api = StubbedApi()
    assert Preflight({**OPTIONS, "actions": []}, api).read()["problems"] == []
    assert api.calls == []


def test_who_is_allowed_everything_hears_nothing():
    state, warnings = checked(Api().decide())
    assert (state["missing"], state["problems"], warnings) == ([], [], [])


def test_all_that_is_missing_is_told_at_once():
    with pytest.raises(Refused) as refused:
        checked(Api().decide(PutBucketPolicy="implicitDeny", GetBucketPolicy="explicitDeny"))
    for text in (USER, "s3:PutBucketPolicy on arn:aws:s3:::site (to let ", "s3:GetBucketPolicy on arn:aws:s3:::site ("):
        assert text in refused.value.message
    assert "\n" not in refused.value.message


def test_what_is_missing_can_be_returned_instead():
    state, dummy = checked(Api().decide(PutBucketPolicy="implicitDeny"), fail_on_problem=False)
    assert [one["action"] for one in state["missing"]] == ["s3:PutBucketPolicy"]
    assert len(state["problems"]) == 1


def test_what_hangs_on_an_unknown_condition_only_costs_a_warning():
    state, warnings = checked(Api().decide(missing=("aws:SourceVpc",), PutBucketPolicy="implicitDeny"))
    assert (state["missing"], [one["action"] for one in state["unsure"]]) == ([], ["s3:PutBucketPolicy"])
    assert "cannot be told beforehand" in warnings[0]


def test_a_session_has_the_rights_of_its_role_also_of_one_with_a_path():
    checked(Api(SESSION).decide(ROLE))
    api = Api(SESSION).fail("iam:SimulatePrincipalPolicy", "NoSuchEntity", status=404)
    with_path = ROLE.replace("role/", "role/team/")
    role = {"Path": "/team/", "RoleName": "deploy", "RoleId": "AROAAAAAAAAAAAAAA", "Arn": with_path}
    api.expect("iam:GetRole", {"RoleName": "deploy"}, {"Role": {**role, "CreateDate": datetime.datetime.now()}})
    assert checked(api.decide(with_path))[1] == []


@pytest.mark.parametrize("code", ["AccessDenied", "Throttling", "ServiceFailure"])
def test_where_nothing_can_be_simulated_the_run_goes_on_with_one_warning(code):
    state, warnings = checked(Api().fail("iam:SimulatePrincipalPolicy", code))
    assert state["problems"] == []
    assert len(warnings) == 1
    assert "iam:SimulatePrincipalPolicy" in warnings[0]


SIMULATE = "iam:SimulatePrincipalPolicy"
MIXED = "Invalid Input Actions: [s3:A] and [s3:B] require different authorization information."


def decided(*actions, decision="implicitDeny"):
    found = [{"EvalActionName": one, "EvalResourceName": "*", "EvalDecision": decision} for one in actions]
    return {"EvaluationResults": found, "IsTruncated": False}


def simulated(api, *needs):
    found = Simulation(api, Caller(ACCOUNT, USER, "A")).run([Need(*one) for one in needs])
    api.assert_all_made()
    return found


@pytest.mark.parametrize("code", ["Throttling", "InvalidInput"])
def test_what_was_found_to_be_missing_is_kept_when_a_later_question_fails(code):
    api = StubbedApi().expect(SIMULATE, None, decided("s3:A")).fail(SIMULATE, code)
    found = simulated(api.expect(SIMULATE, None, decided("s3:C")), ("s3:A", "a"), ("s3:B", "b"), ("s3:C", "c"))
    assert [need.action for need in found.missing] == ["s3:A", "s3:C"]
    assert f"The rights of {USER} to do s3:B on b were not checked" in found.warning


def test_who_may_not_simulate_is_not_asked_again_and_again():
    found = simulated(StubbedApi().fail(SIMULATE, "AccessDenied"), ("s3:A", "a"), ("s3:B", "b"))
    assert found.missing == ()
    assert f"The rights of {USER} were not checked" in found.warning


def test_actions_that_iam_does_not_take_together_are_asked_about_one_by_one():
    api = StubbedApi().fail(SIMULATE, "InvalidInput", MIXED)
    for action, decision in (("s3:A", "implicitDeny"), ("s3:B", "allowed")):
        asked = {"PolicySourceArn": USER, "ActionNames": [action], "ResourceArns": ["a"]}
        api.expect(SIMULATE, asked, decided(action, decision=decision))
    found = simulated(api, ("s3:A", "a"), ("s3:B", "a"))
    assert [need.action for need in found.missing] == ["s3:A"]
    assert found.warning == ""


def test_what_is_known_of_a_call_is_sent_along():
    entries = [
        {"ContextKeyName": "acm:ValidationMethod", "ContextKeyType": "string", "ContextKeyValues": ["DNS"]},
        {"ContextKeyName": "acm:DomainNames", "ContextKeyType": "stringList", "ContextKeyValues": ["a", "b"]},
    ]
    asked = {"PolicySourceArn": USER, "ActionNames": ["acm:A"], "ResourceArns": ["*"], "ContextEntries": entries}
    api = StubbedApi().expect(SIMULATE, asked, decided("acm:A", decision="allowed"))
    api.expect(SIMULATE, {**asked, "ActionNames": ["acm:B"], "ContextEntries": entries[:1]}, decided("acm:B"))
    known = (("acm:ValidationMethod", ("DNS",)), ("acm:DomainNames", ("a", "b")))
    found = simulated(api, ("acm:A", "*", True, known), ("acm:B", "*", True, known[:1]))
    assert [need.action for need in found.missing] == ["acm:B"]


def test_root_is_allowed_everything_and_a_federated_user_cannot_be_simulated():
    assert checked(Api(f"arn:aws:iam::{ACCOUNT}:root"))[1] == []
    federated = f"arn:aws:sts::{ACCOUNT}:federated-user/bob"
    assert federated in checked(Api(federated))[1][0]
    china = Caller(ACCOUNT, f"arn:aws-cn:sts::{ACCOUNT}:assumed-role/deploy/x", "")
    assert principal_of(china)[0] == f"arn:aws-cn:iam::{ACCOUNT}:role/deploy"


MADE = {"operation": "cloudfront:CreateOriginAccessControl", "resource": "site", "change": "create"}
BUCKET = {"operation": "s3:CreateBucket", "resource": "site", "change": "create"}
NOTHING = {"names": 0, "zone": ""}


def controls(number):
    kept = {"SigningProtocol": "sigv4", "SigningBehavior": "always", "OriginAccessControlOriginType": "s3"}
    items = [{"Id": str(one), "Name": str(one), "Description": "", **kept} for one in range(number)]
    listed = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": number, "Items": items}
    return StubbedApi().expect("cloudfront:ListOriginAccessControls", {}, {"OriginAccessControlList": listed})


def test_a_quota_that_nobody_tells_is_taken_from_aws_and_known_as_such():
    (room,) = Quotas(controls(100)).rooms([MADE], **NOTHING)
    assert (room.used, room.needed, room.is_default, room.is_reached) == (100, 1, True, True)
    (room,) = Quotas(controls(99)).rooms([MADE], **NOTHING)
    assert not room.is_reached


def test_the_accounts_own_quota_counts_where_it_can_be_read():
    api = StubbedApi().expect("s3:ListBuckets", {}, {"Buckets": [{"Name": "a"}]})
    wanted = {"ServiceCode": "s3", "QuotaCode": "L-DC2B2D3D"}
    api.expect("service-quotas:GetServiceQuota", wanted, {"Quota": {"Value": 1.0}})
    (room,) = Quotas(api).rooms([BUCKET], **NOTHING)
    assert (room.value, room.is_default, room.is_reached) == (1.0, False, True)
    assert "1 used, 1 more needed, the quota is 1." in room.text


def test_what_may_not_be_counted_or_read_costs_a_warning_only():
    api = StubbedApi().fail("s3:ListBuckets", "AccessDenied", "no", 403)
    quotas = Quotas(api)
    assert quotas.rooms([BUCKET], **NOTHING) == []
    assert "Buckets of the account could not be counted" in quotas.warnings[0]
    api = StubbedApi().expect("s3:ListBuckets", {}, {"Buckets": []})
    quotas = Quotas(api.fail("service-quotas:GetServiceQuota", "AccessDeniedException", "no"))
    assert quotas.rooms([BUCKET], **NOTHING)[0].is_default
    assert "servicequotas:GetServiceQuota" in quotas.warnings[0]


def test_names_and_certificates_of_a_year_are_counted():
    """ACM-02, ACM-15."""
    now = datetime.datetime.now(datetime.timezone.utc)
    ages = {"a": 1, "b": 400}
    made = [{"CertificateArn": "arn:aws:acm:us-east-1:1:certificate/" + name} for name in ages]
    for one, days in zip(made, ages.values(), strict=True):
        one.update(Type="AMAZON_ISSUED", CreatedAt=now - datetime.timedelta(days=days))
    api = StubbedApi().expect("acm:ListCertificates", None, {"CertificateSummaryList": made})
    api.expect("service-quotas:GetServiceQuota", None, {"Quota": {"Value": 2.0}})
    api.expect("service-quotas:GetServiceQuota", None, {"Quota": {"Value": 10.0}})
    wanted = {"operation": "acm:RequestCertificate", "resource": "site", "change": "create"}
    year, names = Quotas(api).rooms([wanted], names=11, zone="")
    assert (year.used, year.is_reached) == (1, False)
    assert (names.needed, names.is_reached) == (11, True)


def test_the_room_of_a_zone_is_what_route_53_says():
    limit = {"Limit": {"Type": "MAX_RRSETS_BY_ZONE", "Value": 10000}, "Count": 9999}
    api = StubbedApi().expect("route53:GetHostedZoneLimit", {"HostedZoneId": "Z1", "Type": "MAX_RRSETS_BY_ZONE"}, limit)
    written = {"operation": "route53:ChangeResourceRecordSets", "resource": "e.com: A a, AAAA a", "change": "create"}
    (room,) = Quotas(api).rooms([written], names=0, zone="Z1")
    assert (room.needed, room.is_reached) == (2, True)
