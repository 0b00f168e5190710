"""Tablespaces as they are defined, their data files, free chunks and what the recycle bin holds, container by container.

Four flat questions; joins and sums are ours, so that the rows are the evidence. A tablespace that is full to the last block
has no row in DBA_FREE_SPACE: what is used is the files' size less what is free, never the other way round.
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, Walk, sql
from collectors.facts.oracle.spaces import (
    DATA_FILES,
    DEFINITIONS,
    FREE,
    RECYCLED,
    SEGMENTS,
    DataFile,
    Definition,
    Free,
    Recycled,
    Segment,
)
from collectors.oracle.containers import ORACLE, RIGHTS, in_each, of_each
from collectors.tables import Row

_UNLIMITED: Final = 2_147_483_645
"""max_extents of a segment of a locally managed tablespace: no limit (Oracle Reference, DBA_SEGMENTS)."""
_FREE: Final = (
    "select tablespace_name, sum(bytes) as free_bytes, max(bytes) as largest_bytes, count(*) as chunks, "
    "sum(case when bytes < 1048576 then bytes else 0 end) as below_1m, "
    "sum(case when bytes < 8388608 then bytes else 0 end) as below_8m, "
    "sum(case when bytes < 67108864 then bytes else 0 end) as below_64m, "
    "100 * sqrt(max(blocks) / sum(blocks)) / sqrt(sqrt(count(blocks))) as fsfi "
    "from dba_free_space group by tablespace_name"
)


def _definition(database: str, row: Row) -> Definition:
    is_uniform = row.text("allocation_type") == "UNIFORM"
    return Definition(
        database=database,
        name=row.text("tablespace_name"),
        contents=row.text("contents"),
        status=row.text("status"),
        block_bytes=row.number("block_size"),
        is_local=row.text("extent_management") == "LOCAL",
        allocation=row.text("allocation_type"),
        next_bytes=row.number("next_extent") if is_uniform else None,
    )


def _file(database: str, row: Row) -> DataFile:
    size = None if row.maybe("bytes") is None else row.number("bytes")
    is_growing = row.text("autoextensible") == "YES"
    return DataFile(
        database=database,
        tablespace=row.text("tablespace_name"),
        number=row.number("file_id"),
        path=row.text("file_name"),
        size_bytes=size,
        limit_bytes=max(row.number("maxbytes", 0), size or 0) if is_growing else size or 0,
        is_growing=is_growing,
        online=row.text("online_status"),
    )


def _free(database: str, row: Row) -> Free:
    return Free(
        database=database,
        tablespace=row.text("tablespace_name"),
        free_bytes=row.number("free_bytes"),
        largest_bytes=row.number("largest_bytes"),
        chunks_count=row.number("chunks"),
        below=(row.number("below_1m"), row.number("below_8m"), row.number("below_64m")),
        fsfi=float(row.maybe("fsfi") or 0),
    )


def _recycled(database: str, row: Row) -> Recycled:
    return Recycled(database, row.text("ts_name"), row.number("objects"), row.number("blocks", 0))


def _segment(database: str, row: Row) -> Segment:
    most = row.number("max_extents", 0)
    return Segment(
        database=database,
        owner=row.text("owner"),
        name=row.text("segment_name"),
        kind=row.text("segment_type"),
        tablespace=row.text("tablespace_name"),
        size_bytes=row.number("bytes"),
        extents_count=row.number("extents", 0),
        most_extents=most if 0 < most < _UNLIMITED else None,
    )


def parse_definitions(walk: Walk[Answer]) -> Listing[Definition]:
    """Read every tablespace."""
    return of_each(walk, _definition, "tablespace_name")


def parse_files(walk: Walk[Answer]) -> Listing[DataFile]:
    """Read every data file; one that may not grow, or is larger than it may grow to, has its size as its limit."""
    return of_each(walk, _file, "tablespace_name")


def parse_free(walk: Walk[Answer]) -> Listing[Free]:
    """Read the free chunks of every tablespace that has any."""
    return of_each(walk, _free, "tablespace_name")


def parse_recycled(walk: Walk[Answer]) -> Listing[Recycled]:
    """Read what dropped objects hold; no row: nothing."""
    return of_each(walk, _recycled, "ts_name")


def parse_segments(walk: Walk[Answer]) -> Listing[Segment]:
    """Read the largest segments of every tablespace."""
    return of_each(walk, _segment, "owner", "segment_name")


DEFINITIONS_DBA: Final = Collector(
    id="oracle.tablespace_definitions",
    provides=DEFINITIONS,
    on=ORACLE,
    ask=in_each(
        sql(
            "select tablespace_name, contents, status, block_size, extent_management, allocation_type, next_extent "
            "from dba_tablespaces order by tablespace_name",
            rights=RIGHTS,
        )
    ),
    parse=parse_definitions,
)
DATA_FILES_DBA: Final = Collector(
    id="oracle.data_files",
    provides=DATA_FILES,
    on=ORACLE,
    ask=in_each(
        sql(
            "select tablespace_name, file_id, file_name, bytes, maxbytes, autoextensible, online_status "
            "from dba_data_files order by file_id",
            rights=RIGHTS,
            most=20000,
        )
    ),
    parse=parse_files,
)
FREE_DBA: Final = Collector(
    id="oracle.free_space",
    provides=FREE,
    on=ORACLE,
    ask=in_each(sql(_FREE, rights=RIGHTS, seconds=60)),
    parse=parse_free,
)
RECYCLED_DBA: Final = Collector(
    id="oracle.recycle_bins",
    provides=RECYCLED,
    on=ORACLE,
    ask=in_each(
        sql(
            "select ts_name, count(*) as objects, sum(space) as blocks from dba_recyclebin "
            "where ts_name is not null group by ts_name",
            rights=RIGHTS,
            seconds=20,
        )
    ),
    parse=parse_recycled,
)
SEGMENTS_DBA: Final = Collector(
    id="oracle.segments",
    provides=SEGMENTS,
    on=ORACLE,
    ask=in_each(
        sql(
            "select s.owner, s.segment_name, s.segment_type, s.tablespace_name, s.bytes, s.extents, s.max_extents from "
            "(select owner, segment_name, segment_type, tablespace_name, sum(bytes) as bytes, max(extents) as extents, "
            "max(max_extents) as max_extents, row_number() over (partition by tablespace_name order by sum(bytes) desc) "
            "as place from dba_segments group by owner, segment_name, segment_type, tablespace_name) s where s.place <= 10",
            rights=RIGHTS,
            seconds=60,
        )
    ),
    parse=parse_segments,
)
