"""Kinds of target, and which of them this release has a way to inspect."""

DATABASES = ("postgres", "kingbase", "mysql", "oracle", "dameng")
"""Kinds of database that this release has a way to ask."""

INSPECTED = ("local", "linux", "bmc", "function", *DATABASES)
"""Kinds this release has a way to inspect; targets of the others keep their place in the list as not inspected."""

ADDRESSED = frozenset({"linux", "bmc", "function", *DATABASES})
"""Kinds that are asked over the network, and so need an address."""

SCHEMES = {"https": "http", "http": "http", "tls": "tls", "tcp": "tcp", "redis": "redis", "rediss": "redis"}
"""By the scheme of a function's address, the platform that it is asked as, where its entry names none."""

KINDS = (
    *INSPECTED,
    "windows",
    "unix",
    "sqlserver",
    "database",
    "network",
    "storage",
    "manual",
    "pair",
    "cluster",
    "db-on-host",
    "bmc-and-host",
    "peers",
)
GROUPS = ("pair", "cluster", "db-on-host", "bmc-and-host", "peers")
"""Kinds of group: a target without a session of its own, judged on what its members were found to be."""

HOST_GROUPS = {
    "bmc": "bmc-and-host",
    **dict.fromkeys((*DATABASES, "sqlserver", "database"), "db-on-host"),
}
"""By the kind of a target that names its ``host:``, the kind of the group that the two make."""

IMPORTANCE = ("low", "normal", "high")

_PLATFORMS = {"local": "linux", "kingbase": "postgres"}


def platform_of(kind: str, address: str = "") -> str:
    """The platform that a kind is asked as, where its entry names none: a function's by the scheme of its address."""
    if kind == "function":
        return SCHEMES.get(address.partition("://")[0], kind)
    return _PLATFORMS.get(kind, kind)
