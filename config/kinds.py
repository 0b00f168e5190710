"""Kinds of target, and which of them this release has a way to inspect."""

INSPECTED = ("local", "linux")
"""Kinds this release has a way to inspect; targets of the others keep their place in the list as not inspected."""

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
    "peers",
)
GROUPS = ("pair", "cluster", "peers")

IMPORTANCE = ("low", "normal", "high")
