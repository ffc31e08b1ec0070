# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFront's signed URLs and cookies. No message here holds a key, a passphrase or a signature."""

from __future__ import annotations

import base64
import typing as t

from ..module_utils._errors import Refused
from ..module_utils._unknown import is_unknown, unknown
from ._terms import Terms, covers, request_url, resource_pattern

if t.TYPE_CHECKING:
    from ._signing_key import Key

DEFAULT_HASH = "SHA1"
UNSAFE, SAFE = b"+=/", b"-_~"


def signed_url(url: t.Any, terms: Terms, *, resource: t.Any, **key: t.Any) -> str:
    """Return a URL that is good under the terms; ``resource`` is a pattern of all URLs that it shall be good for."""
    if is_unknown(url) or is_unknown(key["key_id"]):
        return unknown("signed URL")
    wanted = request_url(url)
    pattern = None if resource is None else resource_pattern("resource", resource)
    if pattern is not None and not covers(pattern, wanted):
        raise Refused(f"resource {pattern} does not cover {wanted.partition('?')[0]}: CloudFront would answer 403.")
    signing = _key(key)
    custom = pattern is not None or terms.custom
    signed = signing.url(wanted, terms, signing.policy(pattern or wanted, terms) if custom else None)
    return signed if signing.hash_algorithm == DEFAULT_HASH else f"{signed}&Hash-Algorithm={signing.hash_algorithm}"


def signed_cookies(resource: t.Any, terms: Terms, **key: t.Any) -> dict[str, str]:
    """Return names and values of the cookies that open a URL, or all URLs of a pattern."""
    if is_unknown(resource) or is_unknown(key["key_id"]):
        names = ("Policy" if terms.custom or "*" in str(resource) else "Expires", "Signature", "Key-Pair-Id")
        return {f"CloudFront-{name}": unknown("signed cookie") for name in names}
    wanted = resource_pattern("the URL", resource)
    signing = _key(key)
    policy = signing.policy(wanted, terms).encode()
    custom = terms.custom or "*" in wanted
    cookies = {
        **({"Policy": _text(policy)} if custom else {"Expires": str(int(terms.expires.timestamp()))}),
        "Signature": _text(signing.sign(policy)),
        "Key-Pair-Id": signing.key_id,
        **({} if signing.hash_algorithm == DEFAULT_HASH else {"Hash-Algorithm": signing.hash_algorithm}),
    }
    return {f"CloudFront-{name}": value for name, value in cookies.items()}


def _text(content: bytes) -> str:
    return base64.b64encode(content).translate(bytes.maketrans(UNSAFE, SAFE)).decode()


def _key(given: t.Mapping[str, t.Any]) -> Key:
    # A task that uses one filter of a collection makes Ansible load all of them, in each worker anew: what takes long
    # to import is for those who sign.
    from ._signing_key import Key  # noqa: PLC0415

    return Key(**given)
