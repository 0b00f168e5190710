"""The open store: each method is one short transaction.

The list of what a store does stands here, in ``over_time``, ``said``, ``outgoing``, ``timed`` and ``shared``; the work is
in modules beside them.
Times are timezone-aware; errors of the database come as StoreError.
"""

import json
import logging
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from agent.store import chains, committing, documents, evidence, inspections, rounds, seals, snapshots, thinning, verifying
from agent.store import reading as stored
from agent.store.completing import completed
from agent.store.engine import pragma
from agent.store.outgoing import Outgoing
from agent.store.over_time import OverTime
from agent.store.packing import written
from agent.store.said import Said
from agent.store.shared import Shared
from agent.store.tables import INSPECTIONS
from agent.store.timed import Timed
from agent.store.values import CutOff, Problem, StoreError, Trouble
from checks.result import Inspection, TargetResult

log = logging.getLogger("xunjian.store")

DAY_SECONDS = 86400.0
_BESIDE = 20
"""Ours: targets a transaction while two inspections are read beside each other."""


class Store(OverTime, Said, Outgoing, Timed, Shared):
    """An open store; made by ``open_store``, closed by ``with``. Threads may share it."""

    def __init__(self, engine: sa.Engine, place: str) -> None:
        super().__init__(engine, place)
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
        raw = written(result)
        with self._reading() as connection:
            base = documents.base_of(connection, result.target)
        made = committing.ready(result, raw, pieces, base)
        with self._writing() as connection:
            committing.write(connection, one, made, bookmarks_by_collector or {}, schedule, self.place)

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

    def chains(self) -> int:
        """How many chains of seals are kept: the store's own, and those of stores whose inspections it took in."""
        with self._reading() as connection:
            return chains.count(connection)

    # --- reading inspections

    def inspections(self, limit: int = 0, target: str = "") -> tuple[Inspection, ...]:
        """Headings, the latest first, without targets and catalogue; only those that hold a target where it is named."""
        with self._reading() as connection:
            return tuple(stored.headers(connection, stored.holding(target) if target else None, limit))

    def load(self, one: str) -> Inspection:
        """Read one inspection whole, as it was committed."""
        with self._reading() as connection, self._unchanged():
            return stored.load(connection, one, self.place)

    def heading(self, one: str) -> Inspection:
        """Read one inspection with what it judged by, without its targets."""
        with self._reading() as connection, self._unchanged():
            return stored.heading(connection, one, self.place)

    def telling(self, headings: Sequence[Inspection]) -> tuple[Inspection, ...]:
        """Read these inspections, the oldest first, but of each target's results those only that no later one is like.

        Alike are two that ended alike and whose same checks saw something: per check, the latest that saw something stands
        in them.
        """
        with self._reading() as connection, self._unchanged():
            return rounds.telling(connection, headings)

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

    def beside(self, one: str, other: str) -> Iterator[tuple[str, TargetResult | None, TargetResult | None]]:
        """Read two inspections target by target, by name: what each says of it, None where it does not hold it.

        Only a few results are in memory at a time: of 500 targets all would take gigabytes. Raises StoreError for an
        unknown id, at the first step.
        """
        with self._reading() as connection:
            for each in (one, other):
                stored.heading(connection, each, self.place)
            names = sorted({*rounds.met(connection, one), *rounds.met(connection, other)})
        for begins in range(0, len(names), _BESIDE):
            with self._reading() as connection, self._unchanged():
                found = rounds.beside(connection, (one, other), names[begins : begins + _BESIDE])
            yield from found

    def evidence(self, digest: str) -> bytes:
        """Read one piece of evidence. Raises StoreError when it was purged or never kept."""
        with self._reading() as connection, self._unchanged():
            piece = evidence.read(connection, digest)
        if piece is None:
            raise StoreError(Trouble.UNKNOWN_ID, self.place, digest)
        return piece

    # --- growing old

    def thin_measures(self, now: datetime, whole_days: float = 400, leading: Mapping[str, str] | None = None) -> int:
        """Leave one moment a week of measures that are older; give how many values went. What is pinned stays whole.

        ``leading`` names, by check, the measure whose greatest the kept moment has; elsewhere it is the week's first.
        """
        with self._reading() as connection:
            span = thinning.due(connection, now.timestamp() - whole_days * DAY_SECONDS)
            if span is None:
                return 0
            targets = thinning.targets(connection)
            with self._unchanged():
                stays = thinning.pinned(connection)
        count = 0
        for target in targets:  # a transaction each: the first thinning of years of measures takes a while
            with self._writing() as connection:
                count += thinning.thin(connection, target, span, leading or {}, stays.get(target, ()))
        with self._writing() as connection:
            thinning.note(connection, span)
        return count

    def purge_evidence(
        self, now: datetime, routine_days: float = 30, documented_days: float = 400, pinned: Collection[str] = ()
    ) -> int:
        """Drop old evidence but its digests; that of ``pinned`` inspections and of ``pins`` stays. Give how many went."""
        routine, documented = routine_days * DAY_SECONDS, documented_days * DAY_SECONDS
        with self._writing() as connection:
            kept = {*pinned, *snapshots.pinned(connection)}
            return evidence.purge(connection, now.timestamp(), routine, documented, kept)
