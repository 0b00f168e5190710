"""Who answers: product, version, role, since when. Any account may ask, but for the identity of the cluster.

Sample (rows)::

    [["7381029384756", "2026-11-22 03:00:01.5+00", "2026-11-22 03:00:01.2+00", "f", "on", "2026-11-22 04:10:00.1+00"]]
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, sql
from collectors.facts.identity import IDENTITY, Identity
from collectors.facts.postgres.instances import INSTANCES, Instance
from collectors.tables import table

POSTGRES: Final = "postgres"
_ASK: Final = sql(
    "select (select system_identifier from pg_control_system()) as system_identifier, "
    "pg_postmaster_start_time() as started_at, pg_conf_load_time() as loaded_at, "
    "pg_is_in_recovery() as is_standby, current_setting('data_checksums') as checksums, clock_timestamp() as now_at"
)


def parse(answer: Answer) -> Instance:
    """Read the one row."""
    found = table(answer)
    row = found.one()
    started, loaded, now = (row.moment(name) for name in ("started_at", "loaded_at", "now_at"))
    if started is None or loaded is None or now is None:
        raise ParseError("no start", str(row))
    return Instance(
        product=found.server.product,
        version=found.server.version,
        words=found.server.words,
        system_identifier=row.text("system_identifier"),
        started_at=started,
        loaded_at=loaded,
        now_at=now,
        is_standby=row.flag("is_standby"),
        has_checksums=row.flag("checksums"),
    )


def identity(answer: Answer) -> Identity:
    """Whom we met: the cluster's own identifier."""
    met = parse(answer)
    return Identity(
        machine_id=met.system_identifier,
        hostname="",
        os_id=met.product,
        os_name=met.words,
        os_version=str(met.version),
        kernel="",
        architecture="",
        uid=-1,
    )


INSTANCES_POSTGRES: Final = Collector(id="postgres.instance", provides=INSTANCES, on=POSTGRES, ask=_ASK, parse=parse)
IDENTITIES_POSTGRES: Final = Collector(id="postgres.identity", provides=IDENTITY, on=POSTGRES, ask=_ASK, parse=identity)
