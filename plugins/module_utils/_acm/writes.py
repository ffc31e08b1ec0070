# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The writes of a certificate's life: request, tags, deletion; pure."""

from __future__ import annotations

import hashlib
import typing as t

from .._plan import Change, Difference, State
from .._tags import TagChanges, to_list
from .removal import mark

DEFAULT_KEY_ALGORITHM = "RSA_2048"
TOKEN_LENGTH = 32


def request_parameters(
    names: t.Sequence[str], options: t.Mapping[str, t.Any], *, dead: t.Iterable[str] = ()
) -> dict[str, t.Any]:
    """Return what is sent to request a certificate; ``dead`` are the ARNs of requests that came to nothing."""
    settings = {
        "CertificateTransparencyLoggingPreference": options["certificate_transparency_logging_preference"],
        "Export": options["export"],
    }
    chosen = {member: value for member, value in settings.items() if value}
    algorithm = options["key_algorithm"] or DEFAULT_KEY_ALGORITHM
    request: dict[str, t.Any] = {
        "DomainName": names[0],
        "ValidationMethod": "DNS",
        "KeyAlgorithm": algorithm,
        # Within the hour the same token gives the same certificate, so a dead one must change the token (ACM-01).
        "IdempotencyToken": idempotency_token(*names[:1], *sorted(names[1:]), algorithm, *chosen.values(), *dead),
    }
    if names[1:]:
        request["SubjectAlternativeNames"] = list(names[1:])
    if chosen:
        request["Options"] = chosen
    tags = {**(options["tags"] or {}), **mark(options)}
    if tags:
        request["Tags"] = to_list(tags)
    return request


def idempotency_token(*parts: str) -> str:
    """Return a token that is the same for the same request, within what ACM takes (ACM-01)."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:TOKEN_LENGTH]


def tag_writes(name: str, current: State, tags: TagChanges, *, region: str) -> t.Iterator[Change]:
    """Yield the writes that set and remove tags."""
    arn, before = current["certificate_arn"], current.get("tags", {})
    if tags.to_set:
        added = {"CertificateArn": arn, "Tags": to_list(tags.to_set)}
        found = tuple(Difference(f"tags.{key}", before.get(key), value) for key, value in tags.to_set.items())
        yield Change("update", "acm:AddTagsToCertificate", name, lambda _: added, found, region=region)
    if tags.to_remove:
        # The key alone removes the tag whatever its value is (ACM-16).
        removed = {"CertificateArn": arn, "Tags": [{"Key": key} for key in tags.to_remove]}
        found = tuple(Difference(f"tags.{key}", before[key], None) for key in tags.to_remove)
        yield Change("update", "acm:RemoveTagsFromCertificate", name, lambda _: removed, found, region=region)


def deletion(arn: str, *, region: str) -> Change:
    """Return the deletion of a certificate."""
    return Change("delete", "acm:DeleteCertificate", arn, lambda _: {"CertificateArn": arn}, region=region)
