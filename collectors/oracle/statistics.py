"""What the optimizer knows of users' tables, and the job that keeps it. Monitoring is not flushed: that would write.

STALE_STATS lags behind the changes for that reason, by up to three hours (Reference, DBA_TAB_MODIFICATIONS).
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Walk
from collectors.facts.oracle.objects import HIGH_WATERS, STATISTICS, HighWater, HighWaters, Statistics
from collectors.oracle.containers import ORACLE, about, by_container, in_each
from collectors.oracle.owners import of_owners
from collectors.tables import Row

_TABLES: Final = (
    "from dba_tab_statistics s join dba_tables t on t.owner = s.owner and t.table_name = s.table_name "
    "where s.object_type = 'TABLE' and t.temporary = 'N' and t.table_name not like 'BIN$%' "
    "and (t.iot_type = 'IOT' or (t.iot_type is null and (t.tablespace_name is not null or t.partitioned = 'YES' "
    "or t.cluster_name is not null))) and {OWNER:t.owner}"
)
"""An external table has no tablespace; neither have the partitioned, the clustered and the index-organised ones."""
_STATISTICS: Final = (
    "select 'all' as about, to_char(null) as name, count(*) as tables, "
    "sum(case when s.stale_stats = 'YES' and s.stattype_locked is null then 1 else 0 end) as stale, "
    "sum(case when s.last_analyzed is null and s.stattype_locked is null then 1 else 0 end) as never, "
    "sum(case when s.stattype_locked is not null then 1 else 0 end) as locked {TABLES} union all "
    "select 'worst', w.name, w.num_rows, to_number(null), to_number(null), to_number(null) from "
    "(select s.owner || '.' || s.table_name as name, s.num_rows, row_number() over (order by s.num_rows desc) as place "
    "{TABLES} and s.stale_stats = 'YES' and s.stattype_locked is null and s.num_rows > 0) w where w.place <= 10 "
    "union all select 'job', c.status, to_number(null), to_number(null), to_number(null), to_number(null) "
    "from dba_autotask_client c where c.client_name = 'auto optimizer stats collection'"
)
_HIGH_WATERS: Final = (
    "select 'all' as about, to_char(null) as owner, to_char(null) as table_name, count(*) as size_bytes, "
    "to_number(null) as rows_bytes, to_char(null) as stale {FROM} union all "
    "select 'table', w.owner, w.table_name, w.size_bytes, w.rows_bytes, w.stale_stats from (select t.owner, t.table_name, "
    "t.blocks * p.block_size * (1 - t.pct_free / 100) as size_bytes, t.num_rows * t.avg_row_len as rows_bytes, "
    "s.stale_stats, row_number() over (order by t.blocks * p.block_size * (1 - t.pct_free / 100) "
    "- t.num_rows * t.avg_row_len desc) as place {FROM}) w where w.place <= 20"
)
_FROM: Final = (
    "from dba_tables t join dba_tablespaces p on p.tablespace_name = t.tablespace_name join dba_tab_statistics s "
    "on s.owner = t.owner and s.table_name = t.table_name and s.object_type = 'TABLE' where t.blocks * "
    "p.block_size > 104857600 "
    "and t.temporary = 'N' and t.iot_type is null and t.cluster_name is null and (t.compression is null or "
    "t.compression <> 'ENABLED') and t.num_rows is not null and {OWNER:t.owner}"
)


def _statistics(database: str, rows: tuple[Row, ...]) -> Statistics:
    counted = about(rows, "all")
    if len(counted) != 1:
        raise ParseError(f"{len(counted)} counts of tables")
    return Statistics(
        database=database,
        tables_count=counted[0].number("tables"),
        stale_count=counted[0].number("stale", 0),
        never_count=counted[0].number("never", 0),
        locked_count=counted[0].number("locked", 0),
        worst=tuple(row.text("name") for row in about(rows, "worst")),
        job_status=next((row.text("name") for row in about(rows, "job")), ""),
    )


def _high_waters(database: str, rows: tuple[Row, ...]) -> HighWaters:
    counted = about(rows, "all")
    if len(counted) != 1:
        raise ParseError(f"{len(counted)} counts of tables")
    return HighWaters(
        database=database,
        looked_at_count=counted[0].number("size_bytes"),
        tables=tuple(
            HighWater(
                database=database,
                owner=row.text("owner"),
                name=row.text("table_name"),
                size_bytes=int(row.maybe("size_bytes") or 0),
                rows_bytes=int(row.maybe("rows_bytes") or 0),
                is_stale=row.text("stale") != "NO",
            )
            for row in about(rows, "table")
        ),
    )


def parse_statistics(walk: Walk[Answer]) -> Listing[Statistics]:
    """Read the counts of every container."""
    return by_container(walk, _statistics)


def parse_high_waters(walk: Walk[Answer]) -> Listing[HighWaters]:
    """Read the large tables of every container that may waste most."""
    return by_container(walk, _high_waters)


STATISTICS_DBA: Final = Collector(
    id="oracle.statistics",
    provides=STATISTICS,
    on=ORACLE,
    ask=in_each(of_owners(_STATISTICS.replace("{TABLES}", _TABLES))),
    parse=parse_statistics,
)
HIGH_WATERS_DBA: Final = Collector(
    id="oracle.high_waters",
    provides=HIGH_WATERS,
    on=ORACLE,
    ask=in_each(of_owners(_HIGH_WATERS.replace("{FROM}", _FROM))),
    parse=parse_high_waters,
)
