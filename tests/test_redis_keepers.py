"""Redis Cluster and Sentinel: boundaries, every trap, and the real ones on loopback with a fault that was made."""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agent.judging import judge_one
from agent.outcomes import Seen
from checks.base import Finding, Scene
from checks.function.redis_keepers import REDIS_KEEPERS_CHECK, KeeperLimits
from collectors.base import Absent, Listing, ParseError, Reason, SessionError
from collectors.facts.redis_watch import CLUSTER_INFO, RedisCluster, RedisSentinel, WatchedMaster, keeper_of
from collectors.function.stores import REDIS_KEEPERS_INFO
from config.limits import Layered
from tests.peers.functions import HOST, program, redis_says, redis_server
from tests.peers.machines import wait
from tests.peers.sshd import free_port
from tests.test_function_live import function, host
from tests.test_function_live import levels as levels_of

CLUSTER = RedisCluster("r", "ok", 16384, 0, 0, 6, 3)
MASTER = WatchedMaster("m", "ok", "10.0.0.1:6379", 2, 3, has_quorum=True, usable_count=3)
SENTINEL = RedisSentinel("s", "7", is_tilted=False, masters=(MASTER,))


def levels(one: RedisCluster | RedisSentinel, limits: KeeperLimits | None = None) -> dict[str, str]:
    said = judge_one(REDIS_KEEPERS_CHECK, Seen(Listing((one,))), Layered(limits or KeeperLimits()), Scene())
    return {found.subject: found.level.value for found in said if isinstance(found, Finding)}


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, "ok"),
        ({"assigned_count": 16383}, "critical"),
        ({"assigned_count": 0, "state": "fail"}, "critical"),
        ({"fail_count": 1}, "critical"),
        ({"state": "fail"}, "critical"),
        ({"pfail_count": 1}, "warn"),
        ({"nodes_count": 3}, "notice"),
        ({"nodes_count": 4}, "ok"),
    ],
)
def test_a_cluster(changes: Mapping[str, object], level: str) -> None:
    assert levels(replace(CLUSTER, **changes)) == {"r cluster": level}  # type: ignore[arg-type]  # literals above


def test_trap_a_cluster_that_says_ok_may_serve_a_part_only() -> None:
    assert levels(replace(CLUSTER, state="ok", fail_count=5461)) == {"r cluster": "critical"}


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, "ok"),
        ({"status": "odown"}, "critical"),
        ({"status": "sdown"}, "critical"),
        ({"has_quorum": False, "usable_count": 1}, "critical"),
        ({"has_quorum": None, "usable_count": None}, "unknown"),
        ({"has_quorum": None, "usable_count": None, "status": "odown"}, "critical"),
        ({"replicas_count": 0}, "warn"),
        ({"sentinels_count": 2}, "warn"),
        ({"sentinels_count": 3}, "ok"),
    ],
)
def test_a_master_that_a_sentinel_watches(changes: Mapping[str, object], level: str) -> None:
    watched = replace(MASTER, **changes)  # type: ignore[arg-type]  # literals above
    assert levels(replace(SENTINEL, masters=(watched,))) == {"s sentinel": "ok", "master m s": level}


def test_a_sentinel_that_watches_nothing_or_does_not_trust_its_clock() -> None:
    assert levels(replace(SENTINEL, masters=())) == {"s sentinel": "warn"}
    assert levels(replace(SENTINEL, is_tilted=True))["s sentinel"] == "warn"


INFO = "# Server\nredis_version:7.0.15\nredis_mode:cluster\n# Cluster\ncluster_enabled:1\n"
TOLD = (
    "cluster_state:ok\ncluster_slots_assigned:16384\ncluster_slots_ok:16380\ncluster_slots_pfail:3\n"
    "cluster_slots_fail:1\ncluster_known_nodes:6\ncluster_size:3\n"
)


def test_the_slots_must_add_up() -> None:
    assert keeper_of("r", INFO, {CLUSTER_INFO: TOLD}) == RedisCluster("r", "ok", 16384, 3, 1, 6, 3)
    with pytest.raises(ParseError):
        keeper_of("r", INFO, {CLUSTER_INFO: TOLD.replace("16384", "1638")})


@pytest.mark.parametrize("line", range(7))
def test_a_line_of_cluster_info_that_is_lost_leaves_it_unseen(line: int) -> None:
    lines = TOLD.splitlines()
    del lines[line]
    with pytest.raises(SessionError) as told:
        keeper_of("r", INFO, {CLUSTER_INFO: "\n".join(lines)})
    assert told.value.reason is Reason.CUT


def test_standing_alone_wants_a_witness() -> None:
    with pytest.raises(Absent):
        keeper_of("r", INFO.replace("enabled:1", "enabled:0"), {})
    with pytest.raises(SessionError):
        keeper_of("r", INFO.replace("cluster_enabled:1\n", ""), {})
    with pytest.raises(SessionError):
        keeper_of("r", INFO, {})
    with pytest.raises(Absent):
        keeper_of("r", "# Server\nredis_version:2.8.19\n", {})


def test_a_master_that_is_lost_from_the_answer_is_missed() -> None:
    text = "# Server\nredis_mode:sentinel\n# Clients\n# Stats\n# Sentinel\nsentinel_masters:2\nsentinel_tilt:0\n"
    with pytest.raises(SessionError) as told:
        keeper_of("s", text + "master0:name=a,status=ok,address=h:1,slaves=1,sentinels=3\n", {})
    assert told.value.reason is Reason.CUT


def test_the_ask_only_reads() -> None:
    words = getattr(REDIS_KEEPERS_INFO.ask, "say", "")
    assert {line.rpartition("-> ")[2] for line in words.splitlines()} == {"INFO", "CLUSTER INFO", "SENTINEL CKQUORUM {}"}


needs_redis = pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server: Redis was not verified")


@contextmanager
def sentinel(folder: Path, *masters: tuple[str, int, int]) -> Iterator[int]:
    """A Sentinel that watches masters (name, port, quorum)."""
    port = free_port()
    lines = [f"port {port}", f"bind {HOST}", f"dir {folder}"]
    for name, master, quorum in masters:
        lines += [f"sentinel monitor {name} {HOST} {master} {quorum}", f"sentinel down-after-milliseconds {name} 500"]
    conf = folder / f"sentinel-{port}.conf"
    conf.write_text("\n".join(lines) + "\n")
    with program([shutil.which("redis-server") or "", str(conf), "--sentinel"], port):
        yield port


def keepers(port: int) -> dict[str, str]:
    found = levels_of(function(f"redis://{HOST}:{port}", "redis"))
    return {
        key.removeprefix("redis_keepers ").replace(f"{HOST}:{port}", "").strip(): level
        for key, level in found.items()
        if key.startswith("redis_keepers")
    }


@pytest.mark.peer
@needs_redis
def test_a_sentinel_whose_master_goes_down(tmp_path: Path) -> None:
    with ExitStack() as stack:
        master = stack.enter_context(redis_server(tmp_path, "--save", ""))
        replica = free_port()
        (tmp_path / "replica").mkdir()
        kept = ["--save", "", "--dir", str(tmp_path / "replica")]
        words = ["--port", str(replica), "--bind", HOST, *kept, "--replicaof", HOST, str(master)]
        stack.enter_context(program([shutil.which("redis-server") or "", *words], replica))
        watching = [stack.enter_context(sentinel(tmp_path, ("orders", master, 2))) for _one in range(3)]
        wait(lambda: "slaves=1,sentinels=3" in redis_says(watching[0], "INFO", "sentinel"), 30, "the Sentinels to meet")
        assert keepers(watching[0]) == {"sentinel": "ok", "master orders": "ok"}
        redis_says(replica, "CONFIG", "SET", "replica-priority", "0")  # nothing that could take over
        time.sleep(11)  # a Sentinel asks its replicas anew every ten seconds
        redis_says(master, "SHUTDOWN", "NOSAVE")
        wait(lambda: keepers(watching[0])["master orders"] == "critical", 20, "the Sentinels to agree")


@pytest.mark.peer
@needs_redis
def test_a_sentinel_alone_has_no_quorum_and_is_no_redis(tmp_path: Path) -> None:
    with redis_server(tmp_path, "--save", "") as master, sentinel(tmp_path, ("orders", master, 2)) as port:
        assert keepers(port) == {"sentinel": "ok", "master orders": "critical"}
        found = levels_of(function(f"redis://{HOST}:{port}", "redis"))
        assert found["redis"] == "absent"
        on_host = levels_of(host("function.redis_keepers"))
        assert on_host[f"redis_keepers master orders {HOST}:{port}"] == "critical"


@pytest.mark.peer
@needs_redis
def test_a_cluster_without_some_of_its_slots(tmp_path: Path) -> None:
    def node(stack: ExitStack) -> int:
        return stack.enter_context(
            redis_server(tmp_path, "--cluster-enabled", "yes", "--cluster-config-file", f"{free_port()}.conf", "--save", "")
        )

    with ExitStack() as stack:
        first, second = node(stack), node(stack)
        redis_says(first, "CLUSTER", "MEET", HOST, str(second))
        redis_says(first, "CLUSTER", "ADDSLOTSRANGE", "0", "8191")
        redis_says(second, "CLUSTER", "ADDSLOTSRANGE", "8192", "16000")
        wait(lambda: "cluster_slots_assigned:16001" in redis_says(first, "CLUSTER", "INFO"), 20, "the nodes to meet")
        assert keepers(first) == {"cluster": "critical"}
        redis_says(second, "CLUSTER", "ADDSLOTSRANGE", "16001", "16383")
        wait(lambda: "cluster_state:ok" in redis_says(first, "CLUSTER", "INFO"), 20, "all slots to be served")
        assert keepers(first) == {"cluster": "notice"}  # two masters without a replica
        on_host = levels_of(host("function.redis_keepers"))
        assert on_host[f"redis_keepers {HOST}:{second} cluster"] == "notice"


@pytest.mark.peer
@needs_redis
def test_a_redis_alone_has_neither(tmp_path: Path) -> None:
    with redis_server(tmp_path, "--save", "") as port:
        assert levels_of(function(f"redis://{HOST}:{port}", "redis"))["redis_keepers"] == "absent"
