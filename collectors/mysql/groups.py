"""The members of a group replication, as this one sees them.

Sample (rows)::

    [["10.0.0.11", "3306", "ONLINE", "PRIMARY", "1"], ["10.0.0.12", "3306", "UNREACHABLE", "SECONDARY", "0"], ...]
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Sql, Statement
from collectors.facts.mysql.replication import GROUP_MEMBERS, GroupMember
from collectors.mysql.products import MARIADB, MYSQL, SWITCH, V8, native
from collectors.tables import Row


def _members(role: str) -> str:
    """One row at least, so that a server whose performance_schema is off is not taken for one without a group."""
    return (
        f"SELECT m.member_host AS member_host, m.member_port AS member_port, m.member_state AS member_state, "  # noqa: S608 - constants
        f"{role} AS member_role, m.member_id = @@server_uuid AS is_self, s.is_counted AS is_counted, "
        "s.group_name AS group_name, s.own_host AS own_host, s.own_port AS own_port "
        "FROM (SELECT @@performance_schema AS is_counted, @@hostname AS own_host, @@port AS own_port, "
        "(SELECT MAX(v.variable_value) FROM performance_schema.global_variables v "
        "WHERE v.variable_name = 'group_replication_group_name') AS group_name) s "
        "LEFT JOIN performance_schema.replication_group_members m ON 1 = 1 ORDER BY m.member_host, m.member_port"
    )


_ASK: Final = Sql(
    (
        Statement("SELECT @@version AS version", products=MARIADB),
        Statement(_members("m.member_role"), since=V8),
        Statement(_members("''"), since=50700, before=V8),
    ),
    rights="performance_schema",
)


def parse(answer: Answer) -> Listing[GroupMember]:
    """Read the members. Absent where the server has no group, by its own settings or by MariaDB's own version.

    One that is set up for a group and is not in it lists nobody, or itself as OFFLINE and without a name.
    """
    found = native(answer)
    if found.server.product == "mariadb":
        raise Absent(found.server.words)
    if not found.rows:
        raise ParseError("no row where one is at least")
    first = found.rows[0]
    if not first.flag("is_counted"):
        raise SessionError(Reason.NO_RECORD, "performance_schema = OFF", SWITCH)
    if not [row for row in found if row.text("member_host")] and not first.text("group_name"):
        raise Absent("group_replication_group_name")
    return Listing(tuple(map(_member, found)))


def _member(row: Row) -> GroupMember:
    if not row.text("member_host"):
        return GroupMember(row.text("own_host"), row.number("own_port", 0), "OFFLINE", "", is_self=True)
    is_self = row.flag("is_self") if row.text("is_self") else False
    return GroupMember(
        row.text("member_host"), row.number("member_port", 0), row.text("member_state"), row.text("member_role"), is_self
    )


GROUP_MEMBERS_MYSQL: Final = Collector(id="mysql.group_members", provides=GROUP_MEMBERS, on=MYSQL, ask=_ASK, parse=parse)
