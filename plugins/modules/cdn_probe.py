#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""See what viewers get of a domain."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cdn_probe
short_description: See what viewers get, and why it is not from the cache
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Requests paths over https as a browser does until CloudFront answers from its cache, and says why when it does not.
  - Shows the status, the X-Cache and caching headers, the edge location, the TLS version, the certificate, and the
    times to the first byte of misses and hits; also what comes over IPv6 and with HTTP/2.
  - Also checks that http is redirected to https, and that the bucket itself denies what viewers shall only get through
    CloudFront.
  - Needs no AWS credentials and makes no AWS API calls, unless O(distribution) or O(bucket) are given, which make the
    reasons more precise. It runs where the module runs, so probing from several hosts shows what viewers in several
    places get.
options:
  domain:
    description: The name that viewers use, such as V(www.example.com).
    type: str
    required: true
  paths:
    description:
      - The paths to request, with a query string if there is one. Characters that a request cannot hold are encoded;
        a percent sign is taken for the beginning of an encoded one.
      - What P(cdn.aws.cloudfront_signed_url#filter) makes is kept as it is. Its signature is not shown in the result,
        and not sent over http nor to O(origin_urls). The system log of the host shows options, though, unless the task
        has C(no_log).
    type: list
    elements: str
    default: [/]
  method:
    description: The method to request them with. V(OPTIONS) is what browsers send before some requests to other sites.
    type: str
    choices: [GET, HEAD, OPTIONS]
    default: GET
  headers:
    description:
      - Headers to send beside the usual ones or in their place, such as C(Origin), C(Cookie) or C(Authorization).
      - They are not sent over http nor to O(origin_urls). The values of those that say who asks are not shown in the
        result; use C(no_log) to keep them out of the log of the host, too.
    type: dict
    default: {}
  connect_to:
    description:
      - Where to connect instead of what DNS says. The name in the certificate, the SNI and the C(Host) header stay
        those of O(domain), as with C(--connect-to) of curl.
      - With the distribution's own name, a site can be probed before DNS points to it.
    type: dict
    default: {}
    suboptions:
      https:
        description: Host and port for https, such as V(d111111abcdef8.cloudfront.net:443).
        type: str
      http:
        description: Host and port for http, such as V(d111111abcdef8.cloudfront.net:80).
        type: str
      origin:
        description:
          - Host and port for O(origin_urls), such as V(example-site.s3.eu-central-1.amazonaws.com:443).
          - By default O(connect_to.https) or O(connect_to.http), unless that is a distribution's own name.
        type: str
  ca_path:
    description:
      - A file or directory with certificate authorities in PEM form, that are trusted besides those of the system.
      - Those that O(aws_ca_bundle), E(AWS_CA_BUNDLE) or E(REQUESTS_CA_BUNDLE) name are trusted, too, as those of
        proxies that look into TLS are often given so.
    type: path
  use_proxy:
    description:
      - Whether requests go through the proxies that E(HTTPS_PROXY) and E(HTTP_PROXY) name, in upper or lower case,
        but for what E(NO_PROXY) has. C(Host) header, SNI and the name in the certificate stay those of O(domain).
      - O(connect_to) is then where the proxy shall connect to; both that and O(domain) are looked up in E(NO_PROXY).
      - A proxy chooses the address itself and with it the edge location. IPv6 and HTTP/2 are not tried through one.
      - Only proxies whose URL begins with C(http://) can be used.
    type: bool
    default: true
  distribution:
    description:
      - The distribution, as RV(cdn.aws.cloudfront_distribution_info#module:distribution) or
        RV(cdn.aws.cloudfront_distribution#module:distribution) have it. The behaviour of each path is found in it, and
        what it says about caching, methods, keys and the origin is taken into account.
      - When a path is not served from the cache and the behaviour has a cache policy of your own, that is read, too. It
        needs C(cloudfront:GetCachePolicy).
    type: dict
  bucket:
    description:
      - The name of the bucket that O(distribution) has as an origin. When S3 denies CloudFront an object, it is looked
        up why. Nothing is changed, and no content is read.
      - This needs C(cloudfront:GetOriginAccessControl), C(s3:GetBucketPolicy), C(s3:GetObject), C(s3:ListBucket),
        C(s3:GetBucketOwnershipControls), C(s3:GetBucketAcl), C(s3:GetObjectAcl), C(kms:GetKeyPolicy) and
        C(kms:DescribeKey). What the caller may not do makes the reason less precise, and is told in RV(probe.notes).
      - Beside this it is where O(s3_urls) have to be.
    type: str
  origin_path:
    description:
      - The origin path, for O(s3_urls). By default that of O(distribution), or none.
    type: str
  s3_urls:
    description:
      - URLs of S3 objects, for which RV(url_map) has those that viewers shall use. They are not requested.
      - See P(cdn.aws.cdn_url#filter) for their forms.
    type: list
    elements: str
    default: []
  expect_hit:
    description: Whether it is a problem when a path is not served from the cache.
    type: bool
    default: true
  accepted_causes:
    description:
      - Causes that are no problem, as RV(probe.paths[].cause) names them, such as V(no_cache) for pages that are
        published to be asked for each time. They are told all the same.
      - Whether such a path is fresh (O(expect_fresh)) is looked at in any case.
    type: list
    elements: str
    default: []
  expect_fresh:
    description:
      - How many seconds the first answer to a path may have been in the cache at most. It is a problem when it is
        older, because viewers still get what was there before.
      - After an invalidation V(0) proves that the path is fetched from the origin anew, and O(expect_hit) that the next
        request is a hit. Where viewers may have come in between, give the seconds since the invalidation; those that
        the probe itself has taken so far are added.
      - Not looked at when it is not given.
    type: int
  attempts:
    description:
      - How many times a path is requested at most. It ends with the first hit, or when it is clear that there will be
        none.
      - Requests that miss follow each other after 0.2 seconds, or after 1.2 seconds when a header forbids caching,
        which a minimum TTL of a second overrules for that time. After an error it takes 3 seconds, because CloudFront
        remembers errors for 10 seconds by default; after 12 seconds only errors from the cache are asked for again.
      - Cookies that an answer sets are sent with the next request for the path, as browsers do.
    type: int
    default: 5
  connections:
    description:
      - How many connections are used side by side, all to the same address. The times of the answers are longer when
        there are more.
      - By default 1, and 8 for more than 50 paths.
    type: int
  timeout:
    description: How many seconds to wait for a connection and for each answer, at most 86400.
    type: int
    default: 30
  check_redirect:
    description: Whether http has to redirect to the same path over https, with 301 or 308.
    type: bool
    default: true
  check_cache_key:
    description:
      - Whether each path that is a hit is also requested as by other viewers, who differ in the query string, the
        cookies, C(Authorization), C(User-Agent), C(Accept-Language), C(Origin) or C(Referer). Where that is a miss,
        each value has its own copy in the cache, and real viewers wait for the origin though probes find hits.
      - These are seven or more further requests to a path, with random values. An origin that gets them may log failed
        sign-ins.
    type: bool
    default: false
  check_ipv6:
    description:
      - Whether the first path is also requested over IPv6. Without an IPv6 address of the name, or without IPv6 on this
        machine, this is told and no problem.
    type: bool
    default: true
  check_http2:
    description:
      - Whether the first path is also requested with HTTP/2. This needs C(pip install 'httpx[http2]') where the module
        runs, and is left out without.
    type: bool
    default: true
  certificate_days:
    description: It is a problem when the certificate ends in fewer days.
    type: int
    default: 0
  origin_urls:
    description:
      - The bucket's own addresses, such as V(https://example-site.s3.eu-central-1.amazonaws.com), with the origin path
        if there is one. The first of O(paths) that is a file is added.
      - It is a problem when the answer is not 403.
    type: list
    elements: str
    default: []
    aliases: [origin_url]
  images:
    description:
      - Whether to return the content of images, so that a report can show them.
      - Only PNG, JPEG, GIF, WebP, AVIF and SVG of at most 200 kB, at most 12 of them and 1 MB in all.
    type: bool
    default: false
  details:
    description:
      - Whether RV(probe.paths) and RV(probe.summary) tell of each path. With V(false) they tell only of those with
        problems, and RV(probe.counts) of all, which keeps the result of many paths small.
    type: bool
    default: true
  fail_on_problem:
    description: Whether problems fail the task. The result is complete in both cases.
    type: bool
    default: true
notes:
  - In check mode nothing is requested, and RV(probe) is V(null). RV(url_map) is complete.
  - boto3 and botocore are needed with O(distribution) or O(bucket) only, and without them reasons are less precise.
  - The name is resolved once, and all requests of a run go to that address, so that they reach the same edge location.
    Times to the first byte are taken on an open connection; the times of DNS, TCP and TLS are not in them.
  - Of large files the first 32 MiB are read.
  - Requests use HTTP/1.1, but for that of O(check_http2), and offer brotli and gzip, as browsers do.
seealso:
  - module: cdn.aws.cloudfront_distribution
  - module: cdn.aws.cloudfront_distribution_info
  - module: cdn.aws.cloudfront_invalidation
  - module: cdn.aws.s3_publish
  - plugin: cdn.aws.cdn_url
    plugin_type: filter
  - plugin: cdn.aws.cloudfront_signed_url
    plugin_type: filter
  - module: ansible.builtin.uri
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes.info
"""

EXAMPLES = r"""
- name: Prove that a site is served from the cache
  cdn.aws.cdn_probe:
    domain: www.example.com

- name: Show what viewers get of some files, and that the bucket itself denies them
  cdn.aws.cdn_probe:
    domain: www.example.com
    paths:
      - /
      - /assets/app.4f2a.js
    origin_url: https://example-site.s3.eu-central-1.amazonaws.com
    fail_on_problem: false
  register: probed

- name: Print the table
  ansible.builtin.debug:
    msg: "{{ probed.probe.summary }}"

- name: Probe a distribution before DNS points to it
  cdn.aws.cdn_probe:
    domain: www.example.com
    connect_to:
      https: d111111abcdef8.cloudfront.net:443
      http: d111111abcdef8.cloudfront.net:80

- name: Prove that what was just published is fetched anew, and cached again unless it says itself that it must not be
  cdn.aws.cdn_probe:
    domain: www.example.com
    paths: [/index.html, /assets/app.css]
    expect_fresh: 0
    accepted_causes: [no_cache, max_age_zero]

- name: Say precisely why files are denied or not cached
  cdn.aws.cdn_probe:
    domain: www.example.com
    paths:
      - /
      - /logo.png
    distribution: "{{ made.distribution }}"
    bucket: example-site

- name: Find what splits the cache into copies for each viewer
  cdn.aws.cdn_probe:
    domain: www.example.com
    check_cache_key: true

- name: Fill the cache of this location
  cdn.aws.cdn_probe:
    domain: www.example.com
    paths: "{{ published.publish.changed_paths }}"
    attempts: 1
    expect_hit: false
    details: false

- name: Find the URLs that replace those of the bucket
  cdn.aws.cdn_probe:
    domain: www.example.com
    bucket: example-site
    s3_urls:
      - s3://example-site/logo.png
      - https://example-site.s3.eu-central-1.amazonaws.com/cats/1.jpg
  register: probed

- name: Check a page that must not be cached
  cdn.aws.cdn_probe:
    domain: www.example.com
    paths: [/account]
    attempts: 1
    expect_hit: false
"""

RETURN = r"""
probe:
  description: What was found. V(null) in check mode.
  returned: always, except when the options are refused
  type: dict
  contains:
    domain:
      description: The name that was probed.
      type: str
      sample: www.example.com
    address:
      description: The address that all https requests went to. V(null) through a proxy, which chooses it.
      type: str
      sample: 203.0.113.34
    proxy:
      description: The proxy that the https requests went through, without user and password. V(null) without one.
      type: str
      sample: http://proxy.example.com:3128
    counts:
      description: How many C(paths) were answered, with how many C(requests), and how many are C(hits) and C(errors).
      type: dict
      sample: {paths: 2, requests: 4, hits: 2, errors: 0}
    paths:
      description: What came of each path, or with O(details=false) of those with problems.
      type: list
      elements: dict
      contains:
        path:
          description: The path, encoded.
          type: str
          sample: /assets/app.4f2a.js
        requests:
          description: The answers in their order. What an answer does not tell is V(null).
          type: list
          elements: dict
          contains:
            status:
              description: The HTTP status.
              type: int
              sample: 200
            x_cache:
              description: The C(X-Cache) header.
              type: str
              sample: Hit from cloudfront
            cache:
              description: Its first word, V(Hit), V(Miss), V(RefreshHit), V(Error) and so on.
              type: str
              sample: Hit
            age:
              description: Seconds that the object has been in the cache.
              type: int
              sample: 12
            seconds_to_first_byte:
              description: From the request to the beginning of the answer.
              type: float
              sample: 0.0121
            pop:
              description: The edge location.
              type: str
              sample: ICN57-P1
            via:
              description: The C(Via) header.
              type: str
              sample: 1.1 9f3c2a7e5b1d4c68.cloudfront.net (CloudFront)
            cache_control:
              description: The C(Cache-Control) header.
              type: str
              sample: public, max-age=31536000, immutable
            content_type:
              description: The C(Content-Type) header.
              type: str
              sample: text/javascript; charset=utf-8
            content_encoding:
              description: The C(Content-Encoding) header.
              type: str
              sample: br
            content_length:
              description: The C(Content-Length) header.
              type: int
              sample: 4242
            location:
              description: Where a redirect leads.
              type: str
              sample: https://www.example.com/new
            http_version:
              description: The version of HTTP that was spoken.
              type: str
              sample: HTTP/1.1
            tls_version:
              description: The version of TLS that was agreed on.
              type: str
              sample: TLSv1.3
        hit:
          description: Whether an answer came from the cache.
          type: bool
          sample: true
        fresh:
          description:
            - Whether the first answer came from the origin (V(Miss), V(RefreshHit) and so on), or has been in the cache
              for no longer than O(expect_fresh). V(null) without an answer.
          type: bool
          sample: true
        behavior:
          description: The path pattern of the behaviour that it belongs to, as far as O(distribution) tells.
          type: str
          sample: (default)
        cause:
          description:
            - Why not, as a word for programs, such as V(no_store), V(access_denied), V(not_cloudfront), V(not_cached).
          type: str
          sample: no_store
        reason:
          description: Why not, and what to change.
          type: str
          sample: The object's Cache-Control has no-store. Publish it with a max-age (s3_publish rules).
        accepted:
          description: Whether O(accepted_causes) names that, so that it is no problem.
          type: bool
          sample: false
        image:
          description: The image, V(null) when the answer is none or there was no room for it.
          returned: with O(images)
          type: dict
          contains:
            content_type:
              description: Its type.
              type: str
              sample: image/png
            data:
              description: Its content in Base64.
              type: str
              sample: iVBORw0KGgo=
    redirect:
      description: What http answers. V(null) with O(check_redirect=false).
      type: dict
      contains:
        status:
          description: The HTTP status.
          type: int
          sample: 301
        location:
          description: Where it leads.
          type: str
          sample: https://www.example.com/
        ok:
          description: Whether it leads to the same path over https for good.
          type: bool
          sample: true
        problem:
          description: Why not.
          type: str
          sample: http is answered with 200 and not redirected to https.
    origins:
      description: What the bucket itself answers, an item for each of O(origin_urls).
      type: list
      elements: dict
      contains:
        url:
          description: What was requested.
          type: str
          sample: https://example-site.s3.eu-central-1.amazonaws.com/assets/app.4f2a.js
        status:
          description: The HTTP status.
          type: int
          sample: 403
        denied:
          description: Whether that denies access.
          type: bool
          sample: true
        problem:
          description: Why not.
          type: str
          sample: The bucket can be read without CloudFront.
    certificate:
      description: The certificate that was served, V(null) when none was accepted.
      type: dict
      contains:
        subject:
          description: Its common name.
          type: str
          sample: www.example.com
        subject_alternative_names:
          description: The names that it covers.
          type: list
          elements: str
          sample: [www.example.com, example.com]
        issuer:
          description: The authority that issued it.
          type: str
          sample: Amazon RSA 2048 M02
        not_after:
          description: When it ends.
          type: str
          sample: "2027-01-31T23:59:59+00:00"
        days_left:
          description: Days until then.
          type: int
          sample: 289
    ipv6:
      description: What came of the first path over IPv6. V(null) with O(check_ipv6=false).
      type: dict
      contains:
        address:
          description: The address, V(null) when the name has none.
          type: str
          sample: 2600:9000:2000:4000::1
        status:
          description: The HTTP status, V(null) without an answer.
          type: int
          sample: 200
        cache:
          description: The first word of the C(X-Cache) header.
          type: str
          sample: Hit
        note:
          description: Why IPv6 could not be tried.
          type: str
          sample: This machine has no IPv6, or no way out of it.
        problem:
          description: What viewers with IPv6 suffer from.
          type: str
          sample: over IPv6 the answer did not pass CloudFront.
    http2:
      description: What came of the first path with HTTP/2. V(null) with O(check_http2=false), and without httpx and h2.
      type: dict
      contains:
        negotiated:
          description: The version that was agreed on.
          type: str
          sample: HTTP/2
        status:
          description: The HTTP status.
          type: int
          sample: 200
        cache:
          description: The first word of the C(X-Cache) header.
          type: str
          sample: Hit
        note:
          description: Why it could not be tried.
          type: str
          sample: "HTTP/2 could not be tried: ConnectTimeout: timed out"
    notes:
      description: What could not be looked up, so that reasons are less precise.
      type: list
      elements: str
      sample: []
    problems:
      description: All that is wrong, a line each.
      type: list
      elements: str
      sample: []
    summary:
      description: The result as lines of a table, ready for printing.
      type: list
      elements: str
      sample:
        - https://www.example.com  203.0.113.34, TLSv1.3, certificate of www.example.com for 289 more days
        - path                 status  cache        miss ms  hit ms  location   age  type
        - /assets/app.4f2a.js  200     Miss -> Hit  142      12      ICN57-P1   0    text/javascript
        - http://www.example.com  301 https://www.example.com/assets/app.4f2a.js
url_map:
  description:
    - The URL that viewers shall use for each of O(s3_urls), V(null) when there is none. What signs a URL is left out of
      both.
  returned: always, except when the options are refused
  type: dict
  sample: {"s3://example-site/logo.png": "https://www.example.com/logo.png"}
url_problems:
  description: Why there is none.
  returned: always, except when the options are refused
  type: dict
  sample: {"s3://other/logo.png": "s3://other/logo.png is in the bucket other and not in example-site."}
actions:
  description: Always empty.
  returned: always
  type: list
  elements: dict
  sample: []
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module
from ansible_collections.cdn.aws.plugins.module_utils._probe.probe import Probe

SPEC = ArgumentSpec(
    {
        "domain": {"type": "str", "required": True},
        "paths": {"type": "list", "elements": "str", "default": ["/"]},
        "method": {"type": "str", "choices": ["GET", "HEAD", "OPTIONS"], "default": "GET"},
        "headers": {"type": "dict", "default": {}},
        "connect_to": {
            "type": "dict",
            "default": {},
            "options": {"https": {"type": "str"}, "http": {"type": "str"}, "origin": {"type": "str"}},
        },
        "ca_path": {"type": "path"},
        "use_proxy": {"type": "bool", "default": True},
        "distribution": {"type": "dict"},
        "bucket": {"type": "str"},
        "origin_path": {"type": "str"},
        "s3_urls": {"type": "list", "elements": "str", "default": []},
        "expect_hit": {"type": "bool", "default": True},
        "accepted_causes": {"type": "list", "elements": "str", "default": []},
        "expect_fresh": {"type": "int"},
        "attempts": {"type": "int", "default": 5},
        "connections": {"type": "int"},
        "timeout": {"type": "int", "default": 30},
        "check_redirect": {"type": "bool", "default": True},
        "check_cache_key": {"type": "bool", "default": False},
        "check_ipv6": {"type": "bool", "default": True},
        "check_http2": {"type": "bool", "default": True},
        "certificate_days": {"type": "int", "default": 0},
        "origin_urls": {"type": "list", "elements": "str", "default": [], "aliases": ["origin_url"]},
        "images": {"type": "bool", "default": False},
        "details": {"type": "bool", "default": True},
        "fail_on_problem": {"type": "bool", "default": True},
    },
    libraries=False,
)


def main() -> None:
    """Run the module."""
    run_module(Probe, SPEC)


if __name__ == "__main__":
    main()
