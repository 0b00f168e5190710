"""The database, its instances and redo threads, and whom we met.

Sample (rows of v$database)::

    [["1650021450", "ORCL", "ORCL_BJ", "READ WRITE", "PRIMARY", "ARCHIVELOG", "YES", "NO", ...]]
"""

from typing import Final

from collectors.base import Answer, Collector, Derived, Statement, sql
from collectors.facts.identity import IDENTITY, Identity
from collectors.facts.oracle.instances import DATABASES, INSTANCES, RUNNING, THREADS, Database, Instance, Running, Thread
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1, needed, rows_of, witnessed
from collectors.oracle.spelling import table
from collectors.tables import Row

_DATABASE: Final = (
    "select dbid, name, db_unique_name, open_mode, database_role, log_mode, force_logging, flashback_on, "
    "protection_mode, protection_level, switchover_status, {cdb} as is_container from v$database"
)
_ASK: Final = sql(_DATABASE.format(cdb="'NO'"), Statement(_DATABASE.format(cdb="cdb"), SINCE_12_1), rights=RIGHTS)


def parse_database(answer: Answer) -> Database:
    """Read the one row."""
    found = table(answer)
    row = found.one()
    return Database(
        dbid=row.text("dbid"),
        name=row.text("name"),
        unique_name=row.text("db_unique_name"),
        open_mode=row.text("open_mode"),
        role=row.text("database_role"),
        log_mode=row.text("log_mode"),
        force_logging=row.text("force_logging"),
        flashback=row.text("flashback_on"),
        protection_mode=row.text("protection_mode"),
        protection_level=row.text("protection_level"),
        switchover=row.text("switchover_status"),
        is_container=row.flag("is_container"),
        version=found.server.version,
        words=found.server.words,
    )


def parse_identity(answer: Answer) -> Identity:
    """Whom we met: the database's number and its unique name, which a standby does not share."""
    met = parse_database(answer)
    return Identity(
        machine_id=f"{met.dbid} {met.unique_name}",
        hostname="",
        os_id="oracle",
        os_name=met.words,
        os_version=str(met.version),
        kernel="",
        architecture="",
        uid=-1,
    )


def parse_instances(answer: Answer) -> tuple[Instance, ...]:
    """Every instance that runs; there is at least the one that answers."""
    return witnessed(rows_of(answer, _instance), "gv$instance")


def _instance(row: Row) -> Instance:
    return Instance(
        name=row.text("instance_name"),
        host=row.text("host_name"),
        version=row.text("version"),
        status=row.text("status"),
        database_status=row.text("database_status"),
        blocked=row.text("blocked"),
        logins=row.text("logins"),
        uptime_seconds=row.number("uptime_seconds"),
    )


def parse_threads(answer: Answer) -> tuple[Thread, ...]:
    """Every redo thread; a database has at least one."""
    return witnessed(
        rows_of(
            answer,
            lambda row: Thread(
                row.number("thread_number"), row.text("status"), row.text("enabled"), row.text("instance_name")
            ),
        ),
        "v$thread",
    )


def derive_running(
    database: Database | Exception, instances: tuple[Instance, ...] | Exception, threads: tuple[Thread, ...] | Exception
) -> Running:
    """Put them together; without one of them nothing is proved."""
    return Running(needed(database), needed(instances), needed(threads))


DATABASE_V: Final = Collector(id="oracle.database", provides=DATABASES, on=ORACLE, ask=_ASK, parse=parse_database)
IDENTITIES_ORACLE: Final = Collector(id="oracle.identity", provides=IDENTITY, on=ORACLE, ask=_ASK, parse=parse_identity)
INSTANCES_GV: Final = Collector(
    id="oracle.instances",
    provides=INSTANCES,
    on=ORACLE,
    ask=sql(
        "select inst_id, instance_name, host_name, version, status, database_status, blocked, logins, "
        "round((sysdate - startup_time) * 86400) as uptime_seconds from gv$instance order by inst_id",
        rights=RIGHTS,
    ),
    parse=parse_instances,
)
THREADS_V: Final = Collector(
    id="oracle.threads",
    provides=THREADS,
    on=ORACLE,
    ask=sql(
        "select thread# as thread_number, status, enabled, instance as instance_name from v$thread order by thread#",
        rights=RIGHTS,
    ),
    parse=parse_threads,
)
RUNNING_ORACLE: Final = Derived(
    id="oracle.running", provides=RUNNING, of=(DATABASES, INSTANCES, THREADS), derive=derive_running
)
