# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS clients: connection options, regions, retries, and the lock of check runs."""

from __future__ import annotations

import contextlib
import functools
import typing as t

from ansible_collections.amazon.aws.plugins.module_utils import botocore as aws_botocore
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec

from ._errors import ConnectionFailed, Refused, from_client_error
from ._wire import UNMODELLED, unmodelled_members

try:
    import botocore
    from botocore import xform_name
    from botocore.config import Config
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        EndpointConnectionError,
        NoCredentialsError,
        NoRegionError,
        ParamValidationError,
    )
except ImportError:  # reported by _module as a missing library
    botocore = None

if t.TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

connection_argument_spec = aws_argument_spec

# The oldest botocore whose models the modules were written against; X-03 covers what is newer.
MINIMUM_BOTOCORE = (1, 35, 0)

# botocore's three attempts last a tenth of a second on a 503: far too few for CloudFront and Route 53.
ATTEMPTS = 9
# A wrong endpoint or a missing network shows at once; more attempts only make people wait for the message.
ATTEMPTS_WITHOUT_CONTACT = 3
GLOBAL_REGION = "us-east-1"
GLOBAL_SERVICES = frozenset({"cloudfront", "route53", "iam"})
READS = ("Get", "List", "Describe", "Head")


class Clients:
    """The Api of a module run: clients by service and region, made when first needed."""

    def __init__(self, params: t.Mapping[str, t.Any], *, read_only: bool) -> None:
        self._params = params
        self._read_only = read_only
        self._in_contact: set[str] = set()

    @functools.cached_property
    def region(self) -> str:
        """Return the region of the options or the environment; raises ConnectionFailed when there is none."""
        region = self._connection[0]
        if not region:
            raise ConnectionFailed("No AWS region: set the option region, AWS_REGION, or a region in the profile.")
        return str(region)

    @functools.cached_property
    def _connection(self) -> tuple[str | None, str | None, dict[str, t.Any]]:
        info = aws_botocore.get_aws_connection_info(_Caller(self._params))
        return t.cast("tuple[str | None, str | None, dict[str, t.Any]]", info)

    def call(self, operation: str, request: t.Mapping[str, t.Any], *, region: str | None = None) -> dict[str, t.Any]:
        """Make one call; raises AwsError with AWS's code, ConnectionFailed when there is no answer."""
        service, name = operation.split(":")
        with _Translated(operation):
            client = self.client(service, region=region)
            return t.cast("dict[str, t.Any]", getattr(client, xform_name(name))(**request))

    def pages(
        self, operation: str, request: t.Mapping[str, t.Any] | None = None, *, region: str | None = None
    ) -> t.Iterator[dict[str, t.Any]]:
        """Yield every page of a list, with botocore's paginator or by markers where it has none (X-06)."""
        service, name = operation.split(":")
        with _Translated(operation):
            client = self.client(service, region=region)
            if client.can_paginate(xform_name(name)):
                yield from client.get_paginator(xform_name(name)).paginate(**(request or {}))
                return
        marker: dict[str, str] = {}
        while True:
            page = self.call(operation, {**(request or {}), **marker}, region=region)
            yield page
            following = next(
                (v["NextMarker"] for v in page.values() if isinstance(v, dict) and v.get("NextMarker")), ""
            )
            if not following:
                return
            marker = {"Marker": following}

    def shape(self, service: str, name: str) -> Shape:
        """Return a shape of the installed botocore's model."""
        return self.client(service).meta.service_model.shape_for(name)

    def client(self, service: str, *, region: str | None = None) -> t.Any:
        """Return the boto3 client itself, for s3transfer; locked like all others in a check run."""
        # Global services sign for us-east-1 whatever the site's region is.
        return self._client(service, GLOBAL_REGION if service in GLOBAL_SERVICES else region or self.region)

    def translating(self, operation: str) -> contextlib.AbstractContextManager[None]:
        """Return a context in which what a client itself raises becomes AwsError and the like, as in ``call``."""
        return _Translated(operation)

    @functools.cache  # noqa: B019 - lives as long as the module run
    def _client(self, service: str, region: str) -> t.Any:
        _, endpoint, params = self._connection
        config = Config(retries={"mode": "standard", "total_max_attempts": ATTEMPTS}, max_pool_connections=32)
        own = params.get("aws_config")
        with _Translated(f"{service}:*"):
            client = aws_botocore.boto3_inventory_conn(
                conn_type="client",
                resource=service,
                region=region,
                endpoint=endpoint,
                **{**params, "aws_config": config.merge(own) if own else config},
            )
        events = client.meta.events
        if self._read_only:
            events.register("before-call", refuse_writes)
        events.register("response-received", self._note_contact)
        events.register_first("needs-retry", self._give_up_without_contact)
        if service == "cloudfront":
            events.register("before-parse.cloudfront", note_unmodelled_members)
        return client

    def _note_contact(self, response_dict: t.Any = None, **kwargs: object) -> None:
        if response_dict is not None:
            self._in_contact.add("aws")

    def _give_up_without_contact(
        self, attempts: int = 1, caught_exception: BaseException | None = None, **kwargs: object
    ) -> None:
        unreachable = botocore and isinstance(caught_exception, EndpointConnectionError)
        if unreachable and not self._in_contact and attempts >= ATTEMPTS_WITHOUT_CONTACT:
            raise t.cast("BaseException", caught_exception)


class _Caller:
    """What amazon.aws wants of a module: its options, and a way to fail."""

    def __init__(self, params: t.Mapping[str, t.Any]) -> None:
        self.params = dict(params)

    def fail_json(self, msg: str, **kwargs: object) -> t.NoReturn:
        raise ConnectionFailed(msg)


def refuse_writes(model: OperationModel, **kwargs: object) -> None:
    """Refuse everything but reads: the second lock of check runs, should a resource ever forget the first."""
    if not model.name.startswith(READS):
        raise Refused(
            f"A check run must not make the write {model.name}: this is a defect of cdn.aws, please report it."
        )


def note_unmodelled_members(
    operation_model: OperationModel,
    response_dict: t.Mapping[str, t.Any],
    customized_response_dict: t.Any,
    **_kw: object,
) -> None:
    """Keep the names of members that botocore is about to drop from a distribution's answer (X-03)."""
    if operation_model.name in ("GetDistribution", "GetDistributionConfig") and response_dict["status_code"] == 200:
        customized_response_dict[UNMODELLED] = unmodelled_members(operation_model.output_shape, response_dict["body"])


class _Translated(contextlib.AbstractContextManager[None]):
    """Turns botocore's exceptions into the collection's own, each with one clear line."""

    def __init__(self, operation: str) -> None:
        self._operation = operation

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if botocore is None or error is None:
            return
        service = self._operation.split(":")[0]
        if isinstance(error, ClientError):
            raise from_client_error(error.response, operation=self._operation) from error
        if isinstance(error, NoCredentialsError):
            raise ConnectionFailed(
                "No AWS credentials: set the option profile, AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                " AWS_SECRET_ACCESS_KEY."
            ) from error
        if isinstance(error, NoRegionError):
            raise ConnectionFailed(
                "No AWS region: set the option region, AWS_REGION, or a region in the profile."
            ) from error
        if isinstance(error, EndpointConnectionError):
            raise ConnectionFailed(
                f"Cannot reach AWS {service}: {error} Check the network and endpoint_url."
            ) from error
        if isinstance(error, ParamValidationError):
            raise Refused(f"{self._operation} would not accept this: {' '.join(str(error).split())}") from error
        if isinstance(error, (BotoCoreError, ValueError)):
            raise ConnectionFailed(f"{self._operation} could not be asked: {' '.join(str(error).split())}") from error
