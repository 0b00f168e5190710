"""Block drivers that the kernel has registered, from the passage ``@devices`` of our asks (/proc/devices, proc(5))."""

from collections.abc import Mapping

from collectors.base import Reason, SessionError
from collectors.linux.passages import Passage


def block_drivers(parts: Mapping[str, Passage], looked_at: str = "/proc/devices") -> tuple[str, ...]:
    """Name the block drivers. Raises SessionError (empty) where the list is not there or names none: no kernel has none.

    ``looked_at`` is what the error names, where more than the list was looked at.
    """
    lines = [line.strip() for line in parts["devices"].lines] if "devices" in parts else []
    start = lines.index("Block devices:") + 1 if "Block devices:" in lines else len(lines)
    drivers = tuple(line.split()[-1] for line in lines[start:] if line)
    if not drivers:
        raise SessionError(Reason.EMPTY, looked_at)
    return drivers
