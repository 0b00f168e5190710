"""How the device lets itself be managed, as far as the ways show by which it was inspected."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Listing
from collectors.facts.devices.ways import WAYS, Way
from config.limits import Layered
from config.text import Text, _

_WEAK_AUTH: Final = frozenset({"md5"})
_TOLD: Final = (
    "snmp_version",
    "security_level",
    "auth_protocol",
    "priv_protocol",
    "host_key_type",
    "key_exchange",
    "cipher",
    "mac",
)
"""What a way knows of its own protection."""
_WEAK_PRIV: Final = frozenset({"des"})


def judge(ways: Listing[Way], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a way that is open."""
    for one in ways.records:
        if one.is_open:
            level, summary = _judge_one(one)
            yield Finding(one.name, level, summary, quote=_quoted(one))


def _quoted(one: Way) -> str:
    return "; ".join(f"{name} {one.transport[name]}" for name in _TOLD if one.transport.get(name))


def _judge_one(one: Way) -> tuple[Level, Text]:
    if one.name == "telnet":
        return Level.WARN, _("telnet is open: names, passwords and configurations pass in clear text")
    if one.name == "snmp":
        return _snmp(one)
    if one.transport.get("is_legacy") == "yes":
        agreed = (one.transport.get(name, "") for name in ("host_key_type", "key_exchange", "cipher", "mac"))
        names = tuple(name for name in agreed if name)
        return Level.NOTICE, _("ssh: some of these algorithms are held broken today: {names}", names=names)
    return Level.OK, _("ssh: encrypted with algorithms of today")


def _snmp(one: Way) -> tuple[Level, Text]:
    version = one.transport.get("snmp_version", "")
    if version != "3":
        return Level.WARN, _(
            "SNMP v{version}: the community, which is its password, passes in clear text", version=version or "1/2c"
        )
    level = one.transport.get("security_level", "")
    if level != "authPriv":
        return Level.WARN, _("SNMPv3 at level {level}: what it tells is not encrypted", level=level)
    auth, priv = one.transport.get("auth_protocol", ""), one.transport.get("priv_protocol", "")
    if auth in _WEAK_AUTH or priv in _WEAK_PRIV:
        return Level.NOTICE, _("SNMPv3 with {auth} and {priv}: one of them is held broken today", auth=auth, priv=priv)
    return Level.OK, _("SNMPv3 with authentication and encryption ({auth}, {priv})", auth=auth, priv=priv)


MANAGEMENT_SECURITY: Final = Check(
    id="network.management_security",
    title=_("Protection of the management access"),
    area=Area.CONFIGURATION,
    needs=WAYS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("version and algorithms of the session by which the device was inspected"),
    remedy=_(
        "Change to SNMPv3 authPriv (SHA-256, AES-128 or better) with an access list and a read-only view, and to SSH in "
        "place of telnet; switch the old way off only after the new one was tried."
    ),
    traps=(
        _("only the ways that were used are judged: another service may be open beside them"),
        _("an old device may know nothing better: then restrict it by an access list and record the exception"),
    ),
    clause="GB/T 22239-2019 8.1.4.1",
    refs=("RFC 3410 to 3418", "RFC 7860"),
)
