# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.cdn.aws.plugins.module_utils._errors import AwsError, CdnError, describe, from_client_error


def test_a_route53_refusal_is_read_from_the_error_form():
    """R53-07, first wire form."""
    response = {
        "Error": {
            "Type": "Sender",
            "Code": "InvalidChangeBatch",
            "Message": "[Tried to create www, Tried to delete ftp]",
        },
        "ResponseMetadata": {"HTTPStatusCode": 400},
    }
    error = from_client_error(response, operation="route53:ChangeResourceRecordSets")
    assert (error.code, error.status) == ("InvalidChangeBatch", 400)
    assert error.text == "[Tried to create www, Tried to delete ftp]"


@pytest.mark.parametrize(
    ("messages", "text"),
    [
        ({"Message": ["Tried to create www", "Tried to delete ftp"]}, "Tried to create www, Tried to delete ftp"),
        ({"Message": "Tried to create www"}, "Tried to create www"),
        (["Tried to create www"], "Tried to create www"),
        ({}, ""),
    ],
    ids=["several", "one", "list", "none"],
)
def test_a_route53_refusal_is_read_from_the_messages_form(messages, text):
    """R53-07, second wire form: no code, no message, the texts beside the error."""
    response = {"Error": {"Code": "", "Message": ""}, "Messages": messages, "ResponseMetadata": {"HTTPStatusCode": 400}}
    error = from_client_error(response, operation="route53:ChangeResourceRecordSets")
    assert error.text == text
    assert error.code == ("InvalidChangeBatch" if text else "400")


def test_a_head_answer_has_its_status_as_code():
    """X-05: there is no body to take a code from."""
    response = {"Error": {"Code": "404", "Message": "Not Found"}, "ResponseMetadata": {"HTTPStatusCode": 404}}
    assert from_client_error(response, operation="s3:HeadBucket").code == "404"


def test_an_answer_without_anything_still_has_a_code():
    error = from_client_error({"ResponseMetadata": {"HTTPStatusCode": 503}}, operation="cloudfront:GetDistribution")
    assert error.message == "cloudfront:GetDistribution failed: 503"


@pytest.mark.parametrize(
    ("code", "start", "advice"),
    [
        ("ExpiredToken", "The credentials have expired", "Get fresh ones"),
        ("ExpiredTokenException", "The credentials have expired", "Get fresh ones"),
        ("RequestExpired", "The credentials have expired", "Get fresh ones"),
        ("InvalidClientTokenId", "AWS does not accept the credentials", "Check the access key"),
        ("InvalidAccessKeyId", "AWS does not accept the credentials", "Check the access key"),
        ("SignatureDoesNotMatch", "AWS does not accept the credentials", "Check the access key"),
        ("RequestTimeTooSkewed", "The clock of this machine is wrong", "Set it"),
        ("AccessDenied", "Not allowed to do acm:RequestCertificate", "need the action acm:RequestCertificate"),
        ("AccessDeniedException", "Not allowed to do acm:RequestCertificate", "need the action acm:RequestCertificate"),
        ("LimitExceededException", "acm:RequestCertificate failed", "(LimitExceededException)"),
    ],
)
def test_each_kind_of_answer_is_one_line_with_its_code_and_advice(code, start, advice):
    line = describe(operation="acm:RequestCertificate", code=code, text="AWS says\n  this and\r\n that.\n")
    assert line.startswith(start)
    assert advice in line
    assert f"AWS says this and that. ({code})" in line
    assert line == " ".join(line.split())


def test_an_aws_error_keeps_code_text_and_operation_apart():
    error = AwsError(
        operation="s3:PutBucketPolicy", code="MalformedPolicy", text="Invalid principal in policy", status=400
    )
    assert (error.operation, error.code, error.text, error.status) == (
        "s3:PutBucketPolicy",
        "MalformedPolicy",
        "Invalid principal in policy",
        400,
    )
    assert str(error) == error.message == "s3:PutBucketPolicy failed: Invalid principal in policy (MalformedPolicy)"


def test_details_travel_with_an_error():
    error = CdnError("It broke.", status="FAILED")
    assert (error.message, error.details, error.applied) == ("It broke.", {"status": "FAILED"}, [])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "The signature does not match.\n\nThe Canonical String for this request should have been\n'POST\n/\n\n"
            "host:acm\nx-amz-security-token:TOKEN\n\nhost\ne3b0'\n",
            "The signature does not match.",
        ),
        ("Bad header x-amz-security-token: TOKEN here", "Bad header x-amz-security-token: ******** here"),
        ("Bad query X-Amz-Security-Token=TOKEN&a=b", "Bad query X-Amz-Security-Token=********&a=b"),
        ("no", "no"),
    ],
)
def test_the_token_of_a_session_that_aws_repeats_is_not_told(text, kept):
    error = AwsError(operation="acm:ListCertificates", code="InvalidSignatureException", text=text)
    assert error.text == kept
    assert f": {kept} (InvalidSignatureException)" in error.message
