# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime
import types

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError
from ansible_collections.cdn.aws.plugins.module_utils._headers.decide import Repair, Skipped
from ansible_collections.cdn.aws.plugins.module_utils._headers.gate import Gate
from ansible_collections.cdn.aws.plugins.module_utils._headers.look import Look, Looker
from ansible_collections.cdn.aws.plugins.module_utils._headers.write import (
    ATTEMPTS,
    MOST_PARTS,
    PART_BYTES,
    Copier,
    Made,
    ranges,
)
from tests.unit.helpers import StubbedApi, service_shape

AT = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
ONE = {"Bucket": "b", "Key": "a.jpg"}
MEMBERS = {"CacheControl": "max-age=9", "MetadataDirective": "REPLACE", "TaggingDirective": "COPY"}
COPIED = {"CopyObjectResult": {"ETag": '"n"', "LastModified": AT}}


def repair(**given):
    return Repair(**{"key": "a.jpg", "etag": '"e"', "size": 5, "at": 1, "members": MEMBERS, "differences": (), **given})


SINCE = datetime.datetime.fromtimestamp(2, datetime.timezone.utc)


def request(etag='"e"', **members):
    return {**ONE, "CopySource": ONE, "IfMatch": etag, "CopySourceIfUnmodifiedSince": SINCE, **MEMBERS, **members}


class Looks(Looker):
    """A looker whose looks are given beforehand."""

    def __init__(self, api, *looks):
        super().__init__(api, None, None, None)
        self.looks = list(looks)

    def look(self, key):
        return self.looks.pop(0)


def copier(api, *looks, age=0.0):
    return Copier(Gate(api, threads=1), Looks(api, *looks), "b", looked_at=0.0, clock=lambda: age)


def test_a_copy_onto_itself_names_everything_and_the_source_it_means():
    """S3-32, S3-35."""
    api = StubbedApi().expect("s3:CopyObject", request(), COPIED)
    planned = repair()
    assert copier(api).make(planned) == Made(planned, planned, None, '"n"', int(AT.timestamp()))
    api.assert_all_made()


@pytest.mark.parametrize("code", ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"])
def test_an_object_that_somebody_wrote_meanwhile_is_looked_at_again(code):
    api = StubbedApi().fail("s3:CopyObject", code)
    api.expect("s3:CopyObject", request('"f"', CacheControl="max-age=9"), COPIED)
    again = repair(etag='"f"')
    made = copier(api, Look("a.jpg", found=again)).make(repair())
    assert (made.planned, made.written) == (repair(), again)


def test_an_older_botocore_knows_no_condition_on_the_object_that_is_replaced(monkeypatch):
    members = service_shape("s3", "CopyObjectRequest").members.keys() - {"IfMatch"}
    api = StubbedApi()
    monkeypatch.setattr(api, "shape", lambda service, name: types.SimpleNamespace(members=members))
    api.expect("s3:CopyObject", {**ONE, "CopySource": ONE, "CopySourceIfMatch": '"e"', **MEMBERS}, COPIED)
    assert copier(api).make(repair()).written == repair()


def test_where_s3_takes_no_condition_on_the_object_that_is_replaced_the_source_has_one():
    older = {**ONE, "CopySource": ONE, "CopySourceIfMatch": '"e"', **MEMBERS}
    api = StubbedApi().fail("s3:CopyObject", "NotImplemented", status=501)
    api.expect("s3:CopyObject", older, COPIED).expect("s3:CopyObject", older, COPIED)
    one = copier(api)
    assert one.make(repair()).written == repair()
    assert one.make(repair()).written == repair()
    api.assert_all_made()


class Lost:
    """An Api whose answer to the first write is lost: sent again, it finds its own work."""

    def __init__(self, operation, code):
        self.operation, self.code = operation, code

    def call(self, operation, request, *, region=None):
        if operation == self.operation:
            raise AwsError(operation=operation, code=self.code, text="", status=412, unclear=1)
        return {"UploadId": "u", "CopyPartResult": {"ETag": '"p"'}}

    def shape(self, service, name):
        return service_shape(service, name)


@pytest.mark.parametrize(
    ("operation", "code", "is_ours"),
    [
        ("s3:CopyObject", "PreconditionFailed", True),
        ("s3:CompleteMultipartUpload", "NoSuchUpload", True),
        ("s3:UploadPartCopy", "PreconditionFailed", False),
    ],
)
def test_a_write_whose_answer_was_lost_is_told(operation, code, is_ours):
    """The repair was made: caches have to be told, and a run that says that nothing changed would lie."""
    planned = repair() if operation == "s3:CopyObject" else giant()
    right = Look("a.jpg", '"f"', 7)
    made = copier(Lost(operation, code), right).make(planned)
    assert made == Made(planned, planned if is_ours else None, etag='"f"', at=7)


def test_an_object_that_became_right_or_went_away_is_not_written():
    right = Look("a.jpg", '"f"', 7)
    made = copier(StubbedApi().fail("s3:CopyObject", "PreconditionFailed"), right).make(repair())
    assert made == Made(repair(), etag='"f"', at=7)
    gone = Skipped("a.jpg", "gone")
    made = copier(StubbedApi().fail("s3:CopyObject", "NoSuchKey"), Look("a.jpg", found=gone)).make(repair())
    assert (made.written, made.skipped) == (None, gone)


def test_an_old_look_is_taken_again_before_the_write():
    """Headers that somebody else has set since do not change the ETag (S3-32)."""
    api = StubbedApi().expect("s3:CopyObject", request(ContentLanguage="de"), COPIED)
    newer = repair(members={**MEMBERS, "ContentLanguage": "de"})
    assert copier(api, Look("a.jpg", found=newer), age=61.0).make(repair()).written == newer
    assert copier(StubbedApi(), Look("a.jpg", '"e"', 1), age=61.0).make(repair()).written is None


def test_an_object_that_is_written_all_the_time_ends_the_run():
    api = StubbedApi()
    for _attempt in range(ATTEMPTS):
        api.fail("s3:CopyObject", "PreconditionFailed")
    with pytest.raises(CdnError, match="b/a.jpg: somebody wrote this object 5 times"):
        copier(api, *[Look("a.jpg", found=repair())] * ATTEMPTS).make(repair())


def test_an_object_that_was_archived_meanwhile_is_left_alone():
    made = copier(StubbedApi().fail("s3:CopyObject", "InvalidObjectState", status=403)).make(repair())
    assert made.skipped == Skipped("a.jpg", "archived")


def test_a_refusal_names_the_object():
    with pytest.raises(AwsError) as failure:
        copier(StubbedApi().fail("s3:CopyObject", "AccessDenied", "Access Denied", 403)).make(repair())
    assert failure.value.message.startswith("b/a.jpg: Not allowed to do s3:CopyObject")


@pytest.mark.parametrize(("year", "kept"), [(2099, True), (2020, False)])
def test_a_retention_that_is_over_is_not_set_again(year, kept):
    lock = {
        "ObjectLockMode": "GOVERNANCE",
        "ObjectLockRetainUntilDate": datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc),
    }
    hold = {"ObjectLockLegalHoldStatus": "ON"}
    api = StubbedApi().expect("s3:CopyObject", request(**hold, **(lock if kept else {})), COPIED)
    copier(api).make(repair(members={**MEMBERS, **lock, **hold}))
    api.assert_all_made()


def giant():
    members = {
        **MEMBERS,
        "Tagging": "a=b",
        "GrantRead": 'id="u"',
        "StorageClass": "STANDARD_IA",
        "ChecksumAlgorithm": "SHA256",
    }
    return repair(size=6 * 1024**3, members=members)


def begin(api):
    create = {
        **ONE, "CacheControl": "max-age=9", "Tagging": "a=b", "GrantRead": 'id="u"', "StorageClass": "STANDARD_IA",
        "ChecksumAlgorithm": "SHA256",
    }  # fmt: skip
    return api.expect("s3:CreateMultipartUpload", create, {"UploadId": "u"})


def test_a_giant_is_copied_in_parts(monkeypatch):
    """S3-32: more than 5 GB; what a copy is told, the upload is told."""
    monkeypatch.setattr("ansible_collections.cdn.aws.plugins.module_utils._headers.write.PARTS_AT_ONCE", 1)
    api = begin(StubbedApi())
    parts = []
    for number, span in ranges(6 * 1024**3):
        part = {**ONE, "UploadId": "u", "CopySource": ONE, "CopySourceIfMatch": '"e"', "PartNumber": number}
        answer = {"CopyPartResult": {"ETag": f'"{number}"', "ChecksumSHA256": f"{number}=", "LastModified": AT}}
        api.expect("s3:UploadPartCopy", {**part, "CopySourceRange": span}, answer)
        parts.append({"PartNumber": number, "ETag": f'"{number}"', "ChecksumSHA256": f"{number}="})
    whole = {**ONE, "UploadId": "u", "IfMatch": '"e"', "MultipartUpload": {"Parts": parts}}
    api.expect("s3:CompleteMultipartUpload", whole, {"ETag": '"n-12"'})
    made = copier(api).make(giant())
    api.assert_all_made()
    assert len(parts) == 12
    assert (made.written, made.etag) == (giant(), '"n-12"')
    assert made.at == 0, "an upload has the time of its beginning, which nobody told"


class Failing:
    """An Api that copies no part."""

    def __init__(self):
        self.calls = []

    def call(self, operation, request, *, region=None):
        self.calls.append(operation)
        if operation == "s3:UploadPartCopy":
            raise AwsError(operation=operation, code="PreconditionFailed", text="", status=412)
        return {"UploadId": "u"}

    def shape(self, service, name):
        return service_shape(service, name)


def test_a_giant_that_cannot_be_finished_leaves_no_parts_behind():
    api = Failing()
    assert copier(api, Look("a.jpg", '"f"', 7)).make(giant()).written is None
    assert (api.calls[0], api.calls[-1]) == ("s3:CreateMultipartUpload", "s3:AbortMultipartUpload")
    assert set(api.calls[1:-1]) == {"s3:UploadPartCopy"}


def test_parts_cover_an_object_without_gap_and_are_never_too_many():
    for size in (PART_BYTES, PART_BYTES + 1, 6 * 1024**3, 50 * 1024**4):
        spans = [tuple(map(int, span.removeprefix("bytes=").split("-"))) for _number, span in ranges(size)]
        assert spans[0][0] == 0
        assert spans[-1][1] == size - 1
        assert all(left[1] + 1 == right[0] for left, right in zip(spans, spans[1:], strict=False))
        assert len(spans) <= MOST_PARTS
