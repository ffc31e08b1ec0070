# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ACM, whole: MiniStack's issues at once, forgets key types and ignores tokens."""

from __future__ import annotations

import re
import typing as t
import uuid

from tests.lab import wire
from tests.lab.certificates import Certificate, option_of
from tests.lab.rules import acm_import

if t.TYPE_CHECKING:
    from tests.lab.wire import Answer, Call
    from tests.lab.world import World

_ARN = re.compile(r"arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate/[\w-]+")
_NAME = re.compile(r"(\*\.)?([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_MOST_NAMES = 10
_HOUR = 3600
# ListCertificates hides every other key type unless told (ACM-12).
_LISTED = ("RSA_1024", "RSA_2048")


def refusal(code: str, message: str) -> wire.Refused:
    """Return ACM's refusal, to raise."""
    return wire.Refused("acm", code, message)


async def answer(world: World, call: Call, forward: wire.Forward) -> Answer:
    """Answer an ACM call."""
    operation = _OPERATIONS.get(call.operation)
    if operation is None:
        return wire.error("acm", "UnknownOperationException", f"{call.operation} is not part of the lab.")
    return wire.json_answer(operation(world, call, call.json()))


def find(world: World, call: Call, arn: str) -> Certificate:
    """Return the certificate of an ARN; another account's or region's does not exist (ACM-20)."""
    if not arn.startswith("arn:") or not _ARN.fullmatch(arn):
        raise refusal("InvalidArnException", f"Invalid ARN: {arn}")
    found = world.certificates.get(arn)
    if found is None or found.account != call.account or found.region != call.region:
        raise refusal("ResourceNotFoundException", f"Could not find certificate {arn} in account {call.account}.")
    return found


def _request(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    names = list(dict.fromkeys([content["DomainName"], *content.get("SubjectAlternativeNames", [])]))
    _check_request(content, names)
    token = content.get("IdempotencyToken", "")
    now = world.clock()
    for item in world.certificates.of(call.account, call.region):
        # The same token within the hour is the same certificate (ACM-01).
        if token and item.token == token and now - item.detail["CreatedAt"] < _HOUR:
            return {"CertificateArn": item.arn}
    arn = f"arn:aws:acm:{call.region}:{call.account}:certificate/{uuid.uuid4()}"
    method = content.get("ValidationMethod", "EMAIL")
    algorithm = content.get("KeyAlgorithm", "RSA_2048")
    options = {
        "CertificateTransparencyLoggingPreference": "ENABLED",
        "Export": "DISABLED",
        **content.get("Options", {}),
    }
    detail = {
        "CertificateArn": arn,
        "DomainName": names[0],
        "SubjectAlternativeNames": names,
        "DomainValidationOptions": [option_of(call.account, name, method) for name in names],
        "Subject": f"CN={names[0]}",
        "Issuer": "Amazon",
        "CreatedAt": now,
        "Status": "PENDING_VALIDATION",
        # Described with a hyphen where the request has an underscore (ACM-11).
        "KeyAlgorithm": algorithm.replace("_", "-"),
        "SignatureAlgorithm": "SHA256WITHRSA",
        "InUseBy": [],
        "Type": "AMAZON_ISSUED",
        "KeyUsages": [],
        "ExtendedKeyUsages": [],
        "RenewalEligibility": "INELIGIBLE",
        "Options": options,
    }
    certificate = Certificate(detail, call.account, call.region, token=token, key_algorithm=algorithm)
    _set_tags(certificate, content.get("Tags", []))
    world.certificates.add(certificate)
    return {"CertificateArn": arn}


def _check_request(content: dict[str, t.Any], names: list[str]) -> None:
    if len(names) > _MOST_NAMES:
        raise refusal("LimitExceededException", "Certificate has too many domains.")
    for name in names:
        if len(name) > 253 or not _NAME.fullmatch(name):
            raise refusal(
                "ValidationException", f"Domain name {name} is not valid: it must be a fully qualified domain name."
            )
    if len(names[0]) > 64:
        raise refusal(
            "InvalidDomainValidationOptionsException", "The first domain name can be no longer than 64 characters."
        )
    token = content.get("IdempotencyToken")
    if token is not None and not re.fullmatch(r"\w{1,32}", token):
        raise refusal(
            "ValidationException", f"Value '{token}' at 'idempotencyToken' failed to satisfy constraint: \\w+, 1 to 32"
        )


def _describe(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    certificate = find(world, call, content["CertificateArn"])
    certificate.describes += 1
    detail = {**certificate.detail, "InUseBy": in_use_by(world, certificate)}
    if detail["InUseBy"] and detail["Type"] == "AMAZON_ISSUED" and detail["Status"] == "ISSUED":
        detail["RenewalEligibility"] = "ELIGIBLE"
    if certificate.describes <= world.settings.record_describes and detail["Status"] == "PENDING_VALIDATION":
        hidden = [
            {key: value for key, value in option.items() if key != "ResourceRecord"}
            for option in detail["DomainValidationOptions"]
        ]
        # Right after the request the records are not there yet (ACM-03).
        detail["DomainValidationOptions"] = hidden
    return {"Certificate": detail}


def in_use_by(world: World, certificate: Certificate) -> list[str]:
    """Return the ARNs of the distributions that have the certificate."""
    forced = list(certificate.detail["InUseBy"])
    return forced + world.users_of(certificate.account, certificate.arn)


def _list(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    includes = content.get("Includes", {})
    key_types = includes.get("keyTypes") or _LISTED
    statuses = content.get("CertificateStatuses")
    found = [
        item
        for item in world.certificates.of(call.account, call.region)
        if item.key_algorithm in key_types and (not statuses or item.detail["Status"] in statuses)
    ]
    export = includes.get("exportOption")
    if export:
        found = [item for item in found if item.detail["Options"].get("Export", "DISABLED") == export]
    found.sort(key=lambda item: -item.detail["CreatedAt"])
    start, size = int(content.get("NextToken") or 0), int(content.get("MaxItems") or 100)
    page = found[start : start + size]
    result: dict[str, t.Any] = {"CertificateSummaryList": [_summary(world, item) for item in page]}
    if start + size < len(found):
        result["NextToken"] = str(start + size)
    return result


def _summary(world: World, certificate: Certificate) -> dict[str, t.Any]:
    detail = certificate.detail
    kept = ("CertificateArn", "DomainName", "Status", "Type", "KeyAlgorithm", "RenewalEligibility", "NotBefore",
            "NotAfter", "CreatedAt", "IssuedAt", "ImportedAt", "RevokedAt")  # fmt: skip
    return {
        **{key: detail[key] for key in kept if key in detail},
        "SubjectAlternativeNameSummaries": certificate.names[:100],
        "HasAdditionalSubjectAlternativeNames": len(certificate.names) > 100,
        "KeyUsages": [item["Name"] for item in detail["KeyUsages"]],
        "ExtendedKeyUsages": [item["Name"] for item in detail["ExtendedKeyUsages"]],
        "ExportOption": detail["Options"].get("Export", "DISABLED"),
        "Exported": False,
        "InUse": bool(in_use_by(world, certificate)),
    }


def _delete(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    certificate = find(world, call, content["CertificateArn"])
    # It lingers after the distribution let go of it (ACM-13).
    if in_use_by(world, certificate) or world.deadlines.lingers(world, certificate.arn):
        raise refusal("ResourceInUseException", f"Certificate {certificate.arn} in account {call.account} is in use.")
    world.certificates.remove(certificate.arn)
    return {}


def _get(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    certificate = find(world, call, content["CertificateArn"])
    if certificate.detail["Status"] == "PENDING_VALIDATION":
        raise refusal("RequestInProgressException", f"Certificate {certificate.arn} is pending validation.")
    return acm_import.bodies(certificate)


def _set_tags(certificate: Certificate, tags: list[dict[str, str]]) -> None:
    for tag in tags:
        if tag["Key"].startswith("aws:"):
            raise refusal("InvalidTagException", "aws: prefixed tag key names are not allowed for external use.")
    merged = {**certificate.tags, **{tag["Key"]: tag.get("Value") for tag in tags}}
    if len(merged) > 50:
        raise refusal("TooManyTagsException", "Too many tags: a certificate can have 50.")
    certificate.tags = merged


def _add_tags(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    _set_tags(find(world, call, content.get("CertificateArn") or content["ResourceArn"]), content["Tags"])
    return {}


def _remove_tags(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    certificate = find(world, call, content.get("CertificateArn") or content["ResourceArn"])
    removed = content.get("Tags") or [{"Key": key} for key in content.get("TagKeys", [])]
    for tag in removed:
        # With a value only the equal one goes (ACM-16).
        if "Value" not in tag or certificate.tags.get(tag["Key"]) == tag["Value"]:
            certificate.tags.pop(tag["Key"], None)
    return {}


def _list_tags(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    certificate = find(world, call, content.get("CertificateArn") or content["ResourceArn"])
    tags = certificate.tags.items()
    return {"Tags": [{"Key": key} if value is None else {"Key": key, "Value": value} for key, value in tags]}


def _update_options(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    certificate = find(world, call, content["CertificateArn"])
    if certificate.detail["Status"] != "ISSUED":
        raise refusal("InvalidStateException", f"Certificate {certificate.arn} is not issued.")
    certificate.detail["Options"].update(content["Options"])
    return {}


def _resend(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    certificate = find(world, call, content["CertificateArn"])
    if any(option.get("ValidationMethod") != "EMAIL" for option in certificate.detail["DomainValidationOptions"]):
        raise refusal("InvalidStateException", f"Certificate {certificate.arn} is not validated by email.")
    return {}


def _import(world: World, call: Call, content: dict[str, t.Any]) -> dict[str, t.Any]:
    arn = content.get("CertificateArn")
    known = find(world, call, arn) if arn else None
    try:
        certificate = acm_import.read(content, call, world.clock(), known)
    except ValueError as error:
        raise refusal("ValidationException", str(error)) from error
    if not known:
        _set_tags(certificate, content.get("Tags", []))
    world.certificates.add(certificate)
    return {"CertificateArn": certificate.arn}


_OPERATIONS: dict[str, t.Callable[[World, Call, dict[str, t.Any]], dict[str, t.Any]]] = {
    "RequestCertificate": _request,
    "DescribeCertificate": _describe,
    "ListCertificates": _list,
    "DeleteCertificate": _delete,
    "GetCertificate": _get,
    "ImportCertificate": _import,
    "AddTagsToCertificate": _add_tags,
    "RemoveTagsFromCertificate": _remove_tags,
    "ListTagsForCertificate": _list_tags,
    "TagResource": _add_tags,
    "UntagResource": _remove_tags,
    "ListTagsForResource": _list_tags,
    "UpdateCertificateOptions": _update_options,
    "ResendValidationEmail": _resend,
    "GetAccountConfiguration": lambda world, call, content: {"ExpiryEvents": {"DaysBeforeExpiry": 45}},
}
