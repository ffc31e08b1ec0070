# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A local tree made equal to a prefix of a bucket."""

from __future__ import annotations

import collections
import itertools
import typing as t

from .._errors import AwsError, Refused
from .._plan import Change, Plan, State
from .._resource import Api, Resource
from .._unknown import is_unknown
from . import changes as writes
from .compare import RemoteObject, merge
from .edge import Edge
from .examine import Examiner, Finding
from .pace import Pace
from .paths import folder, viewer_paths
from .patterns import Selection
from .rules import Rules
from .upload import ObjectChange, Writer, Written
from .values import check_values
from .walk import LocalFile, Tree

LONGEST_KEY = 1024
MOST_THREADS = 128
MOST_SAMPLES = 3
SHOWN = 5


class Publish(Resource):
    """The objects under a prefix, as the files of a directory."""

    noun = "publish"
    # An object was replaced between the comparison and its CopyObject: compare again.
    stale_codes = frozenset({"PreconditionFailed"})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._listing: t.Iterator[dict[str, t.Any]] = iter(())
        self._after: State | None = None
        self._edge = Edge(options, api)

    @property
    def name(self) -> str:
        """Return the bucket with the prefix."""
        return f"{self.options['bucket']}/{self._prefix}"

    @property
    def _prefix(self) -> str:
        return folder(self.options["prefix"])

    def validate(self) -> None:
        """Refuse numbers out of range, odd prefixes and metadata that S3 does not take."""
        if not 1 <= self.options["threads"] <= MOST_THREADS:
            raise Refused(f"threads is {self.options['threads']}: choose 1 to {MOST_THREADS}.")
        if not 0 <= self.options["purge_limit"] <= 100:  # noqa: PLR2004 - percent
            raise Refused(f"purge_limit is {self.options['purge_limit']}: it is a share in percent, 0 to 100.")
        parts = self._prefix.split("/")[:-1]
        if not all(parts) or {".", ".."} & set(parts):
            raise Refused(f"prefix {self.options['prefix']}: every part between slashes needs a name, not . or ..")
        check_values(self.options["rules"] or [], cache_control=self.options["cache_control"])

    def read(self) -> State | None:
        """Begin the listing; None when there is no bucket."""
        self._listing = iter(())
        if is_unknown(self.options["bucket"]) or is_unknown(self._prefix):
            return None
        pages = self.api.pages("s3:ListObjectsV2", {"Bucket": self.options["bucket"], "Prefix": self._prefix})
        try:
            first = next(pages, {})
        except AwsError as error:
            if error.code != "NoSuchBucket":
                raise
            return None
        self._listing = itertools.chain([first], pages)
        return {"bucket": self.options["bucket"], "prefix": self._prefix}

    def plan(self, current: State | None) -> Plan:
        """Compare the tree with the listing, name by name."""
        selection = Selection(
            exclude=self.options["exclude"] or [], include_hidden=self.options["include_hidden"] or []
        )
        tree = Tree(self.options["source"], selection)
        pairs = merge(self._checked(tree.files()), self._objects(selection))
        tally: collections.Counter[str] = collections.Counter()
        found: list[Finding] = []
        samples: list[str] = []
        for finding in self._examiner().findings(pairs, threads=self.options["threads"]):
            tally[finding.kind] += 1
            if finding.file is not None and len(samples) < MOST_SAMPLES:
                samples.append(finding.name)
            if finding.kind != "unchanged" and (finding.kind != "remote_only" or self.options["purge"]):
                found.append(finding)
        after = {**self._report(found, tally), "sample_paths": self._paths(samples), "skipped": list(tree.skipped)}
        # A second look, after somebody else's write, sees only what was left to do.
        self._after = self._after or after
        secrets = [name for name in tree.skipped if selection.is_secret(name)]
        puts = writes.changes(found, bucket=self.options["bucket"], prefix=self._prefix)
        return Plan(
            before=current,
            after=after,
            changes=(*puts, *self._edge.plan(after["changed_paths"])),
            warnings=(_secrets_warning(secrets),) if secrets else (),
            unsafe=self._unsafe(found, tally),
        )

    def _examiner(self) -> Examiner:
        return Examiner(
            self.api,
            bucket=self.options["bucket"],
            prefix=self._prefix,
            rules=Rules(self.options["rules"] or [], cache_control=self.options["cache_control"]),
            with_headers=self.options["header_check"] != "never",
        )

    def _checked(self, files: t.Iterable[LocalFile]) -> t.Iterator[LocalFile]:
        for file in files:
            if len(f"{self._prefix}{file.name}".encode()) > LONGEST_KEY:
                raise Refused(f"{file.path}: its key would be longer than S3's {LONGEST_KEY} bytes.")
            yield file

    def _objects(self, selection: Selection) -> t.Iterator[RemoteObject]:
        for page in self._listing:
            for item in page.get("Contents") or []:
                name = item["Key"][len(self._prefix) :]
                # A key that ends with a slash is the console's picture of a folder, not a file.
                if name and not name.endswith("/") and not selection.leaves_out(name):
                    yield RemoteObject(name, item["Size"], item["ETag"].strip('"'))

    def _unsafe(self, found: list[Finding], tally: t.Mapping[str, int]) -> str:
        doomed = [one.name for one in found if one.kind == "remote_only"]
        there = len(doomed) + tally["changed"] + tally["headers"] + tally["unchanged"]
        limit = self.options["purge_limit"]
        if not doomed or self.options["force"] or len(doomed) * 100 <= there * limit:
            return ""
        return (
            f"purge would delete {len(doomed)} of the {there} objects of {self.name}, more than purge_limit={limit} %:"
            f" {_some(doomed)}. Check source and prefix; to delete them set force or a higher purge_limit, to keep them"
            " name them in exclude. Nothing was changed."
        )

    def _report(self, found: list[Finding], tally: t.Mapping[str, int]) -> State:
        sent = [one.file.size for one in found if one.kind in ("new", "changed") and one.file]
        deleted = sum(one.kind == "remote_only" for one in found)
        return {
            "bucket": self.options["bucket"],
            "prefix": self._prefix,
            "uploaded": len(sent),
            "headers_updated": tally["headers"],
            "unchanged": tally["unchanged"],
            "deleted": deleted,
            "remote_only": tally["remote_only"] - deleted,
            "bytes_uploaded": sum(sent),
            "new_paths": self._paths(one.name for one in found if one.kind == "new"),
            "changed_paths": self._paths(one.name for one in found if one.kind != "new"),
        }

    def _paths(self, names: t.Iterable[str]) -> list[str]:
        keys = (f"{self._prefix}{name}" for name in names)
        return viewer_paths(keys, origin_path=self.options["origin_path"])

    def apply_all(
        self, changes: t.Sequence[Change], current: State | None, done: t.Callable[[Change], None]
    ) -> State | None:
        """Write the objects with many threads; raises Refused before the first one when there is no bucket."""
        if changes and current is None:
            raise Refused(f"The bucket {self.options['bucket']} does not exist: make it first, or correct the name.")
        puts = [change for change in changes if isinstance(change, ObjectChange)]
        pace = Pace(self.name, puts)

        def made(change: ObjectChange, written: Written | None) -> None:
            done(change)
            pace.took(change)

        Writer(self.api, threads=self.options["threads"]).make_all(puts, made)
        self._edge.apply_all(done)
        return current

    def refresh(self, current: State | None, plan: Plan) -> State | None:
        """Return the state as it is known: every write was answered, and S3 reads what was written (S3-20)."""
        return current

    def wait(self, current: State | None) -> State | None:
        """Return the report of what was done, also when that was nothing; the edge may take its time to forget."""
        self._edge.wait()
        return self._after

    def waits(self, plan: Plan) -> list[dict[str, t.Any]]:
        """Return the wait for the invalidation, if there will be one."""
        return self._edge.waits()

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the report, and the invalidation as its own module would return it."""
        return {**super().result(state), "invalidation": self._edge.result()}


def _secrets_warning(names: list[str]) -> str:
    return f"Not published, for they look like secrets: {_some(names)}. Name them in include_hidden if they are public."


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"
