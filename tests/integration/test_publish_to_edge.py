# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the roles publish is what viewers get: odd names, compressed forms, and new content after an invalidation."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import typing as t
from pathlib import Path
from urllib.parse import unquote

import yaml

from tests.integration.conftest import RunTasks
from tests.integration.playbook import ROOT
from tests.integration.site import BUCKET
from tests.lab import Lab

# S3-37: bytes count, nothing is normalised. What browsers would change is encoded in the paths.
ODD = (
    "star*", "a b", " lead", "trail ", "a+b", "100%", "%41", "a?b=c", "a#b", "a&b", "semi;colon", "quote'\"",
    "back\\slash",
    "[1]{2}", "my~tilde^`|", "<angle>", "dot.", "Case", "case", "caf\u00e9", "cafe\u0301", "日本/😀.txt", "-dash",
    "@at", "c:", "x" * 255,
)  # fmt: skip
FORMS = ("app.js", "app.js.br", "app.js.gz", "docs/index.html", "docs/index.html.br", "docs/index.html.gz")


def test_viewers_get_what_was_published_under_the_paths_that_were_told(
    lab: Lab, run_tasks: RunTasks, tmp_path: Path
) -> None:
    root = tmp_path / "tree"
    for name in (*ODD, *FORMS):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"first of {name}", encoding="utf-8")
    lab.settings(deploy_seconds=0)

    run = run_tasks([*made(), publish(root)]).ok()
    domain = run.facts("distribution_result")["distribution"]["domain_name"]
    published = run.facts("publish_result")["publish"]
    names = {unquote(path[1:]): path for path in published["new_paths"]}
    assert sorted(names) == sorted((*ODD, *FORMS))
    assert {name: get(lab, domain, path).body for name, path in names.items()} == {
        name: f"first of {name}".encode() for name in names
    }
    html = "text/html; charset=utf-8"
    for path, accepted, form, content_type in (
        ("/app.js", "gzip, deflate, br, zstd", "app.js.br", "text/javascript; charset=utf-8"),
        ("/app.js", "gzip", "app.js.gz", "text/javascript; charset=utf-8"),
        ("/docs/", "br", "docs/index.html.br", html),
        ("/docs/index.html", "", "docs/index.html", html),
    ):
        got = get(lab, domain, path, accepted)
        encoding = {".br": "br", ".gz": "gzip"}.get(form[-3:])
        assert (got.body, got.encoding, got.content_type) == (f"first of {form}".encode(), encoding, content_type)

    # A star cannot be told from a wildcard: it takes with it what begins alike (CF-73).
    changed = [*ODD[:22:2], "app.js.br"]
    for name in changed:
        (root / name).write_text(f"second of {name}", encoding="utf-8")
    run = run_tasks([publish(root)], variables={"publish_distribution_id": distribution_id(run)}).ok()
    paths = run.facts("publish_result")["publish"]["changed_paths"]
    assert sorted(unquote(path[1:]) for path in paths) == sorted(changed)
    told = [get(lab, domain, path) for path in paths]
    assert [one.cache for one in told] == ["Miss"] * len(paths)
    assert [one.body for one in told] == [f"second of {unquote(path[1:])}".encode() for path in paths]
    assert get(lab, domain, "/app.js", "br").body == b"second of app.js.br"
    assert get(lab, domain, names["case"]).cache == "Hit"


def made() -> list[dict[str, t.Any]]:
    """Return the tasks that make a bucket and a distribution with the function of the guide."""
    guide = (ROOT / "docs/guide.md").read_text(encoding="utf-8")
    (function,) = [
        one for block in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
        if "name: serve-compressed" in block for one in yaml.safe_load(block)
    ]  # fmt: skip
    behavior = {"function_associations": [{"event_type": "viewer-request", "function_arn": "serve-compressed"}]}
    options = {"default_cache_behavior": behavior}
    return [
        function,
        role("bucket", bucket_name=BUCKET),
        role("distribution", distribution_bucket=BUCKET, distribution_options=options),
    ]


def publish(root: Path) -> dict[str, t.Any]:
    return role("publish", publish_source=str(root), publish_bucket=BUCKET)


def role(name: str, **variables: t.Any) -> dict[str, t.Any]:
    return {"name": name, "ansible.builtin.include_role": {"name": f"cdn.aws.{name}"}, "vars": variables}


def distribution_id(run: t.Any) -> str:
    return str(run.facts("distribution_result")["distribution"]["id"])


class Answer(t.NamedTuple):
    body: bytes
    cache: str
    encoding: str | None
    content_type: str | None


def get(lab: Lab, host: str, path: str, accepted: str = "") -> Answer:
    """Return what a browser gets at the lab's edge; the path is sent as it is."""
    context = ssl.create_default_context(cafile=lab.env["CDN_LAB_CA"])
    at, port = lab.env["CDN_LAB_HTTPS"].split(":")
    connection = http.client.HTTPSConnection(host, context=context)
    with context.wrap_socket(socket.create_connection((at, int(port)), 10), server_hostname=host) as connection.sock:
        connection.request("GET", path, headers={"Accept-Encoding": accepted} if accepted else {})
        answer = connection.getresponse()
        header = answer.headers.get
        return Answer(
            answer.read(), str(header("X-Cache")).split()[0], header("Content-Encoding"), header("Content-Type")
        )
