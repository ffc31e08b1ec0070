# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cdn_probe against real http and https servers that play every trouble."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError
from ansible_collections.cdn.aws.plugins.module_utils._probe import asking
from tests.integration.planted_edge import DENIED, DOMAIN, FAILED, HIT, MISS, ORIGIN, PLANTED, task


def test_a_miss_and_then_a_hit_is_what_is_wanted(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, MISS, "x" * 100_000), (200, HIT, "x" * 100_000)]
    probe = ask(server)

    assert probe["problems"] == []
    (path,) = probe["paths"]
    assert path["hit"] is True
    assert [one["cache"] for one in path["requests"]] == ["Miss", "Hit"]
    hit = path["requests"][1]
    assert (hit["status"], hit["age"], hit["pop"], hit["content_length"]) == (200, 3, "ICN57-P1", 100_000)
    assert (hit["tls_version"], hit["http_version"]) == ("TLSv1.3", "HTTP/1.1")
    assert 0 < hit["seconds_to_first_byte"] < 5
    assert probe["redirect"] == {
        "status": 301, "location": f"https://{DOMAIN}/a.txt", "ok": True, "problem": None,
    }  # fmt: skip
    assert probe["certificate"]["subject_alternative_names"] == [DOMAIN, ORIGIN]
    assert probe["certificate"]["days_left"] > 1
    assert any("Miss -> Hit" in line for line in probe["summary"])
    assert server.connections == 1, "all requests share a connection"


def test_headers_may_be_called_anything(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, "x")]
    names = ("method", "path", "self", "headers", "X_Custom")
    assert ask(server, headers=dict.fromkeys(names, "a\tb"), check_cache_key=False)["problems"] == []


@pytest.mark.parametrize("cause", PLANTED)
def test_the_reason_is_named(serve, ask, cause):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = list(PLANTED[cause])
    probe = ask(server, expect_fresh=0 if cause == "stale" else None)
    (path,) = probe["paths"]
    assert path["cause"] == cause
    assert path["hit"] is (cause == "stale")
    (problem,) = probe["problems"]
    assert problem.startswith("/a.txt: ")
    assert "\n" not in problem


def test_what_a_response_headers_policy_tells_browsers_is_no_reason(serve, ask):
    server = serve()
    private = {"Cache-Control": "private"}
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, {**MISS, **private}, ""), (200, {**HIT, **private}, "")]
    assert ask(server)["problems"] == []
    server.answers[f"https://{DOMAIN}/a.txt"] = PLANTED["private"]
    assert len(ask(server)["paths"][0]["requests"]) == 2


def test_an_error_that_ends_is_no_problem(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(403, FAILED, DENIED), (200, MISS, ""), (200, HIT, "")]
    assert ask(server)["problems"] == []


def test_a_miss_is_no_problem_when_no_hit_is_expected_but_an_error_is(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = PLANTED["no_store"]
    server.answers[f"https://{DOMAIN}/b"] = PLANTED["not_found"]
    probe = ask(server, paths=["/a.txt", "/b"], expect_hit=False)
    assert [problem.partition(":")[0] for problem in probe["problems"]] == ["/b"]
    assert probe["paths"][0]["reason"]


def test_an_accepted_cause_is_told_and_no_problem_but_an_old_answer_is(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = PLANTED["no_cache"]
    server.answers[f"https://{DOMAIN}/b"] = PLANTED["unsigned"]
    server.answers[f"https://{DOMAIN}/c"] = [(200, {**HIT, "Cache-Control": "no-cache"}, "")]
    probe = ask(server, paths=["/a.txt", "/b", "/c"], expect_fresh=1, accepted_causes=["no_cache"])
    assert [(path["cause"], path["accepted"]) for path in probe["paths"]] == [
        ("no_cache", True), ("unsigned", False), ("stale", False),
    ]  # fmt: skip
    assert [problem.partition(":")[0] for problem in probe["problems"]] == ["/b", "/c"]
    assert probe["summary"][-3].startswith("accepted: /a.txt: the object's Cache-Control has no-cache")


def test_names_are_encoded_and_queries_kept(serve, ask):
    server = serve()
    ask(server, paths=["/größe ä.png?v=1&w=%20"])
    assert ("https", DOMAIN, "/gr%C3%B6%C3%9Fe%20%C3%A4.png?v=1&w=%20") in server.asked


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {}, "hello"), "answered with 200 and not redirected"),
        ((302, {"Location": f"https://{DOMAIN}/a.txt"}, ""), "browsers do not remember"),
        ((301, {"Location": f"https://{DOMAIN}/"}, ""), f"redirects to https://{DOMAIN}/ and not to"),
        ((403, {}, ""), "http is refused"),
    ],
    ids=["plain", "temporary", "elsewhere", "refused"],
)
def test_http_that_does_not_lead_to_https_is_told(serve, ask, answer, said):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, "")]
    server.answers[f"http://{DOMAIN}/a.txt"] = [answer]
    probe = ask(server)
    assert said in probe["problems"][0]
    assert probe["redirect"]["ok"] is False
    assert ask(server, check_redirect=False)["problems"] == []


@pytest.mark.parametrize(
    ("answer", "denied", "said"),
    [
        ((403, {}, DENIED), True, ""),
        ((200, {}, "secret"), False, "can be read without CloudFront"),
        ((404, {}, ""), False, "answers 404 and not 403"),
        ((403, FAILED, DENIED), False, "CloudFront answered and not the bucket"),
    ],
    ids=["denied", "public", "missing", "cloudfront"],
)
def test_the_bucket_itself_has_to_deny(serve, ask, answer, denied, said):
    server = serve()
    server.answers[f"https://{DOMAIN}/"] = server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, "")]
    server.answers[f"http://{DOMAIN}/"] = [(301, {"Location": f"https://{DOMAIN}/"}, "")]
    server.answers[f"https://{ORIGIN}/site/a.txt"] = [answer]
    probe = ask(server, paths=["/", "/a.txt"], origin_urls=[f"https://{ORIGIN}/site"])
    (origin,) = probe["origins"]
    assert (origin["status"], origin["denied"]) == (answer[0], denied)
    assert [said in problem for problem in probe["problems"]] == ([] if denied else [True])


def test_many_paths_go_over_several_connections_to_one_address_in_their_order(serve, ask):
    server = serve()
    paths = [f"/{number}" for number in range(60)]
    for path in paths:
        server.answers[f"https://{DOMAIN}{path}"] = [(200, HIT, "")]
    server.answers[f"https://{DOMAIN}/7"] = PLANTED["no_store"]
    probe = ask(server, paths=paths, attempts=1, check_redirect=False)
    assert [path["path"] for path in probe["paths"]] == paths
    assert 2 <= server.connections <= 9
    assert probe["counts"] == {"paths": 60, "requests": 60, "hits": 59, "errors": 0}

    short = ask(server, paths=paths, attempts=1, connections=3, details=False, check_redirect=False)
    assert [path["path"] for path in short["paths"]] == ["/7"]
    assert (short["counts"], len(short["summary"])) == (probe["counts"], 5)


def test_nothing_more_is_asked_of_a_server_that_does_not_answer(ask):
    probe = ask(None, domain="nothing.invalid", paths=["/a", "/b"], connections=2, check_redirect=False)
    assert ([path["path"] for path in probe["paths"]], probe["counts"]["paths"]) == (["/a"], 0)


def test_a_path_that_fails_alone_does_not_keep_the_others_from_being_asked(serve, ask):
    server = serve()
    paths = ["/a.txt", *(f"/broken/{number}" for number in range(4)), "/b"]
    for path in paths:
        server.answers[f"https://{DOMAIN}{path}"] = [(200, HIT, "")]
    server.answers[f"https://{DOMAIN}/broken/0"] = [(0, {}, "")]
    probe = ask(server, paths=["/a.txt", "/broken/0", "/b"])
    assert probe["counts"]["hits"] == 2
    (problem,) = probe["problems"]
    assert problem.startswith("/broken/0: ")
    for number in range(4):
        server.answers[f"https://{DOMAIN}/broken/{number}"] = [(0, {}, "")]
    probe = ask(server, paths=paths)
    assert [path["path"] for path in probe["paths"]] == paths[:4]
    assert probe["problems"][-1] == f"https://{DOMAIN}: 2 more of the paths were not asked for."


def test_errors_of_many_paths_are_not_each_waited_for(serve, ask, monkeypatch):
    """CF-90: those from the cache may still end."""
    monkeypatch.setattr(asking, "ERROR_PATIENCE", 0.0)
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = PLANTED["not_found"]
    server.answers[f"https://{DOMAIN}/b"] = [(404, {**FAILED, "Age": "9"}, ""), (200, MISS, ""), (200, HIT, "")]
    probe = ask(server, paths=["/a.txt", "/b"])
    assert [(len(path["requests"]), path["hit"]) for path in probe["paths"]] == [(1, False), (3, True)]


def test_what_was_fresh_when_the_probe_began_has_not_become_old_while_it_asked(serve, ask, monkeypatch):
    monkeypatch.setattr(asking, "PAUSE", 1.1)
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, MISS, ""), (200, HIT, "")]
    server.answers[f"https://{DOMAIN}/b"] = [(200, HIT, "")]
    assert ask(server, paths=["/a.txt", "/b"], expect_fresh=1)["problems"] == []
    assert "/b: " in ask(server, paths=["/b"], expect_fresh=1)["problems"][0]


def test_another_viewers_error_does_not_prove_a_copy_of_its_own(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, ""), (401, FAILED, ""), (200, MISS, ""), (200, HIT, "")]
    assert ask(server, check_cache_key=True)["paths"][0]["cause"] == "authorization_in_key"
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, ""), (401, FAILED, ""), (200, MISS, "")]
    assert ask(server, check_cache_key=True)["paths"][0]["cause"] is None


def test_cookies_come_back_for_their_path_and_headers_go_along_over_https_only(serve, ask):
    server = serve()
    cookie = {"Set-Cookie": "a=b; Expires=Wed, 21 Oct 2037 07:28:00 GMT; Path=/"}
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, {**MISS, **cookie}, ""), (200, HIT, "")]
    server.answers[f"https://{DOMAIN}/b"] = [(200, HIT, "")]
    ask(server, paths=["/a.txt", "/b"], headers={"X-A": 1}, method="HEAD")
    sent = [(headers.get("Cookie"), headers.get("X-A")) for headers in server.headers]
    assert sent == [(None, "1"), ("a=b", "1"), (None, "1"), (None, None)]


def test_a_certificate_that_ends_too_soon_is_a_problem_when_it_is_asked_for(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = [(200, HIT, "")]
    (problem,) = ask(server, certificate_days=1_000_000)["problems"]
    assert problem.startswith("The certificate ends in ")


def test_problems_fail_with_the_whole_result(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = PLANTED["private"]
    with pytest.raises(CdnError, match="private") as failure:
        ask(server, fail_on_problem=True)
    assert t.cast("dict[str, t.Any]", failure.value.details["probe"])["paths"][0]["cause"] == "private"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"domain": "https://cdn.example.test"}, "give the bare name"),
        ({"paths": ["index.html"]}, "paths begin with a slash"),
        ({"paths": []}, "paths is empty"),
        ({"connect_to": {"https": "localhost"}}, "give host:port"),
        ({"origin_urls": ["b.s3.amazonaws.com"]}, "begins with https://"),
        ({"attempts": 0}, "attempts is 0"),
        ({"connections": 0}, "connections is 0"),
        ({"expect_fresh": -1}, "expect_fresh is -1"),
        ({"headers": {"X Y": "a"}}, "no name of a header"),
        ({"accepted_causes": ["no-cache"]}, "no-cache is no cause. There are .* no_cache,"),
        ({"headers": {"X": "a\nb"}}, "no header can hold"),
        ({"s3_urls": ["s3://b/a"]}, "give the bucket"),
        ({"ca_path": "/nonexistent.pem"}, "ca_path /nonexistent.pem"),
    ],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value)),
)
def test_options_that_cannot_be_right_are_refused(ask, options, said):
    with pytest.raises(CdnError, match=said):
        ask(None, **options)


def test_the_module_fails_with_the_problems_and_keeps_the_result(run_tasks, serve, ca_path):
    server = serve()
    server.answers[f"https://{DOMAIN}/"] = PLANTED["no_store"]
    run = run_tasks(task(connect_to=server.connect_to, ca_path=ca_path))
    (result,) = run.of("cdn_probe")
    assert run.rc
    assert "no-store" in run.failure
    assert result["probe"]["paths"][0]["cause"] == "no_store"
    assert result["changed"] is False
