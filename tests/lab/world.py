# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All state of the lab that MiniStack does not keep."""

from __future__ import annotations

import copy
import typing as t

from botocore.parsers import create_parser

from tests.lab import operations, store
from tests.lab.calls import Calls
from tests.lab.certificates import Certificates
from tests.lab.faults import Faults
from tests.lab.names import PublicDns
from tests.lab.rules.s3control.jobs import Jobs
from tests.lab.state import Clock, wall_clock
from tests.lab.timing import Deadlines

if t.TYPE_CHECKING:
    from tests.lab.settings import Settings
    from tests.lab.state import App


class World:
    """What one lab knows; it is the `LabState` of the edge."""

    def __init__(
        self, *, account_id: str, region: str, settings: Settings, api: App, clock: Clock = wall_clock
    ) -> None:
        self.account_id = account_id
        self.region = region
        self.settings = settings
        self.api = api
        self.clock = clock
        self.calls = Calls()
        self.asked: list[dict[str, t.Any]] = []
        """What IAM was asked for each call, as long as the lab enforces it."""
        self.faults = Faults()
        self.dns = PublicDns()
        self.certificates = Certificates()
        self.deadlines = Deadlines()
        self.identities: dict[tuple[str, str], dict[str, str]] = {}
        self.references: dict[tuple[str, str], str] = {}
        self.s3_extras: dict[tuple[str, str, str], bytes] = {}
        self.jobs = Jobs()
        self._start_settings = copy.copy(settings)
        self._parsed: dict[tuple[str, str, str], dict[str, t.Any]] = {}

    def reset(self) -> None:
        """Forget all AWS state, settings, faults and DNS overrides; the recorded calls stay."""
        store.reset()
        self.settings.change(vars(self._start_settings))
        self.faults.holds.release(drop=True)
        self.faults = Faults()
        self.dns = PublicDns(self.dns.addresses)
        self.certificates = Certificates()
        self.deadlines = Deadlines()
        self.identities = {}
        self.references = {}
        self.s3_extras = {}
        self.jobs = Jobs()
        self._parsed = {}

    async def distributions(self) -> list[dict[str, t.Any]]:
        """Return every distribution as botocore parses GetDistribution, with ETag and AccountId."""
        self.deadlines.settle(self)
        return [self._parse(account, record) for account, record in store.distributions()]

    async def invalidations(self, distribution_id: str) -> list[dict[str, t.Any]]:
        """Return the invalidations, oldest first: Id, CreateTime (epoch), Status, Paths."""
        self.deadlines.settle(self)
        return [
            {
                "Id": item["Id"],
                "CreateTime": self.deadlines.invalidated.get(item["Id"], 0.0),
                "Status": item["Status"],
                "Paths": list(item["InvalidationBatch"]["Paths"]["Items"]),
            }
            for item in store.invalidations(distribution_id)
        ]

    def distribution(self, account: str, distribution_id: str) -> dict[str, t.Any] | None:
        """Return one distribution of an account, parsed."""
        record = store.distribution(account, distribution_id)
        return self._parse(account, record) if record else None

    def users_of(self, account: str, name: str) -> list[str]:
        """Return the ARNs of an account's distributions whose configuration names a certificate, an OAC, a policy, …"""
        found = []
        for owner, record in store.distributions():
            if owner == account and f">{name}<" in record["config_xml"]:
                found.append(record["ARN"])
        return found

    def _parse(self, account: str, record: store.Record) -> dict[str, t.Any]:
        key = (record["Id"], record["ETag"], record["Status"])
        if key not in self._parsed:
            model = operations.service_model("cloudfront")
            assert model is not None
            shape: t.Any = model.operation_model("GetDistribution").output_shape
            reply = {"status_code": 200, "headers": {}, "body": store.distribution_xml(record)}
            parsed = create_parser("rest-xml").parse(reply, shape)["Distribution"]
            self._parsed[key] = {**parsed, "ETag": record["ETag"], "AccountId": account}
        return copy.deepcopy(self._parsed[key])
