"""Does anything listen that nobody approved? A new port is a new way in."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Confirmed, Exhibit, Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_against
from collectors.base import Listing, Reason, Unseen
from collectors.facts.network import LISTENERS, Listener
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.net_listen_approved"
_BY_CHANCE_FROM: Final = 32768
"""The first port that Linux gives out by itself (ip(7), ip_local_port_range)."""


@dataclass(frozen=True, slots=True)
class ApprovedLimits:
    """What the operator approved: patterns of ``tcp/8080`` or ``process:nginx``."""

    approved: tuple[str, ...] = limit((), unit="port or process pattern", source="the operator")


def judge(
    found: Listing[Listener],
    confirmed: Confirmed[Listing[Listener]] | None,
    limits: Layered[ApprovedLimits],
    scene: Scene,
) -> Iterator[Finding | Exhibit]:
    """One finding a port that nobody approved, one for the rest."""
    open_now = _names(found)
    yield _table(found)
    approved = limits.base.approved
    if confirmed is None and not approved:
        said = _("{count:number} ports listen to other machines; nobody said yet which may", count=len(open_now))
        yield unknown("", Unseen("", Reason.NO_RECORD, said, _FIRST))
        return
    known = _names(confirmed.facts) if confirmed else {}
    strange = {
        name: programs
        for name, programs in open_now.items()
        if name not in known and not _is_approved(name, programs, approved)
    }
    for name, programs in strange.items():
        said = _(
            "{port} listens to other machines, and nobody approved it: {programs}", port=name, programs=programs or ("?",)
        )
        expected = _("among what was approved")
        yield failed(ID, scene, name, said, expected=expected, quote=f"{name} {' '.join(programs)}".strip())
    if not found.unseen:
        yield _rest(len(open_now) - len(strange), confirmed, scene)


def _rest(count: int, confirmed: Confirmed[Listing[Listener]] | None, scene: Scene) -> Finding:
    said = _("{count:number} ports that listen to other machines are approved", count=count)
    if confirmed is None:
        return Finding("", Level.OK, said)
    when = _("baseline of {since}, confirmed by {by}", since=day(confirmed.confirmed_at, scene), by=confirmed.by)
    return Finding("", Level.OK, said, when)


def _names(listing: Listing[Listener]) -> dict[str, tuple[str, ...]]:
    """Ports with their programs; those that are given out by chance go by the program where it is told."""
    found: dict[str, set[str]] = {}
    for one in listing.records:
        if one.is_loopback:
            continue
        is_chance = one.port >= _BY_CHANCE_FROM and one.process
        name = f"process:{one.process}" if is_chance else f"{one.protocol}/{one.port}"
        found.setdefault(name, set()).update({one.process} - {""})
    return {name: tuple(sorted(programs)) for name, programs in sorted(found.items())}


def _is_approved(name: str, programs: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    called = [name, *(f"process:{one}" for one in programs)]
    return any(fnmatchcase(one, pattern) for one in called for pattern in patterns)


def _table(found: Listing[Listener]) -> Exhibit:
    rows = tuple((one.protocol, one.address, str(one.port), one.process) for one in found.records if not one.is_loopback)
    return Exhibit(_("Attack surface: ports"), (_("Protocol"), _("Address"), _("Port"), _("Program")), rows)


_FIRST: Final = _(
    "look the ports through with the customer; then confirm the baseline (xunjian baseline confirm TARGET --by NAME), or "
    "name them under approved in the limits"
)

NET_LISTEN_APPROVED: Final[SecurityCheck] = security_against(
    ID,
    title=_("Listening ports beside what was approved"),
    needs=LISTENERS,
    limits=ApprovedLimits(),
    judge=judge,
    reads=_("every TCP and UDP socket that waits for other machines, beside the confirmed baseline and the approved list"),
    remedy=_("Stop what nobody needs, bind to 127.0.0.1 what only this host needs, have the rest approved."),
    card=Card(
        steps=(
            _("Find the program, its package and its owner; ask what it is for."),
            _("Not needed: stop and disable the service. Only needed here: bind it to 127.0.0.1. Else limit its sources."),
            _("What stays is approved by the customer: confirm the baseline anew or name it in the limits."),
        ),
        commands=("ss -lntup", "systemctl disable --now <service>", "xunjian baseline confirm <target> --by <name>"),
        risk=_("A service that is stopped may be needed by another host: look at its connections first."),
        rollback=_("systemctl enable --now <service>"),
        verify="ss -lntup",
    ),
    traps=(
        _("what listens on the loopback address alone is no way in"),
        _("ports from 32768 on are given out by chance: they go by their program"),
        _("without a baseline or a list nobody knows what may listen: not inspected, never passed"),
    ),
)
