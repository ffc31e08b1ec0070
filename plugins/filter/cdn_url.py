# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: cdn_url
short_description: The CDN's URL in place of an S3 URL
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Turns URLs of S3 objects, as an application has stored or generated them, into those of the CDN before the bucket.
  - Knows virtual-hosted and path-style URLs, global, regional, dual-stack, FIPS and accelerated endpoints, website
    endpoints, and C(s3://bucket/key).
  - What signed the S3 URL, such as C(X-Amz-Signature), is left out, because CloudFront signs its requests to the bucket
    itself. The rest of the query stays.
  - Nothing is asked, so the object need not exist.
options:
  _input:
    description: A URL, or a list of URLs.
    type: raw
    required: true
  domain:
    description: The name that viewers use, such as V(images.example.com).
    type: str
    required: true
  bucket:
    description: The bucket that is the origin. URLs of other buckets are refused.
    type: str
    required: true
  origin_path:
    description: The origin path of the distribution, if it has one. It is not part of the CDN's URLs.
    type: str
    default: ""
  keep_others:
    description: Whether what has no URL of the CDN is returned as it is, and not refused.
    type: bool
    default: false
notes:
  - Keys in C(s3://) URLs are taken as they are and encoded; in other URLs a percent sign begins an encoded character.
  - A URL that names a version of an object (C(versionId)) is refused, because the CDN serves the latest one.
seealso:
  - module: cdn.aws.cdn_probe
  - plugin: cdn.aws.cloudfront_signed_url
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show where viewers find an object
  ansible.builtin.debug:
    msg: >-
      {{ 'https://example-images.s3.eu-central-1.amazonaws.com/cats/1.jpg'
         | cdn.aws.cdn_url(domain='images.example.com', bucket='example-images') }}

- name: Rewrite the URLs in a list, and leave those of other places alone
  ansible.builtin.set_fact:
    urls: >-
      {{ ['s3://example-images/site/cats/1.jpg', 'https://www.example.org/logo.png']
         | cdn.aws.cdn_url(
             domain='images.example.com', bucket='example-images', origin_path='/site', keep_others=true) }}
"""

RETURN = r"""
_value:
  description: The URL, or the list of URLs in the same order.
  type: raw
  sample: https://images.example.com/cats/1.jpg
"""

import typing as t

from ansible.errors import AnsibleFilterError


def cdn_url(urls: t.Any, *, domain: t.Any, bucket: t.Any, origin_path: t.Any = "", keep_others: t.Any = False) -> t.Any:
    """Return the URL, or list of URLs, of the CDN."""
    # Ansible loads all filters of a collection for a task that uses one of them: what a filter needs waits until then.
    from ansible_collections.cdn.aws.plugins.module_utils import _s3_urls  # noqa: PLC0415

    if isinstance(urls, (list, tuple)):
        options = {"domain": domain, "bucket": bucket, "origin_path": origin_path, "keep_others": keep_others}
        return [cdn_url(url, **options) for url in urls]
    if not isinstance(urls, str):
        raise AnsibleFilterError(f"cdn_url: takes a URL or a list of URLs and not {urls!r}.")
    try:
        return _s3_urls.cdn_url(urls, domain=str(domain), bucket=str(bucket), origin_path=str(origin_path or ""))
    except _s3_urls.NotMapped as error:
        if keep_others:
            return urls
        raise AnsibleFilterError(f"cdn_url: {error.message}") from error


class FilterModule:
    """What Ansible asks for filters."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter."""
        return {"cdn_url": cdn_url}
