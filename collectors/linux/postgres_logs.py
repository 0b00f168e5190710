"""PostgreSQL's server logs on their host: what each running server wrote since the last inspection, classed there.

Which file is written to tells ``current_logfiles`` in the data directory, else where the server's standard error leads,
else Debian's folder; where that is no file, the journal of the server's unit is read, else its lines in the system's log. A
line's severity is its first word of that sort, in English or Chinese, or the field of csvlog and jsonlog: a statement that
is logged may hold any word. Of errors of applications only the count leaves the machine: their words quote customers' data;
of the classes that stand here words in quotes are taken out. The form of an answer stands in server_logs.py.
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, Derived, Marked, Recall, Shell, marking
from collectors.facts.postgres.server_logs import LOG_MEMORY, LOG_READINGS, SERVER_LOGS
from collectors.facts.server_logs import LogReadings
from collectors.linux.log_lines import LOG_DAYS
from collectors.linux.postgres_log_asks import BODY, POSITIONS
from collectors.linux.server_log_memory import derive
from collectors.linux.server_log_memory import parse as remembered
from collectors.linux.server_logs import Remedies, read_logs
from config.text import _

_REMEDIES: Final = Remedies(
    read=_("let the inspecting account read the log (Debian: group adm; else log_file_mode 0640 and the server's group)"),
    find=_("see where the server logs to (log_destination, log_directory; systemd's journal, syslog) and read it by hand"),
)


def parse(answer: Answer) -> Marked[LogReadings]:
    """Read every log. Raises Absent where every process was looked at and no PostgreSQL runs."""
    return read_logs(answer, "postgres", _REMEDIES, POSITIONS)


SERVER_LOGS_LINUX: Final = Collector(
    id="linux.postgres_logs",
    provides=LOG_READINGS,
    on=LINUX,
    ask=Shell(BODY, parameters=(LOG_DAYS, POSITIONS), tool="awk", seconds=40, kib=256),
    parse=marking(parse),
)
SERVER_LOG_MEMORY: Final = Collector(
    id="linux.postgres_log_memory",
    provides=LOG_MEMORY,
    on=LINUX,
    ask=Recall("linux.postgres_server_logs"),
    parse=remembered,
)
SERVER_LOGS_OVER_TIME: Final = Derived(
    id="linux.postgres_server_logs", provides=SERVER_LOGS, of=(LOG_READINGS, LOG_MEMORY), derive=marking(derive)
)
