"""MySQL and MariaDB: what a client printed as a table, as the rows of our statements."""

from dataclasses import replace

from collectors.base import Answer
from collectors.facts.mysql.replication import Following
from collectors.facts.mysql.variables import Workload
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


READ: tuple[Reading, ...] = (
    ("db/netdata-mysql-mariadb*slaves_status*.txt", _of_mariadb, _following, "database.mysql.replication"),
    ("db/netdata-mysql-*global_status.txt", _of_mysql, _work, "database.mysql.instance"),
    ("db/insights-mysqladmin-INPUT_NORMAL.txt", _of_mariadb, SETTINGS_MYSQL.parse, "database.mysql.version_support"),
)
