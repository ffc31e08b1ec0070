# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An edge that answers as it is told, and the troubles that it plays."""

from __future__ import annotations

import http.server
import ssl
import threading
import typing as t

import trustme

from ansible_collections.cdn.aws.plugins.module_utils._probe.probe import Probe
from ansible_collections.cdn.aws.plugins.modules.cdn_probe import SPEC

DOMAIN = "cdn.example.test"
ORIGIN = "b.s3.eu-central-1.amazonaws.com"
EDGE = {"X-Amz-Cf-Pop": "ICN57-P1", "Via": "1.1 abc.cloudfront.net (CloudFront)", "X-Amz-Cf-Id": "id=="}
MISS = {**EDGE, "X-Cache": "Miss from cloudfront", "Content-Type": "text/plain"}
HIT = {**EDGE, "X-Cache": "Hit from cloudfront", "Age": "3", "Content-Type": "text/plain"}
FAILED = {**EDGE, "X-Cache": "Error from cloudfront"}
DENIED = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
PAST = "Wed, 21 Oct 2015 07:28:00 GMT"

Answer = tuple[int, dict[str, str], str]

# Every row of the table of reasons that headers alone show: what the edge answers, again and again, and the cause.
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
    "unauthorized": [(401, FAILED, "")],
    "error_cached": [(404, {**FAILED, "Age": "11"}, "")],
    "function_error": [(503, FAILED, "The CloudFront function returned an invalid value or failed to execute.")],
    "lambda_error": [(503, {**EDGE, "X-Cache": "LambdaExecutionError from cloudfront"}, "")],
    "origin_unreachable": [(502, FAILED, "")],
    "origin_slow": [(504, FAILED, "")],
    "server_error": [(500, FAILED, "")],
    "error": [(418, FAILED, "")],
    "error_page": [(200, FAILED, "sorry")],
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
    "stale": [(200, HIT, "")],
    "not_cached": [(200, MISS, "")],
}  # fmt: skip


class Quiet(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        pass


class Server:
    """An http and an https port whose answers are set by host and path; it keeps what was asked."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.headers: list[dict[str, str]] = []
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
                server.headers.append(dict(self.headers))
                status, headers, body = server.next_answer(f"{scheme}://{host}{self.path}")
                if not status:
                    self.close_connection = True
                    return
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Date", "Sun, 22 Nov 2026 00:00:00 GMT")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body.encode())

            do_HEAD = do_GET

            def log_message(self, *_: object) -> None:
                pass

        listening = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        return listening

    def next_answer(self, url: str) -> Answer:
        queue = self.answers.get(url) or [(404, {}, "")]
        return queue.pop(0) if len(queue) > 1 else queue[0]

    @property
    def connect_to(self) -> dict[str, str]:
        return {name: f"127.0.0.1:{getattr(self, name).server_port}" for name in ("http", "https")}

    def close(self) -> None:
        for listening in (self.http, self.https):
            listening.shutdown()
            listening.server_close()


def task(**options: t.Any) -> list[dict[str, t.Any]]:
    return [{"name": "Probe", "cdn.aws.cdn_probe": {"domain": DOMAIN, **options}}]


def probed(**options: t.Any) -> dict[str, t.Any]:
    """Return what a probe of the domain finds."""
    given = {
        **{name: option.get("default") for name, option in SPEC.options.items()},
        **{"domain": DOMAIN, "paths": ["/a.txt"], "timeout": 5, "fail_on_problem": False},
        **options,
    }
    subject = Probe(given, t.cast("t.Any", None))
    subject.validate()
    found = subject.wait(None)
    assert found is not None
    return found
