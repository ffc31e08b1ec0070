# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What forbids a change that the options ask for, seen in the light of what is there."""

from __future__ import annotations

import typing as t

from .._errors import AwsError, Refused
from .._plan import State
from .._resource import Api
from .configuration import Target
from .conflicts import conflicts, witness
from .finding import UNMODELLED_KEY, Finder

DIRECT = "direct"
CONFIG_PATH = "DistributionConfig."


def check_creation(api: Api, finder: Finder, target: Target) -> None:
    """Refuse to make a distribution that CloudFront would not take."""
    _refuse_taken_aliases(api, finder, {}, target)


def check_modification(
    api: Api, finder: Finder, current: State, target: Target, options: t.Mapping[str, t.Any]
) -> None:
    """Refuse to change a distribution for what it is, for what would be lost, or for who else is there."""
    if not target.differences:
        return
    _refuse_tenants(current, options)
    _refuse_losing(current)
    _refuse_other_etag(current, options.get("e_tag"))
    _refuse_taken_aliases(api, finder, current, target)


def check_deletion(api: Api, current: State, options: t.Mapping[str, t.Any]) -> None:
    """Refuse to disable a distribution that could not be deleted then."""
    _refuse_tenants(current, options)
    _refuse_staging_in_use(api, current)


def unmodelled(current: State, *, empty: bool) -> list[str]:
    """Return the members of the configuration that the installed botocore does not know (X-03).

    What stands beside the configuration is not sent back, so it cannot be lost.
    """
    found = [member for member in current[UNMODELLED_KEY] if member["path"].startswith(CONFIG_PATH)]
    return [member["path"] for member in found if member["empty"] is empty]


def _refuse_losing(current: State) -> None:
    lost = unmodelled(current, empty=False)
    if lost:
        raise Refused(
            f"The distribution {current['id']} has settings that the installed botocore does not know:"
            f" {', '.join(lost)}. An update would remove them, so this needs a newer botocore."
        )


def _refuse_other_etag(current: State, etag: str | None) -> None:
    if etag and etag != current["etag"]:
        raise Refused(
            f"e_tag: the distribution {current['id']} has been changed since (its ETag is {current['etag']}); leave"
            " e_tag out to change it as it is now."
        )


def _refuse_tenants(current: State, options: t.Mapping[str, t.Any]) -> None:
    """CF-92: many sites may hang on such a distribution, and it lacks what others have."""
    mode = current.get("connection_mode") or DIRECT
    if mode != DIRECT and options.get("connection_mode") is None:
        raise Refused(
            f"The distribution {current['id']} serves tenants (its connection_mode is {mode}), and each may be a site"
            f" of its own; if it is the one that is meant, say so with connection_mode: {mode}."
        )


def _refuse_staging_in_use(api: Api, current: State) -> None:
    """CF-23."""
    if not current.get("staging"):
        return
    try:
        pages = list(api.pages("cloudfront:ListContinuousDeploymentPolicies"))
    except AwsError:
        return
    for page in pages:
        for item in page["ContinuousDeploymentPolicyList"].get("Items") or ():
            policy = item["ContinuousDeploymentPolicy"]
            names = policy["ContinuousDeploymentPolicyConfig"]["StagingDistributionDnsNames"].get("Items") or ()
            if current["domain_name"] in names:
                raise Refused(
                    f"The distribution {current['id']} is the staging one of the continuous deployment policy"
                    f" {policy['Id']}: delete that policy first, after taking it off its primary distribution."
                )


def _refuse_taken_aliases(api: Api, finder: Finder, current: State, target: Target) -> None:
    """CF-30."""
    new = sorted(set(target.config.get("aliases") or ()) - set(current.get("aliases") or ()))
    if not new:
        return
    taken = {alias: owner for alias, owner in finder.owners(new).items() if owner != current.get("id")}
    if taken:
        found = ", ".join(f"{alias} is an alias of {owner}" for alias, owner in sorted(taken.items()))
        raise Refused(f"aliases: {found}. An alias serves on one distribution only: take it away from there first.")
    certificate = (target.config.get("viewer_certificate") or {}).get("acm_certificate_arn") or ""
    asked = witness(certificate, current, finder.summaries)
    elsewhere = conflicts(api, asked, new, certificate=certificate) if asked else []
    if elsewhere:
        raise Refused(
            f"aliases: an alias serves on one distribution of all accounts, disabled ones too. Carried:"
            f" {', '.join(elsewhere)}. Take it away from there, or move it with AssociateAlias."
        )
