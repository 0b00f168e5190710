"""The verification of an upgrade for programs: ``xunjian.verification/1`` (docs/output.md)."""

import dataclasses
import json
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Final

from checks.verdict import scope
from checks.verification import GateRow, Verdict, Verification
from config.text import Text, render

SCHEMA: Final = "xunjian.verification/1"
GATE_SCHEMA: Final = "xunjian.gate/1"


def as_json(of: Verification, verdict: Verdict, reasons: Sequence[Text], language: str) -> str:
    """Everything that was compared, with words in one language."""
    return json.dumps(as_plain(of, verdict, reasons, language), ensure_ascii=False, indent=1)


def as_plain(of: Verification, verdict: Verdict, reasons: Sequence[Text], language: str) -> dict[str, object]:
    """The same as plain values; the json form of the document holds them too."""
    beyond = scope(of)
    head: dict[str, object] = {
        "schema": SCHEMA,
        "verdict": verdict.value,
        "is_final": of.is_final,
        "reasons": [render(one, language) for one in reasons],
        "scope": render(beyond, language) if beyond else "",
    }
    rest = {name: _plain(getattr(of, name), language) for name in _FIELDS if name not in {"targets", "is_final"}}
    rest["targets"] = [{"before": before, "after": after} for before, after in of.targets]
    return head | rest


_FIELDS: Final = tuple(one.name for one in dataclasses.fields(Verification))


def gate_as_json(rows: Sequence[GateRow], words: Text, language: str) -> str:
    """The gate of a snapshot."""
    return json.dumps(
        {"schema": GATE_SCHEMA, "says": render(words, language), "gate": [_plain(row, language) for row in rows]},
        ensure_ascii=False,
        indent=1,
    )


def _plain(value: object, language: str) -> object:
    """A value as JSON has it."""
    match value:
        case Text():
            return render(value, language)
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case tuple() | list():
            return [_plain(one, language) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name), language) for one in dataclasses.fields(value)}
    return value
