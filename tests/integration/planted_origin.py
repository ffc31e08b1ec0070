# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A web server with the habits of origins that caches suffer from."""

from __future__ import annotations

import http.server
import itertools
import threading
import time

Answer = tuple[int, dict[str, str]]


class Origin:
    """A web server with bad habits."""

    def __init__(self) -> None:
        counter = itertools.count()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                name = self.path.rpartition("/")[2]
                status, headers = _ANSWERS.get(name, (200, {}))
                if name == "slow":
                    time.sleep(1.5)
                self.send_response_only(status)
                for header, value in headers.items():
                    self.send_header(header, value.format(next(counter)))
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"hi")

            do_OPTIONS = do_GET

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                pass

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


_ANSWERS: dict[str, Answer] = {
    "cookie": (200, {"Set-Cookie": "session={}; Path=/", "Cache-Control": "max-age=60"}),
    "vary": (200, {"Vary": "*", "Cache-Control": "max-age=60"}),
    "moved": (302, {"Location": "https://www.example.com/"}),
    "gone": (404, {}),
    "secret": (401, {"WWW-Authenticate": "Basic"}),
    "broken": (500, {}),
    "teapot": (418, {}),
}
