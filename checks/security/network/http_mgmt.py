"""Whether the device is managed by a web page in clear text."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import OFF, SETTINGS, Settings
from config.limits import Layered
from config.text import _

ID: Final = "security.network.http_mgmt"


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding."""
    said = found.said.get("http")
    if said is None:
        yield untold("")
    elif said.value == OFF:
        yield Finding("", Level.OK, _("no web server in clear text"), expected=_("off, or https"), quote=said.source)
    else:
        summary = _("the web server is on without encryption: names and passwords pass in clear text")
        yield failed(ID, scene, "", summary, expected=_("off, or https"), quote=said.source)


HTTP_MGMT: Final[SecurityCheck] = security_check(
    ID,
    title=_("Web management in clear text"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: the web server"),
    remedy=_("Switch the web server off; where it is needed, serve https alone."),
    card=Card(
        steps=(
            _("Ask who uses the page; let him change to https or the command line."),
            _("Switch the server in clear text off and save."),
        ),
        commands=(
            "# Cisco IOS: no ip http server",
            "# Cisco NX-OS: no nxapi http",
            "# Huawei: undo http server enable",
            "# H3C: undo ip http enable",
            "# Ruijie: no enable service web-server http",
        ),
        risk=_("Portals that log people in (802.1X, web authentication) and network managers may need the server."),
        rollback=_("Switch it on again (ip http server; http server enable; ip http enable)."),
        verify="show running-config | include http; display current-configuration | include http",
    ),
    traps=(
        _("https alone (ip http secure-server) is no finding"),
        _("whether the server runs without a line differs between platforms: not inspected"),
    ),
)
