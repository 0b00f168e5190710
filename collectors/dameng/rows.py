"""Reading what DM8 said: rows that must be there, and sessions that must all be visible.

Documents behind every statement of this package: DM8 系统管理员手册, appendix 2 (dynamic views, with columns and units) and
运维指南 实例健康检查, both at eco.dameng.com. So far none of them ran on a real DM8.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from collectors.base import Answer, Reason, SessionError
from collectors.tables import Row, table
from config.text import _

T = TypeVar("T")
DAMENG: Final = "dameng"
RIGHTS: Final = "VTI"
"""The role of DM8 that may read every V$ view (DM8 系统管理员手册, 系统预设角色)."""
_GRANTS: Final = _("grant the inspecting account what “xunjian doctor --grants” prints for it, then inspect again")
_PARTS: Final = 2
"""Sessions of the server itself may be hidden; where more than half are, it is others' that are."""


def rows_of(answer: Answer, read: Callable[[Row], T]) -> tuple[T, ...]:
    """Read every row. No row at all is a missing right: each statement here has one even of a healthy server."""
    found = tuple(read(row) for row in table(answer))
    if not found:
        raise SessionError(Reason.DENIED, _("no row is visible"), _GRANTS)
    return found


def beside(answer: Answer, key: str, read: Callable[[Row], T]) -> tuple[T, ...]:
    """Read the rows whose ``key`` is not null: one row of a left join stands for none, and proves that it answered."""
    return tuple(one for one in rows_of(answer, lambda row: None if row[key] is None else read(row)) if one is not None)


def all_visible(answer: Answer) -> None:
    """Raise where V$SESSIONS shows far fewer sessions than V$SESSION_SYS counts: then others' are hidden from us."""
    row = next(iter(table(answer)), None)
    if row is None or row.number("visible") * _PARTS < row.number("n_sess"):
        raise SessionError(Reason.DENIED, _("sessions of others are not visible"), _GRANTS)


def needed(found: T | Exception) -> T:
    """What came, for a Derived. Raises what came instead of it."""
    if isinstance(found, Exception):
        raise found
    return found
