"""What third parties add: a distribution offers collectors and checks through one object, by an entry point.

A plug-in that cannot be loaded, or breaks a rule, is left out whole and is a defect that every inspection tells.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from checks.base import AnyCheck
from collectors.base import Wired
from config.installed import Installed, installed
from config.text import Text, _

log = logging.getLogger("xunjian.plugins")
RESERVED: Final = frozenset(
    "agent config collectors checks reports server group function manual security database network linux redfish "  # noqa: SIM905
    "custom nagios xunjian".split()
)
"""First words of ids that are ours."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """What a distribution offers. All ids begin with its name (``-`` becomes ``_``), a dot behind it.

    A collector's ``on`` may name a platform of its own; a target says ``platform:`` in the configuration. ``subjects`` are
    what fixed subjects are called, by (check, subject).
    """

    checks: tuple[AnyCheck, ...]
    collectors: tuple[Wired, ...] = ()
    subjects: Mapping[tuple[str, str], Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plugins:
    """All that was loaded; ``defects`` say what was not, and why."""

    checks: tuple[AnyCheck, ...] = ()
    collectors: tuple[Wired, ...] = ()
    subjects: Mapping[tuple[str, str], Text] = field(default_factory=dict)
    defects: tuple[Text, ...] = ()


@lru_cache(maxsize=1)
def plugins() -> Plugins:
    """Load every plug-in, once in a process."""
    return gathered([(one, _loaded(one)) for one in installed()])


def _loaded(one: Installed) -> object:
    """The object that an entry point names, or the exception that its import raised."""
    module, _colon, name = one.value.partition(":")
    try:
        found: Any = import_module(module)
        for part in filter(None, name.split(".")):
            found = getattr(found, part)
    except Exception as error:  # noqa: BLE001 - a stranger's module; what it raises is told, not suffered
        log.warning("plug-in %s: %s: %s", one.distribution, type(error).__name__, error)
        return error
    else:
        return found


def gathered(offers: list[tuple[Installed, object]]) -> Plugins:
    """Put together what was offered, leaving out whole what breaks a rule."""
    taken: list[Plugin] = []
    defects: list[Text] = []
    seen: set[str] = set()
    for one, offer in offers:
        wrong = next(_wrong(one, offer, seen), None)
        if wrong is not None:
            defects.append(_("the plug-in {name} was left out: {why}", name=one.distribution, why=wrong))
        elif isinstance(offer, Plugin):
            taken.append(offer)
            seen |= set(_ids(offer))
    return Plugins(
        tuple(check for plugin in taken for check in plugin.checks),
        tuple(collector for plugin in taken for collector in plugin.collectors),
        {key: words for plugin in taken for key, words in plugin.subjects.items()},
        tuple(defects),
    )


def _ids(plugin: Plugin) -> list[str]:
    return [one.id for one in (*plugin.checks, *plugin.collectors)]


def _wrong(one: Installed, offer: object, seen: set[str]) -> Iterator[Text]:
    if isinstance(offer, Exception):
        yield _("its import failed ({error})", error=f"{type(offer).__name__}: {offer}"[:200])
    elif not isinstance(offer, Plugin):
        yield _("{value} is no checks.plugins.Plugin", value=one.value)
    else:
        yield from _wrong_ids(one, offer, seen)


def _wrong_ids(one: Installed, plugin: Plugin, seen: set[str]) -> Iterator[Text]:
    if one.prefix in RESERVED:
        yield _("“{name}” is a word that ids of ours begin with", name=one.prefix)
    try:
        checks, collectors = [check.id for check in plugin.checks], [collector.id for collector in plugin.collectors]
    except (AttributeError, TypeError) as error:
        yield _("it offers what is no check or collector ({error})", error=str(error)[:200])
        return
    for names in (checks, collectors):
        for name in names:
            if not name.startswith(f"{one.prefix}."):
                yield _("the id {id} does not begin with “{prefix}”", id=name, prefix=f"{one.prefix}.")
            if name in seen or names.count(name) > 1:
                yield _("the id {id} is given twice", id=name)
