"""The duties as the commands read and print them: which there are, their instances, an instance on one line."""

from datetime import date
from typing import TYPE_CHECKING

from agent.cli import say
from agent.commands.incident_steps import USAGE
from agent.commands.options import CONFIGURATION_ERROR, fail
from config.text import _, render

if TYPE_CHECKING:
    from agent.store.store import Store
    from config.site import Site
    from reports.record.duties import Done, Owed


def named(site: "Site", word: str) -> str:
    """The duty of the contract that a word means, ours or what a person reads; exits where there is none."""
    from reports.documents.record.duties import DUTY_WORDS  # noqa: PLC0415 - only here

    known = [one.what for one in site.terms.owings]
    read = {render(DUTY_WORDS[one], language): one for one in known if one in DUTY_WORDS for language in ("en", "zh_CN")}
    if word not in known and word not in read:
        fail(say(_("the contract has no duty {what}; it has: {known}", what=word, known=tuple(known) or ("-",))), USAGE)
    return word if word in known else read[word]


def instances(store: "Store", site: "Site", today: date, *more: "Done") -> "tuple[Owed, ...]":
    """Every instance, by what the store holds and more that was done."""
    from agent.duties import done_of  # noqa: PLC0415 - only here

    return ledger_of(site, (*done_of(store, site), *more), today)


def ledger_of(site: "Site", every: "tuple[Done, ...]", today: date) -> "tuple[Owed, ...]":
    """Every instance, by what was done; exits where the contract does not say since when."""
    from agent.duties import ledger  # noqa: PLC0415 - only here

    try:
        return ledger(site, every, today)
    except ValueError:
        fail(
            say(_("contract.accepted_on is missing: write the day of acceptance, from which the duties count")),
            CONFIGURATION_ERROR,
        )


def line(one: "Owed", language: str) -> str:
    """An instance on one line: its state, its days, what was done."""
    from reports.documents.record.duties import DUTY_WORDS, TONES  # noqa: PLC0415 - only here
    from reports.marks import MARKS  # noqa: PLC0415 - as above
    from reports.record.duties import STATE_WORDS  # noqa: PLC0415 - as above

    name = render(DUTY_WORDS[one.duty.what], language) if one.duty.what in DUTY_WORDS else one.duty.what
    told = [one.period, name, render(_("due by {day}", day=one.due_on.isoformat()), language)]
    if one.done:
        told += [one.done.on.isoformat(), one.done.document, one.done.reason]
    state = f"{MARKS[TONES[one.state]]} {render(STATE_WORDS[one.state], language)}"
    return "  ".join(filter(None, (state, *told)))
