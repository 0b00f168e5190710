"""Facts about one PostgreSQL server: who it is, since when it runs, in which role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Instance:
    """One server. Identity: ``system_identifier`` (of the cluster's control file; a standby has its primary's).

    ``version`` is server_version_num; ``product`` as in Server; ``now_at`` is the server's own clock as it answered.
    """

    product: str
    version: int
    words: str
    system_identifier: str
    started_at: datetime
    loaded_at: datetime
    now_at: datetime
    is_standby: bool
    has_checksums: bool


INSTANCES: Final = FactKind[Instance]("postgres.instance")
