"""What a verification leaves for people to decide: one sentence a matter, each with the chapter that has the rows."""

from collections.abc import Iterable, Iterator
from typing import Final

from checks.base import Level
from checks.verification import FindingRow, GateState, Stand, Verdict
from config.text import Text, _, render
from reports.documents.upgrade.matter import Chapter, Matter

REHEARSAL: Final = _("rehearsal in the test environment")
MANUAL: Final = _("instructions for the upgrade")
ROLLBACK: Final = _("proof of the way back")
_NOT_WELL: Final = frozenset({Level.WARN, Level.CRITICAL, Level.UNKNOWN})


def decisions(of: Matter) -> tuple[Text, ...]:
    """Everything that waits for a word of the customer, the heaviest first; where nothing does, that."""
    found = (*_way_back(of), *_counted(of), *_functions(of), *_papers(of), *_second_look(of))
    return found or (_("Nothing: please sign in chapter {chapter}.", chapter=Chapter.SIGNATURES.value),)


def missing(of: Matter) -> tuple[Text, ...]:
    """Papers that the change file does not hand in."""
    plan = of.of.plan
    parts = (
        (any(_values(plan.rehearsal)), REHEARSAL),
        (bool(plan.manual), MANUAL),
        (any(_values(plan.rollback)), ROLLBACK),
    )
    return tuple(name for is_there, name in parts if not is_there)


def not_well(rows: Iterable[FindingRow]) -> tuple[FindingRow, ...]:
    """Functions that do not work, work with a warning, or were not exercised."""
    return tuple(one for one in rows if one.now in _NOT_WELL)


def _values(proof: object) -> tuple[str, ...]:
    return tuple(getattr(proof, name) for name in ("place", "done_at", "by", "result", "evidence"))


def _way_back(of: Matter) -> Iterator[Text]:
    if of.verdict is not Verdict.FAILED:
        return
    proof = of.of.plan.rollback
    if proof.result:
        yield _(
            "Go back or not: the way back was tried ({result}; chapter {chapter}).",
            result=proof.result,
            chapter=Chapter.ROLLBACK.value,
        )
    else:
        yield _(
            "Go back or not: that the way back works was not shown (chapter {chapter}).", chapter=Chapter.ROLLBACK.value
        )


def _counted(of: Matter) -> Iterator[Text]:
    """One sentence a kind of row of which there is any."""
    rows = (
        (
            of.stands[Stand.UNEXPECTED],
            Chapter.DIFFERENCES,
            _("Unexpected differences, {count}: put each right, or accept it and say why (chapter {chapter})."),
        ),
        (
            of.stands[Stand.MISSED],
            Chapter.DIFFERENCES,
            _("Declared changes that did not happen, {count}: make up for each, or give it up (chapter {chapter})."),
        ),
        (
            of.stands[Stand.OPEN],
            Chapter.DIFFERENCES,
            _("Undeclared differences, {count}: say of each whether this change made it (chapter {chapter})."),
        ),
        (
            sum(one.state in {GateState.STOP, GateState.UNSEEN} for one in of.of.gate),
            Chapter.GATE,
            _(
                "Conditions before the change, not met or not seen, {count}: note who looked and who let it go on "
                "(chapter {chapter})."
            ),
        ),
        (
            len(of.of.worse),
            Chapter.FINDINGS,
            _("Findings that became worse, {count}: who mends each, by when (chapter {chapter})."),
        ),
        (
            len(of.of.errors),
            Chapter.ERRORS,
            _("New kinds of error, {count}: find out where each comes from (chapter {chapter})."),
        ),
        (
            sum(one.is_out for one in of.of.performance),
            Chapter.PERFORMANCE,
            _("Measures out of the usual, {count}: accept each, or have it tuned (chapter {chapter})."),
        ),
        (
            len(of.one_sided),
            Chapter.UNSEEN,
            _("Not compared, {count}: have it looked at, or accept that it was not (chapter {chapter})."),
        ),
    )
    for count, chapter, words in rows:
        if count:
            yield Text(words.template, {"count": count, "chapter": chapter.value})


def _functions(of: Matter) -> Iterator[Text]:
    bad = not_well(of.of.functions)
    if bad:
        yield _(
            "Functions that do not work well or were not exercised, {count}: try each by hand (chapter {chapter}).",
            count=len(bad),
            chapter=Chapter.FUNCTIONS.value,
        )
    elif not of.of.functions and of.of.plan.functions_waived:
        yield _(
            "No function was exercised; the reason given is “{reason}”: accept it or not.",
            reason=of.of.plan.functions_waived,
        )
    elif not of.of.functions:
        yield _("No function was exercised: have its users try it and sign, or write down why not.")


def _papers(of: Matter) -> Iterator[Text]:
    if names := missing(of):
        said = tuple(render(one, of.language) for one in names)
        yield _("Not handed in: {names}. Ask for it, or confirm that it is not needed.", names=said)


def _second_look(of: Matter) -> Iterator[Text]:
    if not of.of.is_final:
        yield _(
            "When the second look is taken, a day after the change at the earliest: until then the verdict is provisional."
        )
