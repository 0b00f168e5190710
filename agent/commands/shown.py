"""What is printed of an inspection, live or imported or read from forms, and what the program exits with."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from agent.commands.options import console
from checks.acceptance import Accepted
from checks.base import Level, worst
from config.text import Text, _, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from agent.expected import Wanted
    from checks.result import Inspection
    from config.site import Site
    from reports.documents.score import Assessment

EXIT_CODES: Final = {Level.WARN: 1, Level.CRITICAL: 2, Level.UNKNOWN: 3}
FORMS: Final = ("table", "json", "junit", "nagios", "openmetrics")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is printed: the inspection, and what it comes to."""

    inspection: "Inspection"
    assessment: "Assessment"
    by_hand: tuple[Text, ...] = ()
    """Of the targets that a person looks at, which form of this quarter was read: they are no part of this inspection."""
    accepted: "Accepted" = field(default_factory=Accepted)
    """The risks that the customer accepted, as they count on the day of the inspection."""


def exit_code(inspection: "Inspection") -> int:
    """What a run exits with: by its worst level; checks that a plug-in of ours did not bring along are not inspected."""
    levels = [f.level for one in inspection.targets for f in one.findings]
    return EXIT_CODES.get(worst([*levels, *([Level.UNKNOWN] if inspection.defects else [])]), 0)


def shown_of(whole: "Inspection", site: "Site", wanted: "Wanted", forms: "Mapping[str, date] | None" = None) -> Shown:
    """Count against the targets that were wanted, not against those that nobody asked for this time.

    ``forms``: by target, the day of the form that answers for it in this quarter: such a one is not counted as unseen.
    """
    from dataclasses import replace  # noqa: PLC0415 - as below

    from agent.catalogue import Scope  # noqa: PLC0415 - only where something is printed
    from agent.expected import unasked_of, with_unasked  # noqa: PLC0415 - as above
    from reports.documents.score import assess  # noqa: PLC0415 - as above

    if wanted.scope is Scope.SECURITY:
        return _shown_of_security(whole, site, wanted)
    unasked = unasked_of(site, wanted)
    answered = {t.id: forms[t.id] for t in unasked if t.id in forms} if forms else {}
    shown = in_order(with_unasked(whole, [t for t in unasked if t.id not in answered]), site)
    counted = tuple(t for t in site.targets if wanted.target(t) and t.id not in answered)
    assessment = _of_some(assess(shown, replace(site, targets=counted)), wanted)
    return Shown(shown, assessment, tuple(_answered(name, day) for name, day in answered.items()))


def _shown_of_security(whole: "Inspection", site: "Site", wanted: "Wanted") -> Shown:
    """A security check counts as its report does: against every asset, those too whose kind has no security checks."""
    from dataclasses import replace  # noqa: PLC0415 - as above

    from agent.security_round import whole_security  # noqa: PLC0415 - only here
    from reports.documents.score import assess  # noqa: PLC0415 - as above

    counted = replace(site, targets=tuple(t for t in site.targets if wanted.target(t)))
    shown = in_order(whole if wanted.checks else whole_security(whole, counted), site)
    return Shown(shown, _of_some(assess(shown, counted), wanted))


def _of_some(assessment: "Assessment", wanted: "Wanted") -> "Assessment":
    """Of some of the checks no score is told, and no grade that is good."""
    from dataclasses import replace  # noqa: PLC0415 - as above

    from reports.documents.score import Grade  # noqa: PLC0415 - as above

    if not wanted.checks:
        return assessment
    grade = assessment.grade if assessment.grade in {Grade.AT_RISK, Grade.ABNORMAL} else Grade.UNKNOWN
    return replace(assessment, grade=grade, withheld=_("only some of the checks were asked for"))


def in_order(inspection: "Inspection", site: "Site") -> "Inspection":
    """The same with its targets in the order of the configuration; they are kept in the order in which they came back."""
    from dataclasses import replace  # noqa: PLC0415 - as above

    order = {target.id: place for place, target in enumerate((*site.targets, *site.groups))}
    ordered = sorted(inspection.targets, key=lambda one: order.get(one.target, len(order)))
    return replace(inspection, targets=tuple(ordered))


def _answered(target: str, day: "date") -> Text:
    return _(
        "{target}: looked at by hand; its form of {day} was read back and counts in the report",
        target=target,
        day=day.isoformat(),
    )


def print_shown(shown: Shown, output: str, language: str) -> None:
    """Print an inspection in one of the forms."""
    inspection, assessment = shown.inspection, shown.assessment
    if output == "json":
        from reports.output.machine import as_json  # noqa: PLC0415 - the one that is wanted

        click.echo(as_json(inspection, assessment, language, shown.accepted))
    elif output == "junit":
        from reports.output.junit import as_junit  # noqa: PLC0415 - as above

        click.echo(as_junit(inspection, language))
    elif output == "nagios":
        from reports.output.nagios import as_nagios  # noqa: PLC0415 - as above

        click.echo(as_nagios(inspection, language))
    elif output == "openmetrics":
        from reports.output.openmetrics import as_openmetrics  # noqa: PLC0415 - as above

        click.echo(as_openmetrics(inspection, assessment))
    else:
        from reports.output.table import show  # noqa: PLC0415 - as above

        show(console(), inspection, assessment, language, shown.accepted)
        for said in shown.by_hand:
            click.echo(render(said, language))
