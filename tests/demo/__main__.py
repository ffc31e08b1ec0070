# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m tests.demo`: check run, real run, second run, and what viewers then get."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.demo.viewer import look
from tests.lab import Lab

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "tests/demo/images"
DOMAIN = "cdn.example.test"
BUCKET = "cdn-example-test-images"
# Long enough to see the waits on a slow machine too, short enough to sit through: real ones take minutes.
CERTIFICATE_SECONDS = 5
DEPLOY_SECONDS = 20


def main() -> int:
    """Run the demo and return its exit status."""
    started = time.monotonic()
    print("Starting the lab: S3, ACM, CloudFront, Route 53, an edge and a DNS, all on this machine.", flush=True)
    with Lab(certificate_seconds=CERTIFICATE_SECONDS, deploy_seconds=DEPLOY_SECONDS) as lab:
        variables = site_variables(lab)
        steps = [
            ("1. The plan: a check run on an empty account writes nothing", ["--check", "--diff"]),
            ("2. The real run: exactly that plan, then the proof", []),
            ("3. The second run: nothing to do", []),
        ]
        for title, flags in steps:
            heading(title)
            mark = lab.mark()
            status = run_site(lab, variables, flags)
            print(f"(the lab recorded {len(lab.writes(mark))} writes and {reads(lab, mark)} reads)")
            if status:
                return status
        heading("4. What viewers get")
        proven = look(lab, domain=DOMAIN, bucket=BUCKET, names=[image.name for image in sorted(IMAGES.iterdir())])
    print(f"\nThe lab is stopped. The demo took {time.monotonic() - started:.0f} s.")
    return 0 if proven else 1


def site_variables(lab: Lab) -> dict[str, object]:
    """Return what a user writes down for this site, and how to reach the lab's edge instead of the internet's."""
    return {
        "site_domain": DOMAIN,
        "site_bucket": BUCKET,
        "site_publish_source": str(IMAGES),
        "site_verify_connect_to": {"https": lab.env["CDN_LAB_HTTPS"], "http": lab.env["CDN_LAB_HTTP"]},
        "site_verify_ca_path": lab.env["CDN_LAB_CA"],
    }


def run_site(lab: Lab, variables: dict[str, object], flags: list[str]) -> int:
    """Run site.yml and return its exit status; its output goes where ours goes."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(variables, file)
        file.flush()
        playbook = Path(sys.executable).with_name("ansible-playbook")
        command = [str(playbook), str(ROOT / "playbooks/site.yml"), *flags, "-e", f"@{file.name}"]
        print(f"$ ansible-playbook playbooks/site.yml {' '.join(flags)}".rstrip(), flush=True)
        return subprocess.run(command, cwd=ROOT, env={**lab.environ(), **quiet()}, check=False).returncode


def quiet() -> dict[str, str]:
    """Return settings that tell the plan, and leave out skipped tasks and the note that there is no inventory."""
    return {
        "ANSIBLE_CALLBACKS_ENABLED": "cdn.aws.plan",
        "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_FORCE_COLOR": "true" if sys.stdout.isatty() else "false",
        "HOME": os.environ.get("HOME", "/"),
    }


def reads(lab: Lab, mark: int) -> int:
    """Return the number of reads after a mark."""
    return sum(1 for call in lab.calls(mark) if call["read"])


def heading(text: str) -> None:
    """Print a title that is found again when scrolling."""
    print(f"\n{text}\n{'=' * len(text)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
