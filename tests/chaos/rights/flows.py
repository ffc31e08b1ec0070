# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account in which the steps run, and what others do in it between them."""

from __future__ import annotations

import json
import socket
import ssl
import time
import typing as t
from pathlib import Path

from tests.chaos.rights.steps import BY_ID, FIRST, LOGS, RESTORED, ZONE, Step
from tests.integration import site
from tests.integration.playbook import Run, play
from tests.lab import Lab

Json = t.Any

TEARDOWN_LEFTOVER = "half-of-an-upload"
QUICK = {
    "certificate_seconds": 0.05,
    "deploy_seconds": 0.05,
    "insync_seconds": 0.05,
    "invalidation_seconds": 0.05,
    "in_use_seconds": 0.0,
}


class Account:
    """An account of the lab in which the flows run; what is not theirs is done by its root."""

    def __init__(self, lab: Lab, directory: Path, *, python: str, program: str) -> None:
        self.lab = lab
        self._directory = directory
        self._runner = {"python": python, "program": program}
        self._is_whole = False
        # Looked up beforehand: a call between the steps' own would be recorded as theirs.
        self._zone = ""

    def begin(self) -> None:
        """Empty the account but for the zone, a bucket for logs, and somebody else's site."""
        self.lab.reset()
        self.lab.settings(auth=True, **QUICK)
        zones = self.lab.client("route53").list_hosted_zones_by_name(DNSName=ZONE)["HostedZones"]
        self._zone = zones[0]["Id"].rpartition("/")[2]
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

    def tag_objects(self) -> None:
        """Tag objects as the application behind the bucket does."""
        tags = {"TagSet": [{"Key": "owner", "Value": "application"}]}
        for name in ("old.html", "changed.html"):
            self.lab.client("s3").put_object_tagging(Bucket=site.BUCKET, Key=name, Tagging=tags)

    def meddle(self) -> None:
        """Change files and tags, and what somebody may change in the console."""
        self.tag_objects()
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

    def make_whole(self) -> None:
        """Make the site, where it lacks something."""
        if "RESPONSE_HEADERS_POLICY_ID" not in self.names():
            self.run(FIRST).ok()

    def share_policy(self) -> None:
        """Let the bucket's policy have a statement of somebody else's, in a site that has everything."""
        self.make_whole()
        s3 = self.lab.client("s3")
        policy = json.loads(s3.get_bucket_policy(Bucket=site.BUCKET)["Policy"])
        policy["Statement"].append(
            {
                "Sid": "DenyInsecureTransport",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{site.BUCKET}", f"arn:aws:s3:::{site.BUCKET}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        )
        s3.put_bucket_policy(Bucket=site.BUCKET, Policy=json.dumps(policy))

    def leave_upload(self) -> None:
        """Begin an upload that nobody ends, in a site that has everything, in a bucket with no other statement."""
        self.make_whole()
        self.lab.client("s3").create_multipart_upload(Bucket=site.BUCKET, Key=TEARDOWN_LEFTOVER)

    def names(self) -> dict[str, str]:
        """Return what stands for the placeholders of the policies, as far as it is there already."""
        found = {
            "ACCOUNT_ID": self.lab.env["AWS_ACCESS_KEY_ID"],
            "SITE_DOMAIN": site.DOMAIN,
            "SITE_BUCKET": site.BUCKET,
            "HOSTED_ZONE_ID": self._zone,
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
            self.run(RESTORED).ok()
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

    def lock_objects(self) -> None:
        """Let the bucket have Object Lock."""
        lock = {"ObjectLockEnabled": "Enabled"}
        self.lab.client("s3").put_object_lock_configuration(Bucket=site.BUCKET, ObjectLockConfiguration=lock)

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
        if given.get("site_zone") == BY_ID:
            given["site_zone"] = self._zone
        return play(
            step.playbook,
            directory=self._directory,
            env=env or self.lab.env,
            variables=given,
            check=step.check,
            **self._runner,
        )
