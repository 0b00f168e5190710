"""What is kept of a target when its result cannot be written."""

from pathlib import Path

from agent.runner import Finished
from agent.store.open import open_store
from agent.underway import commit
from checks.base import Finding, Level
from config.text import _
from tests.stored import header, result


def test_a_result_that_cannot_be_written_is_unknown_and_costs_nobody_else(tmp_path: Path) -> None:
    bad = Finding("x", Level.OK, _("fine"), check="server.memory", measures={"x": complex(1, 2)})  # type: ignore[dict-item]  # on purpose
    with open_store(tmp_path / "x.db") as store:
        one = store.begin(header("app01", "app02"))
        kept = commit(store, one, Finished(result("app01", (bad,)), {}))
        other = commit(store, one, Finished(result("app02"), {}))
        store.finish(one, {})
        stored = store.target_result(one, "app01")
    assert {f.level for f in kept.findings} == {Level.UNKNOWN}
    assert {f.reason for f in kept.findings} == {"bug"}
    assert stored is not None
    assert [f.check for f in stored.findings] == list(kept.checks)
    assert other.target == "app02"
