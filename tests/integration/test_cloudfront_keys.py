# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public keys and key groups as playbooks run them, against the lab: a rotation with overlap from end to end."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.test_cloudfront import six_beats
from tests.lab import Lab

MARCH = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbzlE7+POiTBosGeua2K3wKFa2wg5
odlZkIxC1Eahg5wsIojba54IBfH1RQVFNKiSZkdn2FsObEIz40Z14ra7Fg==
-----END PUBLIC KEY-----
"""
JULY = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPqRsOLHl3T84Ghak1NWXh93OJd33
yfriBHdLlpSYbRDgnP77zWnJDju+YNACBlIF4tXYhQ8HNl19Rsi8lvu6Fw==
-----END PUBLIC KEY-----
"""
# Looks like one; nothing was ever signed with it.
PRIVATE = f"-----BEGIN PRIVATE KEY-----\n{'hush' * 16}\n-----END PRIVATE KEY-----\n"


def public_key(**options: t.Any) -> dict[str, t.Any]:
    return {"name": "Manage a public key", "cdn.aws.cloudfront_public_key": {"name": "march", **options}}


def key_group(**options: t.Any) -> dict[str, t.Any]:
    return {"name": "Manage a key group", "cdn.aws.cloudfront_key_group": {"name": "signers", **options}}


def serving(*groups: str) -> dict[str, t.Any]:
    options = {"default_origin_domain_name": "www.example.org", "caller_reference": "keys"}
    behavior = {"trusted_key_groups": {"items": list(groups)}}
    return {
        "name": "Manage a distribution",
        "cdn.aws.cloudfront_distribution": {**options, "default_cache_behavior": behavior},
    }


@pytest.fixture
def cloudfront(lab: Lab) -> t.Any:
    lab.settings(deploy_seconds=0)
    return lab.client("cloudfront")


def test_a_public_key_is_created_described_and_deleted(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    made = six_beats(lab, run_tasks, [public_key(encoded_key=MARCH)])
    assert made.operations == ["cloudfront:CreatePublicKey"]
    assert "BEGIN PUBLIC KEY" not in made.stdout
    (tmp_path / "march.pem").write_text(MARCH.strip())
    rest = [
        public_key(encoded_key_file=str(tmp_path / "march.pem")),
        public_key(comment="Signs"),
        public_key(state="absent"),
    ]
    operations = ["cloudfront:UpdatePublicKey", "cloudfront:DeletePublicKey"]
    assert run_tasks(rest, check=True).ok().operations == operations
    done = run_tasks([*rest, rest[2]]).ok()
    assert done.operations == operations
    assert done.tasks[1].result["public_key"]["id"] == made.tasks[0].result["public_key"]["id"]
    assert done.tasks[3].result["public_key"] is None


def test_keys_are_rotated_with_overlap(lab: Lab, run_tasks: RunTasks, cloudfront: t.Any) -> None:
    """CF-85, CF-24: the whole chain by names, in a check run on an empty account, too."""
    start = [public_key(encoded_key=MARCH), key_group(items=["march"]), serving("signers")]
    plan = run_tasks(start, check=True).ok()
    assert [words for warning in plan.warnings for words in ("public key", "key group") if f"no {words}" in warning]
    made = run_tasks(start).ok()
    assert made.operations == plan.operations
    group = made.tasks[1].result["key_group"]
    trusted = made.tasks[2].result["distribution"]["default_cache_behavior"]["trusted_key_groups"]
    assert trusted == {"enabled": True, "items": [group["id"]]}
    march = made.tasks[0].result["public_key"]["id"]

    overlap = run_tasks([public_key(name="july", encoded_key=JULY), key_group(items=["july"])]).ok()
    july = overlap.tasks[0].result["public_key"]["id"]
    assert overlap.tasks[1].result["key_group"]["items"] == [march, july]

    early = run_tasks([{**task, "ignore_errors": True} for task in (public_key(state="absent"), key_group(items=[]))])
    assert "in use by the key group signers" in early.failure
    drop = six_beats(lab, run_tasks, [key_group(items=["july"], purge_items=True, comment="Rotated")])
    assert drop.operations == ["cloudfront:UpdateKeyGroup"]
    assert run_tasks([public_key(state="absent")]).ok().operations == ["cloudfront:DeletePublicKey"]

    assert "in use by the distribution" in run_tasks([key_group(state="absent")]).failure
    lab.settings(in_use_seconds=1)
    end = [serving(), key_group(state="absent"), public_key(name="july", state="absent")]
    assert run_tasks(end).ok().operations == [
        "cloudfront:UpdateDistribution",
        "cloudfront:DeleteKeyGroup",
        "cloudfront:DeletePublicKey",
    ]
    assert cloudfront.list_key_groups()["KeyGroupList"]["Quantity"] == 0


def test_what_cannot_be_is_said_before_any_write(
    lab: Lab, run_tasks: RunTasks, cloudfront: t.Any, tmp_path: Path
) -> None:
    run_tasks([public_key(encoded_key=MARCH)]).ok()
    (tmp_path / "signing.pem").write_text(PRIVATE)
    refused = [
        (public_key(encoded_key=JULY), "a key cannot be changed"),
        (public_key(encoded_key=PRIVATE), "is a private key"),
        (public_key(encoded_key_file=str(tmp_path / "signing.pem")), "is a private key"),
        (public_key(encoded_key="ssh-rsa AAAA"), "ssh-keygen"),
        (public_key(name="july"), "give encoded_key"),
        (key_group(), "at least one public key"),
        (key_group(items=["nobody"]), "no public key with the id or name nobody"),
        (key_group(id="b2a1b4c5-0d3e-4f5a-8b6c-7d8e9fa0b1c2"), "no key group with the id"),
        (serving("nobody"), "no key group with the id or name nobody"),
    ]
    mark = lab.mark()
    run = run_tasks([{**task, "ignore_errors": True} for task, _ in refused], diff=True)
    for task, (_, words) in zip(run.tasks, refused, strict=True):
        assert words in task.result["msg"]
    assert "hush" not in run.stdout + run.stderr
    assert lab.writes(mark) == []
