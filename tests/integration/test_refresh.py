# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images that an application uploads by itself: viewers get what was written, each change is invalidated once."""

from __future__ import annotations

import time
import typing as t

from tests.integration.conftest import RunTasks
from tests.integration.site import REFRESH
from tests.lab import Lab
from tests.lab_tests.edge.conftest import Answer, Site

# How long uploads take here: the shortest that there is, S3 counts whole seconds.
SETTLE = 1


def refresh(run_tasks: RunTasks, site: Site, **more: t.Any) -> t.Any:
    """Run the playbook when what was written has settled; return the result, or None of a check run."""
    time.sleep(SETTLE + 0.5)
    given = {
        "site_domain": site.alias,
        "site_bucket": site.bucket,
        "site_region": "us-east-1",
        "site_verify_connect_to": {"https": site.lab.env["CDN_LAB_HTTPS"], "http": site.lab.env["CDN_LAB_HTTP"]},
        "site_verify_ca_path": site.lab.env["CDN_LAB_CA"],
        "refresh_settle": SETTLE,
    }
    return run_tasks(REFRESH, variables=given, **more).ok()


def get(site: Site, path: str) -> Answer:
    """Request a path as a browser does."""
    return site.get(path, accept_encoding="gzip, br")


def invalidated(site: Site) -> list[list[str]]:
    """Return the paths of all invalidations, the newest first."""
    listed = site.cloudfront.list_invalidations(DistributionId=site.id)["InvalidationList"].get("Items", [])
    found = [site.cloudfront.get_invalidation(DistributionId=site.id, Id=one["Id"])["Invalidation"] for one in listed]
    return [one["InvalidationBatch"]["Paths"]["Items"] for one in found]


def test_each_change_reaches_viewers_and_is_invalidated_once(lab: Lab, run_tasks: RunTasks) -> None:
    lab.settings(deploy_seconds=0, certificate_seconds=0, invalidation_seconds=0)
    site = Site(lab).create()
    for key in ("cats/tom 1.jpg", "dogs/rex.jpg"):
        site.put(key, b"old", kind="image/jpeg")
    mark = lab.mark()

    planned = refresh(run_tasks, site, check=True)
    assert lab.writes(mark) == []
    assert planned.operations == ["cloudfront:CreateInvalidation"]
    assert any("/cats/tom%201.jpg" in message for message in planned.messages)
    first = refresh(run_tasks, site).facts("refresh_result")
    assert invalidated(site) == [["/cats/tom%201.jpg", "/dogs/rex.jpg"]]
    assert sorted(first["warmed"]) == ["/cats/tom%201.jpg", "/dogs/rex.jpg"]
    assert first["problems"] == []
    assert get(site, "/cats/tom%201.jpg").x_cache == "Hit from cloudfront"

    site.put("cats/tom 1.jpg", b"new", kind="image/jpeg")
    assert get(site, "/cats/tom%201.jpg").body == b"old"
    done = refresh(run_tasks, site)
    assert done.changed == 1
    assert invalidated(site)[0] == ["/cats/tom%201.jpg"]
    assert done.facts("refresh_result")["cost"]["usd_at_most"] == 0.005
    for path, body in (("/cats/tom%201.jpg", b"new"), ("/dogs/rex.jpg", b"old")):
        found = get(site, path)
        assert (found.body, found.x_cache) == (body, "Hit from cloudfront")

    mark = lab.mark()
    again = refresh(run_tasks, site)
    assert again.changed == 0
    assert again.facts("refresh_result")["changed_objects"]["count"] == 0
    assert lab.writes(mark) == []

    # Somebody else's invalidation, and one that is known by its reference only, are not in the way; what cannot be
    # warmed is told.
    site.invalidate("/*")
    site.put("dogs/rex.jpg", b"new", kind="image/jpeg")
    site.s3.delete_bucket_policy(Bucket=site.bucket)
    last = refresh(run_tasks, site)
    assert invalidated(site) == [
        ["/dogs/rex.jpg"],
        ["/*"],
        ["/cats/tom%201.jpg"],
        ["/cats/tom%201.jpg", "/dogs/rex.jpg"],
    ]
    assert any("/dogs/rex.jpg" in problem for problem in last.facts("refresh_result")["problems"])
    assert any(message.startswith("Not warmed: ") for message in last.messages)


def test_only_what_caches_may_hold_is_found_in_a_bucket_with_versions(lab: Lab, run_tasks: RunTasks) -> None:
    s3 = lab.client("s3", region="us-east-1")
    for bucket in ("pictures", "unversioned"):
        s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket="pictures", VersioningConfiguration={"Status": "Enabled"})
    for key in ("img/new.jpg", "img/replaced.jpg", "img/replaced.jpg", "img/gone.jpg", "img/skip/x.jpg", "other.jpg"):
        s3.put_object(Bucket="pictures", Key=key, Body=b"x")
    s3.delete_object(Bucket="pictures", Key="img/gone.jpg")
    time.sleep(SETTLE + 0.5)

    def look(**options: t.Any) -> dict[str, t.Any]:
        given = {"bucket": "pictures", "region": "us-east-1", "since": "3600", "prefix": "img", **options}
        return {"name": "Look", "cdn.aws.s3_changed_objects_info": given, "ignore_errors": True}

    wrong = {"refresh_domain": "typo.example.test", "refresh_bucket": "pictures", "refresh_region": "us-east-1"}
    run = run_tasks(
        [
            look(),
            look(replaced_only=True),
            look(limit=1, exclude=["skip"]),
            look(replaced_only=True, bucket="unversioned"),
            look(bucket="nobodys-pictures"),
            look(prefix="typo"),
            {
                "block": [
                    {"name": "Refresh", "ansible.builtin.include_role": {"name": "cdn.aws.refresh"}, "vars": wrong}
                ],
                "rescue": [{"name": "Tell", "ansible.builtin.debug": {"msg": "{{ ansible_failed_result.msg }}"}}],
            },
        ]
    )
    every, replaced, one, unversioned, missing, nothing = run.of("s3_changed_objects_info")
    assert every["changed_objects"]["paths"] == ["/img/new.jpg", "/img/replaced.jpg", "/img/skip/x.jpg"]
    shown = {found["key"]: found["change"] for found in replaced["changed_objects"]["objects"]}
    assert shown == {"img/replaced.jpg": "replaced", "img/gone.jpg": "deleted"}
    assert (one["changed_objects"]["count"], one["changed_objects"]["paths"]) == (2, ["/img/*"])
    assert unversioned["msg"].startswith("replaced_only: the bucket unversioned keeps no versions")
    assert missing["msg"] == "The bucket nobodys-pictures does not exist: make it first, or correct the name."
    assert any("There is no object under pictures/typo/" in warning for warning in nothing["warnings"])
    # Said before anything is listed.
    assert any(message.startswith("There is no distribution typo.example.test: ") for message in run.messages)
