"""What all tests share."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("check", max_examples=60, deadline=None, suppress_health_check=SLOW)
settings.register_profile("prove", max_examples=3000, deadline=None, suppress_health_check=SLOW)
settings.load_profile("check")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite golden files; read the diff")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def] # noqa: ANN201
    outcome = yield
    report = outcome.get_result()
    if report.skipped and item.get_closest_marker("peer") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"with CI=true a skipped real-peer test is a failure: {report.longrepr}"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name a failure at once: of a run that is ended from outside there is no summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        sys.stdout.write(f"\nFAILED {report.nodeid}\n")


@pytest.fixture(autouse=True)
def _collects_garbage() -> Iterator[None]:
    """Undo what a command does to the collector before its process ends: here the process goes on."""
    yield
    gc.enable()
    gc.unfreeze()
