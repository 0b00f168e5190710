"""How devices of one make tell one kind of fact by SNMP, and a collector made of many such readings.

A reading is data and a pure function. Those of a device's own make go before the standard MIBs, which are the fallback:
most makers fill their own tables, and the standard ones only in part.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from collectors.base import Answer, Collector, FactKind, Listing, Part, Reason, SessionError, Snmp, Unseen, listing
from collectors.network.varbinds import Objects, objects
from config.kinds import NETWORK
from config.text import _, verbatim

R = TypeVar("R")

NOT_TOLD: Final = _(
    "see whether the SNMP view of the inspecting account leaves it out; the command line of a network device (access: ssh) "
    "may tell it"
)


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """One make's way of telling one kind of fact.

    ``columns`` and ``scalars`` are the OIDs that ``read`` uses; ``of`` begins a sysObjectID; empty is all devices.
    ``is_fallback``: only where no reading before it found anything.
    """

    read: Callable[[Objects], Iterable[R | Unseen]]
    columns: Iterable[str] = ()
    scalars: Iterable[str] = ()
    of: tuple[str, ...] = ()
    is_fallback: bool = False
    part: Part = field(init=False)

    def __post_init__(self) -> None:
        """Make its part of the ask once."""
        object.__setattr__(self, "part", Part(self.of, tuple(self.scalars), tuple(self.columns)))


def found_by(readings: Sequence[Reading[R]], said: Objects) -> Listing[R]:
    """What the readings that are for this device find in its answer, each subject once."""
    found: list[R | Unseen] = []
    for reading in readings:
        if reading.part.is_for(said.device) and not (reading.is_fallback and found):
            found += reading.read(said)
    return listing(dict.fromkeys(found))


def by_snmp(
    name: str,
    kind: FactKind[Listing[R]],
    readings: Sequence[Reading[R]],
    *,
    witnesses: tuple[str, ...] = (),
    keep: Callable[[R], bool] | None = None,
    seconds: int = 60,
) -> Collector[Answer, Listing[R]]:
    """Make the collector ``snmp.<name>`` of a kind.

    A device in which no reading finds anything does not tell it this way: nobody knows that it has none, so it is a
    SessionError (not offered), unless one of ``witnesses``, scalars of the same MIB, is there: then none is an answer.
    ``keep`` says which records are of this kind, where the same readings serve several; the same ask is sent once.
    """

    def parse(answer: Answer) -> Listing[R]:
        said = objects(answer)
        found = found_by(readings, said)
        if keep is not None:
            found = Listing(tuple(one for one in found.records if keep(one)), found.unseen)
        if not found.records and not found.unseen and all(said.value(one) is None for one in witnesses):
            raise SessionError(Reason.NOT_OFFERED, verbatim("SNMP"), NOT_TOLD)
        return found

    parts = [reading.part for reading in readings] + ([Part((), witnesses)] if witnesses else [])
    ask = Snmp(tuple(dict.fromkeys(parts)), seconds=seconds)
    return Collector(id=f"snmp.{name}", provides=kind, on=NETWORK, ask=ask, parse=parse)


def ratio(percent: float | None) -> float | None:
    """A percentage of 0 to 100 as a ratio; None for anything else, which is no percentage."""
    return percent / 100.0 if percent is not None and 0 <= percent <= 100 else None  # noqa: PLR2004 - a percentage
