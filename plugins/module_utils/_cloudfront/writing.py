# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a distribution: what CloudFront refuses for a moment, and what its refusals mean."""

from __future__ import annotations

import typing as t

from .._errors import AwsError
from .._resource import Api
from .._waiter import retry_while
from .associations import functions_are_live
from .conflicts import conflicts

# CF-25: what was just made elsewhere is not known everywhere at once.
FUNCTION_CODES = frozenset({"NoSuchFunctionExists", "InvalidFunctionAssociation"})
FRESH_CODES = frozenset({"InvalidViewerCertificate", "InvalidWebACLId"}) | FUNCTION_CODES
FRESH_SECONDS = 60


def write(api: Api, operation: str, request: t.Mapping[str, t.Any], *, issued: bool) -> dict[str, t.Any]:
    """Create or update, patient with what was just made: a certificate, a function, a web ACL (CF-25, CF-34, CF-53)."""

    def is_fresh(error: AwsError) -> bool:
        if error.code == "InvalidWebACLId":
            return "retry the request" in error.text
        if error.code in FUNCTION_CODES:
            return functions_are_live(api, request)
        return issued and "doesn't exist, isn't in us-east-1" in error.text

    try:
        return retry_while(
            lambda: api.call(operation, request), codes=FRESH_CODES, seconds=FRESH_SECONDS, when=is_fresh
        )
    except AwsError as error:
        hint = HINTS.get(error.code)
        if error.code == "CNAMEAlreadyExists":
            hint = _conflict(api, request, error)
        if not hint:
            raise
        raise _with_hint(error, hint) from error


# CF-09: these are about things that the configuration refers to.
HINTS = {
    "NoSuchOrigin": "An origin or target_origin_id names nothing that exists.",
    "NoSuchCachePolicy": "A cache_policy_id names no policy of this account.",
    "NoSuchOriginRequestPolicy": "An origin_request_policy_id names no policy of this account.",
    "NoSuchResponseHeadersPolicy": "A response_headers_policy_id names no policy of this account.",
    "NoSuchFunctionExists": "A function must be published before a distribution can use it.",
    "InvalidFunctionAssociation": "A function must be published before a distribution can use it.",
    "InvalidOriginAccessControl": "An origin_access_control_id names no origin access control of this account.",
    "InvalidViewerCertificate": "The certificate must be issued, in us-east-1, and cover all aliases.",
    "InvalidWebACLId": "The web ACL must be one with the scope CLOUDFRONT of this account.",
    "IllegalUpdate": "A member that updates require may be unknown to the installed botocore: try a newer one.",
    "InvalidOrigin": "An S3 origin needs BUCKET.s3.REGION.amazonaws.com and s3_origin_config.",
}


# CF-23: what keeps a disabled distribution from being deleted, by what AWS says.
DELETE_HINTS = {
    "pricing plan": "It is disabled and stays so: cancel its pricing plan, and run this again when the billing cycle"
    " is over.",
    "StagingDistributionInUse": "It is disabled: delete the continuous deployment policy that names it, then run this"
    " again.",
    "ResourceInUse": "It is disabled: take it out of whatever names it, a continuous deployment policy or tenants, then"
    " run this again.",
}


def is_subscribed(error: AwsError) -> bool:
    """Tell whether a pricing plan is in the way, which ends with the month only (CF-23)."""
    return "pricing plan" in error.text


def explained_deletion(error: AwsError) -> AwsError:
    """Return the refusal of a deletion with what to do about it, where that is known."""
    return _with_hint(error, DELETE_HINTS.get("pricing plan" if is_subscribed(error) else error.code))


def _with_hint(error: AwsError, hint: str | None) -> AwsError:
    if not hint:
        return error
    return AwsError(
        operation=error.operation,
        code=error.code,
        text=f"{error.text} {hint}",
        status=error.status,
        unclear=error.unclear,
    )


def _conflict(api: Api, request: t.Mapping[str, t.Any], error: AwsError) -> str:
    # CF-32: the same code when public DNS is in the way, told apart by the text only.
    if "DNS record" in error.text:
        return "Change or remove the DNS record of the alias first, wait for its TTL, then run this again."
    where = (
        "To see which one, ask ListConflictingAliases with the id of a distribution of yours whose certificate covers"
        " the alias."
    )
    if "Id" in request:
        config = request["DistributionConfig"]
        certificate = config.get("ViewerCertificate", {}).get("ACMCertificateArn", "")
        aliases = [alias.lower() for alias in config.get("Aliases", {}).get("Items", [])]
        found = conflicts(api, request["Id"], aliases, certificate=certificate)
        where = f"Carried: {', '.join(found)}." if found else where
    return (
        f"An alias serves on one distribution of all accounts, disabled ones too. {where} Take it away from there, or"
        " move it with AssociateAlias."
    )
