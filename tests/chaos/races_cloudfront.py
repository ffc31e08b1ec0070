# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Races for a distribution and what it uses: with somebody at the console, and with other runs."""

from __future__ import annotations

from tests.chaos.rivals import Act, Json, Outcome, Rival, Rivals, merged, race, refused, well

CONFIG = "DistributionConfig"
CREATE = "cloudfront:CreateDistribution"


def _distribution(rivals: Rivals, **options: Json) -> Outcome:
    return rivals.bring("cloudfront_distribution", default_origin_domain_name="www.example.org", **options)


def _made(rivals: Rivals) -> str:
    made = _distribution(rivals, comment="ours")
    assert not made.failure, made.failure
    return str(made.state["id"])


def _change(rivals: Rivals, distribution: str, **members: Json) -> None:
    """Change a distribution as somebody at the console does."""
    client = rivals.client("cloudfront")
    there = client.get_distribution_config(Id=distribution)
    config = {**there[CONFIG], **members}
    client.update_distribution(Id=distribution, IfMatch=there["ETag"], DistributionConfig=config)


def _config(rivals: Rivals, distribution: str) -> dict[str, Json]:
    return dict(rivals.client("cloudfront").get_distribution_config(Id=distribution)[CONFIG])


def _update(rivals: Rivals, distribution: str, act: Act, **options: Json) -> Outcome:
    rival = Rival("cloudfront:UpdateDistribution", act)
    return rivals.bring("cloudfront_distribution", rival, distribution_id=distribution, **options)


@race("console changes another field of the distribution")
def other_field(rivals: Rivals) -> str:
    """CF-02: both changes stand."""
    made = _made(rivals)
    theirs = {"PriceClass": "PriceClass_200"}
    done = _update(rivals, made, lambda: _change(rivals, made, **theirs), comment="new")
    there = _config(rivals, made)
    assert (there["Comment"], there["PriceClass"]) == ("new", "PriceClass_200")
    return merged(done, "Somebody else has changed the distribution", "What they changed is kept")


@race("console changes the same field of the distribution")
def same_field(rivals: Rivals) -> str:
    """What the task asks for stands, and who loses is told."""
    made = _made(rivals)
    done = _update(rivals, made, lambda: _change(rivals, made, Comment="theirs"), comment="new")
    assert _config(rivals, made)["Comment"] == "new"
    return merged(done, 'replaced theirs: comment "theirs" by "new"')


@race("console makes our change to the distribution")
def same_change(rivals: Rivals) -> str:
    """Nothing is left to do, and nothing is told as done."""
    made = _made(rivals)
    done = _update(rivals, made, lambda: _change(rivals, made, Comment="new"), comment="new")
    assert done.operations == []
    return merged(done, "Nothing was left to do")


@race("console deletes the distribution")
def distribution_gone(rivals: Rivals) -> str:
    """It is not made again: somebody wanted it gone."""
    made = _made(rivals)
    done = _update(rivals, made, lambda: _delete(rivals, made), comment="new")
    assert not rivals.client("cloudfront").list_distributions()["DistributionList"].get("Items")
    return refused(done, "is gone: somebody else has deleted it", "Run this again")


def _delete(rivals: Rivals, distribution: str) -> None:
    deleted = rivals.bring("cloudfront_distribution", distribution_id=distribution, state="absent")
    assert not deleted.failure, deleted.failure


@race("two runs make one distribution")
def one_distribution(rivals: Rivals) -> str:
    """CF-04: one of them, and only one, has made it."""
    done = rivals.at_once(CREATE, *[lambda: _distribution(rivals, comment="ours")] * 3)
    well(done, CREATE)
    assert len(rivals.client("cloudfront").list_distributions()["DistributionList"]["Items"]) == 1
    return "one object"


@race("console changes the distribution that we delete")
def changed_and_deleted(rivals: Rivals) -> str:
    """Nothing of it is kept."""
    made = _made(rivals)
    done = _update(rivals, made, lambda: _change(rivals, made, Comment="theirs"), state="absent")
    assert not rivals.client("cloudfront").list_distributions()["DistributionList"].get("Items")
    return merged(done, "Somebody else has changed the distribution", "It is deleted all the same")


@race("another run makes the distribution while AWS is busy")
def distribution_when_busy(rivals: Rivals) -> str:
    """What was throttled was not carried out."""

    def act() -> None:
        _made(rivals)
        rivals.lab.fault("throttle", CREATE, nth=1)

    rival = Rival(CREATE, act)
    done = rivals.bring("cloudfront_distribution", rival, default_origin_domain_name="www.example.org", comment="ours")
    assert done.operations == []
    return merged(done, "Nothing was left to do")


@race("two runs delete one distribution")
def one_deletion(rivals: Rivals) -> str:
    """What the other one has deleted meanwhile is deleted."""
    made = _made(rivals)
    runs = [lambda: rivals.bring("cloudfront_distribution", distribution_id=made, state="absent")] * 2
    done = rivals.at_once("cloudfront:DeleteDistribution", *runs)
    well(done)
    assert not rivals.client("cloudfront").list_distributions()["DistributionList"].get("Items")
    return "gone once"


@race("two runs make one origin access control")
def one_access_control(rivals: Rivals) -> str:
    """CF-43."""
    runs = [lambda: rivals.bring("cloudfront_origin_access_control", name="race")] * 3
    done = rivals.at_once("cloudfront:CreateOriginAccessControl", *runs)
    well(done, "cloudfront:CreateOriginAccessControl")
    items = rivals.client("cloudfront").list_origin_access_controls()["OriginAccessControlList"]["Items"]
    assert len(items) == 1
    return "one object"


@race("console changes the origin access control")
def access_control(rivals: Rivals) -> str:
    """CF-02."""
    client = rivals.client("cloudfront")
    rivals.bring("cloudfront_origin_access_control", name="race")
    (item,) = client.list_origin_access_controls()["OriginAccessControlList"]["Items"]

    def act() -> None:
        there = client.get_origin_access_control(Id=item["Id"])
        config = {**there["OriginAccessControl"]["OriginAccessControlConfig"], "SigningBehavior": "no-override"}
        client.update_origin_access_control(Id=item["Id"], IfMatch=there["ETag"], OriginAccessControlConfig=config)

    rival = Rival("cloudfront:UpdateOriginAccessControl", act)
    done = rivals.bring("cloudfront_origin_access_control", rival, name="race", description="new")
    (item,) = client.list_origin_access_controls()["OriginAccessControlList"]["Items"]
    assert (item["Description"], item["SigningBehavior"]) == ("new", "no-override")
    return merged(done, "What they changed is kept")


@race("console deletes the origin access control")
def access_control_gone(rivals: Rivals) -> str:
    """Between the list, which names it, and the look at it."""
    client = rivals.client("cloudfront")
    rivals.bring("cloudfront_origin_access_control", name="race")
    (item,) = client.list_origin_access_controls()["OriginAccessControlList"]["Items"]

    def act() -> None:
        etag = client.get_origin_access_control(Id=item["Id"])["ETag"]
        client.delete_origin_access_control(Id=item["Id"], IfMatch=etag)

    rival = Rival("cloudfront:GetOriginAccessControl", act)
    done = rivals.bring("cloudfront_origin_access_control", rival, name="race", description="new")
    assert not client.list_origin_access_controls()["OriginAccessControlList"].get("Items")
    return refused(done, "The origin access control race was there", "is gone")


def _headers_policy(rivals: Rivals, act: Act | None = None, **options: Json) -> Outcome:
    header = {"header": "Cache-Control", "value": "max-age=60", "override": False}
    given = {"name": "race", "custom_headers_config": [header], **options}
    rival = Rival("cloudfront:UpdateResponseHeadersPolicy", act) if act else None
    return rivals.bring("cloudfront_response_headers_policy", rival, **given)


@race("console changes the response headers policy")
def headers_policy(rivals: Rivals) -> str:
    """CF-02."""
    client = rivals.client("cloudfront")
    made = _headers_policy(rivals).state["id"]

    def act() -> None:
        there = client.get_response_headers_policy(Id=made)
        config = there["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]
        config["RemoveHeadersConfig"] = {"Quantity": 1, "Items": [{"Header": "x-theirs"}]}
        client.update_response_headers_policy(Id=made, IfMatch=there["ETag"], ResponseHeadersPolicyConfig=config)

    done = _headers_policy(rivals, act, comment="new")
    config = client.get_response_headers_policy(Id=made)["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]
    assert config["Comment"] == "new"
    assert config["RemoveHeadersConfig"]["Items"] == [{"Header": "x-theirs"}]
    return merged(done, "What they changed is kept")


@race("console deletes the response headers policy")
def headers_policy_gone(rivals: Rivals) -> str:
    """One line instead of a new one that nobody uses."""
    client = rivals.client("cloudfront")
    made = _headers_policy(rivals).state["id"]

    def act() -> None:
        etag = client.get_response_headers_policy(Id=made)["ETag"]
        client.delete_response_headers_policy(Id=made, IfMatch=etag)

    done = _headers_policy(rivals, act, comment="new")
    return refused(done, "The response headers policy race was there", "is gone")
