# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options whose names look like secrets are kept out of all output, or it is written down here why they are none."""

from __future__ import annotations

import re
import typing as t

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._client import connection_argument_spec
from tests.in_process import module_names, spec_of

LOOKS_SECRET = re.compile("pass|secret|token|key|credential|private|sign|cookie|auth|header_value|external_id|code")

# The last part of an option's name, and why it is no secret.
NO_SECRETS = {
    "access_control_allow_credentials": "a header that browsers get",
    "bucket_key_enabled": "a switch",
    "check_cache_key": "a switch",
    "code": "of a function, which every response of it gives away",
    "code_file": "a path",
    "continent_code": "geography",
    "cookie_behavior": "a word out of three",
    "cookies": "the names of cookies",
    "cookies_config": "the names of cookies",
    "country_code": "geography",
    "encoded_key_file": "a path",
    "error_code": "an HTTP status",
    "include_cookies": "a switch",
    "key": "of a tag",
    "key_algorithm": "the kind of a key",
    "key_value_store_arn": "an ARN",
    "key_value_store_associations": "ARNs",
    "kms_master_key_id": "an id, and keys stay in KMS",
    "parameters_in_cache_key_and_forwarded_to_origin": "names of what viewers send",
    "query_string_cache_keys": "names of parameters",
    "response_code": "an HTTP status",
    "signing_behavior": "a word out of three",
    "signing_protocol": "a word out of one",
    "status_codes": "HTTP statuses",
    "subdivision_code": "geography",
    "trusted_key_groups": "ids of groups of public keys",
    "trusted_signers": "numbers of accounts",
}


def options_of(options: t.Mapping[str, t.Any], path: str = "") -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    """Every option with its path, those within others too."""
    for name, option in options.items():
        yield f"{path}{name}", option
        yield from options_of(option.get("options") or {}, f"{path}{name}.")


def suspects() -> list[tuple[str, str, t.Any]]:
    """Module, path and no_log of every option whose name looks like a secret."""
    return [
        (module, path, option.get("no_log"))
        for module in module_names()
        for path, option in options_of(spec_of(module).options)
        if LOOKS_SECRET.search(path.rpartition(".")[2])
    ]


def test_what_looks_like_a_secret_is_one_or_has_a_reason_not_to_be():
    said = [
        f"{module}: {path}"
        for module, path, no_log in suspects()
        if no_log is not True and path.rpartition(".")[2] not in NO_SECRETS
    ]
    assert said == []


def test_no_secret_has_a_reason_not_to_be_one():
    assert [path for dummy, path, no_log in suspects() if no_log and path.rpartition(".")[2] in NO_SECRETS] == []


def test_no_reason_outlives_its_option():
    assert set(NO_SECRETS) <= {path.rpartition(".")[2] for dummy, path, dummy2 in suspects()}


@pytest.mark.parametrize("name", ["secret_key", "session_token"])
def test_ansible_keeps_the_credentials_out(name):
    assert connection_argument_spec()[name]["no_log"] is True
