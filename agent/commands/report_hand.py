"""What somebody typed into a document is read before the document is written anew."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.hand import Line, Read
    from agent.registering import Filing
    from agent.store.store import Store

SHOWN = 60
"""Characters of a text on a line of the screen."""


def read_changed(store: "Store", out: Path, filing: "Filing") -> None:
    """Read every docx of this document in the folder that is not as it was written, and tell what was found."""
    from agent.hand import read_back  # noqa: PLC0415 - only here
    from agent.hand_docx import HandError  # noqa: PLC0415 - as above

    numbers = dict.fromkeys((*(one.number for one in filing.earlier), filing.number))
    for path in (out / f"{number}.docx" for number in numbers):
        if not path.exists() or filing.is_ours(path):
            continue
        try:
            found = read_back(store, path.read_bytes(), path.name)
        except HandError as error:
            click.echo(render(_("{file}: {why}", file=path.name, why=error.text), filing.language), err=True)
        else:
            tell(found, path.name, filing.language)


def tell(found: "Read", name: str, language: str) -> None:
    """Print what was read, a line a cell; what only says what is known stays out."""
    from agent.hand import Outcome  # noqa: PLC0415 - only here

    new = [one for one in found.lines if one.outcome is not Outcome.SAME]
    number = found.number or _("no number of ours in it")
    count = len(found.lines)
    said = _("{file} ({number}): places read {count}, with news {new}", file=name, number=number, count=count, new=len(new))
    click.echo(render(said, language), err=True)
    for one in new:
        for line in lines_of(one, language):
            click.echo(f"  {line}", err=True)


def lines_of(one: "Line", language: str) -> list[str]:
    """A cell as a person reads it; of a conflict every text with who wrote it when."""
    from agent.hand import OUTCOME_WORDS, TROUBLES  # noqa: PLC0415 - only here
    from reports.record.hand import PLACES  # noqa: PLC0415 - as above

    place: Text | str = PLACES.get(one.place, one.place)
    title = render(place, language) if isinstance(place, Text) else place
    told = [f"{one.row} {one.what} {title}: {render(OUTCOME_WORDS[one.outcome], language)}: {short(one.text)}"]
    if one.outcome in TROUBLES:
        told += [f"    {each.at:%Y-%m-%d} {each.by}: {short(each.text)}" for each in one.standing]
    return told


def short(text: str) -> str:
    """A text on one line of the screen."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else f"{flat[: SHOWN - 1]}…"
