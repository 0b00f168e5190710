"""``xunjian why FINDING``: one screen from the level back to the evidence."""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
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
from checks.base import LEVEL_WORDS, REASON_WORDS, Finding, Level
from checks.result import Asked, CatalogueRow, Inspection, TargetResult, finding_id
from checks.subjects import subject_words
from config.text import Text, _, printable, render, verbatim

if TYPE_CHECKING:
    from agent.store.store import Store

NO_SUCH_FINDING = 64  # sysexits EX_USAGE
EXCERPT_LINES = 6
"""Lines of an answer on the screen: those around the one that the finding quotes."""
SHOWN_MOST = 160
"""Characters of one line on the screen: two lines of a terminal of 80."""
SEARCHED_COUNT = 50
ANSWERED = "ok"
_ANSWERED_WORD = _("answered")


@click.command(name="why", help=say(_("Say how a finding came about. FINDING is its ten digits, or their beginning.")))
@click.argument("finding")
@click.option("--full", is_flag=True, help=say(_("every command and answer whole, of every source")))
@config_option
@store_option
@lang_option
def command(finding: str, config_path: Path | None, store_url: str | None, lang: str | None, *, full: bool) -> None:
    """Print one finding of the last inspection that has it."""
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        inspection, result, found = find(store, finding)
        for line in told(store, inspection, result, found, language, is_full=full):
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


def told(
    store: "Store", inspection: Inspection, result: TargetResult, finding: Finding, language: str, *, is_full: bool = False
) -> list[str]:
    """The lines of the screen; with ``is_full`` every command and answer, however long."""
    row = next((r for r in inspection.catalogue if r.check == finding.check), None)
    title = render(row.title, language) if row else finding.check
    subject = render(subject_words(finding.check, finding.subject), language)
    lines = [
        f"{render(LEVEL_WORDS[finding.level], language)}  {title}  {result.target} {subject}".rstrip(),
        "  " + render(finding.summary, language),
        *_part(_("Observed"), finding.observed, language),
        *_part(_("Expected"), finding.expected, language),
        *_limits(row, inspection, result, finding, language),
        *_part(_("Line of the answer"), verbatim(finding.quote) if finding.quote else None, language),
        *asks_told(store, asked_of(inspection, result), finding, language, is_full=is_full),
        *_part(_("Remedy"), finding.remedy, language),
    ]
    lines += _then(result, finding, language)
    if finding.at:
        at = local_time(finding.at, result.scene.timezone)
        lines.append(render(_("Evidence taken {at}, inspection {id}", at=at, id=inspection.id), language))
    identity = finding_id(result.target, finding.check, finding.subject)
    lines.append(
        render(_("If this is wrong: xunjian evidence export {id} DIR writes what to send us.", id=identity), language)
    )
    return [printable(line) for line in lines]


def _then(result: TargetResult, finding: Finding, language: str) -> list[str]:
    """What a finding of a Change was compared with."""
    then = result.compared_with.get(finding.check)
    if then is None:
        return []
    at = local_time(then.at, result.scene.timezone)
    said = _(
        "Compared with: inspection {id}, evidence of {at}, sha256 {digests}",
        id=then.inspection,
        at=at,
        digests=then.evidence,
    )
    return [render(said, language)]


def _part(title: Text, text: Text | None, language: str) -> list[str]:
    return [render(_("{title}: {text}", title=title, text=text), language)] if text else []


def _limits(
    row: CatalogueRow | None, inspection: Inspection, result: TargetResult, finding: Finding, language: str
) -> list[str]:
    """The limits that decide this finding; of what was not compared with any (not seen, not there) none."""
    if row is None or not row.limits or finding.level in {Level.UNKNOWN, Level.ABSENT}:
        return []
    from agent.expected import limits_of  # noqa: PLC0415 - the catalogue of checks, for this one screen
    from agent.own import checks_then  # noqa: PLC0415 - as above
    from config.limits import described, worded  # noqa: PLC0415 - as above
    from config.own import read  # noqa: PLC0415 - as above

    check = next((c for c in checks_then(result, inspection.catalogue) if c.id == finding.check), None)
    place = read(row.definition).place if row.definition else ""
    held = limits_of([check], inspection.rules, result.target, inspection.started_at.date())[check.id] if check else None
    rows = described(held, place, finding.subject) if held else row.limits
    lines = [render(_("Limits:"), language), *("  " + worded(row, language) for row in rows)] if rows else []
    for rule in inspection.rules if rows else ():
        if rule.item and rule.check == finding.check and fnmatchcase(result.target, rule.target):
            values = ", ".join(f"{name}={value}" for name, value in dict(rule.values).items())
            lines.append(f"  [{rule.item}] {values} · {rule.place} {rule.reason}".rstrip())
    return lines


def asked_of(inspection: Inspection, result: TargetResult) -> list[Asked]:
    """What was asked of a target; for a group, of its members."""
    whose = {result.target, *result.members}
    return [asked for one in inspection.targets if one.target in whose for asked in one.asked]


def asks_told(store: "Store", asked: Iterable[Asked], finding: Finding, language: str, *, is_full: bool) -> Iterator[str]:
    """What was asked: the source that answered first, with its command and answer; of any other only how it went."""
    sources = [(one, *_answer(store, one, language)) for one in asked if one.evidence in finding.evidence]
    sources.sort(key=lambda source: (_place(source[1], finding) is None, source[0].state != ANSWERED))
    for number, (one, answer, lost) in enumerate(sources):
        state = _ANSWERED_WORD if one.state == ANSWERED else REASON_WORDS[one.state]
        yield render(_("Asked: {id} ({state}, {seconds:number} s)", id=one.id, state=state, seconds=one.seconds), language)
        if is_full or number == 0:
            yield from _command(one, language, is_full=is_full)
            yield from lost or _excerpt(answer, finding, is_full=is_full)


def _command(asked: Asked, language: str, *, is_full: bool) -> list[str]:
    """The command as it was sent; on the screen its first line and how many follow."""
    lines = asked.command.strip().splitlines() or [""]
    shown = lines if is_full else [_cut(lines[0])]
    more = _("… {count} more lines of this command: --full", count=len(lines) - 1)
    folded = [] if is_full or len(lines) == 1 else ["    " + render(more, language)]
    return [*("  $ " + line for line in shown), *folded, f"  sha256 {asked.evidence} ({asked.evidence_bytes} B)"]


def _answer(store: "Store", asked: Asked, language: str) -> tuple[list[str], list[str]]:
    """The lines of the answer, or else the line that says why they are not there."""
    from collectors.evidence import decode, text_of  # noqa: PLC0415 - only here

    try:
        body = store.evidence(asked.evidence)
    except StoreError as error:
        return [], ["  " + render(error.text, language)]
    return [line for reply in decode(body) for line in text_of(reply.item + reply.out).splitlines()], []


def _place(answer: Sequence[str], finding: Finding) -> int | None:
    """Where an answer has the line that the finding quotes, also by its OID alone, or one that names its subject."""
    oid, is_object, _value = finding.quote.partition(" = ")
    words = [word for word in (finding.quote, f"{oid}|" if is_object else "", finding.subject) if word]
    return next((n for word in words for n, line in enumerate(answer) if word in line), None)


def _excerpt(answer: Sequence[str], finding: Finding, *, is_full: bool) -> list[str]:
    """The lines around the quoted one, or else the first."""
    first = max(0, (_place(answer, finding) or 0) - EXCERPT_LINES // 2)
    shown = answer if is_full else [_cut(line) for line in answer[first : first + EXCERPT_LINES]]
    return ["  | " + line for line in shown]


def _cut(line: str) -> str:
    return line if len(line) <= SHOWN_MOST else line[:SHOWN_MOST] + "…"
