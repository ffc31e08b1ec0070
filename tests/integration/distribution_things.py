# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a distribution refers to, made in the lab before a test, and the distribution that the test starts with."""

from __future__ import annotations

import string
import typing as t

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.integration.distribution_options import Group, Silent
from tests.lab import Lab
from tests.lab_tests.aws import CACHING_OPTIMIZED

REGION = "ap-northeast-2"
# Names that a table may write, and the ids that AWS keeps (CF-62 to CF-64).
IDS = {
    "CachingOptimized": CACHING_OPTIMIZED,
    "CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "Managed-Amplify": "2e54312d-136d-493c-8eb9-b001f22f67d2",
    "CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "UserAgentRefererHeaders": "acba4595-bd28-49b8-b9fe-13317c0390fa",
    "SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
    "SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
}


def filled(value: t.Any, made: t.Mapping[str, str]) -> t.Any:
    """Return a value of the table with the things in place of their names."""
    if isinstance(value, list):
        return [filled(item, made) for item in value]
    return value.format_map(made) if isinstance(value, str) else value


def ids(value: t.Any) -> t.Any:
    """Return a value as the API's answer has it, leaf by leaf."""
    return tuple(sorted(value, key=str)) if isinstance(value, list) else IDS.get(value, value)


def make(lab: Lab, group: Group) -> dict[str, str]:
    """Make the things that a group names, return them by name."""
    lab.settings(certificate_seconds=0)
    values = [value for row in group.rows for value in (row.first, row.second, row.unset)]
    texts = [one for value in values for one in (value if isinstance(value, list) else [value])]
    names = {
        str(name)
        for text in texts
        if not isinstance(text, Silent)
        for _, name, _, _ in string.Formatter().parse(str(text))
        if name
    }
    return {name: MAKERS[name.removeprefix("other_")](lab, name.replace("_", "-")) for name in sorted(names)}


def certificate(lab: Lab, name: str) -> str:
    acm = lab.client("acm", "us-east-1")
    arn = acm.request_certificate(
        DomainName="*.example.test", ValidationMethod="DNS", IdempotencyToken=name.replace("-", "")
    )
    lab.certificate(arn["CertificateArn"], Status="ISSUED")
    return str(arn["CertificateArn"])


def log_bucket(lab: Lab, name: str) -> str:
    lab.client("s3", REGION).create_bucket(
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": REGION},
        ObjectOwnership="BucketOwnerPreferred",
    )
    return name


def bucket_domain(lab: Lab, name: str) -> str:
    return f"{name}.s3.{REGION}.amazonaws.com"


def control(lab: Lab, name: str) -> str:
    config = {
        "Name": name,
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
    answer = lab.client("cloudfront").create_origin_access_control(OriginAccessControlConfig=config)
    return str(answer["OriginAccessControl"]["Id"])


def identity(lab: Lab, name: str) -> str:
    config = {"CallerReference": name, "Comment": name}
    answer = lab.client("cloudfront").create_cloud_front_origin_access_identity(
        CloudFrontOriginAccessIdentityConfig=config
    )
    return f"origin-access-identity/cloudfront/{answer['CloudFrontOriginAccessIdentity']['Id']}"


def vpc(lab: Lab, name: str) -> str:
    balancers = lab.client("elbv2", REGION)
    made = balancers.create_load_balancer(Name=name, Scheme="internal", Subnets=["subnet-1", "subnet-2"])
    balancer = made["LoadBalancers"][0]["LoadBalancerArn"]
    ports = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}
    answer = lab.client("cloudfront").create_vpc_origin(
        VpcOriginEndpointConfig={"Name": name, "Arn": balancer, **ports}
    )
    return str(answer["VpcOrigin"]["Id"])


def function(lab: Lab, name: str) -> str:
    cloudfront = lab.client("cloudfront")
    code = b"function handler(event) { return event.request; }"
    config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
    answer = cloudfront.create_function(Name=name, FunctionConfig=config, FunctionCode=code)
    cloudfront.publish_function(Name=name, IfMatch=answer["ETag"])
    return str(answer["FunctionSummary"]["FunctionMetadata"]["FunctionARN"])


def key_group(lab: Lab, name: str) -> str:
    cloudfront = lab.client("cloudfront")
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    encoded = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    key = cloudfront.create_public_key(PublicKeyConfig={"CallerReference": name, "Name": name, "EncodedKey": encoded})
    group = cloudfront.create_key_group(KeyGroupConfig={"Name": name, "Items": [key["PublicKey"]["Id"]]})
    return str(group["KeyGroup"]["Id"])


def web_acl(lab: Lab, name: str) -> str:
    seen = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": name}
    answer = lab.client("wafv2", "us-east-1").create_web_acl(
        Name=name, Scope="CLOUDFRONT", DefaultAction={"Allow": {}}, VisibilityConfig=seen
    )
    return str(answer["Summary"]["ARN"])


def deployment(lab: Lab, name: str) -> str:
    # The lab has no policies of continuous deployment, and takes any id.
    return f"{len(name):08}-0000-4000-8000-000000000000"


MAKERS: dict[str, t.Callable[[Lab, str], str]] = {
    maker.__name__: maker
    for maker in (
        bucket_domain,
        certificate,
        control,
        deployment,
        function,
        identity,
        key_group,
        log_bucket,
        vpc,
        web_acl,
    )
}


def distribution(lab: Lab, made: t.Mapping[str, str]) -> str:
    """Make the distribution that a test starts with, by the API; return its id."""
    behavior = {
        "TargetOriginId": "files",
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": CACHING_OPTIMIZED,
    }
    server = {
        "HTTPPort": 80,
        "HTTPSPort": 443,
        "OriginProtocolPolicy": "match-viewer",
        "OriginSslProtocols": counted("TLSv1.2"),
    }
    kind = {"VpcOriginConfig": {"VpcOriginId": made["vpc"]}} if "vpc" in made else {"CustomOriginConfig": server}
    origins = (
        {"Id": "files", "DomainName": bucket_domain(lab, "files"), "S3OriginConfig": {"OriginAccessIdentity": ""}},
        {"Id": "api", "DomainName": "api.example.org", "CustomOriginConfig": server},
        {"Id": "inside", "DomainName": "inside.example.org", **kind},
    )
    config = {
        "CallerReference": "options",
        "Comment": "",
        "Enabled": True,
        "Origins": counted(*origins),
        "DefaultCacheBehavior": behavior,
        "CacheBehaviors": counted({"PathPattern": "/img/*", **behavior}),
        "CustomErrorResponses": counted({"ErrorCode": 403, "ErrorCachingMinTTL": 10}),
    }
    answer = lab.client("cloudfront").create_distribution(DistributionConfig=config)
    return str(answer["Distribution"]["Id"])


def counted(*items: t.Any) -> dict[str, t.Any]:
    """Return a list in the API's form."""
    return {"Quantity": len(items), "Items": list(items)}
