"""Temporary and undo tablespaces, container by container, and what undo was short of.

Temp never gives back what it allocated: free is what DBA_TEMP_FREE_SPACE calls free. Of undo, expired extents are free.
"""

from collections.abc import Iterator
from typing import Final

from collectors.base import Answer, Collector, Derived, Listing, Unseen, Walk, listing, sql
from collectors.facts.oracle.activity import (
    TEMPORARIES,
    UNDO,
    UNDO_ERRORS,
    UNDO_EXTENTS,
    Temporary,
    Undo,
    UndoErrors,
    UndoExtents,
)
from collectors.facts.oracle.spaces import TABLESPACES, Tablespace
from collectors.oracle.containers import ORACLE, RIGHTS, in_each, needed, of_each
from collectors.oracle.spelling import table


def parse_temporary(walk: Walk[Answer]) -> Listing[Temporary]:
    """Read every temporary tablespace with its files."""
    found = of_each(walk, lambda database, row: (database, row), "tablespace_name")
    sums: dict[tuple[str, str], list[int]] = {}
    for database, row in found.records:
        # From 12.2 on a local temporary tablespace has a row of each instance: size, free, and what its files may grow to.
        one = sums.setdefault((database, row.text("tablespace_name")), [0, 0, 0])
        size, other = row.number("size_bytes", 0), row.number("other_bytes", 0)
        if row.text("about") == "space":
            one[0] += size
            one[1] += other
        else:
            one[2] += max(other, size) if row.text("grows") == "YES" else size
    spaces = (
        Temporary(database, name, size, free, max(limit, size)) for (database, name), (size, free, limit) in sums.items()
    )
    return listing(spaces, found.unseen)


def parse_extents(walk: Walk[Answer]) -> Listing[UndoExtents]:
    """Read what every undo tablespace holds."""
    return of_each(
        walk,
        lambda database, row: UndoExtents(
            database, row.text("tablespace_name"), row.text("status"), row.number("size_bytes")
        ),
        "tablespace_name",
    )


def parse_errors(answer: Answer) -> UndoErrors:
    """Read the one row; an instance that was just started has recorded nothing yet, and sums are null."""
    row = table(answer).one()
    return UndoErrors(
        too_old_count=row.number("too_old", 0),
        no_space_count=row.number("no_space", 0),
        longest_seconds=row.number("longest", 0),
        retention_seconds=row.number("retention", 0),
    )


def derive(
    tablespaces: Listing[Tablespace] | Exception, extents: Listing[UndoExtents] | Exception, errors: UndoErrors | Exception
) -> Listing[Undo]:
    """Put each undo tablespace together with what it holds."""
    seen, held, short = needed(tablespaces), needed(extents), needed(errors)
    missed = {one.subject: one for part in (seen, held) for one in part.unseen}

    def found() -> Iterator[Undo | Unseen]:
        for one in seen.records:
            place = one.definition.database, one.definition.name
            if one.definition.contents == "UNDO" and place[0] not in missed:
                states = tuple((e.status, e.size_bytes) for e in held.records if (e.database, e.tablespace) == place)
                yield Undo(one.subject, one.usable_bytes, tuple(sorted(states)), short)

    return listing(found(), tuple(missed.values()))


TEMPORARY_DBA: Final = Collector(
    id="oracle.temporary",
    provides=TEMPORARIES,
    on=ORACLE,
    ask=in_each(
        sql(
            "select 'space' as about, tablespace_name, tablespace_size as size_bytes, free_space as other_bytes, "
            "to_char(null) as grows from dba_temp_free_space union all "
            "select 'file', tablespace_name, bytes, maxbytes, autoextensible from dba_temp_files",
            rights=RIGHTS,
        )
    ),
    parse=parse_temporary,
)
UNDO_EXTENTS_DBA: Final = Collector(
    id="oracle.undo_extents",
    provides=UNDO_EXTENTS,
    on=ORACLE,
    ask=in_each(
        sql(
            "select tablespace_name, status, sum(bytes) as size_bytes from dba_undo_extents group by "
            "tablespace_name, status",
            rights=RIGHTS,
            seconds=20,
        )
    ),
    parse=parse_extents,
)
UNDO_ERRORS_GV: Final = Collector(
    id="oracle.undo_errors",
    provides=UNDO_ERRORS,
    on=ORACLE,
    ask=sql(
        "select sum(ssolderrcnt) as too_old, sum(nospaceerrcnt) as no_space, max(maxquerylen) as longest, "
        "min(tuned_undoretention) as retention from gv$undostat where begin_time > sysdate - 7",
        rights=RIGHTS,
    ),
    parse=parse_errors,
)
UNDO_ORACLE: Final = Derived(id="oracle.undo", provides=UNDO, of=(TABLESPACES, UNDO_EXTENTS, UNDO_ERRORS), derive=derive)
