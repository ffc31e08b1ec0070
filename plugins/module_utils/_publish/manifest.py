# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest of a prefix: an object that remembers what was published, so that not every object is looked at."""

from __future__ import annotations

import typing as t

from .._errors import DENIED_CODES, AwsError
from .._own_keys import AFTER_NAMES, FOLDER, SHOWN_NAME, is_own_key, new_name
from .._plan import Change, Kind
from .._resource import Api
from . import table
from .compare import RemoteObject
from .rules import tagging

TITLE = "cdn.aws manifest 1"
PUT = "s3:PutObject"
BLOCK = 1024 * 1024


class Vouched(t.NamedTuple):
    """What was published under a name: ``at`` is when, in the server's seconds, ``headers`` the mark of the rules."""

    name: str
    etag: str = ""
    at: str = "0"
    digest: str = ""
    headers: str = ""

    def fits(self, remote: RemoteObject) -> bool:
        """Tell whether an object is still the one; whatever rewrites it, its headers too, gives it a later time."""
        return self.etag == remote.etag and remote.modified <= int(self.at)


class Manifest:
    """The object that keeps the rows of a prefix."""

    def __init__(self, api: Api, *, bucket: str, prefix: str) -> None:
        self._api = api
        self._bucket = bucket
        self._folder = f"{prefix}{FOLDER}"
        self._key = self._etag = ""
        self._tags: t.Mapping[str, str] = {}
        self._others: list[str] = []
        self._kept: t.BinaryIO | None = None

    @property
    def resource(self) -> str:
        """Return what people may know of where it is."""
        return f"{self._bucket}/{self._folder}{SHOWN_NAME}"

    def find(self, page: t.Mapping[str, t.Any]) -> None:
        """Look for the manifest in the first page of the prefix's listing, and read it when it is there."""
        self._key = self._etag = ""
        self._others, self._kept = [], None
        items = page.get("Contents") or []
        if page.get("IsTruncated") and items[-1]["Key"] < f"{self._folder}{AFTER_NAMES}":
            pages = self._api.pages("s3:ListObjectsV2", {"Bucket": self._bucket, "Prefix": self._folder})
            items = [item for page in pages for item in page.get("Contents") or []]
        own = [item for item in items if item["Key"].startswith(self._folder) and is_own_key(item["Key"])]
        # Two first publications at the same time leave two; one of them is enough.
        own.sort(key=lambda item: (item["LastModified"], item["Key"]), reverse=True)
        if own:
            self._others = [item["Key"] for item in own[1:]]
            self._load(own[0]["Key"])

    def _load(self, key: str) -> None:
        try:
            answer = self._call("s3:GetObject", {"Bucket": self._bucket, "Key": key})
        except AwsError as error:
            if error.code != "NoSuchKey":
                raise
            return
        self._key, self._etag = key, answer["ETag"]
        self._kept = table.temporary()
        with self._api.translating("s3:GetObject"):
            while block := answer["Body"].read(BLOCK):
                self._kept.write(block)

    def rows(self) -> t.Iterator[Vouched]:
        """Yield what is remembered; raises DamagedTable, also on the way."""
        if self._kept is not None:
            yield from table.read(self._kept, TITLE, lambda texts: _vouched(*texts))

    def forget(self) -> None:
        """Take what was read for nothing: it is written anew."""
        self._kept = None

    def _call(self, operation: str, request: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        try:
            return self._api.call(operation, request)
        except AwsError as error:
            error.message = f"{self.resource}: {error.message}"
            if error.code in DENIED_CODES:
                # Who may write some kinds of files only does not think of it.
                error.message += (
                    f" This is where it is remembered what was published: allow it for {self._bucket}/{self._folder}*,"
                    " or set manifest to false."
                )
            raise

    def changes(
        self, *, announced: bool, written: bool, tags: t.Mapping[str, str]
    ) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """Return the writes before the first and after the last object; bucket policies may ask for ``tags``."""
        self._tags = tags
        kind: Kind = "update" if self._key else "create"
        first = (self._change(kind),) if announced else ()
        last = (self._change("update" if announced else kind),) if written else ()
        spare = [Change("delete", "s3:DeleteObject", self.resource, self._deletion(key)) for key in self._others]
        return first, (*last, *spare)

    def _change(self, kind: Kind) -> Change:
        return Change(kind, PUT, self.resource, lambda state: self._request())

    def _deletion(self, key: str) -> t.Callable[[t.Any], dict[str, t.Any]]:
        return lambda state: {"Bucket": self._bucket, "Key": key}

    def _request(self) -> dict[str, t.Any]:
        # Another publication that has come in between must not lose its rows (S3-35).
        condition = {"IfMatch": self._etag} if self._etag else {"IfNoneMatch": "*"}
        # It stays the same as long as the prefix lives.
        self._key = self._key or f"{self._folder}{new_name()}"
        return {
            "Bucket": self._bucket,
            "Key": self._key,
            "CacheControl": "no-store",
            "ContentType": "application/octet-stream",
            **tagging(self._tags),
            **condition,
        }

    def make(self, change: Change, rows: t.Iterable[table.Row]) -> None:
        """Make one of the changes; ``rows`` are what is to be remembered."""
        request = change.request({})
        if change.operation != PUT:
            self._call(change.operation, request)
            return
        with table.temporary() as body:
            table.write(body, TITLE, rows)
            body.seek(0)
            self._etag = self._call(change.operation, {**request, "Body": body})["ETag"]


def _vouched(name: str, etag: str, at: str, digest: str, headers: str) -> Vouched:
    return Vouched(name, etag, str(int(at)), digest, headers)
