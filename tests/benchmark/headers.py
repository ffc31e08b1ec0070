# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Header repair of 10,000 objects in the lab, compared object by object, twice, and after a kill.

`headers()` returns the tables as Markdown, as `publish()` does for the package's `__main__`; it raises AssertionError
when an object lost anything, when the second run is no no-op, or when a killed run does not go on.
`python -m tests.benchmark.headers` runs it alone; `--million` also measures the memory of a million objects, without
any server.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import datetime
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path

import yaml

from ansible_collections.cdn.aws.plugins.module_utils._headers.object_headers import ObjectHeaders
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.modules.s3_object_headers import SPEC
from tests.benchmark.measure import Run, family, measured, plain_environment
from tests.benchmark.tables import Cell, table
from tests.integration import old_objects
from tests.lab import Lab
from tests.unit.helpers import StubbedApi, service_shape

# Of one kind there are only a few, so that these come to a little more than 10,000.
OBJECTS = 10_700
MILLION = 1_000_000
WANTED = "public, max-age=31536000, immutable"
REPAIRED = ("CacheControl", "ContentType")
AT = datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)


class Bench:
    """A lab with a bucket of old objects, and runs of the module over it."""

    def __init__(self, lab: Lab, directory: Path, count: int) -> None:
        self.lab = lab
        self.s3 = lab.client("s3")
        old_objects.buckets(self.s3)
        each = -(-count // len(old_objects.KINDS))
        self.keys = old_objects.fill(self.s3, "pictures", old_objects.KINDS, each)
        self.env = {**plain_environment(), **lab.env, "XDG_CACHE_HOME": str(directory)}
        self._playbook = directory / "repair.yml"
        task = {"cdn.aws.s3_object_headers": {"bucket": "pictures", "cache_control": WANTED}}
        self._playbook.write_text(yaml.safe_dump([{"hosts": "all", "gather_facts": False, "tasks": [task]}]))

    def command(self, *more: str) -> list[str]:
        """Return the command line of a run."""
        python = f"ansible_python_interpreter={sys.executable}"
        program = str(Path(sys.executable).with_name("ansible-playbook"))
        return [program, "-i", "localhost,", "-c", "local", "-e", python, str(self._playbook), *more]

    def run(self, *more: str) -> tuple[Run, collections.Counter[str]]:
        """Run the module to its end and return what it took, and the requests by operation."""
        mark = self.lab.mark()
        run = measured(self.command(*more), env=self.env)
        assert not run.failure, run.failure
        return run, self.requests(mark)

    def requests(self, mark: int) -> collections.Counter[str]:
        """Return the requests since a mark, by operation."""
        return collections.Counter(call["operation"] for call in self.lab.calls(mark))

    def kill_half_way(self) -> collections.Counter[str]:
        """Run the module until about a third is repaired, kill it, and return the requests."""
        mark = self.lab.mark()
        with subprocess.Popen(self.command(), env=self.env, stdout=subprocess.DEVNULL) as process:
            while self.requests(mark)["CopyObject"] < len(self.keys) // 3:
                assert process.poll() is None, "the run ended before it could be killed"
                time.sleep(0.1)
            for pid in reversed(family(process.pid)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(1)
        return self.requests(mark)


def headers(count: int = OBJECTS) -> str:
    """Repair, compare, repeat, kill and continue; return a table of time, requests and memory."""
    rows: list[list[Cell]] = []
    with tempfile.TemporaryDirectory() as directory, Lab() as lab:
        bench = Bench(lab, Path(directory), count)
        before = old_objects.snapshot(bench.s3, "pictures")
        rows.append(_row("check run", *bench.run("--check")))
        killed = bench.kill_half_way()
        rows.append(["run, killed after a third", None, None, killed["HeadObject"], _copies(killed)])
        rest, requests = bench.run()
        rows.append(_row("next run, the rest", rest, requests))
        after = old_objects.snapshot(bench.s3, "pictures")
        lost = old_objects.differences(before, after, REPAIRED)
        assert not lost, lost[:20]
        assert all(told["CacheControl"] == WANTED for told in after.values())
        assert _copies(killed) + _copies(requests) == len(bench.keys), "some object was copied twice, or never"
        again, requests = bench.run()
        rows.append(_row("again, nothing to do", again, requests))
        assert not _copies(requests)
    head = ["s3_object_headers", "seconds", "memory in MB", "HeadObject", "repaired"]
    return (
        f"{len(bench.keys):,} objects of {len(old_objects.KINDS)} kinds, each compared before and after in every"
        f" property.\n\n{table(head, rows)}"
    )


def _row(what: str, run: Run, requests: t.Mapping[str, int]) -> list[Cell]:
    return [what, run.seconds, run.megabytes, requests.get("HeadObject", 0), _copies(requests)]


def _copies(requests: t.Mapping[str, int]) -> int:
    return requests.get("CopyObject", 0) + requests.get("CreateMultipartUpload", 0)


class Endless:
    """An Api over as many objects as wanted, none of which exists."""

    region = "eu-central-1"

    def __init__(self, count: int) -> None:
        self._count = count

    def pages(self, operation: str, request: t.Any = None, *, region: str | None = None) -> t.Iterator[t.Any]:
        """Yield the listing."""
        for start in range(0, self._count, 1000):
            numbers = range(start, min(start + 1000, self._count))
            yield {"Contents": [{"Key": f"{n:09}.jpg", "ETag": '"e"', "LastModified": AT, "Size": 1} for n in numbers]}

    def call(self, operation: str, request: t.Any, *, region: str | None = None) -> dict[str, t.Any]:
        """Answer a call."""
        if operation == "s3:HeadObject":
            return {"ETag": '"e"', "LastModified": AT, "ContentLength": 1, "ContentType": "image/jpeg", "Metadata": {}}
        if operation == "s3:GetBucketOwnershipControls":
            return {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}
        return {"CopyObjectResult": {"ETag": '"e"', "LastModified": AT}}

    def shape(self, service: str, name: str) -> t.Any:
        """Return a shape of the model."""
        return service_shape(service, name)

    def client(self, service: str, *, region: str | None = None) -> t.Any:
        """Return a client that is asked for its endpoint only."""
        return StubbedApi().client(service)


def million(count: int = MILLION) -> str:
    """Plan and repair a million objects that answer at once; return a table of time and memory of this process."""
    options = {name: option.get("default") for name, option in SPEC.options.items()}
    options = {**options, "bucket": "b", "cache_control": WANTED}
    rows: list[list[Cell]] = []
    with tempfile.TemporaryDirectory() as directory:
        os.environ["XDG_CACHE_HOME"] = directory
        for what in ("all repaired", "again, nothing to do"):
            started = time.monotonic()
            result = reconcile(ObjectHeaders(options, t.cast("t.Any", Endless(count))), check_mode=False)
            assert len(result.plan.as_actions()) == (1 if what == "all repaired" else 0)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            rows.append([what, time.monotonic() - started, memory])
    return f"{count:,} objects, without any server.\n\n{table(['s3_object_headers', 'seconds', 'memory in MB'], rows)}"


def main() -> int:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.headers", description=__doc__)
    parser.add_argument("--objects", type=int, default=OBJECTS)
    parser.add_argument("--million", action="store_true", help="measure the memory of a million objects instead")
    given = parser.parse_args()
    print(million() if given.million else headers(given.objects))
    return 0


if __name__ == "__main__":
    sys.exit(main())
