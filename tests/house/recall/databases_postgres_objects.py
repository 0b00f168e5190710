"""Seeds for what lies in PostgreSQL's databases: room, indexes, keys, partitions; and for what is judged beside the last time."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.databases_postgres import seeding, settings
from tests.house.recall.ladders import ladder
from tests.house.recall.shapes import Edit, fault, healthy
from tests.house.recall.tables import Cell, Rows, added, put

_SHOP = "shop"
_GIB = 2**30
_TRAITS = "table_traits/quiet"
OLDEST = seeding("oldest_tables", _TRAITS, of=ladder(
    "a", {"warn": ("300000000", "2000000000"), "": ("299999999",)}, subject="shop.pg_catalog.pg_aggregate", part=_SHOP, name="pg_catalog.pg_aggregate",
))  # fmt: skip


def _trait(kind: str, name: str, counts: dict[str, Cell], flag: str | None, a: str) -> tuple[Rows, ...]:
    return (
        put(counts, part=_SHOP, kind="count"),
        added({"kind": kind, "name": name, "a": a, "b": None, "c": None, "d": None, "flag": flag}, part=_SHOP),
    )


KEYS = seeding("primary_keys", _TRAITS, of=(
    fault("a table without", {"shop": "notice"}, *_trait("keyless", "app.log", {"b": "1"}, "f", "40000")),
    fault("and it is published", {"shop.app.log": "warn"}, *_trait("keyless", "app.log", {"b": "1"}, "t", "40000")),
))  # fmt: skip
UNLOGGED = seeding(
    "unlogged_tables",
    _TRAITS,
    of=(fault("one", {"shop": "notice"}, *_trait("unlogged", "app.note", {"c": "1"}, None, "8192")),),
)
_WIDE = {
    "kind": "table",
    "on_table": "",
    "rows": "1000",
    "fill": None,
    "columns": "4i:4:0,-1i:100:0",
    "is_visible": "t",
    "is_held": "f",
    "changed": "0",
    "live": "1000",
    "is_analyzed": "t",
    "page": "8192",
    "name": "app.t",
}


def _room(pages: int, rows: int, **more: Cell) -> Rows:
    return added({**_WIDE, "pages": str(pages), "rows": str(rows), "live": str(rows), **more}, part=_SHOP)


_SEEN = put({"is_visible": "t"}, part=_SHOP, kind="count")
_ROW = 140  # bytes that a row of such columns takes with its head and its pointer, at the utmost
_PAGE_ROWS = 8192 // _ROW
_ROOMS = ("rooms.helper/quiet", "rooms.statistics/quiet")
_FAT = {"warn": 400_000, "critical": 8_000_000}  # pages: 3 GiB, 61 GiB
TABLE_BLOAT = seeding("table_bloat", *_ROOMS, of=(
    *(fault(f"{n} pages, {share:.0%} of them needed", {"shop.app.t": level}, _SEEN, _room(n, int(n * _PAGE_ROWS * share)))
      for level, n, share in (("warn", _FAT["warn"], 0.3), ("warn", _FAT["warn"], 0.05), ("critical", _FAT["critical"], 0.1), ("warn", _FAT["critical"], 0.5))),
    healthy("full pages", _SEEN, _room(_FAT["critical"], _FAT["critical"] * _PAGE_ROWS)),
    healthy("small and all of it waste", _SEEN, _room(130_000, 10)),
))  # fmt: skip
_KEY: dict[str, Cell] = {"kind": "index", "name": "app.t_pkey", "on_table": "app.t", "columns": "8i:8:0"}
INDEX_BLOAT = seeding("index_bloat", *_ROOMS, of=(
    *(fault(f"{n} pages for {rows} keys", {"shop.app.t_pkey": level}, _SEEN, _room(n, rows, **_KEY)) for n, rows, level in ((400_000, 40_000_000, "warn"), (9_000_000, 90_000_000, "critical"))),
    healthy("full pages", _SEEN, _room(400_000, 140_000_000, **_KEY)),
    healthy("small", _SEEN, _room(130_000, 10, **_KEY)),
))  # fmt: skip
_PART = {
    "name": "app.log",
    "parts": "12",
    "default_name": "",
    "default_rows": None,
    "default_size": None,
    "width_days": "30",
    "is_endless": "f",
    "count": "1",
}
PARTITIONS = seeding("partitions", "partitions/quiet", of=(
    *ladder("left_days", {"warn": ("29", "0"), "critical": ("-1", "-90"), "notice": ("-91",), "": ("30", "400")}, subject="shop.app.log", cells=_PART, part=_SHOP),
    *ladder("left_days", {"warn": ("2", "0"), "": ("3",)}, subject="shop.app.log", cells={**_PART, "width_days": "1"}, part=_SHOP),
    fault("ended, and a default part", {"shop.app.log": "warn"}, put({**_PART, "left_days": "-3", "default_name": "app.rest"}, part=_SHOP)),
    fault("the default part holds rows", {"shop.app.log": "warn"}, put({**_PART, "left_days": "90", "default_name": "app.rest", "default_rows": "7", "default_size": "8192"}, part=_SHOP)),
    healthy("without an end", put({**_PART, "is_endless": "t", "left_days": None, "width_days": None}, part=_SHOP)),
))  # fmt: skip
COLLATIONS = seeding("collation_versions", "collations/quiet", of=(
    fault("the database's", {"shop": "warn"}, added({"kind": "database", "name": "shop", "made_with": "2.31", "now": "2.36"}, part=_SHOP)),
    fault("a collation's", {"shop.zh_CN": "warn"}, added({"kind": "collation", "name": "zh_CN", "made_with": "2.31", "now": "2.36"}, part=_SHOP)),
))  # fmt: skip
EXTENSIONS = seeding("extension_versions", "extensions/quiet", of=(
    fault("behind", {"shop.plpgsql": "notice"}, put({"now": "1.1", "differs": "t"}, part=_SHOP)),
    fault("its files are gone", {"shop.plpgsql": "notice"}, put({"now": None, "differs": "t"}, part=_SHOP)),
))  # fmt: skip
_INDEX = {
    "on_table": "app.t",
    "method": "btree",
    "included": "",
    "has_expression": "f",
    "predicate": "",
    "is_unique": "f",
    "serves": "",
    "count": "1",
}


def _indexes(*them: dict[str, Cell]) -> tuple[Rows, ...]:
    first, *others = ({**_INDEX, "size": "20971520", **one} for one in them)
    return (put(first, part=_SHOP), *(added(one, part=_SHOP) for one in others))


_A, _B = "1:1978:0:0", "2:3126:100:0"
DUPLICATES = seeding("duplicate_indexes", "indexes/quiet", of=(
    fault("the same twice", {"shop.app.t *": "notice"}, *_indexes({"name": "a1", "keys": _A}, {"name": "a2", "keys": _A})),
    fault("the beginning of another", {"shop.app.t a": "notice"}, *_indexes({"name": "a", "keys": _A}, {"name": "ab", "keys": f"{_A},{_B}"})),
    fault("beside the primary key", {"shop.app.t a": "notice"}, *_indexes({"name": "a", "keys": _A}, {"name": "p", "keys": _A, "is_unique": "t", "serves": "constraint"})),
))  # fmt: skip
_FK = {
    "on_table": "app.child",
    "name": "child_fk",
    "parent": "app.parent",
    "keys": "2",
    "index_keys": None,
    "predicate": "",
    "count": "1",
}
FOREIGN = seeding("foreign_keys", "foreign_keys/quiet", of=(
    *ladder("rows", {"warn": ("100000", "90000000"), "notice": ("99999",)}, subject="shop.app.child child_fk", cells={**_FK, "size": "20971520", "deleted": "5"}, part=_SHOP),
    *ladder("deleted", {"notice": ("0",), "warn": ("1",)}, subject="shop.app.child child_fk", cells={**_FK, "size": "20971520", "rows": "100000"}, part=_SHOP),
    healthy("small", put({**_FK, "rows": "99999", "size": "10485759", "deleted": "5"}, part=_SHOP)),
    healthy("an index begins with it", put({**_FK, "rows": "900000", "size": "20971520", "deleted": "5", "index_keys": "2 1"}, part=_SHOP)),
    fault("the index begins with another column", {"shop.app.child child_fk": "warn"}, put({**_FK, "rows": "900000", "size": "20971520", "deleted": "5", "index_keys": "1 2"}, part=_SHOP)),
))  # fmt: skip
_EPOCH = {
    "kind": "table",
    "name": "app.t",
    "on_table": "",
    "size": "90000000",
    "is_standby": None,
    "scans": "0",
    "rows": "0",
    "live": "400000",
}
_USES = ("uses/quiet",)
UNUSED = seeding("unused_indexes", *_USES, days=30, mend=(added({**_EPOCH, "kind": "index", "name": "app.t_a", "on_table": "app.t", "scans": "5", "rows": None, "live": None}, part=_SHOP),), of=(
    fault("not used in thirty days", {"shop.app.t_a": "notice"}),
    healthy("used once", put({"scans": "6"}, part=_SHOP, name="app.t_a")),
))  # fmt: skip
SCANS = seeding("large_scans", *_USES, days=2, mend=(added(_EPOCH, part=_SHOP),), of=(
    *(fault(f"read whole {n} times in two days", {"shop.app.t": "notice"}, put({"scans": str(n), "rows": str(n * 400000)}, part=_SHOP, name="app.t")) for n in (100, 9000)),
    healthy("read whole 99 times in two days", put({"scans": "99", "rows": str(99 * 400000)}, part=_SHOP, name="app.t")),
    healthy("its beginning read often", put({"scans": "9000", "rows": "90000"}, part=_SHOP, name="app.t")),
))  # fmt: skip
_COUNTERS = "counters/quiet"


def _counted(**cells: str) -> Rows:
    return put(dict(cells), datname=_SHOP)


DEADLOCKS = seeding("deadlocks", _COUNTERS, days=2, of=(
    *ladder("deadlocks", {"warn": ("21", "900"), "": ("20",)}, subject=_SHOP, datname=_SHOP),
    *ladder("conflicts", {"warn": ("21",), "": ("20",)}, subject=_SHOP, datname=_SHOP),
))  # fmt: skip
TEMP = seeding(
    "temp_files",
    _COUNTERS,
    days=2,
    of=ladder(
        "temp_bytes",
        {"notice": (str(20 * _GIB + 1),), "": (str(20 * _GIB),)},
        subject=_SHOP,
        cells={"temp_files": "40"},
        datname=_SHOP,
    ),
)
ROLLBACKS = seeding("rollbacks", _COUNTERS, days=2, of=(
    fault("a third of many", {_SHOP: "notice"}, _counted(xact_rollback="30000", xact_commit="60000")),
    healthy("a tenth of many", _counted(xact_rollback="30000", xact_commit="270000")),
    healthy("a third of few", _counted(xact_rollback="20000", xact_commit="40000")),
))  # fmt: skip
STORMS = seeding("connection_storms", _COUNTERS, days=2, of=(
    *ladder("sessions", {"notice": ("864002",), "": ("863999",)}, subject=_SHOP, datname=_SHOP),
    fault("abandoned", {_SHOP: "notice"}, _counted(sessions="1000", sessions_abandoned="60")),
    healthy("few abandoned", _counted(sessions="1000", sessions_abandoned="49")),
))  # fmt: skip
CHECKPOINTS = seeding("checkpoints", "checkpoints/quiet", days=2, of=(
    *(fault(f"{asked} of {asked + timed} asked for", {"": "notice"}, put({"requested": str(asked), "timed": str(timed)})) for asked, timed in ((10, 23), (400, 10))),
    *(healthy(f"{asked} of {asked + timed} asked for", put({"requested": str(asked), "timed": str(timed)})) for asked, timed in ((9, 0), (30, 70))),
))  # fmt: skip
GROWTH = seeding("database_growth", "databases/quiet", days=2, of=(
    *ladder("size", {"warn": (str(10 * _GIB + 8_000_000), str(900 * _GIB)), "": (str(10 * _GIB),)}, subject="postgres", datname="postgres"),
))  # fmt: skip
_GREW = {"name": "pg_catalog.pg_proc"}
TABLE_GROWTH = seeding("table_growth", "relations/quiet", "relation_files/quiet", days=2, of=(
    *(fault(f"{n} GiB more", {"shop.pg_catalog.pg_proc": "warn"}, put({"size": str(n * _GIB + 786432)}, part=_SHOP, at=_GREW), put({"size": str(n * _GIB + 1220608)}, of="postgres.relation_files", part=_SHOP, at=_GREW)) for n in (10, 900)),
    healthy("9 GiB more", put({"size": str(9 * _GIB)}, part=_SHOP, at=_GREW), put({"size": str(9 * _GIB)}, of="postgres.relation_files", part=_SHOP, at=_GREW)),
))  # fmt: skip
_LARGE = put({"size": str(9 * _GIB)}, of="postgres.databases", datname="postgres")
_PROPORTION = tuple(put({"setting": value}, name=name, of="postgres.settings") for name, value in (
    ("shared_buffers", "524288"), ("maintenance_work_mem", "1048576"), ("work_mem", "4096"), ("effective_cache_size", "1572864"), ("max_connections", "100"),
    ("huge_pages", "try"), ("checkpoint_completion_target", "0.9"), ("idle_in_transaction_session_timeout", "600000"),
))  # fmt: skip
TUNING = settings("tuning_settings", "databases/quiet", mend=(*_PROPORTION, _LARGE), of=(
    ("shared_buffers", "16384", "shared_buffers", "notice"), ("shared_buffers", "16385", "shared_buffers", ""),
    ("maintenance_work_mem", "65536", "maintenance_work_mem", "notice"), ("maintenance_work_mem", "65537", "maintenance_work_mem", ""),
    ("work_mem", "131072", "work_mem", "notice"), ("work_mem", "65536", "work_mem", ""),
    ("effective_cache_size", "524287", "effective_cache_size", "notice"),
    ("max_connections", "501", "max_connections", "notice"), ("max_connections", "500", "max_connections", ""),
    ("checkpoint_completion_target", "0.5", "checkpoint_completion_target", "notice"),
    ("idle_in_transaction_session_timeout", "0", "idle_in_transaction_session_timeout", "notice"),
))  # fmt: skip
_STATEMENTS = "statements/bloat-and-careless-design"
TOP = seeding("top_statements", _STATEMENTS, "statement_texts/bloat-and-careless-design", of=(
    fault("2 h of 3 h", {"shop 6481525817792704209": "notice"}, Edit("<ms>2491.906005</ms>", "<ms>7200000</ms>", part=_SHOP), Edit("<all_ms>6176.059111</all_ms>", "<all_ms>10800000</all_ms>", part=_SHOP, times=50)),
    healthy("2 h of 9 h", Edit("<ms>2491.906005</ms>", "<ms>7200000</ms>", part=_SHOP), Edit("<all_ms>6176.059111</all_ms>", "<all_ms>32400000</all_ms>", part=_SHOP, times=50)),
))  # fmt: skip
TIMES = seeding("statement_times", _STATEMENTS, "statement_texts/bloat-and-careless-design", days=2, of=(
    fault("takes three times as long", {"shop 6481525817792704209": "notice"}, Edit("<calls>1</calls>\\n  <ms>2491.906005</ms>", "<calls>201</calls>\\n  <ms>1500000</ms>", part=_SHOP), Edit("<all_ms>6176.059111</all_ms>", "<all_ms>10800000</all_ms>", part=_SHOP, times=50)),
    healthy("is called more often", Edit("<calls>1</calls>\\n  <ms>2491.906005</ms>", "<calls>201</calls>\\n  <ms>500000</ms>", part=_SHOP), Edit("<all_ms>6176.059111</all_ms>", "<all_ms>10800000</all_ms>", part=_SHOP, times=50)),
))  # fmt: skip
SEEDINGS = (
    OLDEST,
    KEYS,
    UNLOGGED,
    TABLE_BLOAT,
    INDEX_BLOAT,
    PARTITIONS,
    COLLATIONS,
    EXTENSIONS,
    DUPLICATES,
    FOREIGN,
    SCANS,
    DEADLOCKS,
    TEMP,
    ROLLBACKS,
    STORMS,
    CHECKPOINTS,
    GROWTH,
    TABLE_GROWTH,
    TUNING,
    TOP,
    TIMES,
    UNUSED,
)
