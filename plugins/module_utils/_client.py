# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS clients: connection options, regions, retries, and the lock of check runs."""

from __future__ import annotations

import contextlib
import functools
import http
import re
import typing as t

from ansible.module_utils.basic import missing_required_lib
from ansible_collections.amazon.aws.plugins.module_utils import botocore as aws_botocore
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec

from . import _retries
from ._addresses import leave_address_alone
from ._argument_spec import Options
from ._credentials import ROLE_OPTIONS, Role, explicit
from ._errors import CdnError, ConnectionFailed, Refused
from ._failures import NO_REGION, Translated
from ._gaps import Gaps
from ._proxies import Proxy, proxy_to, with_scheme
from ._renewal import Renewal, credentials_of
from ._wire import UNMODELLED, unmodelled_members

try:
    import botocore.session
    from botocore import xform_name
except ImportError:  # reported by _module as a missing library
    botocore = None  # type: ignore[assignment]

if t.TYPE_CHECKING:
    from botocore.model import OperationModel, Shape


def connection_argument_spec() -> Options:
    """Return the options that say where and as whom to call AWS."""
    return {**aws_argument_spec(), **ROLE_OPTIONS}


# The first botocore that knows every member which CloudFront returns unasked; a custom origin's IpAddressType came
# last. An older one could create a distribution and then never update it; X-03 covers what is newer.
MINIMUM_BOTOCORE = (1, 40, 23)

GLOBAL_REGION = "us-east-1"
GLOBAL_SERVICES = frozenset({"cloudfront", "route53", "iam"})
READS = ("Get", "List", "Describe", "Head", "AssumeRole", "SimulatePrincipalPolicy")
# What CloudFront's updates replace as a whole, so that they start from it.
REWRITTEN = frozenset(
    {
        "GetDistribution",
        "GetDistributionConfig",
        "GetCachePolicy",
        "GetKeyGroup",
        "GetOriginAccessControl",
        "GetOriginRequestPolicy",
        "GetPublicKey",
        "GetResponseHeadersPolicy",
    }
)


def unfit_libraries() -> str:
    """Return why the installed boto3 and botocore cannot be used, an empty text when they can."""
    if botocore is None or not aws_botocore.HAS_BOTO3:
        return str(missing_required_lib("boto3 and botocore"))
    if tuple(int(part) for part in re.findall(r"\d+", botocore.__version__)[:3]) < MINIMUM_BOTOCORE:
        wanted = ".".join(str(part) for part in MINIMUM_BOTOCORE)
        return f"botocore {botocore.__version__} is too old: install botocore {wanted} or newer."
    return ""


class Clients:
    """The Api of a module run: clients by service and region, made when first needed."""

    def __init__(self, params: t.Mapping[str, t.Any], *, read_only: bool) -> None:
        self._params = explicit(params)
        self._role = Role(params)
        self._read_only = read_only
        self._patience = _retries.Patience()
        self._renewal = Renewal()
        self._made: dict[tuple[str, str], t.Any] = {}
        self.gaps = Gaps()

    @functools.cached_property
    def region(self) -> str:
        """Return the region of the options or the environment; raises ConnectionFailed when there is none."""
        region = self._connection[0]
        if not region:
            with Translated("region"):
                # Where a profile or a file is wrong, amazon.aws tells of no more than of no region.
                aws_botocore.boto3.session.Session(profile_name=self._params.get("profile") or None)
            raise ConnectionFailed(NO_REGION)
        return str(region)

    @functools.cached_property
    def _connection(self) -> tuple[str | None, str | None, dict[str, t.Any]]:
        try:
            info = aws_botocore.get_aws_connection_info(_Caller(self._params))
        except TypeError as error:  # how botocore refuses a setting that it does not know
            raise Refused(f"aws_config: {error}.") from error
        return t.cast("tuple[str | None, str | None, dict[str, t.Any]]", info)

    def call(self, operation: str, request: t.Mapping[str, t.Any], *, region: str | None = None) -> dict[str, t.Any]:
        """Make one call; raises AwsError with AWS's code, ConnectionFailed when there is no answer."""
        service, name = operation.split(":")
        with Translated(operation):
            client = self.client(service, region=region)
            return t.cast("dict[str, t.Any]", getattr(client, xform_name(name))(**request))

    def pages(
        self, operation: str, request: t.Mapping[str, t.Any] | None = None, *, region: str | None = None
    ) -> t.Iterator[dict[str, t.Any]]:
        """Yield every page of a list, with botocore's paginator or by markers where it has none (X-06)."""
        service, name = operation.split(":")
        with Translated(operation):
            client = self.client(service, region=region)
            if client.can_paginate(xform_name(name)):
                yield from client.get_paginator(xform_name(name)).paginate(**(request or {}))
                return
        marker: dict[str, str] = {}
        while True:
            page = self.call(operation, {**(request or {}), **marker}, region=region)
            yield page
            following = _next_marker(page)
            if not following:
                return
            marker = {"Marker": following}

    def shape(self, service: str, name: str) -> Shape:
        """Return a shape of the installed botocore's model."""
        return t.cast("Shape", self.client(service).meta.service_model.shape_for(name))

    def client(self, service: str, *, region: str | None = None) -> t.Any:
        """Return the boto3 client itself, for s3transfer; locked like all others in a check run."""
        # Global services sign for us-east-1 whatever the site's region is.
        self._require_libraries()
        key = (service, GLOBAL_REGION if service in GLOBAL_SERVICES else region or self.region)
        self._leave_what_is_over()
        client = self._made.get(key)
        if client is None:
            client = self._made[key] = self._make(*key)
            self._renewal.watch(client, lambda: self._credentials_now(*key))
        return client

    def regions(self, service: str) -> list[str]:
        """Return the regions that have a service, as far as the installed botocore knows them."""
        return list(botocore.session.get_session().get_available_regions(service))

    def translating(self, operation: str) -> contextlib.AbstractContextManager[None]:
        """Return a context in which what a client itself raises becomes AwsError and the like, as in ``call``."""
        return Translated(operation)

    def _require_libraries(self) -> None:
        # Most modules have asked before; one that can do without them asks with its first call.
        unfit = "" if self._made else unfit_libraries()
        if unfit:
            raise ConnectionFailed(unfit)

    def _leave_what_is_over(self) -> None:
        if self._role.is_over():
            self._made.clear()

    def _credentials_now(self, service: str, region: str) -> t.Any:
        self._leave_what_is_over()
        return credentials_of(self._make(service, region))

    def _make(self, service: str, region: str) -> t.Any:
        return self._build(service, region, {**self._connection[2], **self._role.keys(self._assume)})

    def _assume(self, request: t.Mapping[str, t.Any]) -> t.Any:
        with Translated("sts:AssumeRole"):
            return self._build("sts", self._connection[0] or GLOBAL_REGION, self._connection[2]).assume_role(**request)

    def _build(self, service: str, region: str, params: t.Mapping[str, t.Any]) -> t.Any:
        # With a plain yes botocore would look neither at ca_bundle of the profile nor at REQUESTS_CA_BUNDLE.
        params = {**params, "verify": None if params.get("verify") is True else params.get("verify")}
        config = _retries.config(service)
        own = params.get("aws_config")
        with Translated(f"{service}:*"), _whole_profile():
            client = aws_botocore.boto3_inventory_conn(
                conn_type="client",
                resource=service,
                region=region,
                endpoint=self._connection[1],
                **{**params, "aws_config": config.merge(own) if own else config},
            )
        _refuse_unreadable_proxy(client)
        events = client.meta.events
        if self._read_only:
            events.register("before-call", refuse_writes)
        self._patience.watch(events)
        self.gaps.watch(events, service)
        if service == "cloudfront":
            events.register("before-parse.cloudfront", note_unmodelled_members)
        if service == "s3control":
            events.register("before-sign.s3-control", leave_address_alone)
        return client


@contextlib.contextmanager
def _whole_profile() -> t.Iterator[None]:
    """Tell what botocore lets through: a profile names a program or a file that is not there."""
    try:
        yield
    except OSError as error:
        raise ConnectionFailed(
            f"No usable AWS credentials: {' '.join(str(error).split())}. Check what the profile names, such as"
            " credential_process."
        ) from error


def _refuse_unreadable_proxy(client: t.Any) -> None:
    """Refuse a proxy whose URL botocore would read wrongly, and repeat with its password."""
    own, url = client.meta.config.proxies, client.meta.endpoint_url
    named = [Proxy(with_scheme(one), "aws_config") for one in own.values()] if own else [proxy_to(url)]
    for problem in (proxy.problem for proxy in named if proxy):
        if problem:
            raise ConnectionFailed(problem)


class _Caller:
    """What amazon.aws wants of a module: its options, and a way to fail."""

    def __init__(self, params: t.Mapping[str, t.Any]) -> None:
        self.params = dict(params)

    def fail_json(self, msg: str, **kwargs: object) -> t.NoReturn:
        # The only thing that amazon.aws refuses here; it does not say what to do about it.
        raise ConnectionFailed(f"{msg} Give one of them only; AWS_PROFILE and AWS_ACCESS_KEY_ID count as given.")


def _next_marker(page: t.Mapping[str, t.Any]) -> str:
    places = [page, *(value for value in page.values() if isinstance(value, dict))]
    following = next((place["NextMarker"] for place in places if place.get("NextMarker")), "")
    if not following and any(place.get("IsTruncated") for place in places):
        raise CdnError("AWS sent a part of a list only and no marker to go on with: nothing is concluded from a part.")
    return str(following)


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
    """Keep the names of members that botocore is about to drop from what an update starts from (X-03)."""
    ok = response_dict["status_code"] == http.HTTPStatus.OK
    if operation_model.name in REWRITTEN and ok:
        customized_response_dict[UNMODELLED] = unmodelled_members(operation_model.output_shape, response_dict["body"])
