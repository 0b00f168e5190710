"""Facts about how busy the processors were over the days that the target itself kept."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class CpuHistory:
    """Samples of sysstat by how busy they were: ``samples`` holds, by whole percent from 0 to 100, how many there were.

    ``file_count`` is how many days' files were read; ``first_day`` and ``last_day`` are written as sar does.
    """

    samples: tuple[int, ...]
    file_count: int
    first_day: str
    last_day: str

    @property
    def sample_count(self) -> int:
        """All samples."""
        return sum(self.samples)

    def quantile(self, share: float) -> float:
        """The busy ratio that ``share`` of the samples do not exceed, to a whole percent, rounded up."""
        needed, seen = share * self.sample_count, 0
        for percent, count in enumerate(self.samples):
            seen += count
            if seen >= needed:
                return percent / 100
        return 1.0


CPU_HISTORY: Final = FactKind[CpuHistory]("cpu_history")
