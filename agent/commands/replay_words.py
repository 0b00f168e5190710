"""How a replay is told: one finding then and now with the cause, and what will look different, one row a cause."""

from collections import Counter
from collections.abc import Iterator, Sequence

from agent.foresight import Foresight
from checks.base import LEVEL_WORDS, Finding, Level
from checks.standards import CAUSE_WORDS, FAMILIES, FAMILY_WORDS, Cause, Difference, Group, LimitMove, grouped
from checks.subjects import subject_words
from config.limits import LAYER_WORDS, Layer
from config.text import Text, _, printable, render, verbatim

MEMBERS_MOST = 5
"""Members of a row that are named in a table; json names all."""
Titles = dict[str, Text]
"""What checks are called, by id."""


def finding_line(finding: Finding | None, language: str) -> str:
    """One finding on one line; a target's words steer no terminal."""
    if finding is None:
        return render(_("no such finding"), language)
    level = render(LEVEL_WORDS[finding.level], language)
    subject = render(subject_words(finding.check, finding.subject), language)
    return printable(f"{level} {finding.check} {subject}: {render(finding.summary, language)}")


def cause_line(one: Difference | Group, language: str) -> str:
    """Why: the kind of change, the cause, and the limits that moved."""
    family = render(FAMILY_WORDS[FAMILIES[one.cause]], language)
    said = f"[{family}] {render(CAUSE_WORDS[one.cause], language)}"
    between = "；" if language == "zh_CN" else "; "
    return between.join([said, *(limit_line(move, language) for move in one.limits)])


def limit_line(move: LimitMove, language: str) -> str:
    """One limit, then → now, each with who set it."""
    sides = [
        render(_("{value} ({layer})", value=_value(value), layer=_layer(origin, language)), language)
        if origin
        else _value(value)
        for value, origin in ((move.then, move.then_from), (move.now, move.now_from))
    ]
    return printable(f"{move.name} {' → '.join(sides)}")


def _value(shown: str) -> str:
    return shown or "-"


def _layer(origin: str, language: str) -> str:
    """The layer, and the place where an operator wrote it; a default's source stands in the list of checks."""
    layer, _sign, where = origin.partition(" ")
    word = render(LAYER_WORDS[Layer(layer.rstrip(":"))], language)
    return word if layer.endswith(":") or not where else f"{word} {where}"


def cause_counts(differences: Sequence[Difference], language: str) -> str:
    """How many of each cause, in one line."""
    counts = Counter(one.cause for one in differences)
    parts = [f"{render(CAUSE_WORDS[cause], language)} {counts[cause]}" for cause in Cause if counts[cause]]
    return ("，" if language == "zh_CN" else ", ").join(parts)


def move_words(move: tuple[Level | None, Level | None], language: str) -> str:
    """A move of the level: 正常→警告."""
    return "→".join(render(LEVEL_WORDS[level] if level else _("none"), language) for level in move)


def foresight_lines(found: Foresight, version: str, titles: Titles, language: str) -> Iterator[str]:
    """The table: what was judged again, the moves of levels, then a row a cause with its members."""
    seen = [one for one in found.differences if one.is_seen]
    versions = tuple(dict.fromkeys(one.tool_version for one in found.looked))
    yield render(
        _(
            "Findings of the last inspections (xunjian {then}) judged again by xunjian {now} and today’s limits: {count}; "
            "targets: {targets}",
            then=versions,
            now=version,
            count=sum(one.findings_count for one in found.looked),
            targets=len({one.target for one in found.looked}),
        ),
        language,
    )
    yield render(_("Will look different on paper, although no target changed: {count}", count=len(seen)), language)
    for move, count in Counter(one.move for one in seen).most_common():
        yield f"  {move_words(move, language)}  {count}"
    for group in grouped(found.differences):
        yield ""
        yield _head(group, titles, language)
        yield from (f"    {line}" for line in _members(group, language))


def _head(group: Group, titles: Titles, language: str) -> str:
    said = cause_line(group, language)
    if not group.check:
        move = f"  {move_words(group.move, language)}" if any(group.move) else ""
        return f"{said}{move}  {len(group.members)}"
    title = render(titles.get(group.check, verbatim(group.check)), language)
    return f"{said}\n  {title} ({group.check})  {move_words(group.move, language)}  {len(group.members)}"


def _members(group: Group, language: str) -> Iterator[str]:
    names = dict.fromkeys(_member(one, group, language) for one in group.members)
    shown = list(names)[:MEMBERS_MOST]
    yield from shown
    if len(names) > len(shown):
        yield render(_("and {count} more", count=len(names) - len(shown)), language)


def _member(one: Difference, group: Group, language: str) -> str:
    if not group.check:
        return printable(f"{one.target} {one.check}")
    return printable(f"{one.target} {render(subject_words(one.check, one.subject), language)}".rstrip())


def difference_json(one: Difference, language: str) -> dict[str, object]:
    """One difference for programs."""
    return {
        "target": one.target,
        "check": one.check,
        "subject": one.subject,
        "cause": one.cause.value,
        "class": FAMILIES[one.cause].value,
        "limits": [_limit_json(move) for move in one.limits],
        "before": finding_line(one.before, language),
        "now": finding_line(one.now, language),
    }


def _limit_json(move: LimitMove) -> dict[str, str]:
    return {
        "name": move.name,
        "then": move.then,
        "now": move.now,
        "unit": move.unit,
        "then_from": move.then_from,
        "now_from": move.now_from,
    }


def foresight_json(found: Foresight, version: str, titles: Titles, language: str) -> dict[str, object]:
    """All of it for programs."""
    seen = [one for one in found.differences if one.is_seen]
    return {
        "tool_version": version,
        "inspections": [
            {
                "target": one.target,
                "inspection": one.inspection,
                "at": one.at.isoformat(),
                "tool_version": one.tool_version,
                "findings": one.findings_count,
            }
            for one in found.looked
        ],
        "will_look_different": len(seen),
        "moves": [
            {"from": _value_of(move[0]), "to": _value_of(move[1]), "count": count}
            for move, count in Counter(one.move for one in seen).most_common()
        ],
        "causes": [
            {
                "cause": group.cause.value,
                "class": FAMILIES[group.cause].value,
                "check": group.check,
                "title": render(titles[group.check], language) if group.check in titles else group.check,
                "from": _value_of(group.move[0]),
                "to": _value_of(group.move[1]),
                "limits": [_limit_json(move) for move in group.limits],
                "members": [difference_json(one, language) for one in group.members],
            }
            for group in grouped(found.differences)
        ],
    }


def _value_of(level: Level | None) -> str | None:
    return level.value if level else None
