# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls about a bucket, and a run of the module."""

from __future__ import annotations

from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._s3.bucket import OriginBucket

REGION = "ap-northeast-2"
BUCKET = {"Bucket": "b-1"}
BLOCKED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
AES256 = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
CREATION = ["s3:CreateBucket", "s3:PutPublicAccessBlock", "s3:PutBucketEncryption"]


def bring(aws, *, check=False, **options):
    result = reconcile(OriginBucket({"name": "b-1", "state": "present", **options}, aws), check_mode=check)
    return [change.operation for change in result.plan.changes], result


def expect_free(aws, bucket=BUCKET):
    aws.fail("s3:HeadBucket", "404", status=404)


def expect_there(aws, bucket=BUCKET, region=REGION):
    aws.expect("s3:HeadBucket", bucket, {"BucketRegion": region})


def expect_creation(aws, **request):
    aws.expect("s3:CreateBucket", {**BUCKET, "ObjectOwnership": "BucketOwnerEnforced", **request}, {})
    aws.expect("s3:PutPublicAccessBlock", {**BUCKET, "PublicAccessBlockConfiguration": BLOCKED}, {})
    aws.expect("s3:PutBucketEncryption", {**BUCKET, "ServerSideEncryptionConfiguration": {"Rules": [AES256]}}, {})


def expect_tags(aws, **tags):
    aws.expect("s3:GetBucketTagging", BUCKET, {"TagSet": [{"Key": key, "Value": tags[key]} for key in sorted(tags)]})


def expect_put_tags(aws, **tags):
    listed = [{"Key": key, "Value": tags[key]} for key in sorted(tags)]
    aws.expect("s3:PutBucketTagging", {**BUCKET, "Tagging": {"TagSet": listed}}, {})
