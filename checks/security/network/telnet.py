"""Whether people can log in by telnet: names, passwords and all that is typed pass in clear text."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.device_lines import shown, takes, untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import OFF, SETTINGS, Said, Settings, Terminal
from config.limits import Layered
from config.text import _

ID: Final = "security.network.telnet"


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a line that people log in by over the network; one of the device where it serves no telnet at all."""
    server = found.said.get("telnet")
    if server is not None and server.value == OFF:
        yield Finding("", Level.OK, _("telnet is not served"), expected=_("SSH alone"), quote=server.source)
        return
    lines = [one for one in found.terminals if one.is_remote]
    for one in lines:
        yield _line(one, server, scene)
    if not lines:
        yield untold("") if server is None else _served(server, scene)


def _served(server: Said, scene: Scene) -> Finding:
    return failed(ID, scene, "", _("telnet is served"), expected=_("SSH alone"), quote=server.source)


def _line(one: Terminal, server: Said | None, scene: Scene) -> Finding:
    """A line lets telnet in where the server runs and the line takes it; either alone shuts it out."""
    is_taken = takes(one, "telnet")
    if is_taken is False:
        return Finding(one.name, Level.OK, _("takes no telnet"), expected=_("SSH alone"), quote=shown(one.protocols))
    if server is None or is_taken is None:
        return untold(one.name)
    quote = "; ".join(word for word in (server.line, shown(one.protocols)) if word)
    summary = _("people can log in by telnet: names and passwords pass in clear text")
    return failed(ID, scene, one.name, summary, expected=_("SSH alone"), quote=quote)


TELNET: Final[SecurityCheck] = security_check(
    ID,
    title=_("Telnet shut, SSH alone"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: the telnet server, and which protocols each login line takes"),
    remedy=_("Let the login lines take SSH alone and switch the telnet server off, after SSH was tried."),
    card=Card(
        steps=(
            _("Set up SSH (key pair, local or server users with the SSH service) and log in by it in a second window."),
            _("Let each VTY line take SSH alone; switch the telnet server off."),
            _("Log in once more by SSH, then save."),
        ),
        commands=(
            "# Cisco IOS: line vty 0 15 / transport input ssh",
            "# Cisco NX-OS: no feature telnet",
            "# Huawei: undo telnet server enable / user-interface vty 0 4 / protocol inbound ssh",
            "# H3C: undo telnet server enable / line vty 0 63 / protocol inbound ssh",
            "# Ruijie: no enable service telnet-server / line vty 0 4 / transport input ssh",
        ),
        risk=_("Who has no working SSH shuts himself out: keep the session open and the console at hand."),
        rollback=_("Allow telnet on the line again (transport input telnet ssh; protocol inbound all)."),
        verify="show running-config | section line vty; display current-configuration | include telnet|protocol inbound",
    ),
    traps=(
        _("a list that bounds who may come does not make telnet any less readable"),
        _("words in a banner are no command"),
        _("where no line says which protocols are taken, that differs between releases: not inspected, never passed"),
    ),
)
