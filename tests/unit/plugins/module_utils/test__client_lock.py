# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._client import refuse_writes
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from tests.unit.answers import Answer
from tests.unit.clients import GET, failure

CONFIG = {
    "CallerReference": "x",
    "Comment": "",
    "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [{"Id": "a", "DomainName": "a.example.com"}]},
    "DefaultCacheBehavior": {"TargetOriginId": "a", "ViewerProtocolPolicy": "https-only"},
}


class TestLock:
    @pytest.mark.parametrize(
        ("operation", "request_"),
        [
            ("cloudfront:CreateDistribution", {"DistributionConfig": CONFIG}),
            ("cloudfront:DeleteDistribution", {"Id": "E1", "IfMatch": "E3"}),
            ("cloudfront:TagResource", {"Resource": "arn:aws:x", "Tags": {"Items": []}}),
            ("acm:RequestCertificate", {"DomainName": "cdn.example.com"}),
            ("s3:PutObject", {"Bucket": "files", "Key": "a", "Body": b""}),
            ("s3:DeleteObjects", {"Bucket": "files", "Delete": {"Objects": [{"Key": "a"}]}}),
            ("s3:CopyObject", {"Bucket": "files", "Key": "a", "CopySource": {"Bucket": "files", "Key": "a"}}),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_a_check_run_cannot_write(self, aws, locked, operation, request_):
        message = failure(locked, operation, request_, Refused)
        assert operation.split(":")[1] in message
        assert aws.requests == []

    def test_the_client_handed_to_others_is_locked_too(self, aws, locked):
        """s3transfer gets the client itself."""
        with pytest.raises(Refused):
            locked.client("s3").put_object(Bucket="b", Key="k", Body=b"")
        assert aws.requests == []

    def test_a_check_run_reads(self, aws, locked):
        locked.call(*GET)
        aws.give(Answer())
        locked.call("s3:HeadBucket", {"Bucket": "files"})
        aws.give(Answer(body="{}"))
        locked.call("acm:DescribeCertificate", {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a"})
        locked.call("acm:ListCertificates", {})
        assert len(aws.requests) == 4

    def test_a_real_run_writes(self, aws, clients):
        aws.give(Answer(204))
        clients.call("cloudfront:DeleteDistribution", {"Id": "E1", "IfMatch": "E3"})
        assert aws.requests[0][0] == "DELETE"

    @pytest.mark.parametrize("service", ["cloudfront", "s3", "acm", "route53", "wafv2"])
    def test_no_operation_that_passes_the_lock_writes(self, clients, service):
        model = clients.client(service).meta.service_model
        passing = []
        for name in model.operation_names:
            try:
                refuse_writes(model.operation_model(name))
            except Refused:
                continue
            passing.append(name)
        assert passing
        words = (
            "Create",
            "Update",
            "Delete",
            "Put",
            "Tag",
            "Associate",
            "Publish",
            "Copy",
            "Upload",
            "Restore",
            "Abort",
        )
        assert [name for name in passing if name.startswith(words)] == []
        unsafe = [
            name for name in passing if model.operation_model(name).http.get("method") in ("PUT", "DELETE", "PATCH")
        ]
        assert unsafe == []
