# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test relies on: an environment in which nothing can reach a real AWS account or a proxy."""

from __future__ import annotations

import os
import typing as t

from xdist.scheduler import LoadScopeScheduling

if t.TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer

# The tests of these files share a set-up that takes long, and stay on one worker. xdist's own mark for that has no
# effect with pytest 9.2, whose items keep the name that they were made with.
TOGETHER = ("tests/integration/test_faults.py", "tests/integration/test_report.py")

# Set when this file is imported, before any test module can make a client and before workers and playbooks inherit it.
# Those of Python go, too: what users see is buffered, and without byte code every process compiles all that it imports.
for name in [name for name in os.environ if name.startswith(("AWS_", "BOTO_", "ANSIBLE_", "PYTHON"))]:
    del os.environ[name]
# Nor does the lab lie behind the proxy of whoever runs the tests, or have an authority that theirs know.
for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[name]
for name in ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE"):
    os.environ.pop(name, None)
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
)


class Scheduling(LoadScopeScheduling):
    """Every test goes to the next worker that is free, but for those that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer | None) -> Scheduling:
    assert all((config.rootpath / file).is_file() for file in TOGETHER)
    return Scheduling(config, log)
