"""Accounts and invalid objects.

Sample (rows of dba_users)::

    [["SYSDBA", "OPEN", null, "DEFAULT"], ["APP", "OPEN", "12", "DEFAULT"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, sql
from collectors.dameng.rows import DAMENG, beside, rows_of
from collectors.facts.dameng.accounts import ACCOUNTS, OBJECTS, Account, InvalidObject, Objects
from collectors.tables import Row, table
from config.text import _

_RIGHTS: Final = "dictionary"
_GRANT: Final = _("grant select on the dictionary views that “xunjian doctor --grants” names, then inspect again")


def parse_accounts(answer: Answer) -> tuple[Account, ...]:
    """Read every account; SYSDBA is always one of them."""
    found = rows_of(answer, _account)
    if not any(one.name == "SYSDBA" for one in found):
        raise SessionError(Reason.DENIED, _("not every account is visible"), _GRANT)
    return found


def _account(row: Row) -> Account:
    days = row.maybe("days_left")
    return Account(
        row.text("username"), row.text("account_status"), None if days is None else int(days), row.text("profile")
    )


def parse_objects(answer: Answer) -> Objects:
    """Read every invalid object; a database without any object is one that hides them."""
    invalid = beside(
        answer,
        "object_name",
        lambda row: InvalidObject(row.text("owner"), row.text("object_name"), row.text("object_type")),
    )
    count = next(row.number("objects_count") for row in table(answer))
    if not count:
        raise SessionError(Reason.DENIED, _("no object is visible"), _GRANT)
    return Objects(count, invalid)


ACCOUNTS_DBA: Final = Collector(
    id="dameng.accounts",
    provides=ACCOUNTS,
    on=DAMENG,
    ask=sql(
        "select username, account_status, datediff(day, sysdate, expiry_date) as days_left, profile from dba_users "
        "order by username",
        rights=_RIGHTS,
    ),
    parse=parse_accounts,
)
OBJECTS_DBA: Final = Collector(
    id="dameng.objects",
    provides=OBJECTS,
    on=DAMENG,
    ask=sql(
        "select n.objects_count, o.owner, o.object_name, o.object_type from (select count(*) as objects_count from "
        "dba_objects) n left join (select distinct owner, object_name, object_type from dba_objects "
        "where status = 'INVALID' and owner not in ('SYS', 'SYSAUDITOR', 'SYSSSO', 'SYSDBO', 'SYSJOB', 'CTISYS')) "
        "o on 1 = 1 order by 2, 3",
        rights=_RIGHTS,
        seconds=30,
    ),
    parse=parse_objects,
)
