"""How a client's output is told apart: each statement's stands between two marks that nobody can know beforehand.

The script is read by the shell and then by the client, so it names lines: an error that a client reports with its line
belongs to the statement whose lines hold it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from collectors.sessions.clients.base import Wanted


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


def spans(text: str, wanted: Sequence[Wanted], begins: str, ends: str) -> dict[int, range]:
    """By number, the lines (from 1) from that of ``begins`` to that of ``ends``, both formats of the number."""
    places = {line: number for number, line in enumerate(text.split("\n"), 1)}
    return {one.number: range(places[begins.format(one.number)], places[ends.format(one.number)] + 1) for one in wanted}


def blamed(lines: Iterable[tuple[int, str]], spans_of: Mapping[int, range]) -> dict[int, str]:
    """By number of a statement, the first thing said of a line of its."""
    found: dict[int, str] = {}
    for line, said in lines:
        for number, span in spans_of.items():
            if line in span:
                found.setdefault(number, said)
    return found
