"""What a device is set up to do and may do: configuration, licences, sessions, clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.devices.clocks import CLOCK, DeviceClock
from collectors.facts.devices.configuration import RUNNING, Configuration
from collectors.facts.devices.firewalls import FIREWALL_SESSIONS, FirewallLoad
from collectors.facts.devices.licences import LICENCES, Licence
from collectors.policies import UNTOLD, Policy
from config.text import _

_WORDS_COUNT: Final = {"set": 3}
"""By its first word, how many words of a line name what it is about; of others one."""

_VERSIONS: Final = ("version", "set version")
"""Beginnings of lines with the software's version, which network.changed_identity compares."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the configuration with its lines; lines without any below them stand by their first words."""

    name: Annotated[str, Policy.IDENTITY]
    lines: Annotated[tuple[str, ...], Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Right:
    """One licence."""

    name: Annotated[str, Policy.IDENTITY]
    is_valid: Annotated[bool, Policy.AT_LEAST]
    is_compliant: Annotated[bool | None, Policy.AT_LEAST]
    is_permanent: Annotated[bool, Policy.AT_LEAST]
    ends_on: Annotated[date | None, Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Carried:
    """How many sessions one table carries: they come and go."""

    name: Annotated[str, Policy.IDENTITY]
    sessions: Annotated[int | None, Policy.NOTED]


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a time server keeps the clock, and which."""

    name: Annotated[str, Policy.IDENTITY]
    is_synchronised: Annotated[bool | None, Policy.AT_LEAST]
    reference: Annotated[str, Policy.NOTED]


def sections(running: Configuration) -> Iterator[Section]:
    """Sections by their first line; what changes by itself and secrets are left out of the lines by who reads them."""
    found: dict[str, list[str]] = {}
    single: dict[str, list[str]] = {}
    head, below = "", list[str]()
    for line in (*_unindented(running.lines), ""):
        if line[:1].isspace():
            below.append(line.strip())
            continue
        if below:
            found.setdefault(head, []).extend(below)
        elif head:
            single.setdefault(_about(head), []).append(head)
        head, below = line, []
    for name, lines in found.items():
        yield Section(name, tuple(lines))
    for name, lines in single.items():
        if not name.startswith(_VERSIONS):
            yield Section(name if name not in found else f"{name} …", tuple(sorted(lines)))


def _unindented(lines: Sequence[str]) -> Iterator[str]:
    """The lines, those before the first block at the margin: Comware indents commands of the whole device too."""
    leading = list(takewhile(lambda line: line[:1].isspace(), lines))
    yield from (line.strip() for line in leading)
    yield from lines[len(leading) :]


def _about(line: str) -> str:
    words = line.split()
    kept = words[1:] if words[0] in {"no", "undo"} and len(words) > 1 else words
    return " ".join(kept[: _WORDS_COUNT.get(kept[0], 1)])


def rights(listing: Listing[Licence]) -> Iterator[Right]:
    """Licences; what only counts down is not compared by how much is left."""
    for one in listing.records:
        yield Right(one.name, not one.is_expired, one.is_compliant, one.is_permanent, one.ends_on)


def carried(load: FirewallLoad) -> Iterator[Carried]:
    """Tables of sessions."""
    for one in load.tables.records:
        yield Carried(one.name, None if one.current_count is None else round(one.current_count))


def kept(clock: DeviceClock) -> Iterator[Kept]:
    """The clock; what it shows moves by itself."""
    server = clock.server
    yield Kept("NTP", None if server is None else server.is_synchronised, (server and server.reference) or UNTOLD)


CONFIGURATION_ASPECT: Final = Aspect(
    id="network.changed_configuration",
    title=_("Changes of the configuration"),
    area=Area.CONFIGURATION,
    needs=RUNNING,
    record=Section,
    things=sections,
    one=_("section “{name}”"),
    fields={"lines": _("lines")},
    gone=Weight.REPORT,
    come=Weight.REPORT,
    reads=_("the running configuration, secrets masked, section by section, now and then"),
    remedy=_("Compare with the change's record; a line that the new software does not know is lost at its first start."),
    traps=(
        _("times, sizes and what the clock calibrates are left out"),
        _("secrets are masked: a password alone that was changed is not seen"),
    ),
    is_checked=False,
)
LICENCES_ASPECT: Final = Aspect(
    id="network.changed_licences",
    title=_("Changes of licences"),
    area=Area.CONFIGURATION,
    needs=LICENCES,
    record=Right,
    things=rights,
    one=_("licence {name}"),
    fields={
        "is_valid": _("valid"),
        "is_compliant": _("within what it allows"),
        "is_permanent": _("permanent"),
        "ends_on": _("last day"),
    },
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("licences, whether they are valid and until when, now and then"),
    remedy=_("Install the licence anew: some are bound to a version or a board; without it functions stop."),
    traps=(_("a licence that only counts down its days is the same"),),
)
SESSIONS_ASPECT: Final = Aspect(
    id="network.changed_sessions",
    title=_("Number of sessions"),
    area=Area.NETWORK,
    needs=FIREWALL_SESSIONS,
    record=Carried,
    things=carried,
    one=_("sessions of {name}"),
    fields={"sessions": _("number")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("how many sessions the firewall carries, now and then"),
    remedy=_("Far fewer than at the same hour before: see whether traffic takes this way at all."),
    is_checked=False,
    traps=(_("sessions come and go: their number is noted only"),),
)
CLOCK_ASPECT: Final = Aspect(
    id="network.changed_clock",
    title=_("Changes of the time server"),
    area=Area.CONFIGURATION,
    needs=CLOCK,
    record=Kept,
    things=kept,
    one=_("{name}"),
    fields={"is_synchronised": _("synchronised"), "reference": _("time server")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("whether a time server keeps the clock, and which, now and then"),
    remedy=_("Some minutes after a restart it may not be synchronised yet; then see the server and the way to it."),
    is_checked=False,
    traps=(_("of several time servers another one may be followed at any time: that is noted only"),),
)
