"""``xunjian problems``: a person at the customer's accepts a risk for a time; it is listed, and taken back."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from agent.cli import say
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    store_option,
)
from agent.commands.problem_decided import decided
from agent.commands.problem_ledger import claimed, dismissed, listed, reinstated, shown
from agent.commands.problem_risk import rated
from config.site import DEFAULT_TIMEZONE
from config.text import Text, _, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.store.store import Store
    from agent.store.values import Standing
    from checks.acceptance import Acceptance, Bound
    from config.site import Site

USAGE: Final = 64  # sysexits EX_USAGE
_BOUND: Final = re.compile(r"([a-z][a-z0-9_.]*)(<=|>=|=)(-?\d+(?:\.\d+)?)")
target_option = click.option("--target", "-t", "target", required=True, help=say(_("the target that it is about")))


@click.group(name="problems", help=say(_("The ledger of problems: what is open, what people said, what was accepted.")))
def command() -> None:
    """Hold the subcommands."""


for _one in (listed, shown, claimed, dismissed, reinstated, rated, decided):
    command.add_command(_one)


_ACCEPT = _(
    "Write down that the customer accepts what CHECK found (of SUBJECT) on a target, up to its level of today. It ends "
    "with its last day, or when it grows worse; the finding, its level, the score and exit codes stay as they are."
)


@command.command(name="accept", help=say(_ACCEPT))
@click.argument("check")
@click.argument("subject", required=False)
@target_option
@click.option("--reason", required=True, help=say(_("why it is accepted")))
@click.option("--by", required=True, help=say(_("who at the customer’s accepts it")))
@click.option("--control", required=True, help=say(_("what is done in its place (the compensating control)")))
@click.option(
    "--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help=say(_("the last day on which it is accepted"))
)
@click.option(
    "--bound",
    "bounds",
    multiple=True,
    metavar="MEASURE<=NUMBER",
    help=say(_("open it again when a measure of the finding goes beyond this (<= or >=, repeatable)")),
)
@config_option
@store_option
@lang_option
def accept(  # noqa: PLR0913 - one parameter an option
    check: str,
    subject: str | None,
    *,
    target: str,
    reason: str,
    by: str,
    control: str,
    until: datetime,
    bounds: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Write the word of a person into the store."""
    from agent.run_log import who  # noqa: PLC0415 - only here
    from checks.acceptance import Acceptance  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    _told(reason=reason, by=by, control=control)
    if until.date() < _today(site):
        fail(say(_("--until lies in the past: nothing would be accepted")), USAGE)
    limits = tuple(_bound(one) for one in bounds)
    with open_the_store(store_url, site, create=False) as store:
        found = _problem(store, target, check, subject)
        one = Acceptance(
            target, check, found.subject, found.level, reason, by, control, until.date(), limits, written_by=who()
        )
        _fits(store, found, one)
        store.accept(one)
    said = _(
        "{target} {what}: accepted by {by} until {day}",
        target=target,
        what=_name(one),
        by=by,
        day=one.until.isoformat(),
    )
    click.echo(render(said, language))


@command.command(name="accepted", help=say(_("List what was accepted, and what it is worth today.")))
@click.option("--target", "-t", "target", default="", help=say(_("only of this target")))
@config_option
@store_option
@lang_option
def accepted(target: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print a block an acceptance."""
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        every = [one for one in store.acceptances() if target in ("", one.target)]
        said = [_words(store, one, _today(site)) for one in every]
    for one, state in zip(every, said, strict=True):
        click.echo(f"{one.target} {_name(one)}: {render(state, language)}")
        told = _("  accepted by {by}: {reason}; in its place: {control}", by=one.by, reason=one.reason, control=one.control)
        click.echo(render(told, language))
    if not every:
        click.echo(render(_("No risk is accepted."), language))


@command.command(name="withdraw", help=say(_("Take an acceptance back: the problem is open again; the record stays.")))
@click.argument("check")
@click.argument("subject", required=False)
@target_option
@click.option("--by", required=True, help=say(_("who takes it back")))
@click.option("--reason", required=True, help=say(_("why it is taken back")))
@config_option
@store_option
@lang_option
def withdraw(  # noqa: PLR0913 - one parameter an option
    check: str,
    subject: str | None,
    *,
    target: str,
    by: str,
    reason: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add the event."""
    site = load_site(config_path)
    language = language_of(site, lang)
    _told(reason=reason, by=by)
    with open_the_store(store_url, site, create=False) as store:
        fitting = [
            one
            for one in store.acceptances()
            if (one.target, one.check) == (target, check) and subject in (None, one.subject)
        ]
        if len(fitting) != 1:
            _fail_of(
                [one.subject for one in fitting], _("{target}: no accepted risk of {check}", target=target, check=check)
            )
        store.withdraw_acceptance(fitting[0], by, reason)
    click.echo(render(_("{target} {what}: open again", target=target, what=_name(fitting[0])), language))


def _told(**said: str) -> None:
    for name, words in said.items():
        if not words.strip():
            fail(say(_("--{option} wants words: an acceptance is the word of a person", option=name)), USAGE)


def _today(site: "Site") -> date:
    return datetime.now(UTC).astimezone(ZoneInfo(site.timezone or DEFAULT_TIMEZONE)).date()


def _bound(written: str) -> "Bound":
    from checks.acceptance import Bound  # noqa: PLC0415 - only here

    found = _BOUND.fullmatch(written.replace(" ", ""))
    if found is None:
        fail(say(_("a bound is written as used_ratio<=0.9, found {found}", found=written)), USAGE)
    return Bound(found[1], float(found[3]), is_least=found[2] == ">=")


def _problem(store: "Store", target: str, check: str, subject: str | None) -> "Standing":
    """The problem as it stands; exits where there is none, or several and no subject says which."""
    from checks.acceptance import PROBLEMS  # noqa: PLC0415 - only here

    fitting = [
        one
        for one in store.standing(target)
        if one.check == check and one.level in PROBLEMS and subject in (None, one.subject)
    ]
    if len(fitting) != 1:
        _fail_of(
            [one.subject for one in fitting],
            _("{target}: {check} found no problem there that could be accepted", target=target, check=check),
        )
    return fitting[0]


def _fail_of(subjects: "Sequence[str]", none: Text) -> None:
    if not subjects:
        fail(say(none), USAGE)
    fail(say(_("name the SUBJECT, one of: {subjects}", subjects=", ".join(subjects))), USAGE)


def _fits(store: "Store", found: "Standing", one: "Acceptance") -> None:
    """Exit where a bound names no measure of the finding, or is exceeded already: it would never be accepted."""
    result = store.target_result(found.inspection, found.target)
    mine = [f for f in result.findings if (f.check, f.subject) == (one.check, one.subject)] if result else []
    measures = mine[0].measures if mine else {}
    for bound in one.bounds:
        if bound.measure not in measures:
            known = ", ".join(sorted(measures)) or "-"
            fail(
                say(_("{measure} is no measure of this finding; it has: {known}", measure=bound.measure, known=known)),
                USAGE,
            )
        if not bound.holds(measures):
            seen = str(measures[bound.measure])
            fail(say(_("{measure} is {seen} already, beyond the bound", measure=bound.measure, seen=seen)), USAGE)


def _words(store: "Store", one: "Acceptance", today: date) -> Text:
    """What an acceptance is worth beside the finding as it stands."""
    from checks.acceptance import PROBLEMS, Accepted  # noqa: PLC0415 - only here

    standing = [s for s in store.standing(one.target) if (s.check, s.subject) == (one.check, one.subject)]
    result = store.target_result(standing[0].inspection, one.target) if standing else None
    findings = [f for f in result.findings if (f.check, f.subject) == (one.check, one.subject)] if result else []
    if not findings or findings[0].level not in PROBLEMS:
        return _("accepted until {day}; no problem was seen there last", day=one.until.isoformat())
    said = Accepted((one,), today).of(one.target, findings[0])
    assert said is not None  # noqa: S101 - a problem of that very name
    return said.words


def _name(one: "Acceptance") -> str:
    return f"{one.check} {one.subject}".rstrip()
