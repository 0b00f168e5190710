"""Evidence: what came back for one ask, byte for byte, and how it is read again.

A live answer and a replayed one go the same way: reply → evidence bytes → ``read`` → Answer or Walk. The form is one line
of JSON with the states and lengths, then the raw bytes; nothing in it depends on the moment, so equal answers have equal
digests.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from collectors.base import Answer, Ask, ParseError, Reason, Repeated, SessionError, Shell, Single, Sql, Unseen, Walk
from config.os_words import quoted
from config.text import Text, _

FORM = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """One run of one command; ``cut_bytes`` is what was dropped.

    ``state`` is ok, timeout, stuck, budget, tool_missing, or cut: an item of a walk whose connection ended before it; of a
    statement also denied, failed, unreachable.
    """

    state: str
    exit_code: int | None = None
    out: bytes = b""
    err: bytes = b""
    cut_bytes: int = 0
    is_privileged: bool = False
    earlier: bytes = b""
    item: bytes = b""


def encode(replies: tuple[Reply, ...]) -> bytes:
    """Write replies as evidence: one for a plain ask; the listing's, then one an item, for a walk."""
    head = [
        [
            r.state,
            r.exit_code,
            r.cut_bytes,
            int(r.is_privileged),
            len(r.item),
            len(r.earlier),
            len(r.out),
            len(r.err),
        ]
        for r in replies
    ]
    lines = [msgspec.json.encode({"form": FORM, "replies": head}), b"\n"]
    for reply in replies:
        lines += [reply.item, reply.earlier, reply.out, reply.err]
    return b"".join(lines)


def decode(evidence: bytes) -> tuple[Reply, ...]:
    """Read evidence back. Raises ParseError where the bytes are no evidence of this form."""
    head, _newline, body = evidence.partition(b"\n")
    try:
        parts = msgspec.json.decode(head)["replies"]
        replies = []
        at = 0
        for state, exit_code, cut, privileged, *lengths in parts:
            pieces = []
            for length in lengths:
                pieces.append(body[at : at + length])
                at += length
            item, earlier, out, err = pieces
            replies.append(Reply(state, exit_code, out, err, cut, bool(privileged), earlier, item))
    except (msgspec.DecodeError, ValueError, KeyError, TypeError) as error:
        raise ParseError(f"no evidence: {error}", head[:80].decode(errors="replace")) from error
    if at != len(body):
        raise ParseError(f"evidence of {len(body)} bytes names {at}")
    return tuple(replies)


def digest(evidence: bytes) -> str:
    """Name evidence: sha256 in hex."""
    return sha256(evidence).hexdigest()


def read(ask: Ask[Any], evidence: bytes, *, reads_cut: bool = False) -> Answer | Walk[Answer]:
    """Turn evidence into what the ask is answered with. Raises SessionError for an answer that proves nothing."""
    return understood(ask, decode(evidence), reads_cut=reads_cut)


def understood(ask: Ask[Any], replies: tuple[Reply, ...], *, reads_cut: bool = False) -> Answer | Walk[Answer]:
    """As ``read``, of evidence that is decoded already."""
    if isinstance(ask, Single):
        return _answer(ask, replies[0], reads_cut=reads_cut)
    if isinstance(ask, Repeated):
        return _walk(ask, replies, reads_cut=reads_cut)
    raise TypeError(f"no way to read {type(ask).__name__}")


def state_of(ask: Ask[Any], replies: tuple[Reply, ...]) -> str:
    """Say for the run log how an ask was answered, of a walk its listing: ok, or a Reason's value. A cut answer is one."""
    first = replies[0]
    asked = ask.items if isinstance(ask, Repeated) else ask
    is_plain = isinstance(asked, Single) and first.state == "ok" and not first.cut_bytes and first.exit_code in asked.ok
    if is_plain and first.out and not first.out.isspace():
        return "ok"  # nearly all are: nothing to decode
    try:
        understood(ask, replies, reads_cut=True)
    except SessionError as error:
        return error.reason.value
    return "ok"


def text_of(raw: bytes) -> str:
    r"""Decode a target's bytes: UTF-8, and what is not becomes ``\xNN``; the raw bytes stay in the evidence."""
    return raw.decode("utf-8", errors="backslashreplace")


_DENIED = re.compile(
    r"permission denied|operation not permitted|must be root|not permitted|a password is required|"
    r"requires? root|superuser|access denied|insufficient",
    re.IGNORECASE,
)
_STATES = {
    "timeout": Reason.TIMEOUT,
    "stuck": Reason.STUCK,
    "budget": Reason.BUDGET,
    "tool_missing": Reason.TOOL_MISSING,
    "cut": Reason.CUT,
    "denied": Reason.DENIED,
    "failed": Reason.FAILED,
    "unreachable": Reason.UNREACHABLE,
}
_NOT_FOUND = 127
_REMEDIES = {
    Reason.TOOL_MISSING: _("install the command on the target, or have the engineer look by hand"),
    Reason.DENIED: _("give the inspecting account the right to run it (root, or a sudoers line), then inspect again"),
    Reason.TIMEOUT: _("find out on the target why the command hangs (storage, name service, load), then inspect again"),
    Reason.STUCK: _("a process hangs in the kernel (D state): look at the storage or the remote mount behind it"),
    Reason.BUDGET: _("raise the target's budget of seconds, or inspect when the target is less busy"),
    Reason.CUT: _("the answer was longer than its bound; report it to us with the exported evidence"),
    Reason.EMPTY: _("run the command by hand on the target and see why it prints nothing"),
    Reason.FAILED: _("run the command by hand on the target and see why it fails"),
}
_REMEDIES_SQL = {
    Reason.DENIED: _("grant the inspecting account what “xunjian doctor --grants” prints for it, then inspect again"),
    Reason.TIMEOUT: _(
        "the statement waited for a lock or took too long and was given up, so as not to be in the way; inspect again when "
        "the database is less busy"
    ),
    Reason.FAILED: _("run the statement by hand (“xunjian plan” prints it) and see why it fails"),
    Reason.UNREACHABLE: _("see why the connection was lost: server log, restart, a proxy between; then inspect again"),
}


def _error(reason: Reason, detail: str | Text, ask: Single | None = None) -> SessionError:
    remedies = _REMEDIES_SQL if isinstance(ask, Sql) else {}
    return SessionError(reason, detail, remedies.get(reason) or _REMEDIES.get(reason))


def _answer(ask: Single, reply: Reply, *, reads_cut: bool) -> Answer:
    stderr = text_of(reply.err).strip()
    said = stderr.splitlines()[-1][:200] if stderr else ""
    if reply.state in _STATES:
        raise _error(_STATES[reply.state], said or ask.tool, ask)
    if reply.cut_bytes and not reads_cut:
        raise _error(Reason.CUT, _("{count:bytes} beyond its bound were dropped", count=reply.cut_bytes))
    if reply.exit_code == _NOT_FOUND and _NOT_FOUND not in ask.ok:
        raise _error(Reason.TOOL_MISSING, said or ask.tool)
    if reply.exit_code not in ask.ok and not (reply.cut_bytes and reads_cut):
        raise _error(Reason.DENIED if _DENIED.search(stderr) else Reason.FAILED, _ended(reply, said))
    if not reply.out.strip() and not ask.may_be_empty:
        raise _error(Reason.DENIED if _DENIED.search(stderr) else Reason.EMPTY, said)
    return Answer(
        text_of(reply.out),
        reply.exit_code or 0,
        stderr,
        bool(reply.cut_bytes),
        reply.is_privileged,
        text_of(reply.earlier),
    )


def _ended(reply: Reply, said: str) -> Text:
    """The command's exit code with the last line that it said."""
    code = -1 if reply.exit_code is None else reply.exit_code
    return _("exit code {code}: {said}", code=code, said=quoted(said)) if said else _("exit code {code}", code=code)


def _walk(ask: Repeated, replies: tuple[Reply, ...], *, reads_cut: bool) -> Walk[Answer]:
    listing = _answer(ask.items, replies[0], reads_cut=False)
    items: dict[str, Answer | Unseen] = {}
    for reply in replies[1:]:
        items[text_of(reply.item)] = item_answer(ask.ask, reply, reads_cut=reads_cut)
    expected = [line[1:] for line in listing.text.split("\n") if line.startswith("=")]
    unseen = tuple(
        Unseen(
            item,
            Reason.BUDGET,
            _("{count} of {expected} asked", count=len(items), expected=len(expected)),
            _REMEDIES[Reason.BUDGET],
        )
        for item in expected
        if item not in items
    )
    return Walk(items, listing, unseen)


def item_answer(ask: Single, reply: Reply, *, reads_cut: bool = False) -> Answer | Unseen:
    """Read one item's reply; what proves nothing is an Unseen of that item."""
    try:
        return _answer(ask, reply, reads_cut=reads_cut)
    except SessionError as error:
        return Unseen(text_of(reply.item), error.reason, error.detail, error.remedy)


def follow_up(template: Shell, asked: tuple[str, ...], evidence: bytes) -> Walk[Answer]:
    """Read a follow-up's evidence: one reply an item; an item that was not answered is unseen."""
    items = {text_of(reply.item): item_answer(template, reply) for reply in decode(evidence)}
    unseen = tuple(Unseen(item, Reason.NOT_ASKED) for item in asked if item not in items)
    return Walk(items, unseen=unseen)
