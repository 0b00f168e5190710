"""Redis's own INFO, read the same way however it came: ``# Section`` heads and ``name:value`` lines."""

from collections.abc import Mapping

from collectors.base import ParseError, Reason, SessionError
from collectors.facts.middleware import RedisState

_SECTIONS = ("Server", "Clients", "Memory", "Persistence", "Stats", "Replication")
"""Each must be there; the ones that come behind them in every version close the answer (Redis 2.8 to 7)."""


def state_of(name: str, text: str, most_clients: int | None = None, snapshots: str | None = None) -> RedisState:
    """Read one INFO. ``snapshots`` is CONFIG's save, "" where none is configured, None where it was not told.

    Raises SessionError (denied, refused, cut) and ParseError.
    """
    lines = lines_of(text)
    heads = {line[2:] for line in lines if line.startswith("# ")}
    if not set(_SECTIONS) <= heads or not heads & {"CPU", "Keyspace"}:
        raise SessionError(Reason.CUT, lines[-1][:80] if lines else "")
    of = pairs_of(lines)
    system = _optional(of, "total_system_memory")
    saved = _optional(of, "rdb_last_save_time")
    started = _server_seconds(of)
    age = started - saved if saved is not None and started is not None and snapshots != "" else None
    return RedisState(
        name=name,
        version=of.get("redis_version", ""),
        role=of.get("role", ""),
        used_bytes=number(of, "used_memory"),
        most_bytes=_optional(of, "maxmemory") or 0,
        system_bytes=system,
        policy=of.get("maxmemory_policy", ""),
        fragmentation_ratio=_ratio(of, "mem_fragmentation_ratio"),
        is_loading=of.get("loading") == "1",
        is_snapshot_good=_good(of, "rdb_last_bgsave_status"),
        snapshot_age_seconds=age,
        changes_count=_optional(of, "rdb_changes_since_last_save"),
        is_append_only=of.get("aof_enabled") == "1",
        is_append_good=_append_good(of),
        is_master_up=of["master_link_status"] == "up" if "master_link_status" in of else None,
        clients_count=number(of, "connected_clients"),
        clients_most=_optional(of, "maxclients") or most_clients,
        rejected_count=number(of, "rejected_connections"),
        replicas_count=_optional(of, "connected_slaves"),
        evicted_count=_optional(of, "evicted_keys") or 0,
    )


def lines_of(text: str) -> list[str]:
    """The lines that say something. Raises SessionError (denied) for an error of the server in their place."""
    lines = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    if lines and lines[0].startswith(("NOAUTH", "NOPERM", "WRONGPASS", "DENIED", "ERR")):
        raise SessionError(Reason.DENIED, lines[0][:200])
    return lines


def pairs_of(lines: list[str]) -> dict[str, str]:
    """The lines ``name:value``."""
    return dict(line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))


def _server_seconds(of: Mapping[str, str]) -> int | None:
    """The server's own clock, in microseconds since 1970, from version 3.2.12 on; in no way ours."""
    micro = _optional(of, "server_time_usec")
    return micro // 1_000_000 if micro is not None else None


def _append_good(of: Mapping[str, str]) -> bool | None:
    states = [of[name] == "ok" for name in ("aof_last_write_status", "aof_last_bgrewrite_status") if name in of]
    return all(states) if states else None


def _good(of: Mapping[str, str], name: str) -> bool | None:
    return of[name] == "ok" if name in of else None


def _optional(of: Mapping[str, str], name: str) -> int | None:
    return number(of, name) if name in of else None


def number(of: Mapping[str, str], name: str) -> int:
    """A value that is a whole number. Raises ParseError."""
    value = of.get(name, "")
    if not value.removeprefix("-").isascii() or not value.removeprefix("-").isdigit():
        raise ParseError(f"no number: {name}", f"{name}:{value}"[:80])
    return int(value)


def _ratio(of: Mapping[str, str], name: str) -> float | None:
    try:
        found = float(of[name])
    except (KeyError, ValueError):
        return None
    return found if found >= 0 else None
