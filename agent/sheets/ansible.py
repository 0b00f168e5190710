"""Ansible inventories, INI and YAML: hosts become targets, groups become tags.

Read as the Ansible documentation describes them ("How to build your inventory"): ranges, ``:vars``, ``:children``;
a host's own variables win over its group's, a child group's over its parent's.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.sheets.ansible_variables import Notes, target_of
from agent.sheets.imported import Imported, Keyring, finished, id_of
from config.places import Path, Tree, parse
from config.problems import ConfigError, Problem
from config.site import Target
from config.text import _

_HEADER = re.compile(r"\[([^\]:]+)(?::(vars|children))?\]\s*(?:[#;].*)?")
_RANGE = re.compile(r"\[([0-9]+|[A-Za-z]):([0-9]+|[A-Za-z])(?::([0-9]+))?\]")
_GENERAL = frozenset({"all", "ungrouped"})
MOST_HOSTS = 20_000
_DEEPEST = 20  # groups within groups


@dataclass(slots=True)
class _Inventory:
    """What an inventory holds: hosts and groups by name."""

    variables: dict[str, dict[str, str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    groups_of: dict[str, list[str]] = field(default_factory=dict)
    group_variables: dict[str, dict[str, str]] = field(default_factory=dict)
    parents: dict[str, list[str]] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def add(self, host: str, group: str, variables: dict[str, str], place: str) -> None:
        self.variables[host] = self.variables.get(host, {}) | variables
        self.places.setdefault(host, place)
        groups = self.groups_of.setdefault(host, [])
        if group not in groups:
            groups.append(group)

    def problem(self, place: str, found: str) -> None:
        write = _("it was not taken; enter it by hand")
        self.notes.problems.append(Problem(place, "", _("“{value}”", value=found), write))

    def imported(self) -> Imported:
        keyring = Keyring({})
        made = [self._target(host, keyring) for host in self.variables]
        return finished((target for target in made if target), self.notes.problems, keyring.made.values())

    def _target(self, host: str, keyring: Keyring) -> Target | None:
        lineage = self._lineage(host)
        merged: dict[str, str] = {}
        for group in ("all", *reversed(lineage)):
            merged |= self.group_variables.get(group, {})
        tags = tuple(dict.fromkeys(made for group in lineage if group not in _GENERAL and (made := id_of(group))))
        return target_of(host, merged | self.variables[host], tags, self.places[host], (keyring, self.notes))

    def _lineage(self, host: str) -> list[str]:
        """Groups of a host, nearest first."""
        found = list(self.groups_of[host])
        for group in found:  # grows while it is walked; a group that is its own ancestor is met once
            found += [parent for parent in self.parents.get(group, []) if parent not in found]
        return found


def from_ini(text: str, name: str) -> Imported:
    """Read an INI inventory."""
    inventory = _Inventory()
    group, part = "ungrouped", ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line, place = raw.strip(), f"{name}:{number}"
        if not line or line[0] in "#;":
            continue
        if found := _HEADER.fullmatch(line):
            group, part = found[1].strip(), found[2] or ""
        elif part == "vars":
            key, sign, value = line.partition("=")
            if sign:
                inventory.group_variables.setdefault(group, {})[key.strip()] = value.strip().strip("'\"")
            else:
                inventory.problem(place, f"[{group}:vars]")
        elif part == "children":
            inventory.parents.setdefault(line.split()[0], []).append(group)
        else:
            _ini_host(inventory, line, group, place)
    return inventory.imported()


def _ini_host(inventory: _Inventory, line: str, group: str, place: str) -> None:
    try:
        pattern, *rest = shlex.split(line, comments=True)
    except ValueError:
        inventory.problem(place, line.split(maxsplit=1)[0])  # only the first word: the rest may hold a secret
        return
    variables: dict[str, str] = {}
    for word in rest:
        key, sign, value = word.partition("=")
        if sign:
            variables[key] = value
        else:
            inventory.problem(place, pattern)
    if re.fullmatch(r"[^:\[\]]+:[0-9]+", pattern):
        pattern, _sign, variables["ansible_port"] = pattern.partition(":")
    _add(inventory, pattern, group, variables, place)


def _add(inventory: _Inventory, pattern: str, group: str, variables: dict[str, str], place: str) -> None:
    for host in _expanded(pattern):
        if len(inventory.variables) >= MOST_HOSTS:
            inventory.problem(place, pattern)
            return
        inventory.add(host, group, variables, place)


def _expanded(pattern: str) -> Iterator[str]:
    """Write ranges out: ``web[01:03]`` is web01, web02, web03; ``db-[a:c]`` likewise."""
    found = _RANGE.search(pattern)
    if not found:
        yield pattern
        return
    low, high, step = found[1], found[2], max(1, int(found[3] or 1))
    if low.isdigit() and high.isdigit():
        middles = (str(number).zfill(len(low)) for number in range(int(low), int(high) + 1, step))
    else:
        middles = (chr(code) for code in range(ord(low[0]), ord(high[0]) + 1, step))
    for middle in middles:
        yield from (pattern[: found.start()] + middle + rest for rest in _expanded(pattern[found.end() :]))


def from_yaml(text: str, name: str) -> Imported:
    """Read a YAML inventory."""
    try:
        tree = parse(text, name, is_foreign=True)
    except ConfigError as error:
        return Imported((), error.problems)
    inventory = _Inventory()
    for group, body in _mapping(tree.value).items():
        _yaml_group(inventory, tree, (group,), body)
    return inventory.imported()


def _yaml_group(inventory: _Inventory, tree: Tree, path: Path, body: object) -> None:
    group = str(path[-1])
    for key, value in _mapping(body).items():
        here = (*path, key)
        if key == "hosts":
            for host, variables in _mapping(value).items():
                _add(inventory, host, group, _words(variables), tree.place((*here, host)))
        elif key == "vars":
            inventory.group_variables.setdefault(group, {}).update(_words(value))
        elif key == "children" and len(path) < _DEEPEST:
            for child, inner in _mapping(value).items():
                inventory.parents.setdefault(child, []).append(group)
                _yaml_group(inventory, tree, (*here, child), inner)
        else:
            inventory.problem(tree.place(here), key)


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _words(value: object) -> dict[str, str]:
    return {key: inner if isinstance(inner, str) else "" for key, inner in _mapping(value).items()}
