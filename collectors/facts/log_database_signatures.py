"""What trouble looks like in the logs of Oracle, PostgreSQL, MySQL and MariaDB: rows for whoever reads such a log.

The message is the line without its stamp. The entity is the code or the object that a person looks up. Words and codes are
the vendors' own (Oracle Database Error Messages; PostgreSQL 9.6 to 17 sources; MySQL 5.6 to 8.4 and MariaDB error logs); a
code is the same in every language of the message, so Chinese and Korean texts are recognised too.
"""

import re
from collections.abc import Sequence
from typing import Final

from collectors.facts.log_signature import Signature, signature

ORACLE: Final[tuple[Signature, ...]] = (
    signature(
        "oracle-damaged",
        r"(?P<entity>ORA-(?:00600|0600|600|07445|7445|01578|1578|01110|27072|00353|00354|00312|00333|"
        r"01122|01172|00227))(?!\d)|"
        r"[Cc]orrupt(?:ed)? block|[Bb]lock .*corrupt",
        "ORA-0*(600|7445|1578|27072|353|354|333|1122|1172|227)",
        "orrupt",
    ),
    signature(
        "oracle-archiver-stuck",
        r"(?P<entity>ORA-(?:00257|257|19809|19815|16038|16014|00270))(?!\d)",
        "ORA-0*(257|19809|19815|16038|16014|270)",
    ),
    signature(
        "oracle-no-room",
        r"(?P<entity>ORA-0?(?:1653|1654|1652|1536|1691|1688|1628|30036))(?!\d)(?:.*?(?:tablespace|테이블스페이스|"
        r"表空间) (?P<where>\S+))?",
        "ORA-0?(1653|1654|1652|1536|1691|1688|1628|30036)",
    ),
    signature(
        "oracle-memory",
        r"(?P<entity>ORA-0*(?:4031|4030|27102))(?!\d)",
        "ORA-0*(4031|4030|27102)",
    ),
    signature(
        "oracle-deadlock",
        r"(?P<entity>ORA-00060|ORA-60)(?!\d)|[Dd]eadlock detected",
        "ORA-0*60[^0-9]",
        "eadlock",
    ),
    signature(
        "oracle-undo",
        r"(?P<entity>ORA-0?1555)(?!\d)",
        "ORA-0?1555",
    ),
    signature(
        "oracle-process",
        r"(?P<entity>ORA-0*(?:3113|3114|494|18|20|445|12012|1034|1092|603|27300))(?!\d)",
        "ORA-0*(3113|3114|494|18|20|445|12012|1034|1092|603|27300)[^0-9]",
    ),
    signature(
        "oracle-listener",
        r"(?P<entity>TNS-12\d{3})",
        "TNS-12[0-9][0-9][0-9]",
        noise=r"TNS-12502|TNS-12537",
    ),
    signature(
        "oracle-redo-slow",
        r"Checkpoint not complete|cannot allocate new log",
        "Checkpoint not complete",
        "cannot allocate new log",
    ),
    signature(
        "oracle-stopped",
        r"Shutting down instance|"
        "Instance terminated by",
        "Shutting down instance",
        "Instance terminated",
    ),
    signature("oracle-undo-scan", r"minact-scn: .*(?:error|useg scan erroring)", "minact-scn"),
)
"""ORA-0 and ORA-01013 (a user cancelled) are no trouble, and stand in no row."""

POSTGRES: Final[tuple[Signature, ...]] = (
    signature(
        "postgres-damaged",
        r"PANIC:|invalid page|checksum verification failed|could not (?:fsync|read block)|missing chunk number|"
        r"must be vacuumed within \d+ transactions|database is not accepting commands|is not valid .*(?:LP|xid)",
        "PANIC:",
        "invalid page",
        "checksum verification failed",
        "could not (fsync|read block)",
        "missing chunk number",
        "must be vacuumed within",
        "not accepting commands",
    ),
    signature(
        "postgres-write",
        r"could not (?:write|extend)[^:]*(?P<entity>\"[^\"]+\")?",
        "could not (write|extend)",
    ),
    signature("postgres-wal-lost", r"WAL segment (?P<entity>\w+) has already been removed", "has already been removed"),
    signature(
        "postgres-connections",
        r"too many (?:clients|connections for (?P<entity>\w+ \"[^\"]+\"))|remaining connection slots are reserved",
        "too many (clients|connections)",
        "remaining connection slots",
    ),
    signature("postgres-deadlock", r"deadlock detected", "deadlock detected"),
    signature(
        "postgres-checkpoints", r"checkpoints are occurring too frequently", "checkpoints are occurring too frequently"
    ),
    signature("postgres-memory", r"out of shared memory|out of memory", "out of (shared )?memory"),
    signature(
        "postgres-crash",
        r"was terminated by signal (?P<entity>(?!15\b|2\b)\d+)|terminating connection because of crash",
        "was terminated by signal",
        "because of crash",
    ),
    signature(
        "postgres-fatal",
        r"FATAL:  ?(?!password authentication failed|role |database |no pg_hba|connection to client lost|"
        r"terminating connection due to (?:administrator|idle)|the database system is (?:starting|"
        r"shutting))(?P<entity>[^\"\d]{4,40})",
        "FATAL:",
        noise=r"canceling statement due to user request|unsupported frontend protocol|SSL",
    ),
)

MYSQL: Final[tuple[Signature, ...]] = (
    signature(
        "mysql-damaged",
        r"InnoDB: .*(?:[Cc]orrupt|[Aa]ssertion failure|checksum mismatch|page .*log sequence number .*future)|"
        r"(?P<entity>Table '[^']+') is marked as crashed",
        "InnoDB: .*(orrupt|ssertion failure|checksum mismatch|future)",
        "is marked as crashed",
    ),
    signature("mysql-locked", r"InnoDB: Unable to lock (?P<entity>\S+)", "Unable to lock"),
    signature(
        "mysql-replication",
        r"(?:Slave|Replica) (?P<entity>SQL|I/O)(?: thread)?.*(?:[Ee]rror|stopped)|(?:Error reading packet|"
        r"Got fatal error \d+) from "
        r"(?:master|source|server)",
        "(Slave|Replica) (SQL|I.O)",
        "Got fatal error",
        "Error reading packet",
    ),
    signature("mysql-connections", r"Too many connections", "Too many connections"),
    signature(
        "mysql-crash",
        r"mysqld got signal (?P<entity>\d+)|(?:Starting )?[Cc]rash recovery|Database was not shut ?down normally",
        "got signal",
        "rash recovery",
        "not shut ?down normally",
    ),
    signature(
        "mysql-no-room",
        r"(?P<entity>Disk is full|The table '[^']+' is full|No space left on device)",
        "is full",
        "No space left",
    ),
    signature(
        "mysql-error",
        r"\[ERROR\] (?:\[(?P<entity>MY-\d+)\])?",
        "[[]ERROR]",
        noise=r"Aborted connection|Access denied for user",
    ),
)


def recognise_in(table: Sequence[Signature], message: str) -> tuple[str, str] | None:
    """Name the signature and the entity of a database's message; None for noise and for what the table does not know."""
    for one in table:
        if match := one.pattern.search(message):
            return None if one.noise and one.noise.search(message) else (one.id, _entity(match))
    return None


def _entity(match: re.Match[str]) -> str:
    return str(match.groupdict().get("entity") or "").strip()[:64]
