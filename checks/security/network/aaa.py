"""Whether who logs in is proved by a server with an account of his own, and what he does is recorded."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import ON, SETTINGS, Settings, Terminal
from config.limits import Layered
from config.text import _

ID: Final = "security.network.aaa"


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding on authentication, one on accounting, one a line that asks for no account of one's own."""
    yield _authentication(found, scene)
    yield _accounting(found, scene)
    for one in found.terminals:
        if one.authentication is not None and not one.is_closed:
            yield _line(one, found, scene)


def _authentication(found: Settings, scene: Scene) -> Finding:
    said = found.said.get("aaa")
    if said is None:
        return untold("authentication")
    if said.value == ON:
        return Finding("authentication", Level.OK, _("AAA is set up"), quote=said.source)
    summary = _("no AAA: accounts stand on this device alone")
    return failed(ID, scene, "authentication", summary, expected=_("AAA with a server"), quote=said.source)


def _accounting(found: Settings, scene: Scene) -> Finding:
    said = found.said.get("accounting")
    if said is None:
        return untold("accounting")
    if said.value == ON:
        return Finding("accounting", Level.OK, _("a server records who did what"), quote=said.source)
    summary = _("no server records who logged in and what he did")
    return failed(ID, scene, "accounting", summary, expected=_("accounting by a server"), quote=said.source)


def _line(one: Terminal, found: Settings, scene: Scene) -> Finding:
    """A password alone tells nobody apart; with AAA on, IOS looks past ``login`` of a line."""
    assert one.authentication is not None  # noqa: S101 - the caller looked
    how, quote = one.authentication.value, one.authentication.source
    expected = _("an account of one’s own")
    if how == "none":
        return failed(ID, scene, one.name, _("asks for no password at all"), expected=expected, quote=quote)
    if how == "password":
        return failed(ID, scene, one.name, _("asks for one password that all share"), expected=expected, quote=quote)
    return Finding(one.name, Level.OK, _("asks for an account"), expected=expected, quote=quote)


AAA: Final[SecurityCheck] = security_check(
    ID,
    title=_("Accounts and their record by a server (AAA)"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: AAA, schemes and domains, accounting, and how each login line authenticates"),
    remedy=_("Authenticate by TACACS+ or RADIUS with a local account for emergencies, and send the accounting to it."),
    card=Card(
        steps=(
            _("Set up the server with one account a person; keep one local account with a strong password sealed."),
            _("Set the server and the scheme on the device with local as the second way; try it in a second window."),
            _("Switch accounting on, look at the record on the server, then save."),
        ),
        commands=(
            (
                "# Cisco IOS: aaa new-model / aaa authentication login default group tacacs+ local"
                " / aaa accounting exec default start-stop group tacacs+"
            ),
            (
                "# Cisco NX-OS: feature tacacs+ / aaa authentication login default group <group>"
                " / aaa accounting default group <group>"
            ),
            (
                "# Huawei: aaa / authentication-scheme default / authentication-mode hwtacacs local"
                " / accounting-scheme default / accounting-mode hwtacacs"
            ),
            (
                "# H3C: domain system / authentication login hwtacacs-scheme <scheme> local"
                " / accounting login hwtacacs-scheme <scheme> local"
            ),
        ),
        risk=_("A wrong order shuts everybody out while the server is away: local stands last, the console stays local."),
        rollback=_("Put the lines back to local accounts (login local; authentication-mode local)."),
        verify="show running-config | section aaa; display authentication-scheme; display domain",
    ),
    traps=(_("a line that asks for one password tells nobody apart, however strong the password is"),),
)
