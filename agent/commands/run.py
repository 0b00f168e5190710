"""``xunjian run``: inspect, keep, summarise."""

import gc
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent import supervise
from agent.cli import say
from agent.commands.options import (
    config_option,
    console,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    quiet_log,
    store_option,
    words,
)
from checks.base import Level, worst
from config.text import Text, _, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from agent.expected import Wanted
    from agent.store.store import Store
    from checks.result import Inspection
    from config.site import Site, Target
    from reports.documents.score import Assessment

EXIT_CODES: Final = {Level.WARN: 1, Level.CRITICAL: 2, Level.UNKNOWN: 3}
_GC_ALLOCATIONS: Final = 100_000
"""Of Python's collector in the child: a target makes some 30,000 objects (measured: a tenth less CPU a host)."""
NOTHING_TO_DO: Final = 64  # sysexits EX_USAGE
FORMS: Final = ("table", "json", "junit", "nagios", "openmetrics")


_HELP = _(
    "Inspect the targets, keep what was seen, and print a summary. Exit code: 0 OK or notice, 1 warning, 2 critical, "
    "3 not inspected."
)
_KILLED = _("The inspection was ended from outside. Finished targets are in the store; the next run says what was cut off.")


@click.command(name="run", help=say(_HELP))
@config_option
@store_option
@lang_option
@click.option("--target", "-t", "targets", multiple=True, help=say(_("only targets whose id or tag fits (globs)")))
@click.option("--only", "checks", multiple=True, help=say(_("only checks whose id fits (globs)")))
@click.option("--retry-unknown", is_flag=True, help=say(_("ask again only what the last inspection could not see")))
@click.option(
    "--output", type=click.Choice(FORMS), default="table", show_default=True, help=say(_("form of what is printed"))
)
@click.option("--quiet", "-q", is_flag=True, help=say(_("no progress")))
@click.option("--verbose", "-v", is_flag=True, help=say(_("our own log on standard error")))
@click.option(supervise.CHILD_FLAG, "in_child", is_flag=True, hidden=True)
def command(  # noqa: PLR0913 - one parameter an option
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    targets: tuple[str, ...],
    checks: tuple[str, ...],
    output: str,
    *,
    retry_unknown: bool,
    quiet: bool,
    verbose: bool,
    in_child: bool,
) -> None:
    """Run the inspection in a child process; in the child, run it."""
    if not in_child:
        code, is_killed = supervise.supervise(sys.argv[1:])
        if is_killed:
            fail(say(_KILLED), code)
        sys.exit(code)
    quiet_log(is_verbose=verbose)
    site = load_site(config_path)
    language = language_of(site, lang)
    supervise.end_in_order()
    try:
        with open_the_store(store_url, site) as store:
            shown = _inspect(site, store, (targets, checks), language, retry=retry_unknown, quiet=quiet)
            print_shown(shown, output, language)
    except (KeyboardInterrupt, click.Abort):
        words(_KILLED, language)
        sys.exit(supervise.KILLED)
    sys.exit(exit_code(shown.inspection))


def exit_code(inspection: "Inspection") -> int:
    """What a run exits with: by its worst level; checks that a plug-in of ours did not bring along are not inspected."""
    levels = [f.level for one in inspection.targets for f in one.findings]
    return EXIT_CODES.get(worst([*levels, *([Level.UNKNOWN] if inspection.defects else [])]), 0)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is printed: the inspection, and what it comes to."""

    inspection: "Inspection"
    assessment: "Assessment"
    by_hand: tuple[Text, ...] = ()
    """Of the targets that a person looks at, which form of this quarter was read: they are no part of this inspection."""


def _inspect(
    site: "Site", store: "Store", globs: tuple[tuple[str, ...], tuple[str, ...]], language: str, *, retry: bool, quiet: bool
) -> Shown:
    from agent.expected import Wanted  # noqa: PLC0415 - only in the child
    from agent.inspection import inspect_all  # noqa: PLC0415 - as above
    from agent.opening import Opener  # noqa: PLC0415 - as above
    from agent.progress import Progress  # noqa: PLC0415 - as above

    for cut in store.cut_off_since_last():
        words(cut.text, language)
    completes = ""
    wanted = Wanted(*globs)
    if retry:
        completes, wanted = _unknown_of_last(store, wanted)
    chosen = _chosen(site, wanted)
    opener = Opener(site, store)
    opener.ask_beforehand(chosen)
    supervise.allow(site.bounds.run_seconds)  # now, for a person may have typed for long
    inspection = ""
    gc.freeze()  # what the modules made lives as long as the process: not looked through again for every target
    gc.set_threshold(_GC_ALLOCATIONS, 50, 50)
    with closing(opener), Progress(len(chosen), language, is_quiet=quiet) as progress:
        for name, result in inspect_all(site, store, wanted, opener, completes=completes):
            inspection = name
            if result is not None:
                progress.finished(result)
    whole = store.completed_view(completes) if completes else store.load(inspection)
    return shown_of(whole, site, Wanted(*globs), _forms_read(store, site))


def _forms_read(store: "Store", site: "Site") -> "dict[str, date]":
    """By target, the day of this quarter's form where one was read."""
    from datetime import UTC, datetime  # noqa: PLC0415 - only in the child
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    from agent.by_hand import read_forms  # noqa: PLC0415 - as above
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - as above

    zone = site.timezone or DEFAULT_TIMEZONE
    found = read_forms(store, site, datetime.now(UTC), zone)
    return {target: at.astimezone(ZoneInfo(zone)).date() for target, at in found.items()}


def _chosen(site: "Site", wanted: "Wanted") -> "tuple[Target, ...]":
    from agent.expected import groups_of, targets_of, wanted_checks  # noqa: PLC0415 - only in the child

    chosen = (*targets_of(site, wanted), *groups_of(site, wanted))
    if not chosen:
        _fail_of_unasked(site, wanted)
        fail(say(_("No target fits. xunjian targets export - lists what the configuration has.")), NOTHING_TO_DO)
    if not any(wanted_checks(target, wanted) for target in chosen):
        fail(say(_("No check fits. xunjian checks list lists them all.")), NOTHING_TO_DO)
    return chosen


def _fail_of_unasked(site: "Site", wanted: "Wanted") -> None:
    """A target that exists but cannot be asked in this version is not inspected, and that is said."""
    from agent.commands.plan import not_asked  # noqa: PLC0415 - only here
    from agent.expected import unasked_of  # noqa: PLC0415 - as above

    if unasked := unasked_of(site, wanted):
        fail("\n".join(say(not_asked(target)) for target in unasked), EXIT_CODES[Level.UNKNOWN])


def shown_of(whole: "Inspection", site: "Site", wanted: "Wanted", forms: "Mapping[str, date] | None" = None) -> Shown:
    """Count against the targets that were wanted, not against those that nobody asked for this time.

    ``forms``: by target, the day of the form that answers for it in this quarter: such a one is not counted as unseen.
    """
    from dataclasses import replace  # noqa: PLC0415 - as above

    from agent.expected import unasked_of, with_unasked  # noqa: PLC0415 - as above
    from reports.documents.score import Grade, assess  # noqa: PLC0415 - as above

    unasked = unasked_of(site, wanted)
    answered = {t.id: forms[t.id] for t in unasked if t.id in forms} if forms else {}
    shown = with_unasked(whole, [t for t in unasked if t.id not in answered])
    counted = tuple(t for t in site.targets if wanted.target(t) and t.id not in answered)
    assessment = assess(shown, replace(site, targets=counted))
    if wanted.checks:
        grade = assessment.grade if assessment.grade in {Grade.AT_RISK, Grade.ABNORMAL} else Grade.UNKNOWN
        assessment = replace(assessment, grade=grade, withheld=_("only some of the checks were asked for"))
    return Shown(shown, assessment, tuple(_answered(name, day) for name, day in answered.items()))


def _answered(target: str, day: "date") -> Text:
    return _(
        "{target}: looked at by hand; its form of {day} was read back and counts in the report",
        target=target,
        day=day.isoformat(),
    )


def _unknown_of_last(store: "Store", wanted: "Wanted") -> tuple[str, "Wanted"]:
    """The last inspection, and what it could not see as what to ask now."""
    from dataclasses import replace  # noqa: PLC0415 - only for a second try

    from agent.expected import unknown_checks  # noqa: PLC0415 - as above
    from agent.inspection import ON_DEMAND  # noqa: PLC0415 - as above

    last = store.latest(ON_DEMAND)
    if last is None:
        fail(say(_("There is no inspection in the store whose gaps could be asked again.")), NOTHING_TO_DO)
    whole = store.completed_view(last.completes or last.id)
    only = unknown_checks(whole)
    if not only:
        fail(say(_("The last inspection saw everything it looked for; there is nothing to ask again.")), 0)
    return whole.id, replace(wanted, only=only)


def print_shown(shown: Shown, output: str, language: str) -> None:
    """Print an inspection in one of the forms."""
    inspection, assessment = shown.inspection, shown.assessment
    if output == "json":
        from reports.output.machine import as_json  # noqa: PLC0415 - the one that is wanted

        click.echo(as_json(inspection, assessment, language))
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

        show(console(), inspection, assessment, language)
        for said in shown.by_hand:
            click.echo(render(said, language))
