"""Logs: kernel rings, system logs, and what databases and web servers write."""

import re

from collectors.base import Absent, Answer
from collectors.facts.log_signatures import MARKS
from collectors.facts.log_system_signatures import AUTH_WORDS, SYSTEM_MARKS, SYSTEM_NOISE
from collectors.facts.logs import KernelLog
from collectors.facts.system_logs import LogMemory, SystemLog
from collectors.linux.kernel_logs import derive as kernel_log
from collectors.linux.kernel_logs import parse_ring
from collectors.linux.system_log_lines import WORDS
from collectors.linux.system_logs import derive as system_log
from collectors.linux.system_logs import parse_files
from tests.house.corpora import Reading

_HEADS = "@now 1795325655 +0000\n@up 86400.00 1.00\n@days 3650\n"


def _groups(kind: str, lines: list[str]) -> str:
    return "".join(f"@{kind} 1\n {line}\n" for line in lines)


def _ring(text: str) -> Answer:
    lines = [line for line in text.splitlines() if line.strip()]
    found = [line for line in lines if re.search(MARKS, line)]
    ends = f"@uncounted 0\n@lines {len(lines)}\n@end\n"
    return Answer(f"{_HEADS}@first\n {lines[0]}\n{_groups('hit', found)}{ends}")


def _ring_log(answer: Answer) -> KernelLog:
    return kernel_log(Absent("no journal"), Absent("no files"), parse_ring(answer))


def _messages(text: str) -> Answer:
    """As the target's search would have grouped it, each line by itself."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [line for line in lines if re.search(SYSTEM_MARKS, line)]
    noise = re.compile(f"{SYSTEM_NOISE}|{AUTH_WORDS}")
    kinds = [line for line in lines if line not in found and re.search(WORDS, line) and not noise.search(line)]
    size = len(text.encode())
    heads = f"{_HEADS}@file {size} 0 {size} /var/log/messages\n {lines[0]}\n@begun first\n@files 1\n@newest\n {lines[-1]}\n"
    counts = f"@hits {len(found)}\n@uncounted 0\n@lines {len(found) + len(kinds)}\n@kinds {len(kinds)}\n@unmined 0\n"
    return Answer(f"{heads}{_groups('hit', found)}{_groups('kind', kinds)}{counts}@mark 1:{size}:1\n@end\n")


def _system_log(answer: Answer) -> SystemLog:
    return system_log(Absent("no journal"), parse_files(answer).facts, LogMemory(is_first=True)).facts


READ: tuple[Reading, ...] = (
    ("logs/*dmesg*.txt", _ring, _ring_log, "server.kernel_log"),
    ("logs/*secure*.txt", _messages, _system_log, "server.system_log"),
    ("logs/*secure*.txt", _messages, _system_log, "server.log_novelty"),
    ("logs/*mariadb*.txt", _messages, _system_log, "server.system_log"),
    ("logs/*nginx*.txt", _messages, _system_log, "server.system_log"),
    ("logs/pg-*.log", _messages, _system_log, "server.system_log"),
    ("oracle/alert-*.log", _messages, _system_log, "server.system_log"),
)
