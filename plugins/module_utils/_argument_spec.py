# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Argument specs as values, and the groups of options that several modules share."""

from __future__ import annotations

import copy
import dataclasses
import re
import typing as t

Options = dict[str, dict[str, t.Any]]

_ENDLESS = re.compile(r"[+-]?(inf|infinity|s?nan\d*)", re.IGNORECASE)

# Above, a whole number may be too big to become a float.
_FLOATING = 10**300

# What a list consists of where AWS counts it; community.aws takes and returns lists in this form.
COUNTED = frozenset({"items", "elements", "quantity"})


@dataclasses.dataclass(frozen=True)
class ArgumentSpec:
    """The options of a module and the rules between them, as AnsibleModule takes them.

    ``aws`` says whether the module talks to AWS and takes the connection options, ``libraries`` whether it is of no use
    without boto3.
    """

    options: Options
    required_if: tuple[tuple[t.Any, ...], ...] = ()
    required_one_of: tuple[tuple[str, ...], ...] = ()
    required_together: tuple[tuple[str, ...], ...] = ()
    required_by: t.Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    mutually_exclusive: tuple[tuple[str, ...], ...] = ()
    aws: bool = True
    libraries: bool = True

    def to_kwargs(self) -> dict[str, t.Any]:
        """Return the keyword arguments of AnsibleModule, without the connection options.

        The options are a copy: Ansible fills members that were not given into the very default of their option.
        """
        return {
            "argument_spec": copy.deepcopy(self.options),
            "required_if": list(self.required_if),
            "required_one_of": list(self.required_one_of),
            "required_together": list(self.required_together),
            "required_by": dict(self.required_by),
            "mutually_exclusive": list(self.mutually_exclusive),
        }


STATE: Options = {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}}

TAGS: Options = {
    "tags": {"type": "dict", "aliases": ["resource_tags"]},
    "purge_tags": {"type": "bool", "default": False},
}


def wait_options(*, default: bool, timeout: int) -> Options:
    """Return ``wait`` and ``wait_timeout`` (seconds) with a module's own defaults."""
    return {
        "wait": {"type": "bool", "default": default},
        "wait_timeout": {"type": "int", "default": timeout},
    }


def uncounted(options: Options, given: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return what was given, lists as lists that were written as AWS counts them: ``{quantity: 1, items: [a]}``."""
    by_name = {alias: option for name, option in options.items() for alias in (name, *option.get("aliases", ()))}
    # Ansible takes a required option for given when it is null, which says nothing; what nobody knows it refuses.
    said = {name: value for name, value in given.items() if value is not None or name not in by_name}
    return {name: _uncounted(by_name[name], value) if name in by_name else value for name, value in said.items()}


def formless(options: Options, given: t.Mapping[str, t.Any], path: str = "") -> str:
    """Return the path of the first text that stands where a dictionary with known members is wanted."""
    for name, option in options.items():
        value, below = given.get(name), option.get("options")
        for item in (value if isinstance(value, list) else [value]) if below and value is not None else ():
            if not isinstance(item, dict):
                return f"{path}{name}"
            found = formless(t.cast("Options", below), item, f"{path}{name}.")
            if found:
                return found
    return ""


def _is_counted(value: t.Mapping[str, t.Any]) -> bool:
    return set(value) <= COUNTED and ("items" in value or "elements" in value or value.get("quantity") in (0, "0"))


def _with_items(value: t.Mapping[str, t.Any], extra: frozenset[str]) -> dict[str, t.Any]:
    """Return a list with siblings by its items; what else was returned of it says nothing new."""
    items = {"items": value["elements"]} if "elements" in value and "items" not in value else {}
    return {**{name: child for name, child in value.items() if name not in extra}, **items}


def _uncounted(option: t.Mapping[str, t.Any], value: t.Any) -> t.Any:
    if option.get("type") == "list" and isinstance(value, dict) and _is_counted(value):
        value = value.get("items", value.get("elements", []))
    below = option.get("options")
    if below and isinstance(value, dict):
        return uncounted(below, _with_items(value, COUNTED - set(below)) if "items" in below else value)
    if below and isinstance(value, list):
        return [uncounted(below, item) if isinstance(item, dict) else _refusable(item, "dict") for item in value]
    if option.get("type") == "list" and isinstance(value, list):
        return [_refusable(item, option.get("elements", "str")) for item in value]
    return _refusable(value, "dict" if below else option.get("type", "str"))


def _refusable(value: t.Any, kind: str) -> t.Any:
    """Return a value of a wrong type in a form that Ansible refuses, instead of failing on it."""
    if kind == "dict":
        # It looks for members in whatever is there.
        return value if isinstance(value, (str, list, dict)) else str(value)
    if kind in ("int", "float") and isinstance(value, bool):
        # Python takes them for numbers, and AWS would be sent the word.
        return repr(str(value))
    if kind == "int" and not isinstance(value, int):
        # Decimal takes some lists; infinity is no whole number.
        is_number = isinstance(value, (str, float)) and not _ENDLESS.fullmatch(str(value).strip())
        return value if is_number else repr(str(value))
    if kind == "float" and isinstance(value, int):
        return value if abs(value) < _FLOATING else repr(str(value))
    # An empty item of a list would become the word None.
    return "" if value is None and kind == "str" else value
