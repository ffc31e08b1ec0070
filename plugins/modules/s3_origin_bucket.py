#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage a private S3 bucket as the origin of a CloudFront distribution."""

from __future__ import annotations

DOCUMENTATION = r"""
module: s3_origin_bucket
short_description: Manage a private S3 bucket as the origin of a CloudFront distribution
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Makes a private bucket, or takes one that exists, and sets what is named.
  - A new bucket is private, whatever the account's defaults are. ACLs are off, all public access is blocked, objects
    are encrypted with C(AES256).
  - Settings of an existing bucket that are not named stay as they are and are not even read. Objects and the bucket's
    policy are never touched, with the exception of O(force).
  - The bucket policy that CloudFront needs is made with M(cdn.aws.s3_bucket_policy_statement).
options:
  name:
    description:
      - Name of the bucket, unique in the whole world. 3 to 63 lower case letters, digits, hyphens and dots. Old buckets
        may have other names.
      - Dots are allowed and cost a warning, since CloudFront cannot reach such a bucket over https.
    type: str
    required: true
  state:
    description:
      - With V(present) the bucket exists with the named settings.
      - With V(absent) it does not. A bucket that is not empty is refused unless O(force) is set. One that holds nothing
        but the manifests of M(cdn.aws.s3_publish) counts as empty; they are deleted with it.
    type: str
    choices: [present, absent]
    default: present
  force:
    description:
      - With O(state=absent), delete everything in the bucket first, which are all objects, their versions, delete
        markers and running uploads. Nobody can bring them back. The RV(actions) of a check run tell how many.
      - When one of the first thousand objects is under a legal hold or retained (Object Lock), nothing is deleted.
    type: bool
    default: false
  versioning:
    description:
      - With V(true) S3 keeps old versions of overwritten and deleted objects, which cost as much as the current ones.
        O(lifecycle_rules) can end them after some days.
      - With V(false) versioning is suspended. Versions that exist stay. A bucket that never had versioning is left
        alone.
      - 'Default on create: off.'
    type: bool
  tags:
    description:
      - Tags to set. Other tags stay unless O(purge_tags) is set; tags of AWS itself (C(aws:)) always stay.
    type: dict
    aliases: [resource_tags]
  purge_tags:
    description: Remove the tags that are not in O(tags), when that is given.
    type: bool
    default: false
  encryption:
    description:
      - How objects are encrypted that are written without an encryption of their own. Members that are not given keep
        their values.
      - 'Default on create: V(AES256).'
    type: dict
    suboptions:
      sse_algorithm:
        description: V(AES256) for keys of S3, V(aws:kms) or V(aws:kms:dsse) for keys of KMS.
        type: str
        choices: [AES256, "aws:kms", "aws:kms:dsse"]
      kms_master_key_id:
        description:
          - ARN of the KMS key. Without it S3 takes the account's key C(aws/s3), which CloudFront cannot use.
          - The key's policy must let CloudFront decrypt with it.
        type: str
      bucket_key_enabled:
        description:
          - Ask KMS once per bucket and time instead of once per object, which costs far less.
          - 'Default when O(encryption.sse_algorithm) becomes V(aws:kms): true.'
        type: bool
  object_ownership:
    description:
      - Who owns objects that others upload. V(BucketOwnerEnforced) turns ACLs off.
      - 'Default on create: V(BucketOwnerEnforced).'
    type: str
    choices: [BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter]
  public_access_block:
    description:
      - Which ways to make the bucket public are blocked. Members that are not given keep their values.
      - 'Default on create: all blocked. CloudFront with an origin access control needs none of them open.'
    type: dict
    suboptions:
      block_public_acls:
        description: Refuse new public ACLs.
        type: bool
      ignore_public_acls:
        description: Ignore public ACLs that exist.
        type: bool
      block_public_policy:
        description: Refuse bucket policies that open the bucket to everybody.
        type: bool
      restrict_public_buckets:
        description: Let only the own account and AWS services in where the policy is public.
        type: bool
  logging:
    description:
      - Server access logs, a line for each request to the bucket, written to another bucket within some hours.
      - V({}) turns them off.
    type: dict
    suboptions:
      target_bucket:
        description:
          - The bucket that takes the logs. It must exist in the same region and account, encrypt with C(AES256), and
            be another one than this.
        type: str
      target_prefix:
        description:
          - What the keys of the logs start with, for example V(www/).
          - 'Default when logging is turned on: nothing.'
        type: str
      manage_target_policy:
        description:
          - Add a statement to the target's policy that lets S3 deliver the logs of this bucket, unless one does so
            already. Without such a statement S3 loses logs without a word.
          - The statement is for this bucket alone and stays when logging is turned off.
        type: bool
        default: true
  cors_rules:
    description:
      - All rules that let pages of other origins read the bucket, the first matching rule counts.
      - V([]) removes them.
    type: list
    elements: dict
    suboptions:
      id:
        description: A name for the rule.
        type: str
      allowed_origins:
        description: The origins, such as V(https://example.com); V(*) stands for any text once.
        type: list
        elements: str
        required: true
      allowed_methods:
        description: The methods they may use.
        type: list
        elements: str
        choices: [GET, PUT, POST, DELETE, HEAD]
        required: true
      allowed_headers:
        description: The request headers they may send.
        type: list
        elements: str
      expose_headers:
        description: The response headers that scripts may read.
        type: list
        elements: str
      max_age_seconds:
        description: How long browsers may remember the answer.
        type: int
  lifecycle_rules:
    description:
      - All rules by which S3 deletes or moves objects with time. Rules are matched by their O(lifecycle_rules[].id);
        what a rule does not name keeps its value, rules that are not named are removed.
      - V([]) removes them all.
    type: list
    elements: dict
    suboptions:
      id:
        description: Name of the rule.
        type: str
        required: true
      status:
        description:
          - Whether the rule is at work.
          - 'Default for a new rule: V(Enabled).'
        type: str
        choices: [Enabled, Disabled]
      filter:
        description:
          - The objects it is about, by one condition, or several below O(lifecycle_rules[].filter.and).
          - 'Default for a new rule: all objects.'
        type: dict
        suboptions:
          prefix: &prefix
            description: Keys that start so.
            type: str
          tag:
            description: Objects with this tag.
            type: dict
            suboptions: &tag
              key:
                description: Its key.
                type: str
                required: true
              value:
                description: Its value.
                type: str
                required: true
          object_size_greater_than: &greater
            description: Objects of more bytes than this.
            type: int
          object_size_less_than: &less
            description: Objects of fewer bytes than this.
            type: int
          and:
            description: Objects that meet all of these.
            type: dict
            suboptions:
              prefix: *prefix
              tags:
                description: Objects with all of these tags.
                type: list
                elements: dict
                suboptions: *tag
              object_size_greater_than: *greater
              object_size_less_than: *less
      expiration:
        description: When objects are deleted; in a bucket with versions they get a delete marker.
        type: dict
        suboptions:
          days:
            description: Days after their creation.
            type: int
          date:
            description: From this day on, midnight UTC, such as V(2027-01-31).
            type: str
          expired_object_delete_marker:
            description: Remove delete markers below which no version is left.
            type: bool
      transitions:
        description: When objects move to another storage class.
        type: list
        elements: dict
        suboptions:
          days:
            description: Days after their creation.
            type: int
          date:
            description: From this day on, midnight UTC, such as V(2027-01-31).
            type: str
          storage_class:
            description: The storage class, such as V(STANDARD_IA) or V(INTELLIGENT_TIERING).
            type: str
            required: true
      noncurrent_version_expiration:
        description: When old versions are deleted.
        type: dict
        suboptions:
          noncurrent_days:
            description: Days after they became old.
            type: int
          newer_noncurrent_versions:
            description: How many old versions stay however old they are.
            type: int
      noncurrent_version_transitions:
        description: When old versions move to another storage class.
        type: list
        elements: dict
        suboptions:
          noncurrent_days:
            description: Days after they became old.
            type: int
          newer_noncurrent_versions:
            description: How many old versions stay however old they are.
            type: int
          storage_class:
            description: The storage class.
            type: str
            required: true
      abort_incomplete_multipart_upload:
        description: When uploads that were never ended are given up.
        type: dict
        suboptions:
          days_after_initiation:
            description: Days after their start.
            type: int
            required: true
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
notes:
  - A bucket cannot be moved. One that exists in another region than O(region) is refused.
  - The name of a deleted bucket may be refused for up to an hour when it is made again in another region.
  - A run that changes nothing costs one call, and one more for each setting that is named; O(logging) costs two.
seealso:
  - module: cdn.aws.s3_bucket_policy_statement
  - module: cdn.aws.s3_publish
  - module: amazon.aws.s3_bucket
"""

EXAMPLES = r"""
- name: Make a private bucket
  cdn.aws.s3_origin_bucket:
    name: example-com-origin
    region: ap-northeast-2

- name: Keep old versions for 30 days, and give up unfinished uploads after a week
  cdn.aws.s3_origin_bucket:
    name: example-com-origin
    region: ap-northeast-2
    versioning: true
    lifecycle_rules:
      - id: tidy
        noncurrent_version_expiration:
          noncurrent_days: 30
        abort_incomplete_multipart_upload:
          days_after_initiation: 7
    tags:
      site: example.com

- name: Write access logs to a bucket for logs
  cdn.aws.s3_origin_bucket:
    name: example-com-origin
    region: ap-northeast-2
    logging:
      target_bucket: example-com-logs
      target_prefix: origin/

- name: Let pages of the site load fonts from the bucket
  cdn.aws.s3_origin_bucket:
    name: example-com-origin
    region: ap-northeast-2
    cors_rules:
      - allowed_origins: ["https://example.com", "https://www.example.com"]
        allowed_methods: [GET, HEAD]
        max_age_seconds: 3600

- name: Block all public access to a bucket that exists
  cdn.aws.s3_origin_bucket:
    name: example-com-images
    region: ap-northeast-2
    public_access_block:
      block_public_acls: true
      ignore_public_acls: true
      block_public_policy: true
      restrict_public_buckets: true

- name: Delete a bucket with everything in it
  cdn.aws.s3_origin_bucket:
    name: example-com-preview
    region: ap-northeast-2
    state: absent
    force: true
"""

RETURN = r"""
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when AWS did not take a call at once
  sample:
    - what: "s3:CreateBucket, which AWS does not take yet"
      usual: ''
      seconds: 41.3
actions:
  description: The API writes that were made, or in check mode would be made, in order.
  returned: always
  type: list
  elements: dict
  sample:
    - operation: s3:CreateBucket
      resource: example-com-origin
      change: create
    - operation: s3:PutPublicAccessBlock
      resource: example-com-origin
      change: update
    - operation: s3:PutBucketEncryption
      resource: example-com-origin
      change: update
bucket:
  description: The bucket with the settings that were named, V(none) with O(state=absent).
  returned: always
  type: dict
  contains:
    name:
      description: Its name.
      returned: always
      type: str
      sample: example-com-origin
    arn:
      description: Its ARN.
      returned: always
      type: str
      sample: arn:aws:s3:::example-com-origin
    region:
      description: Its region.
      returned: always
      type: str
      sample: ap-northeast-2
    domain_name:
      description: Its domain name in its region, for the C(domain_name) of an origin.
      returned: always
      type: str
      sample: example-com-origin.s3.ap-northeast-2.amazonaws.com
    versioning:
      description: Whether it keeps versions.
      returned: when O(versioning) is given
      type: bool
      sample: true
    tags:
      description: All its tags but those of AWS.
      returned: when O(tags) is given
      type: dict
      sample:
        site: example.com
    encryption:
      description: How new objects are encrypted.
      returned: when O(encryption) is given
      type: dict
      sample:
        sse_algorithm: aws:kms
        kms_master_key_id: arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab
        bucket_key_enabled: true
    object_ownership:
      description: Who owns objects that others upload.
      returned: when O(object_ownership) is given
      type: str
      sample: BucketOwnerEnforced
    public_access_block:
      description: Which ways to make the bucket public are blocked.
      returned: when O(public_access_block) is given
      type: dict
      sample:
        block_public_acls: true
        ignore_public_acls: true
        block_public_policy: true
        restrict_public_buckets: true
    logging:
      description: Where access logs go, empty when there are none.
      returned: when O(logging) is given
      type: dict
      sample:
        target_bucket: example-com-logs
        target_prefix: origin/
    cors_rules:
      description: The rules for pages of other origins.
      returned: when O(cors_rules) is given
      type: list
      elements: dict
      sample:
        - allowed_origins: ["https://example.com"]
          allowed_methods: [GET, HEAD]
          max_age_seconds: 3600
    lifecycle_rules:
      description: The rules by which objects are deleted or moved.
      returned: when O(lifecycle_rules) is given
      type: list
      elements: dict
      sample:
        - id: tidy
          status: Enabled
          filter:
            prefix: ""
          noncurrent_version_expiration:
            noncurrent_days: 30
"""

from ..module_utils._argument_spec import STATE, TAGS, ArgumentSpec, Options
from ..module_utils._module import run_module
from ..module_utils._s3.bucket import OriginBucket

DAYS_OR_DATE: Options = {"days": {"type": "int"}, "date": {"type": "str"}}
VERSIONS: Options = {"noncurrent_days": {"type": "int"}, "newer_noncurrent_versions": {"type": "int"}}
STORAGE_CLASS: Options = {"storage_class": {"type": "str", "required": True}}
TAG: Options = {"key": {"type": "str", "required": True, "no_log": False}, "value": {"type": "str", "required": True}}
CONDITIONS: Options = {
    "prefix": {"type": "str"},
    "object_size_greater_than": {"type": "int"},
    "object_size_less_than": {"type": "int"},
}
FILTER: Options = {
    **CONDITIONS,
    "tag": {"type": "dict", "options": TAG},
    "and": {
        "type": "dict",
        "options": {**CONDITIONS, "tags": {"type": "list", "elements": "dict", "options": TAG}},
    },
}
LIFECYCLE_RULE: Options = {
    "id": {"type": "str", "required": True},
    "status": {"type": "str", "choices": ["Enabled", "Disabled"]},
    "filter": {
        "type": "dict",
        "options": FILTER,
        "mutually_exclusive": [["prefix", "tag", "object_size_greater_than", "object_size_less_than", "and"]],
    },
    "expiration": {
        "type": "dict",
        "options": {**DAYS_OR_DATE, "expired_object_delete_marker": {"type": "bool"}},
        "mutually_exclusive": [["days", "date", "expired_object_delete_marker"]],
    },
    "transitions": {
        "type": "list",
        "elements": "dict",
        "options": {**DAYS_OR_DATE, **STORAGE_CLASS},
        "required_one_of": [["days", "date"]],
        "mutually_exclusive": [["days", "date"]],
    },
    "noncurrent_version_expiration": {"type": "dict", "options": VERSIONS},
    "noncurrent_version_transitions": {"type": "list", "elements": "dict", "options": {**VERSIONS, **STORAGE_CLASS}},
    "abort_incomplete_multipart_upload": {
        "type": "dict",
        "options": {"days_after_initiation": {"type": "int", "required": True}},
    },
}
CORS_RULE: Options = {
    "id": {"type": "str"},
    "allowed_origins": {"type": "list", "elements": "str", "required": True},
    "allowed_methods": {
        "type": "list",
        "elements": "str",
        "choices": ["GET", "PUT", "POST", "DELETE", "HEAD"],
        "required": True,
    },
    "allowed_headers": {"type": "list", "elements": "str"},
    "expose_headers": {"type": "list", "elements": "str"},
    "max_age_seconds": {"type": "int"},
}
ENCRYPTION: Options = {
    "sse_algorithm": {"type": "str", "choices": ["AES256", "aws:kms", "aws:kms:dsse"]},
    "kms_master_key_id": {"type": "str", "no_log": False},
    "bucket_key_enabled": {"type": "bool"},
}
PUBLIC_ACCESS_BLOCK: Options = {
    "block_public_acls": {"type": "bool"},
    "ignore_public_acls": {"type": "bool"},
    "block_public_policy": {"type": "bool"},
    "restrict_public_buckets": {"type": "bool"},
}
LOGGING: Options = {
    "target_bucket": {"type": "str"},
    "target_prefix": {"type": "str"},
    "manage_target_policy": {"type": "bool", "default": True},
}

SPEC = ArgumentSpec(
    options={
        "name": {"type": "str", "required": True},
        **STATE,
        "force": {"type": "bool", "default": False},
        "versioning": {"type": "bool"},
        **TAGS,
        "encryption": {
            "type": "dict",
            "options": ENCRYPTION,
            "required_by": {"kms_master_key_id": ["sse_algorithm"]},
        },
        "object_ownership": {
            "type": "str",
            "choices": ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"],
        },
        "public_access_block": {"type": "dict", "options": PUBLIC_ACCESS_BLOCK},
        "logging": {
            "type": "dict",
            "options": LOGGING,
            "required_by": {"target_prefix": ["target_bucket"]},
        },
        "cors_rules": {"type": "list", "elements": "dict", "options": CORS_RULE},
        "lifecycle_rules": {"type": "list", "elements": "dict", "options": LIFECYCLE_RULE},
    },
)


def main() -> None:
    """Run the module."""
    run_module(OriginBucket, SPEC)


if __name__ == "__main__":
    main()
