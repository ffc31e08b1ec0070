#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage one statement of an S3 bucket policy."""

from __future__ import annotations

DOCUMENTATION = r"""
module: s3_bucket_policy_statement
short_description: Manage one statement of an S3 bucket policy
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Adds, changes or removes one statement of a bucket's policy, found by its Sid.
  - Every other statement stays exactly as it is, to the byte, also those without a Sid.
  - A statement that says the same in another form (a list of one instead of a text, another order, an account number
    instead of the account's root ARN) is not changed.
  - S3 knows only whole policies. After a write the policy is therefore read again, about a second later, and the
    statement merged again should somebody else have written the policy at the same moment.
  - When somebody else changes the very statement at that moment, O(statement) replaces theirs, and a warning shows it
    whole; with O(state=absent) theirs stays, and the module fails.
options:
  bucket:
    description: Name of the bucket.
    type: str
    required: true
  sid:
    description:
      - Name of the statement within the policy, one line.
      - With O(state=absent) any Sid that stands in the policy will do.
    type: str
    required: true
  statement:
    description:
      - The whole statement in the spelling of IAM's JSON, with the members C(Effect), C(Principal), C(Action),
        C(Resource) and C(Condition), or their C(Not) forms.
      - Leave its C(Sid) out, or let it be the same as O(sid).
      - Required with O(state=present).
    type: dict
  state:
    description:
      - With V(present) the statement stands in the policy.
      - With V(absent) it does not. A policy whose last statement goes is deleted.
    type: str
    choices: [present, absent]
    default: present
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
notes:
  - A check run on a bucket that does not exist yet plans the write, since an earlier task may make the bucket.
  - A statement that opens the bucket to everybody is refused while the bucket's public access block forbids it.
  - Needs the IAM actions C(s3:GetBucketPolicy), C(s3:PutBucketPolicy) and C(s3:DeleteBucketPolicy).
seealso:
  - module: cdn.aws.s3_origin_bucket
  - module: cdn.aws.cloudfront_distribution
"""

EXAMPLES = r"""
- name: Let one CloudFront distribution read the bucket
  cdn.aws.s3_bucket_policy_statement:
    bucket: example-com-origin
    sid: AllowCloudFront
    statement:
      Effect: Allow
      Principal:
        Service: cloudfront.amazonaws.com
      Action: s3:GetObject
      Resource: arn:aws:s3:::example-com-origin/*
      Condition:
        StringEquals:
          AWS:SourceArn: arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL

- name: Let CloudFront also tell a missing file from a forbidden one (404 instead of 403)
  cdn.aws.s3_bucket_policy_statement:
    bucket: example-com-origin
    sid: AllowCloudFrontList
    statement:
      Effect: Allow
      Principal:
        Service: cloudfront.amazonaws.com
      Action: s3:ListBucket
      Resource: arn:aws:s3:::example-com-origin
      Condition:
        StringEquals:
          AWS:SourceArn: arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL

- name: Refuse everything that is not encrypted on its way
  cdn.aws.s3_bucket_policy_statement:
    bucket: example-com-origin
    sid: DenyPlainHttp
    statement:
      Effect: Deny
      Principal: "*"
      Action: s3:*
      Resource:
        - arn:aws:s3:::example-com-origin
        - arn:aws:s3:::example-com-origin/*
      Condition:
        Bool:
          aws:SecureTransport: "false"

- name: Take the right of a distribution back
  cdn.aws.s3_bucket_policy_statement:
    bucket: example-com-origin
    sid: AllowCloudFront
    state: absent
"""

RETURN = r"""
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "s3:PutBucketPolicy, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description: The API writes that were made, or in check mode would be made, in order.
  returned: always
  type: list
  elements: dict
  sample:
    - operation: s3:PutBucketPolicy
      resource: example-com-origin
      change: create
statement:
  description: The statement as it stands in the policy, V(none) when it does not.
  returned: always
  type: dict
  sample:
    Sid: AllowCloudFront
    Effect: Allow
    Principal:
      Service: cloudfront.amazonaws.com
    Action: s3:GetObject
    Resource: arn:aws:s3:::example-com-origin/*
    Condition:
      StringEquals:
        AWS:SourceArn: arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL
removed:
  description: The statement that was removed, or in check mode would be, V(none) when there was none.
  returned: when O(state=absent)
  type: dict
  sample:
    Sid: AllowCloudFront
    Effect: Allow
    Principal:
      Service: cloudfront.amazonaws.com
    Action: s3:GetObject
    Resource: arn:aws:s3:::example-com-origin/*
    Condition:
      StringEquals:
        AWS:SourceArn: arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL
policy:
  description: The whole policy, V(none) when the bucket has none.
  returned: always
  type: dict
  sample:
    Version: "2012-10-17"
    Statement:
      - Sid: AllowCloudFront
        Effect: Allow
        Principal:
          Service: cloudfront.amazonaws.com
        Action: s3:GetObject
        Resource: arn:aws:s3:::example-com-origin/*
        Condition:
          StringEquals:
            AWS:SourceArn: arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL
"""

from ..module_utils._argument_spec import STATE, ArgumentSpec
from ..module_utils._module import run_module
from ..module_utils._s3.policy_statement import PolicyStatement

SPEC = ArgumentSpec(
    options={
        "bucket": {"type": "str", "required": True},
        "sid": {"type": "str", "required": True},
        "statement": {"type": "dict"},
        **STATE,
    },
    required_if=(("state", "present", ["statement"]),),
)


def main() -> None:
    """Run the module."""
    run_module(PolicyStatement, SPEC)


if __name__ == "__main__":
    main()
