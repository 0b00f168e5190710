"""The inspection record form as a workbook to type into: one sheet a target, drop-downs, hidden keys to read it back by."""

import io
from dataclasses import dataclass
from typing import Any, Final

from config.checklists import Item
from config.text import Text, _
from reports.documents.record_form import (
    HEADS,
    HOWS,
    LABELS,
    NOT_APPLICABLE,
    NOT_LOOKED,
    REMARK,
    TITLE,
    RecordForm,
    RecordForms,
    about,
)
from reports.render.legal import legal
from reports.render.xlsx import sheet_name

MARK: Final = "xunjian-form"
VERSION: Final = 1
KEYS: Final = ("key", "no", "item", "right", "answer", "unit", "how", "remark")
"""What stands in each column, in a hidden row: columns may be moved and still be found."""
_WIDTHS: Final = (4, 5, 46, 30, 18, 7, 12, 30)
_A4: Final = 9
_LIST_LETTERS: Final = 255
"""The most a drop-down's list may hold (ECMA-376; Excel's limit)."""
_LINE: Final = 15.0
_LETTERS_A_LINE: Final = 40


@dataclass(frozen=True, slots=True)
class _Faces:
    """How cells look."""

    title: Any
    label: Any
    fixed: Any
    typed: Any
    head: Any
    note: Any


def form_xlsx(forms: RecordForms) -> bytes:
    """Write one sheet a form."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and only this needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    title = forms.say(TITLE).text
    book.set_properties({"title": title, "comments": forms.number, "created": forms.made_at.replace(tzinfo=None)})
    font = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter", "text_wrap": True}
    ruled = {**font, "border": 1, "border_color": "#9AA5B1"}
    faces = _Faces(
        title=book.add_format({**font, "font_size": 15, "bold": True, "align": "center", "font_color": "#1F4E79"}),
        label=book.add_format({**ruled, "bold": True, "bg_color": "#F2F5F8"}),
        fixed=book.add_format(ruled),
        typed=book.add_format({**ruled, "bg_color": "#FFFBE6", "align": "center"}),
        head=book.add_format({**ruled, "bold": True, "bg_color": "#E7EBF0", "align": "center"}),
        note=book.add_format({**font, "font_size": 9, "font_color": "#4B5563"}),
    )
    taken: set[str] = set()
    for form in forms.forms:
        _Sheet(book.add_worksheet(sheet_name(form.target.id, taken)), forms, form, faces).write()
    book.close()
    return out.getvalue()


class _Sheet:
    """Writes the sheet of one form, row by row."""

    def __init__(self, page: Any, forms: RecordForms, form: RecordForm, faces: _Faces) -> None:  # noqa: ANN401 - no types
        self.page, self.forms, self.form, self.faces = page, forms, form, faces
        self.row = 0

    def write(self) -> None:
        """Write it all."""
        self._keys()
        self._heading()
        first = self.row
        for number, item in enumerate(self.form.checklist.items, 1):
            self._item(number, item)
        self._closing()
        self._setup(first)

    def _say(self, text: Text) -> str:
        return self.forms.say(text).text

    def _keys(self) -> None:
        """The two hidden rows that say what this is, and the hidden column of keys."""
        mark = (f"{MARK} {VERSION}", self.form.target.id, self.form.checklist.id)
        for place, value in enumerate(mark):
            self.page.write_string(0, place, legal(value))
        for place, key in enumerate(KEYS):
            self.page.write_string(1, place, key)
            self.page.set_column(place, place, _WIDTHS[place], None, {"hidden": place == 0})
        for row in (0, 1):
            self.page.set_row(row, None, None, {"hidden": True})
        self.row = 2

    def _heading(self) -> None:
        list_title = self.forms.text(self.form.checklist.title)
        title = self._say(_("{title}: {list}", title=TITLE, list=list_title))
        self._merged(1, 7, title, self.faces.title)
        self.page.set_row(self.row, 30)
        self.row += 1
        known = [
            self._say(_("{title}: {list}", title=name, list=value)) for name, value in about(self.forms, self.form.target)
        ]
        values = {"answered_by": self.forms.site.engineer}
        for place, (key, label) in enumerate(LABELS.items()):
            left = known[2 * place : 2 * place + 2] if place < len(LABELS) - 1 else known[2 * place :]
            self.page.write_string(self.row, 0, f"@{key}")
            self._merged(1, 2, legal("\n".join(left)), self.faces.fixed)
            self.page.write_string(self.row, 3, self._say(label), self.faces.label)
            self._merged(4, 7, legal(values.get(key, "")), self.faces.typed)
            self.page.set_row(self.row, _LINE * len(left) + 4)
            self.row += 1
        self._merged(1, 7, self.forms.how_to(self.form).text, self.faces.note)
        self.page.set_row(self.row, 2 * _LINE + 4)
        self.row += 1
        number, item, right, answer, how, remark = map(self._say, HEADS)
        for place, text in enumerate((number, item, right, answer, self._say(_("Unit")), how, remark), 1):
            self.page.write_string(self.row, place, text, self.faces.head)
        self.row += 1

    def _item(self, number: int, item: Item) -> None:
        page, faces, row = self.page, self.faces, self.row
        look = f"{self.forms.text(item.title)}\n{self.forms.text(item.look)}"
        right = self.forms.text(item.right)
        page.write_string(row, 0, item.id)
        page.write_number(row, 1, number, faces.fixed)
        page.write_string(row, 2, legal(look), faces.fixed)
        page.write_string(row, 3, legal(right), faces.fixed)
        page.write_blank(row, 4, None, faces.typed)
        page.write_string(row, 5, item.range.unit, faces.fixed)
        page.write_blank(row, 6, None, faces.typed)
        page.write_blank(row, 7, None, faces.typed)
        page.data_validation(row, 4, row, 4, self._validation(item))
        page.data_validation(row, 6, row, 6, {"validate": "list", "source": [self._say(how) for how in HOWS]})
        lines = 1 + max(-(-_wide(self.forms.text(item.look)) // _LETTERS_A_LINE), -(-_wide(right) // 26) - 1)
        page.set_row(row, _LINE * lines + 4)
        self.row += 1

    def _validation(self, item: Item) -> dict[str, object]:
        """A list of what can be chosen, or a hint at what to type; other words are warned of, never refused."""
        others = [self._say(NOT_APPLICABLE), self._say(NOT_LOOKED)]
        choices = [*(self.forms.text(choice.words) for choice in item.choices), *others]
        if item.kind == "choice" and len(",".join(choices)) <= _LIST_LETTERS:
            return {"validate": "list", "source": choices, "error_type": "warning"}
        hints = {
            "number": _("a number alone, without its unit"),
            "date": _("a day as 2026-12-31, or “none”"),
            "text": _("what it says, or “none”"),
            "choice": _("one of the answers of the list"),
        }
        return {"validate": "any", "input_title": self._say(HEADS[3]), "input_message": self._say(hints[item.kind])}

    def _closing(self) -> None:
        for key, text, height in (
            ("@remark", REMARK, 3 * _LINE),
            ("", _("Signatures: engineer, customer"), 2.5 * _LINE),
        ):
            self.page.write_string(self.row, 0, key)
            self._merged(1, 3, self._say(text), self.faces.label)
            self._merged(4, 7, "", self.faces.fixed)
            self.page.set_row(self.row, height)
            self.row += 1

    def _merged(self, first: int, last: int, text: str, face: Any) -> None:  # noqa: ANN401 - no types
        self.page.merge_range(self.row, first, self.row, last, text, face)

    def _setup(self, first: int) -> None:
        self.page.freeze_panes(first, 0)
        self.page.set_landscape()
        self.page.center_horizontally()
        self.page.set_paper(_A4)
        self.page.set_margins(0.4, 0.4, 0.5, 0.5)
        self.page.fit_to_pages(1, 1)
        self.page.set_footer("&L" + legal(self.forms.number)[:200].replace("&", "&&") + "&R&P / &N")


def _wide(text: str) -> int:
    return sum(1 if letter < "\u2e80" else 2 for letter in text)
