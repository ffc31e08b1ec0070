# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole chain on the lab, with nothing but boto3: from an empty account to a hit over TLS."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import typing as t

from tests.lab_tests import aws

if t.TYPE_CHECKING:
    from tests.lab import Lab

CONTROL = {
    "Name": "pictures",
    "SigningProtocol": "sigv4",
    "SigningBehavior": "always",
    "OriginAccessControlOriginType": "s3",
}


def viewer(lab: Lab, host: str, path: str) -> http.client.HTTPResponse:
    """Ask the edge as a browser would, its authority trusted and its address taken from DNS by nobody."""
    address, _, port = lab.env["CDN_LAB_HTTPS"].partition(":")
    context = ssl.create_default_context(cafile=lab.env["CDN_LAB_CA"])
    connection = http.client.HTTPSConnection(host, context=context)
    connection.sock = context.wrap_socket(socket.create_connection((address, int(port))), server_hostname=host)
    connection.request("GET", path)
    return connection.getresponse()


def grant(arn: str) -> str:
    """Return the policy that lets one distribution read (CF-45)."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::pictures/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": arn}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_the_chain_ends_in_a_hit(lab: Lab) -> None:
    """Bucket, certificate, records, access control, distribution, policy, alias, upload, miss, hit."""
    s3, cloudfront = lab.client("s3"), lab.client("cloudfront")
    s3.create_bucket(Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    control = cloudfront.create_origin_access_control(OriginAccessControlConfig=CONTROL)["OriginAccessControl"]["Id"]
    made = cloudfront.create_distribution(
        DistributionConfig=aws.config(
            Aliases=aws.aliases("cdn.example.test"),
            ViewerCertificate=aws.certificate(aws.issued(lab, "cdn.example.test")),
            Origins={"Quantity": 1, "Items": [{**aws.ORIGIN, "OriginAccessControlId": control}]},
        )
    )["Distribution"]
    assert viewer(lab, "cdn.example.test", "/refused.txt").status == http.client.FORBIDDEN
    s3.put_bucket_policy(Bucket="pictures", Policy=grant(made["ARN"]))
    s3.put_object(Bucket="pictures", Key="a.txt", Body=b"a", ContentType="text/plain")
    seen = [viewer(lab, "cdn.example.test", "/a.txt") for _ in range(2)]
    assert [answer.getheader("x-cache") for answer in seen] == ["Miss from cloudfront", "Hit from cloudfront"]
    assert seen[1].read() == b"a"
