"""A scripted transaction: what each step of the target's entry met.

Sample::

    {"confirmed_by": "", "end": 2, "steps": [{"is_met": true, "name": "open", "status": 200, "took_seconds": 0.02,
     "verb": "get"}, {"found": "-/x/", "is_met": false, "name": "2 expect", "verb": "expect"}], "took_seconds": 0.02}
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, Transact
from collectors.facts.functions import TRANSACTION, StepMet, Transaction
from collectors.function.met import Met, count, listed, members, met, number, optional, word


def parse(answer: Answer) -> Transaction:
    """Read the steps. Raises ParseError where their number is not the one that was written at the end."""
    of = met(answer)
    steps = tuple(_step(members(one)) for one in listed(of.get("steps")))
    if not steps or len(steps) != count(of, "end"):
        raise ParseError(f"{len(steps)} steps", answer.text[:80])
    return Transaction(steps, number(of, "took_seconds"), word(of, "confirmed_by"))


def _step(of: Met) -> StepMet:
    is_met = of.get("is_met")
    if not isinstance(is_met, bool | None) or not word(of, "name"):
        raise ParseError("no step", str(of)[:80])
    took = number(of, "took_seconds") if of.get("took_seconds") is not None else None
    return StepMet(
        name=word(of, "name"),
        verb=word(of, "verb"),
        is_met=is_met,
        status=optional(of, "status"),
        took_seconds=took,
        found=word(of, "found"),
        needs_person=bool(of.get("needs_person")),
    )


TRANSACTION_STEPS: Final = Collector(
    id="function.transaction", provides=TRANSACTION, on="transaction", ask=Transact(), parse=parse
)
