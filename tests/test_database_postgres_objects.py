"""What is said of tables, indexes, keys, partitions and statements of PostgreSQL: each limit, each trap by name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import CHECKS
from agent.rights.grants_postgres import darkens, script
from checks.base import Change, Check, Exhibit, Finding, Level, Scene, Then
from checks.database.postgres.checkpoints import CHECKPOINTS_CHECK
from checks.database.postgres.collation_versions import COLLATION_VERSIONS
from checks.database.postgres.connection_storms import CONNECTION_STORMS
from checks.database.postgres.deadlocks import DEADLOCKS
from checks.database.postgres.duplicate_indexes import DUPLICATE_INDEXES, needless_of
from checks.database.postgres.extension_versions import EXTENSION_VERSIONS
from checks.database.postgres.foreign_keys import FOREIGN_KEYS_CHECK, has_index
from checks.database.postgres.index_bloat import INDEX_BLOAT
from checks.database.postgres.large_scans import LARGE_SCANS
from checks.database.postgres.oldest_tables import OLDEST_TABLES
from checks.database.postgres.partitions import PARTITIONS_CHECK
from checks.database.postgres.primary_keys import PRIMARY_KEYS
from checks.database.postgres.rollbacks import ROLLBACKS
from checks.database.postgres.statement_times import STATEMENT_TIMES
from checks.database.postgres.table_bloat import TABLE_BLOAT
from checks.database.postgres.table_growth import TABLE_GROWTH
from checks.database.postgres.temp_files import TEMP_FILES
from checks.database.postgres.top_statements import TOP_STATEMENTS_CHECK
from checks.database.postgres.tuning_settings import TUNING_SETTINGS
from checks.database.postgres.unlogged_tables import UNLOGGED_TABLES
from checks.database.postgres.unused_indexes import UNUSED_INDEXES
from collectors.base import Absent, Answer, Listing, ParseError, Reason, SessionError, Unseen, Walk
from collectors.facts.postgres.bloat import Doubt, Room, Rooms
from collectors.facts.postgres.counters import Checkpoints, Counters
from collectors.facts.postgres.keys import ForeignKey, ForeignKeys, Index, IndexedTable, Indexes
from collectors.facts.postgres.partitions import Partitioned, Partitions
from collectors.facts.postgres.relations import FileSizes, Keyless, Largest, OldTable, Relation, Traits
from collectors.facts.postgres.settings import Setting, Settings
from collectors.facts.postgres.space import Database
from collectors.facts.postgres.statements import Statement, Statements
from collectors.facts.postgres.tuning import Tuning
from collectors.facts.postgres.uses import IndexUse, TableReads, Uses
from collectors.facts.postgres.versions import Collations, Extensions, Versioned
from collectors.postgres import relations, rooms, statements, tuning
from collectors.postgres.widths import Column, aligned_bytes, columns, index_bytes, table_bytes
from collectors.tables import Server, written
from config.limits import Layered

GIB, MIB, PAGE = 2**30, 2**20, 8192
AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
SCENE = Scene(at=AT)
UNSEEN: Listing[Any] = Listing((), (Unseen("shop", Reason.TIMEOUT, "", None),))


def said(check: Check[Any, Any], *records: object, limits: object | None = None) -> dict[str, Finding]:
    """Findings by subject of a check whose facts are a listing."""
    found = check.judge(Listing(records), Layered(limits or check.limits), SCENE)
    return {one.subject: one for one in found if isinstance(one, Finding)}


def changed(check: Change[Any, Any], now: object, then: object, days: float = 40) -> dict[str, Finding]:
    """Findings by subject of a change over so many days."""
    was = Then(then, AT - timedelta(days=days))
    return {one.subject: one for one in check.judge(now, was, Layered(check.limits), SCENE) if isinstance(one, Finding)}


def levels(found: dict[str, Finding]) -> dict[str, Level]:
    return {subject: one.level for subject, one in found.items()}


def room(size: int = 2 * GIB, needed: int | None = GIB, doubt: Doubt = Doubt.NONE, name: str = "public.t") -> Room:
    return Room(name, "", size, needed, doubt)


def of_tables(*tables: Room) -> Rooms:
    return Rooms("shop", tables, (), 0, is_through_helper=True)


# -- bloat -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "wasted", "level"),
    [
        (2 * GIB, GIB, Level.WARN),
        (2 * GIB, GIB - 1, Level.OK),  # too few bytes
        (10 * GIB, 4 * GIB, Level.WARN),
        (10 * GIB, 4 * GIB - PAGE, Level.OK),  # too small a share
        (30 * GIB, 20 * GIB, Level.CRITICAL),
        (30 * GIB, 20 * GIB - 1, Level.WARN),
        (60 * GIB, 30 * GIB, Level.WARN),  # much, and not yet 60 %
    ],
)
def test_a_table_is_bloated_by_bytes_and_by_share(size: int, wasted: int, level: Level) -> None:
    found = said(TABLE_BLOAT, of_tables(room(size, size - wasted)))
    assert {one.level for one in found.values()} == {level}


@pytest.mark.parametrize("doubt", [one for one in Doubt if one not in {Doubt.NONE, Doubt.HIDDEN}])
def test_a_doubt_about_a_large_table_is_no_ok(doubt: Doubt) -> None:
    found = said(TABLE_BLOAT, of_tables(room(GIB, None, doubt)))
    assert levels(found) == {"shop.public.t": Level.UNKNOWN}
    assert found["shop.public.t"].reason == Reason.NO_RECORD.value


def test_a_table_smaller_than_the_limit_cannot_waste_so_much_whatever_its_statistics() -> None:
    assert levels(said(TABLE_BLOAT, of_tables(room(GIB - 1, None, Doubt.STALE)))) == {"shop": Level.OK}


def test_hidden_widths_are_a_missing_right_and_name_the_helper() -> None:
    found = said(TABLE_BLOAT, of_tables(room(GIB, None, Doubt.HIDDEN)))
    assert found["shop"].level is Level.UNKNOWN
    assert found["shop"].reason == Reason.DENIED.value
    assert "--grants postgres" in str(found["shop"].remedy)


def test_indexes_that_cannot_be_told_are_counted_in_words() -> None:
    found = said(INDEX_BLOAT, Rooms("shop", (), (room(3 * GIB, 2 * GIB, name="public.pk"),), 7, is_through_helper=True))
    assert levels(found) == {"shop": Level.OK}
    assert "7 others" in str(found["shop"].summary)


def test_an_index_at_the_limits() -> None:
    of = Rooms("shop", (), (room(2 * GIB, GIB, name="public.pk"),), 0, is_through_helper=True)
    assert levels(said(INDEX_BLOAT, of)) == {"shop.public.pk": Level.WARN}


def row_of(*values: str | None) -> tuple[str | None, ...]:
    return values


HEAD = (
    *("kind", "name", "on_table", "pages", "rows", "fill", "columns"),
    *("is_visible", "is_held", "changed", "live", "is_analyzed", "page"),
)
COUNT = row_of("count", "", "", "0", None, None, None, "t", None, None, None, None, "8192")


def judged_room(**changes: str | None) -> Room:
    """A table of 2,000 pages whose rows need 1,471, with changes."""
    plain = ("table", "s.t", "", "2000", "100000", None, "4i:4:0,-1i:80:0", "t", "f", "0", "100000", "t", "8192")
    base = dict(zip(HEAD, plain, strict=True))
    base |= changes
    text = written(Server("postgres", 150018, "PostgreSQL 15.18"), "shop", 0, HEAD, [COUNT, tuple(base[n] for n in HEAD)])
    found = rooms.parse(Walk({"shop": Answer(text)}))
    return found.records[0].tables[0]


def test_the_room_that_rows_need() -> None:
    found = judged_room()
    assert found.doubt is Doubt.NONE
    assert found.size_bytes == 2000 * PAGE
    assert found.wasted_ratio == pytest.approx(0.28, abs=0.03)  # 100,000 rows of 24 + 4 + 80 + 4, 70 on a page


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"rows": "-1"}, Doubt.NEVER_ANALYZED),  # 14 and later
        ({"rows": "0"}, Doubt.NEVER_ANALYZED),  # up to 13
        ({"columns": "4i:4:0,-1i::"}, Doubt.NO_WIDTHS),
        ({"columns": "4i:4:0,-1i::", "is_visible": "f"}, Doubt.HIDDEN),
        ({"changed": "10001"}, Doubt.STALE),
        ({"changed": "10000"}, Doubt.NONE),
        ({"live": "0", "is_analyzed": "f"}, Doubt.LOST),  # a crash, or a standby before 15
        ({"is_held": "t"}, Doubt.LOCKED),
    ],
)
def test_what_makes_the_estimate_worthless(changes: dict[str, str], doubt: Doubt) -> None:
    found = judged_room(**changes)
    assert found.doubt is doubt
    assert (found.needed_bytes is None) is (doubt is not Doubt.NONE)


def test_room_that_a_fill_factor_leaves_free_is_needed() -> None:
    whole, left = judged_room(), judged_room(fill="70")
    assert left.needed_bytes is not None
    assert whole.needed_bytes is not None
    assert left.needed_bytes / whole.needed_bytes == pytest.approx(1 / 0.7, abs=0.03)


def test_a_lost_row_of_the_answer_is_missed() -> None:
    text = written(Server("postgres", 150018, ""), "shop", 0, HEAD, [])
    with pytest.raises(ParseError):
        rooms.parse(Walk({"shop": Answer(text)}))


def test_the_helper_counts_before_pg_stats_and_a_database_without_it_falls_back() -> None:
    def of(database: str, *, helper: bool) -> Rooms:
        return Rooms(database, (), (), 0, is_through_helper=helper)

    helper = Listing((of("a", helper=True), of("b", helper=False)))
    both = rooms.derive(helper, Listing((of("a", helper=False), of("b", helper=False))))
    assert [(one.database, one.is_through_helper) for one in both.records] == [("a", True), ("b", False)]
    assert both.unseen == ()
    late = Unseen("a", Reason.TIMEOUT, "", None)
    assert rooms.derive(helper, Listing((of("b", helper=False),), (late,))).unseen == ()
    assert rooms.derive(Listing((), (late,)), Listing((), (late,))).unseen == (late,)
    with pytest.raises(SessionError):
        rooms.derive(SessionError(Reason.TIMEOUT), SessionError(Reason.TIMEOUT))


def test_gaps_of_alignment_are_counted() -> None:
    assert aligned_bytes(columns("4i:4:0,8d:8:0,2s:2:0,8d:8:0")) == 32  # int4, gap, int8, int2, gap, int8
    assert aligned_bytes(columns("8d:8:0,8d:8:0,4i:4:0,2s:2:0")) == 24


def test_dropped_columns_take_a_bit_and_no_room() -> None:
    assert aligned_bytes(columns("4i:4:0,x,4i:4:0")) == pytest.approx(8, abs=3.5)


@pytest.mark.parametrize("text", ["4q:4:0", "i:4:0", "4i:4", "4i:viel:0", "y"])
def test_columns_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ParseError):
        columns(text)


COLUMNS = st.lists(
    st.builds(
        Column,
        st.sampled_from([1, 2, 4, 8, 16, -1]),
        st.sampled_from([1, 2, 4, 8]),
        st.floats(0, 9000, allow_nan=False),
        st.floats(0, 1, allow_nan=False),
    ),
    max_size=40,
)


@given(COLUMNS, st.floats(0, 1e10), st.integers(10, 100))
def test_an_estimate_is_whole_pages_and_grows_with_the_rows(of: Sequence[Column], rows: float, fill: int) -> None:
    for measure in (table_bytes, index_bytes):
        less, more = measure(of, rows, fill, PAGE), measure(of, rows * 2 + 1, fill, PAGE)
        assert less % PAGE == 0
        assert 0 <= less <= more


# -- indexes and keys ------------------------------------------------------------------------------------------------


def index(name: str, *keys: str, **more: Any) -> Index:  # noqa: ANN401 - its own fields
    made = Index(
        name,
        200 * MIB,
        "btree",
        tuple(f"{one}:1978:0:0" for one in keys),
        (),
        has_expression=False,
        predicate="",
        is_unique=False,
    )
    return replace(made, **more)


def needless(*of: Index) -> list[tuple[str, str]]:
    return [(one.name, kept.name) for one, kept in needless_of(of)]


def test_of_two_equal_indexes_one_is_needless() -> None:
    assert needless(index("a", "1"), index("b", "1")) == [("a", "b")]
    assert len(needless(index("a", "1"), index("b", "1"), index("c", "1"))) == 2


def test_an_index_that_begins_another_is_needless() -> None:
    assert needless(index("a", "1"), index("b", "1", "2")) == [("a", "b")]
    assert needless(index("a", "2"), index("b", "1", "2")) == []


def test_the_index_behind_a_constraint_is_kept() -> None:
    pk = index("t_pkey", "1", is_unique=True, serves=("constraint",))
    assert needless(pk, index("a", "1")) == [("a", "t_pkey")]
    assert needless(pk, replace(pk, name="b", serves=())) == [("b", "t_pkey")]
    assert needless(pk, index("a", "1", "2")) == []


@pytest.mark.parametrize("serves", ["constraint", "foreign_key", "replica_identity", "cluster", "partition"])
def test_what_something_needs_is_not_needless(serves: str) -> None:
    assert needless(index("a", "1", serves=(serves,)), index("b", "1", "2")) == []


def test_another_operator_class_direction_predicate_or_expression_makes_another_index() -> None:
    plain = index("a", "1")
    assert needless(plain, index("b", "1", keys=("1:4217:0:0",))) == []
    assert needless(plain, index("b", "1", keys=("1:1978:0:3",))) == []
    assert needless(plain, index("b", "1", predicate="(x > 1)")) == []
    assert needless(index("a", "0", has_expression=True), index("b", "0", has_expression=True)) == []
    assert needless(plain, index("b", "1", method="hash")) == []
    assert needless(index("a", "1", predicate="(x > 1)"), index("b", "1", predicate="(x > 1)")) == [("a", "b")]


def test_a_unique_index_is_needless_only_beside_another_of_the_same_columns() -> None:
    assert needless(index("a", "1", is_unique=True), index("b", "1", "2")) == []
    assert needless(index("a", "1", is_unique=True), index("b", "1", "2", is_unique=True)) == []
    assert needless(index("a", "1", is_unique=True), index("b", "1", is_unique=True)) == [("a", "b")]


def test_included_columns_ride_along() -> None:
    assert needless(index("a", "1"), index("b", "1", included=("2",))) == [("a", "b")]
    assert needless(index("a", "1", included=("2",)), index("b", "1", "2")) == [("a", "b")]
    assert needless(index("a", "1", included=("3",)), index("b", "1", "2")) == []


def test_needless_indexes_are_advice_and_small_ones_none() -> None:
    of = Indexes("shop", (IndexedTable("public.t", (index("a", "1"), index("b", "1"))),), 1)
    assert levels(said(DUPLICATE_INDEXES, of)) == {"shop.public.t a": Level.NOTICE}
    small = tuple(replace(one, size_bytes=10 * MIB - 1) for one in of.tables[0].indexes)
    assert levels(said(DUPLICATE_INDEXES, replace(of, tables=(IndexedTable("public.t", small),)))) == {"shop": Level.OK}


def key(*columns_of: int, indexes: tuple[tuple[tuple[int, ...], str], ...] = (), **more: Any) -> ForeignKey:  # noqa: ANN401 - its own fields
    made = ForeignKey("public.child", "child_fk", "public.parent", columns_of, 100_000, 10 * MIB, 1, indexes)
    return replace(made, **more)


@pytest.mark.parametrize(
    ("columns_of", "indexes", "is_there"),
    [
        ((2,), (), False),
        ((2,), (((2,), ""),), True),
        ((2,), (((1, 2), ""),), False),  # not at the beginning
        ((2, 3), (((3, 2, 1), ""),), True),  # in any order
        ((2, 3), (((2, 1, 3), ""),), False),
        ((2, 3), (((2,), ""),), False),
        ((2,), (((2,), "(pid IS NOT NULL)"),), True),
        ((2,), (((2,), '("Vater id" IS NOT NULL)'),), True),
        ((2,), (((2,), "((pid IS NOT NULL) AND (x > 1))"),), False),
        ((2,), (((2,), "(pid > 10)"),), False),
        ((2, 3), (((2, 3), "(a IS NOT NULL)"),), False),
        ((2,), (((0,), ""),), False),  # an expression
    ],
)
def test_which_index_serves_a_foreign_key(
    columns_of: tuple[int, ...], indexes: tuple[tuple[tuple[int, ...], str], ...], *, is_there: bool
) -> None:
    assert has_index(key(*columns_of, indexes=indexes)) is is_there


@pytest.mark.parametrize(
    ("more", "level"),
    [
        ({}, Level.WARN),
        ({"parent_deleted_count": 0}, Level.NOTICE),  # nothing is ever deleted
        ({"row_count": 99_999}, Level.NOTICE),
        ({"row_count": 99_999, "size_bytes": 10 * MIB - 1}, Level.OK),  # a small table
        ({"size_bytes": 0}, Level.WARN),  # never analysed: no pages in the catalogue, but rows are counted
        ({"indexes": (((2,), ""),)}, Level.OK),
    ],
)
def test_a_foreign_key_without_an_index_is_felt_on_large_tables_whose_parents_lose_rows(
    more: dict[str, Any], level: Level
) -> None:
    found = said(FOREIGN_KEYS_CHECK, ForeignKeys("shop", (key(2, **more),), 1))
    assert {one.level for one in found.values()} == {level}


# -- uses: only two inspections tell ---------------------------------------------------------------------------------


def uses(scans: int, **more: Any) -> Uses:  # noqa: ANN401 - its own fields
    made = Uses(
        "shop",
        "started reset",
        is_standby=False,
        standby_count=0,
        indexes=(IndexUse("public.i", "public.t", 20 * MIB, scans),),
        tables=(),
    )
    return replace(made, **more)


def test_an_index_without_scans_for_a_month_is_advice() -> None:
    found = changed(UNUSED_INDEXES, Listing((uses(0),)), Listing((uses(0),)), days=30)
    assert levels(found) == {"shop.public.i": Level.NOTICE}


def test_an_index_used_long_ago_and_not_since_is_unused_too() -> None:
    assert levels(changed(UNUSED_INDEXES, Listing((uses(900),)), Listing((uses(900),)))) == {"shop.public.i": Level.NOTICE}
    assert levels(changed(UNUSED_INDEXES, Listing((uses(901),)), Listing((uses(900),)))) == {"shop": Level.OK}


def test_unused_for_less_than_a_month_says_nothing() -> None:
    assert levels(changed(UNUSED_INDEXES, Listing((uses(0),)), Listing((uses(0),)), days=29.9)) == {"shop": Level.ABSENT}


def test_a_reset_or_a_restart_begins_the_observation_anew() -> None:
    found = changed(UNUSED_INDEXES, Listing((uses(0, epoch="restarted"),)), Listing((uses(0),)))
    assert levels(found) == {"shop": Level.UNKNOWN}
    assert found["shop"].reason == Reason.NO_RECORD.value


def test_an_index_that_came_since_is_not_called_unused() -> None:
    assert levels(changed(UNUSED_INDEXES, Listing((uses(0),)), Listing((uses(0, indexes=()),)))) == {"shop": Level.OK}


def test_a_standby_that_may_use_the_index_is_named() -> None:
    found = changed(UNUSED_INDEXES, Listing((uses(0, standby_count=2),)), Listing((uses(0),)))
    assert "2 standby" in str(found["shop.public.i"].observed)


def test_on_a_standby_nothing_is_called_unused() -> None:
    assert levels(changed(UNUSED_INDEXES, Listing((uses(0, is_standby=True),)), Listing((uses(0),)))) == {
        "shop": Level.ABSENT
    }


def test_what_was_not_seen_today_stays_unknown() -> None:
    for check in (UNUSED_INDEXES, LARGE_SCANS, TABLE_GROWTH):
        assert levels(changed(check, UNSEEN, Listing(()))) == {"shop": Level.UNKNOWN}


def reads(scans: int, rows: int, live: int = 100_000) -> Uses:
    return uses(0, tables=(TableReads("public.t", live, 50 * MIB, scans, rows),))


@pytest.mark.parametrize(
    ("scans", "rows", "live", "level"),
    [
        (2000, 2000 * 100_000, 100_000, Level.NOTICE),  # 50 a day in 40 days
        (1999, 1999 * 100_000, 100_000, Level.OK),
        (2000, 2000 * 20_000, 100_000, Level.NOTICE),
        (2000, 2000 * 19_999, 100_000, Level.OK),  # they end early (LIMIT)
        (2000, 2000 * 99_999, 99_999, Level.OK),  # a small table
    ],
)
def test_large_tables_read_whole(scans: int, rows: int, live: int, level: Level) -> None:
    found = changed(LARGE_SCANS, Listing((reads(scans, rows, live),)), Listing((reads(0, 0),)))
    assert {one.level for one in found.values()} == {level}


# -- single tables ---------------------------------------------------------------------------------------------------


def traits(**more: Any) -> Traits:  # noqa: ANN401 - its own fields
    return replace(Traits("shop", 9, (), (), 0, (), 0, 0), **more)


def test_a_published_table_without_key_cannot_be_updated() -> None:
    bad = traits(
        keyless=(Keyless("public.a", 5, is_published=True), Keyless("public.b", 9, is_published=False)), keyless_count=2
    )
    assert levels(said(PRIMARY_KEYS, bad)) == {"shop.public.a": Level.WARN, "shop": Level.NOTICE}


def test_a_logical_slot_makes_missing_keys_a_warning() -> None:
    bad = traits(keyless=(Keyless("public.b", 9, is_published=False),), keyless_count=1, logical_slot_count=1)
    assert levels(said(PRIMARY_KEYS, bad)) == {"shop": Level.WARN}
    assert levels(said(PRIMARY_KEYS, traits(logical_slot_count=1))) == {"shop": Level.OK}


def test_unlogged_tables_are_told() -> None:
    assert levels(said(UNLOGGED_TABLES, traits())) == {"shop": Level.OK}
    assert levels(said(UNLOGGED_TABLES, traits(unlogged=(("public.u", 8192),), unlogged_count=1))) == {"shop": Level.NOTICE}


@pytest.mark.parametrize(("age", "level"), [(200_000_000, Level.OK), (299_999_999, Level.OK), (300_000_000, Level.WARN)])
def test_reaching_the_mark_is_normal_and_half_beyond_it_is_behind(age: int, level: Level) -> None:
    found = said(OLDEST_TABLES, traits(oldest=(OldTable("public.t", age, 200_000_000, 8192, is_being_vacuumed=False),)))
    assert {one.level for one in found.values()} == {level}


def test_a_table_has_a_mark_of_its_own() -> None:
    found = said(
        OLDEST_TABLES, traits(oldest=(OldTable("public.t", 15_000_000, 10_000_000, 8192, is_being_vacuumed=True),))
    )
    assert levels(found) == {"shop.public.t": Level.WARN}
    assert "vacuum is at work" in str(found["shop.public.t"].summary)


def test_sizes_of_files_count_before_the_catalogue_and_a_locked_table_is_shown_by_it() -> None:
    a, b = (Relation(name, "r", 10 * MIB, 0, 0) for name in ("public.a", "public.b"))
    found = relations.derive(
        Listing((Largest("shop", (a, b), 2),)), Listing((FileSizes("shop", (("public.b", 30 * MIB),)),))
    )
    assert [(one.name, one.size_bytes, one.exact_bytes) for one in found.records[0].relations] == [
        ("public.b", 30 * MIB, 30 * MIB),
        ("public.a", 10 * MIB, None),
    ]
    assert relations.derive(Listing((Largest("shop", (a,), 1),)), SessionError(Reason.TIMEOUT)).records[0].relations == (a,)


def grown(before: Relation, now: Relation, days: float = 10) -> dict[str, Finding]:
    return changed(TABLE_GROWTH, Listing((Largest("shop", (now,), 1),)), Listing((Largest("shop", (before,), 1),)), days)


def test_growth_compares_like_with_like() -> None:
    base = Relation("public.t", "r", 10 * GIB, 0, 0)
    assert levels(grown(base, replace(base, table_bytes=20 * GIB))) == {"shop.public.t": Level.WARN}
    assert levels(grown(base, replace(base, table_bytes=20 * GIB - 1))) == {"shop": Level.OK}
    assert levels(grown(base, replace(base, exact_bytes=40 * GIB))) == {"shop": Level.OK}  # pages then, files now
    assert levels(grown(replace(base, exact_bytes=15 * GIB), replace(base, exact_bytes=40 * GIB))) == {
        "shop.public.t": Level.WARN
    }
    assert levels(grown(base, replace(base, table_bytes=20 * GIB), days=0.5)) == {"shop": Level.ABSENT}


# -- partitions ------------------------------------------------------------------------------------------------------


def parts(left: int | None = 60, width: int | None = 30, **more: Any) -> Partitions:  # noqa: ANN401 - its own fields
    made = Partitioned("public.log", 12, "", None, None, left, width, is_endless=False)
    return Partitions("shop", (replace(made, **more),), 1)


@pytest.mark.parametrize(
    ("of", "level"),
    [
        (parts(30), Level.OK),
        (parts(29), Level.WARN),
        (parts(0), Level.WARN),
        (parts(-1), Level.CRITICAL),  # inserts of today fail
        (parts(-1, default_name="public.rest"), Level.WARN),  # they go to the default part
        (parts(-90), Level.CRITICAL),
        (parts(-91), Level.NOTICE),  # an archive
        (parts(3, 1), Level.OK),  # parts of a day: three ahead suffice
        (parts(2, 1), Level.WARN),
        (parts(None, None), Level.OK),  # by hash, by list, or without end
        (parts(default_name="public.rest", default_rows=0, default_bytes=0), Level.OK),
        (parts(default_name="public.rest", default_rows=1, default_bytes=0), Level.WARN),
        (parts(default_name="public.rest", default_rows=0, default_bytes=8192), Level.OK),  # emptied
        (parts(-91, default_name="public.rest", default_rows=1, default_bytes=0), Level.WARN),  # the worse of both
    ],
)
def test_parts_end_and_default_parts_fill(of: Partitions, level: Level) -> None:
    assert {one.level for one in said(PARTITIONS_CHECK, of).values()} == {level}


# -- versions --------------------------------------------------------------------------------------------------------


def test_a_collation_of_another_version_endangers_indexes() -> None:
    bad = Collations("shop", (Versioned("database", "shop", "2.28", "2.36"),), 3, knows_database=True)
    assert levels(said(COLLATION_VERSIONS, bad)) == {"shop": Level.WARN}
    other = Collations("shop", (Versioned("collation", "public.de", "153.14", "153.120"),), 3, knows_database=True)
    assert levels(said(COLLATION_VERSIONS, other)) == {"shop.public.de": Level.WARN, "shop": Level.OK}


def test_below_15_the_version_of_the_database_is_not_claimed() -> None:
    found = said(COLLATION_VERSIONS, Collations("shop", (), 3, knows_database=False))
    assert "below 15" in str(found["shop"].summary)


def test_extensions_behind_are_told() -> None:
    behind = Extensions("shop", (Versioned("extension", "postgis", "3.1", "3.4"),), 2)
    assert levels(said(EXTENSION_VERSIONS, behind)) == {"shop.postgis": Level.NOTICE}


# -- statements ------------------------------------------------------------------------------------------------------


def statement(calls: int, seconds: float, name: str = "1", text: str = "select ?") -> Statement:
    return Statement("shop", name, calls, seconds, 10, 0, 0, text)


def top(*of: Statement, total: float = 20_000.0, epoch: str = "e") -> Statements:
    return Statements(of, 50, total, epoch, 0)


@pytest.mark.parametrize(
    ("seconds", "total", "level"),
    [
        (6000.0, 20_000.0, Level.NOTICE),
        (5999.0, 20_000.0, Level.OK),
        (3600.0, 3600.0, Level.NOTICE),
        (3599.0, 3599.0, Level.OK),
    ],
)
def test_one_statement_that_takes_much_of_the_time(seconds: float, total: float, level: Level) -> None:
    found = list(
        TOP_STATEMENTS_CHECK.judge(top(statement(9, seconds), total=total), Layered(TOP_STATEMENTS_CHECK.limits), SCENE)
    )
    assert [one.level for one in found if isinstance(one, Finding)] == [level]
    assert any(isinstance(one, Exhibit) for one in found)


def test_a_statement_that_became_slower() -> None:
    then = top(statement(1000, 100.0), total=1000.0)
    slow = top(statement(2000, 300.0), total=2000.0)  # 100 ms before, 200 ms since
    assert levels(changed(STATEMENT_TIMES, slow, then)) == {"shop 1": Level.NOTICE}
    assert levels(changed(STATEMENT_TIMES, top(statement(2000, 299.0), total=2000.0), then)) == {"": Level.OK}
    assert levels(changed(STATEMENT_TIMES, top(statement(1099, 400.0), total=2000.0), then)) == {"": Level.OK}  # few calls


def test_a_reset_of_pg_stat_statements_compares_nothing() -> None:
    then = top(statement(1000, 100.0), total=1000.0)
    assert levels(changed(STATEMENT_TIMES, replace(then, epoch="later"), then)) == {"": Level.UNKNOWN}
    assert levels(changed(STATEMENT_TIMES, replace(then, total_seconds=10.0), then)) == {"": Level.UNKNOWN}


def test_a_statement_that_was_dropped_and_came_back_is_left_out() -> None:
    then = top(statement(1000, 100.0), total=1000.0)
    assert levels(changed(STATEMENT_TIMES, top(statement(500, 900.0), total=3000.0), then)) == {"": Level.OK}


COLUMNS_OF_STATEMENTS = ("extensions", "schema", "found")


def answered(schema: str | None, found: str | None = None) -> Answer:
    text = written(Server("postgres", 150018, "PostgreSQL 15.18"), "shop", 0, COLUMNS_OF_STATEMENTS, [("2", schema, found)])
    return Answer(text)


def xml(query_id: str = "<queryid>77</queryid>") -> str:
    row = f"<database>shop</database>{query_id}<calls>3</calls><ms>1500</ms><rows>3</rows><blocks>2</blocks><temp>0</temp>"
    more = (
        "<entries>1</entries><all_ms>1500</all_ms><hidden>0</hidden><page>8192</page><epoch>e</epoch><left_out>0</left_out>"
    )
    return f'<table xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><row>{row}{more}</row></table>'


def test_statements_come_from_the_first_database_that_has_the_extension() -> None:
    found = statements.numbers(Walk({"postgres": answered(None), "shop": answered("public", xml())}))
    assert [(one.query_id, one.total_seconds, one.read_bytes) for one in found.statements] == [("77", 1.5, 16_384)]


def test_without_the_extension_anywhere_there_is_a_witness() -> None:
    with pytest.raises(Absent, match="pg_extension"):
        statements.numbers(Walk({"postgres": answered(None)}))


def test_a_database_that_was_not_seen_may_have_the_extension() -> None:
    unseen = Unseen("shop", Reason.DENIED, "permission denied for schema stats", None)
    with pytest.raises(SessionError) as raised:
        statements.numbers(Walk({"postgres": answered(None), "shop": unseen}))
    assert raised.value.reason is Reason.DENIED


def test_statements_of_others_that_are_hidden_are_a_missing_right() -> None:
    with pytest.raises(SessionError) as raised:
        statements.numbers(Walk({"shop": answered("public", xml("<queryid/>"))}))
    assert raised.value.reason is Reason.DENIED


def test_an_extension_that_is_not_preloaded_names_what_to_set() -> None:
    words = "55000 pg_stat_statements must be loaded via shared_preload_libraries"
    with pytest.raises(SessionError) as raised:
        statements.numbers(Walk({"shop": Unseen("shop", Reason.FAILED, words, None)}))
    assert "shared_preload_libraries" in str(raised.value.remedy)


def test_texts_that_were_not_read_leave_the_numbers() -> None:
    numbers = top(statement(1, 1.0, text=""))
    assert statements.derive(numbers, SessionError(Reason.TIMEOUT)) == numbers
    assert statements.derive(numbers, (("1", "select ?"),)).statements[0].text == "select ?"


# -- counters --------------------------------------------------------------------------------------------------------


def counters(**more: Any) -> Counters:  # noqa: ANN401 - its own fields
    return replace(Counters("shop", "e", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), **more)


@pytest.mark.parametrize(
    ("check", "more", "level"),
    [
        (TEMP_FILES, {"temp_bytes": 10 * 10 * GIB}, Level.OK),
        (TEMP_FILES, {"temp_bytes": 10 * 10 * GIB + 1000}, Level.NOTICE),
        (DEADLOCKS, {"deadlock_count": 100}, Level.OK),
        (DEADLOCKS, {"deadlock_count": 101}, Level.WARN),
        (DEADLOCKS, {"conflict_count": 101}, Level.WARN),
        (ROLLBACKS, {"rollback_count": 100_001, "commit_count": 900_000}, Level.NOTICE),
        (ROLLBACKS, {"rollback_count": 100_001, "commit_count": 901_000}, Level.OK),
        (ROLLBACKS, {"rollback_count": 100_000, "commit_count": 0}, Level.OK),  # few: monitoring rolls back too
        (CONNECTION_STORMS, {"session_count": 5 * 864_000}, Level.OK),
        (CONNECTION_STORMS, {"session_count": 5 * 864_000 + 1}, Level.NOTICE),
        (CONNECTION_STORMS, {"session_count": 1000, "abandoned_count": 51}, Level.NOTICE),
        (CONNECTION_STORMS, {"session_count": 1000, "abandoned_count": 50}, Level.OK),
        (CONNECTION_STORMS, {"session_count": None}, Level.ABSENT),  # below 14
        (TEMP_FILES, {"epoch": "restarted"}, Level.UNKNOWN),
        (DEADLOCKS, {"epoch": "restarted"}, Level.UNKNOWN),
    ],
)
def test_counters_in_ten_days(check: Change[Any, Any], more: dict[str, Any], level: Level) -> None:
    assert levels(changed(check, Listing((counters(**more),)), Listing((counters(),)), days=10)) == {"shop": level}


def test_counters_of_hours_make_no_rate() -> None:
    found = changed(DEADLOCKS, Listing((counters(deadlock_count=900),)), Listing((counters(),)), days=0.5)
    assert levels(found) == {"shop": Level.ABSENT}


@pytest.mark.parametrize(
    ("timed", "asked", "epoch", "level"),
    [
        (23, 10, "e", Level.NOTICE),
        (24, 10, "e", Level.OK),
        (0, 9, "e", Level.OK),  # too few to say anything
        (0, 0, "e", Level.OK),
        (23, 10, "reset", Level.UNKNOWN),
        (-5, 10, "e", Level.UNKNOWN),  # it began again without a word
    ],
)
def test_checkpoints_that_were_asked_for(timed: int, asked: int, epoch: str, level: Level) -> None:
    then = Checkpoints("e", 100, 100, GIB, 300)
    now = Checkpoints(epoch, 100 + timed, 100 + asked, GIB, 300)
    assert levels(changed(CHECKPOINTS_CHECK, now, then)) == {"": level}


# -- settings --------------------------------------------------------------------------------------------------------

SETTINGS = {
    "shared_buffers": ("16384", "8kB"),
    "maintenance_work_mem": ("65536", "kB"),
    "work_mem": ("4096", "kB"),
    "max_connections": ("100", ""),
    "effective_cache_size": ("524288", "8kB"),
    "huge_pages": ("off", ""),
    "checkpoint_completion_target": ("0.9", ""),
    "idle_in_transaction_session_timeout": ("60000", "ms"),
}


def tuned(changes: Mapping[str, str] | None = None, size: int | None = GIB, version: int = 150_018) -> dict[str, Level]:
    made = {n: Setting(n, (changes or {}).get(n, v), u, "default", v, is_pending=False) for n, (v, u) in SETTINGS.items()}
    found = TUNING_SETTINGS.judge(Tuning(Settings("postgres", version, made), size), Layered(TUNING_SETTINGS.limits), SCENE)
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


def test_defaults_of_memory_do_for_small_databases() -> None:
    assert set(tuned().values()) == {Level.OK}
    assert tuned(size=8 * GIB - 1)["shared_buffers"] is Level.OK
    assert tuned(size=8 * GIB)["shared_buffers"] is Level.NOTICE
    assert tuned(size=8 * GIB)["maintenance_work_mem"] is Level.NOTICE
    assert tuned({"shared_buffers": "16385"}, 80 * GIB)["shared_buffers"] is Level.OK


def test_defaults_beside_hidden_sizes_are_not_judged() -> None:
    assert tuned(size=None)["shared_buffers"] is Level.UNKNOWN
    assert tuned({"shared_buffers": "999999"}, None)["shared_buffers"] is Level.OK


def test_one_hidden_size_makes_no_server_small() -> None:
    settings = Settings("postgres", 150_018, {})
    whole = Database(
        "a",
        allows_connections=True,
        size_bytes=GIB,
        tablespace="pg_default",
    )
    assert tuning.derive(settings, Listing((whole, whole))).databases_bytes == 2 * GIB
    assert tuning.derive(settings, Listing((whole, replace(whole, size_bytes=None)))).databases_bytes is None
    assert tuning.derive(settings, SessionError(Reason.TIMEOUT)).databases_bytes is None


@pytest.mark.parametrize(
    ("name", "value", "level"),
    [
        ("work_mem", "41943", Level.OK),  # 100 of them are just below 4 GiB
        ("work_mem", "41944", Level.NOTICE),
        ("effective_cache_size", "16383", Level.NOTICE),
        ("effective_cache_size", "16384", Level.OK),
        ("max_connections", "500", Level.OK),
        ("max_connections", "501", Level.NOTICE),
        ("checkpoint_completion_target", "0.5", Level.NOTICE),
        ("idle_in_transaction_session_timeout", "0", Level.NOTICE),
    ],
)
def test_settings_out_of_proportion(name: str, value: str, level: Level) -> None:
    assert tuned({name: value})[name] is level


def test_huge_pages_matter_with_large_buffers_only() -> None:
    large = {"shared_buffers": str(2**20), "effective_cache_size": str(2**21)}
    assert tuned(large)["huge_pages"] is Level.NOTICE
    assert tuned(large | {"huge_pages": "try"})["huge_pages"] is Level.OK


def test_half_a_checkpoint_was_the_default_before_14() -> None:
    assert tuned({"checkpoint_completion_target": "0.5"}, version=130_023)["checkpoint_completion_target"] is Level.OK


# -- rights ----------------------------------------------------------------------------------------------------------


def test_the_script_tells_why_and_each_grant_darkens_checks_that_there_are() -> None:
    ids = {one.id for one in CHECKS}
    assert darkens
    for grant, checks in darkens.items():
        assert checks, grant
        assert set(checks) <= ids, grant
        assert grant.split(".")[-1].split()[0] in script()
    assert script().count("-- why: ") >= 6
    assert script().count("用途：") >= 6


def test_no_right_of_the_script_reads_rows() -> None:
    for word in ("pg_read_all_data", "superuser;", "stavalues", "pg_authid", "grant all", "pg_write"):
        assert word not in script().lower()
