# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policies of docs/iam, written by what IAM was asked in recorded runs."""

from __future__ import annotations

import json
import re
import string
import typing as t
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "docs" / "iam"
RECORDED = Path(__file__).with_name("recorded.json")

# What a recorded run needed: action and resource, its names replaced by placeholders.
Right = tuple[str, str]
Recorded = dict[str, dict[str, list[Right]]]

_OWN = "arn:aws:cloudfront::${ACCOUNT_ID}:"
_BUCKET = "arn:aws:s3:::${SITE_BUCKET}"
_LOGS = "arn:aws:s3:::${LOG_BUCKET}"
_ZONE = "arn:aws:route53:::hostedzone/${HOSTED_ZONE_ID}"
_ACL = "arn:aws:wafv2:us-east-1:${ACCOUNT_ID}:global/webacl/${WEB_ACL_NAME}/*"
_RULES = "arn:aws:wafv2:us-east-1:${ACCOUNT_ID}:global/managedruleset/*/*"

# Rights that no ordinary run calls for: when the upload of a file of 64 MiB or more fails on the way, when there is a
# web ACL of the site's name without rules, and when a bucket that is emptied has Object Lock.
_ABORT = ("s3:AbortMultipartUpload", f"{_BUCKET}/*")
BESIDE: dict[str, tuple[Right, ...]] = {
    "provision": (_ABORT, ("wafv2:UpdateWebACL", _ACL), ("wafv2:UpdateWebACL", _RULES)),
    "publish": (_ABORT,),
    "teardown": (("s3:GetObjectLegalHold", f"{_BUCKET}/*"), ("s3:GetObjectRetention", f"{_BUCKET}/*")),
}

# A statement's Sid by what it is about: the first line that fits an action and a resource. What a flow only does for
# some sites has a statement of its own, which others can take out.
_SIDS_OF: dict[str, tuple[tuple[str, str, str], ...]] = {
    "provision": (
        (r"cloudfront:\w+Invalidation", r".*", "PublicationInvalidation"),
        (r"s3:(AbortMultipartUpload|(Delete|Put)Object|\w+ObjectTagging)", r".*", "Publication"),
    ),
    "teardown": (
        (r"s3:.*", re.escape(f"{_BUCKET}/*"), "EmptyTheBucket"),
        (r"s3:(DeleteBucket|ListBucket\w*|GetBucketObjectLock\w+)", re.escape(_BUCKET), "DeleteTheBucket"),
    ),
}
_SIDS: tuple[tuple[str, str, str], ...] = (
    (r"route53:ChangeResourceRecordSets", r".*", "ItsRecords"),
    (r"route53:GetChange", r".*", "WaitForItsRecords"),
    (r"route53:.*", r"arn.*", "ItsHostedZone"),
    (r"acm:RequestCertificate", r".*", "RequestItsCertificate"),
    (r"acm:DeleteCertificate", r".*", "DeleteItsCertificate"),
    (r"acm:.*", r"arn:aws:acm:\*:.*", "CertificatesOfAllRegions"),
    (r"acm:.*", r"arn.*", "Certificates"),
    (r"cloudfront:.*", r".*:distribution/.*", "Distribution"),
    (r"cloudfront:.*", r".*:origin-access-control/.*", "OriginAccessControl"),
    (r"cloudfront:.*", r".*:response-headers-policy/.*", "BrowserCachePolicy"),
    (r"wafv2:.*", r".*/managedruleset/.*", "SecurityProtectionsRules"),
    (r"wafv2:.*", r"arn.*", "SecurityProtectionsWebAcl"),
    (r"wafv2:.*", r".*", "SecurityProtectionsFind"),
    (r"s3:.*", re.escape(_LOGS), "LogBucket"),
    (r"s3:.*", re.escape(f"{_BUCKET}/*"), "ObjectsOfTheBucket"),
    (r"s3:.*", re.escape(_BUCKET), "Bucket"),
    (r"cloudfront:Create.*", r"\*", "MakeItsCloudFrontResources"),
    (r"\w+:List.*", r"\*", "FindWhatIsThere"),
)

# What narrows a statement further than its resource. Those of records depend on what the flow does with them.
_CERTIFICATE = {
    "ForAllValues:StringEquals": {"acm:DomainNames": ["${SITE_DOMAIN}"]},
    "StringEquals": {"acm:ValidationMethod": "DNS", "aws:RequestedRegion": "us-east-1"},
}
_RECORDS = "route53:ChangeResourceRecordSets"
_WRITTEN = {"provision": (["CREATE", "UPSERT", "DELETE"], ["A", "AAAA", "CNAME"])}
_DELETED = (["DELETE"], ["A", "AAAA", "CNAME"])

DESCRIPTIONS = {
    "provision": "cdn.aws.site with site_state: present",
    "publish": "cdn.aws.publish and cdn.aws.refresh",
    "verify": "cdn.aws.verify",
    "drift": "cdn.aws.drift, and cdn.aws.site with --check",
    "teardown": "cdn.aws.teardown",
}


def right(flow: str, action: str, resource: str, names: t.Mapping[str, str]) -> Right:
    """Return a right in the form in which a policy gives it; ``names`` are the account's own, by placeholder."""
    for name, value in names.items():
        resource = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", f"${{{name}}}", resource)
    resource = re.sub(rf"{re.escape(_BUCKET)}/.*", f"{_BUCKET}/*", resource)
    resource = re.sub(r":change/.*", ":change/*", resource)
    resource = re.sub(r"/webacl/([^/]+)/.*", r"/webacl/\1/*", resource)
    if (flow, action) == ("teardown", "acm:DescribeCertificate"):
        # A validation record may be needed by certificates of other regions.
        resource = resource.replace(":acm:us-east-1:", ":acm:*:")
    for kind, name in _IDS.items():
        own = kind != "certificate" or action == "acm:DeleteCertificate"
        resource = re.sub(rf":{kind}/.*", f":{kind}/" + (f"${{{name}}}" if own else "*"), resource)
    return action, resource


# Ids that AWS makes are known when the site is there. To find a certificate those of other names may be looked at.
_IDS = {
    "distribution": "DISTRIBUTION_ID",
    "certificate": "CERTIFICATE_ID",
    "origin-access-control": "ORIGIN_ACCESS_CONTROL_ID",
    "response-headers-policy": "RESPONSE_HEADERS_POLICY_ID",
}
PLACEHOLDERS = {
    "ACCOUNT_ID": "the account's number",
    "SITE_DOMAIN": "`site_domain`",
    "SITE_BUCKET": "`site_bucket`",
    "HOSTED_ZONE_ID": "the id of the hosted zone",
    "LOG_BUCKET": "the bucket of `site_log_bucket` and `site_bucket_log_bucket`",
    "WEB_ACL_NAME": "`site_domain` with a hyphen for each dot and star",
    "DISTRIBUTION_ID": "the distribution's id",
    "CERTIFICATE_ID": "what follows `certificate/` in the certificate's ARN",
    "ORIGIN_ACCESS_CONTROL_ID": "the id of the origin access control",
    "RESPONSE_HEADERS_POLICY_ID": "the id of the policy for the caches of browsers",
}


def policy(flow: str, recorded: t.Mapping[str, t.Sequence[Right]]) -> dict[str, t.Any]:
    """Return the policy of a flow: what its recorded steps needed, in statements that say what for."""
    rights = sorted({(action, resource) for step in recorded.values() for action, resource in step})
    rights = sorted({*rights, *BESIDE.get(flow, ())})
    statements: dict[str, dict[str, t.Any]] = {}
    for action, resource in rights:
        sid = sid_of(flow, action, resource)
        statement = statements.setdefault(sid, {"Sid": sid, "Effect": "Allow", "Action": [], "Resource": []})
        for member, value in (("Action", action), ("Resource", resource)):
            if value not in statement[member]:
                statement[member].append(value)
    for sid, condition in _conditions(flow).items():
        if sid in statements:
            statements[sid]["Condition"] = condition
    order = [sid for dummy, dummy, sid in (*_SIDS, *_SIDS_OF.get(flow, ()))]
    return {"Version": "2012-10-17", "Statement": sorted(statements.values(), key=lambda one: order.index(one["Sid"]))}


def sid_of(flow: str, action: str, resource: str) -> str:
    """Return the Sid of the statement that a right belongs to."""
    for actions, resources, sid in (*_SIDS_OF.get(flow, ()), *_SIDS):
        if re.fullmatch(actions, action) and re.fullmatch(resources, resource):
            return sid
    raise LookupError(f"no statement is for {action} on {resource}: add a line to _SIDS")


def _conditions(flow: str) -> dict[str, dict[str, t.Any]]:
    actions, types = _WRITTEN.get(flow, _DELETED)
    records = {
        "ForAllValues:StringEquals": {f"{_RECORDS}Actions": actions, f"{_RECORDS}RecordTypes": types},
        "ForAllValues:StringLike": {f"{_RECORDS}NormalizedRecordNames": ["${SITE_DOMAIN}", "_*.${SITE_DOMAIN}"]},
    }
    return {"RequestItsCertificate": _CERTIFICATE, "ItsRecords": records}


def as_text(document: t.Mapping[str, t.Any]) -> str:
    """Return a policy as it stands in its file."""
    return json.dumps(document, indent=2) + "\n"


def recorded() -> Recorded:
    """Return what the recorded runs needed, by flow and step."""
    found = json.loads(RECORDED.read_text(encoding="utf-8"))
    return {
        flow: {step: [t.cast("Right", tuple(line.split())) for line in lines] for step, lines in steps.items()}
        for flow, steps in found.items()
    }


def keep(found: Recorded) -> None:
    """Write down what runs needed, a line for each right of each step."""
    told = {
        flow: {step: [" ".join(one) for one in rights] for step, rights in steps.items()}
        for flow, steps in found.items()
    }
    RECORDED.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def filled(flow: str, names: t.Mapping[str, str]) -> dict[str, t.Any]:
    """Return a policy of docs/iam for a site; what is not known is any."""
    text = (FOLDER / f"{flow}.json").read_text(encoding="utf-8")
    every = dict.fromkeys(PLACEHOLDERS, "*")
    return t.cast("dict[str, t.Any]", json.loads(string.Template(text).substitute({**every, **names})))


def without(document: dict[str, t.Any], action: str) -> dict[str, t.Any]:
    """Return a policy without an action; a statement that has no other goes with it."""
    statements = [
        {**one, "Action": [other for other in one["Action"] if other != action]} for one in document["Statement"]
    ]
    return {**document, "Statement": [one for one in statements if one["Action"]]}


def actions(document: t.Mapping[str, t.Any]) -> list[str]:
    """Return all actions of a policy."""
    return sorted({action for statement in document["Statement"] for action in statement["Action"]})
