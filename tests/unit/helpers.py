# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An Api whose answers are given beforehand: requests are checked by botocore and compared exactly."""

from __future__ import annotations

import contextlib
import functools
import typing as t

import botocore.session
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from ansible_collections.cdn.aws.plugins.module_utils._errors import UNCLEAR, from_client_error


@functools.cache
def session() -> botocore.session.Session:
    return botocore.session.Session()


@functools.cache
def service_shape(service: str, name: str) -> t.Any:
    return session().get_service_model(service).shape_for(name)


class StubbedApi:
    """Answers calls in the order of ``expect`` and ``fail``; a call that differs from what was expected raises."""

    region = "eu-central-1"

    def __init__(self) -> None:
        self._stubbers: dict[str, Stubber] = {}
        self.calls: list[str] = []

    def _stubber(self, service: str) -> Stubber:
        if service not in self._stubbers:
            client = session().create_client(
                service, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="s"
            )
            self._stubbers[service] = Stubber(client)
            self._stubbers[service].activate()
        return self._stubbers[service]

    def expect(self, operation: str, request: dict[str, t.Any] | None, answer: dict[str, t.Any]) -> StubbedApi:
        """Expect a call; ``None`` takes any request."""
        service, name = operation.split(":")
        self._stubber(service).add_response(xform_name(name), answer, request)
        return self

    def fail(  # noqa: PLR0913 - the parts of an error
        self, operation: str, code: str, text: str = "", status: int = 400, *, unclear: int = 0
    ) -> StubbedApi:
        """Expect a call and answer it with an error, after attempts of which one may have been carried out."""
        service, name = operation.split(":")
        told = {"RetryAttempts": unclear, UNCLEAR: unclear}
        self._stubber(service).add_client_error(xform_name(name), code, text, status, response_meta=told)
        return self

    def call(self, operation: str, request: t.Mapping[str, t.Any], *, region: str | None = None) -> dict[str, t.Any]:
        service, name = operation.split(":")
        self.calls.append(operation)
        try:
            answer = getattr(self._stubber(service).client, xform_name(name))(**request)
        except ClientError as error:
            raise from_client_error(error.response, operation=operation) from error
        return {key: value for key, value in answer.items() if key != "ResponseMetadata"}

    def pages(
        self, operation: str, request: t.Mapping[str, t.Any] | None = None, *, region: str | None = None
    ) -> t.Iterator[dict[str, t.Any]]:
        yield self.call(operation, request or {}, region=region)

    def regions(self, service: str) -> list[str]:
        return ["eu-central-1", "us-east-1"]

    def translating(self, operation: str) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def shape(self, service: str, name: str) -> t.Any:
        return service_shape(service, name)

    def client(self, service: str, *, region: str | None = None) -> t.Any:
        return self._stubber(service).client

    def assert_all_made(self) -> None:
        for stubber in self._stubbers.values():
            stubber.assert_no_pending_responses()
