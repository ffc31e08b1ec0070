# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook of a deployment: what changed is sent, invalidated and proved to be fresh, and nothing else."""

from __future__ import annotations

import collections
import typing as t
from pathlib import Path

from tests.integration.conftest import RunTasks
from tests.integration.site import BUCKET, DOMAIN, PUBLISH, variables
from tests.integration.test_publish_to_edge import get, publish, role
from tests.lab import Lab

FILES = 2000
# As many as the manifest does not save: a sample of the objects is looked at in every run.
SAMPLE = 10


def test_three_changed_files_of_two_thousand_are_sent_invalidated_and_fresh(
    lab: Lab, run_tasks: RunTasks, tmp_path: Path
) -> None:
    root = tmp_path / "tree"
    names = [f"{number % 40:02}/{number:04}.txt" for number in range(FILES)]
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"first of {name}", encoding="utf-8")
    run_tasks([*site(lab), publish(root)]).ok()
    changed = [names[3], names[1000], names[-1]]
    for name in changed:
        assert [get(lab, DOMAIN, f"/{name}").cache for dummy in range(2)] == ["Miss", "Hit"]
        (root / name).write_text(f"other of {name}", encoding="utf-8")

    given = variables(lab, site_publish_source=str(root))
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
    (root / "new.txt").write_text("new", encoding="utf-8")
    lab.fault("denied", "s3:PutObject", resource="*new.txt")
    given["publish_purge"] = True
    mark = lab.mark()
    assert run_tasks(PUBLISH, variables=given).rc != 0
    assert files_sent(lab, mark) == [names[5]]
    lab.clear_faults()
    mark = lab.mark()
    done = run_tasks(PUBLISH, variables=given).ok()
    assert files_sent(lab, mark) == ["new.txt"]
    assert paths_invalidated(done) == sorted([f"/{names[5]}", f"/{changed[0]}"])
    assert probed(done) == {"/new.txt": ["Miss", "Hit"], f"/{names[5]}": ["Miss", "Hit"]}


def files_sent(lab: Lab, since: int) -> list[str]:
    """Return the names of the files that were uploaded."""
    sent = [call["resource"] for call in lab.writes(since) if call["operation"] == "PutObject" and not call["error"]]
    return sorted(one.removeprefix(f"{BUCKET}/") for one in sent if "/.cdn.aws/" not in one)


def paths_invalidated(run: t.Any) -> list[str]:
    return sorted(run.facts("publish_result")["invalidation"]["invalidation_batch"]["paths"]["items"])


def site(lab: Lab) -> list[dict[str, t.Any]]:
    """Return the tasks that make a bucket and a distribution with a certificate that is there."""
    arn = lab.client("acm", "us-east-1").request_certificate(DomainName=DOMAIN, ValidationMethod="DNS")[
        "CertificateArn"
    ]
    lab.certificate(arn, Status="ISSUED")
    lab.settings(deploy_seconds=0)
    made = {"distribution_bucket": BUCKET, "distribution_aliases": [DOMAIN], "distribution_certificate_arn": arn}
    return [role("bucket", bucket_name=BUCKET), role("distribution", **made)]


def probed(run: t.Any) -> dict[str, list[str]]:
    """Return how each path was answered."""
    (probe,) = run.of("cdn_probe")
    return {one["path"]: [request["cache"] for request in one["requests"]] for one in probe["probe"]["paths"]}
