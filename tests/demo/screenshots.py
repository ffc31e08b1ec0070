# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m tests.demo.screenshots`: the pictures in docs/images, from real runs of site.yml against the lab."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser import Browser, Screen, find
from tests.demo.__main__ import ROOT, quiet, site_variables
from tests.demo.terminal import COLOUR, page
from tests.lab import Lab

PICTURES = ROOT / "docs/images"
REPORT = [Screen(width, dark=dark) for width in (1280, 390) for dark in (False, True)]
TERMINAL = Screen(1080, 200, dark=True)
# AWS takes minutes. Long enough for lines about each wait, and for a timeline in which one wait is not like the other.
PACE = {"certificate_seconds": 26, "deploy_seconds": 56, "insync_seconds": 4}
MOST_BYTES = 200_000
BANNER = " ****"


def main() -> int:
    """Make all pictures and return the exit status."""
    path = find()
    if path is None:
        print("There is no browser of the Chromium family: make browser", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Lab(**PACE) as lab:
        report = Path(folder) / "report.html"
        plan = run_site(lab, Path(folder), {"site_report": str(report)}, "--check")
        done = run_site(lab, Path(folder), {"site_report": str(report)})
        with Browser(path) as browser:
            for screen in REPORT:
                browser.show(report, screen)
                keep(f"report-{screen.width}-{'dark' if screen.dark else 'light'}", browser.picture())
            for name, lines in (("plan", since(plan, "PLAN [")), ("waits", waits(done))):
                shown = Path(folder) / f"{name}.html"
                shown.write_text(page(lines), encoding="utf-8")
                browser.show(shown, TERMINAL)
                keep(name, browser.picture())
    return 0


def run_site(lab: Lab, folder: Path, more: dict[str, object], *flags: str) -> list[str]:
    """Run site.yml as on a terminal, and return the lines that it printed."""
    variables = folder / "variables.json"
    variables.write_text(json.dumps({**site_variables(lab), **more}), encoding="utf-8")
    playbook = Path(sys.executable).with_name("ansible-playbook")
    settings = {
        "ANSIBLE_CALLBACKS_ENABLED": "cdn.aws.plan",
        # Without skipped tasks Ansible prints a task's name only after what the task itself prints.
        "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "true",
        "ANSIBLE_FORCE_COLOR": "true",
        "COLUMNS": "110",
    }
    command = [str(playbook), str(ROOT / "playbooks/site.yml"), *flags, "-e", f"@{variables}"]
    print(f"$ ansible-playbook playbooks/site.yml {' '.join(flags)}".rstrip(), flush=True)
    env = {**lab.environ(), **quiet(), **settings}
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout)
    return done.stdout.splitlines()


def since(lines: list[str], heading: str) -> list[str]:
    """Return the lines from a banner up to the next."""
    start = next(number for number, line in enumerate(lines) if heading in line)
    end = next((number for number, line in enumerate(lines) if number > start and BANNER in line), len(lines))
    return lines[start:end]


def waits(lines: list[str]) -> list[str]:
    """Return the tasks that waited, each with what it said meanwhile."""
    found: list[str] = []
    task: list[str] = []
    for line in [*lines, BANNER]:
        if BANNER in line:
            found += task if any(COLOUR.sub("", one).startswith("[localhost] ") for one in task) else []
            task = []
        task.append(line)
    return found


def keep(name: str, picture: bytes) -> None:
    """Write a picture, smaller where pngquant is there."""
    file = PICTURES / f"{name}.png"
    file.write_bytes(picture)
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--skip-if-larger", "--strip", "--output", file, file], check=False)
    size = file.stat().st_size
    hint = ", too large: install pngquant" if size > MOST_BYTES else ""
    print(f"{file.relative_to(ROOT)}: {size // 1000} kB{hint}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
