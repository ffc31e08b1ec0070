# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with a site, each with a policy of its own: runs of the playbooks with all that costs calls."""

from __future__ import annotations

import dataclasses
import typing as t
from pathlib import Path

from tests.integration import site

Json = t.Any

ZONE = "example.test"
# Stands for the id that the zone has in this lab.
BY_ID = "(id of the zone)"
LOGS = "logs-of-example-test"
# Whatever costs calls of its own is in it.
FULL = {
    "site_tags": {"Project": "example"},
    "site_bucket_versioning": True,
    "site_bucket_log_bucket": LOGS,
    "site_log_bucket": LOGS,
    "site_browser_cache_seconds": 60,
    "site_security_protections": True,
    # That what went wrong is remembered at the edge long enough to be asked about.
    "site_distribution": {"custom_error_responses": [{"error_code": 403, "error_caching_min_ttl": 600}]},
}


@dataclasses.dataclass(frozen=True)
class Step:
    """One run of a playbook for a flow, with the rights of that.

    ``before`` is what somebody else does to the account or the files, ``rc`` how the run ends; ``quick`` steps are
    those of the ordinary tests.
    """

    flow: str
    name: str
    playbook: Path
    variables: t.Mapping[str, Json]
    before: str = ""
    rc: int = 0
    quick: bool = False
    check: bool = False


def _rules(cache_control: str, **more: Json) -> dict[str, Json]:
    """Return a publication in which all files have the headers that are given, and one has tags."""
    rules = [
        {"pattern": "*.html", "cache_control": cache_control, **more},
        {"pattern": "new.html", "tags": {"kind": "page"}},
    ]
    return {"site_publish_source": "tree", "publish_purge": True, "publish_rules": rules}


_CHANGED = {
    **FULL,
    **_rules("max-age=30"),
    "site_tags": {"Project": "other"},
    "site_browser_cache_seconds": 3600,
    "site_zone": BY_ID,
}
_BARE = {"site_tags": {"Team": "web"}, "site_distribution": {"purge_tags": True}, "site_zone": ZONE}
_KEPT = {**FULL, "site_zone": BY_ID}
_GONE = {**FULL, "site_delete_bucket": True, "site_force_delete_bucket": True}
_COMPARED = {
    **FULL,
    **_rules("max-age=30", tags={"kind": "page"}),
    "site_price_class": "PriceClass_100",
    "site_browser_cache_seconds": 3600,
    "site_zone": ZONE,
}

# One after the other in one account, in which each leaves what the next one needs.
STEPS: tuple[Step, ...] = (
    Step("drift", "plan of a new site", site.SITE, {**FULL, "site_publish_source": "tree"}, "begin", check=True),
    Step("provision", "first run", site.SITE, {**FULL, "site_publish_source": "tree"}, "begin", quick=True),
    Step("publish", "publication", site.PUBLISH, _rules("no-cache"), before="change_files", quick=True),
    Step("publish", "other headers", site.PUBLISH, _rules("max-age=10"), before="tag_objects", quick=True),
    Step("publish", "refresh", site.REFRESH, {}, before="write_object"),
    Step("verify", "missing object", site.VERIFY, {"site_verify_paths": ["/none.html"]}, "delete_none", 2),
    Step("verify", "cached error", site.VERIFY, {"site_verify_paths": ["/none.html"]}, "write_none", 2, quick=True),
    Step("drift", "comparison", site.DRIFT, _COMPARED, before="meddle", rc=2, quick=True),
    Step("provision", "changes", site.SITE, _CHANGED, before="meddle"),
    Step("provision", "settings taken back", site.SITE, _BARE, before="empty_bucket"),
    Step("teardown", "of a named zone", site.TEARDOWN, {**FULL, "site_zone": ZONE}, before="make_whole"),
    Step("teardown", "with the bucket", site.TEARDOWN, _GONE, before="leave_upload", quick=True),
    Step("teardown", "without the bucket", site.TEARDOWN, _KEPT, before="share_policy"),
)

FIRST = next(step for step in STEPS if step.name == "first run")
RESTORED = Step("publish", "the first files again", site.PUBLISH, _rules("max-age=5"))
# What shows a right that no ordinary run calls for, by flow and action.
_LOCKED = Step("teardown", "with locked objects", site.TEARDOWN, _GONE, "lock_objects", 2)
_LARGE = {"site_publish_source": "tree", "publish_manifest": False}
LATER: dict[tuple[str, str], Step] = {
    ("provision", "s3:AbortMultipartUpload"): Step(
        "provision", "large upload", site.SITE, {**FULL, **_LARGE}, "fail_large", 2
    ),
    ("provision", "wafv2:UpdateWebACL"): Step(
        "provision", "bare web ACL", site.SITE, {**FULL, "site_publish_source": "tree"}, "make_bare_acl"
    ),
    ("publish", "s3:AbortMultipartUpload"): Step("publish", "large upload", site.PUBLISH, _LARGE, "fail_large", 2),
    ("teardown", "s3:GetObjectLegalHold"): _LOCKED,
    ("teardown", "s3:GetObjectRetention"): _LOCKED,
}
