"""Kinds of target, and which of them this release has a way to inspect."""

INSPECTED = ("local", "linux", "bmc", "function")
"""Kinds this release has a way to inspect; targets of the others keep their place in the list as not inspected."""

ADDRESSED = frozenset({"linux", "bmc", "function"})
"""Kinds that are asked over the network, and so need an address."""

SCHEMES = {"https": "http", "http": "http", "tls": "tls", "tcp": "tcp", "redis": "redis", "rediss": "redis"}
"""By the scheme of a function's address, the platform that it is asked as, where its entry names none."""

KINDS = (
    *INSPECTED,
    "windows",
    "unix",
    "postgres",
    "oracle",
    "mysql",
    "sqlserver",
    "dameng",
    "kingbase",
    "database",
    "network",
    "storage",
    "bmc",
    "function",
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
    **dict.fromkeys(("postgres", "oracle", "mysql", "sqlserver", "dameng", "kingbase", "database"), "db-on-host"),
}
"""By the kind of a target that names its ``host:``, the kind of the group that the two make."""

IMPORTANCE = ("low", "normal", "high")


def platform_of(kind: str, address: str = "") -> str:
    """The platform that a kind is asked as, where its entry names none: a function's by the scheme of its address."""
    if kind == "function":
        return SCHEMES.get(address.partition("://")[0], kind)
    return "linux" if kind in {"local", "linux"} else kind
