# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports go down only: modules, services, resource and waiter, pure files."""

from __future__ import annotations

import graphlib
import sys

import pytest

from tests.unit.source import Source, own_sources, plant

PURE = frozenset(
    {
        "_addresses",
        "_argument_spec",
        "_clock",
        "_credentials",
        "_denials",
        "_domain",
        "_errors",
        "_gaps",
        "_inputs",
        "_own_keys",
        "_plan",
        "_progress",
        "_proxies",
        "_quirks",
        "_rights",
        "_rivals",
        "_s3_urls",
        "_secrets",
        "_shapes",
        "_spelling",
        "_tags",
        "_unknown",
        "_wire",
    }
)
SERVICES = frozenset({"_account", "_acm", "_cloudfront", "_headers", "_probe", "_publish", "_route53", "_s3"})

# What each layer may import of the collection; a service also itself.
BELOW = {
    "modules": {"_module", "_argument_spec"} | SERVICES,
    "_module": {"_reconcile", "_client", "_resource"} | PURE,
    "_reconcile": {"_resource"} | PURE,
    "_client": {"_failures", "_renewal", "_retries"} | PURE,
    "_renewal": {"_failures"} | PURE,
    "_retries": {"_failures"} | PURE,
    "_failures": PURE,
    "_resource": PURE,
    "_waiter": PURE,
    "_dns": PURE,
    **{service: {"_resource", "_waiter", "_dns"} | PURE for service in SERVICES},
    **dict.fromkeys(PURE, PURE),
    # On the controller.
    "plugin_utils": {"plugin_utils"} | PURE,
    "action": {"plugin_utils"},
    "callback": {"plugin_utils"},
    "filter": {"plugin_utils"} | PURE,
    "doc_fragments": set(),
}

# Services that need each other: (from, to) and why.
BETWEEN_SERVICES = {
    ("_headers", "_publish"): "the same rules say what headers old and new objects have",
    ("_acm", "_route53"): "the validation records of a certificate stand in hosted zones",
    ("_probe", "_cloudfront"): "the ids of AWS's own policies are written down there",
    ("_publish", "_cloudfront"): "what is replaced in the bucket has to be forgotten at the edge",
}

# Who may import what from outside, beside ansible.module_utils and the standard library. The whole package is meant;
# imports for type checkers are free.
OUTSIDE = {
    "module_utils._client": {"botocore", "ansible_collections.amazon.aws"},
    "module_utils._failures": {"botocore"},
    "module_utils._retries": {"botocore"},
    "module_utils._shapes": {"botocore"},
    "module_utils._dns.wire": {"dns"},
    # Optional: what httpx[http2] brings.
    "module_utils._probe.ways": {"h2", "httpx"},
    # s3transfer knows how to send large files in parts, in parallel, with a bounded memory.
    "module_utils._publish.upload": {"s3transfer"},
    "callback.plan": {"ansible"},
    "plugin_utils._live": {"ansible"},
    "plugin_utils._signing_key": {"botocore", "cryptography"},
    "plugin_utils._terms": {"jinja2"},
    "filter.cdn_url": {"ansible.errors"},
    "filter.cloudfront_signed_cookies": {"ansible.errors"},
    "filter.cloudfront_signed_url": {"ansible.errors"},
    "filter.host_name": {"ansible.errors"},
    "filter.report_view": {"ansible.errors"},
}
SHAPES_MAY_USE = {"xform_name", "ParamValidator"}


def layer(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "module_utils" else parts[0]


def unknown_layers(sources: list[Source]) -> list[str]:
    return [f"{source.name} belongs to no layer" for source in sources if layer(source.name) not in BELOW]


def upward_imports(sources: list[Source]) -> list[str]:
    found = []
    for source in sources:
        here = layer(source.name)
        for one in source.imports:
            there = layer(one.name)
            own = here == there and here in SERVICES | {"_dns"}
            stated = (here, there) in BETWEEN_SERVICES
            if one.own and not own and not stated and there not in BELOW.get(here, set()):
                found.append(f"{source.name} imports {one.name}")
    return found


def foreign_imports(sources: list[Source]) -> list[str]:
    found = []
    for source in sources:
        for one in source.imports:
            package = one.name.split(".")[0]
            if one.own or one.typing or package in sys.stdlib_module_names or package == "__future__":
                continue
            if one.name.startswith("ansible.module_utils") and layer(source.name) in ("_module", "_client"):
                continue
            if not any(one.name == name or one.name.startswith(f"{name}.") for name in OUTSIDE.get(source.name, ())):
                found.append(f"{source.name} imports {one.name}")
    return found


def users_of_ansible_module(sources: list[Source]) -> list[str]:
    return [source.name for source in sources for one in source.imports if "AnsibleModule" in one.names]


def circles(sources: list[Source]) -> list[str]:
    graph = {source.name: {one.name for one in source.imports if one.own and not one.typing} for source in sources}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return [" -> ".join(error.args[1])]
    return []


@pytest.mark.parametrize("rule", [unknown_layers, upward_imports, foreign_imports, circles])
def test_the_collection_keeps_the_rule(rule):
    assert rule(own_sources()) == []


def test_only_one_file_knows_ansible_module():
    assert users_of_ansible_module(own_sources()) == ["module_utils._module"]


def test_shapes_take_two_functions_of_botocore_and_nothing_that_calls_aws():
    (shapes,) = (source for source in own_sources() if source.name == "module_utils._shapes")
    taken = {name for one in shapes.imports if one.name.startswith("botocore") and not one.typing for name in one.names}
    assert taken == SHAPES_MAY_USE


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (unknown_layers, "module_utils/_new.py", ""),
        (unknown_layers, "module_utils/_ec2/instance.py", "import re\n"),
        (upward_imports, "module_utils/_plan.py", "from ._resource import Resource\n"),
        (upward_imports, "module_utils/_plan.py", "from . import _resource\n"),
        (upward_imports, "module_utils/_resource.py", "from ._reconcile import reconcile\n"),
        (upward_imports, "module_utils/_resource.py", "def f():\n    from . import _client\n"),
        (upward_imports, "module_utils/_s3/bucket.py", "from .._client import Clients\n"),
        (upward_imports, "module_utils/_s3/bucket.py", "from .._cloudfront.finding import Finder\n"),
        (upward_imports, "module_utils/_s3/bucket.py", "import t\nif t.TYPE_CHECKING:\n    from .._module import x\n"),
        (upward_imports, "module_utils/_client.py", "from ._s3 import bucket\n"),
        (upward_imports, "modules/x.py", "from ansible_collections.cdn.aws.plugins.module_utils._client import C\n"),
        (upward_imports, "modules/x.py", "from ..module_utils._plan import Plan\n"),
        (foreign_imports, "module_utils/_s3/bucket.py", "import boto3\n"),
        (foreign_imports, "module_utils/_s3/bucket.py", "try:\n    from botocore import x\nexcept E:\n    pass\n"),
        (foreign_imports, "module_utils/_client.py", "import boto3\n"),
        (foreign_imports, "module_utils/_plan.py", "from botocore import xform_name\n"),
        (foreign_imports, "module_utils/_plan.py", "from ansible.module_utils.basic import x\n"),
        (foreign_imports, "module_utils/_module.py", "from ansible_collections.amazon.aws.plugins import x\n"),
        (foreign_imports, "module_utils/_module.py", "from ansible.errors import AnsibleError\n"),
        (foreign_imports, "modules/x.py", "import yaml\n"),
        (users_of_ansible_module, "modules/x.py", "from ansible.module_utils.basic import AnsibleModule\n"),
        (circles, "module_utils/_plan.py", "from . import _plan\n"),
    ],
)
def test_a_planted_violation_is_found(tmp_path, rule, name, text):
    (tmp_path / "module_utils" / "_s3").mkdir(parents=True)
    plant(tmp_path, "module_utils/_errors.py", "import re\n")
    assert len(rule(plant(tmp_path, name, text))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "module_utils/_s3/bucket.py",
            "import re\nfrom .names import x\nfrom .._plan import Plan\nfrom .._waiter import w\n",
        ),
        ("module_utils/_shapes.py", "try:\n    from botocore import xform_name\nexcept ImportError:\n    pass\n"),
        (
            "module_utils/_resource.py",
            "import typing as t\nif t.TYPE_CHECKING:\n    from botocore.model import Shape\n",
        ),
        ("modules/x.py", "from ansible_collections.cdn.aws.plugins.module_utils._s3.bucket import Bucket\n"),
    ],
)
def test_what_is_allowed_is_not_taken_for_a_violation(tmp_path, name, text):
    planted = plant(tmp_path, name, text)
    assert [
        found for rule in (unknown_layers, upward_imports, foreign_imports, circles) for found in rule(planted)
    ] == []
