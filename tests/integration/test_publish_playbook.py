# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook of a deployment: what changed is sent, invalidated and proved to be fresh, and nothing else."""

from __future__ import annotations

import collections
import json
import typing as t
from pathlib import Path

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.publishing import Run
from tests.integration.site import BUCKET, DOMAIN, PUBLISH, variables
from tests.integration.test_bad_input import other_distribution
from tests.integration.test_publish_to_edge import get
from tests.lab import Lab

FILES = 2000
# As many as the manifest does not save: a sample of the objects is looked at in every run.
SAMPLE = 10
# Pages are asked for each time, and a function sends viewers elsewhere: a deployment is right all the same.
RULES = [{"pattern": "*.html", "cache_control": "no-cache"}]
MOVED = b"function handler(event) { return {statusCode: 301, headers: {location: {value: '/'}}}; }"


def test_three_changed_files_of_two_thousand_are_sent_invalidated_and_fresh(
    lab: Lab, run_tasks: RunTasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in lab.env.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "tree"
    names = [f"{number % 40:02}/{number:04}.txt" for number in range(FILES)]
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"first of {name}", encoding="utf-8")
    distribution_id = site(lab)
    assert Run(lab, root, BUCKET, threads=8, rules=RULES).failure == ""
    changed = [names[3], names[1000], names[-1]]
    for name in changed:
        assert [get(lab, DOMAIN, f"/{name}").cache for dummy in range(2)] == ["Miss", "Hit"]
        (root / name).write_text(f"other of {name}", encoding="utf-8")

    given = variables(lab, site_publish_source=str(root), publish_rules=RULES)
    mark = lab.mark()
    done = run_tasks(PUBLISH, variables=given).ok()
    assert files_sent(lab, mark) == sorted(changed)
    counted = collections.Counter(call["operation"] for call in lab.calls(mark))
    assert counted["CreateInvalidation"] == 1
    assert counted["HeadObject"] <= SAMPLE + len(changed)
    assert counted["ListObjectsV2"] == FILES // 1000 + 1
    assert paths_invalidated(done) == sorted(f"/{name}" for name in changed)
    assert probed(done) == {f"/{name}": ["Miss", "Hit"] for name in changed}
    assert get(lab, DOMAIN, f"/{changed[0]}").body == f"other of {changed[0]}".encode()

    # Half a publication is finished by the next run, which knows what the first one has replaced. What was deleted is
    # invalidated and not asked for.
    (root / changed[0]).unlink()
    (root / names[5]).write_text("replaced", encoding="utf-8")
    for name in ("index.html", "moved/a.txt", "new.txt"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("new", encoding="utf-8")
    for name in ("index.html", "moved/a.txt", "new.txt"):
        lab.fault("denied", "s3:PutObject", resource=f"*{name}")
    given["publish_purge"] = True
    mark = lab.mark()
    assert "s3:PutObject" in Run(lab, root, BUCKET, rules=RULES, purge=True, distribution_id=distribution_id).failure
    assert files_sent(lab, mark) == [names[5]]
    lab.clear_faults()
    mark = lab.mark()
    done = run_tasks(PUBLISH, variables=given).ok()
    assert files_sent(lab, mark) == ["index.html", "moved/a.txt", "new.txt"]
    assert paths_invalidated(done) == sorted([f"/{names[5]}", f"/{changed[0]}"])
    assert probed(done) == {
        f"/{names[5]}": ["Miss", "Hit"],
        "/new.txt": ["Miss", "Hit"],
        "/index.html": ["Miss", "RefreshHit"],
        "/moved/a.txt": ["FunctionGeneratedResponse"],
    }
    (accepted,) = [line for line in done.messages if line.startswith("accepted: /index.html: ")]
    assert "has no-cache" in accepted


def files_sent(lab: Lab, since: int) -> list[str]:
    """Return the names of the files that were uploaded."""
    sent = [call["resource"] for call in lab.writes(since) if call["operation"] == "PutObject" and not call["error"]]
    return sorted(one.removeprefix(f"{BUCKET}/") for one in sent if "/.cdn.aws/" not in one)


def paths_invalidated(run: t.Any) -> list[str]:
    return sorted(run.facts("publish_result")["invalidation"]["invalidation_batch"]["paths"]["items"])


def site(lab: Lab) -> str:
    """Make a bucket behind a distribution, and return the id of that."""
    s3, cloudfront, region = lab.client("s3"), lab.client("cloudfront"), lab.env["AWS_REGION"]
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": region})
    lab.settings(deploy_seconds=0)
    distribution_id = other_distribution(lab, DOMAIN)
    answer = cloudfront.get_distribution_config(Id=distribution_id)
    config = answer["DistributionConfig"]
    control = {
        "Name": "one",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
    made = cloudfront.create_origin_access_control(OriginAccessControlConfig=control)
    (origin,) = config["Origins"]["Items"]
    origin["DomainName"] = f"{BUCKET}.s3.{region}.amazonaws.com"
    origin["OriginAccessControlId"] = made["OriginAccessControl"]["Id"]
    origin["S3OriginConfig"] = {"OriginAccessIdentity": "", "OriginReadTimeout": 30}
    del origin["CustomOriginConfig"]
    function = cloudfront.create_function(
        Name="moved", FunctionConfig={"Comment": "", "Runtime": "cloudfront-js-2.0"}, FunctionCode=MOVED
    )
    cloudfront.publish_function(Name="moved", IfMatch=function["ETag"])
    arn = function["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
    moved = {
        **config["DefaultCacheBehavior"],
        "PathPattern": "/moved/*",
        "FunctionAssociations": {"Quantity": 1, "Items": [{"FunctionARN": arn, "EventType": "viewer-request"}]},
    }
    config["CacheBehaviors"] = {"Quantity": 1, "Items": [moved]}
    done = cloudfront.update_distribution(Id=distribution_id, DistributionConfig=config, IfMatch=answer["ETag"])
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": done["Distribution"]["ARN"]}},
    }
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    return distribution_id


def probed(run: t.Any) -> dict[str, list[str]]:
    """Return how each path was answered."""
    (probe,) = run.of("cdn_probe")
    return {one["path"]: [request["cache"] for request in one["requests"]] for one in probe["probe"]["paths"]}
