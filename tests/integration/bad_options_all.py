# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All options that modules must refuse, by module; data."""

from __future__ import annotations

import typing as t

from tests.chaos.wild import SECRET
from tests.integration.bad_options import BUCKETS, CERTIFICATES, DISTRIBUTIONS, Case
from tests.integration.bad_options_more import CACHES, PROBED, PUBLISHED, RECORDS, REPAIRED, RESPONSES

KEY = "-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----"
PEM = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"


def cookies(**members: t.Any) -> dict[str, t.Any]:
    return {"cookies_config": members}


# What is wrong in the same way wherever things have names.
NAMES: list[Case] = [
    ("no name", {"name": ""}, "name"),
    ("null", {"name": None}, "name"),
    ("a control character", {"name": "a\x1bb"}, "\\x1b"),
    ("half a character", {"name": "a\ud800"}, "\\ud800"),
    ("a state of nothing", {"state": "gone"}, "gone"),
]
BAD: dict[str, list[Case]] = {
    "acm_certificate": CERTIFICATES,
    "cdn_probe": PROBED,
    "cloudfront_cache_policy": CACHES,
    "cloudfront_distribution": DISTRIBUTIONS,
    "cloudfront_distribution_info": [
        ("both", {"distribution_id": "E1ABC", "alias": "cdn.example.test"}, "exclusive"),
        ("a slash", {"distribution_id": "E1/config"}, "distribution_id"),
        ("no host", {"alias": "a b"}, "alias"),
    ],
    "cloudfront_function": [
        *NAMES,
        ("dots", {"name": "my.function"}, "letters, digits"),
        ("long name", {"name": "x" * 65}, "64"),
        ("no file", {"code": None, "code_file": "folder"}, "folder"),
        ("both", {"code_file": "missing"}, "exclusive"),
        ("big", {"code": "x" * 10241}, "10"),
        ("an event of a word", {"test_events": [{"event": "viewer-request"}]}, "event"),
        (
            "a store of nothing",
            {"key_value_store_associations": [{"key_value_store_arn": "arn:aws:s3:::x"}]},
            "key_value_store",
        ),
        ("runtime", {"runtime": "nodejs20"}, "runtime"),
    ],
    "cloudfront_invalidation": [
        ("neither", {"distribution_id": None}, "distribution_id"),
        ("nothing named", {"distribution_id": ""}, "distribution_id"),
        ("id of the parent", {"distribution_id": "../x"}, "distribution_id"),
        ("an alias of a URL", {"distribution_id": None, "alias": "https://x.test"}, "bare name"),
        ("an empty path", {"target_paths": [""]}, "target_paths"),
        ("an empty item", {"target_paths": [None]}, "target_paths"),
        ("a URL", {"target_paths": ["https://cdn.example.test/x"]}, "URL"),
        ("a star inside", {"target_paths": ["/*/x"]}, "*"),
        ("a line break", {"target_paths": ["/a\nb"]}, "target_paths"),
        ("long path", {"target_paths": [f"/{'x' * 4000}"]}, "4000"),
        ("none allowed", {"max_paths": 0}, "max_paths"),
        ("too many", {"max_paths": 3001}, "max_paths"),
        ("no time", {"wait_timeout": -5}, "wait_timeout"),
    ],
    "cloudfront_invalidation_info": [
        ("none", {"limit": 0}, "limit"),
        ("too many", {"limit": 10**30}, "limit"),
        ("id with a space", {"distribution_id": "E 1"}, "distribution_id"),
    ],
    "cloudfront_key_group": [
        *NAMES,
        ("no keys", {"items": []}, "items"),
        ("long comment", {"comment": "x" * 129}, "128"),
        ("an empty item", {"items": [None]}, "items"),
        ("id of the parent", {"id": "."}, "id"),
    ],
    "cloudfront_origin_access_control": [
        *NAMES,
        ("long name", {"name": "x" * 65}, "64"),
        ("long description", {"description": "x" * 257}, "256"),
        ("a type of nothing", {"origin_access_control_origin_type": "gcs"}, "gcs"),
        ("id with a space", {"id": "E 1"}, "id"),
    ],
    "cloudfront_origin_request_policy": [
        *NAMES,
        ("names in vain", cookies(cookie_behavior="none", cookies=["a"]), "takes no cookies"),
        ("no names", cookies(cookie_behavior="whitelist", cookies=[]), "needs at least one"),
        ("a boolean for a behaviour", cookies(cookie_behavior=False), "cookie_behavior"),
    ],
    "cloudfront_public_key": [
        *NAMES,
        ("a private key", {"encoded_key": KEY}, "private key"),
        ("no key", {"encoded_key": SECRET}, "encoded_key"),
        ("a damaged key", {"encoded_key": PEM}, "damaged"),
        ("both", {"encoded_key": PEM, "encoded_key_file": "key.pem"}, "exclusive"),
        ("a folder", {"encoded_key_file": "folder"}, "encoded_key_file"),
        ("no text", {"encoded_key_file": "unreadable"}, "encoded_key_file"),
        ("no key in a file", {"encoded_key_file": "key.pem"}, "encoded_key_file"),
        ("long comment", {"comment": "x" * 129}, "128"),
    ],
    "cloudfront_response_headers_policy": [*NAMES, *RESPONSES],
    "caller_info": [("no account", {"allowed_account_ids": ["my account"]}, "my account")],
    "preflight_info": [
        ("an action of nothing", {"actions": [{"": None}]}, "actions[0]"),
        ("a word", {"actions": ["s3:PutObject"]}, "actions"),
        ("null", {"actions": None}, "actions"),
    ],
    "route53_records": RECORDS,
    "s3_bucket_policy_statement": [
        ("no bucket", {"bucket": "a/b", "statement": {}}, "name of a bucket"),
        ("no statement", {"statement": None}, "statement"),
        ("a word", {"statement": "allow"}, "statement"),
        ("everything allowed", {"statement": {"effect": "Allow", "principal": "*", "action": "s3:*"}}, "statement"),
        ("no sid", {"sid": "", "statement": {"Effect": "Allow"}}, "sid"),
        ("a sid of two lines", {"sid": "my\nsid", "statement": {"Effect": "Allow"}}, "sid"),
        ("no effect", {"statement": {"Effect": "Perhaps", "Action": "s3:GetObject"}}, "statement"),
        (
            "a huge one",
            {
                "statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": ["s3:GetObject"],
                    "Resource": [f"arn:aws:s3:::bad-input/{n}" for n in range(2000)],
                }
            },
            "20",
        ),
    ],
    "s3_changed_objects_info": [
        ("no time", {"since": "yesterday"}, "since"),
        ("a time of the day", {"since": "12:30:00"}, "since"),
        ("null", {"since": None}, "since"),
        ("the wrong way round", {"since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, "until"),
        ("none", {"limit": 0}, "limit"),
        ("no bucket", {"bucket": "s3://x"}, "bare name"),
    ],
    "s3_object_headers": REPAIRED,
    "s3_origin_bucket": BUCKETS,
    "s3_publish": PUBLISHED,
}
