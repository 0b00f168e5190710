"""The inspection record form, 《巡检记录表》: one page a target that a person answers for, to be written on by hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from config.checklists import Checklist, Item
from config.checklists import Words as ByLanguage
from config.site import Site, Target
from config.text import Text, _, render
from reports.documents.model import (
    NOTHING,
    Block,
    Column,
    Cover,
    Document,
    Labels,
    Paragraph,
    Section,
    Table,
    Words,
    fact,
    say,
)

TITLE: Final = _("Inspection record form")
BOX: Final = "□"
HOWS: Final = (_("on site"), _("remotely"), _("told"))
"""How an answer was come by; the last is no evidence."""
TOLD: Final = HOWS[-1]
NOT_APPLICABLE: Final = _("not applicable")
NOT_LOOKED: Final = _("not inspected")
LABELS: Final = {"on": _("Day of inspection"), "answered_by": _("Engineer"), "witness": _("Customer's side")}
REMARK: Final = _("Remarks on the whole")
HEADS: Final = (_("No."), _("What to look at, and where"), _("What is right"), _("Answer"), _("How"), _("Remarks"))
HOW_TO: Final = _(
    "Answer only what you saw yourself; write numbers with a point. An item without an answer counts as not inspected, and "
    "so does one that was told. “Not applicable” needs its reason in the remarks. Name photos {target}-ITEM NUMBER, e.g. "
    "{target}-3.jpg.",
    target="",
)
_BOXES_A_LINE: Final = 12
"""Letters of a choice that stand beside another one in a cell."""


@dataclass(frozen=True, slots=True)
class RecordForm:
    """The form of one target."""

    target: Target
    checklist: Checklist


@dataclass(frozen=True, slots=True)
class RecordForms:
    """The forms of one visit. ``number`` is the document's own."""

    forms: tuple[RecordForm, ...]
    site: Site
    made_at: datetime
    number: str
    language: str

    def say(self, text: Text, *, is_strong: bool = False) -> Words:
        """Put a Text into the language of the forms."""
        return say(text, self.language, is_strong=is_strong)

    def text(self, words: ByLanguage) -> str:
        """Say a text of a checklist."""
        return words[self.language]

    def how_to(self, form: RecordForm) -> Words:
        """How to fill in the form of one target."""
        return self.say(Text(HOW_TO.template, {"target": form.target.id}))


def build(forms: RecordForms) -> Document:
    """Write the forms as a document without cover and contents: one section, and so one page, a target."""
    sections = [_section(forms, form) for form in forms.forms]
    before, between, after = render(_("page {page} of {pages}", page="\0", pages="\0"), forms.language).split("\0")
    title = forms.say(TITLE)
    header = _("{customer} {title}", customer=forms.site.customer, title=TITLE) if forms.site.customer else TITLE
    return Document(
        kind="record-form",
        number=forms.number,
        language=forms.language,
        made_at=forms.made_at,
        cover=Cover(fact(forms.site.customer), title, NOTHING, ()),
        header=forms.say(header),
        labels=Labels(contents=NOTHING, page=(before, between, after)),
        summary=sections[0],
        sections=tuple(sections[1:]),
        is_bare=True,
    )


def _section(forms: RecordForms, form: RecordForm) -> Section:
    title = _("{title}: {list}", title=TITLE, list=forms.text(form.checklist.title))
    blocks: tuple[Block, ...] = (
        _heading(forms, form),
        Paragraph((forms.how_to(form),), "note"),
        _items(forms, form.checklist),
        _remark(forms),
        _signatures(forms),
    )
    return Section("", forms.say(title), blocks, f"form-{form.target.id}", starts_page=True)


def about(forms: RecordForms, target: Target) -> tuple[tuple[Text, str], ...]:
    """What the contract's list says of a target, by the name of the field; empty fields too, to be filled in."""
    asset, site = target.asset, forms.site
    name = asset.get("name", "")
    made = " ".join(filter(None, (asset.get("vendor", ""), asset.get("model", ""))))
    return (
        (_("Customer"), site.customer),
        (_("Project"), site.project),
        (_("Contract number"), site.contract_number),
        (_("Target"), f"{target.id} {name}" if name and name != target.id else target.id),
        (_("Model"), made),
        (_("Serial number"), asset.get("serial", "")),
        (_("Location"), asset.get("location", "")),
        (_("Address"), target.address),
    )


def _heading(forms: RecordForms, form: RecordForm) -> Table:
    known = [(forms.say(name, is_strong=True), fact(value)) for name, value in about(forms, form.target)]
    engineer = fact(forms.site.engineer)
    known += [
        (forms.say(LABELS["on"], is_strong=True), forms.say(_("(year)      (month)      (day)"))),
        (forms.say(LABELS["answered_by"], is_strong=True), engineer),
    ]
    rows = tuple((*left, *right) for left, right in zip(known[::2], known[1::2], strict=True))
    widths = (13, 37, 13, 37)
    return Table(tuple(Column(NOTHING, width) for width in widths), rows, kind="form", is_dense=True)


def _items(forms: RecordForms, checklist: Checklist) -> Table:
    widths = (5, 33, 21, 18, 11, 12)
    head = tuple(
        Column(forms.say(text), width, place == 0) for place, (text, width) in enumerate(zip(HEADS, widths, strict=True))
    )
    hows = "\n".join(f"{BOX} {forms.say(how).text}" for how in (HOWS[0], HOWS[-1]))
    rows = tuple(
        (
            Words(str(number)),
            Words(f"{forms.text(item.title)}\n{forms.text(item.look)}"),
            Words(forms.text(item.right)),
            Words(_boxes(forms, item)),
            Words(hows),
            NOTHING,
        )
        for number, item in enumerate(checklist.items, 1)
    )
    return Table(head, rows, kind="form", is_dense=True)


def _boxes(forms: RecordForms, item: Item) -> str:
    """What is ticked or written: boxes of choices, a line with the unit, a line for words or a day."""
    if item.kind == "choice":
        words = [f"{BOX} {forms.text(choice.words)}" for choice in item.choices]
        apart = "   " if sum(map(len, words)) <= _BOXES_A_LINE else "\n"
        return apart.join(words)
    line = "________"
    if item.kind == "number":
        return f"{line} {item.range.unit}".rstrip()
    return f"{BOX} {forms.say(_('none')).text}\n{line}____"


def _remark(forms: RecordForms) -> Table:
    row = (forms.say(REMARK, is_strong=True), NOTHING)
    return Table((Column(NOTHING, 13), Column(NOTHING, 87)), (row,), kind="form", row_height_mm=13, is_dense=True)


def _signatures(forms: RecordForms) -> Table:
    row = (
        forms.say(_("Engineer (signature, date)"), is_strong=True),
        NOTHING,
        forms.say(_("Customer (signature, date)"), is_strong=True),
        NOTHING,
    )
    widths = (13, 37, 13, 37)
    return Table(tuple(Column(NOTHING, width) for width in widths), (row,), kind="form", row_height_mm=13, is_dense=True)
