#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check rights and quotas before anything is written."""

from __future__ import annotations

DOCUMENTATION = r"""
module: preflight_info
short_description: Check the rights and quotas that planned API writes need
version_added: 0.1.0
description:
  - Takes the API writes that a check run has planned, the return value C(actions) of the modules of this collection,
    and looks whether anything is going to keep AWS from making them. What is missing is told all at once.
  - Rights are those of the caller, simulated by IAM (C(iam:SimulatePrincipalPolicy)) for each action on the object in
    question, with the reads that follow a write. Policies of the organization and permission boundaries count, policies
    of buckets do not, nor does what narrows a single session.
  - Quotas are those that the writes use up, read from Service Quotas, next to what is used. Where an account's own
    value cannot be read AWS's default is taken, and only a warning given.
  - The role P(cdn.aws.site#role) does all this with C(site_preflight=true).
author:
  - cdn.aws contributors (@cdn-aws)
options:
  actions:
    description:
      - The planned API writes, with C(operation), C(resource) and C(change) each. Without any nothing is asked.
    type: list
    elements: dict
    required: true
  distribution_arn:
    description:
      - The ARN of the distribution that is to be changed or removed, if there is one.
      - Without it and the next two, rights that are limited to one object cannot be told from rights that are missing,
        and cost a warning.
    type: str
  certificate_arn:
    description: The ARN of the certificate that is to be changed or removed, if there is one.
    type: str
  hosted_zone_id:
    description: The id of the hosted zone whose records are written.
    type: str
  certificate_names:
    description: The names of a certificate that is to be requested, which have a quota, and which policies may limit.
    type: list
    elements: str
    default: []
  log_bucket:
    description: The bucket for the access logs of a distribution, which CloudFront has to be let in to.
    type: str
  tagged:
    description: Whether what is made gets tags, for which there are rights of their own.
    type: bool
    default: false
  tagged_objects:
    description: Whether objects that are written get tags, for which there are rights of their own.
    type: bool
    default: false
  fail_on_problem:
    description: Whether missing rights and reached quotas end the task. Without this they are only returned.
    type: bool
    default: true
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes.info
notes:
  - Needs the IAM actions C(iam:SimulatePrincipalPolicy), C(iam:GetRole) for a role with a path,
    C(servicequotas:GetServiceQuota), C(route53:GetHostedZoneLimit), and lists what it counts. What is not allowed costs
    a warning.
  - The rights of federated users cannot be simulated; the root user of an account needs none.
seealso:
  - module: cdn.aws.caller_info
"""

EXAMPLES = r"""
- name: Check that a bucket and a certificate can be made
  cdn.aws.preflight_info:
    actions:
      - operation: s3:CreateBucket
        resource: example-images
        change: create
      - operation: acm:RequestCertificate
        resource: images.example.com
        change: create
    certificate_names:
      - images.example.com

- name: Plan a bucket
  ansible.builtin.include_role:
    name: cdn.aws.bucket
  vars:
    bucket_name: example-images
    bucket_plan_only: true

- name: Check that the plan can be carried out
  cdn.aws.preflight_info:
    actions: "{{ bucket_result.actions }}"
"""

RETURN = r"""
preflight:
  description: What was found.
  type: dict
  returned: success
  contains:
    caller:
      description: The identity whose rights were checked, V(null) without any action.
      type: dict
      returned: always
      sample:
        account: '123456789012'
        arn: arn:aws:sts::123456789012:assumed-role/deploy/runner
        user_id: AROACKCEVSQ6C2EXAMPLE:runner
    missing:
      description: What the caller is not allowed, with O(fail_on_problem=false).
      type: list
      elements: dict
      returned: always
      sample:
        - action: s3:PutBucketPolicy
          resource: arn:aws:s3:::example-images
          purpose: to let the distribution, and nobody else, read the bucket
    unsure:
      description: What depends on ids that are not known yet or on conditions, in the form of RV(preflight.missing).
      type: list
      elements: dict
      returned: always
      sample: []
    quotas:
      description: The quotas that the writes use up.
      type: list
      elements: dict
      returned: always
      sample:
        - quota: Distributions of the account
          code: L-24B04930
          value: 500.0
          used: 12
          needed: 1
          is_default: false
    problems:
      description: Sentences that say what is missing, for people.
      type: list
      elements: str
      returned: always
      sample: []
"""

from ansible_collections.cdn.aws.plugins.module_utils._account.preflight import Preflight
from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "actions": {"type": "list", "elements": "dict", "required": True},
        "distribution_arn": {"type": "str"},
        "certificate_arn": {"type": "str"},
        "hosted_zone_id": {"type": "str"},
        "certificate_names": {"type": "list", "elements": "str", "default": []},
        "log_bucket": {"type": "str"},
        "tagged": {"type": "bool", "default": False},
        "tagged_objects": {"type": "bool", "default": False},
        "fail_on_problem": {"type": "bool", "default": True},
    },
)


def main() -> None:
    """Run the module."""
    run_module(Preflight, SPEC)


if __name__ == "__main__":
    main()
