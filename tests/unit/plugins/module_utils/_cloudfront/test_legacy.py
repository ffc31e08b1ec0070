# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What playbooks for community.aws say, and what they read from the result."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import yaml

from ansible_collections.cdn.aws.plugins.module_utils._argument_spec import uncounted
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.legacy import counted, returned, translated
from ansible_collections.cdn.aws.plugins.module_utils._cloudfront.options import CONFIG
from ansible_collections.cdn.aws.plugins.module_utils._errors import Refused
from ansible_collections.cdn.aws.plugins.module_utils._shapes import from_sdk
from ansible_collections.cdn.aws.plugins.module_utils._unknown import unknown
from tests.unit.helpers import service_shape
from tests.unit.plugins.module_utils._cloudfront.test_distribution import LIVE
from tests.unit.source import DOCS
from tests.unit.test_argument_specs import spec_of

aws = pytest.importorskip("ansible_collections.community.aws")

ARN = "arn:aws:acm:us-east-1:123456789012:certificate/0f5b7c62-1d1c-4c43-9d2a-3f1e0c0f6a11"

# Its documentation puts these below forwarded_values by mistake up to 10.0; sent from there, they are no members of the
# API, so that they have never worked.
MISPLACED = {
    "trusted_signers",
    "viewer_protocol_policy",
    "default_ttl",
    "max_ttl",
    "min_ttl",
    "allowed_methods",
    "smooth_streaming",
    "compress",
    "lambda_function_associations",
    "field_level_encryption_id",
}


def theirs(module: str) -> dict[str, t.Any]:
    """The documented options of a module of the installed community.aws."""
    source = Path(next(iter(aws.__path__)), "plugins", "modules", f"{module}.py").read_text(encoding="utf-8")
    return t.cast(
        "dict[str, t.Any]", yaml.safe_load(source.split('DOCUMENTATION = r"""')[1].split('"""')[0])["options"]
    )


def lacking(documented: dict[str, t.Any], spec: dict[str, t.Any], path: str = "") -> list[str]:
    """Every documented option that a spec does not take, or takes with other choices."""
    by_name = {name: option for main, option in spec.items() for name in (main, *option.get("aliases", ()))}
    found = []
    for name, doc in documented.items():
        if path.endswith("forwarded_values.") and name in MISPLACED:
            continue
        option = by_name.get(name)
        if option is None:
            found.append(f"{path}{name}")
        else:
            if (doc.get("type", "str"), doc.get("elements")) != (option["type"], option.get("elements")):
                found.append(f"{path}{name}: {option['type']}")
            found += lacking(doc.get("suboptions") or {}, option.get("options") or {}, f"{path}{name}.")
    return found


def test_every_documented_option_is_taken() -> None:
    # A text for the number that the API keeps as a text (the checklist's twelfth point); Ansible makes it of numbers.
    expected = {"cloudfront_distribution": ["custom_error_responses.response_code: str"], "cloudfront_invalidation": []}
    for module, other in expected.items():
        assert lacking(theirs(module), spec_of(module)) == other


def test_what_was_returned_can_be_given_back() -> None:
    """Its dictionaries took CloudFront's counted lists; its code cannot use the list of protocols that it documents."""
    returned_before = {
        "origins": {
            "quantity": 1,
            "items": [{"id": "o", "custom_origin_config": {"origin_ssl_protocols": counts("TLSv1")}}],
        },
        "default_cache_behavior": {"trusted_signers": {"enabled": True, **counts("self")}},
        "restrictions": {"geo_restriction": {"restriction_type": "none", "quantity": 0}},
        "cache_behaviors": {"quantity": 0},
    }
    assert uncounted(CONFIG, returned_before) == {
        "origins": [{"id": "o", "custom_origin_config": {"origin_ssl_protocols": ["TLSv1"]}}],
        "default_cache_behavior": {"trusted_signers": {"enabled": True, "items": ["self"]}},
        "restrictions": {"geo_restriction": {"restriction_type": "none"}},
        "cache_behaviors": [],
    }


def counts(*items: str) -> dict[str, t.Any]:
    return {"quantity": len(items), "items": list(items), "elements": list(items)}


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ({"certificate": ARN, "certificate_source": "acm"}, {"acm_certificate_arn": ARN}),
        ({"certificate": ARN}, {"acm_certificate_arn": ARN}),
        ({"certificate": "ASCAEXAMPLE", "certificate_source": "iam"}, {"iam_certificate_id": "ASCAEXAMPLE"}),
        ({"certificate_source": "cloudfront"}, {"cloud_front_default_certificate": True}),
        ({"certificate": ARN, "certificate_source": "acm", "acm_certificate_arn": ARN}, {"acm_certificate_arn": ARN}),
        ({"certificate_source": "acm", "acm_certificate_arn": ARN}, {"acm_certificate_arn": ARN}),
    ],
)
def test_the_old_members_of_a_certificate_become_todays(old: dict[str, t.Any], today: dict[str, t.Any]) -> None:
    """CF-08: sent beside others, the old ones are refused by CloudFront."""
    assert translated({"viewer_certificate": old}, {})["viewer_certificate"] == today


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ({"certificate": ARN, "acm_certificate_arn": "arn:other"}, "name two certificates"),
        ({"certificate_source": "iam"}, "write iam_certificate_id"),
    ],
)
def test_old_members_that_say_something_else_are_refused(old: dict[str, t.Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        translated({"viewer_certificate": old}, {})


@pytest.mark.parametrize(
    ("aliases", "all_of_them"),
    [
        (None, ["a.example.com"]),
        (["b.example.com"], ["b.example.com", "a.example.com"]),
        (["A.example.com."], ["a.example.com"]),
    ],
)
def test_the_alias_that_finds_a_distribution_stays_on_it(aliases: list[str] | None, all_of_them: list[str]) -> None:
    named = {} if aliases is None else {"aliases": aliases}
    assert translated(named, {"alias": "a.example.com"})["aliases"] == all_of_them


def test_the_short_options_stand_for_an_origin() -> None:
    short = {"default_origin_domain_name": "www.example.org", "default_origin_path": "/a"}
    assert translated({}, short) == {"origins": [{"domain_name": "www.example.org", "origin_path": "/a"}]}
    assert translated({"origins": [{"id": "b"}]}, short) == {"origins": [{"id": "b"}]}


def test_what_is_returned_has_counted_lists_at_any_depth() -> None:
    state = {
        "id": "E1",
        "etag": "E2",
        "hosted_zone_id": "Z",
        "tags": {"a": "b"},
        "active_trusted_signers": {"enabled": True, "items": [{"aws_account_number": "self", "key_pair_ids": ["K"]}]},
        **from_sdk(service_shape("cloudfront", "DistributionConfig"), LIVE),
    }
    result = returned(service_shape("cloudfront", "Distribution"), state)
    keys = {"quantity": 1, "items": ["K"], "elements": ["K"]}
    assert result["active_trusted_signers"]["items"][0]["key_pair_ids"] == keys
    assert result["aliases"] == {"quantity": 1, "items": ["images.example.com"], "elements": ["images.example.com"]}
    assert result["cache_behaviors"] == {"quantity": 0}
    methods = result["default_cache_behavior"]["allowed_methods"]
    assert methods["items"] == methods["cached_methods"]["elements"] == ["HEAD", "GET"]
    assert result["origins"]["items"][0]["custom_headers"]["quantity"] == 1
    assert (result["id"], result["tags"], result["is_ipv6_enabled"]) == ("E1", {"a": "b"}, True)
    assert "etag" not in result


def test_every_documented_return_value_is_returned() -> None:
    """All but its diff, which Ansible has of every module."""
    source = Path(next(iter(aws.__path__)), "plugins", "modules", "cloudfront_distribution.py").read_text()
    documented = yaml.safe_load(source.split(f'{DOCS[2]} = r"""')[1].split('"""')[0])
    everything: dict[str, t.Any] = dict.fromkeys(documented, ())
    assert set(returned(service_shape("cloudfront", "Distribution"), everything)) == set(documented) - {"diff"}


def test_stand_ins_are_returned_as_they_are() -> None:
    shape = service_shape("cloudfront", "DistributionConfig")
    assert counted(shape, {"web_acl_id": unknown("web ACL ARN"), "logging": None}) == {
        "web_acl_id": unknown("web ACL ARN"),
        "logging": None,
    }


@pytest.mark.parametrize("alias", ["", "https://www.example.com/", "www example.com", "a.*.example.com"])
def test_what_is_no_name_of_a_host_is_no_alias(alias: str) -> None:
    with pytest.raises(Refused, match=r"aliases: .* is no name of a host: "):
        translated({"aliases": [alias]}, {})


def test_aliases_are_named_once_as_cloudfront_keeps_them() -> None:
    """CF-33: international names in punycode, as the modules for certificates and records write them."""
    given = ["A.example.com.", "a.example.com ", "b\u00fccher.example.com", "*.example.com"]
    wanted = ["a.example.com", "xn--bcher-kva.example.com", "*.example.com"]
    assert translated({"aliases": given}, {})["aliases"] == wanted
