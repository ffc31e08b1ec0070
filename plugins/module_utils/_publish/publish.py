# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A local tree made equal to a prefix of a bucket."""

from __future__ import annotations

import itertools
import typing as t

from .._errors import CdnError, Refused
from .._inputs import refuse_bad_bucket, refuse_bad_id
from .._own_keys import FOLDER, SHOWN_NAME
from .._plan import Change, Plan, State
from .._resource import Api, Resource
from .._unknown import is_unknown
from .changes import MOST_ACTIONS, Writes, as_actions, as_diff
from .compare import RemoteObject, ascending, merge
from .comparing import Comparing
from .edge import Edge
from .examine import Entry, Examiner, Mode
from .hash_cache import HashCache, cache_path
from .listing import first_page
from .manifest import Manifest, Vouched
from .marks import Marks
from .pace import Pace
from .paths import folder
from .patterns import Selection
from .report import left_behind, report, secrets_warning, some, unsafe, unserved_warning
from .rules import Rules
from .survey import Memory, Survey
from .table import Corrections, DamagedTable, corrected
from .upload import ObjectChange, Writer, Written
from .values import check_prefix, check_values
from .walk import LocalFile, Tree

LONGEST_KEY = 1024
MOST_THREADS = 128
DAMAGED = (
    "The manifest {} is damaged or was written by a newer cdn.aws. All objects are looked at, and it is written anew."
    " What an interrupted run has replaced is not known any more: when there was one, invalidate /*."
)
MISLED = "The manifest {} says something else than S3 of {}. All objects are looked at, and it is corrected."


class Publish(Resource):
    """The objects under a prefix, as the files of a directory."""

    noun = "publish"
    # An object was replaced between the comparison and its CopyObject, or another publication has rewritten the
    # manifest (S3-35): compare again.
    stale_codes = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"})

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        super().__init__(options, api)
        self._listing: t.Iterator[dict[str, t.Any]] = iter(())
        self._after: State | None = None
        self._edge = Edge(options, api)
        self._survey: Survey | None = None
        self._first: tuple[Change, ...] = ()
        self._last: tuple[Change, ...] = ()
        chosen = {name: options.get(name) or [] for name in ("exclude", "include_hidden")}
        self._selection = Selection(**chosen)
        self._tree = Tree(options["source"], self._selection)
        self._cache = HashCache(cache_path(options["source"], chosen))
        self._manifest = Manifest(api, bucket=options["bucket"], prefix=folder(options["prefix"]))

    @property
    def name(self) -> str:
        """Return the bucket with the prefix."""
        return f"{self.options['bucket']}/{self._prefix}"

    @property
    def called(self) -> str:
        """Return what a sentence calls the objects."""
        return f"the objects in {self.name}"

    @property
    def _prefix(self) -> str:
        return folder(self.options["prefix"])

    def validate(self) -> None:
        """Refuse numbers out of range, odd prefixes and metadata that S3 does not take."""
        if not 1 <= self.options["threads"] <= MOST_THREADS:
            raise Refused(f"threads is {self.options['threads']}: choose 1 to {MOST_THREADS}.")
        if not 0 <= self.options["purge_limit"] <= 100:  # noqa: PLR2004 - percent
            raise Refused(f"purge_limit is {self.options['purge_limit']}: it is a share in percent, 0 to 100.")
        if not self.options["source"]:
            raise Refused("source is empty: name the folder to upload.")
        refuse_bad_id("distribution_id", self.options["distribution_id"])
        refuse_bad_bucket(self.options["bucket"])
        check_prefix(self.options["prefix"])
        check_values(self.options["rules"] or [], cache_control=self.options["cache_control"])

    def read(self) -> State | None:
        """Begin the listing, and read the manifest; None when there is no bucket."""
        self._listing = iter(())
        if is_unknown(self.options["bucket"]) or is_unknown(self._prefix):
            return None
        pages = self._pages()
        first = first_page(pages)
        if first is None:
            return None
        if self.options["manifest"]:
            self._manifest.find(first)
        self._listing = itertools.chain([first], pages)
        return {"bucket": self.options["bucket"], "prefix": self._prefix}

    def _pages(self) -> t.Iterator[dict[str, t.Any]]:
        return self.api.pages("s3:ListObjectsV2", {"Bucket": self.options["bucket"], "Prefix": self._prefix})

    def plan(self, current: State | None) -> Plan:
        """Compare the tree with the listing, name by name."""
        survey, warnings = self._surveyed()
        self._survey = survey
        self._cache.save()
        after = report(survey, self.options, self._tree.skipped)
        # A second look, after somebody else's write, sees only what was left to do.
        self._after = self._after or after
        edge = self._edge.plan(after["changed_paths"])
        warnings = (*warnings, *edge.warnings, *unserved_warning(survey, self.options, after["changed_paths"]))
        written = survey.corrections.count > 0
        tags = self._rules().headers(f"{FOLDER}{SHOWN_NAME}").get("tags") or {}
        self._first, self._last = self._manifest.changes(announced=survey.announced, written=written, tags=tags)
        secrets = [name for name in self._tree.skipped if self._selection.is_secret(name)]
        return Plan(
            before=current,
            after=after,
            changes=(*self._first, *survey.changes(), *edge.changes, *self._last),
            warnings=(*warnings, secrets_warning(secrets)) if secrets else warnings,
            unsafe=unsafe(survey, self.options, self.name),
        )

    def _surveyed(self) -> tuple[Survey, tuple[str, ...]]:
        """Return what there is to do, found with the manifest's help as far as it can be believed."""
        mode: Mode = self.options["header_check"]
        if mode == "auto" and not self.options["manifest"]:
            mode = "always"
        try:
            survey, misled = self._look(mode)
        except DamagedTable:
            self._manifest.forget()
            self._listing = self._pages()
            return self._look(mode)[0], (DAMAGED.format(self._manifest.resource),)
        if not misled:
            return survey, ()
        self._listing = self._pages()
        warning = MISLED.format(self._manifest.resource, some(misled))
        return self._look("never" if mode == "never" else "always", trusting=False)[0], (warning,)

    def _look(self, mode: Mode, *, trusting: bool = True) -> tuple[Survey, list[str]]:
        """Look at all names once; return what was found, and names of which the manifest is wrong."""
        bucket, prefix = self.options["bucket"], self._prefix

        def target(name: str) -> dict[str, str]:
            return {"Bucket": bucket, "Key": f"{prefix}{name}"}

        examiner = Examiner(self.api, target=target, marks=Marks(self._rules()), mode=mode, trusting=trusting)
        comparing = Comparing(self.options["source"], self.name)
        survey = Survey(
            Writes(bucket=bucket, prefix=prefix),
            self._cache,
            purge=self.options["purge"],
            remembering=self.options["manifest"],
        )
        for finding in examiner.findings(self._entries(), threads=self.options["threads"]):
            survey.add(finding)
            comparing.took()
        comparing.end()
        return survey, examiner.misled(self.options["threads"]) if mode == "auto" else []

    def _rules(self) -> Rules:
        return Rules(self.options["rules"] or [], cache_control=self.options["cache_control"])

    def _entries(self) -> t.Iterator[Entry]:
        files = ascending(self._checked(self._tree.files()), "the tree")
        objects = ascending(self._objects(), "the listing")
        for items in merge(files, objects, self._manifest.rows(), self._cache.rows()):
            entry = Entry(*items)
            if entry.file is None and self._selection.leaves_out(entry.name):
                continue
            # Never ours to send or to purge, whatever include_hidden says.
            if FOLDER not in entry.name or f"/{FOLDER}" not in f"/{entry.name}":
                yield entry

    def _checked(self, files: t.Iterable[LocalFile]) -> t.Iterator[LocalFile]:
        for file in files:
            if len(f"{self._prefix}{file.name}".encode()) > LONGEST_KEY:
                raise Refused(f"{file.path}: its key would be longer than S3's {LONGEST_KEY} bytes.")
            yield file

    def _objects(self) -> t.Iterator[RemoteObject]:
        length = len(self._prefix)
        for page in self._listing:
            for item in page.get("Contents") or []:
                name = item["Key"][length:]
                # A key that ends with a slash is the console's picture of a folder, not a file.
                if name and not name.endswith("/"):
                    modified = item.get("LastModified")
                    seconds = int(modified.timestamp()) if modified else 0
                    yield RemoteObject(name, item["Size"], item["ETag"].strip('"'), seconds)

    def apply_all(
        self, changes: t.Sequence[Change], current: State | None, done: t.Callable[[Change], None]
    ) -> State | None:
        """Write the objects side by side, then invalidate; raises Refused before that when there is no bucket.

        The manifest comes last, so that a run that is killed anywhere is gone on with, the invalidation included.
        """
        if changes and current is None:
            raise Refused(f"The bucket {self.options['bucket']} does not exist: make it first, or correct the name.")
        memory, survey = Memory(), t.cast(Survey, self._survey)
        try:
            self._make(changes, survey.corrections, memory, done)
        except CdnError as error:
            rest = "" if self._edge.has_forgotten else left_behind(survey, self.options, memory.replaced)
            error.message = f"{error.message.removesuffix('.')}. {rest}" if rest else error.message
            raise
        return current

    def _make(
        self, changes: t.Sequence[Change], corrections: Corrections, memory: Memory, done: t.Callable[[Change], None]
    ) -> None:
        for change in self._first:
            unseen = ((corrections.SET, Vouched(name)) for name in corrections.unseen())
            self._manifest.make(change, corrected(self._manifest.rows(), unseen, {}))
            done(change)
        self._write([change for change in changes if isinstance(change, ObjectChange)], memory, done)
        self._edge.apply_all(done)
        for change in self._last:
            self._manifest.make(change, corrected(self._manifest.rows(), corrections, memory.rows))
            done(change)

    def _write(self, puts: list[ObjectChange], memory: Memory, done: t.Callable[[Change], None]) -> None:
        def made(change: ObjectChange, written: Written | None) -> None:
            done(change)
            memory.take(change, written)

        try:
            Writer(self.api, threads=self.options["threads"]).make_all(puts, made, Pace(self.name, puts))
        finally:
            self._cache.save(memory.digests())

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

    def actions(self, changes: t.Sequence[Change]) -> list[dict[str, t.Any]]:
        """Return the actions, those of many thousand objects together."""
        return as_actions(changes, self.options["bucket"])

    def diff(self, plan: Plan) -> dict[str, t.Any] | list[dict[str, t.Any]]:
        """Return what differs; of many thousand objects only their number, and without any what is done."""
        if not plan or (len(plan.changes) <= MOST_ACTIONS and any(change.differences for change in plan.changes)):
            return super().diff(plan)
        return as_diff(plan.changes, f"{self.noun} {self.name}", self.options["bucket"])

    def result(self, state: State | None) -> dict[str, t.Any]:
        """Return the report, and the invalidation with its cost as its own module would return it."""
        return {**super().result(state), **self._edge.result()}
