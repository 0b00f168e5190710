"""What a session of a function writes down: one JSON object, whole or not at all."""

import json
from collections.abc import Mapping
from typing import Final, cast

from collectors.base import Answer, ParseError, Reason, SessionError
from collectors.facts.functions import Try
from config.text import Text

Met = Mapping[str, object]


def met(answer: Answer) -> Met:
    """Read the object. Raises SessionError (cut) for one that does not close, ParseError for anything else."""
    return members(json_of(answer.text), answer.text)


def json_of(text: str) -> object:
    """Read JSON. Raises SessionError (cut): what is no whole JSON was cut, as every writer closes its brackets."""
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        raise SessionError(Reason.CUT, text[-80:]) from None
    return found


def members(value: object, line: str = "") -> Met:
    """Take an object. Raises ParseError."""
    if not isinstance(value, dict):
        raise ParseError("no object", line[:80])
    return cast("Met", value)


def listed(value: object) -> list[object]:
    """Take a list. Raises ParseError."""
    if not isinstance(value, list):
        raise ParseError("no list", str(value)[:80])
    return value


def word(of: Met, name: str) -> str:
    """A member that is a text, "" where there is none."""
    value = of.get(name, "")
    return value if isinstance(value, str) else ""


def number(of: Met, name: str) -> float:
    """A member that is a number. Raises ParseError."""
    value = of.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ParseError(f"no number under {name}", str(value)[:80])
    return float(value)


def count(of: Met, name: str) -> int:
    """A member that is a whole number. Raises ParseError."""
    return int(number(of, name))


def optional(of: Met, name: str) -> int | None:
    """A member that is a whole number; None where it is not there."""
    return count(of, name) if of.get(name) is not None else None


def tries(of: Met) -> tuple[Try, ...]:
    """The attempts that failed. Raises ParseError where nothing is said of them."""
    found = [members(one) for one in listed(of.get("tries"))]
    return tuple(Try(word(one, "reason"), word(one, "detail"), bool(one.get("is_named", True))) for one in found)


def must_have_come(of: Met) -> None:
    """Raise SessionError where no attempt came off, for readers that need an answer."""
    if set(of) - {"tries"}:
        return
    failed = tries(of)
    last = failed[-1] if failed else Try(Reason.EMPTY.value, "")
    known = {one.value for one in Reason}
    raise SessionError(Reason(last.reason) if last.reason in known else Reason.FAILED, last.detail)


_OK: Final = 200
_DENYING: Final = frozenset({401, 403})


def page_body(page: Met, account: Text, service: Text) -> str:
    """The body of a page that came whole.

    Raises SessionError: denied with the remedy ``account``, failed with ``service`` for any other status, cut.
    """
    must_have_come(page)
    status = count(page, "status")
    if status in _DENYING:
        raise SessionError(Reason.DENIED, f"HTTP {status}", account)
    if status != _OK:
        raise SessionError(Reason.FAILED, f"HTTP {status}", service)
    if page.get("is_cut"):
        raise SessionError(Reason.CUT, word(page, "url"))
    return word(page, "body")
