"""Two and three whole runs of the program over this machine, with something changed between them."""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.program import Done, configuration, xunjian

CHECKS = ("server.configuration_drift", "server.error_growth")
INTO_NAMESPACE = 'mount --bind hosts /etc/hosts && exec "$@"'
needs_namespace = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare"), reason="a mount namespace with another /etc/hosts wants root"
)
STORE = ("--store", "s.db")


def run(folder: Path, hosts: str, *checks: str) -> Done:
    """Inspect this machine as it is with another /etc/hosts, in a mount namespace of its own."""
    (folder / "hosts").write_text(hosts, encoding="utf-8")
    configuration(folder, [{"id": "local", "kind": "local"}])
    chosen = [word for check in checks or CHECKS for word in ("--only", check)]
    before = ("unshare", "-m", "sh", "-c", INTO_NAMESPACE, "sh")
    return xunjian("run", *chosen, "--output", "json", *STORE, "-q", folder=folder, before=before)


def levels(done: Done, check: str) -> dict[str, str]:
    return {f["subject"]: f["level"] for f in done.findings() if f["check"] == check}


@needs_namespace
def test_a_changed_line_is_found_the_second_time_and_replay_says_the_same(tmp_path: Path) -> None:
    drift, growth = CHECKS
    first = run(tmp_path, "127.0.0.1 localhost\n10.0.0.11 db01\n")
    assert levels(first, drift) == {"": "absent"}
    assert levels(first, growth) == {"": "absent"}
    second = run(tmp_path, "127.0.0.1 localhost\n10.0.0.11 db02\n")
    assert levels(second, drift)["hosts 10.0.0.11"] == "notice"
    assert {level for subject, level in levels(second, drift).items() if "hosts" not in subject} <= {"ok", "unknown"}
    assert "absent" not in levels(second, growth).values()
    (said,) = [f for f in second.findings() if f["subject"] == "hosts 10.0.0.11"]
    assert said["observed"] == "db01 → db02"
    replayed = xunjian("replay", "--output", "json", *STORE, folder=tmp_path)
    assert (replayed.code, replayed.json()["differences"]) == (0, [])
    why = xunjian("why", said["id"], *STORE, folder=tmp_path)
    assert f"Compared with: inspection {first.json()['inspection']['id']}" in why.out


@needs_namespace
def test_then_is_the_latest_inspection_that_saw_it_and_nothing_is_changed_twice(tmp_path: Path) -> None:
    drift = CHECKS[0]
    run(tmp_path, "10.0.0.11 db01\n", drift)
    run(tmp_path, "10.0.0.11 db01\n", "server.memory")
    changed = run(tmp_path, "10.0.0.11 db02\n", drift)
    assert levels(changed, drift)["hosts 10.0.0.11"] == "notice", "the run between did not ask, and is passed over"
    again = run(tmp_path, "10.0.0.11 db02\n", drift)
    assert levels(again, drift)["hosts"] == "ok"


@needs_namespace
def test_where_the_evidence_is_gone_a_replay_says_so_and_never_that_nothing_changed(tmp_path: Path) -> None:
    drift = CHECKS[0]
    run(tmp_path, "10.0.0.11 db01\n", drift)
    run(tmp_path, "10.0.0.11 db02\n", drift)
    with sqlite3.connect(tmp_path / "s.db") as store:
        (first, second) = [row[0] for row in store.execute("select id from inspections order by id")]
        cited = {one: _evidence(store, one) for one in (first, second)}
        for digest in cited[first] - cited[second]:
            store.execute("delete from evidence where digest = ?", (digest,))
        store.execute("update inspections set purged_at = 1 where id = ?", (first,))
    replayed = xunjian("replay", "--output", "json", *STORE, folder=tmp_path).json()
    assert any("no longer kept" in (d["now"] or "") for d in replayed["differences"]), json.dumps(replayed)


def _evidence(store: sqlite3.Connection, inspection: str) -> set[str]:
    (row,) = store.execute("select evidence from targets where inspection = ?", (inspection,))
    return {row[0][at : at + 32].hex() for at in range(0, len(row[0]), 32)}


def test_growth_is_read_from_the_measures_of_earlier_runs(tmp_path: Path) -> None:
    """Fifty days of measures of a filesystem that fills, as the store would hold them, behind today's real ones."""
    configuration(tmp_path, [{"id": "local", "kind": "local"}])
    only = ("run", "--only", "server.filesystem_usage", "--output", "json", *STORE, "-q")
    first = xunjian(*only, folder=tmp_path)
    mount, used = next(
        (f["subject"], f["measures"]) for f in first.findings() if f["subject"] == "/" and "used_bytes" in f["measures"]
    )
    daily = (used["usable_bytes"] - used["used_bytes"]) / 20
    with sqlite3.connect(tmp_path / "s.db") as store:
        series = dict(store.execute("select name, id from series where subject = ?", (mount,)))
        (at,) = store.execute("select max(at) from measures").fetchone()
        for days in range(1, 50):
            values = {"used_bytes": used["used_bytes"] - daily * days, "usable_bytes": used["usable_bytes"]}
            for name, value in values.items():
                store.execute("insert into measures values (?, ?, ?)", (series[name], at - 86400 * days, value))
    only_growth = ("run", "--only", "server.filesystem_growth", "--output", "json", *STORE, "-q")
    second = xunjian(*only_growth, folder=tmp_path)
    (found,) = [f for f in second.findings() if f["subject"] == mount]
    assert found["level"] == "warn"
    assert found["measures"]["days_until_full"] == pytest.approx(20, abs=1)
    replayed = xunjian("replay", "--output", "json", *STORE, folder=tmp_path)
    assert replayed.json()["differences"] == []
