# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An update differs from what was read in the named paths, and in nothing else (CF-05 to CF-08, X-03)."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree

import pytest
from botocore.serialize import create_serializer

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import STALE_ATTEMPTS
from ansible_collections.cdn.aws.plugins.module_utils._shapes import from_sdk, invalid, to_sdk
from ansible_collections.cdn.aws.plugins.module_utils._wire import unmodelled_members
from tests.unit.helpers import session
from tests.unit.plugins.module_utils._cloudfront.account import ID, Account, run
from tests.unit.plugins.module_utils._cloudfront.whole import ACCOUNT, CUSTOM, SHAPE, WAYS, whole


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_configuration_survives_the_way_to_options_and_back(way: int) -> None:
    """CF-08: mirrors too."""
    assert invalid(SHAPE, whole(way)) == ""
    assert to_sdk(SHAPE, from_sdk(SHAPE, whole(way))) == whole(way)


@pytest.mark.parametrize("way", WAYS)
def test_a_tag_is_changed_without_an_update(way: int) -> None:
    api = Account(whole(way))
    result = run(api, tags={"site": "new"})
    assert [action["operation"] for action in result.plan.as_actions()] == ["cloudfront:TagResource"]
    assert api.updates == []


@pytest.mark.parametrize("way", WAYS)
def test_a_comment_is_changed_and_everything_else_goes_back_as_it_came(way: int) -> None:
    api = Account(whole(way))
    run(api, comment="new")
    assert api.updates == [{**whole(way), "Comment": "new"}]
    assert api.calls == ["cloudfront:GetDistribution", "cloudfront:UpdateDistribution", *api.calls[2:]]


def test_what_aws_leaves_out_stays_left_out() -> None:
    """CF-07: no Items where there are none, no members that are newer than the answer."""
    none = {"Quantity": 0}
    bare = {
        "CallerReference": "2016",
        "Aliases": none,
        "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "o.example.org", "CustomHeaders": none}]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "o",
            "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}, "Headers": none},
            "TrustedSigners": {"Enabled": False, "Quantity": 0},
            "ViewerProtocolPolicy": "allow-all",
            "MinTTL": 0,
        },
        "CacheBehaviors": none,
        "Comment": "",
        "Enabled": True,
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
    }
    api = Account(bare)
    run(api, comment="new", is_ipv6_enabled=False, aliases=[], http_version=None)
    assert api.updates == [{**bare, "Comment": "new", "Aliases": none, "IsIPV6Enabled": False}]


@pytest.mark.parametrize("code", ["PreconditionFailed", "InvalidIfMatchVersion"])
def test_what_somebody_else_writes_in_between_survives(code: str) -> None:
    """CF-02: both codes mean the same; the merge is made anew on what is there now."""

    def theirs(config: dict[str, t.Any]) -> None:
        config["DefaultRootObject"] = "theirs.html"
        config["Origins"]["Items"][1]["OriginPath"] = "/theirs"
        config["CacheBehaviors"] = {"Quantity": 0}

    api = Account(whole())
    api.others, api.stale = [theirs], code
    run(api, origins=[{"id": CUSTOM, "connection_timeout": 3}])
    expected = whole()
    theirs(expected)
    expected["Origins"]["Items"][1]["ConnectionTimeout"] = 3
    assert api.updates == [expected]


def test_what_somebody_else_did_for_us_is_not_done_again() -> None:
    """CF-02."""
    api = Account(whole())
    api.others = [lambda config: config.update(Comment="new")]
    result = run(api, comment="new")
    assert api.updates == []
    assert not result.plan


def test_a_race_that_is_never_won_ends() -> None:
    """CF-02."""
    api = Account(whole())
    api.others = [lambda config: config.update(DefaultRootObject="theirs.html")] * 9
    with pytest.raises(CdnError, match="is being changed by somebody else all the time: tried 5 times"):
        run(api, comment="new")
    assert len(api.others) == 9 - STALE_ATTEMPTS


def structures(element: ElementTree.Element, shape: t.Any, path: str) -> t.Iterator[tuple[ElementTree.Element, str]]:
    """Every structure of an answer, with its path."""
    if shape.type_name == "structure":
        yield element, path
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for child in element:
            name = child.tag.rpartition("}")[2]
            yield from structures(child, names[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for index, child in enumerate(element):
            yield from structures(child, shape.member, f"{path}[{index}]")


@pytest.mark.parametrize("way", WAYS)
def test_a_member_that_botocore_does_not_know_is_seen_wherever_it_stands(way: int) -> None:
    """X-03: in every structure of a whole configuration, those in lists included."""
    model = session().get_service_model("cloudfront")
    request = {"Id": ID, "IfMatch": "E1", "DistributionConfig": whole(way)}
    sent = create_serializer("rest-xml").serialize_to_request(request, model.operation_model("UpdateDistribution"))
    root = ElementTree.Element("Distribution")
    root.append(ElementTree.fromstring(sent["body"]))
    output = model.operation_model("GetDistribution").output_shape
    assert unmodelled_members(output, ElementTree.tostring(root)) == []
    found = list(structures(root[0], SHAPE, "DistributionConfig"))
    assert len(found) > 100
    for element, path in found:
        new = ElementTree.SubElement(element, "Brandnew")
        new.text = "on"
        seen = unmodelled_members(output, ElementTree.tostring(root))
        assert seen == [{"path": f"{path}.Brandnew", "empty": False}]
        element.remove(new)


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("DistributionConfig.Brandnew", {"comment": "new"}),
        ("DistributionConfig.Origins.Items[1].CustomOriginConfig.Brandnew", {"comment": "new"}),
        (
            "DistributionConfig.ViewerCertificate.Brandnew",
            {"viewer_certificate": {"acm_certificate_arn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/two"}},
        ),
        ("DistributionConfig.Aliases.Brandnew", {"aliases": [], "purge_aliases": True}),
    ],
    ids=["top", "list", "replaced", "emptied"],
)
def test_a_member_that_botocore_does_not_know_stops_an_update(path: str, given: dict[str, t.Any]) -> None:
    """X-03: also inside what the update replaces, since nobody said to drop it."""
    api = Account(whole())
    api.unmodelled = [{"path": path, "empty": False}]
    for check in (True, False):
        with pytest.raises(Refused, match=r"Brandnew.*newer botocore"):
            run(api, check=check, **given)
    assert api.updates == []


def test_what_botocore_does_not_know_beside_the_configuration_is_not_sent_and_not_lost() -> None:
    """X-03: CloudFront tells more and more about a distribution that no update sets."""
    api = Account(whole())
    api.unmodelled = [{"path": "ActiveBrandnew.Items[0]", "empty": False}]
    assert run(api, comment="new").plan.warnings == ()
    assert len(api.updates) == 1


def test_a_continuous_deployment_is_ended_by_saying_so() -> None:
    """CF-81: CloudFront keeps a policy that an update leaves out."""
    api = Account(whole())
    run(api, continuous_deployment_policy_id="")
    assert api.updates == [{**whole(), "ContinuousDeploymentPolicyId": ""}]
