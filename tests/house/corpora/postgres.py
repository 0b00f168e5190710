"""PostgreSQL's server logs: through the very awk that runs on a host, as if read a day after their last line."""

import subprocess
from datetime import UTC, datetime

from collectors.base import Answer
from collectors.linux.postgres_log_words import GROUP
from collectors.linux.postgres_logs import SERVER_LOGS_LINUX
from tests.house.corpora import Reading


def _log(text: str) -> Answer:
    classed = subprocess.run(["sh", "-c", GROUP], input=text, capture_output=True, text=True, check=True).stdout
    until = next(line.partition(" ")[2] for line in classed.splitlines() if line.startswith("@until"))
    now = datetime.fromisoformat(until).replace(tzinfo=UTC).timestamp() + 86400
    body = f"@now {now:.0f} +0000\n@up 1.0 1.0\n@days 92\n@found 99 1\n@log /pgdata /pgdata/log/x.log\n{classed}"
    return Answer(f"{body}@lines {body.count(chr(10))}\n@end\n")


READ: tuple[Reading, ...] = (("logs/pg*.log", _log, SERVER_LOGS_LINUX.parse, "database.postgres.server_log"),)
