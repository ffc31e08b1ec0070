# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An AWS of a few canned answers on loopback, and the answers of a distribution as CloudFront writes them."""

from __future__ import annotations

import contextlib
import dataclasses
import http.server
import threading

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"


@dataclasses.dataclass
class Answer:
    status: int = 200
    body: str = ""
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


class Answers:
    """Gives its answers one after the other, the last one again and again; keeps the requests and their contents."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.queue: list[Answer] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.contents: list[bytes] = []

    def give(self, *answers: Answer) -> None:
        self.queue = list(answers)

    def next(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        self.requests.append((method, path, headers))
        return self.queue.pop(0) if len(self.queue) > 1 else self.queue[0]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers: Answers

    def handle_any(self) -> None:
        self.answers.contents.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        answer = self.answers.next(
            self.command, self.path, {name.lower(): value for name, value in self.headers.items()}
        )
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def serving():
    """Serve on a free port of loopback."""
    handler = type("Handler", (_Handler,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        handler.answers = Answers(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield handler.answers
        server.shutdown()


def error(code: str, text: str, *, status: int) -> Answer:
    """Return an error in the XML form of CloudFront and Route 53."""
    body = (
        f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>Sender</Type><Code>{code}</Code><Message>{text}</Message>'
        "</Error><RequestId>r</RequestId></ErrorResponse>"
    )
    return Answer(status, body)


BEHAVIOR = """
<TargetOriginId>bucket</TargetOriginId>
<TrustedSigners><Enabled>false</Enabled><Quantity>0</Quantity></TrustedSigners>
<TrustedKeyGroups><Enabled>false</Enabled><Quantity>0</Quantity></TrustedKeyGroups>
<ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy>
<AllowedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items>
<CachedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items></CachedMethods>
</AllowedMethods>
<SmoothStreaming>false</SmoothStreaming><Compress>true</Compress>
<LambdaFunctionAssociations><Quantity>0</Quantity></LambdaFunctionAssociations>
<FunctionAssociations><Quantity>0</Quantity></FunctionAssociations>
<FieldLevelEncryptionId></FieldLevelEncryptionId>
<CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId>
<GrpcConfig><Enabled>false</Enabled></GrpcConfig>
"""


def distribution(*, config: str = "", origin: str = "", behavior: str = "", beside: str = "") -> str:
    """Return the XML of GetDistribution, as CloudFront answers today, with more elements put into it."""
    return f"""<?xml version="1.0"?>
<Distribution xmlns="{NAMESPACE}"><Id>E1ABCDEF</Id><ARN>arn:aws:cloudfront::123456789012:distribution/E1ABCDEF</ARN>
<Status>Deployed</Status><LastModifiedTime>2026-01-05T10:00:00.000Z</LastModifiedTime>
<InProgressInvalidationBatches>0</InProgressInvalidationBatches><DomainName>d1.cloudfront.net</DomainName>
<ActiveTrustedSigners><Enabled>false</Enabled><Quantity>0</Quantity></ActiveTrustedSigners>
<ActiveTrustedKeyGroups><Enabled>false</Enabled><Quantity>0</Quantity></ActiveTrustedKeyGroups>
<DistributionConfig><CallerReference>cdn.example.com</CallerReference>
<Aliases><Quantity>1</Quantity><Items><CNAME>cdn.example.com</CNAME></Items></Aliases>
<DefaultRootObject>index.html</DefaultRootObject>
<Origins><Quantity>1</Quantity><Items><Origin><Id>bucket</Id>
<DomainName>files.s3.eu-west-1.amazonaws.com</DomainName><OriginPath></OriginPath>
<CustomHeaders><Quantity>0</Quantity></CustomHeaders>
<S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity><OriginReadTimeout>30</OriginReadTimeout></S3OriginConfig>
<ConnectionAttempts>3</ConnectionAttempts><ConnectionTimeout>10</ConnectionTimeout>
<OriginShield><Enabled>false</Enabled></OriginShield><OriginAccessControlId>E2OAC</OriginAccessControlId>{origin}
</Origin></Items></Origins>
<OriginGroups><Quantity>0</Quantity></OriginGroups>
<DefaultCacheBehavior>{BEHAVIOR}</DefaultCacheBehavior>
<CacheBehaviors><Quantity>1</Quantity><Items><CacheBehavior><PathPattern>/img/*</PathPattern>{BEHAVIOR}{behavior}
</CacheBehavior></Items></CacheBehaviors>
<CustomErrorResponses><Quantity>0</Quantity></CustomErrorResponses><Comment></Comment>
<Logging><Enabled>false</Enabled><IncludeCookies>false</IncludeCookies><Bucket></Bucket><Prefix></Prefix></Logging>
<PriceClass>PriceClass_All</PriceClass><Enabled>true</Enabled>
<ViewerCertificate><CloudFrontDefaultCertificate>false</CloudFrontDefaultCertificate>
<ACMCertificateArn>arn:aws:acm:us-east-1:123456789012:certificate/abc</ACMCertificateArn>
<SSLSupportMethod>sni-only</SSLSupportMethod><MinimumProtocolVersion>TLSv1.2_2021</MinimumProtocolVersion>
<Certificate>arn:aws:acm:us-east-1:123456789012:certificate/abc</Certificate><CertificateSource>acm</CertificateSource>
</ViewerCertificate>
<Restrictions><GeoRestriction><RestrictionType>none</RestrictionType><Quantity>0</Quantity></GeoRestriction>
</Restrictions>
<WebACLId></WebACLId><HttpVersion>http2and3</HttpVersion><IsIPV6Enabled>true</IsIPV6Enabled>
<ContinuousDeploymentPolicyId></ContinuousDeploymentPolicyId><Staging>false</Staging>{config}
</DistributionConfig>{beside}</Distribution>"""
