# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._headers import batch_groups
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_groups import (
    Limits,
    copy_operation,
    encoded_key,
    grouped,
)
from ansible_collections.cdn.aws.plugins.module_utils._headers.decide import LARGEST_COPY
from tests.unit.helpers import service_shape
from tests.unit.plugins.module_utils._headers.batches import AT, MEMBERS, OPERATION, group, repair

UTC = datetime.timezone.utc
LIMITS = Limits(frozenset({"STANDARD", "STANDARD_IA"}), frozenset({"SHA256"}))
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


def operation(**members):
    given = {name: value for name, value in {**MEMBERS, **members}.items() if value is not None}
    return copy_operation(given, "arn:aws:s3:::pictures", LIMITS)


class TestOperation:
    def test_a_copy_onto_itself_becomes_the_operation_of_a_job(self):
        assert operation() == OPERATION

    def test_everything_that_a_job_can_keep_is_named(self):
        """S3-32: each task is a CopyObject, which loses what is not given."""
        expires = datetime.datetime(2030, 1, 1, tzinfo=UTC)
        made = operation(
            ContentDisposition="inline", ContentEncoding="gzip", ContentLanguage="ko", Expires=expires,
            Metadata={"by": "app"}, StorageClass="STANDARD_IA", WebsiteRedirectLocation="/b",
            ChecksumAlgorithm="SHA256",
            ServerSideEncryption="aws:kms", SSEKMSKeyId=KEY, BucketKeyEnabled=False,
        )  # fmt: skip
        assert made == {
            "TargetResource": "arn:aws:s3:::pictures",
            "MetadataDirective": "REPLACE",
            "NewObjectMetadata": {
                "CacheControl": "max-age=60",
                "ContentDisposition": "inline",
                "ContentEncoding": "gzip",
                "ContentLanguage": "ko",
                "ContentType": "image/jpeg",
                "HttpExpiresDate": expires,
                "UserMetadata": {"by": "app"},
                "SSEAlgorithm": "KMS",
            },
            "RedirectLocation": "/b",
            "StorageClass": "STANDARD_IA",
            "ChecksumAlgorithm": "SHA256",
            "BucketKeyEnabled": False,
            "SSEAwsKmsKeyId": KEY,
        }
        shape = service_shape("s3control", "S3CopyObjectOperation")
        assert made.keys() <= shape.members.keys()
        assert made["NewObjectMetadata"].keys() <= shape.members["NewObjectMetadata"].members.keys()

    def test_the_usual_storage_class_is_named_too(self):
        assert operation(StorageClass=None)["StorageClass"] == "STANDARD"

    def test_new_tags_are_named_and_old_ones_are_not(self):
        made = operation(TaggingDirective="REPLACE", Tagging="kind=a%26b&by=")
        assert made["NewObjectTagging"] == [{"Key": "by", "Value": ""}, {"Key": "kind", "Value": "a&b"}]
        assert "NewObjectTagging" not in operation()

    @pytest.mark.parametrize(
        "members",
        [
            {"GrantRead": 'id="a"'},
            {"ObjectLockMode": "GOVERNANCE"},
            {"ObjectLockLegalHoldStatus": "ON"},
            {"StorageClass": "REDUCED_REDUNDANCY"},
            {"ServerSideEncryption": "aws:kms:dsse", "SSEKMSKeyId": KEY},
            {"ServerSideEncryption": "aws:kms"},
            {"ServerSideEncryption": None, "SSEKMSKeyId": KEY},
            {"TaggingDirective": "REPLACE", "Tagging": ""},
            {"ChecksumAlgorithm": "NEW"},
            {"CacheControl": "x" * 1025},
            {"SomethingNew": "value"},
        ],
        ids=lambda members: next(iter(members)),
    )
    def test_what_a_job_would_lose_is_not_left_to_one(self, members):
        assert operation(**members) is None


class TestGrouped:
    def divide(self, *repairs, at_least=2):
        def named(one):
            return None if one.in_parts else copy_operation(one.members, "arn:aws:s3:::pictures", LIMITS)

        return grouped(list(repairs), "pictures", named, at_least)

    def test_what_is_alike_is_a_group_and_few_are_none(self):
        alike = [repair(f"{number}.jpg") for number in range(3)]
        other = [repair(f"{number}.png", ContentType="image/png") for number in range(2)]
        groups, single = self.divide(*other, *alike, repair("odd.jpg", Metadata={"a": "b"}))
        assert [one.count for one in groups] == [3, 2]
        assert [one.key for one in single] == ["odd.jpg"]
        assert single.operations == {"s3:CopyObject": 1}

    def test_more_kinds_than_jobs_are_refused(self, monkeypatch):
        monkeypatch.setattr(batch_groups, "MOST_GROUPS", 2)
        kinds = [repair(f"{kind}.jpg", Metadata={"kind": str(kind)}) for kind in range(3)]
        assert len(self.divide(*kinds[:2], at_least=1)[0]) == 2
        with pytest.raises(Refused, match="raise batch.minimum_objects, which is 1"):
            self.divide(*kinds, at_least=1)

    def test_objects_too_large_for_a_copy_stay_here(self):
        groups, single = self.divide(*[repair(f"{number}.mp4", size=LARGEST_COPY + 1) for number in range(3)])
        assert (groups, single.count) == ([], 3)

    def test_differences_are_counted(self):
        groups, _ = self.divide(repair("a"), repair("b"))
        assert groups[0].differences == {("cache_control", "", "max-age=60"): 2}


class TestGroup:
    def test_a_manifest_has_a_line_for_each_object_with_its_key_encoded(self):
        made = group("a b/ü,+.jpg", 'line\n"end".jpg')
        lines = made.manifest().read().decode("ascii").splitlines()
        assert lines == ["pictures,a%20b/%C3%BC%2C%2B.jpg", "pictures,line%0A%22end%22.jpg"]
        assert encoded_key("-_.~") == "-_.~"

    def test_no_object_was_modified_after_the_moment_that_tasks_compare_with(self):
        assert group("a", "b").unmodified_since == datetime.datetime.fromtimestamp(AT + 2, UTC)

    def test_the_digest_changes_with_objects_their_times_and_the_operation(self):
        again = group("a")
        again.add(repair("b", at=AT + 5))
        others = [group("a"), group("a", "c"), group("a", "b", operation={}), again]
        assert len({one.digest for one in [group("a", "b"), *others]}) == 5
        assert group("a", "b").digest == group("a", "b").digest
