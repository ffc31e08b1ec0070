# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quirks against the installed botocore: fails when a model brings what the tables do not know."""

from __future__ import annotations

import functools

import pytest
from botocore import xform_name

from ansible_collections.cdn.aws.plugins.module_utils import _quirks as quirks
from tests.unit.helpers import service_shape

ROOTS = (
    ("cloudfront", "DistributionConfig"),
    ("cloudfront", "OriginAccessControlConfig"),
    ("cloudfront", "CachePolicyConfig"),
    ("cloudfront", "OriginRequestPolicyConfig"),
    ("cloudfront", "ResponseHeadersPolicyConfig"),
    ("cloudfront", "FunctionConfig"),
    ("cloudfront", "PublicKeyConfig"),
    ("cloudfront", "KeyGroupConfig"),
    ("s3", "CORSConfiguration"),
    ("s3", "BucketLifecycleConfiguration"),
    ("s3", "ServerSideEncryptionConfiguration"),
    ("s3", "LoggingEnabled"),
    ("s3", "OwnershipControls"),
    ("acm", "TagList"),
)

# Lists of structures without a key: their items are compared whole.
KEYLESS = {
    "CORSRule": "a rule has no name that AWS would keep unique",
    "KeyValueStoreAssociation": "there is at most one",
    "ServerSideEncryptionRule": "there is exactly one",
    "OwnershipControlsRule": "there is exactly one",
    "TargetGrant": "not used: refused where ownership is enforced (S3-15)",
}

# Sensitive to the model, but consoles and lists show them, and a diff that hid them would help nobody.
OPEN = {
    ("DistributionConfig", "comment"),
    ("StringSchemaConfig", "comment"),
    ("ServerSideEncryptionByDefault", "kms_master_key_id"),
}


def below(roots):
    """Return all shapes below some by name, and the sensitive members."""
    found, sensitive = {}, set()

    def walk(shape):
        if shape.name in found and found[shape.name].type_name == shape.type_name:
            return
        found[shape.name] = shape
        if shape.type_name == "list":
            walk(shape.member)
        for name, member in getattr(shape, "members", {}).items():
            if member.metadata.get("sensitive"):
                sensitive.add((shape.name, xform_name(name)))
            walk(member)

    for root in roots:
        walk(root)
    return found, sensitive


@functools.cache
def shapes():
    return below([service_shape(*root) for root in ROOTS])


def without_key(roots):
    """Return the structures in lists below some shapes that no key tells apart."""
    lists = [shape for shape in below(roots)[0].values() if shape.type_name == "list"]
    return {shape.member.name for shape in lists if shape.member.type_name == "structure"} - set(quirks.KEY_OF)


def options(name):
    return {xform_name(member) for member in shapes()[0][name].members}


def test_each_list_of_structures_has_a_key_or_a_reason():
    assert without_key([service_shape(*root) for root in ROOTS]) == set(KEYLESS)


@pytest.mark.parametrize("name", sorted(quirks.KEY_OF))
def test_each_key_is_a_member_of_its_item(name):
    assert quirks.KEY_OF[name] in options(name)


def test_cloudfront_has_a_key_in_every_item():
    """S3 names a lifecycle rule itself and calls the storage class optional; CloudFront requires its keys."""
    required = {name: {xform_name(member) for member in shapes()[0][name].required_members} for name in quirks.KEY_OF}
    assert {name for name, key in quirks.KEY_OF.items() if key not in required[name]} == {
        "LifecycleRule",
        "Transition",
        "NoncurrentVersionTransition",
    }


def test_ordered_lists_exist():
    assert {shapes()[0][name].type_name for name in quirks.ORDERED} == {"list"}


def test_structures_that_are_replaced_as_a_whole_exist():
    assert {shapes()[0][name].type_name for name in quirks.WHOLE} == {"structure"}


@pytest.mark.parametrize("table", ["SENSITIVE", "LOWER_CASE", "ABSENT_MEANS", "PRESENT"])
def test_each_member_of_a_table_exists(table):
    assert [(name, option) for name, option in getattr(quirks, table) if option not in options(name)] == []


@pytest.mark.parametrize("name", sorted(quirks.IGNORED))
def test_ignored_members_exist(name):
    assert quirks.IGNORED[name] <= options(name)


@pytest.mark.parametrize("name", sorted(quirks.VOID_WHEN))
def test_void_members_exist(name):
    switch, _, members = quirks.VOID_WHEN[name]
    assert {switch, *members} <= options(name)


@pytest.mark.parametrize("name", sorted(quirks.ONE_OF))
def test_alternatives_exist_and_select_themselves(name):
    for alternative in quirks.ONE_OF[name]:
        assert set(alternative.selectors) <= alternative.members <= options(name)


def test_what_the_model_calls_sensitive_is_masked():
    assert shapes()[1] - OPEN == set(quirks.SENSITIVE)


def test_option_names_are_the_members_and_nothing_else():
    """The way back must be unambiguous: no two members of a structure share an option name."""
    structures = [shape for shape in shapes()[0].values() if shape.type_name == "structure"]
    assert [shape.name for shape in structures if len(options(shape.name)) != len(shape.members)] == []
