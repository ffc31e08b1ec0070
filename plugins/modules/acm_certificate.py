#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Request, wait for and delete DNS-validated public certificates."""

from __future__ import annotations

DOCUMENTATION = r"""
module: acm_certificate
short_description: Request, wait for and delete DNS-validated public certificates
version_added: 0.1.0
description:
  - Requests a public certificate from AWS Certificate Manager (ACM) that is validated by DNS, and returns the DNS
    records that prove the names.
  - A certificate that was issued, or requested, for exactly the wanted names is used before another one is requested,
    so the task can be run again at any time.
  - Waits for the issue when asked to, and ends at once with the reason when the certificate can never be issued.
  - A certificate cannot be edited. Other names or another key algorithm make another certificate; the old one stays
    until it is deleted.
  - A request that came to nothing (status V(FAILED) or V(VALIDATION_TIMED_OUT)) is never used again. A new request is
    made, and a warning tells why the old one ended. The old one is left where it is; it is deleted together with the
    certificate by O(state=absent).
author:
  - cdn.aws contributors (@cdn-aws)
options:
  domain_name:
    description:
      - The first name of the certificate, its subject, for example V(cdn.example.com) or V(*.example.com).
      - At most 64 characters. International names are turned into punycode.
      - Required unless O(certificate_arn) is given.
    type: str
  subject_alternative_names:
    description:
      - The further names of the certificate. O(domain_name) may be repeated here.
      - The order does not matter, and neither does which of the names is O(domain_name) when an existing certificate is
        looked for.
    type: list
    elements: str
  certificate_arn:
    description:
      - Find the certificate by its ARN instead of its names; it has to exist. Imported certificates can be looked at,
        tagged and deleted in this way too.
      - The other options must not contradict the certificate.
    type: str
  certificate_region:
    description:
      - The region of the certificate. CloudFront only takes certificates of V(us-east-1), wherever the bucket is.
      - This is deliberately not the connection option O(region), which is often set for all modules at once.
    type: str
    default: us-east-1
  key_algorithm:
    description:
      - The key of the certificate.
      - An existing certificate is only used when it has this key. Any key will do when the option is not given.
      - Default on create is V(RSA_2048).
    type: str
    choices: [RSA_2048, EC_prime256v1, EC_secp384r1]
  certificate_transparency_logging_preference:
    description:
      - Whether a new certificate is recorded in a public certificate transparency log.
      - AWS has ended the opt-out and records all public certificates, so there is no need for this option. It is sent
        with a new request only.
      - Default on create is V(ENABLED).
    type: str
    choices: [ENABLED, DISABLED]
  export:
    description:
      - Whether the certificate and its private key can be exported from ACM, which AWS charges for. It cannot be
        changed later.
      - An existing certificate is only used when it fits, if this option is given.
      - Default on create is V(DISABLED).
    type: str
    choices: [ENABLED, DISABLED]
  tags:
    description:
      - Tags of the certificate. Tags that are not named here stay, unless O(purge_tags=true).
    type: dict
    aliases: [resource_tags]
  purge_tags:
    description:
      - Whether tags that are not in O(tags) are removed. Has no effect when O(tags) is not given.
    type: bool
    default: false
  state:
    description:
      - V(present) makes sure that there is such a certificate, or a request for one.
      - V(absent) deletes it. By names that is the one certificate for exactly these names, and the requests for them
        that came to nothing. Several certificates are refused, unless O(made_for) tells them apart.
      - A certificate that is in use is refused with what uses it. A check run only warns, as an earlier task may be
        about to let go of it.
    type: str
    choices: [present, absent]
    default: present
  detached_from:
    description:
      - ARNs of what has just let go of the certificate, such as a distribution that was deleted by an earlier task.
      - ACM still lists them as users for some minutes. With O(state=absent) they do not stand against the deletion,
        which is then tried for up to 20 minutes.
    type: list
    elements: str
  keep_in_use:
    description:
      - With O(state=absent), leave a certificate with a warning that says what uses it, instead of refusing.
      - A distribution that does not exist any more is no use, although ACM lists it for a while.
    type: bool
    default: false
  made_for:
    description:
      - Whom the certificate is for, such as the name of a site.
      - A certificate that is requested gets it as the tag C(cdn.aws:made-for), beside O(tags). One that is there
        already does not. ACM wants the right C(acm:AddTagsToCertificate) for that.
        The tag stays whatever O(purge_tags) says.
      - With O(state=absent) only certificates with this tag are deleted, and all of them that have O(domain_name) among
        their names, since these may have changed. Others for exactly the same names stay, with a warning.
    type: str
  release_records:
    description:
      - With O(state=absent), find out which validation records nothing needs any more once the certificate is gone.
        They are returned as RV(released_records); M(cdn.aws.route53_records) deletes them.
      - All certificates of the account for a name share its record, so those of all regions are listed. Where that is
        not possible the record counts as needed, and a warning says so.
      - Nobody can tell what the records were once the certificate is gone. The role P(cdn.aws.certificate#role) asks in
        a check run, deletes the records, and then the certificate, so that a run which is stopped in between goes on.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until the certificate is issued. The validation records have to be made meanwhile or before;
        usually the certificate is issued within 5 minutes after that, at times it takes 30.
      - The task always waits some seconds for ACM to tell the validation records.
    type: bool
    default: false
  wait_timeout:
    description:
      - How many seconds to wait for the issue.
    type: int
    default: 4500
  dns_checks:
    description:
      - Whether public DNS is asked about the names while the certificate is pending, which tells why it is.
      - Before a request, and before anything else is written for a pending one, names are refused that can never be
        validated as things are. That is so when their zone is not delegated, is delegated to other name servers than
        those of its hosted zone, or when CAA records do not let Amazon issue.
      - The wait tells for each name where its record can be seen. It ends early when the record can never be seen
        there, for example because it stands in a private zone, in the wrong zone or has another value. The obstacle
        must have been seen three times within at least 10 seconds, a missing record for 20 seconds.
      - Nothing is asked once the certificate is issued. A DNS that cannot be reached from where the module runs costs a
        warning and nothing else. So does a network without public DNS.
      - Needs the Python library dnspython; without it the certificate is waited for without these facts.
    type: bool
    default: true
  dns_resolver:
    description:
      - The resolver to ask, as C(host) or C(host:port), with an IPv6 address in brackets. By default that of the
        machine on which the module runs.
      - The name servers of the zones are asked too, directly. A port that is given here is used for these as well,
        which suits a DNS for tests that plays all of them.
      - The environment variable E(CDN_DNS_RESOLVER) is used when the option is not given.
    type: str
  dns_provider:
    description:
      - Where the validation records are made.
      - V(route53) expects them in a hosted zone of Route 53. Its delegation is checked beforehand, and the wait ends
        when no name server has the record 20 seconds after it has begun, so make the records before.
      - V(manual) has them made by somebody, elsewhere, at any time during the wait. Route 53 is not looked at.
      - When it is not given nothing is expected; a record that public DNS does not show is looked for in the hosted
        zones of the account, if the caller may read them.
    type: str
    choices: [route53, manual]
  dns_zone:
    description:
      - Name or id of the hosted zone of the records; found by the longest public suffix of each name when it is not
        given and O(dns_provider=route53).
    type: str
  dns_name_servers:
    description:
      - The name servers of the zone of the records, when it is in an account that the credentials of this task do not
        reach. Route 53 is not looked at then.
      - M(cdn.aws.route53_records) returns them when it is called without records.
    type: list
    elements: str
requirements:
  - dnspython >= 2.1 on the host that executes the module, for O(dns_checks)
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
seealso:
  - module: cdn.aws.route53_records
    description: Makes the validation records.
  - module: community.aws.acm_certificate
    description: Imports certificates that were issued by others.
notes:
  - Validation records depend on the account and the name only. All certificates of the account for the name need them,
    also to be renewed, so leave them in place while there is one; O(release_records) tells.
"""

EXAMPLES = r"""
- name: Request a certificate for CloudFront
  cdn.aws.acm_certificate:
    domain_name: cdn.example.com
  register: requested

- name: Make its validation records
  cdn.aws.route53_records:
    zone_of: cdn.example.com
    records: "{{ requested.certificate.validation_records }}"

- name: Wait until it is issued
  cdn.aws.acm_certificate:
    domain_name: cdn.example.com
    dns_provider: route53
    wait: true

- name: Request an elliptic curve certificate for a domain and all names right below it
  cdn.aws.acm_certificate:
    domain_name: example.com
    subject_alternative_names:
      - "*.example.com"
    key_algorithm: EC_prime256v1
    tags:
      project: website

- name: Delete a certificate that a distribution has just let go of
  cdn.aws.acm_certificate:
    domain_name: cdn.example.com
    detached_from:
      - arn:aws:cloudfront::123456789012:distribution/EDFDVBD632BHDS5
    state: absent

- name: Delete the certificate of a site, unless somebody else uses it
  cdn.aws.acm_certificate:
    domain_name: cdn.example.com
    made_for: cdn.example.com
    keep_in_use: true
    release_records: true
    state: absent
  register: deleted

- name: Delete the validation records that nothing else needs
  cdn.aws.route53_records:
    zone_of: cdn.example.com
    records: "{{ deleted.released_records }}"
    state: absent
"""

RETURN = r"""
certificate:
  description:
    - The certificate, V(null) when it is absent.
    - In a check run that would request it, what only AWS can tell reads C((known after apply)) with what is missing.
  returned: success
  type: dict
  contains:
    certificate_arn:
      description: The ARN, which CloudFront takes.
      type: str
      returned: always
      sample: arn:aws:acm:us-east-1:123456789012:certificate/70e45883-48b0-4024-88a3-2c145f4fe5c0
    domain_name:
      description: The first name.
      type: str
      returned: always
      sample: example.com
    subject_alternative_names:
      description: All names, the first one included.
      type: list
      elements: str
      returned: always
      sample: [example.com, "*.example.com"]
    status:
      description: >-
        V(PENDING_VALIDATION), V(ISSUED), V(INACTIVE), V(EXPIRED), V(VALIDATION_TIMED_OUT), V(REVOKED) or V(FAILED).
      type: str
      returned: always
      sample: PENDING_VALIDATION
    key_algorithm:
      description: The key algorithm, written as in O(key_algorithm).
      type: str
      returned: always
      sample: RSA_2048
    type:
      description: V(AMAZON_ISSUED), V(IMPORTED) or V(PRIVATE).
      type: str
      returned: always
      sample: AMAZON_ISSUED
    in_use_by:
      description: The ARNs of what uses the certificate.
      type: list
      elements: str
      returned: always
      sample: [arn:aws:cloudfront::123456789012:distribution/EDFDVBD632BHDS5]
    not_before:
      description: The start of its validity, V(null) before it is issued.
      type: str
      returned: always
      sample: "2026-02-01T00:00:00+00:00"
    not_after:
      description: The end of its validity, V(null) before it is issued.
      type: str
      returned: always
      sample: "2026-08-18T23:59:59+00:00"
    renewal_eligibility:
      description: Whether ACM renews it by itself. V(INELIGIBLE) is normal until something uses it.
      type: str
      returned: always
      sample: INELIGIBLE
    export:
      description: Whether it can be exported.
      type: str
      returned: always
      sample: DISABLED
    failure_reason:
      description: Why the request failed, V(null) if it did not.
      type: str
      returned: always
      sample: CAA_ERROR
    tags:
      description: The tags, without those that AWS sets itself.
      type: dict
      returned: when O(tags) is given
      sample: {project: website}
    validation_records:
      description: The DNS records that prove the names, each once. A name and its wildcard share one.
      type: list
      elements: dict
      returned: always
      contains:
        name:
          description: The name of the record as AWS gives it, with a trailing dot.
          type: str
          returned: always
          sample: _3639ac514e785e898d2646601fa951d5.example.com.
        type:
          description: The type of the record.
          type: str
          returned: always
          sample: CNAME
        value:
          description: What the record points to, with a trailing dot.
          type: str
          returned: always
          sample: _98d2646601fa951d53639ac514e785e8.mhbtsbpdnt.acm-validations.aws.
        domain_names:
          description: The names that this record proves.
          type: list
          elements: str
          returned: always
          sample: [example.com, "*.example.com"]
        status:
          description: V(PENDING_VALIDATION), V(SUCCESS) or V(FAILED).
          type: str
          returned: always
          sample: PENDING_VALIDATION
released_records:
  description: >-
    The validation records of the certificates that are deleted, or in check mode would be, as far as no other
    certificate needs them; in the form of RV(certificate.validation_records).
  returned: when O(release_records=true)
  type: list
  elements: dict
  sample:
    - name: _3639ac514e785e898d2646601fa951d5.example.com.
      type: CNAME
      value: _98d2646601fa951d53639ac514e785e8.mhbtsbpdnt.acm-validations.aws.
      domain_names: [example.com]
      status: SUCCESS
waits:
  description:
    - What was waited for and the seconds that it took, or in check mode what would be waited for.
  type: list
  elements: dict
  returned: when there is a wait
  sample:
    - what: Issuing the certificate for cdn.example.com
      usual: up to 5 minutes once the validation records stand in public DNS, at most 30
      seconds: 141.2
actions:
  description: The API writes that were made, or in check mode would be made, in order.
  returned: always
  type: list
  elements: dict
  contains:
    operation:
      description: The service and its operation.
      type: str
      returned: always
      sample: acm:RequestCertificate
    resource:
      description: What it is about.
      type: str
      returned: always
      sample: cdn.example.com
    change:
      description: V(create), V(update) or V(delete).
      type: str
      returned: always
      sample: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._acm.certificate import Certificate
from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, TAGS, ArgumentSpec, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        "domain_name": {"type": "str"},
        "subject_alternative_names": {"type": "list", "elements": "str"},
        "certificate_arn": {"type": "str"},
        "certificate_region": {"type": "str", "default": "us-east-1"},
        "key_algorithm": {"type": "str", "choices": ["RSA_2048", "EC_prime256v1", "EC_secp384r1"]},
        "certificate_transparency_logging_preference": {"type": "str", "choices": ["ENABLED", "DISABLED"]},
        "export": {"type": "str", "choices": ["ENABLED", "DISABLED"]},
        **TAGS,
        **STATE,
        "detached_from": {"type": "list", "elements": "str"},
        "keep_in_use": {"type": "bool", "default": False},
        "made_for": {"type": "str"},
        "release_records": {"type": "bool", "default": False},
        **wait_options(default=False, timeout=4500),
        "dns_checks": {"type": "bool", "default": True},
        "dns_resolver": {"type": "str"},
        "dns_provider": {"type": "str", "choices": ["route53", "manual"]},
        "dns_zone": {"type": "str"},
        "dns_name_servers": {"type": "list", "elements": "str"},
    },
    required_one_of=(("domain_name", "certificate_arn"),),
    required_by={"subject_alternative_names": ("domain_name",)},
)


def main() -> None:
    """Run the module."""
    run_module(Certificate, SPEC)


if __name__ == "__main__":
    main()
