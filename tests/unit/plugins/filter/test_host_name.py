# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of hosts for comparing in playbooks."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.cdn.aws.plugins.filter.host_name import FilterModule

host_name = FilterModule().filters()["host_name"]


def test_names_come_in_one_form() -> None:
    assert host_name(" Bücher.Example.com. ") == "xn--bcher-kva.example.com"
    assert host_name(["*.Example.com", "a.test."]) == ["*.example.com", "a.test"]
    assert host_name([]) == []


@pytest.mark.parametrize("value", [None, 5, {}, "straße.de", ["straße.de"]])
def test_what_has_no_such_form_is_refused_in_one_line(value: object) -> None:
    with pytest.raises(AnsibleFilterError, match="^host_name: ") as caught:
        host_name(value)
    assert "\n" not in str(caught.value)
