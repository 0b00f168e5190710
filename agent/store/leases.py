"""Leases: one session a target at a time over all processes; and the credentials that targets refused.

The clock is the caller's: hosts that share a PostgreSQL store keep theirs within a few seconds of each other.
"""

import time
from hashlib import sha256

import sqlalchemy as sa

from agent.store.tables import LEASES, REFUSALS, insert, upsert


def take(connection: sa.Connection, target: str, holder: str, seconds: float) -> bool:
    """Take or prolong a lease; False while another's has not expired. One statement, so two cannot both take it."""
    now = time.time()
    row = LEASES.c
    free = sa.or_(row.expires_at <= now, row.holder == holder)
    new = {"holder": holder, "expires_at": now + seconds}
    taking = insert(connection.dialect.name, LEASES).values(target=target, **new)
    return connection.execute(taking.on_conflict_do_update(index_elements=["target"], set_=new, where=free)).rowcount == 1


def release(connection: sa.Connection, target: str, holder: str) -> None:
    """Give a lease back; one that is another's stays."""
    connection.execute(sa.delete(LEASES).where(LEASES.c.target == target, LEASES.c.holder == holder))


def credential_fingerprint(credential: str, credential_entry_digest: str, target_entry_digest: str = "") -> str:
    """Name a credential as the configuration has it, never the secret: a changed entry is another credential."""
    return sha256(f"{credential}\0{credential_entry_digest}\0{target_entry_digest}".encode()).hexdigest()


def refuse(connection: sa.Connection, target: str, fingerprint: str, credential: str) -> None:
    """Remember that a target refused a credential."""
    row = {"target": target, "fingerprint": fingerprint, "credential": credential, "at": time.time()}
    upsert(connection, REFUSALS, [row])


def is_refused(connection: sa.Connection, target: str, fingerprint: str) -> bool:
    """Say whether the target refused this credential, as it is configured now."""
    row = REFUSALS.c
    statement = sa.select(row.at).where(row.target == target, row.fingerprint == fingerprint)
    return connection.execute(statement).first() is not None


def forget(connection: sa.Connection, target: str) -> int:
    """Offer a target everything again, by hand; give how many refusals went."""
    return connection.execute(sa.delete(REFUSALS).where(REFUSALS.c.target == target)).rowcount
