# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that are killed or interrupted: the next one goes on. The whole of it is `make chaos`."""

from __future__ import annotations

import itertools
import re
import subprocess
import time
import typing as t
from pathlib import Path

import yaml

from tests.chaos.chain import QUICK, Chain
from tests.chaos.snapshot import differences, snapshot
from tests.integration.conftest import RunTasks
from tests.integration.killing import interrupt, kill_at, until
from tests.integration.playbook import command, environment
from tests.integration.site import certificates, distributions
from tests.lab import Lab
from tests.lab_tests.distributions import create

ELSEWHERE = Path(__file__).with_name("connection_plugins")
SLOW = dict.fromkeys(QUICK, 3600)
# Most runs end within a tenth of this; the machine may be busy.
SECONDS = 15.0


def test_a_run_that_is_killed_at_ever_later_writes_gets_there(
    lab: Lab, tmp_path: Path, python: str, program: str
) -> None:
    """The first run ends at its first write, the second at its second, ..., in turns after and before the work."""
    chain = Chain(lab, tmp_path, python=python, program=program)
    undisturbed = chain.undisturbed()
    chain.empty()
    operations = []
    for nth, kind in zip(itertools.count(1), itertools.cycle(["stop_after", "stop_before"])):
        held = kill_at(lab, chain.ordinary().start, kind, writes=True, nth=nth)
        if not held:
            break
        operations.append(held["operation"])
    assert len(operations) >= 4
    assert differences(undisturbed.account, snapshot(lab)) == []
    mark = lab.mark()
    assert chain.clean_run().changed == 0
    assert lab.writes(mark) == []


# A host for each wait, so that one run has them all.
HOSTS: dict[str, dict[str, t.Any]] = {
    "issuing": {"cdn.aws.acm_certificate": {"domain_name": "cdn.example.test", "wait": True}},
    "names": {
        "cdn.aws.route53_records": {
            "zone": "example.test",
            "records": [{"name": "www.example.test", "type": "CNAME", "values": ["elsewhere.test"], "ttl": 60}],
            "wait": True,
        }
    },
    "deploying": {
        "cdn.aws.cloudfront_distribution": {
            "caller_reference": "new", "default_origin_domain_name": "www.example.org", "wait": True,
        }
    },
    "remote": {
        "cdn.aws.cloudfront_distribution": {
            "caller_reference": "far", "default_origin_domain_name": "www.example.org", "wait": True,
        }
    },
    "forgetting": {
        "cdn.aws.cloudfront_invalidation": {
            "distribution_id": "{{ kept }}", "target_paths": ["/*"], "caller_reference": "one", "wait": True,
        }
    },
    "disabling": {"cdn.aws.cloudfront_distribution": {"distribution_id": "{{ gone }}", "state": "absent"}},
}  # fmt: skip
# Each host has a pace of its own: none waits for the others. One is not this machine, as far as Ansible knows.
PLAY = {
    "hosts": "all",
    "gather_facts": False,
    "strategy": "free",
    "vars": {"ansible_connection": "{{ (inventory_hostname == 'remote') | ternary('elsewhere', 'local') }}"},
    "tasks": [
        {"name": f"Wait on {host}", **task, "when": f"inventory_hostname == '{host}'"} for host, task in HOSTS.items()
    ],
}
ENV = {
    "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default",
    "ANSIBLE_CONNECTION_PLUGINS": str(ELSEWHERE),
    "ANSIBLE_FORKS": str(len(HOSTS)),
}


def test_interrupted_waits_end_at_once_and_the_next_run_goes_on(lab: Lab, run_tasks: RunTasks, tmp_path: Path) -> None:
    lab.settings(**QUICK)
    ids = {name: create(lab.client("cloudfront"), name)["Distribution"]["Id"] for name in ("kept", "gone")}
    time.sleep(0.2)
    playbook, output = tmp_path / "waits.yml", tmp_path / "output"
    playbook.write_text(yaml.safe_dump([{**PLAY, "vars": {**PLAY["vars"], **ids}}]), encoding="utf-8")
    lab.settings(**SLOW)
    given = {"hosts": f"{','.join(HOSTS)},"}
    with output.open("w") as file:
        process = subprocess.Popen(
            command(playbook, **given), env=environment({**lab.env, **ENV}), stdout=file, stderr=file,
            start_new_session=True,
        )  # fmt: skip
        until(lambda: told(output) == set(HOSTS), process)
        ending = interrupt(process)
    assert [*ending.complaints(SECONDS), *re.findall("Traceback", output.read_text())] == []
    assert "User interrupted execution" in output.read_text()

    lab.settings(**QUICK)
    lab.certificate(certificates(lab)[0]["CertificateArn"], Status="ISSUED")
    mark = lab.mark()
    run_tasks(playbook, env=ENV, **given).ok()
    # What had to come first has come now; nothing else was left to do.
    assert [call["operation"] for call in lab.writes(mark)] == ["DeleteDistribution"]
    assert {one["Status"] for one in distributions(lab)} == {"Deployed"}


def told(output: Path) -> set[str]:
    """Return the hosts that have said what they wait for, and that it may be interrupted."""
    return set(re.findall(r"^\[(\w+)\] .* It is safe to interrupt", output.read_text(), re.MULTILINE))
