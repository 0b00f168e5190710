"""What the numbers of DM8 and of its driver mean: the state that a reply carries, and why no login came about.

Server: the list of error codes at eco.dameng.com (faq-errorcode), and what other programs quote; driver: dmPython 2.6.1.
"""

import re
from typing import Final

from config.secrets import Secret

_CODE: Final = re.compile(r"\[?CODE:(-?\d+)\]?")
REFUSED: Final = frozenset({-2501})
"""Wrong name or password (tried by others: dm-mcp and Go clients quote it so)."""
DENIED: Final = frozenset({-5504, -5510})
_LOST: Final = frozenset({-6001, -6012, -70019, -70028})
"""Network broken, host not reached; -70019 and -70028 are what dmPython 2.6.1 says where nobody answers or listens."""
_WAITED: Final = frozenset({-6407})
"""Lock timeout (eco.dameng.com, list of error codes)."""
NO_LIBRARY: Final = frozenset({-70089})
"""The library for encryption could not be loaded."""
BAD_LOGIN: Final = re.compile(
    r"用户名或密码错误|invalid user ?name or password|被锁|锁定|locked|(?:口令|密码).*过期|password.*expired", re.IGNORECASE
)
_NO_RIGHT: Final = re.compile(r"没有.*权限|no .*(?:privilege|permission)", re.IGNORECASE)


def code_of(error: Exception) -> int:
    """The server's or the driver's number: DmError.code, else the one in the words; 0 is none."""
    for one in error.args:
        code = getattr(one, "code", None)
        if isinstance(code, int):
            return code
    found = _CODE.search(str(error))
    return int(found[1]) if found else 0


def state_of(error: Exception) -> str:
    """Name the state of a reply; what is not known is ``failed`` (-2106, no such view, is: editions differ)."""
    return meaning(code_of(error), str(error))


def meaning(code: int, words: str) -> str:
    """The same of a number and its words, whoever told them."""
    if code in DENIED or _NO_RIGHT.search(words):
        return "denied"
    if code in _LOST:
        return "unreachable"
    return "timeout" if code in _WAITED else "failed"


def one_line(error: Exception, password: Secret | None = None) -> str:
    """The first line of an error, without what is secret."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return (line.replace(password.reveal(), "***") if password is not None and password.reveal() else line)[:300]
