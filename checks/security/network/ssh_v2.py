"""Whether SSH of version 2 alone is served, and bounds how long and how often somebody may try."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import OFF, SETTINGS, Settings
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.network.ssh_v2"
_CIS: Final = "CIS Cisco IOS 15 Benchmark"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often somebody may try to log in."""

    most_seconds: float = limit(60.0, unit="seconds", source=f"{_CIS} 2.1.1.1.4", subjects=("timeout",))
    most_tries_count: int = limit(3, unit="count", source=f"{_CIS} 2.1.1.1.5", subjects=("retries",))


def judge(found: Settings, limits: Layered[Limits], scene: Scene) -> Iterator[Finding]:
    """One finding on the version, one on the time, one on the number of tries."""
    yield _version(found, scene)
    if found.dialect != "cisco_nxos":  # has neither setting
        yield _time(found, limits.at("timeout").most_seconds, scene)
        yield _tries(found, limits.at("retries").most_tries_count, scene)


def _version(found: Settings, scene: Scene) -> Finding:
    said = found.said.get("ssh1")
    if said is None:
        return untold("version")
    if said.value == OFF:
        return Finding("version", Level.OK, _("SSH of version 2 alone"), quote=said.source)
    summary = _("SSH of version 1 is served, whose encryption is broken")
    return failed(ID, scene, "version", summary, expected=_("version 2 alone"), quote=said.source)


def _time(found: Settings, most: float, scene: Scene) -> Finding:
    said = found.said.get("ssh_seconds")
    if said is None or said.number is None:
        return untold("timeout")
    observed, expected = _("{time:duration}", time=said.number), _("at most {most:duration}", most=most)
    if said.number <= most:
        summary = _("a login that is not completed ends after {time:duration}", time=said.number)
        return Finding("timeout", Level.OK, summary, observed, expected, said.source)
    summary = _("a login that is not completed may last {time:duration}", time=said.number)
    return failed(ID, scene, "timeout", summary, observed=observed, expected=expected, quote=said.source)


def _tries(found: Settings, most: int, scene: Scene) -> Finding:
    said = found.said.get("ssh_retries")
    if said is None or said.number is None:
        return untold("retries")
    observed, expected = _("{count:number} tries", count=said.number), _("at most {most:number} tries", most=most)
    summary = _("{count:number} tries in one session", count=said.number)
    if said.number <= most:
        return Finding("retries", Level.OK, summary, observed, expected, said.source)
    return failed(ID, scene, "retries", summary, observed=observed, expected=expected, quote=said.source)


SSH_V2: Final[SecurityCheck] = security_check(
    ID,
    title=_("SSH version 2, bounded in time and tries"),
    needs=SETTINGS,
    limits=Limits(),
    judge=judge,
    reads=_("the running configuration: version of SSH, login time and tries"),
    remedy=_("Serve SSH of version 2 alone, end a login after 60 seconds, and allow 3 tries."),
    card=Card(
        steps=(
            _("Make an RSA key pair of 2048 bits or more where there is none."),
            _("Bound version, time and tries; try a login in a second window, then save."),
        ),
        commands=(
            "# Cisco IOS: ip ssh version 2 / ip ssh time-out 60 / ip ssh authentication-retries 3",
            (
                "# Huawei: undo ssh server compatible-ssh1x enable / ssh server timeout 60"
                " / ssh server authentication-retries 3"
            ),
            (
                "# H3C: undo ssh server compatible-ssh1x enable / ssh server authentication-timeout 60"
                " / ssh server authentication-retries 3"
            ),
        ),
        risk=_("An old client or script that knows version 1 alone cannot log in any more."),
        rollback=_("Set the values from before (no ip ssh version; ssh server compatible-ssh1x enable)."),
        verify="show ip ssh; display ssh server status",
    ),
    traps=(
        _("Cisco IOS ends a login after 120 seconds where no line says otherwise"),
        _("which versions are served without a line differs between releases: not inspected"),
        _("NX-OS knows version 2 alone and has no setting for time and tries"),
    ),
)
