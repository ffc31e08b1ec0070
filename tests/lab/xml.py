# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML elements without namespaces, read and filled by path."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

# A value to put into an element: text, or members by name.
Value = t.Union[str, "dict[str, Value]"]


def parse(body: bytes) -> Element:
    """Return the root with every namespace taken off; raises ParseError."""
    root = ElementTree.fromstring(body)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def dump(root: Element, namespace: str = "") -> bytes:
    """Return the document's text."""
    if namespace:
        root.set("xmlns", namespace)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode").encode()


def text(element: Element | None, path: str, default: str = "") -> str:
    """Return the text at a path."""
    found = element.find(path) if element is not None else None
    return (found.text or "").strip() if found is not None else default


def items(element: Element, path: str) -> list[Element]:
    """Return the members of the counted list at a path."""
    found = element.find(f"{path}/Items")
    return list(found) if found is not None else []


def texts(element: Element, path: str) -> list[str]:
    """Return the texts of the counted list at a path."""
    return [(item.text or "").strip() for item in items(element, path)]


def put(element: Element, name: str, value: Value) -> Element:
    """Set a member, whatever was there."""
    for known in element.findall(name):
        element.remove(known)
    child = SubElement(element, name)
    if isinstance(value, str):
        child.text = value
    else:
        for key, inner in value.items():
            put(child, key, inner)
    return child


def fill(element: Element, defaults: dict[str, Value]) -> None:
    """Add the members that are missing, also those of structures that are there."""
    for name, value in defaults.items():
        child = element.find(name)
        if child is None:
            put(element, name, value)
        elif not isinstance(value, str):
            fill(child, value)


def set_items(element: Element, name: str, values: list[str]) -> None:
    """Make the counted list itself hold these texts; without any, it has no Items (CF-07)."""
    for old in element.findall("Items"):
        element.remove(old)
    put(element, "Quantity", str(len(values)))
    if values:
        holder = SubElement(element, "Items")
        for value in values:
            SubElement(holder, name).text = value
