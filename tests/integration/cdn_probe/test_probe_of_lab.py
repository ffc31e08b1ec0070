# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cdn_probe as playbooks run it: in a check run, and against the lab's edge with all that can be wrong there."""

from __future__ import annotations

import json
import socket
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._probe import asking
from tests.integration.conftest import RunTasks
from tests.integration.planted_causes import BY_POLICY, DENIED, KEYS, MISSES, WELL, Planted
from tests.integration.planted_edge import task
from tests.lab import Lab


@pytest.fixture
def planted(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> t.Iterator[Planted]:
    monkeypatch.setattr(asking, "PAUSE", 0.0)
    monkeypatch.setattr(asking, "PAUSE_AFTER_ERROR", 0.0)
    monkeypatch.setattr(asking, "PAUSE_PAST_MINIMUM", 0.0)
    made = Planted(lab)
    yield made
    made.origin.close()


def test_each_planted_cause_is_named(lab: Lab, planted: Planted):
    """CF-22, CF-42, CF-45, CF-46, CF-47, CF-60, CF-62, CF-67, CF-68, CF-90."""
    main, known = planted.main, {"distribution": planted.main, "bucket": "good"}
    named: set[str | None] = set()

    def see(expected: dict[str, str | None], made: dict[str, t.Any] = main, **options: t.Any) -> dict[str, t.Any]:
        probe = planted.probe(made, list(expected), **options)
        assert {path["path"]: path["cause"] for path in probe["paths"]} == expected
        named.update(expected.values())
        return probe

    see(dict.fromkeys(["/good.png", *WELL], None), **known)
    see({"/good.png": "stale"}, expect_fresh=0)
    see(DENIED, connections=4, **known)
    for bucket, cause in BY_POLICY.items():
        see({f"/{bucket}/a.txt": cause}, distribution=main, bucket=bucket)
    see({"/bare/a.txt": "access_denied"}, attempts=1)
    planted.s3.put_object(Bucket="good", Key="missing.png", Body=b"hi")
    see({"/missing.png": "error_cached"}, **known)
    see(MISSES, connections=4, **known)
    see({"/zero/silent.txt": "refresh_hit", "/own-disabled/a.txt": "not_cached"})
    see(KEYS, check_cache_key=True, connections=4)
    see({"/web-options/a": "method_not_cached", "/good.png": "method"}, method="OPTIONS", **known)
    see({"/missing2.png": "error_page"}, planted.site)
    see({"/good.png": "country_blocked"}, planted.blocked)
    see({"/good.png": "distribution_disabled"}, planted.off, distribution=planted.off)
    see({"/a": "request_blocked"}, {"domain_name": "dnobody.cloudfront.net"})
    see({"/good.png": "not_cloudfront"}, {"domain_name": f"good.s3.{planted.region}.amazonaws.com"})
    lab.settings(global_name_redirects=True, edge_locations="ICN57-P1,NRT12-P3")
    see({"/global/a.txt": "bucket_redirect", "/locations.png": "several_locations"})
    assert len(named) >= 40


def test_the_module_tells_what_viewers_get(planted: Planted, run_tasks: RunTasks):
    made, lab = planted.main, planted.lab
    options = {
        "domain": made["domain_name"],
        "connect_to": {
            "https": lab.env["CDN_LAB_HTTPS"].replace("127.0.0.1", "localhost"),
            "http": lab.env["CDN_LAB_HTTP"],
            "origin": lab.env["CDN_LAB_HTTPS"],
        },
        "ca_path": lab.env["CDN_LAB_CA"],
        "distribution": made,
        "bucket": "good",
        "s3_urls": ["s3://good/good.png", "s3://bare/a.txt"],
    }
    headers = {"Authorization": "Bearer a-secret-token"}
    run = run_tasks(
        [
            *task(**options, paths=["/good.png"], origin_url=f"https://good.s3.{planted.region}.amazonaws.com"),
            *task(**options, paths=["/disabled/a.txt"], headers=headers, fail_on_problem=False),
            *task(**options, paths=[f"/good.png?{one}" for one in range(60)], attempts=1, details=False),
            {**task(**{**options, "connect_to": {"https": "127.0.0.1:1"}})[0], "check_mode": True},
        ]
    ).ok()
    seen, disabled, warmed, checked = run.of("cdn_probe")

    probe = seen["probe"]
    assert [one["cache"] for one in probe["paths"][0]["requests"]] == ["Miss", "Hit"]
    assert (probe["problems"], probe["notes"], probe["paths"][0]["behavior"]) == ([], [], "(default)")
    assert probe["redirect"]["ok"]
    assert [origin["denied"] for origin in probe["origins"]] == [True]
    assert probe["http2"] == {"negotiated": "HTTP/2", "status": 200, "cache": "Hit", "note": None}
    if socket.has_ipv6 and probe["ipv6"]["status"]:
        assert (probe["ipv6"]["address"], probe["ipv6"]["cache"]) == ("::1", "Hit")

    (problem,) = disabled["probe"]["problems"]
    assert "Managed-CachingDisabled is 0" in problem
    assert "a-secret-token" not in json.dumps(disabled)
    assert warmed["probe"]["counts"] == {"paths": 60, "requests": 60, "hits": 60, "errors": 0}
    assert warmed["probe"]["paths"] == []

    assert checked["probe"] is None
    assert (checked["changed"], checked["actions"]) == (False, [])
    for result in (seen, checked):
        assert result["url_map"] == {
            "s3://good/good.png": f"https://{made['domain_name']}/good.png",
            "s3://bare/a.txt": None,
        }
        assert "in the bucket bare and not in good" in result["url_problems"]["s3://bare/a.txt"]
