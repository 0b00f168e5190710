"""PostgreSQL's server logs: through the very awk that runs on a host, as if read a day after their last line."""

import subprocess
from datetime import UTC, datetime

from collectors.base import Answer
from collectors.facts.server_logs import LogMemory, ServerLogs
from collectors.linux.postgres_log_words import GROUP
from collectors.linux.postgres_logs import parse
from collectors.linux.server_log_memory import derive
from tests.house.corpora import Reading


def _log(text: str) -> Answer:
    classed = subprocess.run(["sh", "-c", GROUP], input=text, capture_output=True, text=True, check=True).stdout
    until = next(line.partition(" ")[2] for line in classed.splitlines() if line.startswith("@until"))
    now = datetime.fromisoformat(until).replace(tzinfo=UTC).timestamp() + 86400
    body = f"@now {now:.0f} +0000\n@up 1.0 1.0\n@days 92\n@found 99 1\n@was none\n@log /pgdata /pgdata/log/x.log\n"
    body += f"@begun first\n@skipped 0\n{classed}"
    return Answer(f"{body}@lines {body.count(chr(10))}\n@end\n")


def _read(answer: Answer) -> ServerLogs:
    return derive(parse(answer).facts, LogMemory(())).facts


READ: tuple[Reading, ...] = (("logs/pg*.log", _log, _read, "database.postgres.server_log"),)
