# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime
import io

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._headers.acl import EVERYBODY
from ansible_collections.cdn.aws.plugins.module_utils._headers.decide import Repair, Skipped, Wanted
from ansible_collections.cdn.aws.plugins.module_utils._headers.facts import (
    BucketFacts,
    bucket_facts,
    refuse_hidden_locks,
)
from ansible_collections.cdn.aws.plugins.module_utils._headers.gate import Gate
from ansible_collections.cdn.aws.plugins.module_utils._headers.look import Looker
from tests.unit.helpers import StubbedApi

AT = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
ONE = {"Bucket": "b", "Key": "a.jpg"}
HEAD = {**ONE, "ChecksumMode": "ENABLED"}
ANSWER = {"ETag": '"e"', "ContentLength": 5, "LastModified": AT, "ContentType": "image/jpeg"}
OWNER = {"Permission": "FULL_CONTROL", "Grantee": {"Type": "CanonicalUser", "ID": "o"}}
PUBLIC = {"Permission": "READ", "Grantee": {"Type": "Group", "URI": EVERYBODY[0]}}


def looked(api, *, rules=(), facts=None):
    wanted = Wanted(
        {"rules": list(rules), "cache_control": "max-age=9", "content_types": "missing", "overwrite": True}, ""
    )
    return Looker(api, Gate(api, threads=1), facts or BucketFacts("b"), wanted).look("a.jpg")


def test_one_request_tells_whether_an_object_is_right():
    api = StubbedApi().expect("s3:HeadObject", HEAD, {**ANSWER, "CacheControl": "max-age=9"})
    look = looked(api)
    assert (look.found, look.etag, look.at) == (None, '"e"', int(AT.timestamp()))
    assert api.calls == ["s3:HeadObject"]


def test_where_acls_are_off_none_is_asked_for():
    """S3-10."""
    api = StubbedApi().expect("s3:HeadObject", HEAD, ANSWER)
    found = looked(api).found
    assert isinstance(found, Repair)
    assert (found.key, found.etag, found.size, found.at) == ("a.jpg", '"e"', 5, int(AT.timestamp()))
    api.assert_all_made()


def test_where_acls_are_on_a_copy_gives_the_grants_back():
    """S3-10."""
    api = StubbedApi().expect("s3:HeadObject", HEAD, ANSWER)
    api.expect("s3:GetObjectAcl", ONE, {"Owner": {"ID": "o"}, "Grants": [OWNER, PUBLIC]})
    api.expect("s3:GetBucketAcl", {"Bucket": "b"}, {"Owner": {"ID": "o"}})
    look = looked(api, facts=BucketFacts("b", acls=True))
    members = look.found.members
    assert look.requests == 2
    assert (members["GrantFullControl"], members["GrantRead"]) == ('id="o"', f'uri="{EVERYBODY[0]}"')


@pytest.mark.parametrize(
    ("owner", "blocks", "reason"), [("x", False, "foreign_owner"), ("o", True, "public_acl")], ids=["foreign", "public"]
)
def test_acls_that_cannot_be_given_back_leave_an_object_alone(owner, blocks, reason):
    api = StubbedApi().expect("s3:HeadObject", HEAD, ANSWER)
    api.expect("s3:GetObjectAcl", ONE, {"Owner": {"ID": owner}, "Grants": [OWNER, PUBLIC]})
    api.expect("s3:GetBucketAcl", {"Bucket": "b"}, {"Owner": {"ID": "o"}})
    found = looked(api, facts=BucketFacts("b", acls=True, blocks_public=blocks)).found
    assert found == Skipped("a.jpg", reason)


def test_tags_are_read_only_where_rules_name_some():
    api = StubbedApi().expect("s3:HeadObject", HEAD, ANSWER)
    api.expect("s3:GetObjectTagging", ONE, {"TagSet": [{"Key": "a", "Value": "b"}]})
    found = looked(api, rules=[{"pattern": "*", "tags": {"team": "web"}}]).found
    assert found.members["Tagging"] == "a=b&team=web"


def test_the_tags_of_a_giant_are_read_for_nothing_else_would_keep_them():
    api = StubbedApi().expect("s3:HeadObject", HEAD, {**ANSWER, "ContentLength": 6 * 1024**3})
    api.expect("s3:GetObjectTagging", ONE, {"TagSet": [{"Key": "a", "Value": "b c"}, {"Key": "d", "Value": ""}]})
    assert looked(api).found.members["Tagging"] == "a=b%20c&d="


def test_an_object_under_a_customers_key_is_left_alone():
    api = StubbedApi().fail("s3:HeadObject", "400", "Bad Request", 400)
    api.fail("s3:GetObject", "InvalidRequest", "The object was stored using a form of Server Side Encryption.")
    assert looked(api).found == Skipped("a.jpg", "customer_key")


def test_what_a_head_cannot_say_is_asked_by_a_get():
    """Expired credentials are a 400 too."""
    api = StubbedApi().fail("s3:HeadObject", "400", "Bad Request", 400)
    api.fail("s3:GetObject", "ExpiredToken", "The provided token has expired.")
    with pytest.raises(AwsError) as failure:
        looked(api)
    assert "b/a.jpg: The credentials have expired" in failure.value.message


def test_an_object_whose_customer_key_went_away_meanwhile_is_left_to_the_next_run():
    api = StubbedApi().fail("s3:HeadObject", "400", "Bad Request", 400)
    api.expect("s3:GetObject", None, {"Body": io.BytesIO(b"x")})
    assert isinstance(looked(api).found, Skipped)


def test_an_object_that_was_deleted_since_it_was_listed_is_gone():
    assert looked(StubbedApi().fail("s3:HeadObject", "404", "Not Found", 404)).found == Skipped("a.jpg", "gone")


def test_a_refusal_names_the_object():
    with pytest.raises(AwsError) as failure:
        looked(StubbedApi().fail("s3:HeadObject", "403", "Forbidden", 403))
    assert failure.value.message.startswith("b/a.jpg: Not allowed to do s3:HeadObject")


def facts(api, *, versioning="", ownership="", block="", lock=""):
    api.expect("s3:GetBucketVersioning", {"Bucket": "b"}, {"Status": versioning} if versioning else {})
    if ownership:
        rules = {"Rules": [{"ObjectOwnership": ownership}]}
        api.expect("s3:GetBucketOwnershipControls", {"Bucket": "b"}, {"OwnershipControls": rules})
    else:
        api.fail("s3:GetBucketOwnershipControls", "OwnershipControlsNotFoundError", status=404)
    if ownership != "BucketOwnerEnforced":
        if block:
            answer = {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}}
            api.expect("s3:GetPublicAccessBlock", {"Bucket": "b"}, answer)
        else:
            api.fail("s3:GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration", status=404)
    if versioning == "Enabled" and lock:
        answer = {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}}
        api.expect("s3:GetObjectLockConfiguration", {"Bucket": "b"}, answer)
    elif versioning == "Enabled":
        api.fail("s3:GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError", status=404)
    found = bucket_facts(api, "b")
    api.assert_all_made()
    return found


def test_a_bucket_is_asked_what_counts_for_copies():
    """S3-04, S3-10, S3-16."""
    assert facts(StubbedApi(), ownership="BucketOwnerEnforced") == BucketFacts("b")
    assert facts(StubbedApi()) == BucketFacts("b", acls=True)
    assert facts(StubbedApi(), ownership="ObjectWriter", block="yes") == BucketFacts("b", acls=True, blocks_public=True)
    versioned = facts(StubbedApi(), ownership="BucketOwnerEnforced", versioning="Enabled", lock="yes")
    assert versioned == BucketFacts("b", versioned=True, locks=True)
    assert facts(StubbedApi(), ownership="BucketOwnerEnforced", versioning="Suspended").versioned


def test_locks_that_the_caller_may_not_see_are_no_locks_to_lose():
    api = StubbedApi().fail("s3:GetObjectRetention", "NoSuchObjectLockConfiguration", status=404)
    api.fail("s3:GetObjectLegalHold", "AccessDenied", "Access Denied", 403)
    with pytest.raises(Refused, match="b has Object Lock.*s3:GetObjectLegalHold"):
        refuse_hidden_locks(api, "b", "a.jpg")
