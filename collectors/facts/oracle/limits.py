"""Facts about what an Oracle database may run out of slowly: sequences, quotas, SYSAUX, the audit trail."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class SequenceNumber:
    """One sequence that does not begin again at its end, with where it stands; its cache counts as used."""

    owner: str
    name: str
    least: int
    most: int
    step: int
    last: int

    @property
    def used_ratio(self) -> float:
        """Share of its numbers that are used; one that counts downwards begins at its upper end."""
        span = max(1, self.most - self.least)
        done = self.last - self.least if self.step > 0 else self.most - self.last
        return min(1.0, max(0.0, done / span))


@dataclass(frozen=True, slots=True)
class SequenceNumbers:
    """Of one container: how many sequences users have, and those that are half used up or more."""

    database: str
    count: int
    used: tuple[SequenceNumber, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """What one account may take of one tablespace, where that is bounded."""

    account: str
    tablespace: str
    used_bytes: int
    limit_bytes: int


@dataclass(frozen=True, slots=True)
class Quotas:
    """Of one container: the quotas that are bounded, of ``count`` in all."""

    database: str
    count: int
    bounded: tuple[Quota, ...]


@dataclass(frozen=True, slots=True)
class Occupant:
    """One component that keeps its tables in SYSAUX. Identity: ``name``, as in V$SYSAUX_OCCUPANTS."""

    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Occupants:
    """Of one container: who lives in SYSAUX."""

    database: str
    records: tuple[Occupant, ...]


@dataclass(frozen=True, slots=True)
class AuditSegment:
    """One table (all its partitions as one) of the audit trail."""

    name: str
    tablespace: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """Of one container: where audit records go, and how much room they take.

    ``traditional`` is the parameter audit_trail, "" where the version has none any more; ``policies`` are the unified ones
    that are enabled (from 12.1 on).
    """

    database: str
    traditional: str
    policies: tuple[str, ...]
    segments: tuple[AuditSegment, ...]


SEQUENCES: Final = FactKind[Listing[SequenceNumbers]]("oracle.sequences")
QUOTAS: Final = FactKind[Listing[Quotas]]("oracle.quotas")
OCCUPANTS: Final = FactKind[Listing[Occupants]]("oracle.sysaux")
AUDIT: Final = FactKind[Listing[AuditTrail]]("oracle.audit")
