# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import base64
import hashlib

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._publish import digests

MIB = digests.MIB


@pytest.fixture
def file(tmp_path):
    def make(size):
        path = tmp_path / "file"
        path.write_bytes((b"0123456789abcdef" * (size // 16 + 1))[:size])
        return str(path)

    return make


def test_whole_files_have_the_md5_as_etag(file):
    assert digests.etag(file(0)) == "d41d8cd98f00b204e9800998ecf8427e"
    path = file(3 * MIB + 5)
    with open(path, "rb") as opened:  # noqa: PTH123
        content = opened.read()
    assert digests.etag(path) == hashlib.md5(content).hexdigest()
    assert digests.checksum(path) == base64.b64encode(hashlib.sha256(content).digest()).decode()


@pytest.mark.parametrize("size", [1, MIB - 1, MIB, MIB + 1, 2 * MIB, 5 * MIB // 2])
def test_etags_of_parts_are_the_md5_of_the_parts_md5s(file, size):
    path = file(size)
    with open(path, "rb") as opened:  # noqa: PTH123
        content = opened.read()
    parts = [content[start : start + MIB] for start in range(0, size, MIB)]
    joined = b"".join(hashlib.md5(part).digest() for part in parts)
    assert digests.etag(path, MIB) == f"{hashlib.md5(joined).hexdigest()}-{len(parts)}"
    sums = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()
    assert digests.checksum(path, MIB) == f"{base64.b64encode(sums).decode()}-{len(parts)}"


def test_part_sizes_of_other_tools_are_tried():
    assert digests.part_sizes(20 * MIB, 3) == (8 * MIB,)
    assert digests.part_sizes(80 * MIB, 5) == (16 * MIB,)
    assert digests.part_sizes(80 * MIB, 79) == ()


def never():
    raise AssertionError("asked for a checksum without need")


def test_an_etag_that_proves_it_needs_no_request(file):
    path = file(9 * MIB)
    assert digests.is_same(path, 9 * MIB, etag_told=digests.etag(path), checksum_told=never)
    assert digests.is_same(path, 9 * MIB, etag_told=digests.etag(path, 8 * MIB), checksum_told=never)


def test_under_kms_the_checksum_proves_it(file):
    path = file(100)
    assert digests.is_same(path, 100, etag_told="0" * 32, checksum_told=lambda: digests.checksum(path))
    path = file(9 * MIB)
    told = digests.checksum(path, 8 * MIB)
    assert digests.is_same(path, 9 * MIB, etag_told="0" * 32 + "-2", checksum_told=lambda: told)


@pytest.mark.parametrize("told", ["", "other"])
def test_without_proof_it_is_another_content(file, told):
    assert not digests.is_same(file(100), 100, etag_told="0" * 32, checksum_told=lambda: told)
    assert not digests.is_same(file(100), 100, etag_told="0" * 32 + "-77", checksum_told=lambda: told)
