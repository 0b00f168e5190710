"""What only a person can answer for and every site is asked: the declared checks of management."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from config.clauses import MANAGEMENT
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a person: what it is called, what to ask to be shown, the clauses and guide entry that it answers."""

    id: str
    title: Text
    look_at: Text
    clauses: tuple[str, ...]
    guide: str = ""


def _question(name: str, title: Text, look_at: Text, clauses: tuple[str, ...], guide: str = "") -> Question:
    return Question(f"security.management.{name}", title, look_at, clauses, guide)


_ALL: Final = (
    _question(
        "asset_register",
        _("List of assets"),
        _("the list, its owner and its last revision; hold it against chapter 2"),
        ("8.1.10.2a",),
    ),
    _question(
        "remote_access_approval",
        _("Approval of remote access"),
        _("approvals of remote access of the quarter, its logs, and that it was closed afterwards"),
        ("8.1.10.6i",),
    ),
    _question(
        "change_records",
        _("Records of changes"),
        _("change orders of the quarter; hold them against the differences that this check found"),
        ("8.1.10.6g", "8.1.10.10"),
    ),
    _question(
        "restore_drill",
        _("Drill of restoring a backup"),
        _("the record of the last drill: what was restored, how long it took, who confirmed the data"),
        ("8.1.10.11c",),
    ),
    _question(
        "emergency_plan",
        _("Emergency plan, and its exercise"),
        _("the plan, and the record of the last training or exercise"),
        ("8.1.10.13",),
        "6.10.1.1",
    ),
    _question(
        "outsourcing_agreement",
        _("Agreement with the outsourced service"),
        _("the agreement with its secrecy clauses, scope and term"),
        ("8.1.10.14",),
    ),
    _question(
        "last_assessment",
        _("Date of the last assessment (等级测评)"),
        _("the report of the last assessment, its date, and what became of its problems"),
        ("8.1.10.5b",),
    ),
)
QUESTIONS: Final[Mapping[str, Question]] = {one.id: one for one in _ALL if one.id in MANAGEMENT}
"""By id, in the order of the catalogue."""


def spoken_of(item: str) -> tuple[str, ...]:
    """The clauses, points or chapters that a declaration speaks of, whether it names a question or a number."""
    return QUESTIONS[item].clauses if item in QUESTIONS else (item,)
