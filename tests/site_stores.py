"""What the tests of handing stores over share: stores with keys, rounds in them, and one handed to another."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from agent.bundles.content import ALL, DESK, Choice
from agent.bundles.envelope import writer_to
from agent.bundles.exporting import Handed, export
from agent.bundles.importing import Taken, take_in
from agent.bundles.keys import StoreKey, key_of
from agent.ledger import problems
from agent.store.engine import reading
from agent.store.open import open_store
from agent.store.store import Store
from agent.store.tables import CHANGES, CURRENT, MEASURES, METADATA, SERIES
from agent.store.ulid import derived
from checks.base import Finding, Level
from checks.result import TargetResult
from config.secrets import Secret
from config.site import Site
from reports.record.problems import Key
from tests import stored

CUSTOMER = "滨海市环卫局"
SITE = Site(customer=CUSTOMER, data="leaves")
DAY = timedelta(days=1)
TODAY = date(2027, 6, 1)


@contextmanager
def store_at(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


def own(store: Store) -> StoreKey:
    return key_of(store.place)


def no_passphrase() -> Secret:
    raise AssertionError("nobody is asked for a passphrase")


def handed(
    one: Store, other: Store, file: Path, *, choice: Choice | None = None, sites: tuple[Site, Site] = (SITE, SITE)
) -> tuple[Handed, Taken]:
    """Write a file in one store for another, and take it in there."""
    file.unlink(missing_ok=True)
    receiver = own(other).public
    made = export(one, sites[0], file, choice or Choice(DESK, ALL), lambda out: writer_to(out, own(one), receiver))
    with file.open("rb") as opened:
        taken = take_in(other, sites[1], opened, own(other), no_passphrase, own(one).public.fingerprint)
    return made, taken


def round_in(store: Store, at: datetime, *results: TargetResult, purpose: str = "quarterly") -> str:
    """A whole inspection whose id is made of what it is, so that it is the same in whichever store it is made."""
    words = (str(at), *(f"{one.target} {one.started_at} {one.findings}" for one in results))
    heading = stored.header(*(one.target for one in results), purpose=purpose, started_at=at)
    one = store.begin(replace(heading, id=derived(at, *words), customer=CUSTOMER))
    for each in results:
        body = f"{each.target} {each.started_at}".encode()
        store.commit_target(one, each, {sha256(body).hexdigest(): body})
    store.finish(one)
    return one


def seen(target: str, at: datetime, levels: dict[str, Level], checks: Sequence[str] = (stored.DISK,)) -> TargetResult:
    """A target with one finding a subject; with none its check saw that nothing is there."""
    findings: list[Finding] = [stored.finding(level, subject, used=0.9) for subject, level in levels.items()]
    return replace(stored.result(target, findings, at=at), checks=tuple(checks))


def told(store: Store, today: date = TODAY) -> tuple[dict[str, list[str]], dict[Key, str]]:
    """What a store makes of all it holds: the projections, the measures, and the ledger."""
    with reading(store.engine, store.place) as connection:
        rows = {table.name: sorted(map(repr, connection.execute(sa.select(table)).all())) for table in (CURRENT, CHANGES)}
        columns = (SERIES.c.target, SERIES.c.check_id, SERIES.c.subject, SERIES.c.name, MEASURES.c.at, MEASURES.c.value)
        joined = sa.select(*columns).join(MEASURES, SERIES.c.id == MEASURES.c.series)
        rows["measures"] = sorted(map(repr, connection.execute(joined).all()))
    return rows, {key: repr(one) for key, one in problems(store, today).items()}


def content(store: Store) -> dict[str, list[str]]:
    """Every row of every table that is handed over, but for what is a store's own."""
    apart = {"seals", "foreign_seals", "series", "measures", "bases", "bookmarks", "thinned"}
    own_columns = {"owner_boot", "owner_space", "owner_pid", "owner_started", "renewed_at", "ended_at", "body", "checksum"}
    own_columns |= {"base", "sealed_at"}
    found = {}
    with reading(store.engine, store.place) as connection:
        for table in METADATA.sorted_tables:
            if table.name not in apart:
                columns = [column for column in table.c if column.name not in own_columns]
                found[table.name] = sorted(map(repr, connection.execute(sa.select(*columns)).all()))
    return found


moment = partial(datetime, tzinfo=UTC)
