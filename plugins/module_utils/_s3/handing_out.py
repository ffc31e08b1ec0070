# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A statement as text, for those who may write the policy where the caller may not."""

from __future__ import annotations

import contextlib
import json
import typing as t

from .._errors import DENIED_CODES, AwsError, CdnError
from .._unknown import unknown_paths
from .policy import Statement

OTHER_ACCOUNT = "MethodNotAllowed"


@contextlib.contextmanager
def handing_out(bucket: str, sid: str, statement: Statement | None) -> t.Iterator[None]:
    """Add to a refusal to read or write the policy what somebody else can do about the statement (S3-12)."""
    try:
        yield
    except CdnError as error:
        answer = error if isinstance(error, AwsError) else error.__cause__
        code = answer.code if isinstance(answer, AwsError) else ""
        if code == OTHER_ACCOUNT or (answer is error and code in DENIED_CODES):
            error.message = f"{error.message} {_advice(bucket, sid, statement)}"
        raise


def _advice(bucket: str, sid: str, statement: Statement | None) -> str:
    if statement is None:
        wanted = f"can take the statement {sid} out of it."
    elif unknown_paths(statement):
        wanted = f"can add the statement {sid} to it, which needs what it is for to be made first."
    else:
        wanted = f"can add this statement to it: {json.dumps({'Sid': sid, **statement})}."
    return (
        f"Whoever may write the policy of the bucket {bucket} {wanted} The role cdn.aws.site leaves that to them when"
        " site_bucket_account_id names the account that has the bucket."
    )
