# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report that the role verify writes, seen with a browser as people see it."""

from __future__ import annotations

import os
import re
import typing as t
from pathlib import Path

import pytest

from tests.browser import Browser, Screen, find
from tests.integration.playbook import Run, play
from tests.integration.site import IMAGES, VERIFY
from tests.lab import Lab
from tests.lab_tests.edge.conftest import Site

# What a page would run or show as its own if anything of it was taken for HTML.
HOSTILE = "</style></script><script>document.title = 'owned'</script><img src=x onerror=alert(1)>\"'&amp;"
SCREENS = [Screen(width, dark=dark) for width in (1280, 390) for dark in (False, True)]
FACTS: dict[str, t.Any] = {
    "verify_report_title": f"My site {HOSTILE}",
    "verify_bucket": {"name": f"images{HOSTILE}", "region": HOSTILE},
    "verify_certificate": {
        "status": "ISSUED",
        "subject_alternative_names": [HOSTILE, "x" * 200],
        "not_before": "2026-01-01T00:00:00+00:00",
        "not_after": HOSTILE,
        "certificate_arn": HOSTILE,
        "validation_records": [{"name": HOSTILE, "type": "CNAME", "value": HOSTILE, "status": HOSTILE}],
    },
    "verify_distribution": {"id": HOSTILE, "domain_name": HOSTILE, "status": "InProgress", "enabled": True},
    "verify_records": [{"name": HOSTILE, "type": HOSTILE, "ttl": 300, "values": [HOSTILE]}],
    "verify_waits": [{"what": HOSTILE, "usual": HOSTILE, "seconds": 61.5}],
    "verify_warnings": [HOSTILE],
}
# The texts of a page whose contrast to what is behind them is too small for WCAG's level AA.
CONTRAST = """
(() => {
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const light = color => numbers(color).slice(0, 3)
    .map(one => one / 255).map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = element => {
    const color = getComputedStyle(element).backgroundColor;
    return numbers(color)[3] === 0 ? behind(element.parentElement) : color;
  };
  return [...document.querySelectorAll("body *")]
    .filter(one => [...one.childNodes].some(child => child.nodeType === 3 && child.textContent.trim()))
    .filter(one => {
      const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05) < 4.5;
    })
    .map(one => one.className + ": " + one.textContent.slice(0, 40));
})()
"""


class Reported(t.NamedTuple):
    page: Path
    run: Run
    site: Site


@pytest.fixture(scope="module")
def reported(running_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """A report of a site whose answers and facts are as hostile as they can be."""
    running_lab.reset()
    running_lab.settings(deploy_seconds=0.0)
    site = Site(running_lab).create()
    for image in sorted(IMAGES.iterdir()):
        site.put(image.name, image.read_bytes(), kind=f"image/{image.suffix[1:].replace('jpg', 'jpeg')}")
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><circle r="50"/></svg>{" " * 2000}'
    site.put("drawing.svg", drawing.encode(), kind="image/svg+xml")
    site.put("page.html", b"hello", kind=f"text/html{HOSTILE}", CacheControl=f"no-store, {HOSTILE}")
    directory = tmp_path_factory.mktemp("report")
    paths = [f"/{image.name}" for image in sorted(IMAGES.iterdir())] + ["/drawing.svg", f"/page.html?{HOSTILE}"]
    role = {
        **FACTS,
        "verify_domain": site.alias,
        "verify_paths": paths,
        "verify_origin_url": f"https://{site.bucket}.s3.us-east-1.amazonaws.com",
        "verify_connect_to": {"https": running_lab.env["CDN_LAB_HTTPS"], "http": running_lab.env["CDN_LAB_HTTP"]},
        "verify_ca_path": running_lab.env["CDN_LAB_CA"],
        "verify_fail": False,
        # Neither the folder nor the one above it are there; both are below the one that the run starts in.
        "verify_report": "reports/of/site.html",
    }
    tasks = [{"name": "Report", "ansible.builtin.include_role": {"name": "cdn.aws.verify"}}]
    run = play(tasks, directory=directory, env=running_lab.env, variables=role).ok()
    return Reported(directory / "reports/of/site.html", run, site)


@pytest.fixture(scope="module")
def browser() -> t.Iterator[Browser]:
    path = find()
    if path is None:
        assert "CI" not in os.environ, "there is no browser: make browser"
        pytest.skip("there is no browser of the Chromium family here: make browser")
    with Browser(path) as running:
        yield running


def test_writing_a_report_is_no_change(reported: Reported) -> None:
    assert reported.run.changed == 0
    assert f"The report is {reported.page}" in reported.run.messages


def test_the_images_are_in_the_report_and_not_in_the_result(reported: Reported) -> None:
    page = reported.page.read_text(encoding="utf-8")
    kinds = re.findall(r'<img src="data:([a-z+/]+);base64,[A-Za-z0-9+/=]+" alt="The image at /[a-z.]+">', page)
    assert kinds == ["image/png", "image/jpeg", "image/webp", "image/svg+xml"]
    assert [path for path in reported.run.facts("verify_result")["probe"]["paths"] if "image" in path] == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda one: f"{one.width}-{'dark' if one.dark else 'light'}")
def test_it_looks_right_on_every_screen(reported: Reported, browser: Browser, screen: Screen) -> None:
    browser.complaints.clear()
    browser.show(reported.page, screen)
    browser.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert browser.run("[document.scrollingElement.scrollWidth, innerWidth]") == [screen.width, screen.width]
    assert browser.run(CONTRAST) == []
    seen = browser.look(browser.picture())
    assert seen["colours"] > 500
    assert seen["brightness"] < 0.3 if screen.dark else seen["brightness"] > 0.8
    assert browser.complaints == []


def test_nothing_of_what_it_shows_is_taken_for_html(reported: Reported, browser: Browser) -> None:
    browser.show(reported.page, SCREENS[0])
    text = browser.run("document.body.textContent")
    # Once for each text that came in, however it got here.
    assert text.count("<script>document.title = 'owned'</script>") >= 14
    assert "owned'</script>" in browser.run("document.title")
    for selector in ("script", "iframe", "object", "[onerror]", "[onload]", "style ~ style", "img:not([alt])"):
        assert browser.run(f"document.querySelectorAll({selector!r}).length") == 0, selector
    assert browser.run("[...document.images].map(one => one.naturalWidth > 0)") == [True] * 4


def test_it_can_be_read_aloud(reported: Reported, browser: Browser) -> None:
    browser.show(reported.page, SCREENS[0])
    headings = browser.run("[...document.querySelectorAll('h1, h2')].map(one => one.tagName)")
    assert headings == ["H1"] + ["H2"] * 7
    assert browser.run("[...document.querySelectorAll('section')].every(one => one.ariaLabelledByElements.length)")
    unnamed = "svg:not([aria-hidden]), th:not([scope]), .probe:not(:has(> caption)), html:not([lang])"
    assert browser.run(f"document.querySelectorAll({unnamed!r}).length") == 0


def test_a_failed_proof_is_reported_too(reported: Reported, browser: Browser, running_lab: Lab, tmp_path: Path) -> None:
    given = {
        "site_domain": reported.site.alias,
        "site_bucket": reported.site.bucket,
        "site_region": "us-east-1",
        "site_verify_paths": ["/page.html"],
        "site_verify_connect_to": {"https": running_lab.env["CDN_LAB_HTTPS"], "http": running_lab.env["CDN_LAB_HTTP"]},
        "site_verify_ca_path": running_lab.env["CDN_LAB_CA"],
        "site_report": str(tmp_path / "report.html"),
    }
    run = play(VERIFY, directory=tmp_path, env=running_lab.env, variables=given)
    assert "Cache-Control has no-store" in run.failure
    browser.show(tmp_path / "report.html", SCREENS[0])
    assert browser.run("document.title") == f"{reported.site.alias}: 1 problem"
    nodes = browser.run("[...document.querySelectorAll('.node .state')].map(one => one.textContent)")
    assert nodes == ["Private", "Deployed", "0 of 1 cached"]
    assert "Cache-Control has no-store" in browser.run("document.querySelector('.reason').textContent")
