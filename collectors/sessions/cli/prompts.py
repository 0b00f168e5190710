"""What a device shows last when it waits: its prompt, a pager's mark, a question, a wish for a password."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from collectors.sessions.cli.screen import words_of

LINE_MOST: Final = 160
"""Signs of a line that may be a prompt: a host's name has 63 (RFC 1035), an F5's prompt some 90."""

_PROMPT: Final = re.compile(r"\S(?:.{0,158}\S)?", re.DOTALL)
_ENDS: Final = (">", "#", "$", "%", "]")
_STATES: Final = (
    (re.compile(r"^(?:HRP_[MSA]|RBM_[PS])(?=[<\[])"), ""),  # firewalls say their role of the moment
    (re.compile(r"^([<\[])[*~]+"), r"\1"),  # a change that waits to be committed
    (re.compile(r"/(?:pri|sec)(?:/(?:act|stby|actNoFailover))?(?=[>#(])"), ""),  # as an ASA may be told to
    (re.compile(r"\((?:cfg-sync [^()]*|Active|Standby|Offline|ForcedOffline|Initializing)\)"), ""),  # as F5 always does
)
_ABOVE: Final = re.compile(
    r"\{(?:master|backup|linecard|primary|secondary|line-card|local)[\w:. -]{0,40}\}|\[edit[^\]]{0,80}\]"
)
_MORE: Final = re.compile(
    r"(?:<?-{2,8} ?(?:more|更多)\b.{0,40}-{2,8}>?|-{2,8} ?\(?more(?: ?\d{1,3}%)?\)? ?-{2,8}|"
    r"-{2,3}\(more(?: ?\d{1,3}%)?\)-{0,3}|-{2,3}\(less ?\d{1,3}%\)-{2,3}|\(end\)|more:? <space>.{0,60}|-- 更多 --|"
    r"press (?:<space>|space|any key|enter|return) .{0,60}(?:continue|more|next|quit|ctrl.c).{0,40}|按任意键继续.{0,20})",
    re.IGNORECASE,
)
_ENDED_PAGER: Final = re.compile(r"\(end\)", re.IGNORECASE)
_QUESTION: Final = re.compile(
    r"[\[(]\s*y(?:es|\(yes\))?\s*[/|,]\s*n(?:o|\(no\))?[^\n]{0,40}[\])]\s*[:：?？.]*$|"
    r"\(?(?:yes|y)\s?(?:/|or)\s?(?:no|n)\)?\s*[:：?？]$|[\[(]是\s?/\s?否[\])]\s*[:：?？]*$",
    re.IGNORECASE,
)
_PASSWORD: Final = re.compile(r"(?:pass\s?word|passcode|密码|口令).{0,40}[:：]$", re.IGNORECASE)
_USER: Final = re.compile(r"(?:user\s?name|login(?: name)?|user|account|用户名|帐号|账号)\s*[:：]$", re.IGNORECASE)
_KEY: Final = re.compile(
    r"press (?:y or enter|any key|enter|return|<enter>).{0,60}|按(?:任意键|回车键?).{0,20}", re.IGNORECASE
)
_ACCEPT: Final = re.compile(r"press 'a' to accept", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The prompt of one device, as it was met: ``shown`` is all of it, of which states of the moment are left out."""

    shown: str

    def fits(self, tail: str) -> bool:
        """Whether a line is this prompt."""
        return _lasting(tail) == _lasting(self.shown)

    def only(self, text: str) -> bool:
        """Whether a text has nothing but this prompt, once or more often, and what stands above it."""
        lines = [line for line in text.split("\n") if not is_beside(line)]
        return bool(lines) and all(self.fits(line) for line in lines)

    @property
    def is_low(self) -> bool:
        """Whether it is that of a user without the rights of the privileged mode, where there is one."""
        return self.shown.rstrip().endswith(">") and not self.shown.lstrip().startswith("<")

    @property
    def name(self) -> str:
        """What the device calls itself in it."""
        plain = _lasting(self.shown).strip("<>[]#$% ")
        return words_of(re.sub(r"^[^@\s]+@", "", plain))


def is_beside(line: str) -> bool:
    """Whether a line says nothing: an empty one, or the role that Junos writes above its prompt (``{master:0}``)."""
    return not line.strip() or bool(_ABOVE.fullmatch(line.strip()))


def may_be_prompt(tail: str) -> bool:
    """Whether a line could be a prompt; that it comes again when an empty line is typed proves it."""
    plain = tail.strip()
    return len(plain) <= LINE_MOST and plain.endswith(_ENDS) and bool(_PROMPT.fullmatch(plain)) and not waits(tail)


def is_more(tail: str) -> bool:
    """Whether a pager waits."""
    return bool(_MORE.fullmatch(words_of(tail).strip()))


def page_key(tail: str) -> str:
    """What has a pager go on, or end where it is at the end."""
    return "q" if _ENDED_PAGER.fullmatch(tail.strip()) else " "


def is_question(tail: str) -> bool:
    """Whether it asks yes or no."""
    return bool(_QUESTION.search(words_of(tail).strip()))


def wants_password(tail: str) -> bool:
    """Whether it asks for a password."""
    return bool(_PASSWORD.search(words_of(tail).strip()))


def wants_user(tail: str) -> bool:
    """Whether it asks who we are."""
    return bool(_USER.search(words_of(tail).strip()))


def wants_key(tail: str) -> str:
    """What it wants pressed before it goes on, a line's end or the letter that it names; "" where it wants nothing."""
    plain = words_of(tail).strip()
    if _ACCEPT.search(plain):
        return "a"
    return "\n" if _KEY.search(plain) else ""


def waits(tail: str) -> bool:
    """Whether it waits for something else than a command."""
    return is_question(tail) or wants_password(tail) or is_more(tail) or wants_user(tail)


def without_marks(text: str) -> str:
    """Take out the pager's marks that were left standing, each on a line of its own or before what came after it."""
    return with_marks_as("", text)


def with_marks_as(instead: str, text: str) -> str:
    """Write something else for the pager's marks that were left standing."""
    lines = (_MARK.sub(instead, line) if "ore" in line or "更多" in line else line for line in _marked(instead, text))
    return "\n".join(lines)


def _marked(instead: str, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not _is_mark(line):
            yield line
        elif instead:
            yield instead.rstrip("\n")


_MARK: Final = re.compile(r"^ ?(?:-{2,8} ?more ?-{2,8}|<-{2,4} more -{2,4}>) ?", re.IGNORECASE)


def _is_mark(line: str) -> bool:
    return "ore" in line and bool(_MORE.fullmatch(line.strip()))


def _lasting(line: str) -> str:
    plain = line.strip()
    for state, instead in _STATES:
        plain = state.sub(instead, plain)
    return plain
