"""Marks of the cells that a person types into: a content control and a bookmark, beside the name printed in the row.

Word and WPS keep all three. LibreOffice 7.4 drops the control's tag, and writes the text of a control that is plain text,
or stands round a paragraph or a cell, three times over; round runs within a paragraph, as rich text, it leaves it whole.
"""

from html import escape
from typing import Final

from reports.documents.model import Entry
from reports.record.hand import print_of
from reports.render.docx_xml import run

MARK: Final = "xj"
"""What our marks begin with."""
BLANK: Final = "\u3000\u3000"
"""So wide is an empty control that one can click into it; nothing is printed."""


def marked(inside: str, text: str, entry: Entry, title: str, number: int) -> str:
    """Put both marks round the runs of a cell; ``number`` is the document's own for this mark."""
    parts = (MARK, entry.place, entry.id, print_of(text))
    control = (
        f'<w:sdt><w:sdtPr><w:alias w:val="{escape(title)}"/><w:tag w:val="{".".join(parts)}"/><w:id w:val="{number}"/>'
        f"</w:sdtPr><w:sdtContent>{inside if text else run(BLANK)}</w:sdtContent></w:sdt>"
    )
    return f'<w:bookmarkStart w:id="{number}" w:name="{"_".join(parts)}"/>{control}<w:bookmarkEnd w:id="{number}"/>'
