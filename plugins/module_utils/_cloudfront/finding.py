# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the one distribution that is meant: by id, by alias, by caller reference (CF-04, CF-86)."""

from __future__ import annotations

import functools
import hashlib
import json
import typing as t

from .._errors import AwsError, Refused
from .._inputs import refuse_bad_id
from .._plan import State
from .._resource import Api
from .._shapes import from_sdk, mask
from .._unknown import is_unknown, unknown
from .._wire import UNMODELLED
from .domains import alias_name, s3_name

# Route 53 aliases of any distribution point into this zone.
HOSTED_ZONE_ID = "Z2FDTNDATAQYW2"

# As many as a run has attempts; each is used up when a distribution that was made with it is deleted (CF-04).
GENERATIONS = 5

# What a state holds beside the members of DistributionConfig.
COMPUTED = (
    "id",
    "arn",
    "status",
    "domain_name",
    "last_modified_time",
    "hosted_zone_id",
    "etag",
    "in_progress_invalidation_batches",
    "active_trusted_signers",
    "active_trusted_key_groups",
    "alias_icp_recordals",
    "tags",
)
UNMODELLED_KEY = "unmodelled_members"


def to_state(api: Api, answer: t.Mapping[str, t.Any]) -> State:
    """Return the state that a Get, Create or Update of a distribution answers with."""
    found = from_sdk(api.shape("cloudfront", "Distribution"), answer["Distribution"])
    return {
        **found.pop("distribution_config"),
        **found,
        "hosted_zone_id": HOSTED_ZONE_ID,
        "etag": answer["ETag"],
        UNMODELLED_KEY: answer.get(UNMODELLED, []),
    }


def config_of(state: t.Mapping[str, t.Any]) -> State:
    """Return the members of DistributionConfig that a state holds."""
    return {name: value for name, value in state.items() if name not in (*COMPUTED, UNMODELLED_KEY)}


def shown(api: Api, state: t.Mapping[str, t.Any]) -> State:
    """Return a state as users see it, secrets masked."""
    config = mask(api.shape("cloudfront", "DistributionConfig"), config_of(state))
    return {**{name: state[name] for name in COMPUTED if name in state}, **config}


def names_of(options: t.Mapping[str, t.Any]) -> list[str]:
    """Return the aliases that may find a distribution, in the form that AWS keeps (CF-33)."""
    given = [options.get("alias"), *(options.get("aliases") or ())]
    return list(dict.fromkeys(alias_name(name) for name in given if name and not is_unknown(name)))


def first_origin(options: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the origin that stands for a distribution without a name, empty when none is given."""
    given = (options.get("origins") or [{}])[0]
    domain = given.get("domain_name") or options.get("default_origin_domain_name")
    path = given.get("origin_path") or options.get("default_origin_path")
    return {"domain_name": domain, "origin_path": path or ""} if domain else {}


def refuse_nameless(options: t.Mapping[str, t.Any]) -> None:
    """Refuse options that say neither which distribution is meant nor what a new one would deliver."""
    identities = ("distribution_id", "alias", "aliases", "caller_reference")
    if not any(options.get(option) for option in identities) and not first_origin(options):
        raise Refused(
            "Which distribution? Give distribution_id, alias, aliases, caller_reference, or an origin of a new one."
        )


def label(options: t.Mapping[str, t.Any]) -> str:
    """Return what people call a distribution: the first name that the options offer."""
    origin = first_origin(options).get("domain_name")
    given = (options.get("distribution_id"), options.get("caller_reference"), origin)
    return str(next((name for name in (*names_of(options), *given) if name), "distribution"))


def caller_reference(options: t.Mapping[str, t.Any]) -> str:
    """Return the reference to create with: the given one, or one that the next run derives again."""
    if options.get("caller_reference"):
        return str(options["caller_reference"])
    names = names_of(options)
    origin = first_origin(options)
    if names:
        identity = [names[0]]
    else:
        domain = (origin.get("domain_name") or "").lower()
        bucket = s3_name(domain)
        # Both forms of a bucket's name are one origin (CF-42).
        place = f"s3:{bucket.bucket}" if bucket else domain
        identity = [(options.get("tags") or {}).get("Name", ""), place, origin.get("origin_path", "")]
    if any(is_unknown(part) for part in identity):
        return unknown("caller reference")
    return "cdn.aws-" + hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:32]


def caller_references(options: t.Mapping[str, t.Any]) -> tuple[str, ...]:
    """Return the reference to create with, and those to go on with when CloudFront says that it was used before.

    Whether a deleted distribution sets its reference free is not documented (CF-04).
    """
    first = caller_reference(options)
    if options.get("caller_reference") or is_unknown(first):
        return (first,)
    return (first, *(f"{first}-{generation}" for generation in range(2, GENERATIONS + 1)))


class Finder:
    """Looks distributions up; the list is read at most once."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @functools.cached_property
    def summaries(self) -> list[dict[str, t.Any]]:
        """Return all distributions as the list shows them: enough to find one, never to update it (CF-11)."""
        return [
            summary
            for page in self._api.pages("cloudfront:ListDistributions")
            for summary in page["DistributionList"].get("Items") or ()
        ]

    def get(self, distribution_id: str) -> State | None:
        """Return a distribution's state, None when there is none with this id."""
        refuse_bad_id("distribution_id", distribution_id)
        try:
            answer = self._api.call("cloudfront:GetDistribution", {"Id": distribution_id})
        except AwsError as error:
            if error.code == "NoSuchDistribution":
                return None
            raise
        return to_state(self._api, answer)

    def is_streaming(self, distribution_id: str) -> bool:
        """Tell whether an id names a distribution for RTMP, of which nothing but the record is left."""
        try:
            self._api.call("cloudfront:GetStreamingDistribution", {"Id": distribution_id})
        except AwsError:
            return False
        return True

    def owners(self, aliases: t.Iterable[str]) -> dict[str, str]:
        """Return which of the account's distributions carries each of these aliases."""
        wanted = set(aliases)
        return {
            alias.lower(): summary["Id"]
            for summary in self.summaries
            for alias in (summary.get("Aliases") or {}).get("Items") or ()
            if alias.lower() in wanted
        }

    def id_by_alias(self, aliases: t.Iterable[str]) -> str | None:
        """Return the id of the distribution that carries any of the aliases; raises Refused when it is several."""
        owners = self.owners(aliases)
        if len(set(owners.values())) > 1:
            found = ", ".join(f"{alias} is an alias of {owner}" for alias, owner in sorted(owners.items()))
            raise Refused(
                f"The aliases belong to different distributions: {found}. Say which one is meant with distribution_id;"
                " an alias can serve on one distribution only, so take the others away from there first."
            )
        return next(iter(owners.values()), None)

    def by_reference(self, references: t.Collection[str], *, like: t.Mapping[str, t.Any]) -> State | None:
        """Return the distribution created with one of the references: the list does not show it, so each one is read.

        The likeliest come first: those with the origin and the comment of ``like``.
        """
        if any(is_unknown(reference) for reference in references):
            return None
        domain, comment = like.get("domain_name"), like.get("comment")

        def distance(summary: t.Mapping[str, t.Any]) -> tuple[bool, bool]:
            domains = [origin["DomainName"] for origin in summary["Origins"].get("Items") or ()]
            return (domain not in domains, summary.get("Comment") != comment)

        for summary in sorted(self.summaries, key=distance):
            state = self.get(summary["Id"])
            if state is not None and state["caller_reference"] in references:
                return state
        return None
