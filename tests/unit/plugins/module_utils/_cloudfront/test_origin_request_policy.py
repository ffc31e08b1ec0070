# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Origin request policies: names, their order, and the behavior that takes them."""

from __future__ import annotations

from tests.unit.plugins.module_utils._cloudfront.policies import REQUEST, run, stubbed


def test_a_behavior_without_names_drops_them_and_their_order_means_nothing() -> None:
    """CF-66."""
    listed = {"CookieBehavior": "whitelist", "Cookies": {"Quantity": 2, "Items": ["a", "b"]}}
    there = {**REQUEST, "CookiesConfig": listed}
    swapped = {"cookie_behavior": "whitelist", "cookies": ["b", "a"]}
    api = stubbed("OriginRequestPolicy").lists(there)
    assert not run("OriginRequestPolicy", api, name="mine", cookies_config=swapped).plan
    api = stubbed("OriginRequestPolicy").lists(there).gets(there).updates(REQUEST)
    assert run("OriginRequestPolicy", api, name="mine", cookies_config={"cookie_behavior": "none"}).plan


def test_a_new_list_replaces_the_names_and_keeps_the_behavior() -> None:
    there = {**REQUEST, "HeadersConfig": {"HeaderBehavior": "allExcept", "Headers": {"Quantity": 1, "Items": ["Host"]}}}
    after = {"HeaderBehavior": "allExcept", "Headers": {"Quantity": 1, "Items": ["Origin"]}}
    api = stubbed("OriginRequestPolicy").lists(there).gets(there).updates({**there, "HeadersConfig": after})
    assert run("OriginRequestPolicy", api, name="mine", headers_config={"headers": ["Origin"]}).plan
