"""What only the security check asks: unified auditing, idle sessions, packages of PUBLIC, how sessions come.

Each statement counts what there is, so that none of what is looked for is an answer and no silence.
"""

from collections.abc import Iterator
from typing import Final

from collectors.base import (
    Answer,
    Collector,
    Derived,
    Listing,
    ParseError,
    Reason,
    SessionError,
    Statement,
    Unseen,
    Walk,
    listing,
    sql,
)
from collectors.facts.oracle.accounts import ACCOUNTS, SETTINGS, Account, Setting
from collectors.facts.oracle.hardening import (
    AUDITING,
    CONNECTIONS,
    IDLE_LIMITS,
    IDLE_ROWS,
    LINKED,
    PACKAGES,
    PUBLIC_PACKAGES,
    Auditing,
    Connected,
    IdleLimit,
    IdleRows,
    Linked,
    PublicPackages,
)
from collectors.facts.oracle.limits import AUDIT, AuditTrail
from collectors.oracle.containers import (
    ORACLE,
    RIGHTS,
    SINCE_12_1,
    about,
    by_container,
    in_each,
    needed,
    rows_of,
    witnessed,
)
from collectors.oracle.spelling import table
from collectors.tables import Row
from config.text import _

_ROOT_AND_SEED: Final = 2
_OPTIONS: Final = (
    "select count(*) as amount, max(case when parameter = 'Unified Auditing' then value end) as unified from v$option"
)
_IDLE: Final = (
    "select 'all' as about, 'resource_limit' as name, p.value as state, (select count(*) from dba_profiles r "
    "where r.resource_name = 'IDLE_TIME') as amount from v$database d "
    "left join v$parameter p on p.name = 'resource_limit' union all "
    "select 'profile', profile, limit, to_number(null) from dba_profiles where resource_name = 'IDLE_TIME'"
)
_NAMED: Final = ", ".join(f"'{name}'" for name in PACKAGES)
_PUBLIC: Final = (
    "select 'all' as about, to_char(null) as name, count(*) as amount from dba_tab_privs "
    "where grantee = 'PUBLIC' and privilege = 'EXECUTE' union all "
    "select 'granted', t.table_name, count(*) from dba_tab_privs t where t.grantee = 'PUBLIC' and t.privilege = 'EXECUTE' "
    "and t.owner = 'SYS' and t.table_name in ({NAMED}) group by t.table_name"
)
_CONNECTIONS: Final = (
    "select k.username, k.adapter, k.cipher, count(*) as amount, {SEEN} from (select s.inst_id, s.sid, s.username, "
    "max(case when c.network_service_banner like '%NT Protocol Adapt%' then c.network_service_banner end) as adapter, "
    "max(case when c.network_service_banner like '%ncryption service adapt%' then c.network_service_banner end) as cipher "
    "from gv$session s left join gv$session_connect_info c on c.inst_id = s.inst_id and c.sid = s.sid "
    "where s.type = 'USER' group by s.inst_id, s.sid, s.username) k{JOIN} group by k.username, k.adapter, k.cipher "
    "order by k.username, k.adapter, k.cipher"
)
"""The service of encryption has a banner in each session, its adapter (with the cipher) where it is in use."""
_SINGLE: Final = _CONNECTIONS.replace("{SEEN}", "0 as containers, 'NO' as container").replace("{JOIN}", "")
_EVERY: Final = _CONNECTIONS.replace("{SEEN}", "max(v.containers) as containers, max(v.container) as container").replace(
    "{JOIN}",
    " join (select count(*) as containers, max(sys_context('USERENV', 'CON_NAME')) as container from v$containers) v "
    "on 1 = 1",
)
"""From 12.1 on with the containers that are seen: a root always has PDB$SEED beside it, where their rows are shown."""
_DATA: Final = _("Run as SYSDBA: alter user <account> set container_data = all container = current;")


def parse_options(answer: Answer) -> Linked:
    """Read whether unified auditing is linked in; the view is never empty."""
    rows = table(answer).rows
    if len(rows) != 1:
        raise ParseError(f"{len(rows)} counts of options")
    if not rows[0].number("amount"):
        raise SessionError(Reason.EMPTY, "v$option")
    return Linked(rows[0].text("unified").upper())


def _idle(database: str, rows: tuple[Row, ...]) -> IdleRows:
    heads = about(rows, "all")
    profiles = tuple((row.text("name"), row.text("state").strip()) for row in about(rows, "profile"))
    if len(heads) != 1 or heads[0].number("amount") != len(profiles):
        raise ParseError("profiles and their count differ")
    if not profiles:
        raise SessionError(Reason.EMPTY, "dba_profiles")
    return IdleRows(database, heads[0].text("state").upper(), profiles)


def _public(database: str, rows: tuple[Row, ...]) -> PublicPackages:
    heads = about(rows, "all")
    if len(heads) != 1:
        raise ParseError(f"{len(heads)} counts of grants")
    if not heads[0].number("amount"):
        raise SessionError(Reason.EMPTY, "dba_tab_privs")
    names = sorted(row.text("name") for row in about(rows, "granted"))
    return PublicPackages(database, heads[0].number("amount"), tuple(names))


def _connected(row: Row) -> Connected:
    adapter, cipher = (row.text(name).strip() for name in ("adapter", "cipher"))
    return Connected(row.text("username"), adapter, cipher, row.number("amount"))


def parse_idle(walk: Walk[Answer]) -> Listing[IdleRows]:
    """Read IDLE_TIME of the profiles of every container; there is always DEFAULT."""
    return by_container(walk, _idle)


def parse_public(walk: Walk[Answer]) -> Listing[PublicPackages]:
    """Read what PUBLIC may run in every container; there is always something."""
    return by_container(walk, _public)


def parse_connections(answer: Answer) -> tuple[Connected, ...]:
    """Read how the sessions came; our own is always among them.

    Raises SessionError (denied) in a root that shows itself alone: the sessions of its PDBs are left out there.
    """
    rows = witnessed(table(answer).rows, "gv$session")
    if rows[0].text("container") == "CDB$ROOT" and rows[0].number("containers") < _ROOT_AND_SEED:
        raise SessionError(Reason.DENIED, "v$containers", _DATA)
    return rows_of(answer, _connected)


def derive_auditing(
    linked: Linked | Exception, trails: Listing[AuditTrail] | Exception, settings: tuple[Setting, ...] | Exception
) -> Auditing:
    """Lay the trails beside what the binaries are linked for; without one of them nothing is known of auditing."""
    of_sys = next((one for one in needed(settings) if one.name.lower() == "audit_sys_operations"), None)
    return Auditing(needed(linked), needed(trails), of_sys)


def derive_idle(rows: Listing[IdleRows] | Exception, accounts: Listing[Account] | Exception) -> Listing[IdleLimit]:
    """Every profile in use, with DEFAULT looked up in the profile of that name."""
    given, known = needed(rows), needed(accounts)
    missed = {one.subject: one for part in (given, known) for one in part.unseen}

    def found() -> Iterator[IdleLimit | Unseen]:
        for one in given.records:
            if one.database not in missed:
                yield from _idle_limits(one, [a for a in known.records if a.database == one.database])

    return listing(found(), tuple(missed.values()))


def _idle_limits(one: IdleRows, accounts: list[Account]) -> Iterator[IdleLimit]:
    used = [a.profile for a in accounts if not a.is_maintained and "LOCKED" not in a.status] or ["DEFAULT"]
    written = dict(one.profiles)
    for profile in sorted(set(used)):
        minutes = written.get(profile, "")
        minutes = written.get("DEFAULT", "") if minutes == "DEFAULT" else minutes
        yield IdleLimit(one.database, profile, minutes, one.resource_limit, used.count(profile))


OPTIONS_V: Final = Collector(
    id="oracle.options", provides=LINKED, on=ORACLE, ask=sql(_OPTIONS, rights=RIGHTS), parse=parse_options
)
IDLE_DBA: Final = Collector(
    id="oracle.idle_rows", provides=IDLE_ROWS, on=ORACLE, ask=in_each(sql(_IDLE, rights=RIGHTS)), parse=parse_idle
)
PUBLIC_DBA: Final = Collector(
    id="oracle.public_packages",
    provides=PUBLIC_PACKAGES,
    on=ORACLE,
    ask=in_each(sql(_PUBLIC.replace("{NAMED}", _NAMED), rights=RIGHTS)),
    parse=parse_public,
)
CONNECTIONS_GV: Final = Collector(
    id="oracle.connections",
    provides=CONNECTIONS,
    on=ORACLE,
    ask=sql(_SINGLE, Statement(_EVERY, SINCE_12_1), rights=RIGHTS, seconds=30),
    parse=parse_connections,
)
AUDITING_ORACLE: Final = Derived(
    id="oracle.auditing", provides=AUDITING, of=(LINKED, AUDIT, SETTINGS), derive=derive_auditing
)
IDLE_LIMITS_ORACLE: Final = Derived(
    id="oracle.idle_limits", provides=IDLE_LIMITS, of=(IDLE_ROWS, ACCOUNTS), derive=derive_idle
)
