# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import base64

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._probe import images
from ansible_collections.cdn.aws.plugins.module_utils._probe.failures import Unanswered
from ansible_collections.cdn.aws.plugins.module_utils._probe.http import Reply
from ansible_collections.cdn.aws.plugins.module_utils._probe.images import Images


class Server:
    """What a session would ask; the answer to a request without compression is ``plain``."""

    def __init__(self, plain=None):
        self.plain = plain
        self.asked = []

    def get(self, path, headers):
        self.asked.append((path, headers["Accept-Encoding"]))
        if self.plain is None:
            raise Unanswered("gone")
        return self.plain


def reply(body=b"image", kind="image/png", status=200, **headers):
    return Reply(
        status, {"content-type": kind, **{key.replace("_", "-"): value for key, value in headers.items()}}, body
    )


def test_an_image_is_kept_as_it_came():
    server = Server()
    assert Images(server).take("/a.png", reply(kind="Image/PNG; charset=x")) == {
        "content_type": "image/png",
        "data": base64.b64encode(b"image").decode(),
    }
    assert server.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        reply(kind="text/html"),
        reply(kind='image/png"onload="alert(1)'),
        reply(kind="image/x-icon"),
        reply(status=404),
        reply(body=b""),
        reply(body=b"x" * (images.MOST_BYTES + 1)),
        Reply(200, {}, b"image"),
    ],
    ids=["page", "hostile type", "other type", "error", "empty", "too large", "no type"],
)
def test_what_is_no_small_image_is_not_kept(answer):
    assert Images(Server()).take("/a", answer) is None


def test_a_compressed_image_is_asked_for_once_more_without_compression():
    server = Server(reply(b"<svg/>", "image/svg+xml"))
    taken = Images(server).take("/a.svg", reply(b"\x0b\x03", "image/svg+xml", content_encoding="br"))
    assert taken == {"content_type": "image/svg+xml", "data": base64.b64encode(b"<svg/>").decode()}
    assert server.asked == [("/a.svg", "identity")]


@pytest.mark.parametrize("plain", [None, reply(status=500), reply(content_encoding="br")], ids=["gone", "500", "br"])
def test_an_image_that_comes_only_compressed_is_not_kept(plain):
    assert Images(Server(plain)).take("/a.svg", reply(content_encoding="gzip")) is None


def test_there_is_room_for_so_many_images_only():
    kept = Images(Server())
    assert [kept.take("/a", reply()) is not None for dummy in range(14)] == [True] * images.MOST_IMAGES + [False] * 2


def test_there_is_room_for_so_many_bytes_only():
    kept, large = Images(Server()), reply(b"x" * 190_000)
    assert [kept.take("/a", one) is not None for one in [large] * 6 + [reply()]] == [True] * 5 + [False, True]
