"""From where people may log in: from anywhere, a stolen or guessed password is enough."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.rules import is_all
from collectors.facts.devices.settings import SETTINGS, Settings, Terminal
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.network.vty_acl"


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a line that people log in by over the network."""
    lines = [one for one in found.terminals if one.is_remote]
    for one in lines:
        yield _line(one, found, scene)
    if not lines:
        yield untold("")


def _line(one: Terminal, found: Settings, scene: Scene) -> Finding:
    expected = _("a list of the addresses of managers")
    if one.is_closed or (one.protocols is not None and one.protocols.value == "none"):
        return Finding(one.name, Level.OK, _("nobody can log in by it"), expected=expected)
    if one.access is None:
        return untold(one.name)
    if not one.access:
        return failed(ID, scene, one.name, _("people may come from any address"), expected=expected)
    for name in one.access:
        if why := _open(name, found):
            return failed(ID, scene, one.name, why, expected=expected, quote=name)
    known = [name for name in one.access if (bound := found.filter_of(name)) and bound.rules]
    if not known:
        return untold(one.name, _("the list {name} is not one that is read here", name=one.access[0]))
    return Finding(one.name, Level.OK, _("bounded by the list {name}", name=known[0]), expected=expected, quote=known[0])


def _open(name: str, found: Settings) -> Text | None:
    """Why a list bounds nothing. IOS permits everybody by a list that is not there (Security Configuration Guide)."""
    bound = found.filter_of(name)
    if bound is None:
        return _("the list {name} does not exist", name=name) if found.dialect == "cisco_ios" else None
    if not bound.rules:
        return _("the list {name} has no rules", name=name) if found.dialect == "cisco_ios" else None
    first = bound.rules[0]
    if first.is_permit and is_all(first):
        return _("the list {name} permits everybody", name=name)
    return None


VTY_ACL: Final[SecurityCheck] = security_check(
    ID,
    title=_("Addresses that may manage the device"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: the lists on login lines and on the SSH and telnet servers, and their rules"),
    remedy=_("Bound the login lines by a list of the addresses of managers and of the bastion host."),
    card=Card(
        steps=(
            _("Collect the addresses of managers, of the bastion host, of the network manager and of the inspection."),
            _("Make the list, your own address first; apply it to all VTY lines while the console is at hand."),
            _("Try a login from an allowed and from another address, then save."),
        ),
        commands=(
            "# Cisco IOS: access-list 10 permit <network> <wildcard> / line vty 0 15 / access-class 10 in",
            "# Cisco NX-OS: ip access-list MGMT / permit tcp <network> any eq 22 / line vty / access-class MGMT in",
            "# Huawei: acl 2000 / rule permit source <network> <wildcard> / user-interface vty 0 4 / acl 2000 inbound",
            "# H3C: acl basic 2000 / rule permit source <network> <wildcard> / ssh server acl 2000",
        ),
        risk=_(
            "An address that was forgotten is shut out, the own one too: keep the session open and the console at hand."
        ),
        rollback=_("Take the list off the lines (no access-class; undo acl inbound; undo ssh server acl)."),
        verify="show running-config | section line vty; display current-configuration | include acl",
    ),
    traps=(
        _("a list that does not exist or is empty bounds nothing on Cisco IOS"),
        _("a list whose first rule permits everybody bounds nothing"),
        _("of Comware 7 the list stands at the SSH server and not at the line"),
    ),
)
