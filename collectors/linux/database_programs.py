"""Which databases run on a machine, told by the names of its processes (comm, proc(5): 15 characters)."""

from typing import Final

from collectors.base import Reason, SessionError, Unseen
from collectors.facts.kernel_settings import Databases
from collectors.facts.processes import Processes

_PROGRAMS: Final = (
    ("ora_pmon_", "Oracle"),
    ("asm_pmon_", "Oracle ASM"),
    ("db_pmon_", "Oracle"),
    ("postgres", "PostgreSQL"),
    ("postmaster", "PostgreSQL"),
    ("mysqld", "MySQL"),
    ("mariadbd", "MariaDB"),
    ("mongod", "MongoDB"),
    ("redis-server", "Redis"),
    ("db2sysc", "Db2"),
    ("sqlservr", "SQL Server"),
    ("dmserver", "DM8"),
    ("kingbase", "KingbaseES"),
    ("gaussdb", "GaussDB"),
    ("gbased", "GBase"),
    ("gclusterd", "GBase"),
    ("observer", "OceanBase"),
    ("oninit", "Informix"),
)
"""How the processes of databases are called, and the product.

One that ends with ``_`` begins the name, and an instance follows; the others are whole names, for an exporter of figures is
called like the database that it reads.
"""
_BEGINNINGS: Final = tuple((program, product) for program, product in _PROGRAMS if program.endswith("_"))
_WHOLE: Final = {program: product for program, product in _PROGRAMS if not program.endswith("_")}


def databases_of(processes: Processes | Exception) -> Databases:
    """Name the databases that run, and say when that is not known."""
    if isinstance(processes, SessionError):
        return Databases(unseen=Unseen("", processes.reason, processes.detail, processes.remedy))
    if isinstance(processes, Exception):
        return Databases(unseen=Unseen("", Reason.NOT_UNDERSTOOD, str(processes)[:200]))
    found = [_WHOLE[name] for name in processes.names if name in _WHOLE]
    found += [product for program, product in _BEGINNINGS for name in processes.names if name.startswith(program)]
    broken = (
        Unseen("", Reason.NOT_UNDERSTOOD, f"/proc/*/stat: {processes.broken_count}") if processes.broken_count else None
    )
    return Databases(tuple(sorted(dict.fromkeys(found))), processes.hidden or broken)
