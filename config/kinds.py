"""Kinds of target, and which of them this release has a way to inspect."""

DATABASES = ("postgres", "kingbase", "mysql", "oracle", "dameng")
"""Kinds of database that this release has a way to ask."""

NETWORK = "network"
"""The platform of what is asked by SNMP, or by the command line of a network device."""

FAMILIES = (
    "huawei_vrp",
    "hp_comware",
    "ruijie_os",
    "zte_zxros",
    "cisco_ios",
    "cisco_xe",
    "cisco_nxos",
    "cisco_asa",
    "juniper_junos",
    "arista_eos",
    "fortinet",
    "hillstone_stoneos",
    "f5_tmsh",
)
"""Command lines of network devices that this release knows, by the names that netmiko gives them."""

DEVICES = ("network", "storage", "ups", "windows", "unix")
"""Kinds that are inspected where their entry says how: by ``access.snmp``, and a network device by ``access.ssh`` too."""

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
    "ups",
    "manual",
    "pair",
    "cluster",
    "db-on-host",
    "bmc-and-host",
    "peers",
    "device-pair",
    "topology",
)
GROUPS = ("pair", "cluster", "db-on-host", "bmc-and-host", "peers", "device-pair", "topology")
"""Kinds of group: a target without a session of its own, judged on what its members were found to be."""

PROFILES = ("dengbao-l2", "dengbao-l3", "cis-l1", "cis-l2")
"""Security profiles: which numbers a security check judges by."""

MITIGATIONS = ("local-login-only", "mfa", "access-limited", "no-internet-other-means", "replicas")
"""What may be declared of an asset, in the words of the guide to high-risk judgements: login at its console alone; a second
factor; management from limited addresses; no way to the internet and other means against malware; several copies of data.
"""

ANSWERS = ("conforms", "partly", "fails", "not-applicable")
"""What a person may declare of a clause that no check can judge."""

HOST_GROUPS = {
    "bmc": "bmc-and-host",
    **dict.fromkeys((*DATABASES, "sqlserver", "database"), "db-on-host"),
}
"""By the kind of a target that names its ``host:``, the kind of the group that the two make."""

IMPORTANCE = ("low", "normal", "high")

SNMP_ONLY = "network_snmp"
"""The platform of a network device whose entry names no way to its command line."""

BOX, UPS, HOST, WINDOWS = "box", "ups", "host", "windows"
"""Platforms of what is no network device and asked by SNMP: a storage box or management board, a UPS, a host, Windows."""

BY_SNMP = {"network": NETWORK, "storage": BOX, "bmc": BOX, "ups": UPS, "windows": WINDOWS, "unix": HOST, "linux": HOST}
"""By kind, the platform that it is asked as by SNMP."""

_PLATFORMS = {"local": "linux", "kingbase": "postgres", **{kind: BY_SNMP[kind] for kind in DEVICES}}
_ASKED_AS_NETWORK = frozenset({*FAMILIES, SNMP_ONLY, BOX, UPS, HOST, WINDOWS})


def asked_as(platform: str) -> str:
    """The platform whose collectors are for it: each family of command lines, and all that is asked by SNMP, is NETWORK."""
    return NETWORK if platform in _ASKED_AS_NETWORK else platform


def platform_of(kind: str, address: str = "") -> str:
    """The platform that a kind is asked as, where its entry names none: a function's by the scheme of its address."""
    if kind == "function":
        return SCHEMES.get(address.partition("://")[0], kind)
    return _PLATFORMS.get(kind, kind)
