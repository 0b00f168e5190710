"""The change file: what an upgrade is, and which differences it will make, written down before it is made.

Import it where a file is read: pydantic is slow to import. The same care for errors as for xunjian.yaml: file, line, field,
what was found, what to write.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from config.block import Block
from config.files import bytes_of, text_of
from config.grammar import Flag, Word, one_of, reject
from config.places import parse
from config.planned import ByHand, Expected, Plan, Proof
from config.problems import refuse
from config.targets import beside
from config.text import _
from config.validate import validated

WAYS: Final = ("gone", "new", "changed", "renamed")


def _moment(value: object) -> datetime:
    words = str(value).strip()
    try:
        if ":" not in words:  # a bare day would be its first minute, and the verdict final hours too early
            return reject(_("write a moment as 2026-12-31 23:30"))
        return datetime.fromisoformat(words)
    except ValueError:
        return reject(_("write a moment as 2026-12-31 23:30"))


class ProofBlock(Block):
    """Something that was tried: where, when, by whom, with which result; ``evidence`` names what shows it."""

    place: Word = ""
    done_at: Word = ""
    by: Word = ""
    result: Word = ""
    evidence: Word = ""


class ByHandBlock(Block):
    """One entry of ``by_hand:``: a condition of the gate that was not seen, and what a person found who looked."""

    condition: Word
    by: Word
    found: Word
    target: Word = "*"


class ChangeBlock(Block):
    """``change:``: what is upgraded, and what was prepared."""

    number: Word = ""
    title: Word = ""
    version_from: Word = ""
    version_to: Word = ""
    finished_at: Annotated[datetime, BeforeValidator(_moment)] | None = None
    manual: Word = ""
    rehearsal: ProofBlock = ProofBlock()
    rollback: ProofBlock = ProofBlock()
    functions_waived: Word = ""


class ExpectedBlock(Block):
    """One entry of ``expected:``; every key but ``reason`` narrows it. Names are patterns (``*``, ``?``)."""

    target: Word = "*"
    aspect: Word = "*"
    subject: Word = "*"
    way: Annotated[str, one_of(*WAYS)] = ""
    field: Word = "*"
    to: Word = "*"
    reason: Word = ""
    required: Flag = False
    optional: Flag = False


class ChangeFile(Block):
    """The whole file."""

    change: ChangeBlock = ChangeBlock()
    expected: tuple[ExpectedBlock, ...] = ()
    by_hand: tuple[ByHandBlock, ...] = ()


def read(path: Path, timezone: str) -> tuple[Plan, tuple[Expected, ...]]:
    """Read a change file; a moment without a zone is of ``timezone``. Raises ConfigError with every problem."""
    tree = parse(text_of(bytes_of(path, (str(path), "--change")), path), str(path))
    made = validated(tree, ChangeFile)
    for number, one in enumerate(made.expected):
        if one.required and one.optional:
            place = tree.place(("expected", number, "optional"))
            raise refuse(place, "optional", _("both “required” and “optional”"), _("write one of the two"))
        if not _is_narrow(one):
            place = tree.place(("expected", number))
            write = _("name the aspect or the subject: what fits every difference would hide every fault")
            raise refuse(place, "expected", _("an entry that fits every difference"), write)
    plan = _plan(made.change, path, tree.place(("change", "manual")), timezone)
    by_hand = tuple(ByHand(one.condition, one.by, one.found, one.target) for one in made.by_hand)
    return replace(plan, by_hand=by_hand), tuple(map(_expected, made.expected))


def _is_narrow(of: ExpectedBlock) -> bool:
    """Whether an entry says what it is about; a target, a way or a reason alone covers whatever goes wrong there."""
    return any(pattern.strip("*?") for pattern in (of.aspect, of.subject, of.to))


def _plan(of: ChangeBlock, path: Path, place: str, timezone: str) -> Plan:
    at = of.finished_at
    manual = bytes_of(beside(path.parent, of.manual), (place, "manual")) if of.manual else b""
    return Plan(
        number=of.number,
        title=of.title,
        version_from=of.version_from,
        version_to=of.version_to,
        finished_at=at if at is None or at.tzinfo else at.replace(tzinfo=ZoneInfo(timezone)),
        rehearsal=_proof(of.rehearsal),
        rollback=_proof(of.rollback),
        manual=of.manual,
        manual_digest=sha256(manual).hexdigest() if of.manual else "",
        functions_waived=of.functions_waived,
    )


def _proof(of: ProofBlock) -> Proof:
    return Proof(of.place, of.done_at, of.by, of.result, of.evidence)


def _expected(of: ExpectedBlock) -> Expected:
    return Expected(
        of.target,
        of.aspect,
        of.subject,
        of.way,
        of.field,
        of.to,
        of.reason,
        is_required=of.required,
        is_optional=of.optional,
    )
