#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manage a set of DNS records of one Route 53 zone in one step."""

from __future__ import annotations

DOCUMENTATION = r"""
module: route53_records
short_description: Manage a set of DNS records of one Route 53 zone in one step
version_added: 0.1.0
description:
  - Creates, changes or deletes records of one hosted zone. All of them are changed in one batch, of which Route 53
    makes either everything or nothing. Only more than a thousand values need several batches.
  - Finds the zone by itself, knows the zone id of CloudFront, and quotes and splits texts.
  - A record that exists and says something else is never replaced unless O(overwrite=true).
author:
  - cdn.aws contributors (@cdn-aws)
options:
  records:
    description:
      - The records. All of them belong into the same zone.
      - The RV(cdn.aws.acm_certificate#module:certificate.validation_records) of M(cdn.aws.acm_certificate) can be given
        as they are.
      - With an empty list nothing is changed; the zone is looked up, with its name servers.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - The whole name, such as V(www.example.com) or V(*.example.com); a trailing dot makes no difference.
          - International names are turned into punycode.
          - Slashes may be in it, as in V(1.0/26.2.0.192.in-addr.arpa). Spaces are written as Route 53 shows them, as in
            V(My\\040Printer._ipp._tcp.example.com).
        type: str
        required: true
      type:
        description:
          - The type.
        type: str
        required: true
        choices: [A, AAAA, CAA, CNAME, DS, HTTPS, MX, NAPTR, NS, PTR, SOA, SPF, SRV, SSHFP, SVCB, TLSA, TXT]
      values:
        description:
          - What the record says. Required for O(state=present) unless O(records[].alias) is given.
          - Texts (V(TXT)) can be given as they are, of any length, or in quotes as in a zone file.
          - International names in values such as those of V(CNAME) are turned into punycode.
        type: list
        elements: str
        aliases: [value]
      ttl:
        description:
          - How many seconds resolvers may keep the answer.
          - Default on create is 300. Not allowed with O(records[].alias).
        type: int
      alias:
        description:
          - Answer with the addresses of an AWS resource.
        type: dict
        suboptions:
          dns_name:
            description:
              - The name of the resource, such as V(d111111abcdef8.cloudfront.net).
            type: str
            required: true
          hosted_zone_id:
            description:
              - The zone id of the kind of resource. It is known for CloudFront, and for names in the zone itself.
            type: str
          evaluate_target_health:
            description:
              - Whether to answer only while the resource is healthy. Always V(false) for CloudFront.
              - Default on create is V(false).
            type: bool
      set_identifier:
        description:
          - Tells records of one name and type apart that have a routing policy. Required with each of the options below
            except O(records[].health_check_id).
        type: str
      weight:
        description:
          - The share of a weighted record, 0 to 255.
        type: int
      region:
        description:
          - The AWS region of a latency record.
        type: str
      failover:
        description:
          - Which of two failover records this is.
        type: str
        choices: [PRIMARY, SECONDARY]
      multi_value_answer:
        description:
          - Whether this is one of several records that are answered together.
        type: bool
      geo_location:
        description:
          - Where those are who get this record.
        type: dict
        suboptions:
          continent_code:
            description: A continent, such as V(EU).
            type: str
          country_code:
            description: A country in two letters, or V(*) for everywhere else.
            type: str
          subdivision_code:
            description: A state of the United States.
            type: str
      health_check_id:
        description:
          - The id of a health check; the record is answered only while it succeeds.
        type: str
      domain_names:
        description:
          - Has no effect. It stands in the validation records of M(cdn.aws.acm_certificate).
        type: list
        elements: str
      status:
        description:
          - Has no effect. It stands in the validation records of M(cdn.aws.acm_certificate).
        type: str
  zone:
    description:
      - The id or the name of the hosted zone. A name finds public zones only; a private zone has to be given by its id.
      - A check run goes on with a warning when there is no zone of this name, as an earlier task may be about to make
        it.
      - By default the public zone with the longest name that all O(records[].name) lie in.
    type: str
  zone_of:
    description:
      - A domain name. The zone is the one that this name lies in, if O(zone) is not given.
      - Use it where the names of the records are not known in a check run, such as those of validation records.
    type: str
  overwrite:
    description:
      - Whether a record that exists and says something else is replaced, or with O(state=absent) deleted. This includes
        records that cannot stand beside the wanted one, such as a V(CNAME) in the place of an V(A) record.
      - V(ttl) and other settings of a record that says the same are changed anyway.
    type: bool
    default: false
  keep_others:
    description:
      - With O(state=absent), leave a record that says something else with a warning, instead of refusing to go on.
      - Where there is no hosted zone for the records there is nothing to do then, which a warning tells.
    type: bool
    default: false
  only_dead:
    description:
      - With O(state=absent), delete the records of these names and types only if they are aliases to a CloudFront
        distribution that does not exist any more, and leave all others with a warning. What O(records) say does not
        matter.
      - A distribution counts as gone when public DNS says that there is no such name. Its account does not matter, as
        the alias leads nowhere. When DNS cannot be asked, or is not the public one, or dnspython is missing, nothing is
        deleted.
      - This cleans up after a distribution that was deleted by hand.
    type: bool
    default: false
  known_targets:
    description:
      - Names of distributions that are there, such as those of M(cdn.aws.cloudfront_distribution_info), also if public
        DNS does not know them. Aliases to them stay with O(only_dead=true).
    type: list
    elements: str
  dns_resolver:
    description:
      - The resolver to ask with O(only_dead=true), as C(host) or C(host:port); by default that of the machine on which
        the module runs.
      - The environment variable E(CDN_DNS_RESOLVER) is used when the option is not given.
    type: str
  comment:
    description:
      - A note that Route 53 keeps with the change.
    type: str
  state:
    description:
      - V(present) makes sure that the records exist.
      - V(absent) deletes the records of these names and types. If O(records[].values) or O(records[].alias) are given,
        only a record that says the same is deleted.
    type: str
    choices: [present, absent]
    default: present
  wait:
    description:
      - Whether to wait until all name servers of Route 53 know the change, which usually takes up to 60 seconds.
        Resolvers elsewhere keep what they have for its TTL.
    type: bool
    default: true
  wait_timeout:
    description:
      - How many seconds to wait.
    type: int
    default: 300
requirements:
  - dnspython >= 2.1 on the host that executes the module, for O(only_dead)
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
seealso:
  - module: amazon.aws.route53
    description: Manages one record at a time.
  - module: amazon.aws.route53_zone
    description: Makes the hosted zone.
"""

EXAMPLES = r"""
- name: Point a name to a distribution, over IPv4 and IPv6
  cdn.aws.route53_records:
    records:
      - name: cdn.example.com
        type: A
        alias: &distribution
          dns_name: d111111abcdef8.cloudfront.net
      - name: cdn.example.com
        type: AAAA
        alias: *distribution

- name: Make the validation records of a certificate
  cdn.aws.route53_records:
    zone_of: cdn.example.com
    records: "{{ requested.certificate.validation_records }}"

- name: Allow Amazon to issue certificates, and publish a long text
  cdn.aws.route53_records:
    zone: example.com
    records:
      - name: example.com
        type: CAA
        values:
          - 0 issue "amazon.com"
      - name: mail._domainkey.example.com
        type: TXT
        ttl: 3600
        values:
          - "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"

- name: Look up the zone of a name, with the name servers that its domain has to be delegated to
  cdn.aws.route53_records:
    zone_of: cdn.example.com
    records: []

- name: Replace whatever stands at a name
  cdn.aws.route53_records:
    records:
      - name: www.example.com
        type: CNAME
        values:
          - cdn.example.com
    overwrite: true

- name: Delete the records of a name as long as they point to this distribution
  cdn.aws.route53_records:
    records:
      - name: cdn.example.com
        type: A
        alias: *distribution
      - name: cdn.example.com
        type: AAAA
        alias: *distribution
    state: absent

- name: Delete aliases that a deleted distribution has left behind
  cdn.aws.route53_records:
    zone: example.com
    records:
      - name: old.example.com
        type: A
      - name: old.example.com
        type: AAAA
      - name: older.example.com
        type: A
      - name: older.example.com
        type: AAAA
    only_dead: true
    state: absent
"""

RETURN = r"""
records:
  description: The records as Route 53 holds them, in the form of O(records); none when they are absent.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name, in lower case and without trailing dot.
      type: str
      returned: always
      sample: cdn.example.com
    type:
      description: The type.
      type: str
      returned: always
      sample: A
    ttl:
      description: The time to live in seconds.
      type: int
      returned: when it is no alias
      sample: 300
    values:
      description: What it says.
      type: list
      elements: str
      returned: when it is no alias
      sample: [192.0.2.1]
    alias:
      description: The AWS resource that it answers for.
      type: dict
      returned: when it is an alias
      sample:
        dns_name: d111111abcdef8.cloudfront.net
        evaluate_target_health: false
        hosted_zone_id: Z2FDTNDATAQYW2
    set_identifier:
      description: What tells it from others of its name and type. The settings of its routing policy stand beside it.
      type: str
      returned: when it has a routing policy
      sample: blue
zone:
  description: The hosted zone of the records, V(null) when there was no record and no zone was named.
  returned: success
  type: dict
  contains:
    id:
      description: Its id.
      type: str
      returned: always
      sample: Z0703663WE3WTQ3FAPIF
    name:
      description: Its name, without trailing dot.
      type: str
      returned: always
      sample: example.com
    name_servers:
      description: Its name servers, none for a private zone.
      type: list
      elements: str
      returned: when O(records) is empty and the zone exists
      sample: [ns-2048.awsdns-64.com, ns-2049.awsdns-65.net, ns-2050.awsdns-66.org, ns-2051.awsdns-67.co.uk]
waits:
  description:
    - What was waited for and the seconds that it took, or in check mode what would be waited for.
  type: list
  elements: dict
  returned: when there is a wait
  sample:
    - what: Spreading change C2682N5HXP0BZ4 to the name servers of the zone example.com
      usual: up to 60 seconds
      seconds: 31.0
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
      sample: route53:ChangeResourceRecordSets
    resource:
      description: What it is about.
      type: str
      returned: always
      sample: "example.com: A cdn.example.com, AAAA cdn.example.com"
    change:
      description: V(create), V(update) or V(delete).
      type: str
      returned: always
      sample: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, ArgumentSpec, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module
from ansible_collections.cdn.aws.plugins.module_utils._route53.records import Records

ALIAS = {
    "dns_name": {"type": "str", "required": True},
    "hosted_zone_id": {"type": "str"},
    "evaluate_target_health": {"type": "bool"},
}

GEO_LOCATION = {
    "continent_code": {"type": "str"},
    "country_code": {"type": "str"},
    "subdivision_code": {"type": "str"},
}

RECORD = {
    "name": {"type": "str", "required": True},
    "type": {
        "type": "str",
        "required": True,
        "choices": [
            "A",
            "AAAA",
            "CAA",
            "CNAME",
            "DS",
            "HTTPS",
            "MX",
            "NAPTR",
            "NS",
            "PTR",
            "SOA",
            "SPF",
            "SRV",
            "SSHFP",
            "SVCB",
            "TLSA",
            "TXT",
        ],
    },
    "values": {"type": "list", "elements": "str", "aliases": ["value"]},
    "ttl": {"type": "int"},
    "alias": {"type": "dict", "options": ALIAS},
    "set_identifier": {"type": "str"},
    "weight": {"type": "int"},
    "region": {"type": "str"},
    "failover": {"type": "str", "choices": ["PRIMARY", "SECONDARY"]},
    "multi_value_answer": {"type": "bool"},
    "geo_location": {"type": "dict", "options": GEO_LOCATION},
    "health_check_id": {"type": "str"},
    "domain_names": {"type": "list", "elements": "str"},
    "status": {"type": "str"},
}

SPEC = ArgumentSpec(
    options={
        "records": {"type": "list", "elements": "dict", "required": True, "options": RECORD},
        "zone": {"type": "str"},
        "zone_of": {"type": "str"},
        "overwrite": {"type": "bool", "default": False},
        "keep_others": {"type": "bool", "default": False},
        "only_dead": {"type": "bool", "default": False},
        "known_targets": {"type": "list", "elements": "str"},
        "dns_resolver": {"type": "str"},
        "comment": {"type": "str"},
        **STATE,
        **wait_options(default=True, timeout=300),
    },
)


def main() -> None:
    """Run the module."""
    run_module(Records, SPEC)


if __name__ == "__main__":
    main()
