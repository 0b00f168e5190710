"""Leases: one session a target at a time over all processes; and the credentials that targets refused.

The clock is the caller's: hosts that share a PostgreSQL store keep theirs within a few seconds of each other.
"""

import time
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa

from agent.store.tables import LEASES, REFUSALS, insert, upsert
from agent.store.values import Refusal


def take(connection: sa.Connection, target: str, holder: str, seconds: float) -> bool:
    """Take or prolong a lease; False while another's has not expired. One statement, so two cannot both take it."""
    now = time.time()
    row = LEASES.c
    free = sa.or_(row.expires_at <= now, row.holder == holder)
    new = {"holder": holder, "expires_at": now + seconds}
    taking = insert(connection.dialect.name, LEASES).values(target=target, **new)
    return connection.execute(taking.on_conflict_do_update(index_elements=["target"], set_=new, where=free)).rowcount == 1


def renew(connection: sa.Connection, target: str, holder: str, seconds: float) -> bool:
    """Prolong a lease; False when it was lost to another."""
    row = LEASES.c
    return (
        connection.execute(
            sa.update(LEASES).where(row.target == target, row.holder == holder).values(expires_at=time.time() + seconds)
        ).rowcount
        == 1
    )


def release(connection: sa.Connection, target: str, holder: str) -> None:
    """Give a lease back; one that is another's stays."""
    connection.execute(sa.delete(LEASES).where(LEASES.c.target == target, LEASES.c.holder == holder))


def holder(connection: sa.Connection, target: str) -> str:
    """Say who holds a target now; "" for nobody."""
    statement = sa.select(LEASES.c.holder).where(LEASES.c.target == target, LEASES.c.expires_at > time.time())
    return connection.execute(statement).scalar() or ""


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


def refusals(connection: sa.Connection) -> tuple[Refusal, ...]:
    """All that is remembered, by target."""
    row = REFUSALS.c
    found = connection.execute(sa.select(row.target, row.credential, row.fingerprint, row.at).order_by(row.target, row.at))
    return tuple(Refusal(target, name, print_, datetime.fromtimestamp(at, UTC)) for target, name, print_, at in found)
