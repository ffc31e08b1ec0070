# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be there before a task runs: a table of start states, all in one account under names of their own."""

from __future__ import annotations

import dataclasses
import typing as t

Task = tuple[str, dict[str, t.Any]]

CODE = "function handler(event) { return event.request; }"
OTHER_CODE = "function handler(event) { event.request.uri = '/'; return event.request; }"
ORIGIN = {"id": "web", "domain_name": "www.example.org"}


@dataclasses.dataclass(frozen=True)
class State:
    """The ``task`` to plan and run, those that made what it finds, and whether it has anything to do."""

    task: Task
    before: tuple[Task, ...] = ()
    plans: bool = True


def bucket(name: str, **options: t.Any) -> Task:
    return "s3_origin_bucket", {"name": f"{name}-example-test", **options}


def statement(name: str, sid: str = "Read", action: str = "s3:GetObject") -> Task:
    source = {"AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/E1EXAMPLE00000"}
    grant = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": action,
        "Resource": f"arn:aws:s3:::{name}-example-test/*",
        "Condition": {"StringEquals": source},
    }
    return "s3_bucket_policy_statement", {"bucket": f"{name}-example-test", "sid": sid, "statement": grant}


def certificate(name: str, **options: t.Any) -> Task:
    return "acm_certificate", {"domain_name": f"{name}.example.test", **options}


def access(name: str, **options: t.Any) -> Task:
    return "cloudfront_origin_access_control", {"name": name, **options}


def distribution(name: str, **options: t.Any) -> Task:
    return "cloudfront_distribution", {"caller_reference": name, **options}


def served(name: str, **options: t.Any) -> Task:
    """A distribution that would be made when it is not there."""
    return distribution(name, origins=[ORIGIN], **options)


def record(name: str, *values: str, kind: str = "A", **options: t.Any) -> Task:
    return "route53_records", {
        "records": [{"name": f"{name}.example.test", "type": kind, "values": list(values)}],
        "wait": False,
        **options,
    }


def cache(name: str, **options: t.Any) -> Task:
    return "cloudfront_cache_policy", {"name": name, **options}


def function(name: str, **options: t.Any) -> Task:
    return "cloudfront_function", {"name": name, "code": CODE, **options}


def tree(name: str, source: str, **options: t.Any) -> Task:
    return "s3_publish", {"bucket": f"{name}-example-test", "source": f"{{{{ playbook_dir }}}}/{source}", **options}


SECURED = {"response_headers_policy_id": "SecurityHeadersPolicy"}

STATES: dict[str, State] = {
    "no bucket": State(bucket("none", versioning=True, tags={"a": "1"})),
    "a bare bucket": State(bucket("bare", versioning=True), (bucket("bare"),)),
    "a bucket with other settings": State(
        bucket("other", versioning=False, tags={"a": "2"}, purge_tags=True, lifecycle_rules=[], cors_rules=[]),
        (
            bucket(
                "other",
                versioning=True,
                tags={"a": "1", "b": "2"},
                cors_rules=[{"allowed_methods": ["GET"], "allowed_origins": ["*"]}],
            ),
        ),
    ),
    "a bucket as it shall be": State(bucket("same", tags={"a": "1"}), (bucket("same", tags={"a": "1"}),), plans=False),
    "a bucket to delete": State(bucket("gone", state="absent"), (bucket("gone"),)),
    "no bucket to delete": State(bucket("never", state="absent"), plans=False),
    "no policy": State(statement("policy"), (bucket("policy"),)),
    "a policy of somebody else": State(statement("foreign"), (bucket("foreign"), statement("foreign", sid="Theirs"))),
    "another statement under the name": State(
        statement("replaced"), (bucket("replaced"), statement("replaced", action="s3:GetObjectVersion"))
    ),
    "the last statement to delete": State(
        ("s3_bucket_policy_statement", {"bucket": "last-example-test", "sid": "Read", "state": "absent"}),
        (bucket("last"), statement("last")),
    ),
    "no certificate": State(certificate("none", tags={"a": "1"})),
    "a certificate that is pending": State(certificate("pending"), (certificate("pending"),), plans=False),
    "a certificate with other tags": State(
        certificate("tagged", tags={"a": "2"}, purge_tags=True), (certificate("tagged", tags={"b": "1"}),)
    ),
    "a certificate to delete": State(certificate("old", state="absent"), (certificate("old"),)),
    "no access control": State(access("none", description="new")),
    "an access control that says something else": State(
        access("other", description="new", signing_behavior="no-override"), (access("other", description="old"),)
    ),
    "an access control to delete": State(access("gone", state="absent"), (access("gone"),)),
    "no distribution": State(served("none", comment="new", tags={"a": "1"})),
    "a distribution that is disabled": State(
        distribution("disabled", enabled=True), (served("disabled", enabled=False),)
    ),
    "a distribution with other cache settings": State(
        distribution("cached", default_cache_behavior={"cache_policy_id": "CachingDisabled", **SECURED}),
        (served("cached"),),
    ),
    "a distribution of 2017": State(
        distribution("legacy", default_cache_behavior={"cache_policy_id": "CachingOptimized"}),
        (served("legacy", default_cache_behavior={"forwarded_values": {"query_string": True}, "min_ttl": 5}),),
    ),
    "a distribution with an identity": State(
        distribution("identity", origins=[{"id": "s3", "s3_origin_access_identity_enabled": False}]),
        (
            bucket("identity"),
            distribution(
                "identity",
                origins=[
                    {
                        "id": "s3",
                        "domain_name": "identity-example-test.s3.ap-northeast-2.amazonaws.com",
                        "s3_origin_access_identity_enabled": True,
                    }
                ],
            ),
        ),
    ),
    "a distribution with other tags": State(
        distribution("tagged", tags={"a": "2"}), (served("tagged", tags={"a": "1", "b": "2"}),)
    ),
    "a distribution and its tags, both other": State(
        distribution("both", tags={"a": "2"}, comment="new"), (served("both", tags={"b": "1"}, comment="old"),)
    ),
    "a distribution as it shall be": State(served("same", comment="x"), (served("same", comment="x"),), plans=False),
    "a distribution to delete": State(distribution("gone", state="absent"), (served("gone"),)),
    "a disabled distribution to delete": State(distribution("idle", state="absent"), (served("idle", enabled=False),)),
    "no record": State(record("none", "192.0.2.1")),
    "one record of two": State(
        (
            "route53_records",
            {
                "records": [
                    {"name": "half.example.test", "type": "A", "values": ["192.0.2.1"]},
                    {"name": "half.example.test", "type": "AAAA", "values": ["2001:db8::1"]},
                ],
                "wait": False,
            },
        ),
        (record("half", "192.0.2.1"),),
    ),
    "a foreign record": State(record("theirs", "192.0.2.1", overwrite=True), (record("theirs", "192.0.2.9"),)),
    "a foreign record of another type": State(
        record("moved", "192.0.2.1", overwrite=True), (record("moved", "elsewhere.example.org", kind="CNAME"),)
    ),
    "a record to delete": State(record("gone", "192.0.2.1", state="absent"), (record("gone", "192.0.2.1"),)),
    "no cache policy": State(cache("none", min_ttl=1)),
    "a cache policy with other times": State(cache("other", default_ttl=60), (cache("other", default_ttl=30),)),
    "a cache policy to delete": State(cache("gone", state="absent"), (cache("gone"),)),
    "no function": State(function("none")),
    "a function with other code": State(function("other", code=OTHER_CODE), (function("other"),)),
    "a function that is not live": State(function("draft"), (function("draft", publish=False),)),
    "a function to delete": State(function("gone", state="absent"), (function("gone"),)),
    "an empty prefix": State(tree("empty", "new"), (bucket("empty"),)),
    "a tree that has changed": State(tree("changed", "new", purge=True), (bucket("changed"), tree("changed", "old"))),
    "a tree with other headers": State(
        tree("headers", "new", rules=[{"pattern": "*", "cache_control": "no-cache"}]),
        (bucket("headers"), tree("headers", "new")),
    ),
    "a tree as it shall be": State(tree("equal", "new"), (bucket("equal"), tree("equal", "new")), plans=False),
}
