# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: report_view
short_description: What a report of a site shows
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Turns what the modules of this collection have returned about a site into texts, states and lengths for a template.
  - This is what the report of the role P(cdn.aws.verify#role) is made of, for those who write a template of their own.
options:
  _input:
    description:
      - A dictionary with C(domain) and, as far as they are known, C(probe) as M(cdn.aws.cdn_probe) returns it,
        C(bucket), C(certificate), C(distribution), C(records), C(waits) and C(warnings).
    type: dict
    required: true
notes:
  - Nothing is escaped. In HTML each text needs the filter P(ansible.builtin.escape#filter) or its short form C(e).
seealso:
  - module: cdn.aws.cdn_probe
"""

EXAMPLES = r"""
- name: Show the chain of a site in a line
  ansible.builtin.debug:
    msg: "{{ view.nodes | map(attribute='text') | join(' -> ') }}"
  vars:
    view: "{{ {'domain': 'www.example.com', 'probe': probed.probe} | cdn.aws.report_view }}"
"""

RETURN = r"""
_value:
  description: The view; its lists are empty and its dictionaries V(null) where nothing is known.
  type: dict
  contains:
    verdict:
      description: The whole in a few words; C(tone) is V(ok), V(none), V(warn) or V(bad), C(text) says it.
      type: dict
    checked:
      description: The time, for machines as C(iso) and for people as C(text).
      type: dict
    edges:
      description: The edge locations that answered.
      type: list
      elements: str
    tiles:
      description: The numbers at a glance, each with C(name), C(value) and C(more).
      type: list
      elements: dict
    nodes:
      description: Bucket, distribution and domain, each with C(kind), C(noun), C(name), C(also), C(tone) and C(text).
      type: list
      elements: dict
    links:
      description: What holds the nodes together, each with C(tone) and C(facts).
      type: list
      elements: dict
    notes:
      description: Problems and warnings, each with C(tone) and C(text).
      type: list
      elements: dict
    rows:
      description: A row for each path, with the bars of its times to the first byte.
      type: list
      elements: dict
    headings:
      description: The names of the columns of C(rows[].answers).
      type: list
      elements: str
    lines:
      description: What http and the bucket itself answered, each with C(tone), C(url) and C(text).
      type: list
      elements: dict
    images:
      description: The images, each with C(path), C(uri) and C(about).
      type: list
      elements: dict
    certificate:
      description: State, names and dates of the certificate.
      type: dict
    records:
      description: The DNS records, each with C(name), C(type), C(value) and C(note).
      type: list
      elements: dict
    waits:
      description: The waits one after the other as C(items), and their C(total).
      type: dict
"""

import datetime
import typing as t

from ansible.errors import AnsibleFilterError


def report_view(given: t.Any) -> dict[str, t.Any]:
    """Return the view of a site at this moment."""
    if not isinstance(given, t.Mapping) or not given.get("domain"):
        raise AnsibleFilterError("cdn.aws.report_view: give a dictionary with at least the domain.")
    # Ansible loads all filters of a collection for a task that uses one of them: what a filter needs waits until then.
    from ansible_collections.cdn.aws.plugins.plugin_utils._report.view import view  # noqa: PLC0415

    return view(given, now=datetime.datetime.now(datetime.timezone.utc))


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter under its name."""
        return {"report_view": report_view}
