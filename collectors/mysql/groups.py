"""The members of a group replication, as this one sees them.

Sample (rows)::

    [["10.0.0.11", "3306", "ONLINE", "PRIMARY", "1"], ["10.0.0.12", "3306", "UNREACHABLE", "SECONDARY", "0"]]
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, Listing, Sql, Statement
from collectors.facts.mysql.replication import GROUP_MEMBERS, GroupMember
from collectors.mysql.products import MARIADB, MYSQL, V8, native

_FROM: Final = "FROM performance_schema.replication_group_members ORDER BY member_host, member_port"
_ASK: Final = Sql(
    (
        Statement("SELECT @@version AS version", products=MARIADB),
        Statement(
            f"SELECT member_host, member_port, member_state, member_role, member_id = @@server_uuid AS is_self {_FROM}",
            since=V8,
        ),
        Statement(
            "SELECT member_host, member_port, member_state, '' AS member_role, member_id = @@server_uuid AS is_self "
            f"{_FROM}",
            since=50700,
            before=V8,
        ),
    ),
    rights="performance_schema",
)


def parse(answer: Answer) -> Listing[GroupMember]:
    """Read the members. Absent where the server has no group, by the empty table or by MariaDB's own version."""
    found = native(answer)
    if found.server.product == "mariadb":
        raise Absent(found.server.words)
    members = tuple(
        GroupMember(
            row.text("member_host"),
            row.number("member_port", 0),
            row.text("member_state"),
            row.text("member_role"),
            row.flag("is_self") if row.text("is_self") else False,
        )
        for row in found
    )
    if not [one for one in members if one.host]:
        raise Absent("performance_schema.replication_group_members")
    return Listing(members)


GROUP_MEMBERS_MYSQL: Final = Collector(id="mysql.group_members", provides=GROUP_MEMBERS, on=MYSQL, ask=_ASK, parse=parse)
