"""What leaves the site, and the one gate before it: as the customer chose (``contract.data``).

Every command stands in ``WAYS``; one that is not there fails a test. What leaves asks ``gate`` for its mask first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from agent.masked_words import of_inspection, of_site, words
from agent.masking import Mask
from agent.masks import mask_of, place_of
from config.text import Text, _

if TYPE_CHECKING:
    from agent.store.store import Store
    from checks.result import Inspection
    from config.site import Site

T = TypeVar("T")


class Way(StrEnum):
    """What becomes of what a command writes or prints."""

    LEAVES = "leaves"
    """It is made to be sent away: the gate stands before it, always."""
    ON_DEMAND = "on demand"
    """It is handed over at the site; with ``--leaving`` it is made for elsewhere, through the gate."""
    STAYS = "stays"
    """It is shown or handed over where the data lies, or goes from us to the site; nothing is made to be sent."""


WAYS: Final[Mapping[str, Way]] = {
    "evidence export": Way.LEAVES,
    "doctor": Way.LEAVES,  # --selftest: it writes a file for us, without values and names; the rest is printed
    "report quarterly": Way.ON_DEMAND,
    "report security": Way.ON_DEMAND,
    "report hardening": Way.ON_DEMAND,
    "report confirmation": Way.ON_DEMAND,
    "report signing": Way.ON_DEMAND,
    "report holiday": Way.ON_DEMAND,
    "report approval": Way.STAYS,  # of the configuration, for the customer to sign
    "verify": Way.STAYS,
    "form": Way.STAYS,
    "history": Way.STAYS,
    "why": Way.STAYS,
    "run": Way.STAYS,
    "worker": Way.STAYS,
    "replay": Way.STAYS,
    "snapshot": Way.STAYS,
    "import": Way.STAYS,
    "incident": Way.STAYS,
    "duty": Way.STAYS,
    "report fault": Way.STAYS,
    "report service": Way.STAYS,
    "report duties": Way.STAYS,
    "report restock": Way.STAYS,
    "report survey": Way.STAYS,
    "report visit": Way.STAYS,
    "report year": Way.STAYS,
    "report daily": Way.STAYS,
    "report customer": Way.STAYS,
    "problems": Way.STAYS,
    "knowledge": Way.STAYS,
    "documents": Way.STAYS,  # for the site's own people; what is mailed goes through the outbox
    "daemon": Way.LEAVES,  # what it starts passes its own gate: run, report, outbox send
    "desk": Way.STAYS,  # printed for the service company's own people
    "schedule": Way.STAYS,  # printed for whoever stands here
    "outbox": Way.LEAVES,  # send: each delivery passes the gate, but for those that the operator says lie at the site
    "mail": Way.LEAVES,  # as outbox send
    "site export": Way.LEAVES,  # a whole store: agent/bundles/gate.py asks who can open it
    "site": Way.STAYS,
    "baseline": Way.STAYS,
    "targets": Way.STAYS,  # the operator's own configuration
    "credentials": Way.STAYS,  # encrypted
    "evidence show": Way.STAYS,
    "evidence verify": Way.STAYS,
    "purge": Way.STAYS,
    "service": Way.STAYS,
    "init": Way.STAYS,
    "plan": Way.STAYS,
    "kit": Way.STAYS,  # goes to the host
    "data": Way.STAYS,  # vendors' files that come in
    "checks": Way.STAYS,
}
"""By command, or by the group that all of its commands are like."""


_WORDS_OF_OURS: Final = frozenset({"tone", "style", "kind", "unit", "language"})
"""Fields of a document that say how it looks; a site whose machine is called "grid" changes none of them."""


class StaysError(Exception):
    """The customer chose that nothing leaves. ``text`` says what can be done instead."""

    def __init__(self) -> None:
        self.text: Text = _(
            "The contract says “data: stays”: nothing leaves the site. For use at the site itself: --plain."
        )
        super().__init__(str(self.text))


def gate(site: "Site", store: "Store", inspections: Iterable["Inspection"]) -> Mask | None:
    """Give the mask through which something of these inspections leaves; None where it leaves as it is.

    Raises StaysError where nothing leaves, MapError where the map of the masks cannot be read.
    """
    refuse_where_all_stays(site)
    if site.data == "leaves":
        return None
    found = [word for one in inspections for word in of_inspection(one, store)]
    return mask_of(place_of(store.place), words((*of_site(site), *found)))


def refuse_where_all_stays(site: "Site") -> None:
    """Raise StaysError where the customer chose that nothing leaves."""
    if site.data == "stays":
        raise StaysError


def masked(value: T, mask: Mask) -> T:
    """Mask every text in a plain value; pictures (a logo) are left out."""
    return cast("T", _masked(value, mask))


def _masked(value: Any, mask: Mask) -> Any:  # noqa: ANN401 - a walk over plain values of any kind
    match value:
        case str():
            return mask.text(value)
        case bytes():
            return b""
        case tuple() | list():
            return type(value)([_masked(one, mask) for one in value])
        case Mapping():
            return {_masked(name, mask): _masked(one, mask) for name, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            telling = [one.name for one in fields(value) if one.name not in _WORDS_OF_OURS]
            return replace(value, **{name: _masked(getattr(value, name), mask) for name in telling})
        case _:
            return value
