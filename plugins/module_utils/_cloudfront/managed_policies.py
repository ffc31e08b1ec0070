# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies by name: AWS's managed ones without a call (CF-62 to CF-65), the account's own by listing them."""

from __future__ import annotations

import dataclasses
import difflib
import re
import typing as t

from .._resource import Api
from .._unknown import is_unknown, unknown

PREFIX = "managed-"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"

# CF-62
CACHE = {
    "CachingOptimized": CACHING_OPTIMIZED,
    "CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "CachingOptimizedForUncompressedObjects": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "Elemental-MediaPackage": "08627262-05a9-4f76-9ded-b50ca2e3a84f",
    "Amplify": "2e54312d-136d-493c-8eb9-b001f22f67d2",
    "UseOriginCacheControlHeaders": "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
    "UseOriginCacheControlHeaders-QueryStrings": "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
}

# CF-63
ORIGIN_REQUEST = {
    "AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "AllViewerAndCloudFrontHeaders-2022-06": "33f36d7e-f396-46d9-90e0-52428a34d9dc",
    "CORS-CustomOrigin": "59781a5b-3903-41f3-afcb-af62929ccde1",
    "CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Elemental-MediaTailor": "775133bc-15f2-49f9-abea-afb2e0bf67d2",
    "Elemental-MediaTailor-PersonalizedManifests": "775133bc-15f2-49f9-abea-afb2e0bf67d2",
    "HostHeaderOnly": "bf0718e1-ba1e-49d1-88b1-f726733018ae",
    "UserAgentRefererHeaders": "acba4595-bd28-49b8-b9fe-13317c0390fa",
}

# CF-64
RESPONSE_HEADERS = {
    "SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
    "CORS-With-Preflight": "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
    "SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
    "CORS-and-SecurityHeadersPolicy": "e61eb60c-9c35-4d20-a928-2b84e02af89c",
    "CORS-with-preflight-and-SecurityHeadersPolicy": "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
}


@dataclasses.dataclass(frozen=True)
class PolicyKind:
    """One of the three kinds of policy that a behaviour refers to; ``member`` names it in the API."""

    words: str
    member: str
    managed: t.Mapping[str, str]

    @property
    def plural(self) -> str:
        """Return how the operations that list this kind call it."""
        return self.member.replace("Policy", "Policies")

    @property
    def module(self) -> str:
        """Return the module that makes policies of this kind."""
        return f"cdn.aws.cloudfront_{self.words.replace(' ', '_')}"

    def managed_id(self, name: str) -> str:
        """Return the id of the managed policy of this name, an empty text when AWS has none that is known here."""
        wanted = bare(name)
        return next((policy_id for known, policy_id in self.managed.items() if bare(known) == wanted), "")


KINDS = {
    "cache_policy_id": PolicyKind("cache policy", "CachePolicy", CACHE),
    "origin_request_policy_id": PolicyKind("origin request policy", "OriginRequestPolicy", ORIGIN_REQUEST),
    "response_headers_policy_id": PolicyKind("response headers policy", "ResponseHeadersPolicy", RESPONSE_HEADERS),
}


def bare(name: str) -> str:
    """Return a managed policy's name without its prefix, in lower case."""
    return name.lower().removeprefix(PREFIX)


class Policies:
    """Turns names of policies into ids; reads each list at most once, the managed ones' only for an unknown name."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._lists: dict[tuple[str, str], dict[str, str]] = {}

    def resolve(self, option: str, value: str, missing: list[str]) -> str:
        """Return the id for an id or a name.

        A name that nothing carries yet becomes an unknown value, and ``missing`` gets a sentence about it.
        """
        if not value or is_unknown(value):
            return value
        if _ID.fullmatch(value.lower()):
            return value.lower()
        kind = KINDS[option]
        found = kind.managed_id(value) or self._listed(kind, "custom").get(value)
        if not found:
            # A managed policy that is newer than the tables above.
            newer = {bare(name): policy_id for name, policy_id in self._listed(kind, "managed").items()}
            found = newer.get(bare(value))
        if not found:
            missing.append(self._problem(option, value))
        return found or unknown(f"id of the {kind.words} {value}")

    def _problem(self, option: str, value: str) -> str:
        kind = KINDS[option]
        known = [*kind.managed, *self._listed(kind, "custom")]
        near = difflib.get_close_matches(value, known, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else "."
        return f"{option}: there is no {kind.words} named {value}{hint} {kind.module} makes one."

    def _listed(self, kind: PolicyKind, source: str) -> dict[str, str]:
        key = (kind.member, source)
        if key not in self._lists:
            # No paginator for these lists in botocore.
            self._lists[key] = {
                policy[f"{kind.member}Config"]["Name"]: policy["Id"]
                for page in self._api.pages(f"cloudfront:List{kind.plural}", {"Type": source})
                for policy in (item[kind.member] for item in page[f"{kind.member}List"].get("Items") or ())
            }
        return self._lists[key]
