"""The list that a customer approved, as a program reads it, and the session that sends nothing which is not in it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from agent.planning import bound_of, is_sent
from agent.sending import sent
from collectors.base import Each, Question, Reason, SessionError, Shell, Source
from collectors.sessions.base import Session
from collectors.sessions.notices import Cost
from config.site import Target
from config.text import Text, _

FORM: Final = 1
"""Of the list; a reader of another form refuses it."""
_BOUNDS: Final = ("seconds", "kib", "samples")
_REMEDY: Final = _("Have it approved: xunjian report approval writes the form and the list anew")


class ListError(Exception):
    """The file is no list of ours; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class ApprovedAsk:
    """One ask of the list: what it would run (``digest``), what is sent (``sent``), fixed values, and its bounds."""

    digest: str
    sent: str
    values: tuple[tuple[str, str], ...]
    bounds: tuple[int, ...]
    """Seconds, KiB, runs, items: at most."""

    def covers(self, other: "ApprovedAsk") -> bool:
        """Whether the other is the same ask within these bounds."""
        is_same = (self.digest, self.sent, self.values) == (other.digest, other.sent, other.values)
        return is_same and all(wanted <= most for wanted, most in zip(other.bounds, self.bounds, strict=True))


@dataclass(frozen=True, slots=True)
class ApprovedTarget:
    """What was approved of one target: the way to it, and its asks."""

    route: Mapping[str, str]
    asks: tuple[ApprovedAsk, ...]


@dataclass(frozen=True, slots=True)
class Approved:
    """The whole list. ``digest`` is sha256 of the file, as the form prints it, and ``body`` what is in it."""

    targets: Mapping[str, ApprovedTarget]
    digest: str
    body: bytes = b""

    def has(self, target: Target) -> bool:
        """Whether a target stands in it as the configuration has it now."""
        known = self.targets.get(target.id)
        return known is not None and known.route == route_of(target)

    def guarding(self, opener: Callable[[Target], Callable[[], Session]]) -> Callable[[Target], Callable[[], Session]]:
        """What opens sessions that send only what was approved; of a target that was not, none is opened."""

        def prepared(target: Target) -> Callable[[], Session]:
            if not self.has(target):
                return lambda: _refuse(target, self)
            opened = opener(target)
            return lambda: ApprovedSession(opened(), target, self)

        return prepared


class ApprovedSession:
    """A session that passes on what was approved, and answers everything else with why it was not sent."""

    def __init__(self, session: Session, target: Target, approved: Approved) -> None:
        self._session = session
        self._target = target
        self._asks = approved.targets[target.id].asks
        self._digest = approved.digest

    @property
    def transport(self) -> Mapping[str, str]:
        """What the session knows of its way, and by which list it asked."""
        return {**self._session.transport, "approved_list": self._digest}

    @property
    def costs(self) -> Sequence[Cost]:
        """What the session's own cost."""
        return self._session.costs

    def connect(self) -> None:
        """Connect the session. Raises its SessionError."""
        self._session.connect()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Refuse what stands not in the list; send the rest in one round."""
        passed = [one for one in questions if self._is_approved(one)]
        for one in questions:
            if one not in passed:
                detail = _("{id} does not stand in the approved list; it was not sent", id=one.id)
                yield one, SessionError(Reason.NOT_ASKED, detail, _REMEDY)
        if passed:
            yield from self._session.ask(passed)

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def _is_approved(self, one: Question) -> bool:
        if not is_sent(one.ask, self._target):
            return True  # the session itself tells it, or that the target has no such way
        wanted = ask_of(one, self._target)
        return any(approved.covers(wanted) for approved in self._asks)


def _refuse(target: Target, approved: Approved) -> Session:
    if target.id in approved.targets:
        detail = _("{target} is reached another way than the approved list says; nothing was sent", target=target.id)
    else:
        detail = _("{target} does not stand in the approved list; nothing was sent", target=target.id)
    raise SessionError(Reason.NOT_ASKED, detail, _REMEDY)


def ask_of(one: Question, target: Target) -> ApprovedAsk:
    """What is approved of a question: all but the values that a target's own answers and our bookmarks give."""
    return ApprovedAsk(
        digest=one.digest,
        sent=sha256(sent(one.ask, target).encode()).hexdigest(),
        values=tuple(_fixed(one)),
        bounds=(*(bound_of(one.ask, bound) for bound in _BOUNDS), one.most),
    )


def _fixed(one: Question) -> Iterator[tuple[str, str]]:
    """The values that the configuration gives, by name."""
    shells = (one.ask.items, one.ask.ask) if isinstance(one.ask, Each) else (one.ask,) if isinstance(one.ask, Shell) else ()
    bound = [p for p in dict.fromkeys(p for shell in shells for p in shell.parameters) if p.source in _GIVEN]
    for parameter, value in zip(bound, one.values, strict=False):  # a follow-up has its items in their place
        if parameter.source is Source.CONFIGURATION:
            yield parameter.name, value


_GIVEN: Final = frozenset({Source.CONFIGURATION, Source.BOOKMARK})


def route_of(target: Target) -> dict[str, str]:
    """How a target is reached, as far as the list binds it."""
    route = {
        "kind": target.kind,
        "platform": target.platform,
        "address": target.address,
        "jump": target.ssh.jump,
        "bastion": target.ssh.bastion,
        "sudo": "yes" if target.ssh.sudo or target.sudo else "no",
        "writes_confirmed_by": target.confirmed_by,
    }
    return {name: value for name, value in route.items() if value}


def as_entry(one: ApprovedAsk, names: Sequence[str], checks: Sequence[str]) -> dict[str, Any]:
    """An ask as the list's file has it, with its names and checks for whoever reads it."""
    return {
        "asks": list(names),
        "for_checks": list(checks),
        "digest": one.digest,
        "sent_sha256": one.sent,
        "values": dict(one.values),
        "at_most": dict(zip((*_BOUNDS, "items"), one.bounds, strict=True)),
    }


def read_list(path: Path) -> Approved:
    """Read a list. Raises ListError where it is none of ours, OSError where it cannot be read."""
    return list_of(path.read_bytes(), str(path))


def list_of(body: bytes, file: str) -> Approved:
    """Read what a list's file holds. Raises ListError where it is none of ours."""
    try:
        made = json.loads(body)
        if made["form"] != FORM:
            newer = _("{file}: this program cannot read a list of form {form}", file=file, form=str(made["form"]))
            raise ListError(newer)
        targets = {one["target"]: _target(one) for one in made["targets"]}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ListError(_("{file}: no list of approved asks", file=file)) from error
    return Approved(targets, sha256(body).hexdigest(), body)


def _target(made: Mapping[str, Any]) -> ApprovedTarget:
    route = {str(name): str(value) for name, value in made["route"].items()}
    return ApprovedTarget(route, tuple(_ask(one) for one in made["asks"]))


def _ask(made: Mapping[str, Any]) -> ApprovedAsk:
    values = tuple((str(name), str(value)) for name, value in made["values"].items())
    bounds = tuple(int(made["at_most"][name]) for name in (*_BOUNDS, "items"))
    return ApprovedAsk(str(made["digest"]), str(made["sent_sha256"]), values, bounds)
