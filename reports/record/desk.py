"""What a desk that serves many customers asks of all their stores at once: a line each, and what repeats over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer, as his store tells of him, moments in his time zone.

    ``trouble`` says why he could not be read, and then nothing else counts.
    """

    name: str
    """The folder's or file's."""
    customer: str = ""
    inspected_at: datetime | None = None
    """This quarter, the last inspection that a document can be made of; None where there was none."""
    security_at: datetime | None = None
    issued: tuple[str, ...] = ()
    """Numbers of the documents of this quarter that were issued."""
    seen_at: datetime | None = None
    """The last sign of life: the end of the last inspection of any kind."""
    criticals: int = 0
    open_problems: int = 0
    overdue: tuple[str, ...] = ()
    """Duties of the contract that are overdue."""
    repeats: tuple[tuple[str, str, int], ...] = ()
    """(check, target and subject, how often it came back) of problems that came back."""
    warranties: tuple[tuple[date, str], ...] = ()
    """(end, target) of warranties that end within the days asked for, or have ended."""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A check whose problems came back, with how often at which customer."""

    check: str
    times: int
    customers: Mapping[str, int] = field(default_factory=dict)


def repeats(every: Iterable[Standing]) -> tuple[Repeat, ...]:
    """What came back over all customers, the most frequent first."""
    found: dict[str, dict[str, int]] = {}
    for one in every:
        for check, _what, times in one.repeats:
            of = found.setdefault(check, {})
            of[one.customer or one.name] = of.get(one.customer or one.name, 0) + times
    made = [Repeat(check, sum(of.values()), of) for check, of in found.items()]
    return tuple(sorted(made, key=lambda one: (-one.times, one.check)))


def missing(every: Iterable[Standing]) -> tuple[Standing, ...]:
    """Who was not inspected this quarter, those nobody heard of for longest first; what could not be read is among them."""
    late = [one for one in every if one.inspected_at is None]
    return tuple(sorted(late, key=lambda one: (one.seen_at.timestamp() if one.seen_at else 0.0, one.name)))
