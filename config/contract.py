"""``contract:`` and ``contacts:``: what was promised, for how long, and to whom."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from config.block import Block
from config.deliveries import FORMS
from config.grammar import Day, Number, Word, Words, as_list, fits, one_of
from config.promised import CalendarBlock, Days, Duty, LevelBlock, Promise, clock_of, hours_of, owing_of
from config.roster import OnCallBlock, on_call_of
from config.said import Authorisation
from config.terms import Cover, Terms
from config.text import _

_WINDOW: Final = r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d"


class Coverage(Block):
    """One row of what the contract covers, for how long."""

    what: Word
    years: Number | None = None
    until: Day | None = None
    clause: Word = ""


class AuthorisationBlock(Block):
    """The customer's approval: who, when, until when, at which times, of which targets, on site or remotely."""

    mode: Annotated[str, one_of("daemon", "on-site", "remote")] = "daemon"
    approved_by: Word = ""
    approved_on: Day | None = None
    valid_until: Day | None = None
    windows: list[Annotated[str, fits(_WINDOW, _("write times of day as 22:00-06:00"))]] = Field(default_factory=list)
    targets: Words = Field(default_factory=list)


class Contract(Block):
    """``contract:``."""

    number: Word = ""
    name: Word = ""
    accepted_on: Day | None = None
    coverage: list[Coverage] = Field(default_factory=list)
    promises: list[Promise] = Field(default_factory=list)
    duties: list[Duty] = Field(default_factory=list)
    calendars: dict[str, CalendarBlock] = Field(default_factory=dict)
    days: Days
    levels: list[LevelBlock] = Field(default_factory=list)
    on_call: list[OnCallBlock] = Field(default_factory=list)
    ends_on: Day | None = None
    authorisation: AuthorisationBlock | None = None
    needs_authorisation: bool = False
    data: Annotated[str, one_of("stays", "leaves-masked", "leaves")] = "leaves-masked"


def authorisation_of(block: AuthorisationBlock, place: str) -> Authorisation:
    """The approval as the rest of the program sees it; ``place`` is where it stands."""
    return Authorisation(
        by=block.approved_by,
        mode=block.mode,
        on=block.approved_on,
        until=block.valid_until,
        windows=tuple(block.windows),
        targets=tuple(block.targets),
        place=place,
    )


def terms_of(block: Contract, place: Callable[[str, int], str]) -> Terms:
    """The contract's terms; ``place`` says where the promise of a number stands."""
    covers = tuple(Cover(row.what, row.until or _after(block.accepted_on, row.years), row.clause) for row in block.coverage)
    known = [row.ends_on for row in covers if row.ends_on is not None]
    return Terms(
        name=block.name,
        accepted_on=block.accepted_on,
        ends_on=block.ends_on or (max(known) if known and len(known) == len(covers) else None),
        covers=covers,
        clocks=tuple(clock_of(row, place("promises", number)) for number, row in enumerate(block.promises)),
        owings=tuple(map(owing_of, block.duties)),
        calendars=hours_of(block.calendars),
        days={date.fromisoformat(day): what == "work" for day, what in block.days.items()},
        levels={(row.impact, row.urgency): row.level for row in block.levels},
        on_call=tuple(map(on_call_of, block.on_call)),
    )


def _after(accepted_on: date | None, years: float | None) -> date | None:
    """The last day of a term that begins on the day of acceptance."""
    if accepted_on is None or years is None:
        return None
    months = accepted_on.year * 12 + accepted_on.month - 1 + round(years * 12)
    year, month = divmod(months, 12)
    day = min(accepted_on.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


class Contact(Block):
    """One person of the customer's or of ours."""

    name: Word
    role: Word = ""
    email: Word = ""
    phone: Word = ""
    organisation: Word = ""
    attach: Annotated[list[Annotated[str, one_of(*FORMS)]], BeforeValidator(as_list)] = Field(default_factory=list)
    """The files of a document that he is sent; pdf where it names none."""


def contact_of(block: Contact) -> Mapping[str, str]:
    """A person as the rest of the program sees him."""
    said = block.model_dump(exclude_defaults=True, exclude={"attach"})
    return {**said, "attach": " ".join(block.attach)} if block.attach else said
