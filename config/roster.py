"""``contract.on_call``: who is on duty on which days, for the sheet that is written before a holiday."""

from typing import Annotated, Self

from pydantic import model_validator

from config.block import Block
from config.grammar import Day, Word, one_of, reject
from config.terms import SIDES, OnCall
from config.text import _


class OnCallBlock(Block):
    """One entry: a person, from ``day`` to ``until`` (else that day alone); whose he is."""

    day: Day
    until: Day | None = None
    name: Word
    phone: Word = ""
    side: Annotated[str, one_of(*SIDES)] = "provider"

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.until is not None and self.until < self.day:
            reject(_("write an until that is not before the day"))
        return self


def on_call_of(block: OnCallBlock) -> OnCall:
    """A duty as the rest of the program sees it."""
    return OnCall(block.day, block.until or block.day, block.name, block.phone, block.side)
