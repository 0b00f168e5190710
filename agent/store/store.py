"""The open store: each method is one short transaction.

Longer than most modules, because it is the one list of what a store does; the work is in the modules beside it.
Times are timezone-aware; errors of the database come as StoreError.
"""

import json
import logging
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from agent.store import (
    baselines,
    bookmarks,
    evidence,
    findings,
    identities,
    inspections,
    leases,
    measures,
    seals,
    verifying,
)
from agent.store import reading as stored
from agent.store.completing import completed
from agent.store.engine import pragma, reading, writing
from agent.store.packing import ChangedError, packer, written
from agent.store.tables import INSPECTIONS
from agent.store.values import Baseline, CutOff, IdentityEvent, LevelChange, Problem, Standing, StoreError, Trouble
from checks.result import Inspection, TargetResult

log = logging.getLogger("xunjian.store")

DAY_SECONDS = 86400.0


class Store:
    """An open store; made by ``open_store``, closed by ``with``. Threads may share it."""

    def __init__(self, engine: sa.Engine, place: str) -> None:
        self.place = place
        self._engine = engine
        self._turn = threading.Lock()  # SQLite's own waiting polls; within the process we queue
        self._begun: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close; an inspection begun here and not finished is marked cut off."""
        try:
            for one in sorted(self._begun):
                self._end(one, inspections.CUT_OFF, None, {})
        except StoreError as error:
            log.warning("not marked cut off: %s", error)  # the next start does it
        finally:
            self._engine.dispose()

    def _reading(self) -> AbstractContextManager[sa.Connection]:
        return reading(self._engine, self.place)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._turn, writing(self._engine, self.place) as connection:
            yield connection

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        try:
            yield
        except ChangedError as error:
            raise StoreError(Trouble.DAMAGED, self.place, str(error)) from error

    # --- one inspection

    def begin(self, header: Inspection) -> str:
        """Begin an inspection and give its id; those of dead processes are marked first.

        Of ``header`` count purpose, tool_version, started_at, expected, config_digest, catalogue, rules and completes.
        """
        self.mark_cut_off()
        book = inspections.pack_book(header)
        with self._writing() as connection:
            new = inspections.begin(connection, header, book)
        self._begun.add(new)
        return new

    def renew(self, one: str) -> None:
        """Say that the inspection lives; each commit does. Raises StoreError when it was taken for dead."""
        with self._writing() as connection:
            inspections.renew(connection, one, self.place)

    def commit_target(
        self,
        one: str,
        result: TargetResult,
        pieces: Mapping[str, bytes],
        *,
        bookmarks_by_collector: Mapping[str, str] | None = None,
        schedule: str = "",
    ) -> None:
        """Write all that an inspection learnt of one target, or nothing: ``pieces`` is the evidence by digest.

        The inspection's lease of the target, where it has one, goes with it. Texts that are not rendered yet are rendered
        now. Raises StoreError: the inspection has ended, the target is there.
        """
        document = packer()(written(result))
        with self._writing() as connection:
            purpose = inspections.renew(connection, one, self.place)
            at = result.started_at.timestamp()
            evidence.save(connection, pieces, at, is_documented=purpose != evidence.ROUTINE)
            beside = {digest for then in result.compared_with.values() for digest in then.evidence}
            evidence.cite(connection, beside, at, is_documented=purpose != evidence.ROUTINE)
            inspections.add_target(connection, one, result, document, pieces)
            findings.note(connection, one, result)
            measures.add(connection, result)
            bookmarks.move(connection, one, result.target, schedule, bookmarks_by_collector or {})
            identities.meet(connection, result.target, result.identity)
            leases.release(connection, result.target, one)

    def finish(self, one: str, footprint: Mapping[str, float] | None = None, state: str = inspections.DONE) -> str:
        """End and seal an inspection; give the seal. After it, a power cut loses nothing of it either."""
        seal = self._end(one, state, time.time(), footprint or {})
        if not seal:
            raise StoreError(Trouble.IMMUTABLE, self.place, one)
        if self._engine.dialect.name == "sqlite":
            try:
                pragma(self._engine, self.place, "PRAGMA wal_checkpoint(PASSIVE)")  # it syncs the files
            except StoreError as error:
                log.warning("sealed, but not yet safe from a power cut: %s", error)
        return seal

    def _end(self, one: str, state: str, ended_at: float | None, footprint: Mapping[str, float]) -> str:
        with self._writing() as connection:
            is_ours = inspections.close(connection, one, state, ended_at, json.dumps(dict(footprint), sort_keys=True))
            seal = seals.add(connection, one) if is_ours else ""
        self._begun.discard(one)
        return seal

    def mark_cut_off(self) -> tuple[str, ...]:
        """Mark and seal what dead processes left running; give the ids. Opening and ``begin`` do it."""
        with self._reading() as connection:
            dead = inspections.dead(connection, is_shared=self._engine.dialect.name != "sqlite")
        return tuple(one for one in dead if self._end(one, inspections.CUT_OFF, None, {}))

    def cut_off_since_last(self) -> tuple[CutOff, ...]:
        """Inspections that were cut off since one last ended as it should: what the next start says."""
        with self._reading() as connection:
            return tuple(stored.cut_off_since_last(connection))

    def verify(self, anchor: str = "") -> Iterator[Problem]:
        """Recompute every digest and seal; ``anchor`` is a seal from paper that must be in the chain."""
        return verifying.verify(self._reading, anchor)

    # --- reading inspections

    def inspections(self, limit: int = 0) -> tuple[Inspection, ...]:
        """Headings, the latest first, without targets and catalogue."""
        with self._reading() as connection:
            return tuple(stored.headers(connection, limit=limit))

    def load(self, one: str) -> Inspection:
        """Read one inspection whole, as it was committed."""
        with self._reading() as connection, self._unchanged():
            return stored.load(connection, one, self.place)

    def completed_view(self, one: str) -> Inspection:
        """Read one inspection with those laid over it that asked again what it left UNKNOWN."""
        with self._reading() as connection, self._unchanged():
            base = stored.load(connection, one, self.place)
            later = stored.completions(connection, one)
            return completed(base, [stored.load(connection, name, self.place) for name in later])

    def latest(self, purpose: str | None = None) -> Inspection | None:
        """Give the latest inspection that has ended (of a purpose), completed; one that completes another is no own."""
        row = INSPECTIONS.c
        where = sa.and_(row.state != inspections.RUNNING, row.completes == "")
        return self._first(where if purpose is None else sa.and_(where, row.purpose == purpose))

    def _first(self, where: "sa.ColumnElement[bool]") -> Inspection | None:
        with self._reading() as connection:
            found = stored.headers(connection, where, limit=1)
        return self.completed_view(found[0].id) if found else None

    def target_result(self, one: str, target: str) -> TargetResult | None:
        """Read what an inspection says of one target; None when it has not committed it."""
        with self._reading() as connection, self._unchanged():
            found = stored.targets(connection, one, target)
        return found[0] if found else None

    def evidence(self, digest: str) -> bytes:
        """Read one piece of evidence. Raises StoreError when it was purged or never kept."""
        with self._reading() as connection, self._unchanged():
            piece = evidence.read(connection, digest)
        if piece is None:
            raise StoreError(Trouble.UNKNOWN_ID, self.place, digest)
        return piece

    # --- findings and measures over time

    def standing(self, target: str = "") -> tuple[Standing, ...]:
        """Findings as they stand, each with its level, since when, and the inspection that saw it last."""
        with self._reading() as connection:
            return tuple(findings.standing(connection, target))

    def find_finding(self, short: str) -> Standing:
        """Find a finding by the beginning of its ``finding_id``. Raises StoreError: none, or several."""
        with self._reading() as connection:
            return findings.find(connection, short, self.place)

    def history(self, target: str, check: str, subject: str) -> tuple[LevelChange, ...]:
        """Each change of a finding's level, the oldest first."""
        with self._reading() as connection:
            return findings.history(connection, target, check, subject)

    def measures(
        self, target: str, check: str, subject: str, name: str, since: datetime | None = None
    ) -> list[tuple[datetime, float]]:
        """Give one measure over time, the oldest first."""
        with self._reading() as connection:
            return measures.points(connection, target, measures.Name(check, subject, name), since)

    def measures_of(self, target: str, check: str, since: datetime) -> dict[tuple[str, str], list[tuple[datetime, float]]]:
        """Give every measure of one check on a target since a moment, by (subject, name), the oldest first."""
        with self._reading() as connection:
            return measures.of_check(connection, target, check, since)

    def all_measures(self, since: datetime) -> dict[tuple[str, str, str, str], list[tuple[datetime, float]]]:
        """Give every measure since a moment, by (target, check, subject, name), the oldest first."""
        with self._reading() as connection:
            return measures.all_points(connection, since)

    def bookmarks(self, target: str, schedule: str = "") -> dict[str, str]:
        """Give a schedule's bookmarks of a target, by collector."""
        with self._reading() as connection:
            return bookmarks.read(connection, target, schedule)

    # --- what persons confirmed

    def confirm_baseline(self, target: str, kinds: Collection[str], inspection: str, by: str) -> None:
        """Write that what an inspection saw of these kinds is what should be; of "" that it no longer is."""
        with self._writing() as connection:
            baselines.confirm(connection, target, kinds, inspection, by)

    def baselines(self, target: str) -> dict[str, Baseline]:
        """Give what was confirmed of a target, by kind of fact."""
        with self._reading() as connection:
            return baselines.of_target(connection, target)

    # --- keeping off each other, and off the customer's accounts

    def lease(self, target: str, holder: str, seconds: float) -> bool:
        """Take a target, or prolong one's own; False while another holds it.

        With an inspection's id as ``holder`` the lease goes when that ends or is cut off.
        """
        with self._writing() as connection:
            return leases.take(connection, target, holder, seconds)

    def release_lease(self, target: str, holder: str) -> None:
        """Give a lease back."""
        with self._writing() as connection:
            leases.release(connection, target, holder)

    def remember_refused(self, target: str, fingerprint: str, credential: str = "") -> None:
        """Remember that a target refused a credential (``leases.credential_fingerprint``)."""
        with self._writing() as connection:
            leases.refuse(connection, target, fingerprint, credential)

    def is_refused(self, target: str, fingerprint: str) -> bool:
        """Say whether a target refused this credential as it is configured now."""
        with self._reading() as connection:
            return leases.is_refused(connection, target, fingerprint)

    def forget_refused(self, target: str) -> int:
        """Offer a target everything again, by hand; give how many refusals went."""
        with self._writing() as connection:
            return leases.forget(connection, target)

    def known_identity(self, target: str) -> dict[str, str] | None:
        """Give who is known to stand behind a target; None before the first meeting."""
        with self._reading() as connection:
            return identities.known(connection, target)

    def confirm_identity(self, target: str, identity: Mapping[str, str], by: str, how: str) -> None:
        """Write a person's word: replaced, moved or same. Earlier words stay."""
        with self._writing() as connection:
            identities.confirm(connection, target, identity, by, how)

    def identity_history(self, target: str) -> tuple[IdentityEvent, ...]:
        """Every word on a target's identity, the oldest first."""
        with self._reading() as connection:
            return identities.history(connection, target)

    # --- growing old

    def thin_measures(self, now: datetime, whole_days: float = 400) -> int:
        """Leave one measure a week of what is older; give how many went."""
        with self._writing() as connection:
            return measures.thin(connection, now.timestamp() - whole_days * DAY_SECONDS)

    def purge_evidence(
        self, now: datetime, routine_days: float = 30, documented_days: float = 400, pinned: Collection[str] = ()
    ) -> int:
        """Drop old evidence but its digests; that of ``pinned`` inspections and of baselines stays. Give how many went."""
        routine, documented = routine_days * DAY_SECONDS, documented_days * DAY_SECONDS
        with self._writing() as connection:
            kept = {*pinned, *baselines.inspections(connection)}
            return evidence.purge(connection, now.timestamp(), routine, documented, kept)
