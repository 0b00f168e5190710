r"""Lines that no signature knows, made into templates: what varies becomes ``<*>``, what they are about stays.

The method is Drain's (He et al., ICWS 2017): lines are sorted by program, number of words and first words, and within such
a group a line joins the template that it is most like, if at least half of its words agree. Two things differ. What an
engineer must know (the disk, the interface, the unit, the error code) is found before and never becomes ``<*>``: the
trouble of one disk is another template than that of the next. And templates that were known before are matched, not
changed: what an earlier inspection called by a name keeps it.

Sample::

    app-server: worker 4711 cannot reach 10.0.0.7:5432 on /dev/sdb1 after 3000 ms
    app-server: worker <*> cannot reach <*> on /dev/sdb1 after <*> ms
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Final

from collectors.facts.system_logs import LogLine, LogTemplate

ANY: Final = "<*>"
LIKE_RATIO: Final = 0.5
"""How many of the words must agree (Drain's default st)."""
FIRST_WORDS: Final = 2
"""How many first words sort (Drain's default depth 4 is two levels below root and length)."""
MOST_WORDS: Final = 40
"""Words of a line that count; what follows in a longer one is left out."""
MOST_SAMPLES: Final = 3

_ENTITY = re.compile(
    r"/dev/[\w/.:-]+|\b(?:sd[a-z]{1,3}\d{0,2}|vd[a-z]\d{0,2}|xvd[a-z]\d{0,2}|nvme\d+(?:n\d+(?:p\d+)?)?|dm-\d+|md\d+|mpath[a-z]{1,3}|"
    r"(?:eth|bond|team|br|em)\d+(?:\.\d+)?|en[ospx]\d\w*|p\d+p\d+|ib\d+)\b|"
    r"\b[\w@-]+\.(?:service|socket|mount|timer)\b|\b(?:ORA|TNS|RMAN|CRS|MY|SP2)-\d+\b|\bE[A-Z]{4,}\b"
)
_VARIES = re.compile(
    r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|"  # UUID
    r"\b(?:[0-9a-fA-F]{2}:){5,}[0-9a-fA-F]{2}\b|"  # MAC, WWN
    r"\b\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?\b|"
    r"(?<![\w:])(?=[0-9a-fA-F:]*\d)(?=[0-9a-fA-F]*:[0-9a-fA-F]*:)[0-9a-fA-F:]{5,}(?![\w:])|"  # IPv6
    r"\b0[xX][0-9a-fA-F]+\b|\b(?=[0-9a-fA-F]*\d)[0-9a-fA-F]{8,}\b|"
    r"[-+]?\d+(?:[.,:/]\d+)*"
)
_JOINED = re.compile(r"<\*>(?:[.,:/_-]?<\*>)+")
_HELD = "\x00"


def words_of(message: str) -> tuple[str, ...]:
    """Mask what varies; entities stand as they are. A word that holds something varying is ``<*>`` in part only."""
    entities = _ENTITY.findall(message)
    bare = _ENTITY.sub(_HELD, message) if entities else message
    masked = _VARIES.sub(ANY, bare)
    if ANY in masked:
        masked = _JOINED.sub(ANY, masked)
    for entity in entities:
        masked = masked.replace(_HELD, entity, 1)
    return tuple(masked.split()[:MOST_WORDS])


def key_of(program: str, template: str) -> str:
    """Name a template for ever: the first twelve hex digits of SHA-1 over program and template."""
    return sha1(f"{program}\0{template}".encode(), usedforsecurity=False).hexdigest()[:12]


@dataclass
class _Kind:
    """A template in the making, within one call."""

    words: list[str]
    is_fixed: tuple[bool, ...]
    lines: list[LogLine] = field(default_factory=list)


def mine(lines: Iterable[LogLine], known: Iterable[LogTemplate] = ()) -> tuple[LogTemplate, ...]:
    """Make templates of lines, each counted as often as it was seen; those of ``known`` are matched first, unchanged.

    Only templates that a line belongs to are given, in order of first appearance.
    """
    known_by: dict[tuple[str, int], list[_Kind]] = {}
    for one in known:
        parts = one.template.split(" ")
        known_by.setdefault((one.program, len(parts)), []).append(_Kind(parts, _fixed(parts)))
    fresh: dict[tuple[str, ...], list[_Kind]] = {}
    found: dict[int, _Kind] = {}
    seen: dict[tuple[str, tuple[str, ...]], _Kind] = {}
    for line in lines:
        words = words_of(line.message) or (ANY,)
        exact = (line.program, words)
        kind = seen.get(exact)
        if kind is None:
            kind = _match(known_by.get((line.program, len(words)), ()), words) or _join(fresh, line.program, words)
            seen[exact] = kind
        kind.lines.append(line)
        found[id(kind)] = kind
    return tuple(_template(kind) for kind in found.values())


def _fixed(words: Iterable[str]) -> tuple[bool, ...]:
    return tuple(bool(_ENTITY.search(word)) for word in words)


def _match(kinds: Iterable[_Kind], words: tuple[str, ...]) -> _Kind | None:
    """The known template that fits word by word; of several the one with the fewest ``<*>``."""
    best, best_open = None, len(words) + 1
    for kind in kinds:
        if all(own in (ANY, word) for own, word in zip(kind.words, words, strict=True)):
            is_open = kind.words.count(ANY)
            if is_open < best_open:
                best, best_open = kind, is_open
    return best


def _join(fresh: dict[tuple[str, ...], list[_Kind]], program: str, words: tuple[str, ...]) -> _Kind:
    first = tuple(ANY if any(sign.isdigit() for sign in word) else word for word in words[:FIRST_WORDS])
    group = fresh.setdefault((program, str(len(words)), *first), [])
    fixed = _fixed(words)
    best, best_like = None, 0.0
    for kind in group:
        like = _likeness(kind, words, fixed)
        if like > best_like:
            best, best_like = kind, like
    if best is None or best_like < LIKE_RATIO:
        best = _Kind(list(words), fixed)
        group.append(best)
        return best
    for place, word in enumerate(words):
        if best.words[place] != word:
            best.words[place] = ANY
    return best


def _likeness(kind: _Kind, words: tuple[str, ...], fixed: tuple[bool, ...]) -> float:
    """The share of words that agree; nothing, where an entity differs."""
    alike = 0
    for own, word, was_fixed, is_fixed in zip(kind.words, words, kind.is_fixed, fixed, strict=True):
        if own == word:
            alike += own != ANY
        elif was_fixed or is_fixed:
            return 0.0
    return (alike + sum(word == ANY for word in kind.words) / 2) / len(words)


def _template(kind: _Kind) -> LogTemplate:
    template = " ".join(kind.words)
    program = kind.lines[0].program
    firsts = [one.first_at for one in kind.lines if one.first_at]
    lasts = [one.last_at for one in kind.lines if one.last_at]
    return LogTemplate(
        key=key_of(program, template),
        program=program,
        template=template,
        count=sum(one.count for one in kind.lines),
        first_at=min(firsts, default=None),
        last_at=max(lasts, default=None),
        samples=tuple(dict.fromkeys(one.quote for one in kind.lines))[:MOST_SAMPLES],
    )
