# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which operation a request is, by botocore's own service models."""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t
from urllib.parse import parse_qsl, unquote

import botocore.exceptions
import botocore.session
from botocore.model import OperationModel, ServiceModel

READS = ("Get", "List", "Describe", "Head")
# Their names say nothing of it, but they change nothing.
HARMLESS = frozenset({"AssumeRole", "SimulatePrincipalPolicy", "TestFunction"})

# S3 Control signs as S3 and has its own paths.
_MODELS_OF = {"s3": ("s3control", "s3")}


@dataclasses.dataclass(frozen=True)
class Route:
    """One operation of a REST service: what a request must have to be it."""

    name: str
    method: str
    path: re.Pattern[str]
    query: dict[str, str | None]
    headers: frozenset[str]

    def match(self, method: str, path: str, query: dict[str, str], headers: t.Container[str]) -> dict[str, str] | None:
        """Return the variables of a path as it was sent, or None when the request is not this operation."""
        if method != self.method:
            return None
        for key, value in self.query.items():
            if key not in query or (value is not None and query[key] != value):
                return None
        if not all(header in headers for header in self.headers):
            return None
        found = self.path.fullmatch(path)
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


@functools.cache
def _session() -> botocore.session.Session:
    return botocore.session.Session()


@functools.cache
def service_model(service: str) -> ServiceModel | None:
    """Return botocore's model, or None for a name it does not know."""
    try:
        return _session().get_service_model(service)
    except botocore.exceptions.UnknownServiceError:
        return None


def protocol(service: str) -> str:
    """Return json, query or rest-xml; unknown services count as rest-xml."""
    model = service_model(service)
    return str(model.metadata["protocol"]) if model else "rest-xml"


def _pattern(uri: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\+?\})", uri.rstrip("/") or "")
    regex = "".join(
        f"(?P<{part[1:-1].rstrip('+')}>{'.+' if part.endswith('+}') else '[^/]+'})"
        if part.startswith("{")
        else re.escape(part)
        for part in parts
    )
    return re.compile(regex + "/?", re.DOTALL)


def _route(operation: OperationModel) -> Route:
    uri, _, static = operation.http["requestUri"].partition("?")
    query: dict[str, str | None] = {key: value or None for key, value in parse_qsl(static, keep_blank_values=True)}
    headers = set()
    shape: t.Any = operation.input_shape
    for member in shape.required_members if shape else ():
        place = shape.members[member].serialization
        if place.get("location") == "querystring":
            query.setdefault(place["name"], None)
        elif place.get("location") == "header":
            headers.add(place["name"].lower())
    return Route(operation.name, operation.http["method"], _pattern(uri), query, frozenset(headers))


@functools.cache
def _routes(service: str) -> tuple[Route, ...]:
    """Return the routes, the most demanding first: what fits `?analytics&id=x` fits `?analytics` too."""
    model = service_model(service)
    if model is None or not str(model.metadata["protocol"]).startswith("rest"):
        return ()
    operations = [model.operation_model(name) for name in model.operation_names]
    ranked = sorted(operations, key=lambda operation: operation.deprecated)
    routes = [_route(operation) for operation in ranked]
    return tuple(sorted(routes, key=lambda route: -len(route.query) - len(route.headers)))


def identify(
    service: str, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes
) -> tuple[str, str, dict[str, str]]:
    """Return service, operation and the path's variables of a request."""
    if "x-amz-target" in headers:
        return service, headers["x-amz-target"].rpartition(".")[2], {}
    if protocol(service) == "query":
        form = dict(parse_qsl(body.decode("utf-8", "replace"))) if body else query
        return service, form.get("Action", query.get("Action", "")), form
    for name in _MODELS_OF.get(service, (service,)):
        if name == "s3control" and not path.startswith("/v20180820/"):
            continue
        for route in _routes(name):
            found = route.match(method, path, query, headers)
            if found is not None:
                return name, route.name, found
    return service, f"{method} {path}", {}


def is_read(operation: str) -> bool:
    """Tell whether an operation only reads, by its name."""
    return operation.startswith(READS) or operation in HARMLESS
