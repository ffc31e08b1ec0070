# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Private content from a playbook: 403 without, 200 with what the filters sign; no key in any output."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import typing as t
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tests.integration.conftest import RunTasks
from tests.integration.playbook import Run
from tests.lab import Lab

KEYS = {
    "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ec": ec.generate_private_key(ec.SECP256R1()),
}
PASSPHRASE = "open sesame"
URL = "https://{{ domain }}/private/a b.jpg?size=l"
KEY = "private_key=lookup('ansible.builtin.file', rsa_file), key_id=rsa_id"

# What is signed, and whether this machine may have it: the edge sees requests from 127.0.0.1.
LINKS = {
    "canned": (f"url | cdn.aws.cloudfront_signed_url({KEY}, expires='2h')", 200),
    "of an elliptic curve": (
        "url | cdn.aws.cloudfront_signed_url(private_key=lookup('ansible.builtin.file', ec_file), key_id=ec_id,"
        " passphrase=passphrase, expires=ends, hash_algorithm='SHA256')",
        200,
    ),
    "custom": (
        f"url | cdn.aws.cloudfront_signed_url({KEY}, expires='2030-12-31', starts='2020-01-01',"
        " ip_address='127.0.0.0/8', resource='https://' ~ domain ~ '/private/*')",
        200,
    ),
    "for others": (f"url | cdn.aws.cloudfront_signed_url({KEY}, expires='2h', ip_address='203.0.113.7')", 403),
    "for later": (f"url | cdn.aws.cloudfront_signed_url({KEY}, expires='2h', starts='1h')", 403),
    "by another key": (f"url | cdn.aws.cloudfront_signed_url({KEY.replace('rsa_id', 'ec_id')}, expires='2h')", 403),
}
COOKIES = {
    "folder": (f"('https://' ~ domain ~ '/private/*') | cdn.aws.cloudfront_signed_cookies({KEY}, expires='2h')", 200),
    "one": (f"url | cdn.aws.cloudfront_signed_cookies({KEY}, expires='2h', hash_algorithm='SHA256')", 200),
    "elsewhere": (f"('https://' ~ domain ~ '/b/*') | cdn.aws.cloudfront_signed_cookies({KEY}, expires='2h')", 403),
}
REFUSED = {
    f"url | cdn.aws.cloudfront_signed_url({KEY}, expires='2020-01-01')": "expires 2020-01-01T00:00:00Z is over",
    "url | cdn.aws.cloudfront_signed_url(private_key=rsa_id, key_id=pem, expires='2h')": "(a text of ",
    "url | cdn.aws.cloudfront_signed_url(private_key=pem, key_id=rsa_id, passphrase=passphrase, expires='2h')": (
        "private_key is not encrypted"
    ),
    f"nothing | cdn.aws.cloudfront_signed_url({KEY}, expires='2h')": "'nothing' is undefined",
    f"url | cdn.aws.cloudfront_signed_cookies({KEY}, expires='soon')": "expires soon is no time",
}


@pytest.fixture
def site(lab: Lab, tmp_path: Path) -> dict[str, str]:
    """A distribution that trusts a key group, and the variables of a playbook that knows its keys."""
    s3, cloudfront = lab.client("s3"), lab.client("cloudfront")
    lab.settings(deploy_seconds=0)
    s3.create_bucket(Bucket="private-images", CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    s3.put_object(Bucket="private-images", Key="private/a b.jpg", Body=b"secret", CacheControl="max-age=60")
    variables = {"passphrase": PASSPHRASE, "ends": "2031-01-01T00:00:00+09:00"}
    for name, key in KEYS.items():
        lock = BestAvailableEncryption(PASSPHRASE.encode()) if name == "ec" else NoEncryption()
        file = tmp_path / f"{name}.pem"
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        config = {"CallerReference": name, "Name": name, "EncodedKey": public}
        made = cloudfront.create_public_key(PublicKeyConfig=config)["PublicKey"]
        variables |= {f"{name}_file": str(file), f"{name}_id": made["Id"]}
    group = {"Name": "signers", "Items": [variables["rsa_id"], variables["ec_id"]]}
    group_id = cloudfront.create_key_group(KeyGroupConfig=group)["KeyGroup"]["Id"]
    made = cloudfront.create_distribution(DistributionConfig=distribution(lab, cloudfront, group_id))["Distribution"]
    allow(s3, made["ARN"])
    return {**variables, "domain": made["DomainName"]}


def distribution(lab: Lab, cloudfront: t.Any, group: str) -> dict[str, t.Any]:
    control = {
        "Name": "private", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }  # fmt: skip
    access = cloudfront.create_origin_access_control(OriginAccessControlConfig=control)["OriginAccessControl"]["Id"]
    origin = {
        "Id": "s3", "DomainName": f"private-images.s3.{lab.env['AWS_REGION']}.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""}, "OriginAccessControlId": access,
    }  # fmt: skip
    behavior = {
        "TargetOriginId": "s3", "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        "TrustedKeyGroups": {"Enabled": True, "Quantity": 1, "Items": [group]},
    }  # fmt: skip
    return {
        "CallerReference": "private", "Comment": "", "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]}, "DefaultCacheBehavior": behavior,
    }  # fmt: skip


def allow(s3: t.Any, arn: str) -> None:
    statement = {
        "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::private-images/*", "Condition": {"StringEquals": {"AWS:SourceArn": arn}},
    }  # fmt: skip
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket="private-images", Policy=policy)


def status(lab: Lab, url: str, cookies: t.Mapping[str, str] | None = None) -> int:
    """Return what a browser gets, which does not verify the lab's default certificate."""
    host, _, path = url.removeprefix("https://").partition("/")
    address, _, port = lab.env["CDN_LAB_HTTPS"].partition(":")
    context = ssl.create_default_context(cafile=lab.env["CDN_LAB_CA"])
    connection = http.client.HTTPConnection(host)
    connection.sock = context.wrap_socket(socket.create_connection((address, int(port)), 10), server_hostname=host)
    header = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    connection.request("GET", f"/{path}", headers={"Cookie": header})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def said(run: Run, name: str) -> t.Any:
    (found,) = (task.result.get("msg") for task in run.tasks if task.name == name)
    return found


def debug(name: str, expression: str) -> dict[str, t.Any]:
    return {"name": name, "ansible.builtin.debug": {"msg": f"{{{{ {expression} }}}}"}}


def probe(lab: Lab, name: str, path: str) -> dict[str, t.Any]:
    options = {
        "domain": "{{ domain }}", "paths": [path], "ca_path": lab.env["CDN_LAB_CA"], "fail_on_problem": False,
        "connect_to": {"https": lab.env["CDN_LAB_HTTPS"], "http": lab.env["CDN_LAB_HTTP"]}, "attempts": 2,
        "origin_url": f"https://private-images.s3.{lab.env['AWS_REGION']}.amazonaws.com",
    }  # fmt: skip
    return {"name": name, "cdn.aws.cdn_probe": options}


def test_a_playbook_signs_what_viewers_then_get(lab: Lab, run_tasks: RunTasks, site: dict[str, str]) -> None:
    link = "{{ (url | cdn.aws.cloudfront_signed_url(" + KEY + ", expires='2h')) | urlsplit('query') }}"
    tasks = [
        *(debug(name, expression) for name, (expression, _) in (LINKS | COOKIES).items()),
        probe(lab, "signed", f"/private/a b.jpg?{link}"),
        probe(lab, "forged", f"/private/a b.jpg?{link}x"),
        *({**debug(message, expression), "ignore_errors": True} for expression, message in REFUSED.items()),
    ]
    pem = Path(site["rsa_file"]).read_text()
    run = run_tasks(tasks, variables={**site, "url": URL, "pem": pem}, env={"ANSIBLE_VERBOSITY": "3"}).ok()

    url = URL.replace("{{ domain }}", site["domain"]).replace(" ", "%20")
    assert status(lab, url) == 403
    assert {name: status(lab, said(run, name)) for name in LINKS} == {name: got for name, (_, got) in LINKS.items()}
    assert {name: status(lab, url, said(run, name)) for name in COOKIES} == {
        name: got for name, (_, got) in COOKIES.items()
    }
    for message in REFUSED.values():
        assert message in said(run, message)
    check_probes(run)
    everything = run.stdout + run.stderr
    assert not any(line in everything for line in pem.splitlines()[1:-1])
    assert PASSPHRASE not in everything


def check_probes(run: Run) -> None:
    signed, forged = run.of("cdn_probe")
    (path,) = signed["probe"]["paths"]
    assert (path["hit"], path["cause"], signed["probe"]["problems"]) == (True, None, [])
    assert path["path"].startswith("/private/a%20b.jpg?size=l&Expires=")
    assert signed["probe"]["redirect"]["location"].endswith("/private/a%20b.jpg?size=l")
    assert [origin["denied"] for origin in signed["probe"]["origins"]] == [True]
    assert forged["probe"]["paths"][0]["cause"] == "signature_refused"
    for result in (signed, forged):
        assert "Signature=" not in json.dumps(result)


def test_a_check_run_passes_on_what_is_not_known_yet(run_tasks: RunTasks, tmp_path: Path) -> None:
    variables = {"url": "https://(known after apply: domain name)/a", "rsa_file": "/none", "rsa_id": "K2JCJMDEHXQW5F"}
    expression = f"url | cdn.aws.cloudfront_signed_url({KEY.replace('lookup', 'rsa_id or lookup')}, expires='2h')"
    run = run_tasks([debug("sign", expression)], check=True, variables=variables).ok()
    assert said(run, "sign") == "(known after apply: signed URL)"
