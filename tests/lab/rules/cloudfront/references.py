# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CloudFront refuses because something a configuration names is missing, foreign or taken."""

from __future__ import annotations

import re
import typing as t

from tests.lab import store, xml
from tests.lab.names import canonical
from tests.lab.rules.cloudfront.defaults import behaviours
from tests.lab.rules.cloudfront.schema import refused

if t.TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from tests.lab.world import World

# CF-36: what CloudFront can use, besides imported RSA 1024.
_KEY_TYPES = ("RSA_1024", "RSA_2048", "EC_prime256v1")
_BAD_CERTIFICATE = (
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, "
    "or doesn't include a valid certificate chain."
)
_NO_CERTIFICATE = (
    "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate "
    "that validates your authorization to use the domain name. For more details, see: "
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements"
)
_NOT_COVERED = (
    "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're "
    "trying to add. For more details, see: "
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements"
)
_TAKEN = "One or more of the CNAMEs you provided are already associated with a different resource."
_WRONG_DNS = (
    "One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to "
    "another CloudFront distribution. You must update the DNS record to correct the problem."
)
_POLICIES = (
    ("CachePolicyId", "cache_policies", "_MANAGED_CACHE_POLICIES", "NoSuchCachePolicy", "cache policy"),
    ("OriginRequestPolicyId", "origin_request_policies", "_MANAGED_ORIGIN_REQUEST_POLICIES",
     "NoSuchOriginRequestPolicy", "origin request policy"),
    ("ResponseHeadersPolicyId", "response_headers_policies", "_MANAGED_RESPONSE_HEADERS_POLICIES",
     "NoSuchResponseHeadersPolicy", "response headers policy"),
)  # fmt: skip
_VIEWER_EVENTS = {"viewer-request", "viewer-response"}
# Some of the regions that an account must opt in to: the older logs are not delivered there (CF-50).
_WITHOUT_LOGS = ("af-south-1", "ap-east-1", "ap-southeast-3", "eu-south-1", "me-south-1")
NAMED = (
    "ACMCertificateArn", "OriginAccessControlId", "CachePolicyId", "OriginRequestPolicyId", "ResponseHeadersPolicyId",
    "FunctionARN", "WebACLId", "KeyGroup",
)  # fmt: skip


def named(config: Element) -> set[str]:
    """Return the ids and ARNs of everything a configuration uses."""
    return {(element.text or "").strip() for name in NAMED for element in config.iter(name)} - {""}


def check(world: World, account: str, config: Element, own_id: str = "") -> None:
    """Refuse a configuration for what stands elsewhere in this account or in others."""
    for behaviour in behaviours(config):
        _check_policies(account, behaviour)
        _check_functions(account, behaviour)
    for origin in xml.items(config, "Origins"):
        _check_access(world, account, origin)
    _check_certificate(world, account, config)
    _check_aliases(world, account, config, own_id)
    _check_logging(account, config)
    _check_web_acl(account, xml.text(config, "WebACLId"))


def _check_policies(account: str, behaviour: Element) -> None:
    for member, kind, managed, code, noun in _POLICIES:
        wanted = xml.text(behaviour, member)
        if (
            wanted
            and wanted not in store.cloudfront_items(kind, account)
            and wanted not in store.managed_policies(managed)
        ):
            raise refused(code, f"The specified {noun} does not exist.", 404)  # CF-09
    groups = store.cloudfront_items("key_groups", account)
    if any(group not in groups for group in xml.texts(behaviour, "TrustedKeyGroups")):
        raise refused("TrustedKeyGroupDoesNotExist", "The specified key group does not exist.")


def _check_functions(account: str, behaviour: Element) -> None:
    """Refuse functions that are missing, unpublished, or two for one event (CF-83, CF-84)."""
    events = []
    for item in xml.items(behaviour, "FunctionAssociations"):
        arn = xml.text(item, "FunctionARN")
        events.append(xml.text(item, "EventType"))
        function = store.cloudfront_items("functions", account).get(arn.rpartition("/")[2])
        if function is None or not function.get("live_etag"):
            raise refused("InvalidFunctionAssociation", f"The function ARN {arn} is not published or does not exist.")
    if len(set(events)) < len(events):
        raise refused("InvalidFunctionAssociation", "Only one function can be associated with an event type.")
    if not set(events) <= _VIEWER_EVENTS:
        raise refused("InvalidFunctionAssociation", "A function can only be associated with viewer events.")
    lambdas = {xml.text(item, "EventType") for item in xml.items(behaviour, "LambdaFunctionAssociations")}
    if events and lambdas & _VIEWER_EVENTS:
        text = "CloudFront Functions and Lambda@Edge functions cannot both be associated with viewer events."
        raise refused("InvalidFunctionAssociation", text)


def _check_access(world: World, account: str, origin: Element) -> None:
    wanted = xml.text(origin, "OriginAccessControlId")
    if wanted and wanted not in store.cloudfront_items("oacs", account):
        raise refused("InvalidOriginAccessControl", "The origin access control is not valid.")
    identity = xml.text(origin, "S3OriginConfig/OriginAccessIdentity").rpartition("/")[2]
    if identity and (account, identity) not in world.identities:
        raise refused(
            "InvalidOriginAccessIdentity", "The specified origin access identity does not exist or is not valid."
        )


def _check_certificate(world: World, account: str, config: Element) -> None:
    """Refuse certificates CloudFront cannot use, in its three texts (CF-34 to CF-38)."""
    viewer = config.find("ViewerCertificate")
    arn, aliases = xml.text(viewer, "ACMCertificateArn"), xml.texts(config, "Aliases")
    if not arn:
        if aliases and not xml.text(viewer, "IAMCertificateId"):
            raise refused("InvalidViewerCertificate", _NO_CERTIFICATE)
        return
    method, lowest = xml.text(viewer, "SSLSupportMethod"), xml.text(viewer, "MinimumProtocolVersion")
    if (
        xml.text(viewer, "CloudFrontDefaultCertificate") == "true"
        or xml.text(viewer, "IAMCertificateId")
        or not (method and lowest)
    ):
        text = "A custom certificate needs SSLSupportMethod and MinimumProtocolVersion and excludes any other."
        raise refused("InvalidViewerCertificate", text)  # CF-37
    mirror, source = xml.text(viewer, "Certificate", arn), xml.text(viewer, "CertificateSource", "acm")
    if mirror != arn or source != "acm":
        raise refused(
            "InvalidViewerCertificate", "Your ACMCertificateArn does not match the given Certificate field."
        )  # CF-08
    certificate = world.certificates.get(arn)
    usable = (
        certificate is not None
        and certificate.account == account
        and certificate.region == "us-east-1"
        and certificate.detail["Status"] == "ISSUED"
        and world.clock() >= certificate.detail.get("IssuedAt", 0) + world.settings.fresh_seconds
        and certificate.key_algorithm in _KEY_TYPES
    )
    if not usable or certificate is None:
        raise refused("InvalidViewerCertificate", _BAD_CERTIFICATE)
    if not all(certificate.covers(alias) for alias in aliases):
        raise refused("InvalidViewerCertificate", _NOT_COVERED)
    if method == "sni-only" and lowest == "SSLv3":
        text = "configured for SNI and the Minimum SSL Protocol Version is specified as SSLv3. You cannot specify both."
        raise refused("InvalidProtocolSettings", text)  # CF-38


def _check_aliases(world: World, account: str, config: Element, own_id: str) -> None:
    aliases = [alias.lower() for alias in xml.texts(config, "Aliases")]
    if len(set(aliases)) < len(aliases):
        raise refused("InvalidArgument", "The parameter CNAME contains duplicates.")
    if any(alias.endswith(".") or not re.fullmatch(r"(\*\.)?[a-z0-9_.-]+", alias) for alias in aliases):
        raise refused("InvalidViewerCertificate", _NO_CERTIFICATE)  # CF-33
    if any(conflicts(alias, account, own_id) for alias in aliases):
        raise refused("CNAMEAlreadyExists", _TAKEN, 409)  # CF-30
    if world.settings.check_alias_dns:
        own = store.distribution(account, own_id)
        domain = canonical(own["DomainName"]) if own else ""
        for target in (target for alias in aliases for target in _targets(world, alias)):
            if target.endswith(".cloudfront.net.") and target != domain:
                raise refused("CNAMEAlreadyExists", _WRONG_DNS, 409)  # CF-32


def _targets(world: World, alias: str) -> list[str]:
    found = [canonical(value) for value in world.dns.lookup(alias, "CNAME")]
    return found + [
        canonical(item["AliasTarget"]["DNSName"]) for item in world.dns.sets(alias) if item.get("AliasTarget")
    ]


def conflicts(alias: str, account: str, own_id: str) -> list[tuple[str, str, str]]:
    """Return (alias, distribution, account) of each collision: the same name, or a foreign wildcard (CF-31)."""
    found = []
    for owner, record in store.distributions():
        if record["Id"] == own_id and owner == account:
            continue
        for other in xml.texts(xml.parse(record["config_xml"].encode()), "Aliases"):
            same = other.lower() == alias
            if same or (owner != account and overlap(other.lower(), alias)):
                found.append((other, record["Id"], owner))
    return found


def overlap(one: str, other: str) -> bool:
    """Tell whether two aliases are the same name or one is a wildcard over the other."""
    wide = {name for name in (one, other) if name.startswith("*.")}
    return one == other or any(rest.partition(".")[2] == name[2:] for name in wide for rest in {one, other} - {name})


def _check_logging(account: str, config: Element) -> None:
    """Refuse a log bucket without ACLs, or of someone else (CF-50)."""
    if xml.text(config, "Logging/Enabled") != "true":
        return
    domain = xml.text(config, "Logging/Bucket")
    name = domain.partition(".s3")[0]
    if not domain.endswith(".amazonaws.com") or ".s3" not in domain:
        raise refused("InvalidArgument", "The parameter Logging Bucket does not refer to a valid S3 bucket.")
    found = store.bucket(name)
    if found is None:
        raise refused("InvalidArgument", "The parameter Logging Bucket does not refer to a valid S3 bucket.")
    if found[0] != account or found[1].get("region") in _WITHOUT_LOGS:
        text = f"You don't have permission to access the S3 bucket for CloudFront logs: {domain}."
        raise refused("AccessDenied", text, 403)
    if store.owner_enforced(found[1]):
        text = (
            f"The S3 bucket that you specified for CloudFront logs does not enable ACL access: {domain}. "
            "For the bucket owner to receive logs, enable ACL access"
        )
        raise refused("InvalidArgument", text)


def _check_web_acl(account: str, wanted: str) -> None:
    if wanted and wanted not in [acl["ARN"] for acl in store.web_acls(account)]:
        raise refused("InvalidWebACLId", "Web ACL is not accessible by the requester.")  # CF-53
