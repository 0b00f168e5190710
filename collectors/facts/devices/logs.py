"""Facts about the log that a device keeps in its memory."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line. Identity of its kind: ``module`` and ``mnemonic``. ``severity`` from 0 (emergency) to 7 (debugging).

    ``at`` is the device's own local time, None where the line has none or no year.
    """

    module: str
    severity: int
    mnemonic: str
    text: str
    at: datetime | None = None


LOG_LINES: Final = FactKind[Listing[LogLine]]("network.log_lines")
