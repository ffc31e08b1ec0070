# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options are written three times: in the spec, in the documentation, in AWS's model; here they are held together."""

from __future__ import annotations

import ast
import importlib
import typing as t
from pathlib import Path

import pytest
import yaml
from botocore import xform_name

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import ArgumentSpec
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG
from ansible_collections.cdn.aws.plugins.module_utils._shapes import is_counted, is_plain_list
from tests.unit.helpers import service_shape

MODULES = sorted(path.stem for path in (Path(__file__).parents[2] / "plugins" / "modules").glob("*.py"))
TYPES = {"boolean": "bool", "double": "float", "integer": "int", "long": "int", "string": "str"}
FIELDS = ("type", "elements", "required", "default", "choices")

# Members of DistributionConfig that are no plain options, with the reason.
NO_OPTION = {
    "caller_reference": "finds the distribution, an option beside the configuration",
}

# Options that are no members of DistributionConfig, with the reason.
NO_MEMBER = {
    "origins.s3_origin_access_identity_enabled": "community.aws's switch for identities",
}


def spec_of(module: str) -> dict[str, t.Any]:
    found = importlib.import_module(f"ansible_collections.cdn.aws.plugins.modules.{module}")
    specs = [value for value in vars(found).values() if isinstance(value, ArgumentSpec)]
    assert len(specs) == 1, module
    return specs[0].options


def documentation_of(module: str) -> dict[str, t.Any]:
    source = Path(__file__).parents[2] / "plugins" / "modules" / f"{module}.py"
    for node in ast.parse(source.read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
            return t.cast("dict[str, t.Any]", yaml.safe_load(ast.literal_eval(node.value)))
    raise AssertionError(module)


def in_docs(spec: dict[str, t.Any], docs: dict[str, t.Any], path: str = "") -> list[str]:
    """Every way in which documented options differ from the spec."""
    found = [
        f"{path}{name}: only in the {'spec' if name in spec else 'docs'}" for name in sorted(set(spec) ^ set(docs))
    ]
    for name in sorted(set(spec) & set(docs)):
        option, doc, here = spec[name], docs[name], f"{path}{name}"
        for field in FIELDS:
            left, right = option.get(field) or None, doc.get(field) or None
            if left != right and not (field == "type" and left is None and right == "str"):
                found.append(f"{here}: {field} is {left} in the spec, {right} in the docs")
        if sorted(option.get("aliases", [])) != sorted(doc.get("aliases", [])):
            found.append(f"{here}: aliases differ")
        found += in_docs(option.get("options") or {}, doc.get("suboptions") or {}, f"{here}.")
    return found


def of_model(shape: t.Any) -> dict[str, tuple[str, t.Any]]:
    """The members of a structure as options: name -> (type, shape below)."""
    return {
        xform_name(name): _typed(member)
        for name, member in shape.members.items()
        if not (is_counted(shape) and name == "Quantity")
    }


def _typed(shape: t.Any) -> tuple[str, t.Any]:
    if is_plain_list(shape):
        return "list", shape.members["Items"].member
    if shape.type_name == "list":
        return "list", shape.member
    return ("dict", shape) if shape.type_name == "structure" else (TYPES[shape.type_name], shape)


def in_model(spec: dict[str, t.Any], shape: t.Any, path: str = "") -> list[str]:
    """Every way in which options differ from the members of a shape."""
    members = of_model(shape)
    found = [
        f"{path}{name}: only in the {'spec' if name in spec else 'model'}"
        for name in sorted(set(spec) ^ set(members))
        if f"{path}{name}" not in {**NO_OPTION, **NO_MEMBER}
    ]
    for name in sorted(set(spec) & set(members)):
        option, (kind, below), here = spec[name], members[name], f"{path}{name}"
        if option["type"] != kind:
            found.append(f"{here}: {option['type']}, in the model {kind}")
        element = {"structure": "dict"}.get(below.type_name) or TYPES.get(below.type_name)
        if kind == "list" and option["elements"] != element:
            found.append(f"{here}: elements {option['elements']}, in the model {element}")
        if set(option.get("choices", [])) ^ set(getattr(below, "enum", None) or []):
            found.append(f"{here}: other choices than the model")
        if below.type_name == "structure" and option["type"] == kind:
            found += in_model(option["options"], below, f"{here}.")
    return found


# Options that are about being there at all.
REMOVAL = ("state", "keep_in_use", "detached_from")


@pytest.mark.parametrize("module", MODULES)
def test_the_documentation_says_what_the_spec_says(module: str) -> None:
    assert in_docs(spec_of(module), documentation_of(module).get("options") or {}) == []


def test_a_distribution_has_every_member_of_the_model() -> None:
    assert in_model(CONFIG, service_shape("cloudfront", "DistributionConfig")) == []


def test_an_origin_access_control_has_every_member_of_the_model() -> None:
    shape = service_shape("cloudfront", "OriginAccessControlConfig")
    names = set(spec_of("cloudfront_origin_access_control")) - {"id", *REMOVAL}
    assert names == set(of_model(shape))


def test_a_function_has_every_member_of_the_model() -> None:
    options = spec_of("cloudfront_function")
    settings = service_shape("cloudfront", "FunctionConfig")
    assert in_model({name: option for name, option in options.items() if name in of_model(settings)}, settings) == []
    members = service_shape("cloudfront", "CreateFunctionRequest").members
    assert set(members) <= {"Name", "FunctionConfig", "FunctionCode", "Tags"}


def test_a_public_key_has_every_member_of_the_model() -> None:
    names = set(spec_of("cloudfront_public_key")) - {"encoded_key_file", "state"}
    # The caller reference follows from the name and the key.
    assert names | {"caller_reference"} == set(of_model(service_shape("cloudfront", "PublicKeyConfig")))


def test_a_key_group_has_every_member_of_the_model() -> None:
    options = spec_of("cloudfront_key_group")
    members = {name: option for name, option in options.items() if name not in ("id", "state", "purge_items")}
    assert in_model(members, service_shape("cloudfront", "KeyGroupConfig")) == []


@pytest.mark.parametrize("kind", ["CachePolicy", "OriginRequestPolicy", "ResponseHeadersPolicy"])
def test_a_policy_has_every_member_of_the_model(kind: str) -> None:
    options = spec_of(f"cloudfront_{xform_name(kind)}")
    members = {name: option for name, option in options.items() if name not in ("id", *REMOVAL)}
    assert in_model(members, service_shape("cloudfront", f"{kind}Config")) == []
