# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured against: the thin server, and the lab."""

from __future__ import annotations

import collections
import json
import subprocess
import sys
import tempfile
import time
import typing as t
import urllib.parse
import urllib.request
from pathlib import Path

from tests.lab import Lab

ROOT = Path(__file__).resolve().parents[2]
LATENCY = 0.02
BUCKET = "benchmark"
STARTED_WITHIN = 30.0


class Server(t.Protocol):
    """An S3 with one empty bucket; adds the latency to each request."""

    name: str

    def env(self) -> dict[str, str]:
        """Return the variables by which tools find it."""

    def empty(self) -> None:
        """Forget all objects and counts."""

    def counts(self) -> dict[str, int]:
        """Return how many requests were made since the last time, by operation."""


class Thin:
    """The thin server in a process of its own."""

    name = "the thin server"

    def __init__(self, latency: float = LATENCY) -> None:
        self._latency = latency

    def __enter__(self) -> Thin:
        self._directory = tempfile.TemporaryDirectory(prefix="cdn-benchmark-")
        port_file = Path(self._directory.name, "port")
        command = [sys.executable, "-m", "tests.benchmark.server", str(port_file), "--latency", str(self._latency)]
        self._process = subprocess.Popen(command, cwd=ROOT)
        deadline = time.monotonic() + STARTED_WITHIN
        while not port_file.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the thin server did not start")
            time.sleep(0.02)
        self.endpoint = f"http://127.0.0.1:{port_file.read_text(encoding='utf-8')}"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._directory.cleanup()

    def env(self) -> dict[str, str]:
        """Return the variables by which tools find it."""
        # Ansible masks the secret wherever it stands in a result: not a word.
        keys = {"AWS_ACCESS_KEY_ID": "123456789012", "AWS_SECRET_ACCESS_KEY": "kR8-not-a-word-vQ2x7"}
        region = {"AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1"}
        return {**keys, **region, "AWS_ENDPOINT_URL": self.endpoint}

    def control(self, what: str, **fields: object) -> dict[str, t.Any]:
        """Send one command and return what it tells."""
        url = f"{self.endpoint}/_bench/{what}?{urllib.parse.urlencode(fields)}"
        with urllib.request.urlopen(url, timeout=60) as reply:  # noqa: S310 - http on loopback
            return t.cast("dict[str, t.Any]", json.load(reply))

    def empty(self) -> None:
        """Forget all objects and counts."""
        self.control("reset")

    def counts(self) -> dict[str, int]:
        """Return how many requests were made since the last time, by operation."""
        return t.cast("dict[str, int]", self.control("counts")["counts"])


class LabServer:
    """The lab's S3, which is MiniStack: Python too, and busier than its clients."""

    name = "the lab (MiniStack)"

    def __enter__(self) -> LabServer:
        self._lab = Lab().__enter__()
        self._mark = 0
        return self

    def __exit__(self, *_: object) -> None:
        # It would tell of each connection that a client has left open.
        if self._lab._process:
            self._lab._process.kill()
        self._lab.stop()

    def env(self) -> dict[str, str]:
        """Return the variables by which tools find it."""
        return self._lab.env

    def empty(self) -> None:
        """Forget all objects and counts."""
        self._lab.reset()
        region = {"LocationConstraint": self._lab.env["AWS_REGION"]}
        self._lab.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=region)
        self._lab.settings(latency_seconds=LATENCY)
        self._mark = self._lab.mark()

    def counts(self) -> dict[str, int]:
        """Return how many requests were made since the last time, by operation."""
        calls = self._lab.calls(self._mark)
        self._mark = self._lab.mark()
        return dict(collections.Counter(str(call["operation"]) for call in calls))
