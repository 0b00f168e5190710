"""A form as a session: it answers the one thing that a person was asked, with what he wrote."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from collectors.base import Form, Question, Reason, SessionError
from collectors.evidence import Reply, encode
from collectors.sessions.notices import Cost

if TYPE_CHECKING:
    from collectors.facts.forms import WrittenForm


def evidence_of(form: "WrittenForm") -> bytes:
    """Write a form as evidence: the heading, then one line an item, then their number."""
    import msgspec  # noqa: PLC0415 - only where a form is

    def plain(value: object) -> str:
        return msgspec.json.encode(value).decode()

    head = msgspec.to_builtins(form)
    lines = ",\n".join(plain(line) for line in head.pop("items"))
    count = head.pop("count")
    text = f'{plain(head)[:-1]},"items":[\n{lines}\n],"count":{count}}}\n'
    return encode((Reply("ok", 0, text.encode()),))


class FormSession:
    """Says what was written; ``at`` is the moment that stands for the day on the form."""

    def __init__(self, form: "WrittenForm", at: datetime) -> None:
        self._evidence = evidence_of(form)
        is_told = all(line.is_told for line in form.items if line.answer.strip())
        self._transport = {
            "origin": "told" if is_told and any(line.answer.strip() for line in form.items) else "form",
            "taken_at": at.isoformat(),
            "answered_by": form.answered_by,
            "witness": form.witness,
        }

    @property
    def transport(self) -> Mapping[str, str]:
        """Who answered, who was there, when."""
        return self._transport

    @property
    def costs(self) -> Sequence[Cost]:
        """Nothing: no machine was asked."""
        return ()

    def connect(self) -> None:
        """There is nobody to reach."""

    def close(self) -> None:
        """There is nothing to end."""

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Give the form to whoever asks for one."""
        for question in questions:
            is_form = isinstance(question.ask, Form)
            yield question, self._evidence if is_form else SessionError(Reason.NOT_ASKED)
