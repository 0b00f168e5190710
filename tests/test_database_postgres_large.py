"""Thousands of tables, two of them locked: the same statements as ever, quick, small, and nobody waits for us."""

import pytest

from tests.peers.postgres import of_major, postgres
from tests.peers.postgres_monitor import monitor
from tests.peers.postgres_weigh import SETTINGS, held, tables, waits, weighed

pytestmark = pytest.mark.peer
COUNT = 5000
STATED = {"roles passwords", "safety_settings fsync"}
"""The kinds of passwords are for superusers, and the test's server writes without fsync."""


def test_five_thousand_tables_with_locked_ones_among_them() -> None:
    found = of_major(18)
    if found is None:
        pytest.skip("no PostgreSQL 18 was fetched")
    with postgres(found, SETTINGS, ("-k",), password="Superuser-0f-the-tests") as server:
        tables(server, "many", COUNT)
        monitor(server, "many")
        with held(server, "many"):
            weight = weighed(server)
        assert waits(server) == []
    assert weight.seconds < 5, weight.told()
    assert weight.grown_bytes < 60 * 2**20, weight.told()
    bad = {name: words for name, words in weight.bad.items() if name not in STATED}
    assert {name for name in bad if not name.startswith("stale_statistics many.pg_catalog")} == set(), bad
