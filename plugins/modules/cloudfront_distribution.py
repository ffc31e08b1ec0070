#!/usr/bin/python
# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Create, change and delete CloudFront distributions."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cloudfront_distribution
short_description: Manage CloudFront distributions
version_added: 0.1.0
description:
  - Creates, changes or deletes one distribution, with every setting that the API has.
  - Only what is given is changed. Everything else stays as it is, also what was set by other means; an update that
    would lose a setting which the installed botocore does not know is refused.
  - Options carry the names of the API in snake case. Lists are plain lists; the API's form, with C(quantity) and
    C(items), is taken too.
  - A new distribution gets what the console of CloudFront would choose today - redirection to HTTPS, compression, IPv6,
    HTTP/2 and HTTP/3, and the managed cache policy C(CachingOptimized). These defaults apply on create only, and to
    origins and behaviors that are new.
  - What was set is taken away by naming it empty, see the notes.
  - What can be known to be wrong is refused before anything is written, in check mode too. That includes a
    certificate that does not cover the aliases, and aliases that another distribution of the account has.
  - A run makes at most one update, since CloudFront allows only a few a minute.
author:
  - cdn.aws contributors (@cdn-aws)
options:
  state:
    description:
      - V(present) creates the distribution or changes it.
      - V(absent) disables it, waits until that is deployed everywhere (usually 3 to 15 minutes, at most
        O(wait_timeout)), and deletes it.
    type: str
    default: present
    choices: [present, absent]
  distribution_id:
    description:
      - The id of a distribution that exists. It goes before all other ways to find one.
    type: str
  alias:
    description:
      - A name of the distribution that is looked for. Without it, any of O(aliases) finds the distribution.
      - It is also one of its aliases, whether O(aliases) has it or not, so that the next run finds it again.
    type: str
  caller_reference:
    description:
      - The text that a distribution is created with and that no other may have. It finds a distribution, also when
        another one has the alias.
      - A distribution that has the alias but another reference is changed when nothing has this one. It is never
        deleted.
      - CloudFront's list does not show it, so that each distribution is read until it is found; with many of them
        better give O(alias) or O(distribution_id).
      - Without it the module derives one from the first alias, or when there is none from the C(Name) tag and the
        domain name and path of the first origin. So a run that was killed is found again and never makes a second
        distribution. Two distributions of one origin without aliases need different references.
      - When CloudFront refuses the derived text because a distribution that has been deleted had it, the module goes on
        with V(-2), V(-3) and so on at its end. It does so only for a distribution with aliases, because nothing else
        keeps CloudFront from having the same distribution twice; without them give another text.
    type: str
  e_tag:
    description:
      - The version that is meant to be changed. When the distribution has changed since, an update is refused.
      - "Not needed: the module always sends the version that it has read."
    type: str
  aliases:
    description:
      - The names that the distribution answers to besides its own under C(cloudfront.net). Any of them finds the
        distribution.
      - They need a certificate that covers them, see O(viewer_certificate).
      - International names are turned into their form in punycode.
      - An empty list with O(purge_aliases=true) takes all of them away, except O(alias).
    type: list
    elements: str
  purge_aliases:
    description:
      - Whether aliases that are neither in O(aliases) nor O(alias) are taken away. Without both nothing is.
    type: bool
    default: false
  origins:
    description:
      - Where the content comes from. Origins are recognised by their id; of one that exists only what is given is
        changed.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - The name of the origin within the distribution.
          - Default is the id of the origin with the same domain name, for a new one its domain name as it is given.
        type: str
      domain_name:
        description:
          - The host to fetch from; for a bucket V(BUCKET.s3.REGION.amazonaws.com).
          - The global form V(BUCKET.s3.amazonaws.com) of a new origin is replaced by the regional one, with a
            warning, since it can redirect viewers for a day.
        type: str
      origin_path:
        description:
          - A folder of the origin that is put before each path; it begins with a slash and does not end with one. An
            empty text takes it away.
        type: str
      origin_access_control_id:
        description:
          - The id or the name of an origin access control, see M(cdn.aws.cloudfront_origin_access_control). An empty
            text takes it away.
        type: str
      s3_origin_access_identity_enabled:
        description:
          - The switch of M(community.aws.cloudfront_distribution) for origin access identities, which
            O(origins[].origin_access_control_id) has replaced.
          - V(true) keeps the identity that the origin has, or takes that of O(origins[].s3_origin_config). Where there
            is neither, it takes the one that this module made for the bucket, or makes one. The bucket's policy has to
            let it read.
          - V(false) takes the identity away from the origin; the identity itself stays.
        type: bool
      s3_origin_config:
        description:
          - Makes it an origin of the kind S3. Default for a new origin whose domain name is a bucket's.
        type: dict
        suboptions:
          origin_access_identity:
            description:
              - An origin access identity as V(origin-access-identity/cloudfront/ID), the older way; it excludes
                O(origins[].origin_access_control_id). An empty text is none.
            type: str
          origin_read_timeout:
            description:
              - The seconds that CloudFront waits for an answer of the bucket; V(30) when nobody says.
            type: int
      custom_origin_config:
        description:
          - Makes it an origin that speaks HTTP. Default for a new origin that is no bucket.
        type: dict
        suboptions:
          http_port:
            description:
              - The port for HTTP. Default for a new origin is V(80).
            type: int
          https_port:
            description:
              - The port for HTTPS. Default for a new origin is V(443).
            type: int
          origin_protocol_policy:
            description:
              - How CloudFront speaks to the origin. Default for a new origin is V(match-viewer), for a website
                endpoint of S3 V(http-only).
            type: str
            choices: [http-only, match-viewer, https-only]
          origin_ssl_protocols:
            description:
              - The TLS versions to use with the origin. Default for a new origin is V(TLSv1.2).
            type: list
            elements: str
            choices: [SSLv3, TLSv1, TLSv1.1, TLSv1.2]
          origin_read_timeout:
            description:
              - The seconds that CloudFront waits for an answer. Default for a new origin is V(30).
            type: int
          origin_keepalive_timeout:
            description:
              - The seconds that an idle connection is kept. Default for a new origin is V(5).
            type: int
          ip_address_type:
            description:
              - Which addresses of the origin are used; V(ipv4) when nobody says.
            type: str
            choices: [ipv4, ipv6, dualstack]
          origin_mtls_config:
            description:
              - Makes CloudFront show a certificate to the origin.
            type: dict
            suboptions:
              client_certificate_arn:
                description:
                  - The ARN of that certificate. An empty text takes it away.
                type: str
                required: true
      vpc_origin_config:
        description:
          - Makes it an origin in a VPC.
        type: dict
        suboptions:
          vpc_origin_id:
            description:
              - The id or the name of the VPC origin.
            type: str
          owner_account_id:
            description:
              - The account that owns the VPC origin, when it is another one. An empty text takes it away.
            type: str
          origin_read_timeout:
            description:
              - The seconds that CloudFront waits for an answer; V(30) when nobody says.
            type: int
          origin_keepalive_timeout:
            description:
              - The seconds that an idle connection is kept; V(5) when nobody says.
            type: int
      custom_headers:
        description:
          - Headers that CloudFront adds to its requests to the origin. The list replaces the current one; an empty one
            takes all of them away.
        type: list
        elements: dict
        suboptions:
          header_name:
            description:
              - The name of the header.
            type: str
            required: true
          header_value:
            description:
              - Its value. It is taken for a secret and shown nowhere. What is shown in its place can be given again and
                keeps it.
            type: str
            required: true
      connection_attempts:
        description:
          - How often CloudFront tries to connect, from V(1) to V(3); V(3) when nobody says.
        type: int
      connection_timeout:
        description:
          - The seconds that an attempt may take, from V(1) to V(10); V(10) when nobody says.
        type: int
      response_completion_timeout:
        description:
          - The seconds that a whole answer may take. V(0) takes the limit away.
        type: int
      origin_shield:
        description:
          - One more cache between the edge locations and the origin.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether it is on. V(false) also takes the region away.
            type: bool
          origin_shield_region:
            description:
              - The region that it is in, best the one nearest to the origin.
            type: str
  purge_origins:
    description:
      - Whether origins that are not in O(origins) are taken away.
    type: bool
    default: false
  default_origin_domain_name:
    description:
      - "The short form of O(origins) with one origin: its domain name. Ignored when O(origins) is given."
    type: str
  default_origin_path:
    description:
      - The origin path of new origins that have none of their own, that of O(default_origin_domain_name) first of all.
    type: str
  origin_groups:
    description:
      - Pairs of origins of which the second answers when the first fails. The list replaces the current one; an empty
        one takes all of them away.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - The name of the group within the distribution.
        type: str
        required: true
      failover_criteria:
        description:
          - When the second origin is asked.
        type: dict
        suboptions:
          status_codes:
            description:
              - The HTTP status codes of the first origin that count as a failure.
            type: list
            elements: int
      members:
        description:
          - The two origins, the first one first.
        type: list
        elements: dict
        suboptions:
          origin_id:
            description:
              - The id of an origin.
            type: str
            required: true
      selection_criteria:
        description:
          - How the origin is chosen. V(default) is by the status codes, V(media-quality-based) by the scores that AWS
            Elemental MediaPackage gives to live streams.
        type: str
        choices: [default, media-quality-based]
  default_cache_behavior:
    description:
      - What happens to requests that no path of O(cache_behaviors) matches. Only what is given is changed.
    type: dict
    suboptions:
      target_origin_id:
        description:
          - The id of the origin or origin group that answers.
          - Default for a new behavior is the first origin.
        type: str
      viewer_protocol_policy:
        description:
          - V(redirect-to-https) sends viewers on to HTTPS, V(https-only) refuses plain HTTP, V(allow-all) serves
            both.
          - Default for a new behavior is V(redirect-to-https).
        type: str
        choices: [allow-all, https-only, redirect-to-https]
      allowed_methods:
        description:
          - The HTTP methods that viewers may use.
        type: dict
        suboptions:
          items:
            description:
              - "One of three sets: V(GET) and V(HEAD); these and V(OPTIONS); or all seven."
              - Default for a new behavior is V(GET) and V(HEAD).
            type: list
            elements: str
            choices: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
          cached_methods:
            description:
              - "The methods whose answers are cached: V(GET) and V(HEAD), or these and V(OPTIONS)."
            type: list
            elements: str
            choices: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
      compress:
        description:
          - Whether CloudFront compresses what it delivers (gzip and Brotli) for viewers that can take it.
          - Default for a new behavior is V(true).
        type: bool
      cache_policy_id:
        description:
          - "The cache policy: what makes two requests the same, and how long answers are kept."
          - Takes an id, the name of a managed policy with or without C(Managed-), such as V(CachingOptimized) or
            V(CachingDisabled), or the name of a policy of the account. A managed policy comes first; give the id of
            one of the account that is called like it.
          - Replaces O(default_cache_behavior.forwarded_values) and the lifetimes beside it, and excludes them. With an
            empty text they replace it.
          - Default for a new behavior is V(CachingOptimized).
        type: str
      origin_request_policy_id:
        description:
          - "The origin request policy: what of the viewer's request is passed on without being part of the cache
            key."
          - Takes an id or a name, as O(default_cache_behavior.cache_policy_id) does, for example V(CORS-S3Origin) or
            V(AllViewerExceptHostHeader). An empty text takes it away.
        type: str
      response_headers_policy_id:
        description:
          - "The response headers policy: headers to add to or remove from answers."
          - Takes an id or a name, as O(default_cache_behavior.cache_policy_id) does, for example
            V(SecurityHeadersPolicy). An empty text takes it away.
        type: str
      function_associations:
        description:
          - CloudFront functions to run, at most one for each event. The list replaces the current one; an empty one
            takes all of them away.
        type: list
        elements: dict
        suboptions:
          event_type:
            description:
              - "When it runs: V(viewer-request) or V(viewer-response)."
            type: str
            required: true
            choices: [viewer-request, viewer-response, origin-request, origin-response]
          function_arn:
            description:
              - The name or the ARN of a published function, see M(cdn.aws.cloudfront_function). ARNs cost no look-up.
            type: str
            required: true
      lambda_function_associations:
        description:
          - Lambda@Edge functions to run, at most one for each event. The list replaces the current one; an empty one
            takes all of them away.
        type: list
        elements: dict
        suboptions:
          event_type:
            description:
              - When it runs.
            type: str
            required: true
            choices: [viewer-request, viewer-response, origin-request, origin-response]
          lambda_function_arn:
            description:
              - The ARN of a version of a function in us-east-1; neither C($LATEST) nor an alias.
            type: str
            required: true
          include_body:
            description:
              - Whether the function may read the body of the request.
            type: bool
      trusted_key_groups:
        description:
          - Key groups whose keys may sign URLs and cookies; with any of them content is private.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether signatures are demanded. Default is whether O(default_cache_behavior.trusted_key_groups.items)
                names any. V(false) alone takes all of them away.
            type: bool
          items:
            description:
              - The ids or the names of the key groups, see M(cdn.aws.cloudfront_key_group). Ids cost no look-up.
            type: list
            elements: str
      trusted_signers:
        description:
          - AWS accounts whose keys may sign URLs and cookies; the older way, see
            O(default_cache_behavior.trusted_key_groups).
        type: dict
        suboptions:
          enabled:
            description:
              - Whether signatures are demanded. Default is whether O(default_cache_behavior.trusted_signers.items)
                names any. V(false) alone takes all of them away.
            type: bool
          items:
            description:
              - The numbers of the accounts, or V(self).
            type: list
            elements: str
      smooth_streaming:
        description:
          - Whether media in the format Microsoft Smooth Streaming is served.
        type: bool
      field_level_encryption_id:
        description:
          - The id of a configuration for field-level encryption. An empty text takes it away.
        type: str
      realtime_log_config_arn:
        description:
          - The ARN or the name of a configuration for real-time logs. An empty text takes it away.
        type: str
      grpc_config:
        description:
          - Whether gRPC requests are passed on.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether gRPC is on; it needs all methods and HTTP/2.
            type: bool
      forwarded_values:
        description:
          - What is passed on to the origin and makes requests differ; the older way, see
            O(default_cache_behavior.cache_policy_id).
          - Naming it replaces a cache policy.
        type: dict
        suboptions:
          query_string:
            description:
              - Whether the query string is passed on. Default when this style is new is V(false).
            type: bool
          cookies:
            description:
              - Which cookies are passed on.
            type: dict
            suboptions:
              forward:
                description:
                  - None, all, or those of O(default_cache_behavior.forwarded_values.cookies.whitelisted_names).
                type: str
                choices: [none, whitelist, all]
              whitelisted_names:
                description:
                  - The names of the cookies, with V(whitelist) only.
                type: list
                elements: str
          headers:
            description:
              - The names of the headers that are passed on; V(*) alone stands for all and switches caching off. An
                empty list is none.
            type: list
            elements: str
          query_string_cache_keys:
            description:
              - The parameters of the query string that make requests differ; all of them when empty.
            type: list
            elements: str
      min_ttl:
        description:
          - The least number of seconds that an answer is kept, with O(default_cache_behavior.forwarded_values).
            Default when that style is new is V(0).
          - A behavior that has a cache policy has its lifetimes there; naming one here is refused then.
        type: int
      default_ttl:
        description:
          - The number of seconds that an answer is kept when the origin does not say, with
            O(default_cache_behavior.forwarded_values). Default when that style is new is V(86400), a day.
        type: int
      max_ttl:
        description:
          - The greatest number of seconds that an answer is kept, with
            O(default_cache_behavior.forwarded_values). Default when that style is new is V(31536000), a year.
        type: int
  cache_behaviors:
    description:
      - What happens to requests whose path matches; the first match wins. Behaviors are recognised by their path, and
        of one that exists only what is given is changed.
      - With O(purge_cache_behaviors=true) their order becomes the order given here. Otherwise those that exist keep
        their places, and new ones come last.
    type: list
    elements: dict
    suboptions:
      path_pattern:
        description:
          - The path, with V(*) for any text and V(?) for one character, such as V(/images/*).
        type: str
        required: true
      target_origin_id:
        description:
          - The id of the origin or origin group that answers.
          - Default for a new behavior is the first origin.
        type: str
      viewer_protocol_policy:
        description:
          - V(redirect-to-https) sends viewers on to HTTPS, V(https-only) refuses plain HTTP, V(allow-all) serves
            both.
          - Default for a new behavior is V(redirect-to-https).
        type: str
        choices: [allow-all, https-only, redirect-to-https]
      allowed_methods:
        description:
          - The HTTP methods that viewers may use.
        type: dict
        suboptions:
          items:
            description:
              - "One of three sets: V(GET) and V(HEAD); these and V(OPTIONS); or all seven."
              - Default for a new behavior is V(GET) and V(HEAD).
            type: list
            elements: str
            choices: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
          cached_methods:
            description:
              - "The methods whose answers are cached: V(GET) and V(HEAD), or these and V(OPTIONS)."
            type: list
            elements: str
            choices: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
      compress:
        description:
          - Whether CloudFront compresses what it delivers (gzip and Brotli) for viewers that can take it.
          - Default for a new behavior is V(true).
        type: bool
      cache_policy_id:
        description:
          - "The cache policy: what makes two requests the same, and how long answers are kept."
          - Takes an id, the name of a managed policy with or without C(Managed-), such as V(CachingOptimized) or
            V(CachingDisabled), or the name of a policy of the account. A managed policy comes first; give the id of
            one of the account that is called like it.
          - Replaces O(cache_behaviors[].forwarded_values) and the lifetimes beside it, and excludes them. With an empty
            text they replace it.
          - Default for a new behavior is V(CachingOptimized).
        type: str
      origin_request_policy_id:
        description:
          - "The origin request policy: what of the viewer's request is passed on without being part of the cache
            key."
          - Takes an id or a name, as O(cache_behaviors[].cache_policy_id) does, for example V(CORS-S3Origin) or
            V(AllViewerExceptHostHeader). An empty text takes it away.
        type: str
      response_headers_policy_id:
        description:
          - "The response headers policy: headers to add to or remove from answers."
          - Takes an id or a name, as O(cache_behaviors[].cache_policy_id) does, for example V(SecurityHeadersPolicy).
            An empty text takes it away.
        type: str
      function_associations:
        description:
          - CloudFront functions to run, at most one for each event. The list replaces the current one; an empty one
            takes all of them away.
        type: list
        elements: dict
        suboptions:
          event_type:
            description:
              - "When it runs: V(viewer-request) or V(viewer-response)."
            type: str
            required: true
            choices: [viewer-request, viewer-response, origin-request, origin-response]
          function_arn:
            description:
              - The name or the ARN of a published function, see M(cdn.aws.cloudfront_function). ARNs cost no look-up.
            type: str
            required: true
      lambda_function_associations:
        description:
          - Lambda@Edge functions to run, at most one for each event. The list replaces the current one; an empty one
            takes all of them away.
        type: list
        elements: dict
        suboptions:
          event_type:
            description:
              - When it runs.
            type: str
            required: true
            choices: [viewer-request, viewer-response, origin-request, origin-response]
          lambda_function_arn:
            description:
              - The ARN of a version of a function in us-east-1; neither C($LATEST) nor an alias.
            type: str
            required: true
          include_body:
            description:
              - Whether the function may read the body of the request.
            type: bool
      trusted_key_groups:
        description:
          - Key groups whose keys may sign URLs and cookies; with any of them content is private.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether signatures are demanded. Default is whether O(cache_behaviors[].trusted_key_groups.items)
                names any. V(false) alone takes all of them away.
            type: bool
          items:
            description:
              - The ids or the names of the key groups, see M(cdn.aws.cloudfront_key_group). Ids cost no look-up.
            type: list
            elements: str
      trusted_signers:
        description:
          - AWS accounts whose keys may sign URLs and cookies; the older way, see
            O(cache_behaviors[].trusted_key_groups).
        type: dict
        suboptions:
          enabled:
            description:
              - Whether signatures are demanded. Default is whether O(cache_behaviors[].trusted_signers.items)
                names any. V(false) alone takes all of them away.
            type: bool
          items:
            description:
              - The numbers of the accounts, or V(self).
            type: list
            elements: str
      smooth_streaming:
        description:
          - Whether media in the format Microsoft Smooth Streaming is served.
        type: bool
      field_level_encryption_id:
        description:
          - The id of a configuration for field-level encryption. An empty text takes it away.
        type: str
      realtime_log_config_arn:
        description:
          - The ARN or the name of a configuration for real-time logs. An empty text takes it away.
        type: str
      grpc_config:
        description:
          - Whether gRPC requests are passed on.
        type: dict
        suboptions:
          enabled:
            description:
              - Whether gRPC is on; it needs all methods and HTTP/2.
            type: bool
      forwarded_values:
        description:
          - What is passed on to the origin and makes requests differ; the older way, see
            O(cache_behaviors[].cache_policy_id).
          - Naming it replaces a cache policy.
        type: dict
        suboptions:
          query_string:
            description:
              - Whether the query string is passed on. Default when this style is new is V(false).
            type: bool
          cookies:
            description:
              - Which cookies are passed on.
            type: dict
            suboptions:
              forward:
                description:
                  - None, all, or those of O(cache_behaviors[].forwarded_values.cookies.whitelisted_names).
                type: str
                choices: [none, whitelist, all]
              whitelisted_names:
                description:
                  - The names of the cookies, with V(whitelist) only.
                type: list
                elements: str
          headers:
            description:
              - The names of the headers that are passed on; V(*) alone stands for all and switches caching off. An
                empty list is none.
            type: list
            elements: str
          query_string_cache_keys:
            description:
              - The parameters of the query string that make requests differ; all of them when empty.
            type: list
            elements: str
      min_ttl:
        description:
          - The least number of seconds that an answer is kept, with O(cache_behaviors[].forwarded_values).
            Default when that style is new is V(0).
          - A behavior that has a cache policy has its lifetimes there; naming one here is refused then.
        type: int
      default_ttl:
        description:
          - The number of seconds that an answer is kept when the origin does not say, with
            O(cache_behaviors[].forwarded_values). Default when that style is new is V(86400), a day.
        type: int
      max_ttl:
        description:
          - The greatest number of seconds that an answer is kept, with
            O(cache_behaviors[].forwarded_values). Default when that style is new is V(31536000), a year.
        type: int
  purge_cache_behaviors:
    description:
      - Whether behaviors that are not in O(cache_behaviors) are taken away, and whether its order counts.
    type: bool
    default: false
  custom_error_responses:
    description:
      - What viewers get instead of an error of the origin. Responses are recognised by their error code.
      - An empty list with O(purge_custom_error_responses=true) takes all of them away.
    type: list
    elements: dict
    suboptions:
      error_code:
        description:
          - "The origin's status code: 400, 403, 404, 405, 414, 416, or 500 to 504."
        type: int
        required: true
      response_page_path:
        description:
          - The page to deliver, beginning with a slash. Goes together with O(custom_error_responses[].response_code);
            two empty texts take both away.
        type: str
      response_code:
        description:
          - The status code to deliver it with.
        type: str
      error_caching_min_ttl:
        description:
          - The seconds that the error is cached; V(10) when nobody says.
        type: int
  purge_custom_error_responses:
    description:
      - Whether responses that are not in O(custom_error_responses) are taken away.
    type: bool
    default: false
  viewer_certificate:
    description:
      - The certificate that viewers see. Name exactly one kind.
    type: dict
    suboptions:
      acm_certificate_arn:
        description:
          - The ARN of a certificate of ACM in us-east-1 that is issued and covers all aliases, see
            M(cdn.aws.acm_certificate).
        type: str
      iam_certificate_id:
        description:
          - The id of a server certificate in IAM.
        type: str
      cloud_front_default_certificate:
        description:
          - Whether CloudFront's own certificate is used, which covers C(cloudfront.net) only. V(true) takes any other
            one away.
        type: bool
        aliases: [cloudfront_default_certificate]
      certificate:
        description:
          - The old name of the certificate's ARN or id, which AWS still shows beside today's.
        type: str
      certificate_source:
        description:
          - The old way to say which kind O(viewer_certificate.certificate) is.
        type: str
        choices: [cloudfront, iam, acm]
      ssl_support_method:
        description:
          - V(sni-only) is free and right for almost everybody; V(vip) is charged at a high price each month.
          - Default when the distribution gets its first certificate is V(sni-only).
        type: str
        choices: [sni-only, vip, static-ip]
      minimum_protocol_version:
        description:
          - The oldest TLS version and the ciphers that viewers may use.
          - Default when the distribution gets its first certificate is V(TLSv1.2_2021).
        type: str
        choices:
          - SSLv3
          - TLSv1
          - TLSv1_2016
          - TLSv1.1_2016
          - TLSv1.2_2018
          - TLSv1.2_2019
          - TLSv1.2_2021
          - TLSv1.2_2025
          - TLSv1.3_2025
  default_root_object:
    description:
      - The object to deliver for the bare host name, such as V(index.html), without a slash at the front. An empty
        text takes it away.
    type: str
  comment:
    description:
      - A note of at most 128 characters. An empty text takes it away.
    type: str
  enabled:
    description:
      - Whether viewers are served. Default on create is V(true).
    type: bool
  price_class:
    description:
      - Which edge locations are used. V(PriceClass_100) is North America, Europe and Israel; V(PriceClass_200) has
        most others too; V(PriceClass_All) is all of them, and what CloudFront takes when nobody says. V(None) belongs
        to multi-tenant distributions.
    type: str
    choices: [PriceClass_100, PriceClass_200, PriceClass_All, 'None']
  http_version:
    description:
      - The newest HTTP version that viewers may use. Default on create is V(http2and3).
    type: str
    choices: [http1.1, http2, http3, http2and3]
  is_ipv6_enabled:
    description:
      - Whether viewers may come over IPv6. Default on create is V(true); publish AAAA records beside the A records
        then.
    type: bool
    aliases: [ipv6_enabled]
  logging:
    description:
      - Access logs in a bucket, the older way. The bucket must accept ACLs.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether logs are written. V(false) also takes the bucket and the prefix away.
        type: bool
      bucket:
        description:
          - The bucket, by its name or as V(BUCKET.s3.amazonaws.com), which is what CloudFront keeps.
          - A bucket with its ACLs turned off (object ownership V(BucketOwnerEnforced)) or in a region that an account
            must opt in to is refused before anything is written, since CloudFront cannot write logs there. This looks
            at the bucket with C(s3:GetBucketOwnershipControls) and C(s3:ListBucket); without them CloudFront judges.
        type: str
      prefix:
        description:
          - What the names of the log files begin with.
        type: str
      include_cookies:
        description:
          - Whether cookies are logged.
        type: bool
  restrictions:
    description:
      - Who is served.
    type: dict
    suboptions:
      geo_restriction:
        description:
          - By country.
        type: dict
        suboptions:
          restriction_type:
            description:
              - V(whitelist) serves only the countries of O(restrictions.geo_restriction.items), V(blacklist) all
                others, V(none) everybody; V(none) also takes the countries away.
            type: str
            choices: [none, whitelist, blacklist]
          items:
            description:
              - Countries as two capital letters, such as V(KR).
            type: list
            elements: str
  web_acl_id:
    description:
      - The ARN of a web ACL of AWS WAF with the scope CLOUDFRONT. An empty text takes it away.
    type: str
  continuous_deployment_policy_id:
    description:
      - The id of a continuous deployment policy. Does not work with HTTP/3. An empty text takes it away.
    type: str
  staging:
    description:
      - Whether it is a staging distribution; cannot be changed later.
      - Continuous deployment does not work with HTTP/3, so give O(http_version=http2) with it.
    type: bool
  anycast_ip_list_id:
    description:
      - The id of a list of anycast addresses. An empty text takes it away.
    type: str
  connection_mode:
    description:
      - V(direct) for a usual distribution, V(tenant-only) for one that only serves tenants.
      - A distribution that serves tenants is neither changed nor deleted unless this is given, since each tenant may be
        a site of its own; its tags can be changed.
    type: str
    choices: [direct, tenant-only]
  tenant_config:
    description:
      - Parameters of a multi-tenant distribution. An empty dictionary takes them away.
    type: dict
    suboptions:
      parameter_definitions:
        description:
          - The parameters that tenants fill. The list replaces the current one.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - The name of the parameter.
            type: str
            required: true
          definition:
            description:
              - What its value may be.
            type: dict
            suboptions:
              string_schema:
                description:
                  - A text.
                type: dict
                suboptions:
                  required:
                    description:
                      - Whether tenants must give it.
                    type: bool
                  default_value:
                    description:
                      - The value when they do not.
                    type: str
                  comment:
                    description:
                      - A note.
                    type: str
  viewer_mtls_config:
    description:
      - Makes viewers show a certificate. An empty dictionary takes that away.
    type: dict
    suboptions:
      mode:
        description:
          - Whether they must, may, or whether it is only passed on to the origin.
        type: str
        choices: [required, optional, passthrough]
      trust_store_config:
        description:
          - Whose certificates are trusted.
        type: dict
        suboptions:
          trust_store_id:
            description:
              - The id of the trust store.
            type: str
          advertise_trust_store_ca_names:
            description:
              - Whether viewers are told the names of the trusted authorities.
            type: bool
          ignore_certificate_expiry:
            description:
              - Whether certificates that have expired are accepted.
            type: bool
  connection_function_association:
    description:
      - The function that runs for each connection.
    type: dict
    suboptions:
      id:
        description:
          - The id of the connection function. An empty text takes it away.
        type: str
  cache_tag_config:
    description:
      - Tags that invalidations can name.
    type: dict
    suboptions:
      header_name:
        description:
          - The header of the origin's answers that holds the tags. An empty text takes it away.
        type: str
  tags:
    description:
      - Tags of the distribution. Other tags are taken away unless O(purge_tags=false).
      - Without this all tags stay as they are.
    type: dict
    aliases: [resource_tags]
  purge_tags:
    description:
      - Whether tags that are not in O(tags) are taken away.
      - The default is that of M(community.aws.cloudfront_distribution), whose playbooks rely on it. Other modules of
        this collection keep tags that are not named.
    type: bool
    default: true
  wait:
    description:
      - Whether to wait until the distribution is deployed to all edge locations, usually 3 to 15 minutes; also when
        nothing was changed.
      - A deletion waits in any case.
    type: bool
    default: false
  wait_timeout:
    description:
      - The seconds to wait at most. When they are over the task fails, but AWS goes on; running it again waits
        further.
    type: int
    default: 1800
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - cdn.aws.boto3
  - cdn.aws.attributes
notes:
  - What was set is taken away with an empty text, an empty list, an empty dictionary or V(false), as each option says.
    An option that is left out stays as it is.
  - Playbooks for M(community.aws.cloudfront_distribution) run with this module, and find its return values beside
    RV(distribution). What differs are the defaults of a new distribution, as said at O(http_version),
    O(is_ipv6_enabled), O(comment), O(caller_reference), O(origins[].id), O(origins[].domain_name),
    O(origins[].custom_origin_config.origin_ssl_protocols),
    O(origins[].custom_origin_config.origin_protocol_policy), O(viewer_certificate.minimum_protocol_version),
    O(default_cache_behavior.viewer_protocol_policy), O(default_cache_behavior.compress),
    O(default_cache_behavior.cache_policy_id) (in place of O(default_cache_behavior.forwarded_values)) and
    O(default_cache_behavior.forwarded_values.query_string). Besides, an O(e_tag) counts, a list of aliases that is
    left out is not purged, an empty text takes away what is there, unknown sub-options are refused, C(diff) is returned
    with C(--diff) only, and custom headers are masked.
  - CloudFront is a global service; the option O(region) only says where a bucket is looked up.
  - A run that changes nothing costs three reads by alias and two by O(distribution_id), one of them for the tags that
    are returned.
  - The task fails when the aliases given belong to different distributions.
  - With O(state=absent) the origin access control, the certificate, the web ACL and DNS records that point to the
    distribution stay.
seealso:
  - module: cdn.aws.cloudfront_distribution_info
  - module: cdn.aws.cloudfront_cache_policy
  - module: cdn.aws.cloudfront_origin_request_policy
  - module: cdn.aws.cloudfront_response_headers_policy
  - module: cdn.aws.cloudfront_function
  - module: cdn.aws.cloudfront_key_group
  - module: cdn.aws.cloudfront_origin_access_control
  - module: cdn.aws.cloudfront_invalidation
  - module: cdn.aws.acm_certificate
"""

EXAMPLES = r"""
- name: Put a distribution in front of a web server
  cdn.aws.cloudfront_distribution:
    default_origin_domain_name: www.example.org

- name: Create an origin access control for a private bucket
  cdn.aws.cloudfront_origin_access_control:
    name: example-images
  register: access

- name: Put a distribution in front of the bucket, under a name of its own
  cdn.aws.cloudfront_distribution:
    aliases:
      - images.example.com
    viewer_certificate:
      acm_certificate_arn: arn:aws:acm:us-east-1:123456789012:certificate/0f5b7c62-1d1c-4c43-9d2a-3f1e0c0f6a11
    origins:
      - domain_name: example-images.s3.eu-central-1.amazonaws.com
        origin_access_control_id: "{{ access.origin_access_control.id }}"
    default_root_object: index.html
    comment: Images of example.com
    tags:
      Name: images
    wait: true

- name: Deliver the API uncached beside the images
  cdn.aws.cloudfront_distribution:
    alias: images.example.com
    origins:
      - id: api
        domain_name: api.example.org
    cache_behaviors:
      - path_pattern: /api/*
        target_origin_id: api
        allowed_methods:
          items: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]
        cache_policy_id: CachingDisabled
        origin_request_policy_id: AllViewerExceptHostHeader

- name: Send security headers, change nothing else
  cdn.aws.cloudfront_distribution:
    distribution_id: E2QWRUHAPOMQZL
    default_cache_behavior:
      response_headers_policy_id: SecurityHeadersPolicy

- name: Deliver the start page of a single-page application for unknown paths
  cdn.aws.cloudfront_distribution:
    alias: app.example.com
    custom_error_responses:
      - error_code: 403
        response_code: 200
        response_page_path: /index.html
        error_caching_min_ttl: 10

- name: Serve two countries only
  cdn.aws.cloudfront_distribution:
    alias: images.example.com
    restrictions:
      geo_restriction:
        restriction_type: whitelist
        items: [KR, JP]

- name: Disable and delete a distribution
  cdn.aws.cloudfront_distribution:
    alias: images.example.com
    state: absent
"""

RETURN = r"""
removed:
  description: The distribution that was deleted, or in check mode would be, V(null) when there was none.
  returned: when O(state=absent)
  type: dict
  contains:
    id:
      description: The id.
      type: str
      returned: always
      sample: E2QWRUHAPOMQZL
    arn:
      description: The ARN.
      type: str
      returned: always
      sample: arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL
    domain_name:
      description: The name that DNS records pointed to.
      type: str
      returned: always
      sample: d111111abcdef8.cloudfront.net
    web_acl_id:
      description: The web ACL that protected it, empty when none did.
      type: str
      returned: always
      sample: arn:aws:wafv2:us-east-1:123456789012:global/webacl/images/473e64fd-f30b-4765-81a0-62ad96dd167a
distribution:
  description:
    - The distribution, V(null) when it does not exist.
    - Beside the values below it holds the whole configuration under the names of the options, such as
      RV(distribution.origins) and RV(distribution.default_cache_behavior). Values of custom headers are masked.
    - All of it is returned a second time at the top, in the form of M(community.aws.cloudfront_distribution), see
      RV(origins).
  type: dict
  returned: success
  contains:
    id:
      description: The id. In check mode on create this, RV(distribution.arn) and the like are stand-ins.
      type: str
      returned: always
      sample: E2QWRUHAPOMQZL
    arn:
      description: The ARN, for the bucket's policy and for tags.
      type: str
      returned: always
      sample: arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL
    domain_name:
      description: The name to point DNS records to.
      type: str
      returned: always
      sample: d1g7x2yxz5k8aa.cloudfront.net
    hosted_zone_id:
      description: The hosted zone that alias records of Route 53 point into; the same for all distributions.
      type: str
      returned: always
      sample: Z2FDTNDATAQYW2
    status:
      description: V(InProgress) while the last change is being deployed, then V(Deployed).
      type: str
      returned: always
      sample: Deployed
    etag:
      description: The version of the configuration.
      type: str
      returned: always
      sample: E38SRS4YTU0YP1
    last_modified_time:
      description: When it was last changed.
      type: str
      returned: always
      sample: '2026-03-01T12:30:45+00:00'
    caller_reference:
      description: The text that it was created with.
      type: str
      returned: always
      sample: cdn.aws-5b1fb9c5d2f5cbd9a3a1f0e9d6c5b4a3
    tags:
      description: Its tags.
      type: dict
      returned: unless they may not be read
      sample:
        Name: images
    aliases:
      description: The names that it answers to.
      type: list
      elements: str
      returned: always
      sample: [images.example.com]
    enabled:
      description: Whether viewers are served.
      type: bool
      returned: always
      sample: true
    origins:
      description: Where the content comes from.
      type: list
      elements: dict
      returned: always
      sample:
        - id: example-images.s3.eu-central-1.amazonaws.com
          domain_name: example-images.s3.eu-central-1.amazonaws.com
          origin_path: ''
          custom_headers: []
          s3_origin_config:
            origin_access_identity: ''
          origin_access_control_id: E65YXOJ2CCHLX2
    default_cache_behavior:
      description: What happens to requests that no path matches.
      type: dict
      returned: always
      sample:
        target_origin_id: example-images.s3.eu-central-1.amazonaws.com
        viewer_protocol_policy: redirect-to-https
        cache_policy_id: 658327ea-f89d-4fab-a63d-7e88639e58f6
        compress: true
id:
  description: The id, as RV(distribution.id). RV(arn), RV(status), RV(tags) and so on likewise.
  type: str
  returned: when there is a distribution
  sample: E2QWRUHAPOMQZL
arn:
  description: The ARN.
  type: str
  returned: when there is a distribution
  sample: arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL
status:
  description: How far the deployment is.
  type: str
  returned: when there is a distribution
  sample: Deployed
tags:
  description: The tags.
  type: dict
  returned: when there is a distribution
  sample:
    Name: images
domain_name:
  description: The name to point DNS records to.
  type: str
  returned: when there is a distribution
  sample: d1g7x2yxz5k8aa.cloudfront.net
caller_reference:
  description: The text that it was created with. The other members of the configuration that are no lists likewise.
  type: str
  returned: when there is a distribution
  sample: cdn.aws-5b1fb9c5d2f5cbd9a3a1f0e9d6c5b4a3
in_progress_invalidation_batches:
  description: How many invalidations run.
  type: int
  returned: when there is a distribution
  sample: 0
active_trusted_signers:
  description: Who may sign, with the keys that CloudFront knows of; RV(active_trusted_key_groups) likewise.
  type: dict
  returned: when there is a distribution
  sample:
    enabled: false
    quantity: 0
active_trusted_key_groups:
  description: The key groups that may sign, with their keys.
  type: dict
  returned: when there is a distribution
  sample:
    enabled: false
    quantity: 0
origins:
  description:
    - The origins in the form of M(community.aws.cloudfront_distribution). Each list of the configuration is returned
      so, at any depth - RV(aliases), RV(cache_behaviors), RV(custom_error_responses), the methods and headers within
      RV(default_cache_behavior), and so on.
  type: dict
  returned: when there is a distribution
  contains:
    quantity:
      description: How many there are.
      type: int
      returned: always
      sample: 1
    items:
      description: The list itself.
      type: list
      elements: dict
      returned: when it is not empty
      sample:
        - id: www.example.org
          domain_name: www.example.org
    elements:
      description: The same again, under the name that newer versions of community.aws have for it.
      type: list
      elements: dict
      returned: when it is not empty
      sample:
        - id: www.example.org
          domain_name: www.example.org
aliases:
  description: The names that it answers to, counted like RV(origins).
  type: dict
  returned: when there is a distribution
  sample:
    quantity: 1
    items: [images.example.com]
    elements: [images.example.com]
cache_behaviors:
  description: The behaviors by path, counted like RV(origins).
  type: dict
  returned: when there is a distribution
  sample:
    quantity: 0
default_cache_behavior:
  description: The behavior for all other paths, its lists counted like RV(origins).
  type: dict
  returned: when there is a distribution
  sample:
    target_origin_id: www.example.org
    allowed_methods:
      quantity: 2
      items: [HEAD, GET]
      elements: [HEAD, GET]
custom_error_responses:
  description: The pages for errors, counted like RV(origins).
  type: dict
  returned: when there is a distribution
  sample:
    quantity: 0
waits:
  description:
    - What was waited for and the seconds that it took, or in check mode what would be waited for.
  type: list
  elements: dict
  returned: when there is a wait
  sample:
    - what: Deployment of the distribution E2QWRUHAPOMQZL (images.example.com) to all edge locations
      usual: 3 to 15 minutes
      seconds: 214.8
actions:
  description:
    - The API writes that were made, or in check mode would be made, in order.
  type: list
  elements: dict
  returned: success
  sample:
    - operation: cloudfront:CreateDistributionWithTags
      resource: images.example.com
      change: create
"""

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import STATE, TAGS, ArgumentSpec, wait_options
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.distribution import Distribution
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG, PURGES
from ansible_collections.cdn.aws.plugins.module_utils._module import run_module

SPEC = ArgumentSpec(
    options={
        **STATE,
        "distribution_id": {"type": "str"},
        "alias": {"type": "str"},
        "caller_reference": {"type": "str"},
        "e_tag": {"type": "str"},
        "default_origin_domain_name": {"type": "str"},
        "default_origin_path": {"type": "str"},
        **CONFIG,
        **{purge: {"type": "bool", "default": False} for purge in PURGES.values()},
        **TAGS,
        # As in the module of community.aws that this one takes the place of.
        "purge_tags": {"type": "bool", "default": True},
        **wait_options(default=False, timeout=1800),
    },
)


def main() -> None:
    """Run the module."""
    run_module(Distribution, SPEC)


if __name__ == "__main__":
    main()
