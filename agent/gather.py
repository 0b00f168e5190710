"""From evidence to facts: which questions a round asks, and what each kind of fact came to.

Pure: the same evidence gives the same outcomes, live or replayed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agent.outcomes import NOT_ASKED, Missed, Outcome, Reply, Seen, merge, reason_in, told
from agent.questions import question_of
from collectors.base import (
    Collector,
    Derived,
    FactKind,
    FollowUp,
    Marked,
    Question,
    Reason,
    Recall,
    SessionError,
    Wired,
    ask_digest,
)
from collectors.evidence import Reply as Written
from collectors.evidence import decode, digest, encode, follow_up, understood

_WAYS = frozenset({"snmp", "cli"})
"""The first words of collectors' ids that say by which way a device was asked."""
ROUNDS = 3
"""1 all that is known, 2 and 3 follow-ups; no more."""


@dataclass
class Gathering:
    """The rounds of one target: give ``questions``, put the replies in ``replies``, then ``settle``."""

    collectors: tuple[Wired, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    """Values of parameters that come from the configuration, by name."""
    bookmarks: Mapping[str, str] = field(default_factory=dict)
    """How far each collector had read when it was asked last, by its id."""
    replies: dict[str, Reply] = field(default_factory=dict)
    """By question id: evidence, or why there is none."""
    asked: dict[str, Question] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    """By kind, once settled."""
    parsed: dict[str, Outcome] = field(default_factory=dict)
    """By collector, what its reply came to: each is parsed once, however often the rounds are settled."""

    made: dict[object, tuple[tuple[object, ...], Outcome]] = field(default_factory=dict)
    """By kind, derived collector or follow-up, what it was made of and what it came to."""
    decoded: dict[str, tuple[str, tuple[Written, ...]]] = field(default_factory=dict)
    """By question id, the digest and the replies that who took them had made of them; each is parsed from here once."""
    _known: dict[str, tuple[str, object, object]] = field(default_factory=dict)
    """By question id, what it would run and with what: of equal ones one is sent."""
    _settled: tuple[dict[str, Reply], int] = field(default=({}, -1))
    """The replies and the number of questions that ``outcomes`` were made of: what has not changed is not settled again."""

    def questions(self, number: int) -> list[Question]:
        """Give what round ``number`` (from 1) asks; equal asks are sent once."""
        if number == 1:
            fresh = [question_of(one, self.values, self.bookmarks) for one in self._asking()]
        else:
            self.settle()
            fresh = [q for one in self.collectors if isinstance(one, FollowUp) for q in self._follow(one)]
        sent = {self._words(q): q.id for q in self.asked.values()} if fresh else {}
        unsent = []
        for question in fresh:
            self.asked[question.id] = question
            if sent.setdefault(self._words(question), question.id) == question.id:
                unsent.append(question)
        return unsent

    def _words(self, one: Question) -> tuple[str, object, object]:
        if one.id not in self._known:
            self._known[one.id] = (one.digest, one.values, one.items)
        return self._known[one.id]

    def ask_digest_of(self, one: Question) -> str:
        """The digest of a question's ask, worked out once."""
        return self._words(one)[0]

    def _asking(self) -> list[Collector[Any, Any]]:
        return [one for one in self.collectors if isinstance(one, Collector) and not isinstance(one.ask, Recall)]

    def recall(self) -> dict[Question, bytes]:
        """Answer what no session is asked: what was kept of this target. Replies that are there already stay."""
        recalled = {}
        for one in self.collectors:
            if isinstance(one, Collector) and isinstance(one.ask, Recall):
                kept = encode((Written("ok", 0, self.bookmarks.get(one.ask.of, "").encode()),))
                question = self.asked.setdefault(one.id, Question(one.id, one.ask))
                self.replies.setdefault(one.id, kept)
                recalled[question] = kept
        return recalled

    def marks(self) -> dict[str, str]:
        """Give the bookmarks to keep, by collector, once settled: what a derived kind failed over was not read."""
        lost = {
            kind.name
            for one in self.collectors
            if isinstance(one, Derived) and isinstance(self.outcomes.get(one.provides.name), Missed)
            for kind in one.of
        }
        found = {}
        for one in self.collectors:
            outcome = self.parsed.get(one.id) if isinstance(one, Collector) else self.outcomes.get(one.provides.name)
            if isinstance(outcome, Seen) and outcome.bookmark and one.provides.name not in lost:
                found[one.id] = outcome.bookmark
        return found

    def _follow(self, one: FollowUp[Any, Any]) -> Iterable[Question]:
        behind = self.outcomes.get(one.after.name)
        if one.id in self.asked or not isinstance(behind, Seen):
            return
        items = tuple(dict.fromkeys(one.items(behind.facts)))
        if items:
            yield Question(one.id, one.template, items=items, most=one.most)

    def settle(self) -> None:
        """Work out what every kind came to, from the replies so far."""
        if self._settled == (self.replies, len(self.asked)):
            return
        self.outcomes = {}
        by_kind: dict[str, list[Wired]] = {}
        for one in self.collectors:
            by_kind.setdefault(one.provides.name, []).append(one)
        for ways in by_kind.values():
            self._settle_kind(ways[0].provides, by_kind)
        self._settled = (dict(self.replies), len(self.asked))

    def settled_under(self, error: SessionError | None) -> dict[str, Outcome]:
        """Settle, where the session failed with ``error``: what was never asked was not asked because of it.

        When another machine answered (IDENTITY), or nobody knows which one (UNPROVED), nothing of what it said counts.
        """
        self.settle()
        if error is None:
            return dict(self.outcomes)
        if error.reason in {Reason.IDENTITY, Reason.UNPROVED}:
            return {kind: Missed(error) for kind in self.outcomes}
        return {kind: _because(outcome, error) for kind, outcome in self.outcomes.items()}

    def _settle_kind(self, kind: FactKind[Any], by_kind: Mapping[str, Sequence[Wired]]) -> Outcome:
        if kind.name not in self.outcomes:
            tries = []
            for one in by_kind.get(kind.name, ()):
                for behind in _kinds_behind(one):
                    self._settle_kind(behind, by_kind)
                tries.append(self._outcome(one))
            self.outcomes[kind.name] = self._once(("kind", kind.name), tuple(tries), lambda: merge(kind, tries))
        return self.outcomes[kind.name]

    def _outcome(self, one: Wired) -> Outcome:
        match one:
            case Collector():
                if one.id not in self.parsed:
                    reply = self._reply(one.id)
                    if reply is NOT_ASKED:
                        return Missed(NOT_ASKED)
                    self.parsed[one.id] = _read(one, reply, self.decoded.pop(one.id, None))
                return self.parsed[one.id]
            case FollowUp():
                return self._read_follow_up(one)
            case Derived():
                return self._derived(one)

    def _derived(self, one: Derived[Any]) -> Outcome:
        of = tuple(self.outcomes[kind.name] for kind in one.of)
        return self._once(("derived", one.id), of, lambda: _derive(one, of))

    def _once(self, what: object, of: tuple[object, ...], made: Callable[[], Outcome]) -> Outcome:
        """Make an outcome again only of something else than when it was settled before."""
        before = self.made.get(what)
        if before is None or any(was is not now for was, now in zip(before[0], of, strict=True)):
            self.made[what] = before = (of, made())
        return before[1]

    def _reply(self, question_id: str) -> Reply:
        if question_id in self.replies:
            return self.replies[question_id]
        mine = self.asked.get(question_id)
        if mine is None:
            return NOT_ASKED
        words = self._words(mine)
        same = (one.id for one in self.asked.values() if one.id in self.replies and self._words(one) == words)
        return self.replies.get(next(same, ""), NOT_ASKED)

    def _read_follow_up(self, one: FollowUp[Any, Any]) -> Outcome:
        behind = self.outcomes[one.after.name]
        if isinstance(behind, Missed):
            return behind
        reply = self._reply(one.id)
        return self._once(("follow-up", one.id), (behind, reply), lambda: _read_items(one, behind, reply))


def _because(outcome: Outcome, error: SessionError) -> Outcome:
    is_unasked = isinstance(outcome, Missed) and reason_in(outcome) is Reason.NOT_ASKED
    return Missed(error, outcome.evidence) if is_unasked else outcome


def _read_items(one: FollowUp[Any, Any], behind: Seen, reply: Reply) -> Outcome:
    items = tuple(dict.fromkeys(one.items(behind.facts)))
    if not items:
        reply = b'{"form":1,"replies":[]}\n'
    if isinstance(reply, SessionError):
        return Missed(reply, behind.evidence)
    evidence = (*behind.evidence, *((digest(reply),) if items else ()))
    try:
        return Seen(one.parse(follow_up(one.template, items, reply)), evidence)
    except Exception as error:  # noqa: BLE001 - a parser's bug darkens its own kind only
        return Missed(error, evidence)


def _kinds_behind(one: Wired) -> tuple[FactKind[Any], ...]:
    match one:
        case Derived(of=kinds):
            return kinds
        case FollowUp(after=kind):
            return (kind,)
        case Collector():
            return ()


def _seen(facts: Any, evidence: tuple[str, ...]) -> Seen:  # noqa: ANN401 - facts of any kind
    return Seen(facts.facts, evidence, facts.bookmark) if isinstance(facts, Marked) else Seen(facts, evidence)


def _read(one: Collector[Any, Any], reply: Reply, decoded: tuple[str, tuple[Written, ...]] | None) -> Outcome:
    if isinstance(reply, SessionError):
        return Missed(reply)
    evidence = (decoded[0] if decoded else digest(reply),)
    try:
        replies = decoded[1] if decoded else decode(reply)
        way = one.id.partition(".")[0]
        seen = _seen(one.parse(understood(one.ask, replies, reads_cut=one.reads_cut)), evidence)
        return replace(seen, ways=(way,)) if way in _WAYS else seen
    except Exception as error:  # noqa: BLE001 - a parser's bug darkens its own kind only
        return Missed(error, evidence)


def _derive(one: Derived[Any], of: Sequence[Outcome]) -> Outcome:
    evidence = tuple(dict.fromkeys(d for outcome in of for d in outcome.evidence))
    try:
        ways = tuple(sorted({way for o in of if isinstance(o, Seen) for way in o.ways}))
        seen = _seen(one.derive(*(o.facts if isinstance(o, Seen) else told(o.error) for o in of)), evidence)
        return replace(seen, ways=ways) if ways else seen
    except SessionError as error:
        return Missed(error.with_traceback(None), evidence)  # raised again and again it would keep every frame it saw
    except Exception as error:  # noqa: BLE001 - as above
        return Missed(error, evidence)


def asks_of(one: Collector[Any, Any] | FollowUp[Any, Any]) -> str:
    """The digest under which a collector's evidence is kept."""
    return ask_digest(one.ask if isinstance(one, Collector) else one.template)
