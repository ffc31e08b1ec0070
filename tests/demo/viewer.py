# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain requests, independent of the collection's own probe: what a browser would get."""

from __future__ import annotations

import http.client
import ssl
import time

from tests.lab import Lab

Answer = tuple[int, dict[str, str], float]


def look(lab: Lab, *, domain: str, bucket: str, names: list[str]) -> bool:
    """Request every file over https, the redirect from http, and the bucket's own URL; print one line each."""
    proven = True
    for name in names:
        # The first request of this kind of viewer may be the one that fills the cache.
        get(lab, domain, f"/{name}", tls=True)
        status, headers, seconds = get(lab, domain, f"/{name}", tls=True)
        proven &= status == 200 and headers.get("x-cache") == "Hit from cloudfront"
        tell(f"https://{domain}/{name}", f"{status} {headers.get('x-cache')}, {seconds * 1000:.0f} ms")
    status, headers, _ = get(lab, domain, f"/{names[0]}", tls=False)
    proven &= status == 301 and headers.get("location") == f"https://{domain}/{names[0]}"
    tell(f"http://{domain}/{names[0]}", f"{status} to {headers.get('location')}")
    host = f"{bucket}.s3.{lab.env['AWS_REGION']}.amazonaws.com"
    status, _, _ = get(lab, host, f"/{names[0]}", tls=True)
    proven &= status == 403
    tell(f"https://{host}/{names[0]}", f"{status} (only the distribution may read)")
    return proven


def get(lab: Lab, host: str, path: str, *, tls: bool) -> Answer:
    """Return status, headers in lower case and seconds to the answer of one GET to the lab's edge."""
    address, port = lab.env["CDN_LAB_HTTPS" if tls else "CDN_LAB_HTTP"].rsplit(":", 1)
    connection = http.client.HTTPConnection(address, int(port), timeout=30)
    connection.connect()
    if tls:
        context = ssl.create_default_context(cafile=lab.env["CDN_LAB_CA"])
        connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
    started = time.monotonic()
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    seconds = time.monotonic() - started
    answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, seconds


def tell(url: str, answer: str) -> None:
    """Print one line of the table."""
    print(f"  {url:<74} {answer}", flush=True)
