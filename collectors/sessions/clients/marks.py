"""How a client's output is told apart: each statement's stands between two marks that nobody can know beforehand.

The script is read by the shell and then by the client, so it names lines: an error that a client reports with its line
belongs to the statement whose lines hold it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from collectors.sessions.clients.base import Frame, Wanted

NOTHING: Final = Wanted(0, "", 0, 0)


def between(out: str, mark: str) -> dict[int, tuple[str, bool]]:
    """By number, what stands behind each mark up to the next, and whether its own end was reached."""
    pattern = re.compile(rf"^{re.escape(mark)} (\d+)(\.?)$\n?", re.MULTILINE)
    found: dict[int, tuple[str, bool]] = {}
    hits = list(pattern.finditer(out))
    ended = {int(hit[1]) for hit in hits if hit[2]}
    ends = [*(hit.start() for hit in hits[1:]), len(out)]
    for hit, end in zip(hits, ends, strict=False):
        if not hit[2]:
            found[int(hit[1])] = out[hit.end() : end], int(hit[1]) in ended
    return found


def frame_of(frames: Sequence[Frame], product: str) -> Frame:
    """The last frame that names the product, else the one for all others."""
    named = [one for one in frames if product in one.products]
    return named[-1] if named else next(one for one in frames if not one.products)


def script(frames: Sequence[Frame], wanted: Sequence[Wanted], product: str, mark: str, database: str = "") -> str:
    """The client's input: each statement in its frame. ``database`` is where it is asked, "" the target's own."""
    frame = frame_of(frames, product)
    name = database.replace('"', "")  # it stands in quotes
    lines = [_filled(line, mark, database=name) for line in (*frame.head, *(frame.into if database else ()))]
    for one in wanted:
        lines += [_filled(line, mark, one) for line in frame.before]
        lines.append(one.text)
        lines += [_filled(line, mark, one) for line in frame.after]
    return "\n".join(lines)


def _filled(line: str, mark: str, one: Wanted = NOTHING, database: str = "") -> str:
    values = {
        "mark": mark,
        "number": one.number,
        "seconds": one.seconds,
        "milliseconds": one.seconds * 1000,
        "rows": one.most + 1,
        "database": database,
    }
    for name, value in values.items():
        line = line.replace(f"{{{name}}}", str(value))
    return line


def spans(lines: Iterable[tuple[int, str]], mark: str) -> dict[int, range]:
    """By number of a statement, from the line that holds its mark to the one that holds its end; lines by their number."""
    pattern = re.compile(rf"{re.escape(mark)} (\d+)(\.?)")
    begins: dict[int, int] = {}
    found: dict[int, range] = {}
    for place, line in lines:
        hit = pattern.search(line)
        if hit and not hit[2]:
            begins[int(hit[1])] = place
        elif hit and int(hit[1]) in begins:
            found[int(hit[1])] = range(begins[int(hit[1])], place + 1)
    return found


def blamed(lines: Iterable[tuple[int, str]], spans_of: Mapping[int, range]) -> dict[int, str]:
    """By number of a statement, the first thing said of a line of its."""
    found: dict[int, str] = {}
    for line, said in lines:
        for number, span in spans_of.items():
            if line in span:
                found.setdefault(number, said)
    return found
