# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distributions, buckets, policies, keys and origins in the lab with all that keeps content from a cache."""

from __future__ import annotations

import json
import typing as t

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ansible_collections.cdn.aws.plugins.module_utils._client import Clients
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution_info import DistributionInfo
from ansible_collections.cdn.aws.plugins.module_utils._probe.probe import Probe
from ansible_collections.cdn.aws.plugins.modules.cdn_probe import SPEC
from tests.integration.planted_origin import Origin
from tests.lab import Lab

OPTIMIZED, DISABLED = "658327ea-f89d-4fab-a63d-7e88639e58f6", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
OTHER_ARN = "arn:aws:cloudfront::123456789012:distribution/EOTHER"
LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:gone:1"
CLOSED_PORT = 9
THROWS = b"function handler(event) { throw new Error('no') }"
PAST = "Wed, 21 Oct 2015 07:28:00 GMT"

# Objects of the good bucket: key to what it is stored with.
OBJECTS: dict[str, dict[str, str]] = {
    "good.png": {},
    "locations.png": {},
    "zero/no-store.txt": {"CacheControl": "no-store"},
    "zero/private.txt": {"CacheControl": "private, max-age=60"},
    "zero/no-cache.txt": {"CacheControl": "no-cache"},
    "zero/max-age-0.txt": {"CacheControl": "max-age=0"},
    "zero/s-maxage-0.txt": {"CacheControl": "max-age=60, s-maxage=0"},
    "zero/expired.txt": {"Expires": "2015-10-21T07:28:00Z"},
    "zero/silent.txt": {},
    "disabled/a.txt": {},
    "own-disabled/a.txt": {},
    "by-authorization/a.txt": {},
    "by-cookie/a.txt": {},
    "by-query/a.txt": {},
    "by-language/a.txt": {},
    "never/a.txt": {},
    "stranger/a.txt": {},
    "global/a.txt": {},
    "elsewhere/a.txt": {},
    "signed/a.txt": {},
    "lambda/a.txt": {},
    "function/a.txt": {},
}

# What each path has to be told, the distribution and the bucket being known.
WELL = ("/by-query/a.txt?v=1", "/web/plain")
DENIED: dict[str, str | None] = {
    "/": "root_object_missing",
    "/cats/": "folder",
    "/missing.png": "object_missing",
    "/secret.txt": "kms_denied",
    "/identity/secret.txt": "kms_with_identity",
    "/never/a.txt": "control_never_signs",
    "/stranger/a.txt": "origin_without_control",
    "/elsewhere/a.txt": "wrong_region",
    "/signed/a.txt": "unsigned",
    "/signed/a.txt?Expires=1&Signature=x&Key-Pair-Id=K": "signature_refused",
    "/lambda/a.txt": "lambda_error",
    "/function/a.txt": "function_error",
    "/closed/a": "origin_unreachable",
    "/web/slow": "origin_slow",
    "/web/broken": "server_error",
    "/web/teapot": "error",
    "/web/gone": "not_found",
    "/web/secret": "unauthorized",
    "/web/moved": "redirect",
}
BY_POLICY = {
    "bare": "policy_missing",
    "other": "policy_other_distribution",
    "narrow": "policy_other_path",
    "denies": "policy_denies",
}
MISSES: dict[str, str | None] = {
    "/disabled/a.txt": "caching_disabled",
    "/own-disabled/a.txt": "caching_disabled",
    "/web-all/a": "all_headers",
    "/web/vary": "vary_all",
    "/web-cookie/cookie": "set_cookie",
    "/zero/no-store.txt": "no_store",
    "/zero/private.txt": "private",
    "/zero/no-cache.txt": "no_cache",
    "/zero/max-age-0.txt": "max_age_zero",
    "/zero/s-maxage-0.txt": "s_maxage_zero",
    "/zero/expired.txt": "expired",
    "/zero/silent.txt": "default_ttl_zero",
}
KEYS: dict[str, str | None] = {
    "/good.png": None,
    "/by-authorization/a.txt": "authorization_in_key",
    "/by-cookie/a.txt": "cookies_in_key",
    "/by-query/a.txt": "query_in_key",
    "/by-language/a.txt": "header_in_key",
}


class Planted:
    """All of it, made once; ``facts`` are the distributions as roles and info modules return them."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.region = lab.env["AWS_REGION"]
        self.s3, self.cloudfront = lab.client("s3"), lab.client("cloudfront")
        self.origin = Origin()
        params = {"endpoint_url": "AWS_ENDPOINT_URL", "access_key": "AWS_ACCESS_KEY_ID",
                  "secret_key": "AWS_SECRET_ACCESS_KEY", "region": "AWS_REGION"}  # fmt: skip
        # Nothing that a probe looks up may be a write.
        self.api = Clients({option: lab.env[name] for option, name in params.items()}, read_only=True)
        self._control = self._make_control("always")
        self.main = self._make_main()
        self.site = self._make("site", [self._s3("good")], [], CustomErrorResponses={"Quantity": 1, "Items": [
            {"ErrorCode": 403, "ResponsePagePath": "/good.png", "ResponseCode": "200", "ErrorCachingMinTTL": 0},
        ]})  # fmt: skip
        self.blocked = self._make("blocked", [self._s3("good")], [], Restrictions={
            "GeoRestriction": {"RestrictionType": "blacklist", "Quantity": 1, "Items": ["DE"]},
        })  # fmt: skip
        self.off = self._make("off", [self._s3("good")], [], Enabled=False)
        self._fill()

    def probe(self, made: dict[str, t.Any], paths: list[str], **options: t.Any) -> dict[str, t.Any]:
        """Ask as the module does, in this process."""
        given = {
            **{name: option.get("default") for name, option in SPEC.options.items()},
            "domain": made["domain_name"],
            "paths": paths,
            "connect_to": {"https": self.lab.env["CDN_LAB_HTTPS"], "http": self.lab.env["CDN_LAB_HTTP"]},
            "ca_path": self.lab.env["CDN_LAB_CA"],
            "attempts": 2,
            "check_redirect": False,
            "check_ipv6": False,
            "check_http2": False,
            "fail_on_problem": False,
            **options,
        }
        found = Probe(given, self.api).wait(None)
        assert found is not None
        return t.cast("dict[str, t.Any]", found)

    def _make_main(self) -> dict[str, t.Any]:
        origins = [
            self._s3("good"),
            self._s3("never", "good", control=self._make_control("never")),
            self._s3("stranger", "good", control=""),
            self._s3("identity", "good", control="", identity=self._make_identity()),
            {**self._s3("global", "good"), "DomainName": "good.s3.amazonaws.com"},
            {**self._s3("elsewhere", "good"), "DomainName": "good.s3.sa-east-1.amazonaws.com"},
            *(self._s3(name) for name in ("bare", "other", "narrow", "denies")),
            self._web("web", self.origin.port),
            self._web("closed", CLOSED_PORT),
        ]
        behaviors = [
            *(self._behavior(name, name) for name in ("never", "stranger", "global", "elsewhere", "identity")),
            *(self._behavior(name, name) for name in ("bare", "other", "narrow", "denies", "closed")),
            self._behavior("disabled", CachePolicyId=DISABLED),
            self._behavior("own-disabled", CachePolicyId=self._policy("own-disabled", 0, 0, 0)),
            self._behavior("zero", CachePolicyId=self._policy("zero", 0, 0, 86400)),
            self._behavior("by-authorization", CachePolicyId=self._policy("auth", headers=["Authorization"])),
            self._behavior("by-language", CachePolicyId=self._policy("language", headers=["Accept-Language"])),
            self._behavior("by-cookie", CachePolicyId=self._policy("cookie", cookies="all")),
            self._behavior("by-query", CachePolicyId=self._policy("query", queries="all")),
            self._behavior("web-cookie", "web", CachePolicyId=self._policy("web-cookie", cookies="all")),
            self._behavior("web-all", "web", **_ALL_HEADERS),
            self._behavior("web-options", "web", AllowedMethods={
                "Quantity": 3, "Items": ["GET", "HEAD", "OPTIONS"],
                "CachedMethods": {"Quantity": 2, "Items": ["GET", "HEAD"]},
            }),
            self._behavior("web", "web"),
            self._behavior("signed", TrustedKeyGroups=self._key_groups()),
            self._behavior("lambda", LambdaFunctionAssociations={"Quantity": 1, "Items": [
                {"LambdaFunctionARN": LAMBDA, "EventType": "origin-request"},
            ]}),
            self._behavior("function", FunctionAssociations={"Quantity": 1, "Items": [
                {"FunctionARN": self._make_function(), "EventType": "viewer-request"},
            ]}),
        ]  # fmt: skip
        return self._make("main", origins, behaviors)

    def _make(self, name: str, origins: list[t.Any], behaviors: list[t.Any], **config: t.Any) -> dict[str, t.Any]:
        given = {
            "CallerReference": name, "Comment": "", "Enabled": True,
            "Origins": {"Quantity": len(origins), "Items": origins},
            "DefaultCacheBehavior": self._behavior("", "good"),
            "CacheBehaviors": {"Quantity": len(behaviors), "Items": behaviors}, **config,
        }  # fmt: skip
        made = self.cloudfront.create_distribution(DistributionConfig=given)["Distribution"]
        info = DistributionInfo({"distribution_id": made["Id"], "alias": None, "details": False}, self.api)
        return t.cast("dict[str, t.Any]", info.result(info.read())["distribution"])

    def _behavior(self, name: str, origin: str = "good", **more: t.Any) -> dict[str, t.Any]:
        pattern = {"PathPattern": f"/{name}/*"} if name else {}
        policy = {} if "ForwardedValues" in more else {"CachePolicyId": OPTIMIZED}
        return {"TargetOriginId": origin, "ViewerProtocolPolicy": "redirect-to-https", **pattern, **policy, **more}

    def _s3(self, name: str, bucket: str = "", *, control: str | None = None, identity: str = "") -> dict[str, t.Any]:
        return {
            "Id": name, "DomainName": f"{bucket or name}.s3.{self.region}.amazonaws.com",
            "S3OriginConfig": {"OriginAccessIdentity": identity},
            "OriginAccessControlId": self._control if control is None else control,
        }  # fmt: skip

    def _web(self, name: str, port: int) -> dict[str, t.Any]:
        return {"Id": name, "DomainName": "localhost", "CustomOriginConfig": {
            "HTTPPort": port, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only", "OriginReadTimeout": 1,
        }}  # fmt: skip

    def _make_control(self, signing: str) -> str:
        made = self.cloudfront.create_origin_access_control(OriginAccessControlConfig={
            "Name": signing, "SigningProtocol": "sigv4", "SigningBehavior": signing,
            "OriginAccessControlOriginType": "s3",
        })  # fmt: skip
        return str(made["OriginAccessControl"]["Id"])

    def _make_identity(self) -> str:
        config = {"CallerReference": "planted", "Comment": ""}
        made = self.cloudfront.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig=config)
        self.identity = str(made["CloudFrontOriginAccessIdentity"]["Id"])
        return f"origin-access-identity/cloudfront/{self.identity}"

    def _make_function(self) -> str:
        config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
        made = self.cloudfront.create_function(Name="throws", FunctionConfig=config, FunctionCode=THROWS)
        self.cloudfront.publish_function(Name="throws", IfMatch=made["ETag"])
        return str(made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"])

    def _key_groups(self) -> dict[str, t.Any]:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
        pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
        made = self.cloudfront.create_public_key(
            PublicKeyConfig={"CallerReference": "planted", "Name": "planted", "EncodedKey": pem}
        )
        group = {"Name": "planted", "Items": [made["PublicKey"]["Id"]]}
        made = self.cloudfront.create_key_group(KeyGroupConfig=group)
        return {"Enabled": True, "Quantity": 1, "Items": [made["KeyGroup"]["Id"]]}

    def _policy(
        self, name: str, minimum: int = 0, default: int = 86400, maximum: int = 86400, *,
        headers: t.Sequence[str] = (), cookies: str = "none", queries: str = "none",
    ) -> str:  # fmt: skip
        keyed = {"HeaderBehavior": "whitelist", "Headers": {"Quantity": len(headers), "Items": list(headers)}}
        config = {
            "Name": name, "MinTTL": minimum, "DefaultTTL": default, "MaxTTL": maximum,
            "ParametersInCacheKeyAndForwardedToOrigin": {
                "EnableAcceptEncodingGzip": False,
                "HeadersConfig": keyed if headers else {"HeaderBehavior": "none"},
                "CookiesConfig": {"CookieBehavior": cookies},
                "QueryStringsConfig": {"QueryStringBehavior": queries},
            },
        }  # fmt: skip
        return str(self.cloudfront.create_cache_policy(CachePolicyConfig=config)["CachePolicy"]["Id"])

    def _fill(self) -> None:
        for name in ("good", "bare", "other", "narrow", "denies"):
            self.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": self.region})
            self.s3.put_object(Bucket=name, Key=f"{name}/a.txt", Body=b"hi")
        for key, headers in OBJECTS.items():
            self.s3.put_object(Bucket="good", Key=key, Body=b"hi", ContentType="text/plain", **headers)
        key = self.lab.client("kms").create_key()["KeyMetadata"]["Arn"]
        for name in ("secret.txt", "identity/secret.txt"):
            self.s3.put_object(Bucket="good", Key=name, Body=b"hi", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
        arns = [made["arn"] for made in (self.main, self.site, self.blocked, self.off)]
        user = f"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {self.identity}"
        self._allow("good", _grant("good", arns), {**_grant("good", []), "Principal": {"AWS": user}})
        self._allow("other", _grant("other", [OTHER_ARN]))
        self._allow("narrow", _grant("narrow", arns, "img/*"))
        deny = {"Sid": "Nobody", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::denies/*"}  # fmt: skip
        self._allow("denies", _grant("denies", arns), deny)

    def _allow(self, bucket: str, *statements: dict[str, t.Any]) -> None:
        policy = {"Version": "2012-10-17", "Statement": statements}
        self.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))


_ALL_HEADERS = {
    "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"},
                        "Headers": {"Quantity": 1, "Items": ["*"]}},
    "MinTTL": 0, "DefaultTTL": 86400, "MaxTTL": 86400,
}  # fmt: skip


def _grant(bucket: str, arns: list[str], keys: str = "*") -> dict[str, t.Any]:
    condition = {"Condition": {"StringEquals": {"AWS:SourceArn": arns}}} if arns else {}
    return {
        "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/{keys}", **condition,
    }  # fmt: skip
