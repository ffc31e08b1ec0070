# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cache policies: for how long CloudFront keeps an object, and which parts of a request tell objects apart."""

from __future__ import annotations

import math
import typing as t

from .._errors import Refused
from .._plan import State
from .config_object import STALE
from .limits import check_lifetimes
from .managed_policies import KINDS
from .policy import Policy
from .selections import NOTHING, SELECTIONS, settled

KEY = "parameters_in_cache_key_and_forwarded_to_origin"
ENCODINGS = ("enable_accept_encoding_gzip", "enable_accept_encoding_brotli")
LIFETIMES = ("min_ttl", "default_ttl", "max_ttl")
# The pair that users are likeliest to have named comes first.
ORDER = (("min_ttl", "max_ttl"), ("min_ttl", "default_ttl"), ("default_ttl", "max_ttl"))
# What the console offers for a new policy.
MIN_TTL, DEFAULT_TTL, MAX_TTL = 1, 86400, 31536000


class CachePolicy(Policy):
    """One cache policy of the account."""

    noun = "cache_policy"
    policies = KINDS["cache_policy_id"]
    kind = policies.member
    words = policies.words
    plural = policies.plural
    stale_codes = STALE | {f"{kind}AlreadyExists"}
    config_options = ("name", "comment", *LIFETIMES, KEY)

    def initial(self) -> State:
        """Return the console's defaults, moved to where they agree with the lifetimes that were given."""
        low, usual, high = (self.options.get(name) for name in LIFETIMES)
        if low is None:
            low = min(ttl for ttl in (MIN_TTL, usual, high) if ttl is not None)
        if usual is None:
            usual = max(low, DEFAULT_TTL if high is None else min(DEFAULT_TTL, high))
        if high is None:
            high = max(MAX_TTL, usual)
        key = {**NOTHING, **dict.fromkeys(ENCODINGS, high > 0)}
        return {"min_ttl": low, "default_ttl": usual, "max_ttl": high, KEY: key}

    def target(self, current: State | None) -> State:
        """Return the configuration to reach, names only where a behaviour takes them (CF-66)."""
        config = super().target(current)
        if KEY in config:
            config[KEY] = settled(config[KEY], self.desired().get(KEY, {}), f"{KEY}.")
        return config

    def refuse(self, config: State) -> None:
        """Refuse lifetimes out of order (CF-61) and a cache key that does not go with the rest."""
        super().refuse(config)
        check_lifetimes("", config)
        for less, more in ORDER:
            if config.get(less, 0) > config.get(more, math.inf):
                raise Refused(f"{less} ({config[less]}) must not be more than {more} ({config[more]}).")
        key = config.get(KEY, {})
        encodings = [f"{KEY}.{name}" for name in ENCODINGS if key.get(name)]
        if config.get("max_ttl") == 0:
            _refuse_without_caching(key, encodings)
        headers = key.get("headers_config", {}).get("headers") or ()
        if encodings and "accept-encoding" in (header.lower() for header in headers):
            raise Refused(
                f"{KEY}: Accept-Encoding is in headers_config.headers, but compression sees to that header: leave it"
                f" out, or set {' and '.join(encodings)} to false."
            )


def _refuse_without_caching(key: t.Mapping[str, t.Any], encodings: list[str]) -> None:
    """Refuse a cache key in a policy that caches nothing; CloudFront answers InvalidArgument to it."""
    selections = [
        f"{KEY}.{selection}.{switch}"
        for selection, (switch, dummy) in SELECTIONS.items()
        if key.get(selection, {}).get(switch, "none") != "none"
    ]
    wrong = [
        *([f"{' and '.join(encodings)} to false"] if encodings else []),
        *([f"{' and '.join(selections)} to none"] if selections else []),
    ]
    if wrong:
        raise Refused(
            "max_ttl 0 switches caching off, and CloudFront then wants nothing in the cache key: set"
            f" {', '.join(wrong)}. What the origin needs to see is said by an origin request policy."
        )
