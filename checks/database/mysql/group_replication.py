"""Group replication: every member is online, and the group can still decide."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Listing
from collectors.facts.mysql.replication import GROUP_MEMBERS, GroupMember
from config.limits import Layered
from config.text import _

_ONLINE: Final = "ONLINE"
_ENOUGH: Final = 3
"""Members that survive the loss of one (MySQL Reference Manual: Fault-tolerance: 2f+1)."""


def judge(group: Listing[GroupMember], _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a member, and one of the group."""
    online = [one for one in group.records if one.state == _ONLINE]
    for one in group.records:
        name = f"{one.host}:{one.port}"
        if one.state == _ONLINE:
            yield Finding(
                name, Level.OK, _("{member} is online ({role})", member=name, role=one.role or "-"), quote=one.state
            )
        else:
            level = Level.WARN if one.state == "RECOVERING" else Level.CRITICAL
            yield Finding(name, level, _("{member} is {state}", member=name, state=one.state), quote=one.state)
    count, total = len(online), len(group.records)
    level, summary = Level.OK, _("{count:number} of {total:number} members are online", count=count, total=total)
    if count * 2 <= total:
        level = Level.CRITICAL
        summary = _(
            "{count:number} of {total:number} members are online: no majority, it cannot write", count=count, total=total
        )
    elif count < _ENOUGH:
        level = Level.WARN
        summary = _("{count:number} members are online: the group does not survive the loss of one", count=count)
    yield Finding("group", level, summary, measures={"online_count": float(count)})


GROUP_REPLICATION: Final = Check(
    id="database.mysql.group_replication",
    title=_("MySQL: group replication"),
    area=Area.DB_BACKUP,
    needs=GROUP_MEMBERS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("performance_schema.replication_group_members"),
    remedy=_(
        "Read the error log of the member that is not online; a member in ERROR has left and joins again with START "
        "GROUP_REPLICATION once its cause is mended. Without a majority nobody forces a new one before it is sure that the "
        "other members are down."
    ),
    traps=(
        _("a member sees the group as it knows it: inspect every member"),
        _("a server that is set up for a group and is not in it is named OFFLINE, not left out"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: The replication_group_members Table",),
)
