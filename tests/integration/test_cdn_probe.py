# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cdn_probe against real http and https servers: one that plays every trouble, and the lab's edge."""

from __future__ import annotations

import datetime
import http.server
import json
import socket
import ssl
import threading
import typing as t
from pathlib import Path

import pytest
import trustme

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError
from ansible_collections.cdn.aws.plugins.module_utils._probe import probe as probing
from ansible_collections.cdn.aws.plugins.module_utils._probe.reasons import TABLE
from tests.integration.conftest import RunTasks
from tests.lab import Lab

DOMAIN = "cdn.example.test"
ORIGIN = "b.s3.eu-central-1.amazonaws.com"
EDGE = {"X-Amz-Cf-Pop": "ICN57-P1", "Via": "1.1 abc.cloudfront.net (CloudFront)", "X-Amz-Cf-Id": "id=="}
MISS = {**EDGE, "X-Cache": "Miss from cloudfront", "Content-Type": "text/plain"}
HIT = {**EDGE, "X-Cache": "Hit from cloudfront", "Age": "3", "Content-Type": "text/plain"}
FAILED = {**EDGE, "X-Cache": "Error from cloudfront"}
DENIED = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
PAST = "Wed, 21 Oct 2015 07:28:00 GMT"

Answer = tuple[int, dict[str, str], str]

# Every row of the table of reasons, planted once: what the edge answers, again and again, and the cause to be named.
PLANTED: dict[str, list[Answer]] = {
    "not_cloudfront": [(200, {"Server": "nginx"}, "hello")],
    "bucket_redirect": [(307, {**MISS, "Location": "https://b.s3.eu-central-1.amazonaws.com/a"}, "")],
    "wrong_region": [(400, FAILED, "<Error><Code>AuthorizationHeaderMalformed</Code></Error>")],
    "kms_with_identity": [(400, FAILED, "... KMS managed keys require AWS Signature Version 4.")],
    "kms_denied": [(403, FAILED, "<Code>AccessDenied</Code> ... not authorized to perform: kms:Decrypt")],
    "unsigned": [(403, FAILED, "<Error><Code>MissingKey</Code></Error>")],
    "signature_refused": [(403, {**FAILED, "Server": "CloudFront"}, DENIED)],
    "country_blocked": [(403, FAILED, "... configured to block access from your country.")],
    "access_denied": [(403, FAILED, DENIED)],
    "request_blocked": [(403, {**FAILED, "Server": "CloudFront"}, "Request blocked.")],
    "not_found": [(404, FAILED, "<Error><Code>NoSuchKey</Code></Error>")],
    "method": [(405, FAILED, "")],
    "redirect": [(302, {**MISS, "Location": "https://cdn.example.test/new"}, "")],
    "lambda_error": [(503, {**EDGE, "X-Cache": "LambdaExecutionError from cloudfront"}, "")],
    "origin_unreachable": [(502, FAILED, "")],
    "origin_slow": [(504, FAILED, "")],
    "server_error": [(500, FAILED, "")],
    "error": [(418, FAILED, "")],
    "no_store": [(200, {**MISS, "Cache-Control": "no-store, max-age=60"}, "")],
    "private": [(200, {**MISS, "Cache-Control": "private"}, "")],
    "no_cache": [(200, {**MISS, "Cache-Control": 'public, no-cache="x"'}, "")],
    "s_maxage_zero": [(200, {**MISS, "Cache-Control": "max-age=60, s-maxage=0"}, "")],
    "max_age_zero": [(200, {**MISS, "Cache-Control": "max-age=0, must-revalidate"}, "")],
    "expired": [(200, {**MISS, "Expires": PAST}, "")],
    "vary_all": [(200, {**MISS, "Vary": "*"}, "")],
    "generated": [(200, {**EDGE, "X-Cache": "FunctionGeneratedResponse from cloudfront"}, "")],
    "set_cookie": [(200, {**MISS, "Set-Cookie": "a=b"}, "")],
    "vary_viewer": [(200, {**MISS, "Vary": "Accept-Encoding, User-Agent"}, "")],
    "several_locations": [(200, MISS, ""), (200, {**MISS, "X-Amz-Cf-Pop": "NRT1-C1"}, "")],
    "refresh_hit": [(200, MISS, ""), (200, {**EDGE, "X-Cache": "RefreshHit from cloudfront"}, "")],
    "not_cached": [(200, MISS, "")],
}  # fmt: skip


class Server:
    """An http and an https port whose answers are set by host and path; it keeps what was asked."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.connections = 0
        self.http = self._listen("http", None)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        self.https = self._listen("https", context)

    def _listen(self, scheme: str, context: ssl.SSLContext | None) -> http.server.ThreadingHTTPServer:
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                if context:
                    self.request = context.wrap_socket(self.request, server_side=True)
                super().setup()
                server.connections += scheme == "https"

            def do_GET(self) -> None:
                host = self.headers["Host"]
                server.asked.append((scheme, host, self.path))
                queue = server.answers.get(f"{scheme}://{host}{self.path}") or [(404, {}, "")]
                status, headers, body = queue.pop(0) if len(queue) > 1 else queue[0]
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Date", "Sun, 22 Nov 2026 00:00:00 GMT")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                pass

        listening = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        return listening

    @property
    def connect_to(self) -> dict[str, str]:
        return {name: f"127.0.0.1:{getattr(self, name).server_port}" for name in ("http", "https")}

    def close(self) -> None:
        for listening in (self.http, self.https):
            listening.shutdown()
            listening.server_close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(organization_name="a test")


@pytest.fixture(scope="module")
def ca_path(authority: trustme.CA, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def serve(authority) -> t.Iterator[t.Callable[..., Server]]:
    servers: list[Server] = []

    def start(certificate: trustme.LeafCert | None = None) -> Server:
        server = Server(certificate or authority.issue_cert(DOMAIN, ORIGIN))
        server.answers[f"http://{DOMAIN}/a.txt"] = [(301, {"Location": f"https://{DOMAIN}/a.txt"}, "")]
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.close()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(probing, "PAUSE", 0.0)
    monkeypatch.setattr(probing, "PAUSE_AFTER_ERROR", 0.0)


@pytest.fixture
def ask(ca_path: str) -> t.Callable[..., dict[str, t.Any]]:
    def run(server: Server | None, **options: t.Any) -> dict[str, t.Any]:
        given = {
            "domain": DOMAIN,
            "paths": ["/a.txt"],
            "connect_to": server.connect_to if server else {},
            "ca_path": ca_path,
            "expect_hit": True,
            "attempts": 3,
            "timeout": 5,
            "check_redirect": True,
            "origin_urls": [],
            "images": False,
            "fail_on_problem": False,
            **options,
        }
        subject = probing.Probe(given, t.cast("t.Any", None))
        subject.validate()
        found = subject.wait(None)
        assert found is not None
        return found

    return run


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


@pytest.mark.parametrize("cause", PLANTED)
def test_the_reason_is_named(serve, ask, cause):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = list(PLANTED[cause])
    probe = ask(server)
    (path,) = probe["paths"]
    assert path["cause"] == cause
    assert not path["hit"]
    (problem,) = probe["problems"]
    assert problem.startswith("/a.txt: ")
    assert "\n" not in problem


def test_every_reason_is_planted():
    assert {row.key for row in TABLE} == set(PLANTED)


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


def tls_problem(ask, server, **options) -> str:
    probe = ask(server, check_redirect=False, **options)
    assert probe["certificate"] is None
    (problem,) = probe["problems"]
    assert "\n" not in problem
    return problem


def test_a_certificate_for_other_names_is_told_with_its_names(serve, ask, authority):
    problem = tls_problem(ask, serve(authority.issue_cert("*.cloudfront.net")))
    assert "covers *.cloudfront.net and not cdn.example.test" in problem


def test_an_expired_certificate_is_told(serve, ask, authority):
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
    assert "has expired" in tls_problem(ask, serve(authority.issue_cert(DOMAIN, not_after=past)))


def test_an_unknown_authority_is_told(serve, ask):
    assert "does not trust" in tls_problem(ask, serve(), ca_path=None)


def test_a_closed_port_is_told(serve, ask):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert f"127.0.0.1 port {port} refuses connections" in tls_problem(
        ask, None, connect_to={"https": f"127.0.0.1:{port}"}
    )


def test_a_port_without_tls_is_told(serve, ask):
    server = serve()
    assert "127.0.0.1 port" in tls_problem(ask, server, connect_to={"https": server.connect_to["http"]})


def test_a_server_that_says_nothing_is_told_in_time(ask):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        target = f"127.0.0.1:{silent.getsockname()[1]}"
        assert "did not answer in time" in tls_problem(ask, None, connect_to={"https": target}, timeout=1)


def test_a_name_that_dns_does_not_know_is_told_once(ask):
    probe = ask(None, domain="nothing.invalid")
    (problem,) = probe["problems"]
    assert "DNS does not resolve nothing.invalid" in problem


def test_problems_fail_with_the_whole_result(serve, ask):
    server = serve()
    server.answers[f"https://{DOMAIN}/a.txt"] = PLANTED["private"]
    with pytest.raises(CdnError, match="private") as failure:
        ask(server, fail_on_problem=True)
    assert t.cast("dict[str, t.Any]", failure.value.details["probe"])["paths"][0]["cause"] == "private"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"domain": "https://cdn.example.test"}, "give the name alone"),
        ({"paths": ["index.html"]}, "paths begin with a slash"),
        ({"paths": []}, "paths is empty"),
        ({"connect_to": {"https": "localhost"}}, "give host:port"),
        ({"origin_urls": ["b.s3.amazonaws.com"]}, "begins with https://"),
        ({"attempts": 0}, "attempts is 0"),
        ({"ca_path": "/nonexistent.pem"}, "ca_path /nonexistent.pem"),
    ],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value)),
)
def test_options_that_cannot_be_right_are_refused(ask, options, said):
    with pytest.raises(CdnError, match=said):
        ask(None, **options)


def task(**options: t.Any) -> list[dict[str, t.Any]]:
    return [{"name": "Probe", "cdn.aws.cdn_probe": {"domain": DOMAIN, **options}}]


def test_a_check_run_asks_nothing(run_tasks: RunTasks):
    run = run_tasks(task(connect_to={"https": "127.0.0.1:1"}), check=True).ok()
    (result,) = run.of("cdn_probe")
    assert result["probe"] is None
    assert (result["changed"], result["actions"]) == (False, [])


def test_the_module_fails_with_the_problems_and_keeps_the_result(run_tasks, serve, ca_path):
    server = serve()
    server.answers[f"https://{DOMAIN}/"] = PLANTED["no_store"]
    run = run_tasks(task(connect_to=server.connect_to, ca_path=ca_path))
    (result,) = run.of("cdn_probe")
    assert run.rc
    assert "no-store" in run.failure
    assert result["probe"]["paths"][0]["cause"] == "no_store"
    assert result["changed"] is False


def test_the_edge_of_the_lab_is_seen_as_a_viewer_sees_it(lab: Lab, run_tasks: RunTasks, tmp_path: Path):
    s3, cloudfront = lab.client("s3"), lab.client("cloudfront")
    s3.create_bucket(Bucket="seen", CreateBucketConfiguration={"LocationConstraint": lab.env["AWS_REGION"]})
    s3.put_object(Bucket="seen", Key="a.txt", Body=b"hello", ContentType="text/plain")
    s3.put_object(Bucket="seen", Key="private.txt", Body=b"hello", CacheControl="private")
    distribution = _distribution(cloudfront, f"seen.s3.{lab.env['AWS_REGION']}.amazonaws.com")
    options = {
        "domain": distribution["DomainName"],
        "connect_to": {"https": lab.env["CDN_LAB_HTTPS"], "http": lab.env["CDN_LAB_HTTP"]},
        "ca_path": lab.env["CDN_LAB_CA"],
        "attempts": 2,
        "fail_on_problem": False,
    }
    (denied,) = run_tasks(task(**{**options, "paths": ["/a.txt"], "attempts": 1})).of("cdn_probe")
    assert denied["probe"]["paths"][0]["cause"] == "access_denied"

    _allow(s3, distribution["ARN"])
    cloudfront.create_invalidation(
        DistributionId=distribution["Id"],
        InvalidationBatch={"CallerReference": "1", "Paths": {"Quantity": 1, "Items": ["/*"]}},
    )
    paths = ["/a.txt", "/private.txt", "/missing.txt"]
    (result,) = run_tasks(
        task(**options, paths=paths, origin_url=f"https://seen.s3.{lab.env['AWS_REGION']}.amazonaws.com")
    ).of("cdn_probe")
    found = result["probe"]["paths"]
    assert [path["cause"] for path in found] == [None, "private", "access_denied"]
    assert found[0]["requests"][-1]["x_cache"] == "Hit from cloudfront"
    assert result["probe"]["redirect"]["ok"]
    assert [origin["denied"] for origin in result["probe"]["origins"]] == [True]


def _distribution(cloudfront, origin: str) -> dict[str, t.Any]:
    control = {
        "Name": "seen",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
    made = cloudfront.create_origin_access_control(OriginAccessControlConfig=control)
    s3_origin = {
        "Id": "s3", "DomainName": origin, "S3OriginConfig": {"OriginAccessIdentity": ""},
        "OriginAccessControlId": made["OriginAccessControl"]["Id"],
    }  # fmt: skip
    behavior = {
        "TargetOriginId": "s3", "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    }  # fmt: skip
    config = {
        "CallerReference": "seen", "Comment": "", "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [s3_origin]}, "DefaultCacheBehavior": behavior,
    }  # fmt: skip
    return cloudfront.create_distribution(DistributionConfig=config)["Distribution"]


def _allow(s3, arn: str) -> None:
    statement = {
        "Sid": "AllowCloudFront", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::seen/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": arn}},
    }  # fmt: skip
    s3.put_bucket_policy(Bucket="seen", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
