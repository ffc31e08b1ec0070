# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import types

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError
from ansible_collections.cdn.aws.plugins.module_utils._publish.upload import ObjectChange, Writer

DENIED = {"Error": {"Code": "AccessDenied", "Message": "Access Denied"}}


class Broken(Writer):
    """Sends nothing; what s3transfer then answers itself with is ``aborted``."""

    aborted: dict = {}

    def _transfers(self):
        def result():
            self._note_kept_parts(parsed=self.aborted)
            raise AwsError(operation="s3:UploadPart", code="InvalidRequest", text="no")

        return types.SimpleNamespace(upload=lambda *args: types.SimpleNamespace(result=result))


@pytest.fixture
def failure(tmp_path):
    def send(aborted):
        writer = Broken(types.SimpleNamespace(translating=lambda dummy: pytest.MonkeyPatch.context()), threads=1)
        writer.aborted = aborted
        file = types.SimpleNamespace(path=str(tmp_path))
        request = {"Bucket": "b", "Key": "k"}
        change = ObjectChange("create", "s3:CreateMultipartUpload", "b/k", lambda dummy: dict(request), file=file)
        with pytest.raises(AwsError) as raised:
            writer.make(change)
        return raised.value.message

    return send


def test_parts_that_may_not_be_cleared_away_are_told_with_the_missing_right(failure):
    line = failure(DENIED)
    assert line.startswith("b/k: s3:UploadPart failed: no (InvalidRequest). The parts that were sent stay in the")
    assert "need the action s3:AbortMultipartUpload (to clear away the parts of an upload that failed)" in line


def test_parts_that_were_cleared_away_are_not_mentioned(failure):
    assert failure({}) == "b/k: s3:UploadPart failed: no (InvalidRequest)"
