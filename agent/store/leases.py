"""Leases: one session a target at a time over all processes; and the credentials that targets refused.

The clock is the caller's: hosts that share a PostgreSQL store keep theirs within a few seconds of each other.
"""

import time
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa

from agent.store.inserting import insert, upsert
from agent.store.tables import LEASES, REFUSALS

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


_OF: sa.BindParameter[str] = sa.bindparam("of")
_BY: sa.BindParameter[str] = sa.bindparam("by")
_RELEASE = sa.delete(LEASES).where(LEASES.c.target == _OF, LEASES.c.holder == _BY)
_REFUSED = sa.select(REFUSALS.c.at).where(REFUSALS.c.target == _OF, REFUSALS.c.fingerprint == sa.bindparam("seen"))


def take(connection: sa.Connection, target: str, holder: str, seconds: float) -> bool:
    """Take or prolong a lease; False while another's has not expired. One statement, so two cannot both take it."""
    now = time.time()
    news = {"of": target, "by": holder, "now": now, "until": now + seconds}
    return connection.execute(_taking(connection.dialect.name), news).rowcount == 1


@lru_cache  # a statement is built once; that costs more than to run it
def _taking(dialect: str) -> "sqlite.Insert | postgresql.Insert":
    row = LEASES.c
    new = {"holder": _BY, "expires_at": sa.bindparam("until", type_=sa.Double)}
    free = sa.or_(row.expires_at <= sa.bindparam("now", type_=sa.Double), row.holder == _BY)
    taking = insert(dialect, LEASES).values(target=_OF, **new)
    return taking.on_conflict_do_update(index_elements=["target"], set_=new, where=free)


def release(connection: sa.Connection, target: str, holder: str) -> None:
    """Give a lease back; one that is another's stays."""
    connection.execute(_RELEASE, {"of": target, "by": holder})


def credential_fingerprint(credential: str, credential_entry_digest: str, target_entry_digest: str = "") -> str:
    """Name a credential as the configuration has it, never the secret: a changed entry is another credential."""
    return sha256(f"{credential}\0{credential_entry_digest}\0{target_entry_digest}".encode()).hexdigest()


def refuse(connection: sa.Connection, target: str, fingerprint: str, credential: str) -> None:
    """Remember that a target refused a credential."""
    row = {"target": target, "fingerprint": fingerprint, "credential": credential, "at": time.time()}
    upsert(connection, REFUSALS, [row])


def is_refused(connection: sa.Connection, target: str, fingerprint: str) -> bool:
    """Say whether the target refused this credential, as it is configured now."""
    return connection.execute(_REFUSED, {"of": target, "seen": fingerprint}).first() is not None


def forget(connection: sa.Connection, target: str) -> int:
    """Offer a target everything again, by hand; give how many refusals went."""
    return connection.execute(sa.delete(REFUSALS).where(REFUSALS.c.target == target)).rowcount
