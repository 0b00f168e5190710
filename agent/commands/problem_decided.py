"""``xunjian problems decided``: what the customer decided on 《整改确认单》, and the acceptances that follow."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.incident_steps import USAGE, zone_of
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    open_the_store,
    output_option,
    store_option,
)
from agent.commands.problem_words import SHORT, id_of, plain
from config.text import Text, _, printable, render

if TYPE_CHECKING:
    from agent.decided import Decided

WAITS: Final = 1
"""The exit code where a decision is unclear, or could not become an acceptance."""
_HELP = _(
    "List what was decided of each problem, as xunjian documents read read it. With --accept, each decision to put off "
    "until a day that gives its reason under remarks becomes an acceptance by --by; what is unclear is listed and left. "
    "Exits 1 where something is left."
)


@click.command(name="decided", help=say(_HELP), short_help=say(_("what the customer decided of each problem")))
@click.option("--accept", "is_taken", is_flag=True, help=say(_("write down the acceptances")))
@click.option("--by", default="", help=say(_("who at the customer’s signed the form")))
@output_option
@config_option
@store_option
@lang_option
def decided(
    *, is_taken: bool, by: str, output: str, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Print a line a decision."""
    from agent.decided import acceptance_of  # noqa: PLC0415 - only here
    from agent.decided import decided as every  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    if is_taken and not by.strip():
        fail(say(_("--by names who at the customer’s signed")), USAGE)
    today = datetime.now(UTC).astimezone(zone_of(site)).date()
    lines: list[tuple[Decided, Text]] = []
    is_left = False
    with open_the_store(store_url, site, create=False) as store:
        for one in every(store, today):
            made = acceptance_of(one, by, today) if not one.is_accepted_so() else None
            if made is not None and is_taken:
                store.accept(made)
            told, waits = _told(one, is_new=made is not None, is_taken=is_taken)
            lines.append((one, told))
            is_left |= waits
    if output == "json":
        made_of = [_plain(one, render(told, language)) for one, told in lines]
        click.echo(json.dumps({"schema": 1, "decisions": made_of}, ensure_ascii=False, indent=2))
    else:
        for one, told in lines:
            click.echo(_line(one, told, language))
        if not lines:
            click.echo(render(_("No decision was read back so far: xunjian documents read FILE.docx"), language))
    if is_left:
        sys.exit(WAITS)


def _told(one: "Decided", *, is_new: bool, is_taken: bool) -> tuple[Text, bool]:
    """What became of a decision, and whether something is left to do."""
    from reports.record.decisions import Kind  # noqa: PLC0415 - only here

    if one.decision.kind is Kind.UNCLEAR:
        return _("not understood: ask, and type it anew"), True
    if one.decision.kind is not Kind.DEFERRED:
        return _("noted"), False
    if one.is_accepted_so():
        return _("accepted already"), False
    if is_new:
        return (_("accepted"), False) if is_taken else (_("to be accepted with --accept"), True)
    return _("not accepted: its day is over, or no reason stands under remarks"), True


def _line(one: "Decided", told: Text, language: str) -> str:
    from reports.record.decisions import KIND_WORDS  # noqa: PLC0415 - only here

    target, check, subject = one.problem.key
    day = one.decision.day.isoformat() if one.decision.day else "-"
    name = printable(f"{check} {subject}".rstrip())
    words = render(KIND_WORDS[one.decision.kind], language)
    said = printable(one.decision.text)
    return "  ".join((id_of(one.problem.key)[:SHORT], target, name, words, day, render(told, language), said))


def _plain(one: "Decided", told: str) -> dict[str, object]:
    return {
        **plain(one.problem),
        "decision": one.decision.kind.value,
        "day": one.decision.day.isoformat() if one.decision.day else None,
        "text": one.decision.text,
        "remark": one.decision.remark,
        "by": one.by,
        "outcome": told,
    }
