# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to upload many small files from Python that were considered, without Ansible around them."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import tempfile
import time
import typing as t
from pathlib import Path
from unittest import mock

from tests.benchmark import tree
from tests.benchmark.publish import FILES, SIZE
from tests.benchmark.servers import BUCKET, Thin
from tests.benchmark.tables import Cell, table

Design = t.Callable[[list[Path], Path], None]


def designs() -> str:
    """Return a table of the time that each way takes, and of the processor time that it uses itself."""
    rows: list[list[Cell]] = []
    with tempfile.TemporaryDirectory(prefix="cdn-benchmark-") as name, Thin() as thin:
        root = tree.make(Path(name), count=FILES, size=SIZE)
        files = sorted(root.rglob("*.jpg"))
        with mock.patch.dict(os.environ, thin.env()):
            for title, design in _candidates():
                thin.empty()
                before, started = _processor_seconds(), time.monotonic()
                design(files, root)
                seconds = time.monotonic() - started
                made = thin.counts().get("PutObject", 0)
                rows.append([title, seconds, _processor_seconds() - before, made, made / seconds])
    return table(("design", "seconds", "processor, s", "uploads", "per second"), rows)


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _candidates() -> t.Iterator[tuple[str, Design]]:
    for threads in (16, 32, 64):
        yield f"botocore, {threads} threads", _ours(1, threads)
    yield "s3transfer, 10 threads (its default)", _s3transfer(10)
    yield "s3transfer, 32 threads", _s3transfer(32)
    if importlib.util.find_spec("awscrt"):
        yield "awscrt's S3 client", _awscrt
    for processes, threads in ((2, 8), (2, 16), (2, 32), (4, 16), (4, 32)):
        yield f"botocore, {processes} processes of {threads} threads", _ours(processes, threads)


def _ours(processes: int, threads: int) -> Design:
    """Return the module's own way with a number of processes and threads in each."""
    # From the collection that Ansible would use: not before a benchmark needs it.
    from ansible_collections.cdn.aws.plugins.module_utils._client import Clients  # noqa: PLC0415
    from ansible_collections.cdn.aws.plugins.module_utils._publish import crew, upload  # noqa: PLC0415
    from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile  # noqa: PLC0415

    def change(path: Path, root: Path) -> upload.ObjectChange:
        status, key = path.stat(), path.relative_to(root).as_posix()
        request = {"Bucket": BUCKET, "Key": key, "ContentType": "image/jpeg", "CacheControl": "max-age=60"}
        file = LocalFile(key, str(path), status.st_size, status.st_mtime_ns)
        return upload.ObjectChange("create", "s3:PutObject", key, lambda state: dict(request), file=file)

    def design(files: list[Path], root: Path) -> None:
        options = (
            "endpoint_url",
            "access_key",
            "secret_key",
            "session_token",
            "profile",
            "aws_ca_bundle",
            "aws_config",
        )
        params = {
            **dict.fromkeys(options),
            "region": None,
            "validate_certs": True,
            "debug_botocore_endpoint_logs": False,
        }
        writer = upload.Writer(Clients(params, read_only=False), threads=processes * threads)
        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch.object(crew, "process_count", lambda **_: processes))
            stack.enter_context(mock.patch.object(crew, "MOST_THREADS_EACH", threads))
            writer.make_all([change(path, root) for path in files], lambda change, written: None)

    return design


def _s3transfer(threads: int) -> Design:
    def design(files: list[Path], root: Path) -> None:
        import boto3  # noqa: PLC0415
        from s3transfer.manager import TransferConfig, TransferManager  # noqa: PLC0415

        with TransferManager(boto3.client("s3"), TransferConfig(max_request_concurrency=threads)) as manager:
            extra = {"ContentType": "image/jpeg", "CacheControl": "max-age=60", "ChecksumAlgorithm": "SHA256"}
            sent = [manager.upload(str(path), BUCKET, path.relative_to(root).as_posix(), extra) for path in files]
            for future in sent:
                future.result()

    return design


def _awscrt(files: list[Path], root: Path) -> None:
    from botocore.session import Session  # noqa: PLC0415
    from s3transfer import crt  # noqa: PLC0415

    session = Session()
    credentials = crt.BotocoreCRTCredentialsWrapper(session.get_credentials()).to_crt_credentials_provider()
    region = os.environ["AWS_REGION"]
    client = crt.create_s3_crt_client(region, credentials, use_ssl=False)
    serializer = crt.BotocoreCRTRequestSerializer(
        session, {"region_name": region, "endpoint_url": os.environ["AWS_ENDPOINT_URL"]}
    )
    with crt.CRTTransferManager(client, serializer) as manager:
        extra = {"ContentType": "image/jpeg", "CacheControl": "max-age=60"}
        sent = [manager.upload(str(path), BUCKET, path.relative_to(root).as_posix(), extra) for path in files]
        for future in sent:
            future.result()
