# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a bucket's name says and must look like; pure."""

from __future__ import annotations

import re

from .._errors import Refused
from .._unknown import is_unknown

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_OLD_NAME = re.compile(r"[A-Za-z0-9._-]{3,255}")
# Until 2018 its buckets could be called almost anything.
_OLD_REGION = "us-east-1"
_IP_LIKE = re.compile(r"\d+\.\d+\.\d+\.\d+")
# Only what AWS documents for certain (S3-05): it refuses the rest itself.
_RESERVED = re.compile(r"xn--.*|.*-s3alias|.*--ol-s3")
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}


_SHAPE = "3 to 63 lower case letters, digits, hyphens or dots, a letter or digit first and last"


def check_existing_name(name: str, *, region: str = _OLD_REGION) -> None:
    """Raise Refused for a name that no bucket of a region can have, however old it is."""
    shape = _OLD_NAME if region == _OLD_REGION else _NAME
    if not is_unknown(name) and not shape.fullmatch(name):
        raise _refusal(name, _SHAPE)


def check_name(name: str) -> None:
    """Raise Refused for a name that no new bucket can have (S3-05)."""
    if is_unknown(name):
        return
    if not _NAME.fullmatch(name):
        reason = _SHAPE
    elif ".." in name:
        reason = "no two dots in a row"
    elif _IP_LIKE.fullmatch(name):
        reason = "something that does not look like an IP address"
    elif _RESERVED.fullmatch(name):
        reason = "no prefix xn-- and no suffix -s3alias or --ol-s3, which AWS keeps for itself"
    else:
        return
    raise _refusal(name, reason)


def _refusal(name: str, reason: str) -> Refused:
    return Refused(f"{name!r} cannot be the name of a bucket: it takes {reason}.")


def name_warnings(name: str) -> tuple[str, ...]:
    """Return what is allowed in a name and does harm behind CloudFront."""
    if "." not in name:
        return ()
    # S3-05
    return (
        f"The bucket name {name} has dots: the certificate of S3 does not cover it, so CloudFront cannot reach the"
        " bucket over https. Choose a name without dots; viewers never see it.",
    )


def partition(region: str) -> str:
    """Return the part of AWS that a region belongs to, as ARNs name it."""
    return next((name for prefix, name in _PARTITIONS.items() if region.startswith(prefix)), "aws")


def bucket_arn(name: str, *, region: str) -> str:
    """Return a bucket's ARN."""
    return f"arn:{partition(region)}:s3:::{name}"


def domain_name(name: str, *, region: str) -> str:
    """Return the regional domain name: the global one answers with redirects that viewers would see (CF-42)."""
    suffix = "amazonaws.com.cn" if partition(region) == "aws-cn" else "amazonaws.com"
    return f"{name}.s3.{region}.{suffix}"
