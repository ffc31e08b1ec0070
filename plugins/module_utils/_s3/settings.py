# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The named settings of a bucket: read, checked, and planned facet by facet."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import AwsError, Refused
from .._plan import Change
from .._rivals import Stale
from .._shapes import named
from .._tags import tag_changes
from . import log_delivery
from .checks import check_rules
from .facet import Config, Facet
from .facets import FACETS

if t.TYPE_CHECKING:
    from botocore.model import Shape

    from .._resource import Api

LOGGING = "logging"
# What a new bucket says nothing of (S3-04). The others it has from S3, and gets them again before anything else.
EMPTY_AT_FIRST = frozenset({"versioning", "tags", "cors_rules", "lifecycle_rules", LOGGING})
TARGET_POLICY = "manage_target_policy"


@dataclasses.dataclass(frozen=True)
class Planned:
    """Configurations after the changes, the changes in order, and what is missing for them."""

    configs: dict[str, Config]
    changes: tuple[Change, ...] = ()
    needs: str = ""


class Settings:
    """The settings of one bucket that the options name; the others are neither read nor written."""

    def __init__(self, options: t.Mapping[str, t.Any], api: Api) -> None:
        self._api = api
        self._bucket = str(options["name"])
        self._purge_tags = bool(options.get("purge_tags"))
        self.named: dict[str, t.Any] = named({facet.option: options.get(facet.option) for facet in FACETS})

    def check(self) -> None:
        """Refuse settings that S3 would not take, or would take and not heed."""
        check_rules(self.named)
        encryption = self.named.get("encryption", {})
        ids = [rule["id"] for rule in self.named.get("lifecycle_rules", [])]
        if self.named.get(LOGGING, {}).get("target_bucket") == self._bucket:
            raise Refused(
                "logging.target_bucket: a bucket that logs into itself logs its own logs. Choose another one."
            )
        if len(ids) != len(set(ids)):
            raise Refused(f"lifecycle_rules: every rule needs an id of its own, they are {', '.join(ids)}.")
        if encryption.get("kms_master_key_id") and not encryption["sse_algorithm"].startswith("aws:kms"):
            raise Refused("encryption: kms_master_key_id goes with sse_algorithm aws:kms or aws:kms:dsse only.")
        if encryption.get("bucket_key_enabled") and encryption.get("sse_algorithm") == "aws:kms:dsse":
            raise Refused("encryption: there are no bucket keys for aws:kms:dsse. Leave bucket_key_enabled out.")

    def read(self) -> dict[str, Config]:
        """Return the configurations of the named settings, a call each."""
        return {facet.option: self._read(facet) for facet in FACETS if facet.option in self.named}

    def _read(self, facet: Facet) -> Config:
        try:
            return facet.config(self._api.call(f"s3:{facet.get}", {"Bucket": self._bucket}))
        except AwsError as error:
            if error.code != facet.missing:
                raise
            return {}

    def refuse_changed(self, operation: str, configs: t.Mapping[str, Config] | None) -> None:
        """Raise Stale when somebody else has changed a setting since it was read: S3 would replace all of it.

        None stands for a new bucket, which others may have found and begun to set up (S3-02).
        """
        facet = next((one for one in FACETS if operation in (f"s3:{one.put}", f"s3:{one.delete}")), None)
        if facet is None or (configs is None and facet.option not in EMPTY_AT_FIRST):
            return
        if _in_order(self._read(facet)) != _in_order((configs or {}).get(facet.option, {})):
            raise Stale(f"{facet.option} is not what it was")

    def unmet(self, changes: t.Iterable[Change], configs: t.Mapping[str, Config]) -> list[str]:
        """Return the named settings that changes have written and that are not as they were named."""
        written = {change.operation for change in changes if change.resource == self._bucket}
        found = []
        for facet in FACETS:
            if facet.option in configs and written & {f"s3:{facet.put}", f"s3:{facet.delete}"}:
                current = configs[facet.option]
                if self._change(facet, current, self._laid(facet, current, self.named[facet.option])):
                    found.append(facet.option)
        return found

    def values(self, configs: t.Mapping[str, Config]) -> dict[str, t.Any]:
        """Return configurations as options."""
        known = (facet for facet in FACETS if facet.option in configs)
        return {facet.option: facet.value(self._shape(facet), configs[facet.option]) for facet in known}

    def _shape(self, facet: Facet) -> Shape:
        return self._api.shape("s3", facet.shape)

    def plan(self, configs: t.Mapping[str, Config], desired: t.Mapping[str, t.Any]) -> Planned:
        """Return what leads from configurations to the desired options."""
        after = dict(configs)
        changes: list[Change] = []
        delivery = Planned({})
        for facet in FACETS:
            if facet.option not in desired:
                continue
            current = configs.get(facet.option, {})
            after[facet.option] = self._laid(facet, current, desired[facet.option])
            change = self._change(facet, current, after[facet.option])
            if facet.option == LOGGING:
                # The target is made fit before logs are sent to it: until then they would be lost (S3-15).
                delivery = self._delivery(after, desired[LOGGING], is_new=bool(change))
                changes += delivery.changes
            changes += change
        return Planned(after, tuple(changes), delivery.needs)

    def _laid(self, facet: Facet, current: Config, desired: t.Any) -> Config:
        shape = self._shape(facet)
        if facet.option == "tags":
            held = facet.value(shape, current)
            desired = tag_changes(current=held, desired=desired, purge=self._purge_tags).after
        if facet.option == LOGGING:
            desired = {key: value for key, value in desired.items() if key != TARGET_POLICY}
        return facet.laid(shape, current, desired)

    def _change(self, facet: Facet, current: Config, after: Config) -> tuple[Change, ...]:
        found = facet.differences(self._shape(facet), current, after)
        if not found:
            return ()
        gone = facet.is_gone(after)
        change = Change(
            kind="delete" if gone else "update",
            operation=f"s3:{facet.delete if gone else facet.put}",
            resource=self._bucket,
            request=lambda state: {"Bucket": self._bucket, **({} if gone else after)},
            differences=found,
        )
        return (change,)

    def _delivery(self, after: t.Mapping[str, Config], desired: t.Mapping[str, t.Any], *, is_new: bool) -> Planned:
        logging = self.values({LOGGING: after[LOGGING]})[LOGGING]
        if not logging:
            return Planned({})
        ends = {"source": self._bucket, "target": logging["target_bucket"], "region": self._api.region}
        needs = log_delivery.check_target(self._api, **ends) if is_new else ""
        if not desired.get(TARGET_POLICY, True):
            return Planned({}, needs=needs)
        return Planned({}, log_delivery.delivery_grant(self._api, prefix=logging["target_prefix"], **ends), needs)


def _in_order(config: Config) -> Config:
    """Return a configuration with its tags by name: S3 promises no order."""
    if "Tagging" not in config:
        return config
    return {"Tagging": {"TagSet": sorted(config["Tagging"]["TagSet"], key=lambda tag: str(tag["Key"]))}}
