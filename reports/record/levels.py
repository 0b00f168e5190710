"""The grade of an incident by its impact and urgency. The contracts name grades and give no table: this is our proposal.

A contract that has one writes it under ``contract.levels``.
"""

from collections.abc import Mapping
from typing import Final

PROPOSAL: Final[Mapping[tuple[str, str], str]] = {
    ("whole", "high"): "一级",
    ("whole", "medium"): "二级",
    ("whole", "low"): "三级",
    ("part", "high"): "二级",
    ("part", "medium"): "三级",
    ("part", "low"): "四级",
    ("single", "high"): "三级",
    ("single", "medium"): "四级",
    ("single", "low"): "四级",
}


def level_of(impact: str, urgency: str, written: Mapping[tuple[str, str], str]) -> str:
    """The grade of what has this impact (whole, part, single) and urgency (high, medium, low): as written, else ours."""
    return written.get((impact, urgency)) or PROPOSAL[(impact, urgency)]
