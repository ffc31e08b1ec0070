# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How fast the emulated AWS moves, and which of its documented moods it is in."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class Settings:
    """Everything that can be changed from outside while the lab runs."""

    certificate_seconds: float = 1.0
    """From the validation record standing in DNS to ISSUED (ACM-09)."""
    deploy_seconds: float = 1.0
    """From a distribution's create or update to Deployed (CF-20)."""
    insync_seconds: float = 1.0
    """From a change batch to INSYNC (R53-12)."""
    invalidation_seconds: float = 1.0
    """From an invalidation's creation to Completed (CF-74)."""
    job_seconds: float = 1.0
    """From a batch job's creation, or its confirmation, to Complete; its tasks are done in step."""
    record_describes: int = 1
    """How many first describes of a certificate lack the validation record (ACM-03)."""
    latency_seconds: float = 0.0
    """Added to every API call, the network between a user and AWS."""
    in_use_seconds: float = 0.0
    """How long things stay in use after they were detached (CF-24, CF-44, ACM-13)."""
    fresh_seconds: float = 0.0
    """How long CloudFront does not yet know a certificate that was just issued (CF-25, CF-34a)."""
    invalidation_reference: str = "seen"
    """What a repeated CallerReference gets: `seen` (InvalidArgument) or `documented` (the same one), CF-70."""
    remember_references: bool = False
    """Refuse the caller reference of a distribution that was deleted, which AWS may do or not (CF-04)."""
    check_alias_dns: bool = False
    """Refuse an alias whose record points to another distribution (CF-32)."""
    function_test: str = ""
    """What TestFunction answers instead of running the code, which takes node: JSON of output, error, logs,
    utilization."""

    global_name_redirects: bool = False
    """Send requests to a bucket's global name elsewhere with 307, as S3 does while a bucket is new (CF-42)."""
    quotas: str = ""
    """JSON of quota codes and the values that Service Quotas tells of them in place of its defaults."""
    viewer_country: str = "DE"
    """Where viewers are, for geo restrictions."""
    edge_locations: str = ""
    """Names of edge locations, by commas: each connection reaches the next one, which has a cache of its own."""

    auth: bool = False
    """Check signatures and policies as IAM does; the account's own key is root's and may do everything."""
    batch_errors: str = "error"
    """The wire form of InvalidChangeBatch: `error` or `messages` (R53-07)."""

    def change(self, changes: dict[str, object]) -> None:
        """Set the named settings; an unknown name or a value of another type raises ValueError."""
        kinds = {field.name: type(getattr(self, field.name)) for field in dataclasses.fields(self)}
        for name, value in changes.items():
            if name not in kinds:
                raise ValueError(f"no setting {name!r}; there are {', '.join(kinds)}")
            # A whole number of seconds is fine.
            whole = kinds[name] is float and type(value) is int
            if type(value) is not kinds[name] and not whole:
                raise ValueError(f"{name} takes a {kinds[name].__name__}, not {value!r}")
            setattr(self, name, kinds[name](value))
