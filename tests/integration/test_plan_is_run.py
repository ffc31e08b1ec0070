# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is there: what a check run lists is what the run does, and a further run has nothing to do."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from tests.integration.conftest import RunTasks
from tests.integration.playbook import Run
from tests.integration.site import SITE, recorded, variables
from tests.integration.start_states import STATES, Task
from tests.lab import Lab


def playbook(tasks: t.Iterable[tuple[str, Task]]) -> list[dict[str, t.Any]]:
    return [{"name": name, f"cdn.aws.{module}": options, "register": "_it"} for name, (module, options) in tasks]


def by_state(run: Run) -> dict[str, dict[str, t.Any]]:
    """What the task of each state returned."""
    return {task.name: task.result for task in run.ok().tasks}


def actions(result: dict[str, t.Any]) -> list[tuple[str, str, str]]:
    return [(action["operation"], action["resource"], action["change"]) for action in result["actions"]]


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """The folder in which the trees old and new lie."""
    for name, files in {"old": {"a.txt": "1", "b.txt": "1"}, "new": {"a.txt": "2", "c.txt": "1"}}.items():
        for file, text in files.items():
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_plan_is_the_run_for_every_start_state(lab: Lab, run_tasks: RunTasks, trees: Path) -> None:
    lab.settings(deploy_seconds=0.1, insync_seconds=0.1, function_test="echo")
    run_tasks(playbook((name, task) for name, state in STATES.items() for task in state.before)).ok()
    tasks = playbook((name, state.task) for name, state in STATES.items())
    mark = lab.mark()
    planned = by_state(run_tasks(tasks, check=True))
    assert recorded(lab, mark) == []
    done_run = run_tasks(tasks)
    done = by_state(done_run)
    written = recorded(lab, mark)
    again = by_state(run_tasks(tasks))

    assert {name: actions(result) for name, result in planned.items()} == {
        name: actions(result) for name, result in done.items()
    }
    assert {name: bool(result["actions"]) for name, result in planned.items()} == {
        name: state.plans for name, state in STATES.items()
    }
    assert [operation for result in done.values() for operation, _name, _kind in actions(result)] == written
    assert {name: actions(result) for name, result in again.items() if result["changed"] or result["actions"]} == {}
    assert len(STATES) >= 30


# A site for each start state: what stands before the first run of its playbook, or is done to the site that it made.
FRESH = ("empty", "bucket-and-certificate", "record-left-over")
MADE = ("as-it-shall-be", "half-there", "with-identity-and-files")


def domain(host: str) -> str:
    return f"{host}.example.test"


def before(lab: Lab) -> None:
    """Make what some sites find at their first run."""
    place = {"LocationConstraint": lab.env["AWS_REGION"]}
    lab.client("s3").create_bucket(Bucket="bucket-and-certificate-site", CreateBucketConfiguration=place)
    acm, route53 = lab.client("acm", "us-east-1"), lab.client("route53")
    for host in FRESH[1:]:
        arn = acm.request_certificate(DomainName=domain(host), ValidationMethod="DNS")["CertificateArn"]
        if host == "bucket-and-certificate":
            lab.certificate(arn, Status="ISSUED")
        else:
            proof = validation_record(acm, arn)
            values = [{"Value": proof["Value"]}]
            record = {"Name": proof["Name"], "Type": "CNAME", "TTL": 300, "ResourceRecords": values}
            change(route53, "CREATE", record)
            acm.delete_certificate(CertificateArn=arn)


def validation_record(acm: t.Any, arn: str) -> dict[str, str]:
    """ACM tells it a moment after the request (ACM-03)."""
    while True:
        (found,) = acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"]
        if "ResourceRecord" in found:
            return dict(found["ResourceRecord"])


def change(route53: t.Any, action: str, record: dict[str, t.Any]) -> None:
    zone = route53.list_hosted_zones()["HostedZones"][0]["Id"]
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)


def afterwards(lab: Lab, trees: Path) -> None:
    """Do to the sites that were made what people do."""
    route53, cloudfront, s3 = lab.client("route53"), lab.client("cloudfront"), lab.client("s3")
    zone = route53.list_hosted_zones()["HostedZones"][0]["Id"]
    for record in route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]:
        if record["Name"] == f"{domain('half-there')}." and record["Type"] == "AAAA":
            change(route53, "DELETE", record)
    s3.delete_bucket_policy(Bucket="half-there-site")
    summaries = cloudfront.list_distributions()["DistributionList"]["Items"]
    (found,) = [one["Id"] for one in summaries if domain("with-identity-and-files") in one["Aliases"]["Items"]]
    reference = {"CallerReference": "by hand", "Comment": "by hand"}
    identity = cloudfront.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig=reference)[
        "CloudFrontOriginAccessIdentity"
    ]["Id"]
    got = cloudfront.get_distribution_config(Id=found)
    config = got["DistributionConfig"]
    config["Origins"]["Items"][0]["OriginAccessControlId"] = ""
    path = f"origin-access-identity/cloudfront/{identity}"
    config["Origins"]["Items"][0]["S3OriginConfig"]["OriginAccessIdentity"] = path
    cloudfront.update_distribution(Id=found, IfMatch=got["ETag"], DistributionConfig=config)
    (trees / "new" / "c.txt").write_text("3", encoding="utf-8")


def inventory(trees: Path, *hosts: str) -> str:
    """Write an inventory in which one site publishes a tree, and return its path."""
    path = trees / "hosts.json"
    variables = {"with-identity-and-files": {"site_publish_source": str(trees / "new")}}
    path.write_text(json.dumps({"all": {"hosts": {host: variables.get(host, {}) for host in hosts}}}), encoding="utf-8")
    return str(path)


def results(run: Run) -> dict[str, list[tuple[str, str, str]]]:
    facts = {
        task.host: task.result["ansible_facts"]["site_result"]
        for task in run.ok().tasks
        if "site_result" in task.result.get("ansible_facts", {})
    }
    return {host: actions(fact) for host, fact in facts.items()}


def test_the_plan_of_a_site_is_its_run_whatever_is_there(lab: Lab, run_tasks: RunTasks, trees: Path) -> None:
    lab.settings(deploy_seconds=0.1, insync_seconds=0.1, certificate_seconds=0.1)
    given = variables(
        lab, site_domain="{{ inventory_hostname }}.example.test", site_bucket="{{ inventory_hostname }}-site"
    )
    before(lab)
    run_tasks(SITE, variables=given, hosts=inventory(trees, *MADE)).ok()
    afterwards(lab, trees)
    hosts = inventory(trees, *FRESH, *MADE)
    mark = lab.mark()
    planned = results(run_tasks(SITE, check=True, variables=given, hosts=hosts))
    assert recorded(lab, mark) == []
    done = results(run_tasks(SITE, variables=given, hosts=hosts))
    written = recorded(lab, mark)
    again = results(run_tasks(SITE, variables=given, hosts=hosts))

    assert planned == done
    assert {host for host, found in planned.items() if not found} == {"as-it-shall-be"}
    assert sorted(operation for found in done.values() for operation, _name, _kind in found) == sorted(written)
    assert again == {host: [] for host in (*FRESH, *MADE)}
