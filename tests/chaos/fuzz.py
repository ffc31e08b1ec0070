# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module with wild options: it always ends with a result or one line, and a check run never writes."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
import typing as t
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.benchmark.tables import table
from tests.chaos import wild
from tests.chaos.sweep import Options, Results
from tests.in_process import Outcome, module_names, run_module, spec_of, time_passes
from tests.lab import Lab

NAME = "fuzz"
WRONG = "WRONG"
# What the lock of check runs says of a write.
LOCK = "A check run must not"
PATHS = (
    "tree",
    "tree/a.css",
    "missing",
    "",
    "broken",
    "folder",
    "unreadable",
    "key.pem",
    "a\x00b",
    "ünï",
    ".",
    "~none/x",
)


def problem(outcome: Outcome, secret: str = wild.SECRET) -> str:
    """Return what is wrong with the end of a run, an empty text when it is as it should be."""
    message = outcome.message
    if outcome.crash:
        return outcome.crash
    checks = (
        (secret in outcome.output, "a secret was shown"),
        (outcome.failed and not message.strip(), "it failed without a message"),
        ("\n" in message.strip() or "\r" in message, "the message has more than one line"),
        ("Traceback" in outcome.output, "a traceback was shown"),
        (LOCK in message, "it would have written in a check run"),
        (len(message) > 3000, "the message is a novel"),
    )
    return next((f"{text}: {message[:2000]}" for holds, text in checks if holds), "")


def plant(directory: Path) -> None:
    """Lay out what options that name files may name, and make it the current folder."""
    (directory / "tree" / "img").mkdir(parents=True)
    (directory / "folder").mkdir()
    for name in ("tree/index.html", "tree/a.css", "tree/img/a.png", "key.pem"):
        (directory / name).write_text(f"content of {name}", encoding="utf-8")
    (directory / "broken").symlink_to("nowhere")
    (directory / "unreadable").write_bytes(b"\xff\xfe\x00")
    os.chdir(directory)


def furnish(lab: Lab) -> None:
    """Put something into the account, so that modules find what they look for."""
    lab.reset()
    lab.settings(certificate_seconds=0, deploy_seconds=0, insync_seconds=0, invalidation_seconds=0, job_seconds=0)
    s3, acm = lab.client("s3"), lab.client("acm", "us-east-1")
    s3.create_bucket(Bucket="wild-bucket", CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    for key in ("index.html", "a.css", "img/a.png"):
        s3.put_object(Bucket="wild-bucket", Key=key, Body=b"x")
    arn = acm.request_certificate(DomainName="*.example.test", ValidationMethod="DNS")["CertificateArn"]
    lab.certificate(arn, Status="ISSUED")
    made = run_module(
        "cloudfront_distribution",
        {
            "alias": "cdn.example.test",
            "origins": [{"id": "one", "domain_name": "wild-bucket.s3.eu-central-1.amazonaws.com"}],
            "viewer_certificate": {"acm_certificate_arn": arn},
        },
    )
    assert not made.failed, made
    wild.LIKELY["distribution_id"] = (made.result["distribution"]["id"],)
    wild.LIKELY["acm_certificate_arn"] = wild.LIKELY["certificate_arn"] = (arn,)


def fuzz(lab: Lab, module: str, *, examples: int, derandomize: bool) -> None:
    """Run one module with many options, each in a check run and for real; raises AssertionError with the smallest."""
    furnish(lab)
    spec, numbers = spec_of(module).options, itertools.count()
    quiet = settings(
        max_examples=examples,
        derandomize=derandomize,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )

    @quiet
    @given(wild.Wild(PATHS).options(spec))
    def example(options: dict[str, t.Any]) -> None:
        # What an earlier example has written is in the account, and no secret of this one.
        secret = f"s3cr3t-{next(numbers)}-never-to-be-shown"
        options = wild.with_secret(options, secret)
        for check in (True, False):
            mark = lab.mark()
            found = problem(run_module(module, options, check=check), secret)
            if check and not found and lab.writes(mark):
                found = f"it wrote in a check run: {[call['operation'] for call in lab.writes(mark)]}"
            assert not found, f"{module} {'check' if check else 'run'} {options!r}: {found}"

    with time_passes():
        example()


@contextlib.contextmanager
def ground(lab: Lab, directory: Path) -> t.Iterator[None]:
    """Make the lab the environment's AWS and a folder with planted files the current one."""
    before, folder = dict(os.environ), Path.cwd()
    os.environ.update({**lab.env, "XDG_CACHE_HOME": str(directory / "cache")})
    try:
        plant(directory)
        yield
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)


def run(options: Options) -> list[str]:
    """Fuzz every module that was not fuzzed as much before; a result counts the examples, each run in both ways."""
    results, known = Results(NAME), {} if options.again else Results(NAME).all()
    with Lab() as lab, tempfile.TemporaryDirectory() as name, ground(lab, Path(name)):
        for module in module_names():
            done = known.get(module, {"verdict": WRONG})
            enough = not done["verdict"].startswith(WRONG) and done["examples"] >= options.examples
            if enough or not options.wants(module):
                continue
            verdict = "a result or one line"
            try:
                fuzz(lab, module, examples=options.examples, derandomize=False)
            except AssertionError as error:
                verdict = f"{WRONG}: {error}"
            results.add({"cell": module, "examples": options.examples, "verdict": verdict})
            print(f"{NAME} {module}, {options.examples} examples: {verdict}", flush=True)
    return [f"{cell}: {one['verdict']}" for cell, one in results.all().items() if one["verdict"].startswith(WRONG)]


def tables() -> dict[str, str]:
    """Return what docs/resilience.md shows of the results, by mark."""
    found = Results(NAME).all()
    bad = [cell for cell, one in found.items() if one["verdict"].startswith(WRONG)]
    total = sum(one["examples"] for one in found.values())
    rows = [[cell, f"{one['examples']:,}", one["verdict"].partition(":")[0]] for cell, one in sorted(found.items())]
    text = table(("module", "examples, in a check run and for real", "how they ended"), rows)
    return {NAME: f"{total:,} examples; {len(bad)} modules not as expected.\n\n{text}"}
