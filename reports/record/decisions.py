"""What the customer decided of a problem, read from the words that were typed into 《整改确认单》 or chapter 8.

Nothing is guessed: words that say neither, or both, or name a day that cannot be read, are unclear, and a person asks.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from config.text import _

AGREED: Final = _("agreed")
DEFERRED: Final = _("not now, until")
EXPLAIN: Final = _("to be explained")


class Kind(Enum):
    """What was decided."""

    AGREED = "agreed"
    DEFERRED = "deferred"
    EXPLAIN = "explain"
    UNCLEAR = "unclear"


KIND_WORDS: Final = {
    Kind.AGREED: AGREED,
    Kind.DEFERRED: _("not now"),
    Kind.EXPLAIN: EXPLAIN,
    Kind.UNCLEAR: _("unclear, to be asked"),
}
_SIGNS: Final = (
    (
        Kind.DEFERRED,
        re.compile(r"暂不|不整改|不同意|不处理|接受风险|风险接受|延期|缓办|not now|not agreed|defer|accept", re.IGNORECASE),
    ),
    (Kind.EXPLAIN, re.compile(r"需说明|须说明|请说明|待说明|explain", re.IGNORECASE)),
    (Kind.AGREED, re.compile(r"(?<!不)同意|立即整改|安排整改|(?<!暂不)(?<!不)整改|(?<!not )agreed?|mend", re.IGNORECASE)),
)
"""By what words a decision is known, in both languages; the form's own words are among them."""
_DAY: Final = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; ``day`` is of the window where it was agreed, the last day where it was put off."""

    kind: Kind
    day: date | None = None
    remark: str = ""
    text: str = ""


def decision(said: str, day: str = "", remark: str = "") -> Decision | None:
    """Read what was typed under decision, agreed day and remarks; None where nothing was decided.

    A day in the decision's own words counts before that of its column. A decision to put off that names no day is unclear:
    a risk is accepted until a day, or not at all.
    """
    text, remark = " ".join(said.split()), " ".join(remark.split())
    if not text:
        return None
    kinds = [kind for kind, sign in _SIGNS if sign.search(text)]
    told = days_in(text) or days_in(day)
    kind = kinds[0] if len(kinds) == 1 else Kind.UNCLEAR
    is_dated = len(told) == 1
    if (kind is Kind.DEFERRED and not is_dated) or len(told) > 1:
        kind = Kind.UNCLEAR
    return Decision(kind, told[0] if is_dated else None, remark, text)


def days_in(words: str) -> list[date]:
    """Every day that is written as 2027-03-31, 2027/3/31, 2027.3.31 or 2027年3月31日, and is in the calendar."""
    found = []
    for year, month, day in _DAY.findall(words):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
