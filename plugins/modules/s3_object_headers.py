#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Repair the headers of objects that are already in a bucket."""

from __future__ import annotations

DOCUMENTATION = r"""
module: s3_object_headers
short_description: Repair the headers of objects that are already there
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Gives objects that an application has uploaded without C(Cache-Control), or as C(binary/octet-stream), the headers
    that browsers and CloudFront need. The content is neither downloaded nor uploaded; S3 copies each object onto
    itself.
  - "Everything else about an object is kept: all other headers, its metadata, tags, ACL, storage class, encryption with
    its KMS key, checksum algorithm, website redirect, and Object Lock. Its content and its key are not touched."
  - Objects that are right already are left alone. Looking at an object takes one C(HeadObject) request; what was found
    right, or was repaired, is remembered on the host where the module runs, so that the next run over a million right
    objects is a listing only. An object that somebody writes is looked at again.
  - A run that was interrupted is continued by the next one. A check run tells how many objects would be repaired and
    why, with an estimate of the cost.
  - For files that come from a local directory, M(cdn.aws.s3_publish) sets the same headers when it uploads them, and
    repairs them later.
options:
  bucket:
    description: Name of the bucket. It must exist, except in check mode.
    type: str
    required: true
  prefix:
    description:
      - The folder in the bucket whose objects are repaired, such as V(images) or V(images/2024). Empty for the whole
        bucket.
      - It always ends at a slash; V(images) never touches C(images2/). A slash at its beginning has no meaning; keys
        that begin with one are only below the empty prefix.
    type: str
    default: ""
  origin_path:
    description:
      - The origin path of the distribution that serves the bucket, without which viewers see the keys. Used for
        RV(object_headers.changed_paths) only.
    type: str
    default: ""
  cache_control:
    description:
      - The C(Cache-Control) header of all objects for which no rule names one. It replaces any other,
        unless O(overwrite=false); a check run tells in RV(object_headers.differences) which ones.
      - Pages and other objects that change under the same name need a rule with a short time, or O(exclude).
      - Without it, objects keep the one that they have, or have none.
    type: str
  rules:
    description:
      - Headers by name, as in M(cdn.aws.s3_publish). For each header the first rule counts whose O(rules[].pattern)
        matches and that names it, so the special rules come first and the general ones last.
      - A header that no rule names is left as it is. An empty text takes the header away.
    type: list
    elements: dict
    default: []
    suboptions:
      pattern:
        description:
          - A shell pattern with C(*), C(?) and C([...]), in which case matters.
          - Without a slash, as in V(*.html) or V(assets), it is compared with the last part of the key and with each
            folder on the way. With a slash, as in V(assets/*.js) or V(/index.html), it is compared with the whole key
            below O(prefix). An asterisk also matches slashes.
          - A pattern that matches a folder matches all objects in it.
        type: str
        required: true
      cache_control:
        description: How long browsers and CloudFront keep the object, such as V(public, max-age=31536000, immutable).
        type: str
      content_type:
        description: The media type. It replaces any other, whatever O(content_types) says, unless O(overwrite=false).
        type: str
      content_encoding:
        description: For objects that are stored compressed, V(gzip) or V(br).
        type: str
      content_disposition:
        description: V(attachment) makes browsers save the object instead of showing it.
        type: str
      content_language:
        description: The language of the object, such as V(de).
        type: str
      metadata:
        description:
          - Further headers, sent to viewers with C(x-amz-meta-) before the name. ASCII only, 2 KB in all.
          - The metadata of all rules that match is taken together. Other metadata of an object is left alone.
        type: dict
        default: {}
      storage_class:
        description:
          - What the objects shall be stored as, one of V(STANDARD), V(STANDARD_IA), V(ONEZONE_IA),
            V(INTELLIGENT_TIERING), V(GLACIER_IR) and V(REDUCED_REDUNDANCY).
          - Leave it out for objects that lifecycle rules move on; they would be moved back.
        type: str
      tags:
        description:
          - Tags of the objects, S3 takes 10 per object. Other tags of an object are left alone.
          - Comparing them takes one C(GetObjectTagging) request more for every object that has rules with tags.
        type: dict
        default: {}
  content_types:
    description:
      - Which objects get a C(Content-Type) by the table of this collection, which knows the extensions of about 100
        formats and declares texts as UTF-8. O(rules[].content_type) comes first.
      - V(missing) repairs objects without a real one, V(binary/octet-stream) or V(application/octet-stream), which
        browsers download instead of showing.
      - V(all) also replaces other types than those of the table, such as V(image/jpg) for a C(.png). A character set is
        left as it is as long as the type is right. C(.svgz) files also get their C(Content-Encoding).
      - V(none) leaves them all. For names without an extension the table has no type; give them one with
        O(rules[].content_type).
    type: str
    choices: [missing, all, none]
    default: missing
  overwrite:
    description:
      - Whether headers that an object has already are replaced where they differ.
      - With V(false) only what an object lacks is added. C(Expires) counts as a C(Cache-Control), and
        V(binary/octet-stream) as no type. The storage class of a rule counts in any case.
    type: bool
    default: true
  exclude:
    description: Patterns, as in O(rules[].pattern), of objects that are left alone.
    type: list
    elements: str
    default: []
  header_check:
    description:
      - V(auto) looks only at objects that are not remembered from earlier runs with the same options on the same host.
        They are kept as numbers of eight bytes for each object, in C($XDG_CACHE_HOME/cdn.aws) or C(~/.cache/cdn.aws).
        Where that cannot be written, nothing is remembered.
      - Tags that somebody changes without writing the object are seen with V(always) only.
      - V(always) looks at all of them.
    type: str
    choices: [auto, always]
    default: auto
  threads:
    description:
      - How many objects are looked at, and then repaired, at the same time; 1 to 32. When S3 asks to slow down, fewer
        are.
    type: int
    default: 16
  requests_per_second:
    description:
      - At most so many requests are sent in a second, so that an application that uses the same bucket is not slowed
        down. S3 itself takes at least 3,500 copies in a second for each prefix.
      - No bound by default.
    type: int
  limit:
    description:
      - At most so many objects are repaired in one run, the first ones of the listing that need it. Good for a first
        try, or for a part each night.
      - Without it, all objects are looked at before the first is repaired, so that the plan is whole. Where that takes
        longer than the credentials are valid, or than anybody waits, repeat the task with a O(limit) until
        RV(object_headers.complete).
      - No bound by default.
    type: int
  batch:
    description:
      - Lets S3 Batch Operations repair the objects, for more of them than one machine can copy in the time there is.
        Looking at the objects stays the work of this module. All other options mean the same.
      - A job gives all of its objects the same headers, metadata, storage class and encryption. Objects that would be
        alike in all of that go into one job, if there are at least O(batch.minimum_objects) of them; the others are
        repaired one by one, as without O(batch). So are objects of more than 5 GB, and those with a lock, an ACL beyond
        the owner's, a legacy storage class or dual-layer encryption (DSSE-KMS), which a job could not keep.
      - "The next run knows the jobs of an interrupted one by their description: it waits for them and makes no second
        job for their objects. In check mode nothing is written."
      - An object that somebody writes after it was looked at and before its turn is left alone by the job, as is one
        that is deleted. They are counted in RV(object_headers.batch.jobs[].failures), and the next run sees to them.
        Objects that are younger than the run are copied one by one. (An upload in parts that replaces an object counts
        from its beginning. If that was before the run, the job gives the new content the properties of the old.)
      - A job costs 0.25 USD, and 1.00 USD for each million objects, besides its copies.
      - No emulator of AWS has this API. This part was proved against a simulation of it only.
    type: dict
    suboptions:
      role:
        description:
          - Name or ARN of the IAM role that the jobs work with. The caller needs C(iam:PassRole) for it.
          - A role that does not let S3 Batch Operations use it is refused. Permissions that its policies seem to lack
            are warned of, as far as the caller may read them.
        type: str
        required: true
      create_role:
        description:
          - Makes the role when it does not exist, and sees to it that it has an inline policy with the permissions that
            jobs for O(bucket) need, and no others. O(batch.role) has to be a name without a path then, when there is no
            such role.
          - The role stays when the jobs are over.
        type: bool
        default: false
      bucket:
        description:
          - The bucket for manifests, which name all objects of a job; O(bucket) by default. It should be in the same
            region.
          - Viewers of a public bucket could read a manifest if they guessed its name, which has 64 hexadecimal
            digits.
            Another bucket rules that out.
        type: str
      prefix:
        description:
          - The folder for manifests and reports. They are not deleted; a lifecycle rule can do that.
          - In O(bucket) itself, only objects with a C(.cdn.aws) folder in their key are never repaired themselves.
        type: str
        default: .cdn.aws/batch
      report_bucket:
        description: The bucket for the reports about objects that could not be repaired; O(batch.bucket) by default.
        type: str
      minimum_objects:
        description: How many objects that would be alike are worth a job, which takes minutes before it begins.
        type: int
        default: 10000
      priority:
        description: Jobs with a higher number go first, among all of the account.
        type: int
        default: 10
      inventory:
        description:
          - "The place of an S3 Inventory of the bucket, which is read instead of listing the bucket:
            C(s3://reports/example-images/all/2026-11-22T01-00Z/manifest.json)."
          - It has to be in the CSV format, with the optional fields last modified date and ETag. What was uploaded
            since it was made is not seen.
        type: str
  wait:
    description:
      - Wait until the jobs of O(batch) are over, and fail when they could not repair an object. Usually they take 5 to
        30 minutes, longer with more than a million objects.
      - Without it the jobs go on by themselves, and nothing is known of their result.
    type: bool
    default: true
  wait_timeout:
    description: How many seconds to wait for the jobs at most. The next run goes on waiting.
    type: int
    default: 86400
notes:
  - A copy is a write. In a bucket with versioning the old version of each repaired object stays, and is paid for, until
    a lifecycle rule removes it. Event notifications and replication see each repaired object as a new one
    (C(s3:ObjectCreated:Copy)), and lifecycle rules count its age from the repair.
  - "Left alone, counted in RV(object_headers.skipped) and warned of: archived objects, which cannot be copied (those
    that are restored for a time too, since a copy would end that); objects under a customer's own key (SSE-C); objects
    whose metadata is not ASCII or leaves no room for what is wanted; where ACLs are in use, objects of other accounts
    and public ones that the public access block would refuse. Keys that end in a slash, and what M(cdn.aws.s3_publish)
    keeps under C(.cdn.aws/), are not counted at all."
  - "What no copy can keep: the time of the last change; the encryption context of a KMS key; of an object that was
    uploaded in parts its ETag and a checksum that was made of those of its parts; and the annotations of an object of
    more than 5 GB. An C(Expires) header that is no date becomes one that is over, which means the same."
  - An object that is written by somebody else while it is repaired is looked at again. A copy names the object that it
    replaces and the second since which that has not been changed, so that neither new content nor new headers are lost.
    With a botocore, or in a partition of AWS, that does not know C(IfMatch) for copies, headers that are set in the
    last minute before the copy are lost, and so is an upload that ends during the copy.
  - Objects of more than 5 GB are copied in parts. In RV(actions) such an object is one C(s3:CreateMultipartUpload),
    which stands for its C(s3:UploadPartCopy) and C(s3:CompleteMultipartUpload) as well.
  - Caches keep answers with the old headers until they expire or are invalidated; see the examples. A run that failed
    or was interrupted has no RV(object_headers.changed_paths), and the next one does not know its objects, so
    invalidate all that is under O(prefix) then.
  - "The caller's IAM policies need C(s3:ListBucket), C(s3:GetObject), C(s3:PutObject), C(s3:GetObjectTagging),
    C(s3:PutObjectTagging), C(s3:GetBucketVersioning) and C(s3:GetBucketOwnershipControls); with ACLs in use
    C(s3:GetObjectAcl), C(s3:PutObjectAcl), C(s3:GetBucketAcl) and C(s3:GetBucketPublicAccessBlock); with Object Lock
    C(s3:GetBucketObjectLockConfiguration), C(s3:GetObjectRetention), C(s3:PutObjectRetention),
    C(s3:GetObjectLegalHold) and C(s3:PutObjectLegalHold); under KMS C(kms:GenerateDataKey) and C(kms:Decrypt); for
    objects of more than 5 GB C(s3:AbortMultipartUpload); for objects with annotations C(s3:GetObjectAnnotation) and
    C(s3:PutObjectAnnotation)."
  - "For O(batch) they also need C(s3:CreateJob), C(s3:DescribeJob), C(s3:ListJobs), C(iam:PassRole) and C(iam:GetRole);
    to check the role C(iam:ListRolePolicies), C(iam:GetRolePolicy), C(iam:ListAttachedRolePolicies), C(iam:GetPolicy)
    and C(iam:GetPolicyVersion); with O(batch.create_role) C(iam:CreateRole), C(iam:PutRolePolicy) and
    C(iam:GetRolePolicy)."
seealso:
  - module: cdn.aws.s3_publish
  - module: cdn.aws.cloudfront_invalidation
  - module: cdn.aws.cloudfront_response_headers_policy
    description: Adds a C(Cache-Control) header for browsers without touching any object.
  - module: cdn.aws.cdn_probe
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
"""

EXAMPLES = r"""
# For names that are never used again for another image. Other objects of the bucket keep what they have.
- name: Let browsers and CloudFront keep all images for a year
  cdn.aws.s3_object_headers:
    bucket: example-images
    prefix: images
    cache_control: public, max-age=31536000, immutable

- name: Let browsers and CloudFront keep everything that says nothing of it for an hour
  cdn.aws.s3_object_headers:
    bucket: example-images
    cache_control: public, max-age=3600
    overwrite: false

- name: Repair the first thousand objects as a try, thumbnails and documents in their own way
  cdn.aws.s3_object_headers:
    bucket: example-images
    prefix: uploads
    limit: 1000
    requests_per_second: 200
    exclude:
      - private
    rules:
      - pattern: thumbnails
        cache_control: public, max-age=86400
      - pattern: "*.pdf"
        cache_control: no-cache
        content_disposition: attachment
    cache_control: public, max-age=31536000
  register: repaired

- name: Invalidate what caches have with the old headers
  cdn.aws.cloudfront_invalidation:
    alias: www.example.com
    target_paths: "{{ repaired.object_headers.changed_paths }}"
  when: repaired.object_headers.changed_paths | length > 0

- name: Leave millions of images to jobs of S3 Batch Operations
  cdn.aws.s3_object_headers:
    bucket: example-images
    prefix: images
    cache_control: public, max-age=31536000, immutable
    batch:
      role: repair-headers
      create_role: true
      bucket: example-reports

- name: Repair wrong content types only, and look at each object again
  cdn.aws.s3_object_headers:
    bucket: example-images
    content_types: all
    header_check: always
"""

RETURN = r"""
object_headers:
  description: What was done, or in check mode what would be done.
  returned: success
  type: dict
  contains:
    bucket:
      description: The bucket.
      type: str
      sample: example-images
    prefix:
      description: The beginning of all keys, empty or with a slash at its end.
      type: str
      sample: uploads/
    objects:
      description: Number of objects that were listed.
      type: int
      sample: 1048576
    looked_at:
      description: Number of objects whose headers were asked for; the others were skipped or known to be right.
      type: int
      sample: 1048000
    repaired:
      description: Number of objects that were repaired.
      type: int
      sample: 981200
    unchanged:
      description: Number of objects that were right already.
      type: int
      sample: 66800
    skipped:
      description:
        - Number of objects that were left alone, by reason, C(excluded), C(archived), C(customer_key),
          C(foreign_owner), C(no_room), C(public_acl), C(unreadable_metadata), or C(gone) for those that were deleted
          meanwhile.
      type: dict
      sample: {"archived": 576}
    skipped_examples:
      description: The first keys for each reason.
      type: dict
      sample: {"archived": ["uploads/2011/a.jpg", "uploads/2011/b.jpg", "uploads/2011/c.jpg"]}
    complete:
      description: Whether all objects were considered; false when O(limit) ended the run before.
      type: bool
      sample: true
    bytes:
      description: Size of all objects that were repaired.
      type: int
      sample: 117440512000
    differences:
      description: What was not as wanted, the most frequent first. Rare values are counted together as V((various\)).
      type: list
      elements: dict
      sample:
        - header: cache_control
          current: null
          desired: public, max-age=31536000, immutable
          objects: 981200
          examples: ["uploads/2012/a.jpg", "uploads/2012/b.jpg", "uploads/2012/c.jpg"]
    changed_paths:
      description:
        - Encoded paths of the repaired objects as viewers request them, for an invalidation.
        - Of more than 10,000 objects it is the one wildcard for all that is under O(prefix), such as V(/uploads/*).
      type: list
      elements: str
      sample: ["/uploads/*"]
    cost_estimate:
      description:
        - What S3 charges for this run by its list prices of us-east-1 in USD. Other regions cost more, up to twice as
          much; transfer is free.
        - C(looking) is for the listing and C(HeadObject) requests, with those for tags and ACLs, which check runs make
          too (of more than 5,000 repairs each object is looked at once more before it is written); C(copying) for the
          repairs; C(retrieval) for objects of the infrequent access and instant retrieval classes.
        - C(old_versions_per_month) is for the old versions that stay in a bucket with versioning.
      type: dict
      sample:
        currency: USD
        region: us-east-1
        as_of: 2026-11
        list_requests: 1049
        head_requests: 2029200
        copy_requests: 981200
        looking: 0.8169
        copying: 4.906
        retrieval: 0.0
        total: 5.7229
        old_versions_bytes: 0
        old_versions_per_month: 0.0
    batch:
      description: What jobs of S3 Batch Operations did. The objects of jobs count as repaired in all other numbers.
      returned: with O(batch)
      type: dict
      contains:
        jobs:
          description: The jobs of this run and, before them, those of earlier runs that are still at its objects.
          type: list
          elements: dict
          contains:
            id:
              description: AWS's id of the job.
              type: str
              sample: 00e123a4-c0d8-41f4-a0eb-b46f9ba5b07c
            status:
              description: Its last known status, such as V(New), V(Active) or V(Complete).
              type: str
              sample: Complete
            objects:
              description: Number of objects of the job.
              type: int
              sample: 981000
            succeeded:
              description: Number of objects that it has repaired.
              type: int
              sample: 980998
            failed:
              description: Number of objects that it has not repaired.
              type: int
              sample: 2
            failures:
              description: These by code; C(PreconditionFailed) for an object that was written after the look at it.
              type: dict
              sample: {"PreconditionFailed": 2}
            failure_examples:
              description: The first objects of each code, with S3's own words.
              type: dict
              sample: {"PreconditionFailed": ["uploads/a.jpg: At least one of the pre-conditions did not hold"]}
        objects:
          description: Number of objects for which this run made jobs.
          type: int
          sample: 981000
        in_progress:
          description: Number of objects that were not right yet and were left to jobs of earlier runs.
          type: int
          sample: 0
        one_by_one:
          description: Number of objects that were repaired without a job.
          type: int
          sample: 200
        role:
          description: ARN of the role of the jobs.
          type: str
          sample: arn:aws:iam::123456789012:role/repair-headers
waits:
  description:
    - What was waited for and the seconds that it took.
  type: list
  elements: dict
  returned: when a run takes longer than two seconds
  sample:
    - what: Repairing the headers of example-images/uploads/
      usual: ''
      seconds: 1843.2
actions:
  description:
    - The API writes that were made, or in check mode would be made. They run side by side.
    - Of more than 10,000 objects there is one action for each operation, whose C(resource) tells their number.
  returned: always
  type: list
  elements: dict
  sample:
    - operation: s3:CopyObject
      resource: example-images/uploads/2012/a.jpg
      change: update
      differences:
        - path: "uploads/2012/a.jpg: cache_control"
          current: null
          desired: public, max-age=31536000, immutable
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._headers.batch_headers import BatchObjectHeaders
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

RULE = {
    "pattern": {"type": "str", "required": True},
    "cache_control": {"type": "str"},
    "content_type": {"type": "str"},
    "content_encoding": {"type": "str"},
    "content_disposition": {"type": "str"},
    "content_language": {"type": "str"},
    "metadata": {"type": "dict", "default": {}},
    "storage_class": {"type": "str"},
    "tags": {"type": "dict", "default": {}},
}

BATCH = {
    "role": {"type": "str", "required": True},
    "create_role": {"type": "bool", "default": False},
    "bucket": {"type": "str"},
    "prefix": {"type": "str", "default": ".cdn.aws/batch"},
    "report_bucket": {"type": "str"},
    "minimum_objects": {"type": "int", "default": 10000},
    "priority": {"type": "int", "default": 10},
    "inventory": {"type": "str"},
}

SPEC = ArgumentSpec(
    {
        "bucket": {"type": "str", "required": True},
        "prefix": {"type": "str", "default": ""},
        "origin_path": {"type": "str", "default": ""},
        "cache_control": {"type": "str"},
        "rules": {"type": "list", "elements": "dict", "options": RULE, "default": []},
        "content_types": {"type": "str", "choices": ["missing", "all", "none"], "default": "missing"},
        "overwrite": {"type": "bool", "default": True},
        "exclude": {"type": "list", "elements": "str", "default": []},
        "header_check": {"type": "str", "choices": ["auto", "always"], "default": "auto"},
        "threads": {"type": "int", "default": 16},
        "requests_per_second": {"type": "int"},
        "limit": {"type": "int"},
        "batch": {"type": "dict", "options": BATCH},
        **wait_options(default=True, timeout=86400),
    }
)


def main() -> None:
    """Run the module."""
    run_module(BatchObjectHeaders, SPEC)


if __name__ == "__main__":
    main()
