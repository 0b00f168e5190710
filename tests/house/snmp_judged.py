"""Recorded agents through our judges: what an inspection would say of each device.

python -m tests.house.snmp_judged [DEVICE ...]
"""

import json
import sys
from pathlib import Path

from agent.gather import Gathering
from agent.judging import judge
from checks.base import Finding, Level, Scene
from checks.network import CHECKS
from collectors.base import Collector, Question, SessionError, Snmp
from collectors.evidence import Reply, encode
from collectors.network import COLLECTORS
from config.text import render
from tests.house.snmp_recorded import answer, usual_folder


def findings(path: Path) -> list[Finding]:
    """All that our checks say of a recording, as a first inspection says it."""
    gathering = Gathering(COLLECTORS, {})
    for question in gathering.questions(1):
        gathering.replies[question.id] = _reply(path, question)
    outcomes = gathering.settled_under(None)
    found, _exhibits = judge(CHECKS, outcomes, {}, Scene())
    return found


def _reply(path: Path, question: Question) -> bytes | SessionError:
    one = next(c for c in COLLECTORS if isinstance(c, Collector) and c.id == question.id)
    if not isinstance(one.ask, Snmp):
        transport = {"snmp_version": "3", "security_level": "authPriv"}
        return encode((Reply("ok", 0, json.dumps({"snmp": {"is_open": True, "transport": transport}}).encode()),))
    said = answer(path, one.ask).text.encode()
    return encode((Reply("ok", 0, said, earlier=said if one.ask.samples > 1 else b""),))


def main(names: list[str]) -> int:
    """Print what is neither OK nor not applicable."""
    for path in sorted(usual_folder().glob("*.snmprec")):
        if names and path.stem not in names:
            continue
        found = findings(path)
        counted = {level.value: sum(one.level is level for one in found) for level in Level}
        print(path.stem, {level: count for level, count in counted.items() if count})
        for one in found:
            if one.level in {Level.CRITICAL, Level.WARN} or (names and one.level is Level.NOTICE):
                print(f"  {one.level.value} {one.check} [{one.subject}] {render(one.summary, 'zh_CN')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
