# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A teardown that is broken off at every call: the next one takes what is left, and nothing else."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import json
import subprocess
import tempfile
import typing as t
from pathlib import Path

from tests.benchmark.tables import table
from tests.chaos.chain import Chain, Undisturbed, ended
from tests.chaos.faults import unclear
from tests.chaos.snapshot import differences, snapshot
from tests.chaos.sweep import (
    Cell,
    MakeChain,
    Options,
    Result,
    Results,
    by_operation,
    finished,
    sweep,
    warm_chains,
    wrong,
)
from tests.integration import site
from tests.integration.killing import kill_at
from tests.integration.warm import warm_python
from tests.lab import Lab
from tests.lab_tests import aws

NAME = "teardown"
KILLS = {"killed before": "stop_before", "killed after": "stop_after"}
OTHER = "other.example.test"
DENIED, DROPPED = "denied", "answer lost"
KINDS = (DENIED, DROPPED, *KILLS)
# What is asked for beside the teardown itself.
FLOWS: dict[str, dict[str, t.Any]] = {
    "bucket kept": {},
    "bucket deleted": {"site_delete_bucket": True, "site_force_delete_bucket": True},
}


@dataclasses.dataclass(frozen=True)
class Break:
    """A teardown that is broken off at a call; ``of_operation`` counts only the calls of the same operation."""

    flow: str
    kind: str
    nth: int
    of_operation: int
    operation: str


class Teardown(Chain):
    """The teardown of a site that has everything, with files in its bucket, beside what is somebody else's."""

    def __init__(self, lab: Lab, directory: Path, **given: t.Any) -> None:
        super().__init__(lab, directory, **given)
        self.flow = next(iter(FLOWS))
        self.mark = 0
        self.before: dict[str, t.Any] = {}

    def variables(self, **more: t.Any) -> dict[str, t.Any]:
        """Return what the site is made of; nothing is published or looked at."""
        given = {"site_browser_cache_seconds": 60, "site_security_protections": True, "site_bucket_versioning": True}
        return site.variables(self.lab, **{**given, **more})

    def empty(self) -> None:
        """Make the whole site, ready to be taken down; ``before`` is the account to which that has to lead back."""
        super().empty()
        tenant = plant(self.lab)
        if not FLOWS[self.flow]:
            make_bucket(self.lab, tenant)
        self.before = snapshot(self.lab)
        ended(super().start()).ok()
        if FLOWS[self.flow]:
            fill(self.lab)
        self.mark = self.lab.mark()

    def start(self, **more: t.Any) -> subprocess.Popen[str]:
        """Start a teardown."""
        return super().start(**{"site_state": "absent", **FLOWS[self.flow], **more})

    def taken_down(self, flow: str) -> Undisturbed:
        """Take a whole site down, which leaves what was there before, and return that and the calls that it took."""
        self.flow = flow
        self.empty()
        self.run().ok()
        calls = self.lab.calls(self.mark)
        found = differences(self.before, snapshot(self.lab))
        assert not found, f"{flow}: {found}"
        return Undisturbed(self.before, calls)


def plant(lab: Lab) -> str:
    """Make what is somebody else's and return the ARN of their distribution."""
    lab.settings(record_describes=0, certificate_seconds=0)
    cloudfront = lab.client("cloudfront")
    aws.change(lab, "CREATE", site.DOMAIN, "TXT", '"a note of somebody else"')
    control = cloudfront.create_origin_access_control(
        OriginAccessControlConfig={
            "Name": OTHER,
            "SigningProtocol": "sigv4",
            "SigningBehavior": "always",
            "OriginAccessControlOriginType": "s3",
        }
    )["OriginAccessControl"]
    lab.client("wafv2", "us-east-1").create_web_acl(
        Name="other",
        Scope="CLOUDFRONT",
        DefaultAction={"Allow": {}},
        VisibilityConfig={"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "other"},
    )
    certificate = aws.issued(lab, OTHER)
    config = aws.config(Aliases=aws.aliases(OTHER), ViewerCertificate=aws.certificate(certificate))
    config["Origins"]["Items"][0]["OriginAccessControlId"] = control["Id"]
    return str(cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["ARN"])


def make_bucket(lab: Lab, tenant: str) -> None:
    """Make the bucket with files in it, which somebody else's distribution reads too."""
    s3, bucket = lab.client("s3"), site.BUCKET
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    statement = {
        "Sid": "OfSomebodyElse",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": tenant}},
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    fill(lab)


def fill(lab: Lab) -> None:
    """Put versions, a delete marker and an unfinished upload into the bucket."""
    s3, bucket = lab.client("s3"), site.BUCKET
    for body in (b"one", b"two"):
        s3.put_object(Bucket=bucket, Key="index.html", Body=body)
    s3.delete_object(Bucket=bucket, Key="index.html")
    s3.create_multipart_upload(Bucket=bucket, Key="big")


def run(options: Options) -> list[str]:
    """Run what has no result yet and return what went wrong."""
    found: dict[str, Result] = {}
    done: set[str] = set()
    with warm_chains(Teardown) as chain:
        for flow in FLOWS:
            undisturbed = look_undisturbed(flow, chain)

            def work(chain: Chain, cell: Cell, undisturbed: Undisturbed = undisturbed) -> Result:
                return examine(t.cast("Teardown", chain), cell.what, undisturbed)

            found |= sweep(NAME, cells(flow, undisturbed, done), work, options, chain=chain)
            done |= set(undisturbed.operations)
    return wrong(found)


def look_undisturbed(flow: str, make: MakeChain) -> Undisturbed:
    """Return what the others are compared with."""
    with tempfile.TemporaryDirectory(prefix="cdn-chaos-") as name, warm_python(Path(name)) as python, Lab() as lab:
        return t.cast("Teardown", make(lab, Path(name), python)).taken_down(flow)


def cells(flow: str, undisturbed: Undisturbed, done: t.Collection[str]) -> list[Cell]:
    """Return the cells of all calls: all kinds of breaks for writes, and reads that are denied.

    Of calls that follow each other with the same operation, as those to all regions, the first stands for the others.
    Operations that an earlier flow has ``done`` are not broken again.
    """
    found = []
    counts = collections.Counter[str]()
    numbered = enumerate(zip(undisturbed.operations, undisturbed.calls, strict=True), 1)
    for operation, group in itertools.groupby(numbered, key=lambda item: item[1][0]):
        for nth, (_name, call) in group:
            counts[operation] += 1
            first = counts[operation] == 1 or undisturbed.operations[nth - 2] != operation
            for kind in KINDS if not call["read"] else KINDS[:1]:
                if first and operation not in done:
                    what = Break(flow, kind, nth, counts[operation], operation)
                    found.append(Cell(f"{flow}: {kind} {nth:03} {operation}", what))
    return found


def examine(chain: Teardown, what: Break, undisturbed: Undisturbed) -> Result:
    """Break a teardown off, run it again, and compare what is left."""
    chain.flow = what.flow
    chain.empty()
    met, complaint = broken(chain, what)
    chain.clean_run()
    found = differences(undisturbed.account, snapshot(chain.lab))
    problems = [complaint, *found] if complaint else found
    verdict = f"WRONG: {problems[0]}" if problems else "finished" if met else "not met"
    return {"kind": what.kind, "operation": what.operation, "differences": found, "verdict": verdict}


def broken(chain: Teardown, what: Break) -> tuple[bool, str]:
    """Break a run off; return whether it came to that call, and what was wrong with how it ended."""
    if what.kind in KILLS:
        return kill_at(chain.lab, chain.ordinary().start, KILLS[what.kind], nth=what.nth) is not None, ""
    if what.kind == DROPPED:
        chain.lab.fault("drop_after", what.operation, nth=what.of_operation)
    else:
        chain.lab.fault("denied", what.operation, nth=what.of_operation, lasting=10**6)
    done = chain.run()
    met = any(fault["met"] for fault in chain.lab.faults())
    if what.kind == DROPPED and done.rc:
        return met, f"did not heal: {done.failure[:300]}"
    complaint = unclear(done, what.operation) if done.rc else ""
    return met, f"{complaint}: {done.failure[:300]}" if complaint else ""


def tables() -> dict[str, str]:
    """Return what docs/resilience.md shows of the results, by mark."""
    results = list(Results(NAME).all().values())
    rows = [
        [operation, *(finished([one for one in found if one["kind"] == kind]) for kind in KINDS)]
        for operation, found in by_operation(results)
    ]
    bad = sum(one["verdict"].startswith("WRONG") for one in results)
    total = f"{len(results)} teardowns were broken off and run again; {bad} left something else than undisturbed ones."
    return {NAME: f"{total}\n\n{table(('broken off at', *KINDS), rows)}"}
