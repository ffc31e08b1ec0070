# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lab for tests: started, asked, told to fail, stopped."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
import typing as t
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
_START_SECONDS = 30
# Whatever proxy the environment names.
_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Lab:
    """AWS on loopback in a process of its own; use it as a context manager.

    The keyword arguments are the options of `python -m tests.lab`, lists repeated: `Lab(zone=["a.test", "b.test"])`.
    """

    def __init__(self, **options: t.Any) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._directory: tempfile.TemporaryDirectory[str] | None = None
        self.env: dict[str, str] = {}
        self._beginning = 0

    def __enter__(self) -> Lab:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start and wait until every port answers."""
        self._directory = tempfile.TemporaryDirectory(prefix="cdn-lab-env-")
        env_file = Path(self._directory.name, "env")
        command = [sys.executable, "-m", "tests.lab", "--env-file", str(env_file), "--until-eof"]
        for name, value in self._options.items():
            flag = f"--{name.replace('_', '-')}"
            for item in value if isinstance(value, list) else [value]:
                command += [flag] if item is True else [flag, str(item)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + _START_SECONDS
        while not env_file.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the lab did not start: {shlex.join(command)}")
            time.sleep(0.02)
        for line in env_file.read_text().splitlines():
            name, _, value = line.removeprefix("export ").partition("=")
            self.env[name] = value
        # For the clients of this process: a proxy does not reach our loopback.
        os.environ.update({name: self.env[name] for name in ("NO_PROXY", "no_proxy")})

    def stop(self) -> None:
        """Stop the process and wait for its end."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._directory:
            self._directory.cleanup()

    def environ(self) -> dict[str, str]:
        """Return this process's environment with the lab's variables over it and no other AWS ones."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {**kept, **self.env}

    def client(self, service: str, region: str | None = None, account: str | None = None, **options: t.Any) -> t.Any:
        """Return a boto3 client of the lab; another account is just another number."""
        client = self._session.client(
            service,
            endpoint_url=self.env["AWS_ENDPOINT_URL"],
            region_name=region or self.env["AWS_REGION"],
            aws_access_key_id=account or self.env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.env["AWS_SECRET_ACCESS_KEY"],
            **options,
        )
        if service == "s3control":
            client.meta.events.register("before-sign", _without_account)
        return client

    def user(self, name: str, policy: t.Mapping[str, t.Any]) -> dict[str, str]:
        """Make an IAM user with exactly this policy (a given name gets a new one); return its environment."""
        iam = self.client("iam")
        with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
            iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="only", PolicyDocument=json.dumps(policy))
        for old in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=name, AccessKeyId=old["AccessKeyId"])
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return {
            **self.env,
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
        }

    @functools.cached_property
    def _session(self) -> t.Any:
        import boto3  # noqa: PLC0415 - the lab itself starts without it

        # One session for all clients: it is the loaded models that make a client slow.
        return boto3.session.Session()

    def calls(self, since: int | None = None) -> list[dict[str, t.Any]]:
        """Return the recorded API calls after a mark, else all since the last reset."""
        mark = self._beginning if since is None else since
        return t.cast("list[dict[str, t.Any]]", self.control("GET", f"calls?since={mark}"))

    def needs(self, since: int | None = None) -> list[dict[str, t.Any]]:
        """Return what IAM was asked for each call after a mark: its number, operation, and action on resource."""
        mark = self._beginning if since is None else since
        return t.cast("list[dict[str, t.Any]]", self.control("GET", f"needs?since={mark}"))

    def writes(self, since: int | None = None) -> list[dict[str, t.Any]]:
        """Return those of the calls that were no reads."""
        return [call for call in self.calls(since) if not call["read"]]

    def mark(self) -> int:
        """Return the number of calls so far, for `since`."""
        return int(self.control("GET", "mark"))

    def settings(self, **changes: t.Any) -> dict[str, t.Any]:
        """Change settings, return all of them."""
        return t.cast("dict[str, t.Any]", self.control("PUT", "settings", changes))

    def fault(self, kind: str, operation: str = "*", **fields: t.Any) -> None:
        """Order a failure: see `tests.lab.faults.Fault` for the fields."""
        self.control("POST", "faults", {"kind": kind, "operation": operation, **fields})

    def faults(self) -> list[dict[str, t.Any]]:
        """Return the orders of failures, each with the operations that it has ``met``."""
        return t.cast("list[dict[str, t.Any]]", self.control("GET", "faults"))

    def held(self) -> list[dict[str, t.Any]]:
        """Return the calls that a `stop_before` or `stop_after` holds; `gone` says that the client is no more."""
        return t.cast("list[dict[str, t.Any]]", self.control("GET", "held"))

    def release(self, *, drop: bool = False) -> None:
        """Let the calls that are held go on, or drop their connections: before the work nothing is done then."""
        self.control("DELETE", f"held?drop={'yes' if drop else 'no'}")

    def clear_faults(self) -> None:
        """Take all orders of failures back."""
        self.control("DELETE", "faults")

    def certificate(self, arn: str, **fields: t.Any) -> None:
        """Put a certificate into a state: `Status="FAILED", FailureReason="CAA_ERROR"`."""
        self.control("POST", f"certificates/{arn}", fields)

    def dns(self, name: str, kind: str, *values: str, server: str = "") -> None:
        """Lay values over public DNS; other NS for a zone take its delegation away, no values make NXDOMAIN.

        With `server` only that name server answers so; an SOA laid on a server gives it the zone, without content.
        """
        self.control("POST", "dns", {"name": name, "type": kind, "values": list(values), "server": server})

    def dns_fault(self, kind: str, *, server: str = "*", name: str = "*") -> None:
        """Let a name server (or `resolver`) fail for a name and below: `servfail`, `refused` or `silent`."""
        self.control("POST", "dns-faults", {"kind": kind, "server": server, "name": name})

    def clear_dns(self) -> None:
        """Take back all that was laid over DNS, failures too."""
        self.control("DELETE", "dns")

    def dns_questions(self, since: int = 0) -> list[dict[str, str]]:
        """Return the questions that DNS was asked since the last reset: server, name and type."""
        return t.cast("list[dict[str, str]]", self.control("GET", f"dns-questions?since={since}"))

    def reset(self) -> None:
        """Forget all AWS state, caches, settings, failures; the hosted zones of the start are there again."""
        self.control("POST", "reset")
        self._beginning = self.mark()

    def control(self, method: str, path: str, content: t.Any = None) -> t.Any:
        """Send one command to the control API and return its result."""
        body = None if content is None else json.dumps(content).encode()
        url = f"{self.env['CDN_LAB_CONTROL']}/{path}"
        request = urllib.request.Request(url, data=body, method=method)  # noqa: S310 - it is http on loopback
        try:
            with _DIRECTLY.open(request, timeout=30) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error)["error"]) from error


def _without_account(request: t.Any, **_: object) -> None:
    """Take off what S3 Control puts before its host: an address has no subdomains."""
    request.url = re.sub(r"//\d{12}\.", "//", request.url)
