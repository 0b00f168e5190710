"""Facts about the logs of RMAN, Oracle's backup tool, as the host that holds them shows them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Listing

_DATE: Final = re.compile(r"(?:[0-9]{2}[-_.])*[0-9]{4,}(?:[-_.:][0-9]{2,})*")
"""A date or a time, or a running number of four digits; erp1 and erp2 stay two."""


@dataclass(frozen=True, slots=True)
class RmanError:
    """One line of an error: its code, and the command that failed where the line names one (lower case)."""

    code: str
    command: str
    line: str


@dataclass(frozen=True, slots=True)
class RmanLog:
    """What the last session in one log says.

    Identity: ``series``. ``is_whole``: the session was read from its first line on. ``last`` is the last thing that it
    tells of: started, finished, autobackup (finished), released (a channel), complete, or "" where it tells of none.
    """

    path: str
    modified_at: datetime
    is_whole: bool
    started_count: int
    finished_count: int
    backups_count: int
    last: str
    errors: tuple[RmanError, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def series(self) -> str:
        """The path without its dates: /backup/full_20261121.log is one of /backup/full_*.log."""
        return _DATE.sub("*", self.path)


@dataclass(frozen=True, slots=True)
class RmanLogs:
    """The newest log of every series that was found."""

    now_at: datetime
    logs: Listing[RmanLog]


RMAN_LOGS: Final = FactKind[RmanLogs]("oracle.rman_logs")
