"""What keeps a Redis available: its cluster's own CLUSTER INFO, and what a Sentinel says of the masters that it watches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import Absent, FactKind, Listing, ParseError, Reason, SessionError
from collectors.facts.redis_info import lines_of, number, pairs_of

CLUSTER_INFO: Final = "CLUSTER INFO"
CKQUORUM: Final = "SENTINEL CKQUORUM"
_SENTINEL: Final = frozenset({"Server", "Clients", "Stats", "Sentinel"})
_MASTER: Final = re.compile(
    r"name=(?P<name>[^,\s]+),status=(?P<status>[a-z_]+),address=(?P<address>[^,\s]*),slaves=(?P<replicas>[0-9]+),"
    r"sentinels=(?P<sentinels>[0-9]+)"
)
_USABLE: Final = re.compile(r"(?:OK|NOQUORUM) ([0-9]+) usable Sentinels?\b")


@dataclass(frozen=True, slots=True)
class RedisCluster:
    """The cluster as one of its nodes sees it (CLUSTER INFO). Identity: ``name``, that node's.

    Slots by the state of the node that has them; ``serving_count`` are the masters that have any.
    """

    name: str
    state: str
    assigned_count: int
    pfail_count: int
    fail_count: int
    nodes_count: int
    serving_count: int


@dataclass(frozen=True, slots=True)
class WatchedMaster:
    """One master that a Sentinel watches. Identity: ``name``.

    ``status`` is ok, sdown (this Sentinel alone says that it is down) or odown (enough of them do). ``sentinels_count``
    counts this one too. ``usable_count`` are those that can be reached, None where CKQUORUM was not answered.
    """

    name: str
    status: str
    address: str
    replicas_count: int
    sentinels_count: int
    has_quorum: bool | None = None
    usable_count: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class RedisSentinel:
    """One Sentinel. Identity: ``name``. ``is_tilted``: it distrusts its clock and acts on nothing."""

    name: str
    version: str
    is_tilted: bool
    masters: tuple[WatchedMaster, ...]


RedisKeeper = RedisCluster | RedisSentinel
REDIS_KEEPERS: Final = FactKind[Listing[RedisKeeper]]("redis_keepers")


def is_sentinel(text: str) -> bool:
    """Whether an INFO is that of a Sentinel."""
    return "redis_mode:sentinel" in lines_of(text)


def keeper_of(name: str, text: str, replies: Mapping[str, str]) -> RedisKeeper:
    """Read INFO and what was asked after it, by command.

    Raises Absent for a Redis that stands alone (``cluster_enabled:0``), SessionError (denied, cut) and ParseError.
    """
    lines = lines_of(text)
    if is_sentinel(text):
        return _sentinel(name, lines, replies)
    of = pairs_of(lines)
    if of.get("cluster_enabled") == "0" or of.get("redis_version", "").startswith("2."):  # clusters are of 3.0 and later
        raise Absent("cluster_enabled:0")
    if of.get("cluster_enabled") != "1" or CLUSTER_INFO not in replies:
        raise SessionError(Reason.CUT, CLUSTER_INFO)
    return _cluster(name, lines_of(replies[CLUSTER_INFO]))


def _cluster(name: str, lines: list[str]) -> RedisCluster:
    of = pairs_of(lines)
    fields = ("slots_assigned", "slots_ok", "slots_pfail", "slots_fail", "known_nodes", "size")
    if "cluster_state" not in of or any(f"cluster_{one}" not in of for one in fields):
        raise SessionError(Reason.CUT, lines[-1][:80] if lines else CLUSTER_INFO)
    assigned, good, pfail, fail, nodes, size = (number(of, f"cluster_{one}") for one in fields)
    if assigned != good + pfail + fail:
        raise ParseError(f"{assigned} slots are not {good} + {pfail} + {fail}", CLUSTER_INFO)
    return RedisCluster(name, of["cluster_state"], assigned, pfail, fail, nodes, size)


def _sentinel(name: str, lines: list[str], replies: Mapping[str, str]) -> RedisSentinel:
    heads = {line[2:] for line in lines if line.startswith("# ")}
    of = pairs_of(lines)
    if not heads >= _SENTINEL or "sentinel_masters" not in of or "sentinel_tilt" not in of:
        raise SessionError(Reason.CUT, lines[-1][:80])
    masters = tuple(_master(of[key], replies) for key in of if re.fullmatch(r"master[0-9]+", key))
    if len(masters) != number(of, "sentinel_masters"):
        raise SessionError(Reason.CUT, f"sentinel_masters:{of['sentinel_masters']} / {len(masters)}")
    return RedisSentinel(name, of.get("redis_version", ""), number(of, "sentinel_tilt") != 0, masters)


def _master(text: str, replies: Mapping[str, str]) -> WatchedMaster:
    match = _MASTER.match(text)
    if match is None:
        raise ParseError("no master of a Sentinel", text[:80])
    said = " ".join(replies.get(f"{CKQUORUM} {match['name']}", "").split())
    usable = _USABLE.match(said)
    return WatchedMaster(
        name=match["name"],
        status=match["status"],
        address=match["address"],
        replicas_count=int(match["replicas"]),
        sentinels_count=int(match["sentinels"]),
        has_quorum=said.startswith("OK ") if usable else None,
        usable_count=int(usable[1]) if usable else None,
        said=said[:200],
    )
