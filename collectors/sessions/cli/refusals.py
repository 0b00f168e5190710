"""What a device says in place of an answer: a command it does not know, a right that is missing, an error of its own.

Refusals are short and begin their line; an answer of many lines that quotes one is an answer.
"""

import re
from collections.abc import Sequence
from typing import Final

from collectors.base import Reason, SessionError
from config.text import Text, _

_MOST_LINES: Final = 6
_SAID: Final = 200

_DENIED: Final = re.compile(
    r"permission denied|no permission|(?:do|does)(?: not|n't) have|authori[sz]ation (?:failed|denied|error|failure)|"
    r"not (?:been )?(?:authori[sz]ed|permitted|allowed)|(?:in)?sufficient (?:privilege|permission|right)|"
    r"privileged mode required|access (?:is )?denied|command is denied|"
    r"权限不足|权限不够|没有.{0,6}权限|无权|未授权|未被授权|授权失败|拒绝(?:执行|访问)|不允许",
    re.IGNORECASE,
)
_UNKNOWN: Final = re.compile(
    r"(?:error\s*[:：]?\s*|%+\s*|错误\s*[:：]?\s*|\d{3,6}\s*[:：]\s*)*"
    r"(?:unrecogni[sz]ed|unknown (?:command|action|keyword|parameter|host|argument)|"
    r"invalid (?:input|command|parameter|syntax|word|keyword)|incomplete|ambiguous|wrong parameter|too many parameters|"
    r"bad command|syntax error|command parse error|command fail|parse error|unexpected argument|data input error|"
    r"command not found|translating \"|\^-+|"
    r"(?:在.{1,8}(?:位置|处).{0,8})?(?:无法识别|未识别|不能识别|未知的?命令|无效的?(?:命令|参数|输入)|"
    r"非法的?(?:命令|参数|输入)|命令不完整|不完整的?命令|"
    r"命令不存在|错误的?(?:命令|参数)|参数错误|参数过多|歧义))",
    re.IGNORECASE,
)
_FAILED: Final = re.compile(
    r"(?:%+\s*)?(?:error|错误|unexpected error)\b\s*\d*\s*[:：]|error\s*[:：]|错误\s*[:：]", re.IGNORECASE
)
_CARET: Final = re.compile(r"\s*\^\s*")

_NOT_KNOWN = _(
    "the device's version does not know the command, or hides it from an account of this level: compare by hand, and give "
    "the inspecting account a level that may show it"
)
_LOW = _(
    "the account is in the user mode: give its credential the password of the privileged mode as enable:, or let the "
    "device log it in at a level that may show it"
)
_NO_RIGHT = _("give the inspecting account the right to show it (level, role, or the server of command authorisation)")
_OWN_ERROR = _("type the command by hand on the device and see why it fails")


def refusal(said: str, *, is_low: bool = False, more: str = "") -> SessionError | None:
    """What an answer refuses, or None where it is one. ``more`` is a regular expression of further refusals.

    ``is_low``: the device shows the prompt of its user mode, where a command that needs rights is said to be unknown.
    """
    lines = [line for line in said.split("\n") if line.strip()]
    if not lines:
        return None
    if more and (found := re.search(more, said, re.IGNORECASE | re.MULTILINE)):
        return _error(Reason.NOT_OFFERED, [found[0]], _NOT_KNOWN)
    if len(lines) > _MOST_LINES:
        return None
    return _read(lines, is_low=is_low)


def _read(lines: Sequence[str], *, is_low: bool) -> SessionError | None:
    """Read the few lines of an answer that may refuse."""
    if any(_DENIED.search(line) for line in lines):
        return _error(Reason.DENIED, lines, _LOW if is_low else _NO_RIGHT)
    if any(_UNKNOWN.match(line.strip()) or _CARET.fullmatch(line) for line in lines):
        return _error(Reason.DENIED, lines, _LOW) if is_low else _error(Reason.NOT_OFFERED, lines, _NOT_KNOWN)
    is_failed = any(_FAILED.match(line.strip()) for line in lines)
    return _error(Reason.FAILED, lines, _OWN_ERROR) if is_failed else None


def _error(reason: Reason, lines: Sequence[str], remedy: Text) -> SessionError:
    words = " / ".join(line.strip() for line in lines if not _CARET.fullmatch(line))
    return SessionError(reason, words[:_SAID] or "^", remedy)
