# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many sites at once against one, from an empty account to the verified hit, with certificates of one minute."""

from __future__ import annotations

import json
import tempfile
import typing as t
from pathlib import Path

from tests.benchmark import tools
from tests.benchmark.measure import Run, measured, plain_environment
from tests.benchmark.servers import ROOT
from tests.benchmark.tables import Cell, table
from tests.lab import Lab

CERTIFICATE_SECONDS, DEPLOY_SECONDS = 60.0, 30.0
WAITS = (
    ("the certificate", "acm", "DescribeCertificate", "route53", "ChangeResourceRecordSets", CERTIFICATE_SECONDS),
    ("the deployment", "cloudfront", "GetDistribution", "cloudfront", "CreateDistribution", DEPLOY_SECONDS),
)


def sites(count: int) -> str:
    """Return the times of one site and of many, and how soon a run notices that a wait is over."""
    with Lab(certificate_seconds=CERTIFICATE_SECONDS, deploy_seconds=DEPLOY_SECONDS) as lab:
        one, noticed = _first_run(lab, 1), list(noticing(lab.calls()))
        many = _first_run(lab, count)
    rows: list[list[Cell]] = []
    for title, run in (("one site", one), (f"{count} sites", many)):
        ratio = run.seconds / one.seconds
        text = f"{title}: failed, {' '.join(run.failure.split())[-300:]}" if run.failure else title
        rows.append([text, run.seconds, ratio, run.megabytes])
    return "\n".join(
        (
            table(("first run, certificates of one minute", "seconds", "× one", "peak MB"), rows),
            table(("from ready to noticed", "wait, s", "noticed after, s", "% of the wait"), noticed),
        )
    )


def _first_run(lab: Lab, count: int) -> Run:
    lab.reset()
    lab.settings(certificate_seconds=CERTIFICATE_SECONDS, deploy_seconds=DEPLOY_SECONDS)
    with tempfile.TemporaryDirectory(prefix="cdn-benchmark-") as name:
        hosts = {
            f"site{number}": {"site_domain": f"s{number}.example.test", "site_bucket": f"s{number}-example-test"}
            for number in range(count)
        }
        inventory = Path(name, "hosts.json")
        inventory.write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
        variables = {
            "site_verify_connect_to": {"https": lab.env["CDN_LAB_HTTPS"], "http": lab.env["CDN_LAB_HTTP"]},
            "site_verify_ca_path": lab.env["CDN_LAB_CA"],
        }
        command = [str(tools.BIN / "ansible-playbook"), str(ROOT / "playbooks/site.yml"), "-i", str(inventory)]
        command += ["--forks", str(count), "-e", json.dumps(variables)]
        return measured(command, env={**plain_environment(), **lab.env}, cwd=Path(name))


def noticing(calls: t.Sequence[t.Mapping[str, t.Any]]) -> t.Iterator[list[Cell]]:
    """Yield how long after the moment when a wait was over the first look came that saw it.

    The lab's clock decides: a certificate is issued so many seconds after the answer to the validation record, a
    distribution deployed so many after that to its creation.
    """
    for title, service, look, cause_service, cause, seconds in WAITS:
        causes = [one for one in calls if (one["service"], one["operation"]) == (cause_service, cause)]
        if not causes:
            yield [f"{title}: was not waited for", None, None, None]
            continue
        ready = causes[0]["started"] + causes[0]["seconds"] + seconds
        looks = [one["started"] for one in calls if (one["service"], one["operation"]) == (service, look)]
        after = min((at - ready for at in looks if at >= ready), default=None)
        yield [title, seconds, after, None if after is None else after / seconds * 100]
