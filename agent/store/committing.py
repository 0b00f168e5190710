"""Commit one target: its document packed beforehand, then all that is written of it in one transaction."""

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from agent.purposes import ROUTINE
from agent.store import bookmarks, documents, evidence, findings, identities, inspections, leases, measures, merging
from checks.result import TargetResult


class Ready(NamedTuple):
    """What an inspection learnt of a target, packed: nothing of it is in the store yet."""

    result: TargetResult
    document: documents.Document
    base: documents.Base | None
    pieces: Mapping[str, bytes]
    cited: bytes


def ready(result: TargetResult, raw: bytes, pieces: Mapping[str, bytes], base: documents.Base | None) -> Ready:
    """Pack a target's document; ``base`` is what its next one is packed over."""
    cited = evidence.joined(pieces)
    return Ready(result, documents.packed_over(raw, base, cited), base, pieces, cited)


def write(
    connection: sa.Connection, one: str, made: Ready, bookmarks_by_collector: Mapping[str, str], schedule: str, place: str
) -> None:
    """Write it all, in the caller's transaction. Raises StoreError when the inspection has ended."""
    result = made.result
    purpose = inspections.renew(connection, one, place)
    at = result.started_at.timestamp()
    evidence.save(connection, made.pieces, at, is_documented=purpose != ROUTINE)
    beside = {digest for then in result.compared_with.values() for digest in then.evidence}
    evidence.cite(connection, beside, at, is_documented=purpose != ROUTINE)
    inspections.add_target(connection, one, result, made.document, made.cited)
    documents.note(connection, one, result.target, made.document, made.base)
    if merging.is_late(connection, result.target, at) or not findings.note(connection, one, result):
        merging.retell(connection, result.target, at)
    measures.add(connection, result)
    bookmarks.move(connection, one, result.target, schedule, bookmarks_by_collector)
    identities.meet(connection, result.target, result.identity)
    leases.release(connection, result.target, one)
