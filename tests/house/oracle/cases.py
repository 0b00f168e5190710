"""Write the recorded cases of Oracle's collectors from the emulated worlds: ``python -m tests.house.oracle.cases``.

They are synthetic and say so: rows written by hand after the Reference, asked by the very statements that a server gets.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import yaml

from collectors.base import Collector, Question
from collectors.evidence import Reply, decode, encode
from collectors.oracle import COLLECTORS
from collectors.sessions.base import Budget
from collectors.sessions.sql import SqlSession
from tests.house.oracle.emulated import EmulatedDialect, World
from tests.house.oracle.worlds import HEALTHY, LAGGING, MOUNTED, OLD, PACKS, SICK, STANDBY

CASES = Path(__file__).resolve().parents[2] / "cases"
WORLDS = {
    "sound": HEALTHY,
    "troubled": SICK,
    "version-11-2": OLD,
    "standby": STANDBY,
    "standby-behind": LAGGING,
    "mounted-standby": MOUNTED,
    "pack-declared": PACKS,
}
ONLY = {
    "standby": ("oracle.standby", "oracle.database", "oracle.shipping", "oracle.archived_logs"),
    "standby-behind": ("oracle.standby",),
    "mounted-standby": (
        "oracle.standby",
        "oracle.database",
        "oracle.instances",
        "oracle.pluggables",
        "oracle.pluggables.mounted",
        "oracle.file_states",
        "oracle.tablespace_definitions",
        "oracle.patches",
    ),
    "pack-declared": ("oracle.workload",),
}
DENIED = "ORA-00942: table or view does not exist"


def asked(world: World) -> dict[str, bytes]:
    """What every collector's question is answered with."""
    session = SqlSession(EmulatedDialect(world), Budget(total_seconds=120))
    questions = [Question(one.id, one.ask) for one in COLLECTORS if isinstance(one, Collector)]
    session.connect()
    try:
        return {question.id: reply for question, reply in session.ask(questions) if isinstance(reply, bytes)}
    finally:
        session.close()


def written(folder: Path, evidence: bytes, world: World) -> None:
    """One case."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    listing, *items = decode(evidence)
    (folder / "answer.txt").write_bytes(listing.out)
    origin: dict[str, object] = {
        "platform": "oracle",
        "version": world.version,
        "captured": "by the collector's own statement from the emulated dictionary of tests/house/oracle",
        "kind": "synthetic",
        "after": "Oracle Database Reference, the views that the statement names",
        "licence": "ours",
    }
    origin |= _said(listing)
    for number, item in enumerate(items):
        (folder / "items").mkdir(exist_ok=True)
        (folder / "items" / f"{number}.txt").write_bytes(item.out)
    if items:
        origin["items"] = [{"item": item.item.decode(), **_said(item)} for item in items]
    (folder / "origin.yaml").write_text(yaml.safe_dump(origin, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _said(reply: Reply) -> dict[str, object]:
    return {} if reply.state == "ok" else {"state": reply.state, "stderr": reply.err.decode()}


def _denied(evidence: bytes) -> bytes:
    listing, *items = decode(evidence)
    refused = Reply("denied", None, err=DENIED.encode())
    if not items:
        return encode((refused,))
    return encode((listing, items[0], *(replace(refused, item=item.item) for item in items[1:])))


def _cut(evidence: bytes) -> bytes:
    """An answer, or the list of a walk, that ends too early."""
    first, *items = decode(evidence)
    return encode((replace(first, out=first.out[:-3]), *items))


def main() -> None:
    """Write them all; ``pytest tests/test_cases.py --accept`` writes what is expected of them."""
    answers = {case: asked(world) for case, world in WORLDS.items()}
    for one in COLLECTORS:
        if not isinstance(one, Collector):
            continue
        for case, world in WORLDS.items():
            if case not in ONLY or one.id in ONLY[case]:
                written(CASES / one.id / case, answers[case][one.id], world)
        written(CASES / one.id / "denied", _denied(answers["sound"][one.id]), HEALTHY)
        written(CASES / one.id / "cut", _cut(answers["sound"][one.id]), HEALTHY)


if __name__ == "__main__":
    main()
