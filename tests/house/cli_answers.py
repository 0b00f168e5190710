"""Every collector by a device's command line, and the answers that are recorded of each, for fuzzing and time limits."""

from agent.catalogue import COLLECTORS
from collectors.base import Answer, Cli, Collector
from tests.house import line_answers
from tests.test_cases import CASES


def readers() -> tuple[Collector[Answer, object], ...]:
    """The collectors, in the order of the catalogue."""
    return tuple(one for one in COLLECTORS if isinstance(one, Collector) and isinstance(one.ask, Cli))


def known() -> dict[str, tuple[str, ...]]:
    """By collector, its recorded answers and those that its tests are written with."""
    found: dict[str, list[str]] = {}
    for path in sorted(CASES.glob("cli.*/*/answer.txt")):
        found.setdefault(path.parent.parent.name, []).append(path.read_text(encoding="utf-8", errors="replace"))
    for answers in (line_answers.HUAWEI, line_answers.COMWARE, line_answers.RUIJIE, line_answers.ZTE):
        for name, text in answers.items():
            found.setdefault(name, []).append(text)
    return {name: tuple(texts) for name, texts in found.items()}
