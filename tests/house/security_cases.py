"""docs/security-cases.md: of every security check, whether a test saw it pass, fail and not tell, and on what evidence.

    python -m tests.house.security_cases [--check]

The tests of the security check are run with every judge watched. *Real*: in that test, or in what was prepared for it, a
program was run; *recorded*: an answer that was kept was read; *synthetic*: the facts were written down in the test.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

import pytest

from agent import judging
from checks.base import AnyCheck, Finding, Level
from checks.security import CHECKS

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "security-cases.md"
FILES: Final = "tests/test_security_*.py"
_KEPT: Final = (str(ROOT / "tests" / "cases"), str(ROOT / "tests" / "data"))
_CASES: Final = {Level.OK: "passes", Level.UNKNOWN: "not evaluated"}
CASES: Final = ("passes", "fails", "not evaluated")


class Kind(IntEnum):
    """What a test's facts came from; the greater one counts."""

    SYNTHETIC = 0
    RECORDED = 1
    REAL = 2


class Watch:
    """A plugin of pytest: which judge said what in which kind of test."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self.seen: dict[tuple[str, str], Kind] = {}
        self._said: list[tuple[str, str]] = []
        self._now = Kind.SYNTHETIC
        self._prepared: dict[object, Kind] = {}

    def note(self, check: str, made: object) -> None:
        """Keep that a check said something."""
        if isinstance(made, Finding):
            self._said.append((check, _CASES.get(made.level, "fails")))

    def hear(self, event: str, words: tuple[Any, ...]) -> None:
        """An audit hook: a program that is run is real, a kept answer that is opened is recorded."""
        if event == "subprocess.Popen":
            self._now = Kind.REAL
        elif event == "open" and isinstance(words[0], str) and words[0].startswith(_KEPT):
            self._now = max(self._now, Kind.RECORDED)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        """What a fixture was made of holds for every test that has it."""
        before, self._now = self._now, Kind.SYNTHETIC
        yield
        self._prepared[fixturedef] = self._now
        self._now = max(before, self._now)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """One test: what was said in it, with its kind."""
        self._now, self._said = Kind.SYNTHETIC, []
        yield
        info = getattr(item, "_fixtureinfo", None)
        of = [one for some in info.name2fixturedefs.values() for one in some] if info else []
        kind = max([self._now, *(self._prepared.get(one, Kind.SYNTHETIC) for one in of)])
        for key in self._said:
            self.seen[key] = max(kind, self.seen.get(key, Kind.SYNTHETIC))


def watched(check: str, judge: Callable[..., Any], watch: Watch) -> Callable[..., Iterator[object]]:
    """A judge that says the same, and is heard."""

    def heard(*facts: object, **named: object) -> Iterator[object]:
        for made in judge(*facts, **named):
            watch.note(check, made)
            yield made

    return heard


def listen(watch: Watch) -> None:
    """Put an ear to every judge: in its check, and in the module that tests import it from."""
    for check in CHECKS:
        judge = check.judge
        heard = watched(check.id, judge, watch)
        object.__setattr__(check, "judge", heard)
        module = sys.modules.get(getattr(judge, "__module__", ""))
        if module is not None and getattr(module, "judge", None) is judge:
            module.judge = heard  # type: ignore[attr-defined] # the tests import it by this name
    _listen_to_errors(watch)
    sys.addaudithook(watch.hear)


def _listen_to_errors(watch: Watch) -> None:
    """Facts that could not be had never reach a judge: that a check was not evaluated is said for it."""
    inner = judging.judge_one

    def heard(check: AnyCheck, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - the words of the function it stands for
        made = inner(check, *more, **named)
        for one in made:
            watch.note(check.id, one)
        return made

    judging.judge_one = heard


def page(seen: Mapping[tuple[str, str], Kind]) -> str:
    """The table."""
    lines = [
        "# Cases of the security checks",
        "",
        "*Made by `python -m tests.house.security_cases`; not written by hand.*",
        "",
        "On what each check was seen to pass, to fail and to say that it could not tell: a program that ran here (real),",
        "an answer that was kept (recorded), or facts written down in a test (synthetic).",
        "",
        "| check | " + " | ".join(CASES) + " |",
        "| --- | --- | --- | --- |",
    ]
    for check in CHECKS:
        kinds = (seen.get((check.id, case)) for case in CASES)
        lines.append(
            f"| `{check.id}` | " + " | ".join(k.name.lower() if k is not None else "**none**" for k in kinds) + " |"
        )
    return "\n".join([*lines, ""])


def main() -> int:
    """Run the tests, write the page."""
    watch = Watch()
    listen(watch)
    files = sorted(str(path) for path in ROOT.glob(FILES))
    code = int(pytest.main(["-q", "-p", "no:cacheprovider", *files], plugins=[watch]))
    made = page(watch.seen)
    if sys.argv[1:] == ["--check"]:
        return code or int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made)
    PAGE.write_text(made, encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
