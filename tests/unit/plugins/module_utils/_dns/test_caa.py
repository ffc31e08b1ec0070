# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._dns.caa import policy


@pytest.mark.parametrize(
    ("texts", "plain", "wildcard"),
    [
        ([], "", ""),
        (['0 issue "amazon.com"'], "", ""),
        (['0 issue "amazontrust.com"'], "", ""),
        (['0 issue "awstrust.com"'], "", ""),
        (['0 issue "amazonaws.com; validationmethods=dns-01"'], "", ""),
        (['0 ISSUE "Amazon.com."'], "", ""),
        (["0 issue amazon.com"], "", ""),
        (['0 issue "letsencrypt.org"'], "issue", "issue"),
        (['0 issue "letsencrypt.org"', '0 issue "amazon.com"'], "", ""),
        (['0 issue ";"'], "issue", "issue"),
        (['0 issue ""'], "issue", "issue"),
        (['0 issue "notamazon.com"'], "issue", "issue"),
        # A wildcard is ruled by issuewild where there is one, other names never are.
        (['0 issue "amazon.com"', '0 issuewild ";"'], "", "issuewild"),
        (['0 issue ";"', '0 issuewild "amazon.com"'], "issue", ""),
        (['0 issuewild "amazon.com"'], "", ""),
        (['0 issuewild "letsencrypt.org"'], "", "issuewild"),
        # What says nothing about who may issue.
        (['0 iodef "mailto:a@example.com"'], "", ""),
        (['0 tbs "x"'], "", ""),
        (['128 tbs "x"'], "tbs", "tbs"),
        (['128 issue "amazon.com"'], "", ""),
        (['128 issuemail ";"'], "", ""),
        (["nonsense"], "", ""),
    ],
)
def test_caa_lets_amazon_issue_or_says_what_does_not(texts, plain, wildcard):
    # ACM-08, RFC 8659
    found = policy("example.com", tuple(texts))
    assert (found.obstacle(wildcard=False), found.obstacle(wildcard=True)) == (plain, wildcard)
