"""Memory of network devices that run Linux, by HOST-RESOURCES-MIB: what is in use without buffers and cache.

net-snmp counts in the row of the physical memory all that is not free, and buffers and cache once more in own rows.
"""

from collections.abc import Iterator
from typing import Final

from collectors.facts.devices.loads import Memory, Pool
from collectors.network.readings import Reading
from collectors.network.standard import HOST_STORAGE, storage_bytes
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.states import distinct

_TYPES: Final = "1.3.6.1.2.1.25.2.1"
_OTHER, _RAM, _VIRTUAL = (f"{_TYPES}.{number}" for number in (1, 2, 3))
_CACHES: Final = ("cache", "buffer")
_BSD: Final = "real memory"
"""A row that only BSDs have, of what processes use: no row tells the cache of ZFS, which counts as used."""


def is_cache(row: Row) -> bool:
    """Whether a row counts buffers or cache: of type RAM, or other, as old releases have it."""
    return row.text("type") in {_RAM, _OTHER} and any(word in row.text("name").lower() for word in _CACHES)


def _memories(said: Objects) -> Iterator[Memory]:
    """Nothing where the device has no row of cache: then nobody knows what its memory in use is."""
    rows = list(said.rows(HOST_STORAGE))
    whole = next((row for row in rows if row.text("type") == _RAM and not is_cache(row)), None)
    caches = [row for row in rows if is_cache(row)]
    size = None if whole is None else storage_bytes(whole)
    if whole is None or size is None or not caches:
        return
    total, used = size
    cached = [(row, _used(row)) for row in caches]
    is_bsd = any(row.text("name").lower() == _BSD for row in rows)
    own = used if is_bsd else max(0.0, used - sum(count for _row, count in cached))
    pool = Pool.MIXED if is_bsd else Pool.SYSTEM
    found = [(whole.index, Memory(whole.text("name"), own / total, whole.oid("used"), total, own, pool=pool))]
    shared = [(row, _used(row)) for row in rows if row.text("name").lower() == "shared memory"]  # part of the cache
    for row, count in (*cached, *shared):
        share = min(1.0, count / total)
        found.append((row.index, Memory(row.text("name"), share, row.oid("used"), total, count, pool=Pool.CACHE)))
    yield from distinct((*found, *_others(rows)))


def _used(row: Row) -> float:
    """What a row of cache counts; old releases give it a size of its own use, or of nothing."""
    used, unit = row.number("used"), row.number("unit")
    return 0.0 if used is None or unit is None else used * unit


def _others(rows: list[Row]) -> Iterator[tuple[str, Memory]]:
    """Swap, and "Virtual memory": the sum of swap and the physical memory with its cache, which fills by design; BSD's."""
    for row in rows:
        name, size = row.text("name"), storage_bytes(row)
        is_virtual = row.text("type") == _VIRTUAL and name.lower().startswith(("virtual memory", "swap"))
        if size is None or not (is_virtual or name.lower() == _BSD):
            continue
        total, used = size
        pool = Pool.SWAP if name.lower().startswith("swap") else Pool.CACHE
        yield row.index, Memory(name, used / total, row.oid("used"), total, used, pool=pool)


MEMORIES: Final = (Reading(_memories, HOST_STORAGE.values(), is_fallback=True),)
