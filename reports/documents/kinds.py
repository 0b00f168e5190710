"""Kinds of target as the documents speak of them: what a thing is, how it was inspected, what to look at by hand."""

from collections.abc import Mapping
from typing import Final

from config.kinds import HOST, WINDOWS
from config.text import Text, _

SERVER, DATABASE, NETWORK, STORAGE, GROUP, FUNCTION, CONTROLLER, POWER, BY_HAND, OTHER = (
    _("Servers"),
    _("Databases"),
    _("Network devices"),
    _("Storage devices"),
    _("Clusters and groups"),
    _("Functions of applications"),
    _("Management controllers (BMC)"),
    _("UPSs and power distribution"),
    _("Things inspected by hand"),
    _("Other targets"),
)
CLASSES: Final = (SERVER, DATABASE, NETWORK, STORAGE, GROUP, FUNCTION, CONTROLLER, POWER, BY_HAND, OTHER)
"""What the asset list is divided into, in its order."""

_CLASS: Final[Mapping[str, Text]] = {
    **dict.fromkeys(("local", "linux", "windows", "unix"), SERVER),
    **dict.fromkeys(("postgres", "oracle", "mysql", "sqlserver", "dameng", "kingbase", "database"), DATABASE),
    **dict.fromkeys(("pair", "cluster", "peers", "db-on-host", "bmc-and-host", "device-pair", "topology", "group"), GROUP),
    **dict.fromkeys(("function", "website"), FUNCTION),
    "network": NETWORK,
    "storage": STORAGE,
    "bmc": CONTROLLER,
    "ups": POWER,
    "manual": BY_HAND,
}


def class_of(kind: str) -> Text:
    """What a target of this kind is, in the plural that heads its list."""
    return _CLASS.get(kind, OTHER)


_NAMES: Final[Mapping[str, Text]] = {
    "windows": _("Windows server"),
    "unix": _("Unix server"),
    "postgres": _("PostgreSQL database"),
    "oracle": _("Oracle database"),
    "mysql": _("MySQL database"),
    "sqlserver": _("SQL Server database"),
    "dameng": _("Dameng database"),
    "kingbase": _("Kingbase database"),
    "database": _("database"),
    "network": _("network device"),
    "storage": _("storage device"),
    "bmc": _("management controller (BMC)"),
    "ups": _("UPS or power distribution"),
    "manual": _("thing inspected by hand"),
    **dict.fromkeys(("local", "linux"), _("Linux server")),
    **dict.fromkeys(("function", "website"), _("function of an application")),
    **dict.fromkeys(
        ("pair", "cluster", "peers", "db-on-host", "bmc-and-host", "device-pair", "topology", "group"),
        _("group of targets"),
    ),
}


def name_of(kind: str) -> Text:
    """What one target of this kind is called."""
    return _NAMES.get(kind, _("other target"))


_WAYS: Final[Mapping[str, Text]] = {
    SERVER.template: _("remotely over SSH"),
    DATABASE.template: _("over connections to the databases"),
    NETWORK.template: _("remotely, on the network devices"),
    STORAGE.template: _("remotely, on the storage devices"),
    FUNCTION.template: _("by using the functions of the applications"),
    CONTROLLER.template: _("over management controllers (BMC)"),
    POWER.template: _("remotely, on the power equipment"),
    BY_HAND.template: _("by hand"),
}


def way_to(kind: str, platform: str = "") -> Text | None:
    """How a target of this kind was inspected; None of a group, which is judged on what its members said."""
    if platform in _HOSTS_BY_SNMP:
        return _("remotely over SNMP")
    return _("on the machine itself") if kind == "local" else _WAYS.get(class_of(kind).template)


_HOSTS_BY_SNMP: Final = frozenset({HOST, WINDOWS})
"""Platforms of hosts that SNMP tells of."""
_LOOK_AT: Final[Mapping[str, Text]] = {
    SERVER.template: _("log in: hardware and disks, use of processors, memory and space, services, system log, backup"),
    DATABASE.template: _("log in as DBA: state of the instance, space, sessions and locks, error log, last good backup"),
    NETWORK.template: _("log in: processor and memory, state and errors of ports, fans and supplies, log, saved settings"),
    STORAGE.template: _("open its console: disks, controllers, batteries, capacity, paths, alarms"),
    GROUP.template: _("ask each member: who is active, whether the standby follows, when switching over was last tried"),
    FUNCTION.template: _("use each function as its users do: it opens, logs in, finds and saves, and how fast"),
    CONTROLLER.template: _("open its console: health of the hardware, sensors, event log"),
    POWER.template: _("at its display: source of the output, load, charge, time left, alarms, date of the batteries"),
}


def look_at(kind: str) -> Text:
    """What to look at by hand on a target of this kind."""
    return _LOOK_AT.get(class_of(kind).template, _("look at it on site by its checklist, and write the result down"))


ORIGINS: Final[Mapping[str, Text]] = {"form": _("answered by hand"), "told": _("told by telephone")}
"""Who answered, where no session did, by the word that a result carries."""
