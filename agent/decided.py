"""What customers decided of problems, by the words that were typed and read back, and what follows from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.hand import hand_of
from agent.ledger import problems
from agent.run_log import who
from checks.acceptance import Acceptance
from checks.result import finding_id
from reports.record.decisions import Decision, Kind, decision
from reports.record.problems import Key, Problem

if TYPE_CHECKING:
    from datetime import date

    from agent.store.store import Store


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of one problem; ``by`` typed it, or saved the file that it was read from."""

    problem: Problem
    decision: Decision
    by: str

    def is_accepted_so(self) -> bool:
        """Whether the ledger holds an acceptance until that day already."""
        one = self.problem.acceptance
        return one is not None and one.until == self.decision.day


def decided(store: "Store", today: "date") -> Iterator[Decided]:
    """Every decision of a problem that is not settled, by target, check and subject."""
    hand = hand_of(store)
    for key, problem in sorted(problems(store, today).items()):
        of = (finding_id(*key),)
        standing = hand.standing("decision", of)
        found = decision(hand.text("decision", of), hand.text("day", of), hand.text("remark", of))
        if found is not None and problem.is_unsettled:
            yield Decided(problem, found, standing[0].by if standing else "")


def decision_of(store: "Store", key: Key) -> Decision | None:
    """What was typed as the decision of one problem; None where nothing was."""
    hand, of = hand_of(store), (finding_id(*key),)
    return decision(hand.text("decision", of), hand.text("day", of), hand.text("remark", of))


def acceptance_of(one: Decided, by: str, today: "date") -> Acceptance | None:
    """The acceptance that a decision to put off comes to; None where it is none, is over, or says no reason."""
    day, said = one.decision.day, one.decision.remark
    if one.decision.kind is not Kind.DEFERRED or day is None or day < today or not said or one.problem.finding is None:
        return None
    target, check, subject = one.problem.key
    return Acceptance(target, check, subject, one.problem.level, said, by, said, day, written_by=who())
