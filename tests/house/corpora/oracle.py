"""Oracle's alert logs: through the very awk that runs on a host, as if they had been read a day after their last line."""

import subprocess
from datetime import UTC, datetime, timedelta

from collectors.base import Answer
from collectors.linux.log_stamps import Moment
from collectors.linux.oracle_alert_logs import ALERT_LOGS_LINUX, GROUP, MARKS, stamp
from collectors.linux.oracle_listeners import LISTENERS_LSNRCTL
from collectors.linux.rman_logs import REDUCE, RMAN_LOGS_LINUX
from tests.house.corpora import Reading, indented

_ANY = Moment(datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC), 92)


def _alert(text: str) -> Answer:
    grouped = subprocess.run(
        ["sh", "-c", f"p='{MARKS}'; {GROUP}"], input=text, capture_output=True, text=True, check=True
    ).stdout
    stamps = [at for line in text.splitlines() if (at := stamp(line.strip(), _ANY))]
    now = max(stamps, default=_ANY.now_at) + timedelta(days=1)
    body = (
        f"@now {now.timestamp():.0f} +0000\n@up 1.0 1.0\n@days 92\n@processes 99\n"
        f"@file /u01/app/oracle/diag/rdbms/orcl/orcl/trace/alert_orcl.log\n{grouped}"
    )
    return Answer(f"{body}@lines {body.count(chr(10))}\n@end\n")


def _lsnrctl(text: str) -> Answer:
    body = f"@listener LISTENER /u01/bin/tnslsnr\n{indented(text)}@processes 99\n"
    return Answer(f"{body}@lines {body.count(chr(10))}\n@end\n")


def _rman(text: str) -> Answer:
    """As if it had been read whole, a day after its last line: the newest log of its folder."""
    kept = subprocess.run(["sh", "-c", f"s=1; {REDUCE}"], input=text, capture_output=True, text=True, check=True).stdout
    body = f"@now 1795325655\n@processes 99\n@oratab\n@log 1795239255 1 /backup/rman/full.log\n{kept}"
    return Answer(f"{body}@lines {body.count(chr(10))}\n@end\n")


READ: tuple[Reading, ...] = (
    ("oracle/alert-*.log", _alert, ALERT_LOGS_LINUX.parse, "database.oracle.alert_log"),
    ("oracle/rman-*.log", _rman, RMAN_LOGS_LINUX.parse, "database.oracle.rman_logs"),
    ("oracle/lsnrctl-*.txt", _lsnrctl, LISTENERS_LSNRCTL.parse, "database.oracle.listener"),
)
