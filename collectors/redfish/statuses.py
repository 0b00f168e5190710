"""A Redfish resource's Status: state, health, and the health of what lies below (DSP0268, Resource.Status)."""

from collections.abc import Mapping
from typing import Final

from collectors.base import ParseError
from collectors.facts.bmc import Presence, Verdict
from collectors.redfish.documents import Object

_VERDICTS: Final[Mapping[str, Verdict]] = {
    "ok": Verdict.OK,
    "warning": Verdict.WARNING,
    "critical": Verdict.CRITICAL,
    "": Verdict.NONE,
}
_OFF: Final = frozenset({"Disabled", "Unavailable"})


def status_of(one: Object) -> Object:
    """The Status object; an empty one where there is none."""
    status = one.get("Status")
    return status if isinstance(status, dict) else {}


def verdict_of(one: Object, name: str = "Health") -> Verdict:
    """What the controller says. Raises ParseError for a word that Redfish does not know."""
    told = status_of(one).get(name)
    if told is not None and not isinstance(told, str):
        raise ParseError(f"{name} is no word", str(told)[:80])
    word = (told or "").lower()
    if word not in _VERDICTS:
        raise ParseError(f"{name} {told!r} is none of OK, Warning, Critical")
    return _VERDICTS[word]


def state_of(one: Object) -> str:
    """The State's word; "" where it says none."""
    told = status_of(one).get("State")
    return told if isinstance(told, str) else ""


def presence_of(one: Object) -> Presence:
    """Whether anything is there: Absent and Disabled say that they are not."""
    state = state_of(one)
    if state == "Absent":
        return Presence.ABSENT
    return Presence.DISABLED if state in _OFF else Presence.PRESENT


def words_of(one: Object) -> str:
    """The Status as one line, for a finding's quote."""
    return " ".join(f"{name}={value}" for name, value in status_of(one).items() if isinstance(value, str))
