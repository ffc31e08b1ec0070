# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The APIs for readers inside the lab, who need not know where a bucket lives."""

from __future__ import annotations

import re
import typing as t

from tests.lab import store

if t.TYPE_CHECKING:
    from tests.lab.state import App, Receive, Scope, Send

_S3 = re.compile(rb"(Credential=\d{12}/\d{8}/)([\w-]+)(/s3/)")


def any_region(api: App) -> App:
    """Return the app with each S3 request signed for its bucket's own region: another one redirects (S3-24)."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found = store.bucket(scope["path"].split("/")[1]) if scope["type"] == "http" else None
        if found:
            region = str(found[1].get("region") or "us-east-1").encode()
            headers = [(name, _S3.sub(rb"\g<1>" + region + rb"\g<3>", value)) for name, value in scope["headers"]]
            scope = {**scope, "headers": headers}
        await api(scope, receive, send)

    return app
