"""The list of remedies as a sheet of a workbook, and for programs."""

from checks.security.shape import WINDOW_WORDS
from config.text import _, render
from reports.documents.model import NOTHING, Table, Words, fact
from reports.documents.security.remedies import Remedies, several
from reports.documents.tables import columns


def sheet(of: Remedies) -> Table:
    """One row a target and remedy, everything in it."""
    titled = (
        (_("Target"), 16),
        (_("No."), 8),
        (_("Risk"), 11),
        (_("Remedy"), 30),
        (_("What was found"), 50),
        (_("Steps"), 60),
        (_("Commands"), 60),
        (_("Window"), 30),
        (_("Risk of doing it"), 40),
        (_("Way back"), 40),
        (_("Verify by"), 40),
        (_("Done by, on"), 18),
    )
    rows = tuple(
        (
            fact(target),
            fact(one.number),
            of.material.risk(one.level),
            of.material.title(one.check),
            Words(several(of, one.found[target]), is_fact=True),
            Words("\n".join(f"{place}. {of.say(step).text}" for place, step in enumerate(one.card.steps, 1))),
            fact("\n".join(one.card.commands)),
            of.say(WINDOW_WORDS[one.card.window]),
            of.say(one.card.risk),
            of.say(one.card.rollback),
            fact(one.card.verify),
            NOTHING,
        )
        for target in of.targets
        for one in of.of_target(target)
    )
    return Table(columns(of, *titled), rows)


def data(of: Remedies) -> dict[str, object]:
    """The same under stable English names."""
    return {
        "remedies": [
            {
                "number": one.number,
                "check": one.check,
                "level": one.level.value,
                "title": of.material.title(one.check).text,
                "steps": [render(step, of.language) for step in one.card.steps],
                "commands": list(one.card.commands),
                "window": one.card.window.value,
                "risk": render(one.card.risk, of.language),
                "rollback": render(one.card.rollback, of.language),
                "verify": one.card.verify,
                "targets": {target: [finding.subject for finding in found] for target, found in one.found.items()},
            }
            for one in of.remedies
        ]
    }
