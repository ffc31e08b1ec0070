# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._headers.acl import EVERYBODY, grants, is_foreign, is_public

OWNER = {"Permission": "FULL_CONTROL", "Grantee": {"Type": "CanonicalUser", "ID": "o"}}


def acl(*others, owner="o"):
    return {"Owner": {"ID": owner}, "Grants": [OWNER, *others]}


def group(uri, permission="READ"):
    return {"Permission": permission, "Grantee": {"Type": "Group", "URI": uri}}


def test_the_owners_own_acl_needs_no_grants():
    """S3-10: a copy starts with it."""
    assert grants(acl()) == {}


def test_all_other_grants_are_given_back_with_the_owners_own():
    user = {"Permission": "READ", "Grantee": {"Type": "CanonicalUser", "ID": "u"}}
    mail = {"Permission": "WRITE_ACP", "Grantee": {"Type": "AmazonCustomerByEmail", "EmailAddress": "a@example.com"}}
    reader = {"Permission": "READ_ACP", "Grantee": {"Type": "CanonicalUser", "ID": "u"}}
    assert grants(acl(group(EVERYBODY[0]), user, mail, reader)) == {
        "GrantFullControl": 'id="o"',
        "GrantRead": f'uri="{EVERYBODY[0]}", id="u"',
        "GrantWriteACP": 'emailAddress="a@example.com"',
        "GrantReadACP": 'id="u"',
    }


@pytest.mark.parametrize("uri", EVERYBODY)
def test_what_everybody_may_read_is_public(uri):
    assert is_public(acl(group(uri)))
    assert not is_public(acl(group("http://acs.amazonaws.com/groups/s3/LogDelivery")))


def test_an_object_of_another_account_is_foreign():
    assert is_foreign(acl(owner="x"), "o")
    assert not is_foreign(acl(), "o")
