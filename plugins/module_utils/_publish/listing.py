# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The listing of a bucket that may not be there yet."""

from __future__ import annotations

import typing as t

from .._errors import AwsError

Page = dict[str, t.Any]


def first_page(pages: t.Iterator[Page]) -> Page | None:
    """Return the first page of a listing, which says whether there is a bucket; None when there is none."""
    try:
        return next(pages, {})
    except AwsError as error:
        if error.code != "NoSuchBucket":
            raise
        return None
