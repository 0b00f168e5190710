"""Progress of an inspection: a bar on a terminal, a plain line a target otherwise; on standard error."""

import sys
from collections import Counter
from types import TracebackType
from typing import Self

import click

from checks.result import TargetResult
from config.text import _, render
from reports.output.totals import tally


class Progress:
    """Tells of each finished target; ``with Progress(...) as progress: progress.finished(result)``."""

    def __init__(self, total_count: int, language: str, *, is_quiet: bool) -> None:
        self._total = total_count
        self._done = 0
        self._language = language
        self._is_quiet = is_quiet
        self._is_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self._bar("")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._is_terminal and not self._is_quiet:
            click.echo("\r\x1b[K", nl=False, err=True)

    def finished(self, result: TargetResult) -> None:
        """Tell that a target is done and kept."""
        self._done += 1
        if self._is_quiet:
            return
        if self._is_terminal:
            self._bar(result.target)
            return
        counts = Counter(f.level for f in result.findings)
        told = _(
            "{target}: results {count}: {tally}",
            target=result.target,
            count=counts.total(),
            tally=tally(counts, self._language),
        )
        click.echo(f"[{self._done}/{self._total}] {render(told, self._language)}", err=True)

    def _bar(self, last: str) -> None:
        if self._is_quiet or not self._is_terminal:
            return
        width = 30
        filled = width * self._done // max(self._total, 1)
        words = render(
            _("inspecting {done} of {total} {last}", done=self._done, total=self._total, last=last), self._language
        )
        click.echo(f"\r\x1b[K{'█' * filled}{'░' * (width - filled)} {words}", nl=False, err=True)
