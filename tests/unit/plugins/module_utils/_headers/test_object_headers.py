# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.cdn.aws.plugins.module_utils._errors import CdnError, Refused
from ansible_collections.cdn.aws.plugins.module_utils._headers import repairs
from ansible_collections.cdn.aws.plugins.module_utils._headers.object_headers import ObjectHeaders
from ansible_collections.cdn.aws.plugins.module_utils._reconcile import reconcile
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from ansible_collections.cdn.aws.plugins.modules import s3_publish
from ansible_collections.cdn.aws.plugins.modules.s3_object_headers import RULE, SPEC
from tests.unit.helpers import StubbedApi, service_shape

AT = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
LATER = AT + datetime.timedelta(hours=1)
OWNERSHIP = {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}


class Bucket:
    """An Api over objects in memory; ``calls`` are the operations with their keys."""

    region = "eu-central-1"

    def __init__(self, objects, *, versioning=None, failing=()):
        self.objects = {
            key: {"ETag": f'"{key}"', "LastModified": AT, "ContentLength": 10, "ContentType": "image/jpeg", **members}
            for key, members in objects.items()
        }
        self.versioning = versioning
        self.failing = list(failing)
        self.calls = []

    def pages(self, operation, request=None, *, region=None):
        assert operation == "s3:ListObjectsV2"
        date = {"HTTPHeaders": {"date": "Fri, 02 Jan 2026 05:00:00 GMT"}}
        keys = sorted(key for key in self.objects if key.startswith(request["Prefix"]))
        for start in range(0, len(keys) or 1, 3):
            self.calls.append("ListObjectsV2")
            listed = [
                {
                    "Key": key,
                    "Size": self.objects[key]["ContentLength"],
                    **{name: self.objects[key][name] for name in ("ETag", "LastModified")},
                    "StorageClass": self.objects[key].get("StorageClass", "STANDARD"),
                }
                for key in keys[start : start + 3]
            ]
            yield {"Contents": listed, "ResponseMetadata": date}

    def call(self, operation, request, *, region=None):
        name = operation.partition(":")[2]
        self.calls.append(f"{name} {request['Key']}" if "Key" in request else name)
        if name == "HeadObject":
            return dict(self.objects[request["Key"]])
        if name == "CopyObject":
            if request["Key"] in self.failing:
                raise CdnError(f"{request['Key']} failed")
            headers = {member: request[member] for member in ("CacheControl", "ContentType") if member in request}
            self.objects[request["Key"]].update(**headers, LastModified=LATER)
            return {"CopyObjectResult": {"ETag": request["IfMatch"], "LastModified": LATER}}
        return {"GetBucketVersioning": {"Status": self.versioning}, "GetBucketOwnershipControls": OWNERSHIP}.get(
            name, {}
        )

    def shape(self, service, name):
        return service_shape(service, name)

    def client(self, service, *, region=None):
        return StubbedApi().client(service)

    def transition(self, key, storage_class):
        """Do what a lifecycle rule does: neither the time nor the ETag changes."""
        self.objects[key]["StorageClass"] = storage_class

    def made(self, name):
        return [call for call in self.calls if call.startswith(name)]


def headers(api, **options):
    given = {"bucket": "b", "threads": 1, **options}
    return ObjectHeaders(ArgumentSpecValidator(SPEC.options).validate(given).validated_parameters, api)


def run(api, *, check=False, **options):
    resource = headers(api, **{"cache_control": "max-age=9", **options})
    result = reconcile(resource, check_mode=check)
    return result.plan, result.state


def seven(**more):
    return {**{f"img/{number}.jpg": {} for number in range(7)}, **more}


def test_what_a_check_tells_is_what_a_run_does_and_the_next_run_only_lists():
    api = Bucket(seven(**{"img/right.jpg": {"CacheControl": "max-age=9"}}))
    planned, told = run(api, check=True)
    assert api.made("CopyObject") == []
    done, state = run(api)
    assert done.as_actions() == planned.as_actions()
    assert [action["resource"] for action in done.as_actions()] == [f"b/img/{number}.jpg" for number in range(7)]
    assert api.made("CopyObject") == [f"CopyObject img/{number}.jpg" for number in range(7)]
    # What the check run found right is not asked for again.
    assert (told["objects"], told["looked_at"], told["repaired"], told["unchanged"]) == (8, 8, 7, 1)
    assert {**state, "looked_at": 8, "cost_estimate": told["cost_estimate"]} == told
    assert state["looked_at"] == 7
    assert state["changed_paths"] == [f"/img/{number}.jpg" for number in range(7)]
    assert state["differences"] == [
        {
            "header": "cache_control",
            "current": None,
            "desired": "max-age=9",
            "objects": 7,
            "examples": ["img/0.jpg", "img/1.jpg", "img/2.jpg"],
        }
    ]

    api.calls.clear()
    again, state = run(api)
    assert not again
    assert set(api.calls) == {"ListObjectsV2"}
    assert (state["unchanged"], state["looked_at"], state["cost_estimate"]["head_requests"]) == (8, 0, 0)


def test_an_object_that_is_written_later_is_looked_at_again():
    api = Bucket(seven())
    run(api)
    api.objects["img/3.jpg"].update(LastModified=LATER + datetime.timedelta(hours=1), CacheControl=None)
    api.objects["img/4.jpg"].update(ETag='"other"', CacheControl=None)
    api.calls.clear()
    plan, state = run(api)
    assert api.made("CopyObject") == ["CopyObject img/3.jpg", "CopyObject img/4.jpg"]
    assert state["looked_at"] == len(api.made("HeadObject")) == 2
    assert [action["resource"] for action in plan.as_actions()] == ["b/img/3.jpg", "b/img/4.jpg"]


@pytest.mark.parametrize(
    "options", [{"header_check": "always"}, {"content_types": "all"}, {"cache_control": "max-age=8"}]
)
def test_other_wishes_look_at_all_again(options):
    api = Bucket(seven())
    run(api)
    api.calls.clear()
    run(api, check=True, **options)
    assert len(api.made("HeadObject")) == 7


def test_an_object_of_this_very_second_is_not_taken_for_known():
    """S3 tells times in seconds."""
    young = datetime.datetime(2026, 1, 2, 4, 59, 59, tzinfo=datetime.timezone.utc)
    api = Bucket({"a.jpg": {"CacheControl": "max-age=9", "LastModified": young}})
    run(api)
    run(api)
    assert len(api.made("HeadObject")) == 2


def test_a_failed_run_tells_what_it_did_and_the_next_one_does_the_rest():
    api = Bucket(seven(), failing=["img/4.jpg"])
    with pytest.raises(CdnError, match="img/4.jpg failed") as failure:
        run(api)
    done = [action["resource"] for action in failure.value.applied]
    assert done[:4] == [f"b/img/{number}.jpg" for number in range(4)]
    copied = api.made("CopyObject")
    api.failing.clear()
    api.calls.clear()
    run(api)
    rest = api.made("CopyObject")
    assert "CopyObject img/4.jpg" in rest
    assert len(rest) + len(done) == 7
    assert not set(rest) & (set(copied) - {"CopyObject img/4.jpg"})


def test_some_keys_are_nobodys_business():
    api = Bucket(
        {
            "img/": {},
            "img/a/": {},
            "img/.cdn.aws/manifest": {},
            "img/private/a.jpg": {},
            "img/old.jpg": {"StorageClass": "DEEP_ARCHIVE"},
            "images/b.jpg": {},
        }
    )
    plan, state = run(api, prefix="img", exclude=["private"])
    assert not plan
    assert (state["objects"], state["skipped"]) == (2, {"excluded": 1, "archived": 1})
    assert state["skipped_examples"]["archived"] == ["img/old.jpg"]
    assert api.made("HeadObject") == []
    assert plan.warnings == (
        "b/img/: 1 objects were left alone, for they are archived (GLACIER, DEEP_ARCHIVE or an archive tier): restore"
        " them for good, into another storage class, if viewers shall get them; such as img/old.jpg.",
    )


def test_a_limit_takes_the_first_ones_and_the_next_run_the_next():
    api = Bucket(seven())
    plan, state = run(api, limit=3)
    assert (len(plan.changes), state["repaired"], state["complete"]) == (3, 3, False)
    plan, state = run(api, limit=3)
    assert [action["resource"] for action in plan.as_actions()] == [f"b/img/{number}.jpg" for number in (3, 4, 5)]
    plan, state = run(api)
    assert (state["repaired"], state["unchanged"], state["complete"]) == (1, 6, True)


def test_a_plan_of_too_many_names_their_number(monkeypatch):
    monkeypatch.setattr(repairs, "MOST_CHANGES", 5)
    monkeypatch.setattr("ansible_collections.cdn.aws.plugins.module_utils._headers.tally.MOST_PATHS", 5)
    plan, state = run(Bucket(seven()), prefix="img")
    (action,) = plan.as_actions()
    assert (action["operation"], action["resource"]) == ("s3:CopyObject", "b/img/: 7 objects")
    assert action["differences"] == [{"path": "cache_control of 7 objects", "current": None, "desired": "max-age=9"}]
    assert plan.as_diff(name="x")["after"] == {"cache_control of 7 objects": "max-age=9"}
    assert state["changed_paths"] == ["/img/*"]


def test_versions_cost_and_so_do_early_deletions():
    """S3-16."""
    api = Bucket(seven(**{"img/ia.jpg": {"StorageClass": "STANDARD_IA"}}), versioning="Enabled")
    plan, state = run(api, check=True)
    versions, classes = plan.warnings
    assert "b/ keeps versions: each repaired object leaves its old one behind, 8 objects with 80 B" in versions
    assert "1 objects to repair are STANDARD_IA" in classes
    assert state["cost_estimate"]["old_versions_bytes"] == 80


def test_a_bucket_that_does_not_exist_is_planned_with_and_refused_in_a_real_run():
    for check in (True, False):
        api = StubbedApi().fail("s3:ListObjectsV2", "NoSuchBucket", status=404)
        resource = headers(api, cache_control="a")
        if check:
            plan = reconcile(resource, check_mode=True).plan
            assert not plan
            assert "The bucket b does not exist" in plan.all_warnings()[0]
        else:
            with pytest.raises(Refused, match="The bucket b does not exist"):
                reconcile(resource, check_mode=False)
    plan = reconcile(headers(StubbedApi(), bucket=unknown("bucket"), cache_control="a"), check_mode=True).plan
    assert plan.needs


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threads": 0}, "threads is 0: choose 1 to 32"),
        ({"requests_per_second": 0}, "requests_per_second is 0: choose 1 or more"),
        ({"limit": -1}, "limit is -1"),
        ({"prefix": "a/../b"}, "prefix a/../b"),
        ({"cache_control": "a\nb"}, "cannot be a header"),
        ({"cache_control": None, "content_types": "none"}, "There is nothing to repair"),
        ({"rules": [{"pattern": "*", "storage_class": "GLACIER"}]}, "storage_class of the rule"),
    ],
)
def test_odd_options_are_refused_before_any_call(options, message):
    with pytest.raises(Refused, match=message):
        reconcile(headers(StubbedApi(), **{"cache_control": "a", **options}), check_mode=True)


def test_rules_are_those_of_publications():
    assert RULE == s3_publish.RULE


def test_an_object_that_a_lifecycle_rule_moved_is_looked_at_again():
    api = Bucket({"a.jpg": {}})
    rules = [{"pattern": "*", "storage_class": "STANDARD"}]
    run(api, rules=rules)
    api.calls.clear()
    assert not run(api, rules=rules)[0]
    assert api.made("HeadObject") == []
    api.transition("a.jpg", "STANDARD_IA")
    assert [change.resource for change in run(api, rules=rules, check=True)[0].changes] == ["b/a.jpg"]


def test_a_prefix_without_objects_is_warned_of():
    plan, state = run(Bucket({"images/a.jpg": {}}), prefix="image", check=True)
    assert state["objects"] == 0
    assert plan.warnings == ("b/image/: there is no object under this prefix. Keys are case-sensitive.",)
