#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look for the objects of a bucket that were written lately."""

from __future__ import annotations

DOCUMENTATION = r"""
module: s3_changed_objects_info
short_description: Look for objects of a bucket that were written after a time
version_added: 0.1.0
description:
  - Lists the objects under a prefix, and returns those that were written after a time, with the paths under which
    viewers find them behind a CloudFront distribution.
  - So that files which applications upload by themselves can be invalidated, see the role P(cdn.aws.refresh#role).
  - S3 cannot list by time. The whole prefix is listed, in pages of 1,000 objects, of which each is a request that costs
    about 0.000005 USD; what was found is all that is kept in memory.
author:
  - cdn.aws contributors (@cdn-aws)
options:
  bucket:
    description:
      - The name of the bucket.
    type: str
    required: true
  since:
    description:
      - A time with its zone, such as V(2026-03-01T12:00:00Z), or an age in seconds, such as V(3600).
      - Objects of that very second are left out, so that RV(changed_objects.newest) can be the O(since) of the next
        run.
    type: str
    required: true
  until:
    description:
      - A time or an age, as O(since). Objects of that very second are returned.
      - By default the second before the listing, the last of which all objects are known.
      - S3 dates an object by the beginning of its upload, and lists it when the upload has ended. An age that is longer
        than uploads take makes sure that the next run misses none.
    type: str
  prefix:
    description:
      - The folder of the bucket to list; by default that of O(origin_path).
    type: str
    default: ""
  origin_path:
    description:
      - The distribution's origin path, which viewers do not see.
    type: str
    default: ""
  include:
    description:
      - Shell patterns of the objects that are meant, all of them by default.
      - One without a slash is compared with every name on the way, one with a slash with the path below the prefix. A
        pattern that matches a folder matches all that is in it.
    type: list
    elements: str
  exclude:
    description:
      - Shell patterns of objects that are left out, as O(include).
    type: list
    elements: str
  replaced_only:
    description:
      - Whether to leave out objects that are new, of which no cache can hold an older state, and to return those that
        were deleted.
      - The bucket needs versioning, since nothing but its older versions tells the one from the other. All versions are
        listed, so that it takes more requests the more of them are kept.
    type: bool
    default: false
  limit:
    description:
      - How many objects are returned at most, the newest ones. All of them count for the other values.
    type: int
    default: 3000
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes.info
notes:
  - The clock is that of S3, not that of the machine.
  - Needs the permission C(s3:ListBucket), with O(replaced_only) also C(s3:ListBucketVersions) and
    C(s3:GetBucketVersioning).
seealso:
  - module: cdn.aws.cloudfront_invalidation
  - module: cdn.aws.s3_publish
"""

EXAMPLES = r"""
- name: Look for what was written in the last hour
  cdn.aws.s3_changed_objects_info:
    bucket: example-images
    since: "3600"
  register: found

- name: Invalidate it
  cdn.aws.cloudfront_invalidation:
    alias: images.example.com
    target_paths: "{{ found.changed_objects.paths }}"

- name: Look for pictures that were replaced or deleted since a time
  cdn.aws.s3_changed_objects_info:
    bucket: example-images
    since: 2026-03-01T12:00:00+09:00
    include: ["*.jpg", "*.png"]
    exclude: [drafts]
    replaced_only: true
"""

RETURN = r"""
changed_objects:
  description: What was found. V(null) in check mode when there is no such bucket yet.
  type: dict
  returned: success
  contains:
    count:
      description: How many objects were written in that time.
      type: int
      returned: always
      sample: 2
    listed:
      description: How many objects, or versions of them, were looked at.
      type: int
      returned: always
      sample: 48112
    since:
      description: The beginning, in UTC.
      type: str
      returned: always
      sample: '2026-03-01T11:00:00+00:00'
    until:
      description: The end, in UTC.
      type: str
      returned: always
      sample: '2026-03-01T11:59:59+00:00'
    newest:
      description: When the last one was written. V(null) when there is none.
      type: str
      returned: always
      sample: '2026-03-01T11:41:07+00:00'
    digest:
      description: A hash over the keys and ETags; the same changes have the same one.
      type: str
      returned: always
      sample: 7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730
    paths:
      description:
        - The paths under which viewers find them, encoded and sorted.
        - When RV(changed_objects.truncated), one path with V(*), for the deepest folder that holds all of them.
      type: list
      elements: str
      returned: always
      sample: [/cats/tom%201.jpg, /logo.png]
    truncated:
      description: Whether there are more than O(limit).
      type: bool
      returned: always
      sample: false
    objects:
      description: The objects, the newest first.
      type: list
      elements: dict
      returned: always
      contains:
        key:
          description: The key.
          type: str
          returned: always
          sample: images/logo.png
        path:
          description: The path under which viewers find it. V(null) when it is outside of O(origin_path).
          type: str
          returned: always
          sample: /logo.png
        last_modified:
          description: When it was written.
          type: str
          returned: always
          sample: '2026-03-01T11:41:07+00:00'
        etag:
          description: Its ETag, empty when it was deleted.
          type: str
          returned: always
          sample: 5eb63bbbe01eeed093cb22bb8f5acdc3
        size:
          description: Its size in bytes.
          type: int
          returned: always
          sample: 4242
        change:
          description: V(replaced) or V(deleted). V(null) without O(replaced_only), when a listing does not tell.
          type: str
          returned: always
          sample: replaced
    bucket:
      description: The bucket.
      type: str
      returned: always
      sample: example-images
    prefix:
      description: The prefix that was listed.
      type: str
      returned: always
      sample: images/
waits:
  description: The listing and the seconds that it took.
  type: list
  elements: dict
  returned: when it took more than five seconds
  sample:
    - what: Listing of example-images/
      usual: ""
      seconds: 42.1
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module
from ansible_collections.cdn.aws.plugins.module_utils._publish.changed_objects import ChangedObjects

SPEC = ArgumentSpec(
    options={
        "bucket": {"type": "str", "required": True},
        "since": {"type": "str", "required": True},
        "until": {"type": "str"},
        "prefix": {"type": "str", "default": ""},
        "origin_path": {"type": "str", "default": ""},
        "include": {"type": "list", "elements": "str"},
        "exclude": {"type": "list", "elements": "str"},
        "replaced_only": {"type": "bool", "default": False},
        "limit": {"type": "int", "default": 3000},
    },
)


def main() -> None:
    """Run the module."""
    run_module(ChangedObjects, SPEC)


if __name__ == "__main__":
    main()
