# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with a site, each with a policy of its own: runs of the playbooks with all that costs calls."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import time
import typing as t
from pathlib import Path

from tests.integration import site
from tests.integration.playbook import Run, play
from tests.lab import Lab

Json = t.Any

LOGS = "logs-of-example-test"
TEARDOWN_LEFTOVER = "half-of-an-upload"
QUICK = {
    "certificate_seconds": 0.05,
    "deploy_seconds": 0.05,
    "insync_seconds": 0.05,
    "invalidation_seconds": 0.05,
    "in_use_seconds": 0.0,
}
# Whatever costs calls of its own is in it.
FULL = {
    "site_tags": {"Project": "example"},
    "site_bucket_versioning": True,
    "site_bucket_log_bucket": LOGS,
    "site_log_bucket": LOGS,
    "site_browser_cache_seconds": 60,
    "site_security_protections": True,
    # That what went wrong is remembered at the edge long enough to be asked about.
    "site_distribution": {"custom_error_responses": [{"error_code": 403, "error_caching_min_ttl": 600}]},
}


@dataclasses.dataclass(frozen=True)
class Step:
    """One run of a playbook for a flow, with the rights of that.

    ``before`` is what somebody else does to the account or the files, ``rc`` how the run ends; ``quick`` steps are
    those of the ordinary tests.
    """

    flow: str
    name: str
    playbook: Path
    variables: t.Mapping[str, Json]
    before: str = ""
    rc: int = 0
    quick: bool = False
    check: bool = False


_CHANGED = {
    **FULL,
    "site_tags": {"Project": "other"},
    "site_browser_cache_seconds": 3600,
    "site_publish_source": "tree",
    "publish_purge": True,
}
_PUBLICATION = {
    "site_publish_source": "tree",
    "publish_purge": True,
    "publish_rules": [
        {"pattern": "old.html", "cache_control": "no-cache"},
        {"pattern": "new.html", "tags": {"kind": "page"}},
    ],
}
_BARE = {"site_tags": {"Team": "web"}, "site_distribution": {"purge_tags": True}}
_GONE = {**FULL, "site_delete_bucket": True, "site_force_delete_bucket": True}
_COMPARED = {**FULL, "site_price_class": "PriceClass_100", "site_publish_source": "tree"}

# One after the other in one account, in which each leaves what the next one needs.
STEPS: tuple[Step, ...] = (
    Step("drift", "plan of a new site", site.SITE, {**FULL, "site_publish_source": "tree"}, "begin", check=True),
    Step("provision", "first run", site.SITE, {**FULL, "site_publish_source": "tree"}, "begin", quick=True),
    Step("publish", "publication", site.PUBLISH, _PUBLICATION, before="change_files", quick=True),
    Step("publish", "refresh", site.REFRESH, {}, before="write_object"),
    Step("verify", "missing object", site.VERIFY, {"site_verify_paths": ["/none.html"]}, "delete_none", 2),
    Step("verify", "cached error", site.VERIFY, {"site_verify_paths": ["/none.html"]}, "write_none", 2, quick=True),
    Step("drift", "comparison", site.DRIFT, _COMPARED, before="change_files", rc=2, quick=True),
    Step("provision", "changes", site.SITE, _CHANGED, before="meddle"),
    Step("provision", "settings taken back", site.SITE, _BARE, before="empty_bucket"),
    Step("teardown", "with the bucket", site.TEARDOWN, _GONE, before="leave_upload", quick=True),
)

FIRST = next(step for step in STEPS if step.name == "first run")
_RESTORED = Step(
    "publish",
    "the first files again",
    site.PUBLISH,
    {**_PUBLICATION, "publish_rules": [{"pattern": "old.html", "cache_control": "max-age=5"}]},
)
# What shows a right that no ordinary run calls for, by flow and action.
_LARGE = {"site_publish_source": "tree", "publish_manifest": False}
LATER: dict[tuple[str, str], Step] = {
    ("provision", "s3:AbortMultipartUpload"): Step(
        "provision", "large upload", site.SITE, {**FULL, **_LARGE}, "fail_large", 2
    ),
    ("provision", "wafv2:UpdateWebACL"): Step(
        "provision", "bare web ACL", site.SITE, {**FULL, "site_publish_source": "tree"}, "make_bare_acl"
    ),
    ("publish", "s3:AbortMultipartUpload"): Step("publish", "large upload", site.PUBLISH, _LARGE, "fail_large", 2),
}


class Account:
    """An account of the lab in which the flows run; what is not theirs is done by its root."""

    def __init__(self, lab: Lab, directory: Path, *, python: str, program: str) -> None:
        self.lab = lab
        self._directory = directory
        self._runner = {"python": python, "program": program}
        self._is_whole = False

    def begin(self) -> None:
        """Empty the account but for the zone, a bucket for logs, and somebody else's site."""
        self.lab.reset()
        self.lab.settings(auth=True, **QUICK)
        s3 = self.lab.client("s3")
        here = {"CreateBucketConfiguration": {"LocationConstraint": self.lab.env["AWS_REGION"]}}
        s3.create_bucket(Bucket=LOGS, ObjectOwnership="BucketOwnerPreferred", **here)
        self.fill()

    def fill(self) -> None:
        """Write the files that are published first."""
        tree = self._directory / "tree"
        tree.mkdir(exist_ok=True)
        for old in tree.iterdir():
            old.unlink()
        for name in ("old.html", "gone.html", "changed.html"):
            (tree / name).write_text(f"<p>{name}", encoding="utf-8")

    def change_files(self) -> None:
        """Change, add and delete files."""
        tree = self._directory / "tree"
        (tree / "changed.html").write_text("<p>This is new.", encoding="utf-8")
        (tree / "new.html").write_text("<p>new.html", encoding="utf-8")
        (tree / "gone.html").unlink(missing_ok=True)

    def meddle(self) -> None:
        """Change files, and what somebody may change in the console."""
        self.change_files()
        cloudfront = self.lab.client("cloudfront")
        for item in cloudfront.list_origin_access_controls()["OriginAccessControlList"]["Items"]:
            found = cloudfront.get_origin_access_control(Id=item["Id"])
            config = found["OriginAccessControl"]["OriginAccessControlConfig"]
            cloudfront.update_origin_access_control(
                Id=item["Id"],
                IfMatch=found["ETag"],
                OriginAccessControlConfig={**config, "SigningBehavior": "never"},
            )

    def empty_bucket(self) -> None:
        """Delete the objects, so that the next run has to look what to verify."""
        s3 = self.lab.client("s3")
        for item in s3.list_objects_v2(Bucket=site.BUCKET).get("Contents", []):
            s3.delete_object(Bucket=site.BUCKET, Key=item["Key"])
        s3.put_object(Bucket=site.BUCKET, Key="old.html", Body=b"<p>old.html", ContentType="text/html")

    def write_object(self) -> None:
        """Replace an object as the application behind the bucket does."""
        self.lab.client("s3").put_object(Bucket=site.BUCKET, Key="old.html", Body=b"<p>By the application.")

    def delete_none(self) -> None:
        """Let an object be missing, for viewers too."""
        self.lab.client("s3").delete_object(Bucket=site.BUCKET, Key="none.html")
        batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(self.lab.mark())}
        distribution = self.names()["DISTRIBUTION_ID"]
        cloudfront = self.lab.client("cloudfront")
        made = cloudfront.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)["Invalidation"]
        # Until then the edge may keep what it gets.
        while made["Status"] != "Completed":
            time.sleep(0.1)
            made = cloudfront.get_invalidation(DistributionId=distribution, Id=made["Id"])["Invalidation"]

    def write_none(self) -> None:
        """Write the object that was missing, and tell viewers of the distribution's error for a while longer."""
        self.delete_none()
        self._view("/none.html")
        self.lab.client("s3").put_object(Bucket=site.BUCKET, Key="none.html", Body=b"<p>Here I am.")

    def _view(self, path: str) -> None:
        """Ask the edge as a viewer does."""
        host, dummy, port = self.lab.env["CDN_LAB_HTTPS"].rpartition(":")
        context = ssl.create_default_context(cafile=self.lab.env["CDN_LAB_CA"])
        # What the proof accepts: the edge keeps answers by that.
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: {site.DOMAIN}",
            "Accept-Encoding: br, gzip",
            "Connection: close",
            "",
            "",
        )
        plain = socket.create_connection((host, int(port)))
        with context.wrap_socket(plain, server_hostname=site.DOMAIN) as connection:
            connection.sendall("\r\n".join(lines).encode())
            while connection.recv(65536):
                pass

    def leave_upload(self) -> None:
        """Begin an upload that nobody ends, in a site that has everything."""
        if "RESPONSE_HEADERS_POLICY_ID" not in self.names():
            self.run(FIRST).ok()
        self.lab.client("s3").create_multipart_upload(Bucket=site.BUCKET, Key=TEARDOWN_LEFTOVER)

    def names(self) -> dict[str, str]:
        """Return what stands for the placeholders of the policies, as far as it is there already."""
        client = self.lab.client
        zones = client("route53").list_hosted_zones_by_name(DNSName="example.test")["HostedZones"]
        found = {
            "ACCOUNT_ID": self.lab.env["AWS_ACCESS_KEY_ID"],
            "SITE_DOMAIN": site.DOMAIN,
            "SITE_BUCKET": site.BUCKET,
            "HOSTED_ZONE_ID": zones[0]["Id"].rpartition("/")[2],
            "LOG_BUCKET": LOGS,
            "WEB_ACL_NAME": site.DOMAIN.replace(".", "-"),
        }
        for one in site.distributions(self.lab):
            found["DISTRIBUTION_ID"] = one["Id"]
            found["ORIGIN_ACCESS_CONTROL_ID"] = one["Origins"]["Items"][0]["OriginAccessControlId"]
            found["RESPONSE_HEADERS_POLICY_ID"] = one["DefaultCacheBehavior"].get("ResponseHeadersPolicyId", "")
        for certificate in site.certificates(self.lab):
            found["CERTIFICATE_ID"] = certificate["CertificateArn"].rpartition("/")[2]
        return {name: value for name, value in found.items() if value}

    def prepare(self, step: Step) -> None:
        """Do what comes before a step."""
        if step.before:
            getattr(self, step.before)()

    def arrange(self, step: Step) -> None:
        """Bring the account to where a step begins, whatever was done in it, and do what comes before the step."""
        if step.before in ("begin", "make_bare_acl"):
            self._is_whole = False
        elif not self._is_whole:
            self.begin()
            self.run(FIRST).ok()
            self._is_whole = True
        elif step.playbook in (site.PUBLISH, site.REFRESH):
            self.fill()
            self.run(_RESTORED).ok()
        self.prepare(step)

    def after(self, step: Step) -> None:
        """Note what a step has left behind."""
        self.lab.clear_faults()
        self._is_whole = self._is_whole and step.playbook not in (site.SITE, site.TEARDOWN)

    def user(self, policy: t.Mapping[str, Json]) -> dict[str, str]:
        """Return the environment of a user with a policy, and no other right."""
        return self.lab.user("site", policy)

    def make_bare_acl(self) -> None:
        """Begin with a web ACL of the site's name that has no rules."""
        self.begin()
        seen = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "none"}
        self.lab.client("wafv2", "us-east-1").create_web_acl(
            Name=site.DOMAIN.replace(".", "-"), Scope="CLOUDFRONT", DefaultAction={"Allow": {}}, VisibilityConfig=seen
        )

    def fail_large(self) -> None:
        """Let the upload of a large file fail on the way."""
        with (self._directory / "tree" / "large.bin").open("wb") as file:
            file.truncate(64 * 1024 * 1024)
        self.lab.fault("error", "UploadPart", nth=2, code="InvalidRequest", message="made to fail")

    def run(self, step: Step, env: t.Mapping[str, str] | None = None) -> Run:
        """Run a step's playbook, as the root unless another environment is given."""
        given = site.variables(self.lab, **step.variables)
        if "site_publish_source" in given:
            given["site_publish_source"] = str(self._directory / "tree")
        return play(
            step.playbook,
            directory=self._directory,
            env=env or self.lab.env,
            variables=given,
            check=step.check,
            **self._runner,
        )
