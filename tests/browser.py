# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium, spoken to in the DevTools protocol over a pair of pipes: no port, no driver, no package."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
import typing as t
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
SECONDS = 30.0
# Everything that a page complains about: what scripts print, what they throw, and what the browser itself reports.
COMPLAINTS = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")

# Draws a picture and looks at each of its points: how many colours there are, and how bright they are on average.
LOOK = """
async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const points = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  let light = 0;
  for (const point of points) light += (point & 255) + (point >> 8 & 255) + (point >> 16 & 255);
  return {colours: new Set(points).size, brightness: light / points.length / 765};
}
"""


def find() -> str | None:
    """Return the path of a browser of the Chromium family, None when there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@dataclasses.dataclass(frozen=True)
class Screen:
    """A window and what its owner likes."""

    width: int
    height: int = 900
    dark: bool = False
    scale: float = 1.0


class Browser:
    """One browser with one page, for use in a with statement."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._numbers = itertools.count(1)
        self._buffer = b""
        self.complaints: list[str] = []

    def __enter__(self) -> Browser:
        """Start it with a profile of its own."""
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs_in, self._write = os.pipe()
        self._read, theirs_out = os.pipe()
        # Chromium reads from descriptor 3 and writes to descriptor 4.
        command = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self._process = subprocess.Popen(
            ["bash", "-c", command, self._path, *FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self._profile.name},
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(self, *args: object) -> None:
        """End it and remove its profile."""
        self._session = ""
        with contextlib.suppress(OSError, TimeoutError, RuntimeError):
            self.call("Browser.close")
        os.close(self._write)
        os.close(self._read)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._profile.cleanup()

    def call(self, method: str, **parameters: t.Any) -> dict[str, t.Any]:
        """Make one call and return its result; complaints that come meanwhile are kept."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next(method)
            if told.get("id") != number:
                continue
            if "error" in told:
                raise RuntimeError(f"{method}: {told['error']['message']}")
            return dict(told["result"])

    def show(self, page: Path, screen: Screen) -> None:
        """Load a page in a window of this size, as it looks for somebody who likes it light or dark."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=screen.width,
            height=screen.height,
            deviceScaleFactor=screen.scale,
            mobile=screen.width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if screen.dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.open(page.resolve().as_uri())

    def open(self, address: str) -> None:
        """Load an address and wait until all of it is there."""
        self.call("Page.navigate", url=address)
        deadline = time.monotonic() + SECONDS
        while self.run("document.readyState") != "complete" or self.run("location.href") != address:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{address} does not load")
            time.sleep(0.02)

    def run(self, expression: str) -> t.Any:
        """Return the value of a JavaScript expression in the page, awaited if it is a promise."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"]))
        return found["result"].get("value")

    def picture(self) -> bytes:
        """Return the whole page as PNG, also what is below the window."""
        size = self.run("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(found["data"])

    def look(self, picture: bytes) -> dict[str, float]:
        """Return how many colours a picture has and how bright it is, from 0 to 1."""
        self.open("about:blank")
        source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        return dict(self.run(f"({LOOK})({json.dumps(source)})"))

    def _next(self, method: str) -> dict[str, t.Any]:
        """Return the next message."""
        while b"\0" not in self._buffer:
            if not select.select([self._read], [], [], SECONDS)[0]:
                raise TimeoutError(f"the browser does not answer {method}")
            block = os.read(self._read, 1 << 20)
            if not block:
                raise RuntimeError(f"the browser has ended before it answered {method}")
            self._buffer += block
        line, dummy, self._buffer = self._buffer.partition(b"\0")
        told = json.loads(line)
        if told.get("method") in COMPLAINTS:
            self.complaints.append(json.dumps(told["params"]))
        return dict(told)
