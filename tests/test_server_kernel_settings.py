"""Crash dumps, settings for databases, dropped connections: each trap, each boundary; a real socket that overflows."""

import socket
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checks.base import Check, Finding, Level, Scene
from checks.server.cpu_history import CPU_HISTORY_CHECK
from checks.server.database_host_settings import DATABASE_HOST_SETTINGS_CHECK
from checks.server.kdump import KDUMP
from checks.server.tcp_overflows import TCP_OVERFLOWS
from collectors.base import Answer, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.cpu_history import CpuHistory
from collectors.facts.identity import Identity
from collectors.facts.kernel_settings import (
    CrashDumps,
    CrashReadiness,
    DatabaseHostSettings,
    Databases,
    Dump,
    MemorySettings,
)
from collectors.facts.network_counters import Drops, NetworkDrops
from collectors.facts.processes import Processes
from collectors.linux.crash_dumps import CRASH_DUMPS_KDUMP, derive
from collectors.linux.database_programs import databases_of
from collectors.linux.memory_settings import MEMORY_SETTINGS_PROC
from collectors.linux.memory_settings import derive as derive_settings
from collectors.linux.network_counters import NETWORK_COUNTERS_PROC
from config.limits import Layered

AT = datetime(2026, 11, 22, tzinfo=UTC)
SCENE = Scene(at=AT)
TAGGED = Scene(at=AT, tags=("database",))
NOTHING = CrashDumps(is_supported=True, is_loaded=False, reserved_bytes=0, asked_for="")
LOADED = replace(NOTHING, is_loaded=True, reserved_bytes=1 << 28)
ORACLE = Databases(("Oracle",))
HIDDEN = Databases(unseen=Unseen("", Reason.DENIED, "hidepid"))
NONE = Databases()
SETTINGS = MemorySettings("madvise", 10, 1 << 30)
QUIET = Drops(0, 0)
DROPS = NetworkDrops(10.0, 86400.0 * 30, QUIET, QUIET, QUIET, QUIET, QUIET)


def found(check: Check[Any, Any], facts: object, scene: Scene = SCENE) -> dict[str, Finding]:
    said = list(check.judge(facts, Layered(check.limits), scene))
    return {one.subject: one for one in said if isinstance(one, Finding)}


@pytest.mark.parametrize(
    ("dumps", "kind", "databases", "level"),
    [
        (LOADED, None, HIDDEN, Level.OK),
        (replace(LOADED, is_loaded=False), "kvm", NONE, Level.WARN),
        (NOTHING, "", ORACLE, Level.WARN),
        (NOTHING, "", NONE, Level.NOTICE),
        (NOTHING, "", HIDDEN, Level.UNKNOWN),
        (NOTHING, None, ORACLE, Level.UNKNOWN),
        (replace(NOTHING, is_supported=False), "", ORACLE, Level.WARN),
    ],
)
def test_a_crash_kernel_matters_most_on_a_physical_host_of_databases(
    dumps: CrashDumps, kind: str | None, databases: Databases, level: Level
) -> None:
    assert found(KDUMP, CrashReadiness(dumps, kind, databases))["crash kernel"].level is level


def test_a_virtual_machine_needs_no_crash_kernel() -> None:
    assert found(KDUMP, CrashReadiness(NOTHING, "vmware", ORACLE))["crash kernel"].level is Level.OK


def test_the_operators_tag_makes_a_host_of_databases() -> None:
    assert found(KDUMP, CrashReadiness(NOTHING, "", HIDDEN), TAGGED)["crash kernel"].level is Level.WARN
    assert found(KDUMP, CrashReadiness(NOTHING, "", NONE), TAGGED)["crash kernel"].level is Level.WARN


@pytest.mark.parametrize(
    ("days", "level"), [(0, Level.CRITICAL), (92, Level.CRITICAL), (92.1, Level.NOTICE), (900, Level.NOTICE)]
)
def test_a_dump_is_a_crash_of_this_quarter_or_an_old_one(days: float, level: Level) -> None:
    dump = Dump("/var/crash/a/vmcore", 10, AT - timedelta(days=days))
    said = found(KDUMP, CrashReadiness(replace(LOADED, dumps=(dump,)), "", NONE))["dumps"]
    assert (said.level, said.measures) == (level, {"dump_count": 1})


def test_dumps_that_go_elsewhere_are_unknown_here() -> None:
    said = found(KDUMP, CrashReadiness(replace(LOADED, elsewhere="nfs nas01:/crash"), "", NONE))["dumps"]
    assert said.level is Level.UNKNOWN
    assert found(KDUMP, CrashReadiness(LOADED, "", NONE))["dumps"].level is Level.OK


def test_a_folder_that_is_closed_is_unknown() -> None:
    closed = replace(LOADED, folder_unseen=Unseen("dumps", Reason.DENIED))
    assert found(KDUMP, CrashReadiness(closed, "", NONE))["dumps"].level is Level.UNKNOWN


def test_without_the_identity_nobody_knows_whether_a_machine_is_virtual() -> None:
    missed = SessionError(Reason.TIMEOUT)
    assert derive(NOTHING, missed, missed).virtualisation is None
    known = Identity("m", "h", "", "", "", "", "", 0, virtualisation="kvm")
    assert derive(NOTHING, known, missed).virtualisation == "kvm"
    with pytest.raises(SessionError):
        derive(missed, known, missed)


@pytest.mark.parametrize("word", ["2", "", "yes"])
def test_a_flag_that_is_none_is_not_understood(word: str) -> None:
    with pytest.raises(ParseError):
        CRASH_DUMPS_KDUMP.parse(Answer(f"@sys 9\n@loaded {word}\n@dumps 0\n@end\n"))


@pytest.mark.parametrize(
    ("change", "huge_pages", "swappiness"),
    [
        ({}, Level.OK, Level.OK),
        ({"huge_pages": "always"}, Level.WARN, Level.OK),
        ({"huge_pages": "never"}, Level.OK, Level.OK),
        ({"huge_pages": ""}, Level.OK, Level.OK),
        ({"swappiness": 11}, Level.OK, Level.NOTICE),
        ({"swappiness": None}, Level.OK, Level.UNKNOWN),
    ],
)
def test_settings_beside_a_database(change: dict[str, Any], huge_pages: Level, swappiness: Level) -> None:
    said = found(DATABASE_HOST_SETTINGS_CHECK, DatabaseHostSettings(replace(SETTINGS, **change), ORACLE))
    assert {name: one.level for name, one in said.items()} == {
        "transparent huge pages": huge_pages,
        "swappiness": swappiness,
    }


def test_swappiness_does_not_matter_without_swap() -> None:
    host = DatabaseHostSettings(replace(SETTINGS, swappiness=60, swap_bytes=0), ORACLE)
    assert found(DATABASE_HOST_SETTINGS_CHECK, host)["swappiness"].level is Level.OK


@pytest.mark.parametrize(
    ("databases", "scene", "level"),
    [(NONE, SCENE, Level.ABSENT), (HIDDEN, SCENE, Level.UNKNOWN), (NONE, TAGGED, Level.WARN), (HIDDEN, TAGGED, Level.WARN)],
)
def test_without_a_database_nothing_is_judged(databases: Databases, scene: Scene, level: Level) -> None:
    host = DatabaseHostSettings(replace(SETTINGS, huge_pages="always"), databases)
    assert found(DATABASE_HOST_SETTINGS_CHECK, host, scene)["transparent huge pages"].level is level


@pytest.mark.parametrize(
    ("names", "products"),
    [
        (("ora_pmon_orcl", "ora_lgwr_orcl"), ("Oracle",)),
        (("postgres", "mariadbd"), ("MariaDB", "PostgreSQL")),
        (("mysqld_exporter", "redis-sentinel", "bash"), ()),
        (("dmserver", "mongod", "mongodb_exporte", "observer"), ("DM8", "MongoDB", "OceanBase")),
        (("postgres_export", "observers"), ()),
    ],
)
def test_databases_are_known_by_their_processes(names: tuple[str, ...], products: tuple[str, ...]) -> None:
    assert databases_of(Processes(9, names, (), (), (), 5.0)).products == products


def test_processes_that_are_hidden_or_broken_prove_no_absence() -> None:
    hidden = Unseen("", Reason.DENIED, "hidepid")
    assert databases_of(Processes(9, (), (), (), (), 5.0, hidden=hidden)).unseen == hidden
    assert databases_of(Processes(9, (), (), (), (), 5.0, broken_count=1)).unseen
    assert databases_of(SessionError(Reason.DENIED)).unseen
    assert derive_settings(SETTINGS, ParseError("x")).databases.unseen


def test_red_hat_6_has_a_path_of_its_own() -> None:
    text = "/sys/kernel/mm/redhat_transparent_hugepage/enabled:[always] never\n"
    rest = "/proc/sys/vm/swappiness:1\n/proc/meminfo:SwapTotal: 0 kB\n@end\n"
    assert MEMORY_SETTINGS_PROC.parse(Answer(text.replace("] never", "] madvise never") + rest)).huge_pages == "always"


@pytest.mark.parametrize(
    ("field", "subject", "window", "level"),
    [
        ("listen_overflows", "listen overflows", 9, Level.OK),
        ("listen_overflows", "listen overflows", 10, Level.WARN),
        ("listen_overflows", "listen overflows", 50, Level.CRITICAL),
        ("listen_drops", "listen drops", 10, Level.WARN),
        ("udp_buffer_errors", "udp receive buffers", 99, Level.OK),
        ("udp_buffer_errors", "udp receive buffers", 100, Level.WARN),
        ("softnet_drops", "softnet drops", 100_000, Level.WARN),
    ],
)
def test_rates_at_the_boundaries(field: str, subject: str, window: int, level: Level) -> None:
    change: dict[str, Any] = {field: Drops(window, window)}
    said = found(TCP_OVERFLOWS, replace(DROPS, **change))
    assert said[subject].level is level
    assert said[subject].measures["dropped_per_second"] == window / 10
    assert {one.level for name, one in said.items() if name != subject} == {Level.OK}


@pytest.mark.parametrize(("count", "level"), [(29_999, Level.OK), (30_000, Level.NOTICE)])
def test_what_no_longer_grows_is_a_notice_at_most(count: int, level: Level) -> None:
    assert found(TCP_OVERFLOWS, replace(DROPS, listen_drops=Drops(count, 0)))["listen drops"].level is level


def test_squeezed_slices_lose_nothing() -> None:
    said = found(TCP_OVERFLOWS, replace(DROPS, softnet_squeezes=Drops(10**6, 10**4)))
    assert {one.level for one in said.values()} == {Level.OK}


def test_a_counter_that_the_kernel_does_not_tell_is_unknown() -> None:
    assert found(TCP_OVERFLOWS, replace(DROPS, softnet_drops=None))["softnet drops"].level is Level.UNKNOWN


@pytest.mark.peer
def test_a_real_socket_that_overflows_is_counted() -> None:
    """A listener that accepts nobody: its queue of one fills, and the kernel drops what comes after."""
    before = sampled()
    with socket.create_server(("127.0.0.1", 0), backlog=1) as server:
        callers = [socket.socket() for _ in range(8)]
        for caller in callers:
            caller.settimeout(0)
            caller.connect_ex(server.getsockname())
        time.sleep(1.2)
        for caller in callers:
            caller.close()
    facts = NETWORK_COUNTERS_PROC.parse(Answer(sampled(), earlier=before))
    assert facts.listen_overflows
    assert facts.listen_overflows.window_count >= 1
    assert facts.listen_drops
    assert facts.listen_drops.window_count >= facts.listen_overflows.window_count


def sampled() -> str:
    ask = NETWORK_COUNTERS_PROC.ask
    assert isinstance(ask, Shell)
    return subprocess.run(["/bin/sh", "-c", ask.command], check=True, capture_output=True, text=True).stdout


def history(*counts: tuple[int, int]) -> CpuHistory:
    samples = dict(counts)
    return CpuHistory(tuple(samples.get(percent, 0) for percent in range(101)), 28, "10/26/26", "11/22/26")


@pytest.mark.parametrize(
    ("counts", "level", "ratio"),
    [
        (((3, 950), (97, 50)), Level.OK, 0.03),  # a twentieth may be busy
        (((3, 949), (97, 51)), Level.CRITICAL, 0.97),
        (((84, 1000),), Level.OK, 0.84),
        (((85, 1000),), Level.WARN, 0.85),
        (((95, 1000),), Level.CRITICAL, 0.95),
        (((100, 143),), Level.UNKNOWN, 1.0),
        (((100, 144),), Level.CRITICAL, 1.0),
    ],
)
def test_the_quarter_is_judged_by_its_95th_percentile(
    counts: tuple[tuple[int, int], ...], level: Level, ratio: float
) -> None:
    said = found(CPU_HISTORY_CHECK, history(*counts))["p95"]
    assert (said.level, said.measures["busy_p95_ratio"]) == (level, ratio)


def test_the_days_that_were_read_are_printed() -> None:
    assert "10/26/26 to 11/22/26" in str(found(CPU_HISTORY_CHECK, history((3, 1000)))["p95"].observed)
