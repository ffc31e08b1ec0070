# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Planted secrets are looked for in all that runs print and leave behind, with -vvvv and --diff."""

from __future__ import annotations

import subprocess
import typing as t
from pathlib import Path

import pytest
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.integration.playbook import command, environment
from tests.integration.site import distributions
from tests.lab import Lab
from tests.proxy import free_port

BUCKET = "secretive-example-test"
PLANTED = {
    "origin header": "planted-origin-header",
    "origin header in AWS": "planted-header-in-aws",
    "session token of the environment": "planted-environment-token",
    "session token of a task": "planted-task-token",
    "secret key of a task": "planted-task-secret-key",
    "password of a proxy": "planted-proxy-password",
    "password of an endpoint": "planted-endpoint-password",
    "authorization of a viewer": "planted-authorization",
    "cookie of a viewer": "planted-cookie",
    "signature of S3": "plantedsignature0123456789",
}
# What the playbook makes of these; it is where they come from that may hold them.
INPUTS = ("play.yml", "vars.yml", "private.pem")


def headers(value: str) -> list[dict[str, str]]:
    return [{"header_name": "X-Origin-Verify", "header_value": value}]


def origins(header: str) -> list[dict[str, t.Any]]:
    domain = f"{BUCKET}.s3.ap-northeast-2.amazonaws.com"
    return [
        {"id": domain, "domain_name": domain, "origin_path": "", "s3_origin_config": {"origin_access_identity": ""}},
        {
            "id": "api",
            "domain_name": "api.example.test",
            "custom_origin_config": {"origin_protocol_policy": "https-only"},
            "custom_headers": headers(header),
        },
    ]


def task(title: str, module: str, /, *, ignored: bool = False, **options: t.Any) -> dict[str, t.Any]:
    return {"name": title, f"cdn.aws.{module}": options, "register": "found", "ignore_errors": ignored}


def show(what: str) -> dict[str, t.Any]:
    return {"name": f"Show {what}", "ansible.builtin.debug": {"var": what}}


SIGNED = (
    "{{ ('https://' ~ domain ~ '/index.html')"
    " | cdn.aws.cloudfront_signed_url(key_id='K2JCJMDEHXQW5F', private_key=private_key, expires=expires)"
    " | regex_replace('^https://[^/]+', '') }}"
)
PROBE = {"domain": "{{ domain }}", "headers": "{{ viewer }}", "attempts": 1}
WRONG = {"distribution_id": "{{ id }}", "origins": "{{ origins }}"}
# The role first, which makes the distribution; then what is read of it, shown, probed, and what fails.
TASKS = [
    task("Read the distribution", "cloudfront_distribution_info", distribution_id="{{ id }}", ignored=True),
    show("found"),
    task(
        "Probe it as somebody",
        "cdn_probe",
        **PROBE,
        paths=[SIGNED, "/a?X-Amz-Signature={{ s3_signature }}"],
        connect_to="{{ connect_to }}",
        ca_path="{{ ca_path }}",
        distribution={"arn": "a", "origins": "{{ origins }}"},
        check_http2=False,
        fail_on_problem=False,
    ),
    show("found"),
    task("Probe through a proxy that is not there", "cdn_probe", **{**PROBE, "domain": "cdn.x.test"}, ignored=True),
    task("Probe too often", "cdn_probe", **{**PROBE, "attempts": "many"}, paths=[SIGNED], ignored=True),
    task("Change it wrongly", "cloudfront_distribution", **WRONG, price_class=[1], unheard_of=1, ignored=True),
    task("Change it to what is no option", "cloudfront_distribution", **WRONG, tags="none", ignored=True),
    task("Change what AWS refuses", "cloudfront_distribution", **WRONG, comment="other", ignored=True),
    task(
        "Ask elsewhere as somebody else",
        "cloudfront_distribution_info",
        distribution_id="{{ id }}",
        endpoint_url="http://jim:{{ endpoint_password }}@127.0.0.1:1",
        access_key="123456789012",
        secret_key="{{ secret_key }}",
        session_token="{{ session_token }}",
        aws_config={"proxies": {"http": "{{ proxy }}"}},
        ignored=True,
    ),
    task("Take a private key for a public one", "cloudfront_public_key", name="x", encoded_key="{{ private_key }}"),
]


class Secretive:
    """Runs of a playbook full of secrets, in a home of their own."""

    def __init__(self, lab: Lab, directory: Path, python: str) -> None:
        self._lab = lab
        self._python = python
        self.directory = directory
        self.pem = _private_key()
        self._proxy = f"http://jim:{PLANTED['password of a proxy']}@127.0.0.1:{free_port()}"
        for name in ("home", "tmp"):
            (directory / name).mkdir()
        role = {"name": "cdn.aws.distribution"}
        made = {"name": "Make it", "ansible.builtin.include_role": role}
        tasks = [{"name": "Go on when that fails", "block": [made], "rescue": [show("ansible_failed_result")]}, *TASKS]
        play = {"hosts": "all", "gather_facts": False, "vars_files": ["vars.yml"], "tasks": tasks}
        (directory / "play.yml").write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")

    def run(self, name: str, *, check: bool, callback: str) -> str:
        """Run it at its most talkative; what it prints is kept in a file, too."""
        self._write_variables()
        line = command(self.directory / "play.yml", check=check, diff=True, python=self._python)
        done = subprocess.run(
            [*line, "-vvvv"],
            env=environment({**self._lab.env, **self._environment(callback)}),
            cwd=self.directory,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        (self.directory / f"{name}.out").write_text(done.stdout + done.stderr, encoding="utf-8")
        return done.stdout + done.stderr

    def _environment(self, callback: str) -> dict[str, str]:
        return {
            "ANSIBLE_STDOUT_CALLBACK": callback,
            "ANSIBLE_CALLBACKS_ENABLED": "cdn.aws.plan",
            "ANSIBLE_DISPLAY_TRACEBACK": "always",
            "ANSIBLE_LOG_PATH": str(self.directory / "ansible.log"),
            "AWS_SESSION_TOKEN": PLANTED["session token of the environment"],
            "CDN_PLAN_FILE": str(self.directory / "plan.json"),
            "HOME": str(self.directory / "home"),
            "HTTPS_PROXY": self._proxy,
            "TMPDIR": str(self.directory / "tmp"),
        }

    def _write_variables(self) -> None:
        made = distributions(self._lab)
        given = {
            "distribution_bucket": BUCKET,
            "distribution_options": {"origins": origins(PLANTED["origin header"])},
            "distribution_wait": False,
            "origins": origins(PLANTED["origin header"]),
            "domain": made[0]["DomainName"] if made else "d1.cloudfront.net",
            "id": made[0]["Id"] if made else "E1ABCDEF",
            "expires": "2033-01-01T00:00:00Z",
            "private_key": self.pem,
            "viewer": {
                "Authorization": f"Bearer {PLANTED['authorization of a viewer']}",
                "Cookie": f"CloudFront-Signature={PLANTED['cookie of a viewer']}",
            },
            "s3_signature": PLANTED["signature of S3"],
            "endpoint_password": PLANTED["password of an endpoint"],
            "secret_key": PLANTED["secret key of a task"],
            "session_token": PLANTED["session token of a task"],
            "proxy": self._proxy,
            "connect_to": {"https": self._lab.env["CDN_LAB_HTTPS"], "http": self._lab.env["CDN_LAB_HTTP"]},
            "ca_path": self._lab.env["CDN_LAB_CA"],
        }
        (self.directory / "vars.yml").write_text(yaml.safe_dump(given), encoding="utf-8")

    def leaks(self) -> list[str]:
        """Return what was found of the secrets, and where."""
        secrets = {
            **PLANTED,
            "private key": self.pem.splitlines()[5],
            "secret key of the environment": self._lab.env["AWS_SECRET_ACCESS_KEY"],
            "signature of CloudFront": "&Signature=",
        }
        found = []
        for path in sorted(self.directory.rglob("*")):
            if not path.is_file() or path.name in INPUTS:
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{name} in {path.relative_to(self.directory)}" for name, one in secrets.items() if one in text]
        return found


def _private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    return key.private_bytes(*form).decode()


def plant_header(lab: Lab) -> None:
    """Somebody else has given an origin a header, which no playbook has."""
    cloudfront = lab.client("cloudfront")
    made = distributions(lab)[0]["Id"]
    answer = cloudfront.get_distribution_config(Id=made)
    header = {"HeaderName": "X-Other", "HeaderValue": PLANTED["origin header in AWS"]}
    for origin in answer["DistributionConfig"]["Origins"]["Items"]:
        origin["CustomHeaders"] = {"Quantity": 1, "Items": [header]}
    cloudfront.update_distribution(Id=made, IfMatch=answer["ETag"], DistributionConfig=answer["DistributionConfig"])


@pytest.fixture
def secretive(lab, tmp_path, python) -> Secretive:
    lab.settings(deploy_seconds=0.1)
    s3 = lab.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    s3.put_object(Bucket=BUCKET, Key="index.html", Body=b"hello")
    return Secretive(lab, tmp_path, python)


def test_no_secret_is_printed_or_left_behind(lab, secretive):
    printed = secretive.run("check", check=True, callback="ansible.builtin.default")
    assert "Take a private key for a public one" in printed
    secretive.run("real", check=False, callback="ansible.builtin.default")
    plant_header(lab)
    # AWS repeats what it does not take.
    refusal = {"code": "InvalidArgument", "message": f"The header {PLANTED['origin header']} is refused."}
    lab.fault("error", "cloudfront:UpdateDistribution", **refusal)
    told = secretive.run("refused", check=False, callback="ansible.posix.json")

    assert "is refused." in told
    assert "(sensitive value)" in told
    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in told
    assert secretive.leaks() == []
    assert {"plan.json", "plan.md", "ansible.log"} <= {path.name for path in secretive.directory.iterdir()}
