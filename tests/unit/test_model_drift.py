# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A newer botocore, planted: the tests that hold options and quirks against the model find all that it brings."""

from __future__ import annotations

import functools
import typing as t

import pytest
from botocore.model import ServiceModel

from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG
from tests.unit import test_quirks_cover_model
from tests.unit.helpers import session
from tests.unit.test_argument_specs import in_model

ROOT = "DistributionConfig"
TEXT = {"type": "string"}


@functools.cache
def model() -> dict[str, t.Any]:
    return t.cast(
        "dict[str, t.Any]", session().get_component("data_loader").load_service_model("cloudfront", "service-2")
    )


def newer(**shapes: t.Any) -> t.Any:
    """The shape of a configuration in a model with these shapes in place of its own."""
    changed = {**model(), "shapes": {**model()["shapes"], **shapes}}
    return ServiceModel(changed, "cloudfront").shape_for(ROOT)


def with_member(structure: str, name: str, shape: str) -> dict[str, t.Any]:
    known = model()["shapes"][structure]
    return {structure: {**known, "members": {**known["members"], name: {"shape": shape}}}}


@functools.cache
def reached() -> dict[str, t.Any]:
    """All shapes that a configuration is made of, by name."""
    found: dict[str, t.Any] = {}

    def walk(name: str) -> None:
        shape = model()["shapes"][name]
        if name not in found:
            found[name] = shape
            for below in [*shape.get("members", {}).values(), *([shape["member"]] if "member" in shape else [])]:
                walk(below["shape"])

    walk(ROOT)
    return found


STRUCTURES = sorted(name for name, shape in reached().items() if shape["type"] == "structure")
ENUMS = sorted(name for name, shape in reached().items() if "enum" in shape)


@pytest.mark.parametrize("kind", ["string", "structure", "list"])
def test_a_new_member_is_found_in_every_structure(kind: str) -> None:
    below = {"members": {"A": {"shape": "Planted"}}} if kind == "structure" else {"member": {"shape": "Planted"}}
    shapes = {"Planted": TEXT, "Brand": {"type": kind, **(below if kind != "string" else {})}}
    found = {name: in_model(CONFIG, newer(**shapes, **with_member(name, "BrandNew", "Brand"))) for name in STRUCTURES}
    # A plain list that gets a sibling is a structure from then on, which is another type than that of its option.
    lists = {name for name in STRUCTURES if set(reached()[name]["members"]) == {"Quantity", "Items"}}
    assert {name for name, told in found.items() if not told} == set()
    missed = {name for name, told in found.items() if not any("brand_new: only in the model" in one for one in told)}
    assert missed <= lists


def test_a_new_value_is_found_in_every_enumeration() -> None:
    assert len(ENUMS) > 10
    missed = [
        name
        for name in ENUMS
        if not in_model(CONFIG, newer(**{name: {**reached()[name], "enum": [*reached()[name]["enum"], "BRAND-NEW"]}}))
    ]
    assert missed == []


def test_another_type_is_found() -> None:
    assert in_model(CONFIG, newer(CommentType={"type": "integer"})) == ["comment: str, in the model int"]


def test_a_new_list_of_structures_needs_a_key() -> None:
    shapes = {
        "Planted": TEXT,
        "Widget": {"type": "structure", "members": {"Name": {"shape": "Planted"}}},
        "Widgets": {"type": "list", "member": {"shape": "Widget"}},
    }
    for structure in (ROOT, "OriginShield", "StringSchemaConfig"):
        planted = newer(**shapes, **with_member(structure, "Widgets", "Widgets"))
        assert test_quirks_cover_model.without_key([planted]) == {"Widget"}
