#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a prefix of a bucket equal to a local tree."""

from __future__ import annotations

DOCUMENTATION = r"""
module: s3_publish
short_description: Publish a local directory to an S3 bucket
version_added: 0.1.0
author: cdn.aws contributors (@cdn-aws)
description:
  - Uploads the files of a directory that are new or different, with the right headers, many at a time.
  - Files are compared with objects by size and content, never by date. An object sent in one piece is compared by its
    ETag, one sent in parts by the ETag that the same parts would have, and one encrypted with KMS by the SHA-256
    checksum that this module lets S3 keep with what it uploads. Where none of these can prove that they are equal, as
    with KMS and objects that other tools uploaded, the file is sent once more.
  - Pages (HTML) are uploaded when everything else is there, so that no viewer gets a page whose images and scripts are
    missing. Deletes come last.
  - "What is left alone: objects without a file unless O(purge=true), ACLs, and headers that the options do not name.
    Tags and storage class that no rule names are kept when only headers change, and are those of a new object when the
    content changes."
  - Files that a build has compressed beforehand, C(app.js.br) and C(app.js.gz) beside C(app.js), are published under
    their own names with the C(Content-Type) of C(app.js) and the C(Content-Encoding) V(br) or V(gzip). The guide shows
    the function that gives them to the browsers that understand them.
  - A run that was interrupted is continued by the next one; finished files are not sent again.
options:
  source:
    description:
      - The directory whose files are published, on the host where the module runs.
      - Names are kept as they are, Unicode included. Composed and decomposed accents are different keys to S3, as they
        are different file names to Linux.
      - Empty directories are not published. Links to files and directories inside of the tree are followed; a link
        that leaves the tree is refused, and so is one to what O(include_hidden) would have to name.
      - Names with control characters, such as a line break, are refused.
    type: path
    required: true
  bucket:
    description:
      - Name of the bucket. It must exist, except in check mode, where all files are then planned as uploads.
    type: str
    required: true
  prefix:
    description:
      - The folder in the bucket that the tree becomes, such as V(site) or V(site/assets). Empty for the whole bucket.
      - It always ends at a slash; V(site) never touches C(site2/).
    type: str
    default: ""
  origin_path:
    description:
      - The origin path of the distribution that serves the bucket, without which viewers see the keys.
        Used for C(new_paths) and C(changed_paths) only.
    type: str
    default: ""
  cache_control:
    description:
      - The C(Cache-Control) header of all files for which no rule names one.
      - Without it, objects that have such a header keep it, and new ones have none.
    type: str
  rules:
    description:
      - Headers by file name. For each header the first rule counts whose O(rules[].pattern) matches and that names it,
        so the special rules come first and the general ones last.
      - A header that no rule names is left as it is on objects that are there already. When their content is replaced,
        C(Cache-Control), C(Content-Disposition) and C(Content-Language) last; C(Content-Encoding) and metadata, which
        describe the old content, do not.
      - An empty text takes the header away from objects that have it.
      - A compressed form beside its original, as C(app.js.br) beside C(app.js), is matched by either name, so that a
        rule for V(*.js) is for C(app.js.br) too. A rule for V(*.br) must come before it to say something else.
    type: list
    elements: dict
    default: []
    suboptions:
      pattern:
        description:
          - A shell pattern with C(*), C(?) and C([...]), in which case matters.
          - Without a slash, as in V(*.html) or V(assets), it is compared with the name of the file and of each folder
            on the way. With a slash, as in V(assets/*.js) or V(/index.html), it is compared with the whole path
            relative to O(source). An asterisk also matches slashes.
          - A pattern that matches a folder matches all files in it.
        type: str
        required: true
      cache_control:
        description: How long browsers and CloudFront keep the file, such as V(public, max-age=31536000, immutable).
        type: str
      content_type:
        description:
          - The media type. By default it is looked up in a table of this module by the file's extension, so that it is
            the same on every host; texts are declared as UTF-8. Files that the table does not know become
            V(application/octet-stream).
          - By default a compressed form beside its original has the type of the original, unless that is an archive or
            not known; alone it is a file to download, V(application/gzip) or V(application/x-br).
        type: str
      content_encoding:
        description:
          - For files that are stored compressed, V(gzip) or V(br).
          - By default compressed forms beside their originals have theirs. An empty text in a rule for V(*.gz) makes
            them files to download, which browsers do not unpack.
        type: str
      content_disposition:
        description: V(attachment) makes browsers save the file instead of showing it.
        type: str
      content_language:
        description: The language of the file, such as V(de).
        type: str
      metadata:
        description:
          - Further headers, sent to viewers with C(x-amz-meta-) before the name. ASCII only, 2 KB in all.
          - The metadata of all rules that match is taken together. Other metadata of an object is left alone as long
            as its content is not replaced.
        type: dict
        default: {}
      storage_class:
        description:
          - What the objects are stored as, one of V(STANDARD), V(STANDARD_IA), V(ONEZONE_IA), V(INTELLIGENT_TIERING),
            V(GLACIER_IR) and V(REDUCED_REDUNDANCY). New objects are V(STANDARD) when no rule says something else.
          - Classes that CloudFront cannot read from at once, such as V(GLACIER) and V(DEEP_ARCHIVE), are refused.
          - Leave it out for objects that lifecycle rules move on; they would be moved back.
        type: str
      tags:
        description:
          - Tags of the objects. The tags of all rules that match are taken together; the first rule that has a key
            counts. S3 takes 10 per object.
          - Other tags of an object are left alone as long as its content is not replaced.
          - Comparing them takes one C(GetObjectTagging) request more for every object that has rules with tags.
          - The manifest has the tags of rules for V(*) as well, because bucket policies may ask for tags on all
            objects.
        type: dict
        default: {}
  exclude:
    description:
      - Patterns, as in O(rules[].pattern), of files that are not published.
      - Objects whose names match are never deleted either.
    type: list
    elements: str
    default: []
  include_hidden:
    description:
      - Patterns of files that are published although they are hidden or look like secrets.
      - "Unless named here these are neither sent nor deleted: names that begin with a dot (such as C(.git), C(.env) and
        C(.htaccess)), except C(.well-known); and C(*.pem), C(*.key), C(*.p12), C(*.pfx), C(*.ppk), C(*.jks),
        C(*.keystore), C(*.kdbx), C(*.env), C(*.tfstate), C(*.tfstate.backup), C(id_rsa), C(id_dsa), C(id_ecdsa) and
        C(id_ed25519), and these with C(.gz) or C(.br) at the end."
      - A hidden folder is looked into only when a pattern matches the folder itself.
    type: list
    elements: str
    default: []
  purge:
    description:
      - Whether objects under O(prefix) that have no file are deleted, except those that O(exclude) names and hidden
        ones.
      - In a bucket with versioning they can be brought back.
    type: bool
    default: false
  purge_limit:
    description:
      - The share of the objects under O(prefix), in percent, that O(purge) may delete. When more would go, as with a
        wrong or empty O(source), nothing at all is done.
    type: int
    default: 50
  force:
    description: Whether O(purge) may delete more than O(purge_limit).
    type: bool
    default: false
  header_check:
    description:
      - Whether the headers of objects that are there already are compared. S3's listing does not tell them.
      - V(auto) compares those of all objects without a request for each, by the manifest that O(manifest) keeps.
        Objects that the manifest does not vouch for are looked at with C(HeadObject), and so are ten others in every
        run. Headers that differ are repaired in place, without sending the file, by a C(CopyObject) onto itself.
      - V(always) makes one C(HeadObject) request for every file that has an object, O(threads) at a time. With S3's
        prices of 2026 a million requests cost about 0.40 USD.
      - V(never) asks only where the listing cannot prove that the content is the same. Changed rules then do not reach
        the objects whose content stays, and the headers of replaced objects are only those that the options name.
    type: str
    choices: [auto, always, never]
    default: auto
  manifest:
    description:
      - Whether what was published is remembered in an object of its own under O(prefix), the manifest, so that the next
        run needs not look at each object.
      - Its key is C(.cdn.aws/) and a long random name that viewers cannot guess; RV(actions) show it as
        C(.cdn.aws/manifest). It holds the names, checksums and times of the published files.
      - With V(false) no manifest is read or written, and O(header_check=auto) is as V(always). What a run has replaced
        that fails or is killed is then not known to the next one, which does not invalidate it; a failure says so.
      - Whoever may write some kinds of files only, such as pages, needs C(s3:GetObject) and C(s3:PutObject) for
        C(.cdn.aws/*) under O(prefix) too, or V(false).
    type: bool
    default: true
  distribution_id:
    description:
      - The distribution whose edge locations shall forget what is replaced or deleted. It is invalidated when all
        objects are written, before the manifest is, so that the next run makes up for one that was interrupted.
      - Without it nothing is invalidated; RV(publish.changed_paths) tells what other caches have to forget.
    type: str
  wait:
    description: Whether to wait until the invalidation is completed, usually 10 seconds to 5 minutes.
    type: bool
    default: true
  wait_timeout:
    description: How many seconds to wait for the invalidation.
    type: int
    default: 900
  threads:
    description:
      - How many files are compared, and then uploaded, at the same time; 1 to 128.
      - On Linux and BSD many uploads are shared among up to four processes, one for each processor and 16 threads.
        Elsewhere, and with one processor, more than 32 are of no use.
      - When S3 asks for fewer requests, fewer are made at the same time for a while, whatever is set here.
    type: int
    default: 64
notes:
  - Digests of the files are kept on the host where the module runs, in C(cdn.aws) under C($XDG_CACHE_HOME) or
    C(~/.cache), with size, times and inode, so that files that stay are not read again. Check runs write this cache
    too, for it is no managed state. Where it cannot be written or was deleted, all files are read once in each run.
  - What the manifest cannot tell are changes that S3 gives no new time to, such as tags that somebody else sets or
    storage classes that lifecycle rules change. O(header_check=always) finds them.
  - "The manifest compares times of S3 with times of S3 only, to the second: the clock of the host does not matter."
  - Several tasks may publish different files to one prefix; they share the manifest. When two do so at the same time,
    the slower one notices it, compares again and goes on.
  - Files of 64 MiB and more are sent in parts of 16 MiB. In RV(actions) such a file is one
    C(s3:CreateMultipartUpload), which stands for its C(s3:UploadPart) and C(s3:CompleteMultipartUpload) as well.
    Give the bucket a lifecycle rule that aborts incomplete uploads, for the case that such a run is killed.
  - The uploads of assets, those of pages, and the deletes follow each other in the order of RV(actions). Within each of
    these groups the writes run side by side.
  - When a run fails half way or is killed, the next one publishes the rest, and invalidates all that was replaced since
    the last run that came to its end. For that, names of which nothing is remembered yet are written to the manifest
    before their objects are replaced or deleted. That is why the manifest may be written twice.
  - "The caller's IAM policies need C(s3:ListBucket), C(s3:GetObject), C(s3:PutObject), C(s3:AbortMultipartUpload), with
    O(purge) C(s3:DeleteObject), and under KMS C(kms:GenerateDataKey) and C(kms:Decrypt). Without C(s3:GetObjectTagging)
    and C(s3:PutObjectTagging) the headers of tagged objects cannot be repaired, and rules cannot name tags."
seealso:
  - module: cdn.aws.s3_origin_bucket
  - module: cdn.aws.cloudfront_invalidation
  - module: cdn.aws.cdn_probe
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
"""

EXAMPLES = r"""
- name: Publish a directory
  cdn.aws.s3_publish:
    source: public
    bucket: example-site

- name: Publish a site with caching for each kind of file, and remove what is no longer part of it
  cdn.aws.s3_publish:
    source: dist
    bucket: example-site
    prefix: www
    purge: true
    exclude:
      - uploads
      - "*.map"
    rules:
      - pattern: "*.html"
        cache_control: no-cache
      - pattern: assets
        cache_control: public, max-age=31536000, immutable
      - pattern: "downloads/*.pdf"
        content_disposition: attachment
        storage_class: STANDARD_IA
        tags:
          team: docs
    cache_control: public, max-age=3600

- name: Publish a site and make the edge forget what was replaced
  cdn.aws.s3_publish:
    source: dist
    bucket: example-site
    distribution_id: E2QWRUHAPOMQZL

- name: Publish images and leave the headers of those that are there as they are
  cdn.aws.s3_publish:
    source: /srv/images
    bucket: example-images
    cache_control: public, max-age=31536000, immutable
    header_check: never
    threads: 128
"""

RETURN = r"""
publish:
  description: What was done, or in check mode what would be done.
  returned: success
  type: dict
  contains:
    bucket:
      description: The bucket.
      type: str
      sample: example-site
    prefix:
      description: The beginning of all keys, empty or with a slash at its end.
      type: str
      sample: www/
    uploaded:
      description: Number of files that were sent, new and changed ones.
      type: int
      sample: 3
    headers_updated:
      description: Number of objects whose headers were repaired in place.
      type: int
      sample: 1
    unchanged:
      description: Number of files that were published already.
      type: int
      sample: 1996
    deleted:
      description: Number of objects that were deleted.
      type: int
      sample: 1
    remote_only:
      description: Number of objects without a file that were left, because O(purge=false).
      type: int
      sample: 0
    bytes_uploaded:
      description: Size of all files that were sent.
      type: int
      sample: 48213
    new_paths:
      description: Encoded paths of the files that were not there before, as viewers request them.
      type: list
      elements: str
      sample: ["/assets/app.4f2a.js"]
    changed_paths:
      description:
        - Encoded paths of objects whose content or headers were replaced and of those that were deleted, as viewers
          request them. This is what caches may hold an old copy of, and what O(distribution_id) is made to forget.
        - Among them are those that an interrupted run or somebody else has replaced or deleted since the last run that
          came to its end.
        - When the C(index.html) at the top is among them, so is V(/).
      type: list
      elements: str
      sample: ["/", "/about%20us.html", "/index.html"]
    deleted_paths:
      description:
        - Encoded paths of the objects that were deleted, by this run, or by an interrupted one or somebody else since
          the last one; RV(publish.changed_paths) holds them too.
      type: list
      elements: str
      sample: ["/old.css"]
    sample_paths:
      description: Encoded paths of a few files that are published, new or not, to request for a test.
      type: list
      elements: str
      sample: ["/about%20us.html", "/assets/app.4f2a.js", "/assets/site.css"]
    skipped:
      description: Files and folders that were left out because they are hidden or look like secrets.
      type: list
      elements: str
      sample: [".git"]
invalidation:
  description:
    - The invalidation of O(distribution_id), as M(cdn.aws.cloudfront_invalidation) returns it; null when there was
      nothing to invalidate.
  returned: success
  type: dict
  sample:
    id: I1JLWSDAP8FU89
    status: Completed
    create_time: "2026-11-05T12:00:00+00:00"
    distribution_id: E2QWRUHAPOMQZL
    invalidation_batch:
      caller_reference: cdn.aws-5d0c8c0e-3f3c-4bb8-9c52-2d3a3c1f9a11
      paths:
        quantity: 1
        items: ["/index.html"]
cost:
  description: What the paths of the invalidation cost, as M(cdn.aws.cloudfront_invalidation) returns it.
  returned: success
  type: dict
  sample: {paths: 1, free_paths_per_month: 1000, usd_per_path: 0.005, usd_at_most: 0.005, usd_at_least: 0.0}
collapsed:
  description:
    - Which wildcards stand for how many paths when there were more to invalidate than an account has free in a month;
      null otherwise. There is a warning, too.
  returned: success
  type: dict
  sample: null
waits:
  description:
    - What was waited for and the seconds that it took, or in check mode what would be waited for.
  type: list
  elements: dict
  returned: when there is a wait
  sample:
    - what: Publishing 3,000 objects to example-site
      usual: ''
      seconds: 12.6
actions:
  description:
    - The API writes that were made, or in check mode would be made.
    - Deletes of up to 1,000 objects are one action, whose C(resource) tells their number; C(--diff) names
      the objects.
    - When there are more than 10,000 writes, those of one operation are one action that tells the number of objects,
      and C(--diff) shows these numbers.
  returned: always
  type: list
  elements: dict
  sample:
    - operation: s3:PutObject
      resource: example-site/www/assets/app.4f2a.js
      change: create
    - operation: s3:PutObject
      resource: example-site/www/index.html
      change: update
    - operation: s3:DeleteObjects
      resource: "example-site: 1 objects"
      change: delete
    - operation: cloudfront:CreateInvalidation
      resource: E2QWRUHAPOMQZL
      change: create
    - operation: s3:PutObject
      resource: example-site/www/.cdn.aws/manifest
      change: update
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module
from ansible_collections.cdn.aws.plugins.module_utils._publish.publish import Publish

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

SPEC = ArgumentSpec(
    {
        "source": {"type": "path", "required": True},
        "bucket": {"type": "str", "required": True},
        "prefix": {"type": "str", "default": ""},
        "origin_path": {"type": "str", "default": ""},
        "cache_control": {"type": "str"},
        "rules": {"type": "list", "elements": "dict", "options": RULE, "default": []},
        "exclude": {"type": "list", "elements": "str", "default": []},
        "include_hidden": {"type": "list", "elements": "str", "default": []},
        "purge": {"type": "bool", "default": False},
        "purge_limit": {"type": "int", "default": 50},
        "force": {"type": "bool", "default": False},
        "header_check": {"type": "str", "choices": ["auto", "always", "never"], "default": "auto"},
        "manifest": {"type": "bool", "default": True},
        "distribution_id": {"type": "str"},
        "threads": {"type": "int", "default": 64},
        **wait_options(default=True, timeout=900),
    }
)


def main() -> None:
    """Run the module."""
    run_module(Publish, SPEC)


if __name__ == "__main__":
    main()
