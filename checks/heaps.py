"""The Java heap as a server's own management tells it: one moment, before whatever collection comes next."""

from checks.base import Finding, Level
from collectors.facts.java_servers import Heap
from config.text import _


def heap_finding(heap: Heap, notice: float) -> Finding:
    """How full it is; never more than a notice, as what a collection would free is not known."""
    most = max(0, heap.most_bytes)
    share = heap.used_bytes / most if most else 0.0
    if not most:
        level, summary = Level.OK, _("{used:bytes} of heap are in use; its bound is not told", used=heap.used_bytes)
    elif share >= notice:
        level, summary = (
            Level.NOTICE,
            _("{share:percent} of the heap is in use: look again after a collection", share=share),
        )
    else:
        level, summary = Level.OK, _("{share:percent} of the heap is in use", share=share)
    return Finding(
        "heap",
        level,
        summary,
        observed=_("{used:bytes} of {most:bytes}", used=heap.used_bytes, most=most),
        measures={"heap_used_bytes": heap.used_bytes},
    )
