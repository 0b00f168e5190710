"""Whose objects are the customer's: what Oracle brings along is left out, by its dictionary or, before 12.1, by name."""

import re
from typing import Final

from collectors.base import Sql, Statement, sql
from collectors.oracle.containers import RIGHTS, SINCE_12_1

MAINTAINED_11: Final = [
    "ANONYMOUS",
    "APEX_030200",
    "APEX_040000",
    "APEX_040200",
    "APEX_PUBLIC_USER",
    "APPQOSSYS",
    "CTXSYS",
    "DBSNMP",
    "DIP",
    "EXFSYS",
    "FLOWS_FILES",
    "MDDATA",
    "MDSYS",
    "MGMT_VIEW",
    "OLAPSYS",
    "ORACLE_OCM",
    "ORDDATA",
    "ORDPLUGINS",
    "ORDSYS",
    "OUTLN",
    "OWBSYS",
    "OWBSYS_AUDIT",
    "SI_INFORMTN_SCHEMA",
    "SPATIAL_CSW_ADMIN_USR",
    "SPATIAL_WFS_ADMIN_USR",
    "SYS",
    "SYSMAN",
    "SYSTEM",
    "WMSYS",
    "XDB",
    "XS$NULL",
]
"""Accounts that Oracle 11.2 brings along (Security Guide, "Predefined User Accounts"); from 12.1 on the dictionary knows.

"""


def of_owners(template: str, *, seconds: int = 30, most: int = 5000) -> Sql:
    """Make a question about what is not Oracle's own: ``{OWNER:column}`` stands for the condition on an owner's column."""
    listed = ", ".join(f"'{name}'" for name in MAINTAINED_11)
    before = _OWNER.sub(rf"\1 not in ({listed})", template)
    since = _OWNER.sub(r"\1 in (select m.username from dba_users m where m.oracle_maintained = 'N')", template)
    return sql(before, Statement(since, SINCE_12_1), seconds=seconds, most=most, rights=RIGHTS)


_OWNER: Final = re.compile(r"\{OWNER:([a-z_.]+)\}")
