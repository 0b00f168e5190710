"""The plan in short: how each target is reached, what is written there, and a line an ask; the whole is ``--full``."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from os import get_terminal_size
from typing import Any, Final

from agent.commands.plan_glance import glance, glance_far
from agent.commands.plan_words import ROOT_WORDS, alike, heading, is_script, listed
from collectors.base import Root
from config.text import Text, _, render
from reports.documents.tables import cut, width_of

Plan = Mapping[str, Any]
WIDTH: Final = 120
"""Letters of a line where no terminal says how wide it is."""
_NARROWEST_READS: Final = 16
_TAIL: Final = 24
"""Seconds, KiB and root: 11, 7 and 6."""
_SAME: Final = _("as above")
_ROOT_SHORT: Final[Mapping[str, Text]] = {
    Root.NEVER.value: _("-"),
    Root.BETTER.value: _("more"),
    Root.NEEDED.value: _("yes"),
}


def short(plans: Sequence[Plan], language: str) -> Iterator[str]:
    """The lines: targets of which the same is asked stand together, with one table."""
    for together in alike(plans, _key):
        first = together[0]
        for plan in together:
            head, *notes = (render(line, language) for line in heading(plan))
            yield head
        yield from ("  " + note for note in notes)
        yield from ("  " + render(line, language) for line in _of(first))
        yield from _table([ask for ask in first["asks"] if not ask["is_own"]], language, has_script=is_script(first))
        own = [ask for ask in first["asks"] if ask["is_own"]]
        if own:
            yield "  " + render(
                _("The site's own, from the configuration (custom checks and monitoring plug-ins):"), language
            )
            yield from _table(own, language, has_script=is_script(first))
        yield ""
    if plans:
        told = _("In short. Everything as it would be sent: xunjian plan --full; of one check: xunjian plan CHECK")
        yield render(told, language)


def _key(plan: Plan) -> tuple[object, ...]:
    """What must be the same of two targets for one table to tell of both."""
    rows = tuple(
        (a["id"], _reads(a, is_script(plan)), a["seconds_at_most"], a["kib_at_most"], a["root"]) for a in plan["asks"]
    )
    return plan["way"] if not is_script(plan) else "", plan["writes_confirmed_by"], rows


def _of(plan: Plan) -> Iterator[Text]:
    """What stands before the table: whom it serves, and which asks want root's rights."""
    checks = {check for ask in plan["asks"] for check in ask["for_checks"]}
    yield _("Asks {count}, for {checks} checks", count=len(plan["asks"]), checks=len(checks))
    for root, words in ROOT_WORDS.items():
        ids = tuple(ask["id"] for ask in plan["asks"] if ask["root"] == root)
        if root == Root.NEEDED.value and ids:
            yield _("{root}, {count} asks: {ids}", root=words, count=len(ids), ids=ids)
        elif root == Root.BETTER.value and ids:
            yield _("{root}, {count} asks, marked below", root=words, count=len(ids))


def _reads(ask: Plan, has_script: bool) -> tuple[str, ...]:  # noqa: FBT001 - of the target's kind
    sent = f"{ask['command']}\n{ask['each']}"
    return glance(sent) if has_script or ask["is_here"] else glance_far(ask["command"])


def _table(asks: Sequence[Plan], language: str, *, has_script: bool) -> Iterator[str]:
    """A line an ask; asks that send the very same share what they read."""
    if not asks:
        return
    rows = [
        (f"  {one['id']}", _said(one, language, has_script=has_script) if one is same[0] else render(_SAME, language), one)
        for same in listed(asks)
        for one in same
    ]
    words = [render(title, language) for title in (_("Ask"), _("Reads"), _("At most, s"), _("KiB"), _("Root"))]
    first = max(width_of(name) for name, _reads, _ask in rows) + 2
    tail = f"{_left(words[2], 11)}{_left(words[3], 7)}  {words[4]}"
    middle = max(_width() - first - _TAIL, _NARROWEST_READS)
    yield f"{_right('  ' + words[0], first)}{_right(words[1], middle)}{tail}"
    for name, reads, ask in rows:
        root = render(_ROOT_SHORT[ask["root"]], language)
        bounds = f"{ask['seconds_at_most']:>11}{ask['kib_at_most'] or '-':>7}  {root}"
        yield f"{_right(name, first)}{_right(cut(reads, middle - 1), middle)}{bounds}"


def _said(ask: Plan, language: str, *, has_script: bool) -> str:
    here = (render(_("[from here]"), language),) if ask["is_here"] else ()
    return " ".join((*here, *_reads(ask, has_script)))


def _width() -> int:
    """Of the terminal, also where a pager stands between."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            return get_terminal_size(stream.fileno()).columns
    return WIDTH


def _right(words: str, width: int) -> str:
    """Words with blanks behind them up to a width; an ideograph takes two."""
    return words + " " * (width - width_of(words))


def _left(words: str, width: int) -> str:
    return " " * (width - width_of(words)) + words
