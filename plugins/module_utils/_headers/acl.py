# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access control lists as the grants of a copy: a copy starts with its owner's alone (S3-10)."""

from __future__ import annotations

import typing as t

GRANTS = {
    "FULL_CONTROL": "GrantFullControl",
    "READ": "GrantRead",
    "READ_ACP": "GrantReadACP",
    "WRITE_ACP": "GrantWriteACP",
}
GRANTEES = {"ID": "id", "URI": "uri", "EmailAddress": "emailAddress"}
EVERYBODY = (
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
)


def grants(acl: t.Mapping[str, t.Any]) -> dict[str, str]:
    """Return the members of a copy that give an ACL (a GetObjectAcl answer) back; none for the owner's alone."""
    given: dict[str, list[str]] = {}
    for grant in acl.get("Grants") or []:
        member = GRANTS.get(grant.get("Permission"))
        for field, name in GRANTEES.items():
            if member and grant["Grantee"].get(field):
                given.setdefault(member, []).append(f'{name}="{grant["Grantee"][field]}"')
    alone = {"GrantFullControl": [f'id="{_owner(acl)}"']}
    return {} if given == alone else {member: ", ".join(names) for member, names in given.items()}


def is_public(acl: t.Mapping[str, t.Any]) -> bool:
    """Tell whether an ACL lets everybody in."""
    return any(grant["Grantee"].get("URI") in EVERYBODY for grant in acl.get("Grants") or [])


def is_foreign(acl: t.Mapping[str, t.Any], owner: str) -> bool:
    """Tell whether an object is owned by another account than its bucket; a copy would take it over."""
    return bool(owner) and _owner(acl) not in ("", owner)


def _owner(acl: t.Mapping[str, t.Any]) -> str:
    return str((acl.get("Owner") or {}).get("ID") or "")
