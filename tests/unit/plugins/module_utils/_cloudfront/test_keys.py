# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public keys and key groups: what is taken, what is sent, and how keys are rotated."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.key_group import KeyGroup
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.pem import fingerprint, normalized
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.public_key import PublicKey
from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import Result, reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import StubbedApi

TIME = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
P256 = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbzlE7+POiTBosGeua2K3wKFa2wg5
odlZkIxC1Eahg5wsIojba54IBfH1RQVFNKiSZkdn2FsObEIz40Z14ra7Fg==
-----END PUBLIC KEY-----
"""
OTHER = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPqRsOLHl3T84Ghak1NWXh93OJd33
yfriBHdLlpSYbRDgnP77zWnJDju+YNACBlIF4tXYhQ8HNl19Rsi8lvu6Fw==
-----END PUBLIC KEY-----
"""
RSA = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApnx1ZhmCrSTk5Y1ujxFl
eb9bLMkRyULKfeVbqvIpcTDdlNG4//a5VGIUbiowIJc+3WarsHe1Y8XYv0mhDFZh
OTawfWcPHWFqDYnDam16EvOfCcHOIRoZtLctlaSGmn1Fu+8pzIFqL6QlbpRGtrn/
mkdUpRZhh/ypq9MqREvLYeZV5avetTz7mCLY5h0gSVdCHTRig6ItEdKnzZAXGkgr
N2t1KiIhNqH7y+pvAQBMUK0zDFwjw3XOUKXJkWv3yDxZEjESIHJG8e51vlqzSh5k
qXteBZLzfmJVBDU+KwJ1+obg2T4sIUCjZ3xSuNMJWJTgVVe9+yJGUKOtoP7HJBaQ
lwIDAQAB
-----END PUBLIC KEY-----
"""
KEY_ID = "K2JCJMDEHXQW5F"
NEW_ID = "K3JCJMDEHXQW5G"
GROUP_ID = "b2a1b4c5-0d3e-4f5a-8b6c-7d8e9fa0b1c2"
CONFIG = {"CallerReference": "by hand", "Name": "march", "EncodedKey": P256, "Comment": ""}


@pytest.mark.parametrize("pem", [P256, RSA], ids=["P-256", "RSA"])
def test_all_texts_of_a_key_are_one(pem: str) -> None:
    """CF-85: a missing newline at the end is no other key."""
    for text in (pem, pem.strip(), pem.replace("\n", "\r\n"), "\n" + pem.replace("\n", "\n  ")):
        assert normalized(text, "encoded_key") == pem
        assert fingerprint(text) == fingerprint(pem)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-----BEGIN RSA PRIVATE KEY-----\nSECRET\n-----END RSA PRIVATE KEY-----", "is a private key"),
        ("-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----", "openssl pkey -pubout"),
        ("-----BEGIN CERTIFICATE-----\nSECRET\n-----END CERTIFICATE-----", "is a certificate"),
        ("-----BEGIN RSA PUBLIC KEY-----\nSECRET\n-----END RSA PUBLIC KEY-----", "older form"),
        ("ssh-rsa SECRET me@home", "ssh-keygen"),
        ("SECRET", "no public key in PEM form"),
        (P256.replace("MFkw", "SECRET"), "damaged"),
        (P256.replace("odlZkIxC1Eahg5wsIojba54IBfH1RQVFNKiSZkdn2FsObEIz40Z14ra7Fg==\n", ""), "damaged"),
        (P256.replace("AQcDQgAE", "AQYDQgAE"), "another kind"),
        ("-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----", "damaged"),
    ],
)
def test_what_is_no_usable_public_key_is_refused_without_showing_it(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        normalized(text, "encoded_key")
    assert "SECRET" not in refused.value.message


def test_short_rsa_keys_are_refused() -> None:
    short = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf
9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==
-----END PUBLIC KEY-----"""
    with pytest.raises(Refused, match="RSA with 512 bits; CloudFront takes RSA with 2048 bits or ECDSA P-256"):
        normalized(short, "encoded_key")


def public_keys(*named: tuple[str, str]) -> dict[str, t.Any]:
    items = [{"Id": key, "Name": name, "CreatedTime": TIME, "EncodedKey": P256} for name, key in named]
    return {"PublicKeyList": {"MaxItems": 100, "Quantity": len(items), "Items": items}}


def public_key(config: dict[str, str] = CONFIG) -> dict[str, t.Any]:
    return {"PublicKey": {"Id": KEY_ID, "CreatedTime": TIME, "PublicKeyConfig": config}, "ETag": "E1"}


def key_groups(*ids: str) -> dict[str, t.Any]:
    items = [{"KeyGroup": key_group(*ids)["KeyGroup"]}] if ids else []
    return {"KeyGroupList": {"MaxItems": 100, "Quantity": len(items), "Items": items}}


def key_group(*ids: str) -> dict[str, t.Any]:
    config = {"Name": "signers", "Items": list(ids), "Comment": "mine"}
    return {"KeyGroup": {"Id": GROUP_ID, "LastModifiedTime": TIME, "KeyGroupConfig": config}, "ETag": "E1"}


def run(kind: type[PublicKey] | type[KeyGroup], api: StubbedApi, *, check: bool = False, **given: t.Any) -> Result:
    result = reconcile(kind({"state": "present", **given}, api), check_mode=check)
    api.assert_all_made()
    return result


def test_a_key_that_is_there_is_no_change_whatever_its_line_breaks() -> None:
    api = StubbedApi().expect("cloudfront:ListPublicKeys", {}, public_keys(("march", KEY_ID)))
    assert not run(PublicKey, api, name="march", encoded_key=P256.strip()).plan


def test_a_create_can_be_repeated_when_its_answer_was_lost() -> None:
    """The caller reference follows from the name and the key."""
    requests = []
    for text in (P256, P256.strip()):
        api = StubbedApi().expect("cloudfront:ListPublicKeys", {}, public_keys())
        plan = run(PublicKey, api, name="march", encoded_key=text, check=True).plan
        requests.append(plan.changes[0].request({})["PublicKeyConfig"])
    assert requests[0] == requests[1]
    assert requests[0]["CallerReference"].startswith("cdn.aws-")
    assert (requests[0]["EncodedKey"], requests[0]["Comment"]) == (P256, "")


def test_another_key_under_the_same_name_is_told_what_to_do() -> None:
    """CF-85."""
    api = StubbedApi().expect("cloudfront:ListPublicKeys", {}, public_keys(("march", KEY_ID)))
    with pytest.raises(Refused, match="a key cannot be changed: make one with another name, add it to the key group"):
        run(PublicKey, api, name="march", encoded_key=OTHER)


def test_a_comment_changes_with_everything_else_as_it_came() -> None:
    """CF-85: CloudFront takes the key and the caller reference only as they were."""
    raw = {**CONFIG, "EncodedKey": P256.strip()}
    api = StubbedApi().expect("cloudfront:ListPublicKeys", {}, public_keys(("march", KEY_ID)))
    api.expect("cloudfront:GetPublicKey", {"Id": KEY_ID}, public_key(raw))
    changed = {**raw, "Comment": "new"}
    request = {"Id": KEY_ID, "IfMatch": "E1", "PublicKeyConfig": changed}
    api.expect("cloudfront:UpdatePublicKey", request, public_key(changed))
    result = run(PublicKey, api, name="march", encoded_key=P256, comment="new")
    assert [difference.path for difference in result.plan.changes[0].differences] == ["comment"]


def test_a_key_file_may_be_missing_in_a_check_run_only(tmp_path: t.Any) -> None:
    for check in (True, False):
        api = StubbedApi().expect("cloudfront:ListPublicKeys", {}, public_keys())
        if check:
            result = run(PublicKey, api, name="march", encoded_key_file=str(tmp_path / "x.pem"), check=True)
            assert "there is no file" in result.plan.all_warnings()[0]
        else:
            with pytest.raises(Refused, match="there is no file"):
                run(PublicKey, api, name="march", encoded_key_file=str(tmp_path / "x.pem"))


def test_a_key_that_does_not_exist_needs_its_text() -> None:
    api = StubbedApi().expect("cloudfront:ListPublicKeys", {}, public_keys())
    with pytest.raises(Refused, match="give encoded_key or encoded_key_file"):
        run(PublicKey, api, name="march", comment="x")


def test_the_diff_and_the_result_show_the_fingerprint_only() -> None:
    api = StubbedApi().expect("cloudfront:ListPublicKeys", {}, public_keys())
    resource = PublicKey({"state": "present", "name": "march", "encoded_key": P256}, api)
    result = reconcile(resource, check_mode=True)
    assert "BEGIN" not in str(resource.diff(result.plan))
    assert resource.result(result.state)["public_key"]["fingerprint"] == fingerprint(P256)


def test_a_key_in_use_tells_its_groups() -> None:
    """CF-85."""
    api = StubbedApi().expect("cloudfront:ListPublicKeys", {}, public_keys(("march", KEY_ID)))
    api.expect("cloudfront:GetPublicKey", {"Id": KEY_ID}, public_key())
    api.fail("cloudfront:DeletePublicKey", "PublicKeyInUse", status=409)
    api.expect("cloudfront:ListKeyGroups", {}, key_groups(KEY_ID))
    with pytest.raises(Refused, match="in use by the key group signers"):
        run(PublicKey, api, name="march", state="absent")


def test_a_new_key_is_trusted_beside_the_old_one() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups(KEY_ID))
    api.expect("cloudfront:ListPublicKeys", {}, public_keys(("march", KEY_ID), ("july", NEW_ID)))
    api.expect("cloudfront:GetKeyGroup", {"Id": GROUP_ID}, key_group(KEY_ID))
    config = {"Name": "signers", "Items": [KEY_ID, NEW_ID], "Comment": "mine"}
    request = {"Id": GROUP_ID, "IfMatch": "E1", "KeyGroupConfig": config}
    api.expect("cloudfront:UpdateKeyGroup", request, key_group(KEY_ID, NEW_ID))
    assert run(KeyGroup, api, name="signers", items=["july"]).plan


def test_the_old_key_goes_when_that_is_said() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups(KEY_ID, NEW_ID))
    api.expect("cloudfront:GetKeyGroup", {"Id": GROUP_ID}, key_group(KEY_ID, NEW_ID))
    config = {"Name": "signers", "Items": [NEW_ID], "Comment": "mine"}
    request = {"Id": GROUP_ID, "IfMatch": "E1", "KeyGroupConfig": config}
    api.expect("cloudfront:UpdateKeyGroup", request, key_group(NEW_ID))
    assert run(KeyGroup, api, name="signers", items=[NEW_ID], purge_items=True).plan


@pytest.mark.parametrize("purge", [True, False])
def test_the_order_of_keys_is_no_change(purge: bool) -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups(KEY_ID, NEW_ID))
    assert not run(KeyGroup, api, name="signers", items=[NEW_ID, KEY_ID, NEW_ID], purge_items=purge).plan


def test_keys_that_an_earlier_task_makes_are_unknown_in_a_check_run() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups())
    api.expect("cloudfront:ListPublicKeys", {}, public_keys())
    items = ["july", unknown("public key id")]
    result = run(KeyGroup, api, name="signers", items=items, check=True)
    assert "no public key with the id or name july" in result.plan.all_warnings()[0]
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups())
    api.expect("cloudfront:ListPublicKeys", {}, public_keys())
    with pytest.raises(Refused, match="no public key with the id or name july"):
        run(KeyGroup, api, name="signers", items=["july"])


@pytest.mark.parametrize("given", [{}, {"items": []}])
def test_a_group_needs_a_key(given: dict[str, t.Any]) -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups())
    with pytest.raises(Refused, match="needs at least one public key"):
        run(KeyGroup, api, name="signers", **given)


def test_a_full_group_says_how_to_make_room() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups(KEY_ID))
    api.expect("cloudfront:GetKeyGroup", {"Id": GROUP_ID}, key_group(KEY_ID))
    api.fail("cloudfront:UpdateKeyGroup", "TooManyPublicKeysInKeyGroup", "Too many.")
    with pytest.raises(AwsError, match=r"Too many\. A group holds five keys"):
        run(KeyGroup, api, name="signers", items=[NEW_ID])


def test_a_group_in_use_tells_its_distributions() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups(KEY_ID))
    api.expect("cloudfront:GetKeyGroup", {"Id": GROUP_ID}, key_group(KEY_ID))
    api.fail("cloudfront:DeleteKeyGroup", "ResourceInUse", status=409)
    page = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 1, "Items": ["E2QWRUHAPOMQZL"]}
    api.expect("cloudfront:ListDistributionsByKeyGroup", {"KeyGroupId": GROUP_ID}, {"DistributionIdList": page})
    api.expect("cloudfront:GetDistribution", {"Id": "E2QWRUHAPOMQZL"}, {})
    with pytest.raises(Refused, match="in use by the distribution E2QWRUHAPOMQZL"):
        run(KeyGroup, api, name="signers", state="absent")


def test_a_group_id_that_nothing_has_is_refused() -> None:
    api = StubbedApi().fail("cloudfront:GetKeyGroup", "NoSuchResource", status=404)
    with pytest.raises(Refused, match="no key group with the id"):
        run(KeyGroup, api, id=GROUP_ID)


def test_a_name_in_capitals_is_no_id() -> None:
    api = StubbedApi().expect("cloudfront:ListKeyGroups", {}, key_groups(KEY_ID))
    api.expect("cloudfront:ListPublicKeys", {}, public_keys(("KEYFORDOWNLOADS", KEY_ID)))
    assert not run(KeyGroup, api, name="signers", items=["KEYFORDOWNLOADS"]).plan


@pytest.mark.parametrize("kind", [KeyGroup, PublicKey])
def test_an_empty_name_is_refused(kind: type[PublicKey] | type[KeyGroup]) -> None:
    with pytest.raises(Refused, match="name is empty"):
        run(kind, StubbedApi(), name="", encoded_key=P256, items=[KEY_ID])
