"""MySQL and MariaDB: what a client printed as a table, as the rows of our statements."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime

from collectors.base import Answer
from collectors.facts.mysql.replication import Following
from collectors.facts.mysql.variables import Workload
from collectors.facts.server_logs import LogMemory, ServerLogs
from collectors.linux.mysql_log_words import GROUP
from collectors.linux.mysql_logs import parse
from collectors.linux.server_log_memory import derive
from collectors.mysql.replication import CHANNELS_MYSQL, following
from collectors.mysql.variables import COUNTERS_MYSQL, SETTINGS_MYSQL, workload
from collectors.tables import Server, written
from tests.house.corpora import Reading

_MARIADB = Server("mariadb", 100804, "10.8.4-MariaDB")
_MYSQL = Server("mysql", 80029, "8.0.29")


def _printed(text: str) -> tuple[list[str], list[list[str]]]:
    """The columns and rows of a table as the client draws it; as wide as each column says, a value may hold the bar."""
    lines = [line for line in text.splitlines() if line.strip()]
    widths = [len(part) for part in lines[0].strip().strip("+").split("+")]
    drawn = [line for line in lines if line.startswith("|")]
    rows = [_cells(line, widths) for line in drawn]
    return rows[0], rows[1:]


def _cells(line: str, widths: list[int]) -> list[str]:
    if len(line) != sum(widths) + len(widths) + 1:  # drawn by hand
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    cells, at = [], 1
    for width in widths:
        cells.append(line[at : at + width].strip())
        at += width + 1
    return cells


def _rows(server: Server, text: str) -> Answer:
    columns, rows = _printed(text)
    return Answer(written(server, "", 0, columns, [[None if cell == "NULL" else cell for cell in row] for row in rows]))


def _of_mariadb(text: str) -> Answer:
    return _rows(_MARIADB, text)


def _of_mysql(text: str) -> Answer:
    return _rows(_MYSQL, text)


def _following(answer: Answer) -> Following:
    return following(CHANNELS_MYSQL.parse(answer), None)


def _work(answer: Answer) -> Workload:
    """The counters beside settings that say nothing."""
    counters = COUNTERS_MYSQL.parse(answer)
    return workload(replace(counters, values={}), counters)


def _log(text: str) -> Answer:
    """An error log through the very awk that runs on a host, as if read a day after its last line."""
    classed = subprocess.run(["sh", "-c", GROUP], input=text, capture_output=True, text=True, check=True).stdout
    until = next(line.partition(" ")[2] for line in classed.splitlines() if line.startswith("@until"))
    now = datetime.fromisoformat(until).replace(tzinfo=UTC).timestamp() + 86400
    body = f"@now {now:.0f} +0000\n@up 1.0 1.0\n@days 92\n@found 99 1\n@was none\n@log /data /data/error.log\n"
    body += f"@begun first\n@skipped 0\n{classed}"
    return Answer(f"{body}@lines {body.count(chr(10))}\n@end\n")


def _logs(answer: Answer) -> ServerLogs:
    return derive(parse(answer).facts, LogMemory(())).facts


READ: tuple[Reading, ...] = (
    ("db/netdata-mysql-mariadb*slaves_status*.txt", _of_mariadb, _following, "database.mysql.replication"),
    ("db/netdata-mysql-*global_status.txt", _of_mysql, _work, "database.mysql.instance"),
    ("logs/*mariadb_log*.txt", _log, _logs, "database.mysql.server_log"),
    ("db/insights-mysqladmin-INPUT_NORMAL.txt", _of_mariadb, SETTINGS_MYSQL.parse, "database.mysql.version_support"),
)
