# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the lab in this terminal: `python -m tests.lab`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import threading
import typing as t
from pathlib import Path

from tests.lab.server import ACCOUNT, REGION, Options, Server
from tests.lab.settings import Settings

HELP = """\
# AWS on this machine. In another terminal, paste the lines above (or source the --env-file), then for example:
#   .venv/bin/ansible-playbook playbooks/site.yml -e site_domain=cdn.example.test -e site_bucket=my-own-images \\
#     -e site_publish_source=$PWD/tests/demo/images -e site_verify_ca_path=$CDN_LAB_CA \\
#     -e "{site_verify_connect_to: {https: $CDN_LAB_HTTPS, http: $CDN_LAB_HTTP}}"
# and what a viewer gets:
#   curl --cacert $CDN_LAB_CA --connect-to ::$CDN_LAB_HTTPS -I https://cdn.example.test/logo.png
# Ctrl-C ends the lab; nothing is kept."""


def main(arguments: t.Sequence[str] | None = None) -> int:
    """Run until a signal comes."""
    given = _parse(arguments)
    if given.until_eof:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    settings = Settings(
        certificate_seconds=given.certificate_seconds,
        deploy_seconds=given.deploy_seconds,
        insync_seconds=given.insync_seconds,
        record_describes=given.record_describes,
        auth=given.auth,
    )
    options = Options(
        given.zone or ["example.test"], given.port, given.http_port, given.https_port, given.dns_port, settings
    )
    with tempfile.TemporaryDirectory(prefix="cdn-lab-") as directory:
        server = Server(options, Path(directory))
        asyncio.run(server.run(lambda running: _announce(running, given.env_file)))
    return 0


def _parse(arguments: t.Sequence[str] | None) -> argparse.Namespace:
    start = Settings()
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    parser.add_argument(
        "--zone", action="append", help="a hosted zone to begin with; repeatable (default: example.test)"
    )
    for name in ("port", "http-port", "https-port", "dns-port"):
        parser.add_argument(f"--{name}", type=int, default=0, help="0: a free one")
    parser.add_argument("--certificate-seconds", type=float, default=start.certificate_seconds)
    parser.add_argument("--deploy-seconds", type=float, default=start.deploy_seconds)
    parser.add_argument("--insync-seconds", type=float, default=start.insync_seconds)
    parser.add_argument("--record-describes", type=int, default=start.record_describes)
    parser.add_argument("--auth", action="store_true", help="enforce IAM; the printed key is the account's root")
    parser.add_argument("--env-file", type=Path, help="write the export lines there, too")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input does, as with its starter")
    return parser.parse_args(arguments)


def _end_with_stdin() -> None:
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _without_proxy(others: str) -> str:
    """Return what no proxy is asked for: none reaches the loopback of this machine."""
    return ",".join([*others.replace(",", " ").split(), "127.0.0.1", "localhost"])


def environment(server: Server) -> dict[str, str]:
    """Return the variables under which the AWS tools find the lab."""
    endpoint = f"http://127.0.0.1:{server.port}"
    found = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": server.secret,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        **{name: _without_proxy(os.environ.get(name, "")) for name in ("NO_PROXY", "no_proxy")},
        "CDN_LAB_CONTROL": f"{endpoint}/_lab",
    }
    if server.dns:
        found["CDN_LAB_DNS"] = found["CDN_DNS_RESOLVER"] = f"127.0.0.1:{server.dns.port}"
    if server.edge:
        found["CDN_LAB_HTTP"] = f"127.0.0.1:{server.edge.http_port}"
        found["CDN_LAB_HTTPS"] = f"127.0.0.1:{server.edge.https_port}"
        found["CDN_LAB_CA"] = str(server.edge.ca_path)
    return found


def _announce(server: Server, env_file: Path | None) -> None:
    lines = "".join(f"export {name}={value}\n" for name, value in environment(server).items())
    # A profile beside the lab's keys would be two answers to who is calling.
    print("unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN", lines, sep="\n", end="")
    if env_file:
        # Moved into place whole: whoever waits for it must never read half of it.
        draft = env_file.with_name(env_file.name + ".part")
        draft.write_text(lines)
        draft.replace(env_file)
    print(HELP, flush=True)


if __name__ == "__main__":
    sys.exit(main())
