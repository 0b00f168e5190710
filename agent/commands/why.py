"""``xunjian why FINDING``: one screen from the level back to the evidence."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli import say
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    local_time,
    open_the_store,
    store_option,
)
from agent.store.values import StoreError
from checks.base import LEVEL_WORDS, Finding
from checks.result import Asked, CatalogueRow, Inspection, TargetResult, finding_id
from checks.subjects import subject_words
from config.text import Text, _, printable, render

if TYPE_CHECKING:
    from agent.store.store import Store

NO_SUCH_FINDING = 64  # sysexits EX_USAGE
EXCERPT_LINES = 12
SEARCHED_COUNT = 50


@click.command(name="why", help=say(_("Say how a finding came about. FINDING is its ten digits, or their beginning.")))
@click.argument("finding")
@config_option
@store_option
@lang_option
def command(finding: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print one finding of the last inspection that has it."""
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        inspection, result, found = find(store, finding)
        for line in told(store, inspection, result, found, language):
            click.echo(line)


def find(store: "Store", prefix: str) -> tuple[Inspection, TargetResult, Finding]:
    """Find the finding of that id in the newest inspection that has it; exits 64 where there is none, or several."""
    for header in store.inspections(SEARCHED_COUNT):
        inspection = store.load(header.id)
        found = {
            finding_id(one.target, f.check, f.subject): (one, f)
            for one in inspection.targets
            for f in one.findings
            if finding_id(one.target, f.check, f.subject).startswith(prefix.lower())
        }
        if len(found) > 1:
            fail(say(_("Several findings begin so: {ids}", ids=tuple(found))), NO_SUCH_FINDING)
        if found:
            one, finding = next(iter(found.values()))
            return inspection, one, finding
    return fail(say(_("No finding of the last inspections begins with {prefix}.", prefix=prefix)), NO_SUCH_FINDING)


def told(store: "Store", inspection: Inspection, result: TargetResult, finding: Finding, language: str) -> list[str]:
    """The lines of the screen."""
    row = next((r for r in inspection.catalogue if r.check == finding.check), None)
    title = render(row.title, language) if row else finding.check
    subject = render(subject_words(finding.check, finding.subject), language)
    lines = [
        f"{render(LEVEL_WORDS[finding.level], language)}  {title}  {result.target} {subject}".rstrip(),
        "  " + render(finding.summary, language),
        *_part(_("Observed"), finding.observed, language),
        *_part(_("Expected"), finding.expected, language),
        *_limits(row, inspection, result, finding, language),
        *([render(_("Line of the answer"), language) + ":", "  " + finding.quote] if finding.quote else []),
        *_asks(store, result, finding, language),
        *_part(_("Remedy"), finding.remedy, language),
    ]
    if finding.at:
        at = local_time(finding.at, result.scene.timezone)
        lines.append(render(_("Evidence taken {at}, inspection {id}", at=at, id=inspection.id), language))
    identity = finding_id(result.target, finding.check, finding.subject)
    lines.append(
        render(_("If this is wrong: xunjian evidence export {id} DIR writes what to send us.", id=identity), language)
    )
    return [printable(line) for line in lines]


def _part(title: Text, text: Text | None, language: str) -> list[str]:
    return [f"{render(title, language)}: {render(text, language)}"] if text else []


def _limits(
    row: CatalogueRow | None, inspection: Inspection, result: TargetResult, finding: Finding, language: str
) -> list[str]:
    if row is None or not row.limits:
        return []
    from agent.catalogue import CHECKS  # noqa: PLC0415 - as above
    from agent.expected import limits_of  # noqa: PLC0415 - the catalogue of checks, for this one screen
    from config.limits import described, worded  # noqa: PLC0415 - as above

    check = next((c for c in CHECKS if c.id == finding.check), None)
    rows = (
        described(limits_of([check], inspection.rules, result.target, inspection.started_at.date())[check.id])
        if check
        else row.limits
    )
    lines = [render(_("Limits"), language) + ":"]
    lines += ["  " + worded(row, language) for row in rows]
    for rule in inspection.rules:
        if rule.item and rule.check == finding.check:
            lines.append(f"  [{rule.item}] {dict(rule.values)} ({rule.place}) {rule.reason}".rstrip())
    return lines


def _asks(store: "Store", result: TargetResult, finding: Finding, language: str) -> list[str]:
    lines = []
    for asked in (a for a in result.asked if a.evidence in finding.evidence):
        lines.append(f"{render(_('Asked'), language)}: {asked.id}  ({asked.state}, {asked.seconds:g} s)")
        lines += ["  $ " + line for line in asked.command.splitlines()]
        lines.append(f"  sha256 {asked.evidence} ({asked.evidence_bytes} B)")
        lines += _excerpt(store, asked, finding, language)
    return lines


def _excerpt(store: "Store", asked: Asked, finding: Finding, language: str) -> list[str]:
    """The first lines of the answer, or those around the quoted one."""
    from collectors.evidence import decode, text_of  # noqa: PLC0415 - only here

    try:
        body = store.evidence(asked.evidence)
    except StoreError as error:
        return ["  " + render(error.text, language)]
    answer = [line for reply in decode(body) for line in text_of(reply.item + reply.out).splitlines()]
    at = next((n for n, line in enumerate(answer) if finding.subject and finding.subject in line), 0)
    first = max(0, at - EXCERPT_LINES // 2)
    return ["  | " + line for line in answer[first : first + EXCERPT_LINES]]
