"""``contract:`` and ``contacts:``: what was promised, for how long, and to whom."""

from typing import Annotated

from pydantic import Field

from config.block import Block
from config.grammar import Day, Number, Word, Words, one_of, whole


class Coverage(Block):
    """One row of what the contract covers, for how long."""

    what: Word
    years: Number | None = None
    until: Day | None = None
    clause: Word = ""


class Promise(Block):
    """One clock of the contract."""

    clause: Word = ""
    what: Word = ""
    level: Words = Field(default_factory=list)
    service: Words = Field(default_factory=list)
    start: Words = Field(default_factory=list)
    stop: Words = Field(default_factory=list)
    minutes: Annotated[int, whole(1, 5_256_000)]  # ten years
    calendar: Word = ""


class Duty(Block):
    """What is owed again and again, or a number of times."""

    what: Word
    every: Annotated[str, one_of("day", "week", "month", "quarter", "half-year", "year")] = ""
    count: Annotated[int, whole(1, 1000)] | None = None
    on: Word = ""
    clause: Word = ""


class Authorisation(Block):
    """The customer's standing approval."""

    mode: Annotated[str, one_of("daemon", "on-site", "remote")] = "daemon"
    approved_by: Word = ""
    approved_on: Day | None = None
    valid_until: Day | None = None


class Contract(Block):
    """``contract:``."""

    number: Word = ""
    name: Word = ""
    accepted_on: Day | None = None
    coverage: list[Coverage] = Field(default_factory=list)
    promises: list[Promise] = Field(default_factory=list)
    duties: list[Duty] = Field(default_factory=list)
    authorisation: Authorisation | None = None
    data: Annotated[str, one_of("stays", "leaves-masked", "leaves")] = "leaves-masked"


class Contact(Block):
    """One person of the customer's or of ours."""

    name: Word
    role: Word = ""
    email: Word = ""
    phone: Word = ""
    organisation: Word = ""
