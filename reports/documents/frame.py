"""What frames every document: the renderers' own words, and the numbers before the titles of its chapters."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from config.text import _, render
from reports.documents.model import Labels, Section, Words
from reports.documents.tables import Speaker


def labels(of: Speaker) -> Labels:
    """The renderers' own few words."""
    before, between, after = render(_("page {page} of {pages}", page="\0", pages="\0"), of.language).split("\0")
    return Labels(contents=of.say(_("Contents")), page=(before, between, after))


def numbered(of: Speaker, sections: Iterable[Section]) -> Iterator[Section]:
    """Put the number before each title: "4 Problems", "Annex A Every single result"."""
    for section in sections:
        title = section.title.text
        if section.number.isalpha():
            words = of.say(_("Annex {letter}: {title}", letter=section.number, title=title))
        else:
            words = Words(f"{section.number} {title}")
        yield replace(section, title=words)
