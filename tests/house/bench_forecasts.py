"""Forecasts of ten thousand series of every kind.

python -m tests.house.bench_forecasts
"""

import time
from collections.abc import Iterator
from typing import Final

from checks.forecasts import forecast
from tests.house.forecast_measured import many

COUNT: Final = 10_000


def rows() -> Iterator[tuple[str, str, str]]:
    """What, ours, aim."""
    made = many(COUNT)
    started = time.process_time()
    dated = sum(forecast(points).full.at is not None for points in made)
    seconds = time.process_time() - started
    mean = sum(map(len, made)) / COUNT
    yield f"forecasts of {COUNT:,} series, {mean:.0f} points each, {dated:,} with a date, CPU", f"{seconds:.1f} s", "60 s"


if __name__ == "__main__":
    for what, ours, aim in rows():
        print(f"| {what} | {ours} | | | {aim} |")
