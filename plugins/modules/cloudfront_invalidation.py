#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make CloudFront fetch paths anew."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_invalidation
short_description: Invalidate paths of a CloudFront distribution
version_added: 0.1.0
description:
  - Makes all edge locations forget paths, so that the next request fetches them from the origin.
  - The first 1,000 paths of an account in a month are free; a path that ends with V(*) counts as one.
author:
  - cdn.aws contributors (@cdn-aws)
options:
  distribution_id:
    description:
      - The id of the distribution.
    type: str
  alias:
    description:
      - An alias of the distribution, in place of O(distribution_id).
    type: str
  target_paths:
    description:
      - The paths. V(/*) is everything; V(*) may only be the last character.
      - A slash at the front is added where it is missing, and characters that a URL cannot have are encoded; what is
        encoded already stays as it is. A query string counts where it is part of the cache key.
      - A star that belongs to a name is written V(%2A). CloudFront has no way to name such a path, nor one with a
        tilde, so that everything which begins like it up to that character is invalidated.
      - Paths that are there twice, or that a path with V(*) covers, are left out.
      - With an empty list nothing is done.
    type: list
    elements: str
    required: true
  caller_reference:
    description:
      - A text that names this invalidation. When the distribution has had an invalidation with it, nothing is done;
        if that was of other paths, or is too long ago to tell, with a warning.
      - Without it each run starts a new invalidation.
      - Up to 100 invalidations, the newest first, are searched for it with a call for each.
    type: str
  max_paths:
    description:
      - How many paths are sent at most, 1 to 3000. The default is as many as are free in a month.
      - With more of them, or with more than 15 that end with V(*), the paths of a folder become one, V(/folder/*), in
        at most 15 folders. The deepest folders with which that is possible are taken, of equally deep ones those with
        the most paths, and V(/*) only when nothing smaller would do. No more of them are taken than are needed; they
        are told in a warning and in RV(collapsed).
    type: int
    default: 1000
  count_month:
    description:
      - Whether RV(cost) tells how many paths of the distribution were invalidated this month.
      - That is one more call for each invalidation of the month, up to 100.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until all edge locations have done it, usually 10 seconds to 5 minutes.
    type: bool
    default: false
  wait_timeout:
    description:
      - The seconds to wait at most, for that and for room among the invalidations that run already.
      - CloudFront works on 3,000 paths and on 15 with a V(*) at a time for a distribution; when there is no room for
        these, they wait in any case, with what is in progress told.
    type: int
    default: 900
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
notes:
  - Playbooks for M(community.aws.cloudfront_invalidation) run with this module and find its return values. What differs
    is that the paths are brought into form first, that a V(*) which is not at the end is refused since it would
    stand for itself only, and that more paths than O(max_paths) are made fewer.
  - A run that is stopped before it has read CloudFront's answer has started the invalidation or not. Only with
    O(caller_reference) does the next run know.
attributes:
  idempotent:
    support: partial
    details:
      - Each run starts an invalidation, unless O(caller_reference) is given or O(target_paths) is empty.
seealso:
  - module: cdn.aws.cloudfront_distribution
  - module: cdn.aws.cloudfront_invalidation_info
  - module: cdn.aws.s3_changed_objects_info
  - module: cdn.aws.s3_publish
"""

EXAMPLES = r"""
- name: Invalidate everything
  cdn.aws.cloudfront_invalidation:
    alias: images.example.com
    target_paths: /*

- name: Invalidate the start page and a folder, and wait for it
  cdn.aws.cloudfront_invalidation:
    distribution_id: E2QWRUHAPOMQZL
    target_paths:
      - /
      - /index.html
      - /css/*
    wait: true

- name: Invalidate once for a release
  cdn.aws.cloudfront_invalidation:
    alias: www.example.com
    target_paths: /*
    caller_reference: release-2026-03-01

- name: Invalidate some files with the paths of this month counted
  cdn.aws.cloudfront_invalidation:
    alias: www.example.com
    target_paths:
      - /images/logo.png
      - /images/größe 2.png
    max_paths: 50
    count_month: true
  register: done

- name: Show what they cost
  ansible.builtin.debug:
    msg: "{{ done.cost.paths }} after {{ done.cost.month.paths }} paths, {{ done.cost.usd_at_most }} USD at most"
"""

RETURN = r"""
invalidation:
  description:
    - The invalidation, V(null) when none was needed.
  type: dict
  returned: success
  contains:
    id:
      description: The id.
      type: str
      returned: always
      sample: I2J0I21PCUYOIK
    status:
      description: V(InProgress), then V(Completed).
      type: str
      returned: always
      sample: InProgress
    create_time:
      description: When it was started.
      type: str
      returned: always
      sample: '2026-03-01T12:30:45+00:00'
    distribution_id:
      description: The distribution.
      type: str
      returned: always
      sample: E2QWRUHAPOMQZL
    invalidation_batch:
      description: What was asked for.
      type: dict
      returned: always
      contains:
        caller_reference:
          description: The text that names it.
          type: str
          returned: always
          sample: release-2026-03-01
        paths:
          description: The paths as they were sent.
          type: dict
          returned: always
          contains:
            quantity:
              description: How many there are.
              type: int
              returned: always
              sample: 2
            items:
              description: The paths.
              type: list
              elements: str
              returned: always
              sample: [/index.html, /css/*]
            elements:
              description: The same again, under the name that newer versions of community.aws have for it.
              type: list
              elements: str
              returned: always
              sample: [/index.html, /css/*]
cost:
  description: What the paths of this run cost, or in check mode would cost. It is zero when there was nothing to do.
  type: dict
  returned: success
  contains:
    paths:
      description: How many were sent; one with a V(*) counts as one.
      type: int
      returned: always
      sample: 3
    usd_at_most:
      description: Their price when none of the free paths of the account are left this month, in US dollars.
      type: float
      returned: always
      sample: 0.015
    usd_at_least:
      description:
        - Their price when no other distribution of the account has used up any of the free ones. Without
          O(count_month), neither has this one.
      type: float
      returned: always
      sample: 0.0
    usd_per_path:
      description: The price of a path that is not free.
      type: float
      returned: always
      sample: 0.005
    free_paths_per_month:
      description: How many paths of all distributions of an account are free in a month.
      type: int
      returned: always
      sample: 1000
    month:
      description: What this distribution has had this month in UTC, this invalidation left out.
      type: dict
      returned: with O(count_month), when the distribution exists
      contains:
        paths:
          description: The number of paths.
          type: int
          returned: always
          sample: 412
        complete:
          description: Whether it is all of them. V(false) after 100 invalidations.
          type: bool
          returned: always
          sample: true
collapsed:
  description: Which wildcards stand for paths that were too many, V(null) when none had to.
  type: dict
  returned: success
  contains:
    wildcards:
      description: The wildcards.
      type: list
      elements: str
      returned: always
      sample: [/images/2026/*]
    paths:
      description: The number of paths that they stand for.
      type: int
      returned: always
      sample: 4811
location:
  description: The URL of the invalidation in the API.
  type: str
  returned: when there is an invalidation
  sample: https://cloudfront.amazonaws.com/2020-05-31/distribution/E2QWRUHAPOMQZL/invalidation/I2J0I21PCUYOIK
waits:
  description:
    - What was waited for and the seconds that it took, or in check mode what would be waited for.
  type: list
  elements: dict
  returned: when there is a wait
  sample:
    - what: Invalidation I2J0I21PCUYOIK of 2 paths of images.example.com
      usual: 10 seconds to 5 minutes
      seconds: 21.4
actions:
  description:
    - The API writes that were made, or in check mode would be made, in order.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreateInvalidation
      resource: images.example.com
      change: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.invalidation import Invalidation
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "distribution_id": {"type": "str"},
        "alias": {"type": "str"},
        "target_paths": {"type": "list", "elements": "str", "required": True},
        "caller_reference": {"type": "str"},
        "max_paths": {"type": "int", "default": 1000},
        "count_month": {"type": "bool", "default": False},
        **wait_options(default=False, timeout=900),
    },
    required_one_of=(("distribution_id", "alias"),),
    mutually_exclusive=(("distribution_id", "alias"),),
)


def main() -> None:
    """Run the module."""
    run_module(Invalidation, SPEC)


if __name__ == "__main__":
    main()
