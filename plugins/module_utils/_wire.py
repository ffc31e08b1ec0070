# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The raw XML of an answer against botocore's model: what the parser would drop without a word; pure."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree

# botocore's shapes tell their kind by type_name, not by class.
Shape = t.Any

# Where an answer carries what the model does not know.
UNMODELLED = "UnmodelledMembers"


def unmodelled_members(output: Shape, body: bytes) -> list[dict[str, t.Any]]:
    """Return ``[{path, empty}]`` for every element that the output shape does not know.

    ``empty`` tells that dropping the member changes nothing: its value is empty, false, zero or none.
    """
    root = ElementTree.fromstring(body)
    payload = output.serialization.get("payload")
    shape = output.members[payload] if payload else output
    return list(_walk(shape, root, ""))


def _walk(shape: Shape, element: ElementTree.Element, path: str) -> t.Iterator[dict[str, t.Any]]:
    if shape.type_name == "list":
        for index, child in enumerate(element):
            yield from _walk(shape.member, child, f"{path}[{index}]")
    if shape.type_name != "structure":
        return
    members = {member.serialization.get("name", name): member for name, member in shape.members.items()}
    for child in element:
        tag = child.tag.rpartition("}")[2]
        below = f"{path}.{tag}" if path else tag
        if tag in members:
            yield from _walk(members[tag], child, below)
        else:
            yield {"path": below, "empty": _is_empty(child)}


def _is_empty(element: ElementTree.Element) -> bool:
    return all((leaf.text or "").strip().lower() in ("", "false", "0", "none") for leaf in element.iter())
