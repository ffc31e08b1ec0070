# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from ansible_collections.cdn.aws.plugins.module_utils._publish.compare import RemoteObject
from ansible_collections.cdn.aws.plugins.module_utils._publish.examine import SAMPLES, Entry, Examiner
from ansible_collections.cdn.aws.plugins.module_utils._publish.hash_cache import Known, stamp
from ansible_collections.cdn.aws.plugins.module_utils._publish.manifest import Vouched
from ansible_collections.cdn.aws.plugins.module_utils._publish.marks import Marks
from ansible_collections.cdn.aws.plugins.module_utils._publish.rules import Rules
from ansible_collections.cdn.aws.plugins.module_utils._publish.walk import LocalFile
from tests.unit.plugins.module_utils._publish.bucket import Bucket

BODY = b"content"
ETAG = hashlib.md5(BODY).hexdigest()
DIGEST = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
MARKS = Marks(Rules([], cache_control="max-age=60"))
HEADERS = {"ContentType": "image/jpeg", "CacheControl": "max-age=60"}


@pytest.fixture
def api():
    found = Bucket()
    found.put("a.jpg", BODY, **HEADERS)
    return found


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(BODY)
    return LocalFile("a.jpg", str(path), len(BODY), path.stat().st_mtime_ns, inode=1)


def examiner(api, mode="auto", **given):
    return Examiner(api, target=lambda name: {"Bucket": "b", "Key": name}, marks=MARKS, mode=mode, **given)


def examined(one, entry):
    (found,) = one.findings([entry], threads=1)
    return found


def entry(api, file, *, known=True, **row):
    there = api.objects["a.jpg"]
    at = int(there["LastModified"].timestamp())
    remote = RemoteObject("a.jpg", len(there["Body"]), there["ETag"].strip('"'), at)
    told = {"etag": ETAG, "at": str(at), "digest": DIGEST, "headers": MARKS.of(file)[1], **row}
    return Entry(file, remote, Vouched("a.jpg", **told), Known("a.jpg", stamp(file), DIGEST) if known else None)


def test_what_the_manifest_vouches_for_is_not_asked_about(api, file):
    found = examined(examiner(api), entry(api, file))
    assert (found.kind, found.row, api.calls) == ("unchanged", None, [])


def test_a_file_that_is_not_known_is_read_and_its_object_not_asked_about(api, file):
    found = examined(examiner(api), entry(api, file, known=False))
    assert (found.kind, found.digest, api.calls) == ("unchanged", DIGEST, [])
    assert found.row == found.entry.row


@pytest.mark.parametrize(
    ("row", "mode", "heads"),
    [
        ({"at": "1"}, "auto", 1),
        ({"etag": "other"}, "auto", 1),
        ({"headers": "other"}, "auto", 1),
        ({}, "always", 1),
        ({"at": "1"}, "never", 0),
        ({"headers": "other"}, "never", 0),
    ],
    ids=["rewritten", "replaced", "rules", "always", "never", "never-rules"],
)
def test_what_it_does_not_vouch_for_is_looked_at(api, file, row, mode, heads):
    found = examined(examiner(api, mode), entry(api, file, **row))
    assert (found.kind, api.calls) == ("unchanged", ["s3:HeadObject"] * heads)
    mark = MARKS.of(file)[1]
    remembered = found.row or found.entry.row
    assert (remembered.digest, remembered.etag) == (DIGEST, ETAG)
    # Without a look at the headers nothing new is known of them.
    assert remembered.headers == (mark if heads else row.get("headers", ""))


def test_a_manifest_that_is_not_believed_is_not_asked(api, file):
    found = examined(examiner(api, "always", trusting=False), entry(api, file))
    assert (found.kind, api.calls) == ("unchanged", ["s3:HeadObject"])


@pytest.mark.parametrize("mode", ["auto", "never"])
def test_new_content_is_told_from_the_digest_and_keeps_the_headers_that_last(api, file, mode):
    Path(file.path).write_bytes(b"CONTENT")
    found = examined(examiner(api, mode), entry(api, file, known=False))
    assert (found.kind, api.calls) == ("changed", ["s3:HeadObject"] * (mode == "auto"))
    assert (found.current is not None) is (mode == "auto")


def test_an_object_that_was_replaced_after_the_listing_is_judged_as_it_is(api, file):
    before = entry(api, file, headers="other", known=False)
    api.put("a.jpg", b"CONTENT", **HEADERS)
    assert examined(examiner(api), before).kind == "changed"


def test_a_file_that_is_gone_meanwhile_is_told(api, file):
    Path(file.path).unlink()
    with pytest.raises(CdnError, match=r"a\.jpg cannot be read: No such file"):
        examined(examiner(api), entry(api, file, known=False))


def test_an_object_that_is_gone_meanwhile_is_new(api, file):
    one = entry(api, file, headers="other")
    del api.objects["a.jpg"]
    found = examined(examiner(api), one)
    assert (found.kind, found.entry.fits) == ("new", False)


def test_an_object_that_cannot_be_asked_about_is_named(api, file):
    api.refused["HeadObject"] = AwsError(operation="s3:HeadObject", code="403", text="Forbidden", status=403)
    with pytest.raises(AwsError) as failed:
        examined(examiner(api, "always"), entry(api, file))
    assert failed.value.message.startswith("b/a.jpg: Not allowed to do s3:HeadObject")


def test_a_few_of_those_that_were_vouched_for_are_looked_at(api, file):
    one = examiner(api)
    there = entry(api, file)
    for dummy in one.findings([there] * 100, threads=2):
        pass
    assert one.misled(2) == []
    assert api.calls == ["s3:HeadObject"] * SAMPLES


@pytest.mark.parametrize(
    ("headers", "row", "misled"),
    [
        ({}, {}, False),
        ({"CacheControl": "no-store"}, {}, True),
        ({"ChecksumSHA256": base64.b64encode(b"0" * 32).decode()}, {}, True),
        ({"ChecksumSHA256": DIGEST}, {}, False),
        ({"ETag": "replaced just now"}, {}, False),
    ],
    ids=["as-told", "headers", "content", "same-content", "just-now"],
)
def test_a_sample_shows_whether_the_manifest_is_right(api, file, headers, row, misled):
    one = examiner(api)
    list(one.findings([entry(api, file)], threads=1))
    api.objects["a.jpg"].update(headers)
    assert one.misled(1) == (["a.jpg"] if misled else [])
    del api.objects["a.jpg"]
    assert one.misled(1) == []


def test_findings_come_in_order_and_few_at_a_time(api, file):
    asked = entry(api, file, headers="other")
    vouched = entry(api, file)
    taken = []

    def entries():
        for number in range(1000):
            taken.append(number)
            yield asked if number % 7 == 0 else vouched

    found = examiner(api).findings(entries(), threads=2)
    next(found)
    assert len(taken) < 200
    kinds = [one.entry is asked for one in found]
    assert kinds == [number % 7 == 0 for number in range(1, 1000)]
