# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._clock import describe, is_wrong, seconds_fast
from ansible_collections.cdn.aws.plugins.module_utils._errors import from_client_error

SLOW = "Signature expired: 20261122T130458Z is now earlier than 20261122T130500Z (20261122T132000Z - 15 min.)"
FAST = "Signature not yet current: 20261122T140000Z is still later than 20261122T131000Z (20261122T130500Z + 5 min.)"
# 2026-11-22 13:20:00
NOW = 1795353600.0
DATE = "Sun, 22 Nov 2026 13:20:00 GMT"


def dated(date=DATE):
    return {"ResponseMetadata": {"HTTPHeaders": {"date": date}}}


@pytest.mark.parametrize(("text", "seconds"), [(SLOW, -902), (FAST, 3300)])
def test_the_words_of_a_signature_tell_the_difference(text, seconds):
    assert seconds_fast(dated(), text, now=0) == seconds


@pytest.mark.parametrize("date", ["", "yesterday", None])
def test_an_answer_without_a_date_tells_nothing(date):
    assert seconds_fast(dated(date), "", now=NOW) is None
    assert seconds_fast({}, "", now=NOW) is None


def test_the_date_of_an_answer_tells_the_difference():
    assert seconds_fast(dated(), "", now=NOW + 1800) == 1800


@pytest.mark.parametrize(
    ("fast", "said"),
    [(None, "wrong"), (3, "wrong"), (60, "1 minute fast"), (-960, "16 minutes slow"), (3300, "55 minutes fast")],
)
def test_the_difference_is_said_in_minutes(fast, said):
    assert describe(fast) == said


@pytest.mark.parametrize(
    ("code", "text", "fast", "wrong"),
    [
        ("RequestTimeTooSkewed", "", None, True),
        ("SignatureDoesNotMatch", SLOW, None, True),
        ("InvalidSignatureException", FAST, None, True),
        ("SignatureDoesNotMatch", "The request signature we calculated does not match", 2.0, False),
        ("SignatureDoesNotMatch", "The request signature we calculated does not match", None, False),
        ("403", "Forbidden", 3600.0, True),
        ("403", "Forbidden", 3.0, False),
        ("AccessDenied", "no", 3600.0, False),
        ("ExpiredToken", "The provided token has expired.", 3600.0, False),
    ],
)
def test_the_clock_is_blamed_only_for_what_it_causes(code, text, fast, wrong):
    """A token ends by AWS's clock, and rights are asked for after the time was accepted."""
    assert is_wrong(code, text, fast) is wrong


def test_an_error_tells_the_minutes_and_what_to_do():
    error = {"Error": {"Code": "SignatureDoesNotMatch", "Message": SLOW}, **dated()}
    message = from_client_error(error, operation="cloudfront:GetDistribution").message
    assert message.startswith("The clock of this machine is 15 minutes slow, AWS says on cloudfront:GetDistribution: ")
    assert message.endswith("Set it, best by NTP, and run this again.")


def test_s3_tells_the_minutes_by_the_date_of_its_answer(monkeypatch):
    monkeypatch.setattr("time.time", lambda: NOW + 1200)
    error = {"Error": {"Code": "RequestTimeTooSkewed", "Message": "The difference is too large."}, **dated()}
    message = from_client_error(error, operation="s3:PutObject").message
    assert message.startswith("The clock of this machine is 20 minutes fast, AWS says on s3:PutObject: ")
