"""A business transaction, step by step as its users go: log in, find, see. The only proof that all parts work together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.functions import TRANSACTION, StepMet, Transaction
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class TransactionLimits:
    """Seconds for the whole transaction."""

    warn_seconds: float = limit(10.0, unit="seconds", source="our judgement: some pages of one to two seconds each")
    critical_seconds: float = limit(30.0, unit="seconds", source="our judgement: people give up")


def judge(transaction: Transaction, limits: Layered[TransactionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a step, and one for the time of all."""
    failed = next((one for one in transaction.steps if one.is_met is False), None)
    for step in transaction.steps:
        yield _step(step, failed)
    if failed is not None:
        yield unknown("time", Unseen("time", Reason.NOT_ASKED, _("step “{name}” failed", name=failed.name)))
        return
    took = transaction.took_seconds
    side = compare(took, limits.base.warn_seconds, limits.base.critical_seconds)
    yield Finding(
        "time",
        LEVEL_OF_SIDE[side],
        _("the whole transaction took {took:number} s", took=round(took, 3)),
        observed=_("{count:number} steps in {took:number} s", count=len(transaction.steps), took=round(took, 3)),
        expected=_("within {seconds:number} s", seconds=limits.base.warn_seconds),
        measures={"took_seconds": took},
    )


def _step(step: StepMet, failed: StepMet | None) -> Finding:
    if step.is_met is None:
        name = failed.name if failed else "-"
        return unknown(
            step.name, Unseen(step.name, Reason.NOT_ASKED, _("step “{name}” before it failed", name=name), _BEFORE)
        )
    if step.needs_person:
        return unknown(step.name, Unseen(step.name, Reason.DENIED, step.found, _BY_HAND))
    measures = {"took_seconds": step.took_seconds} if step.took_seconds is not None else {}
    met = f"HTTP {step.status}" if step.status is not None else "-"
    return Finding(
        step.name,
        Level.OK if step.is_met else Level.CRITICAL,
        _("the step came off") if step.is_met else _("the step failed: {found}", found=step.found),
        observed=Text("{verbatim}", {"verbatim": met}),
        expected=_("as the steps of the target say"),
        quote=step.found,
        measures=measures,
    )


_BEFORE: Final = _("mend what makes the step before it fail, then inspect again")
_BY_HAND: Final = _(
    "a captcha stands in the way: have a person go through it by hand, or have a test account set free from it"
)

BUSINESS_TRANSACTION: Final = Check(
    id="function.business_transaction",
    title=_("Business transaction"),
    area=Area.FUNCTIONS,
    needs=TRANSACTION,
    limits=TransactionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the steps that the target's entry writes down, in one web session with a test account"),
    remedy=_(
        "Go through the failed step by hand with the same account. Where it fails too, hand it to those who maintain the "
        "application, with the time and the step; where it does not, the page has changed: mend the step."
    ),
    traps=(
        _("a step that posts needs a name under writes: who confirmed it, and that it uses test data"),
        _("a captcha is passed by a person only: not inspected, not broken"),
        _("a step without an expected text whose page shows a captcha proves nothing"),
        _("a single sign-on on another host is not followed: it would be given what is not its own"),
        _("what stands behind a failed step was not looked at"),
        _("a page that says that the login failed comes with HTTP 200: expect a text"),
    ),
    clause="1.4.3.4",
    refs=("RFC 9110",),
)
