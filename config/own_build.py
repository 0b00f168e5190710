"""Entries of ``custom_checks:`` and ``plugins:`` into definitions, and what does not fit together in them."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from config import own_asks, patterns
from config.own import CustomCheck, Own, ProgramCheck
from config.own_entries import CustomBlock, PluginBlock
from config.problems import Problem, suggest
from config.text import Text, _

if TYPE_CHECKING:
    from config.build import Source
    from config.site import Target

Wrong = Iterator[tuple[str, Text, Text]]
"""What is wrong in an entry: its key, what was found, what to write."""
PLACEHOLDERS: Final = ("{address}", "{id}")
"""What a plug-in's arguments may hold of the target."""


def owns(sources: "Sequence[Source]", problems: list[Problem]) -> Iterator[Own]:
    """Make every definition; what is wrong is added to ``problems``."""
    seen: dict[str, str] = {}
    for source in sources:
        for key, made in (("custom_checks", _custom), ("plugins", _program)):
            for number, block in enumerate(getattr(source.model, key)):
                place = source.tree.place((key, number))
                own = made(block, place)
                where = _placer(source, key, number)
                problems += (Problem(where(name), f"{key}[{number + 1}].{name}", *said) for name, *said in _wrong(own))
                if own.check in seen:
                    found = _("the id “{id}” again; {place} has it already", id=own.id, place=seen[own.check])
                    problems.append(Problem(where("id"), key, found, _("give each check an id of its own")))
                seen.setdefault(own.check, where("id"))
                yield own


def _placer(source: "Source", key: str, number: int) -> Callable[[str], str]:
    return lambda name: source.tree.place((key, number, name))


def strangers(owns: Sequence[Own], targets: "Sequence[Target]") -> Iterator[Problem]:
    """Find the names of targets that nobody knows, neither as an id nor as a tag."""
    names = [name for target in targets for name in (target.id, *target.tags)]
    for own in owns:
        for glob in own.targets:
            if not any(sign in glob for sign in "*?[") and glob not in names:
                yield Problem(own.place, own.check, _("the unknown target “{id}”", id=glob), suggest(glob, names))


def _custom(block: CustomBlock, place: str) -> Own:
    return CustomCheck(
        id=block.id,
        zh=block.title.zh,
        en=block.title.en,
        ask=block.ask,
        platform=block.platform,
        area=block.area,
        root=block.root,
        seconds=block.seconds,
        ok=tuple(block.ok),
        regex=block.regex,
        column=block.column or 0,
        subject_column=block.subject_column or 0,
        line=block.line or 0,
        match=block.match,
        is_number=block.is_ == "number",
        unit=block.unit,
        warn_below=block.warn_below,
        warn_above=block.warn_above,
        critical_below=block.critical_below,
        critical_above=block.critical_above,
        expected=tuple(block.expected),
        otherwise=block.otherwise,
        remedy_zh=block.remedy.zh,
        remedy_en=block.remedy.en,
        targets=tuple(block.targets),
        place=place,
    )


def _program(block: PluginBlock, place: str) -> Own:
    return ProgramCheck(
        id=block.id,
        zh=block.title.zh,
        en=block.title.en,
        command=tuple(block.command),
        runs=block.runs,
        area=block.area,
        root=block.root,
        seconds=block.seconds,
        remedy_zh=block.remedy.zh,
        remedy_en=block.remedy.en,
        targets=tuple(block.target),
        place=place,
    )


def _wrong(own: Own) -> Wrong:
    if not (own.zh or own.en):
        yield "title", _("no words"), _("write what the report shall call it")
    if isinstance(own, ProgramCheck):
        yield from _wrong_program(own)
        return
    if own.platform != "linux":
        yield "platform", _("“{value}”", value=own.platform), _("write one of: {known}", known=("linux",))
    said = own_asks.refused(own.ask.replace("$S ", ""))
    if said or not own.ask:
        yield "ask", *(said or (_("no command"), _("write a command that only reads")))
    elif own.root == "needed" and "$S " not in own.ask:
        write = _("write “$S ” directly before the command that root shall run")
        yield "ask", _("nothing that runs with root's rights"), write
    yield from _wrong_reading(own)
    yield from _wrong_limits(own)


def _wrong_program(own: ProgramCheck) -> Wrong:
    if not own.command[0].startswith("/"):
        yield "command", _("“{value}”", value=own.command[0]), _("write the program with its full path")
    for word in own.command:
        bare = word
        for placeholder in PLACEHOLDERS:
            bare = bare.replace(placeholder, "")
        if re.search(r"^\{|\{\w+\}", bare):
            yield "command", _("“{value}”", value=word), _("write one of: {known}", known=PLACEHOLDERS)


def _wrong_reading(own: CustomCheck) -> Wrong:
    if bool(own.regex) == bool(own.column):
        found = _("both “regex” and “column”") if own.regex else _("neither “regex” nor “column”")
        yield "regex", found, _("write one of: {known}", known=("regex", "column"))
    for name, pattern in (("regex", own.regex), ("match", own.match)):
        write = patterns.refused(pattern) if pattern else None
        if write:
            yield name, _("“{value}”", value=pattern), write
        elif name == "regex" and pattern and not _has_value(pattern):
            write = _("put brackets around the value, or name it: (?P<value>…), and its subject (?P<subject>…)")
            yield name, _("“{value}”", value=pattern), write
    if own.regex and (own.subject_column or own.line or own.match):
        yield "column", _("“column” settings beside “regex”"), _("remove subject_column, line and match")


def _has_value(pattern: str) -> bool:
    made = re.compile(pattern)
    return "value" in made.groupindex or made.groups == 1


def _wrong_limits(own: CustomCheck) -> Wrong:
    numbers = (own.warn_below, own.warn_above, own.critical_below, own.critical_above)
    has_limit = any(one is not None for one in numbers)
    if own.is_number and not has_limit:
        known = ("warn_above", "critical_above", "warn_below", "critical_below")
        yield "is", _("a number without a limit"), _("write at least one of: {known}", known=known)
    if own.is_number and own.expected:
        yield "expected", _("texts that are expected of a number"), _("write “is: text”, or limits")
    if not own.is_number and (has_limit or not own.expected):
        yield "is", _("a text without what is expected, or with limits"), _("write “expected: [text, …]” and no limits")
    if _is_turned(own):
        found = _("a critical limit that comes before its warning")
        yield "critical_above", found, _("set both, so that critical is worse than warn")


def _is_turned(own: CustomCheck) -> bool:
    above = own.warn_above is not None and own.critical_above is not None and own.critical_above < own.warn_above
    below = own.warn_below is not None and own.critical_below is not None and own.critical_below > own.warn_below
    return above or below
