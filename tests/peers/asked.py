"""A session asked all that its platform is asked, and judged, as a round does: for tests with real peers.

python -m tests.peers.asked   is nothing to run; ``record`` writes what a real peer said as recorded cases.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from agent.catalogue import Scope, checks_for, collectors_for
from agent.expected import values_of
from agent.gather import Gathering
from agent.judging import judge
from checks.base import Exhibit, Finding, Scene
from collectors.evidence import decode
from collectors.facts.identity import IDENTITY
from collectors.sessions.base import Session
from config.limits import Layered
from config.site import Site


def _scope(only: str) -> Scope:
    """The security checks where they are named; else the inspection's."""
    return Scope.SECURITY if only.startswith("security.") else Scope.INSPECTION


def gathered(session: Session, platform: str, only: str = "*") -> Gathering:
    """Ask all rounds; ``only`` is a glob of check ids."""
    checks = [check for check in checks_for(platform, _scope(only)) if fnmatchcase(check.id, only)]
    gathering = Gathering(collectors_for(platform, checks, always=(IDENTITY,)), values_of(Site()))
    session.connect()
    try:
        for number in (1, 2, 3):
            questions = gathering.questions(number)
            for question, reply in session.ask(questions) if questions else ():
                gathering.replies[question.id] = reply
    finally:
        session.close()
    gathering.settle()
    return gathering


def judged(
    session: Session, platform: str, only: str = "*", limits: Mapping[str, object] | None = None
) -> tuple[dict[tuple[str, str], Finding], list[Exhibit]]:
    """Ask and judge: findings by check id and subject, and the exhibits."""
    gathering = gathered(session, platform, only)
    checks = [check for check in checks_for(platform, _scope(only)) if fnmatchcase(check.id, only)]
    layered = {check.id: Layered((limits or {}).get(check.id, check.limits)) for check in checks}
    findings, exhibits = judge(checks, gathering.outcomes, layered, Scene(at=datetime.now(UTC)))
    return {(one.check, one.subject): one for one in findings}, list(exhibits)


def record(gathering: Gathering, case: str, cases: Path, words: str, only: str = "*") -> None:
    """Write what came as cases ``<cases>/<collector>/<case>``; ``words`` say what answered (PostgreSQL 15.18 ...)."""
    for name, reply in gathering.replies.items():
        if not isinstance(reply, bytes) or not fnmatchcase(name, only):
            continue
        folder = cases / name / case
        folder.mkdir(parents=True, exist_ok=True)
        replies = decode(reply)
        (folder / "answer.txt").write_bytes(replies[0].out)
        origin: dict[str, object] = {
            "platform": words,
            "version": words,
            "captured": datetime.now(UTC).date().isoformat(),
            "kind": "real",
            "licence": "our own capture",
        }
        if replies[0].state != "ok":
            origin |= {"state": replies[0].state, "stderr": replies[0].err.decode()}
        for number, one in enumerate(replies[1:]):
            (folder / "items").mkdir(exist_ok=True)
            (folder / "items" / f"{number}.txt").write_bytes(one.out)
        if replies[1:]:
            origin["items"] = [
                dict[str, object](item=one.item.decode())
                | ({"state": one.state, "exit": one.exit_code, "stderr": one.err.decode()} if one.state != "ok" else {})
                for one in replies[1:]
            ]
        (folder / "origin.yaml").write_text(yaml.safe_dump(origin, allow_unicode=True, sort_keys=False))
