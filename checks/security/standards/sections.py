"""The shape of the index: a clause or section by its number, with a title of ours and where the number was seen."""

from dataclasses import dataclass
from typing import Final

from config.text import Text, _

COMPLIANCE_AS_CODE: Final = _("the public rule sets of ComplianceAsCode, state of 2026-08-21")
"""ComplianceAsCode/content at b3a2cca: controls of Debian 12, RHEL 9 and openEuler 22.03; numbers held against them."""
SCANNER_RULES: Final = _("the public rule sets of Wazuh 4.12.0")
"""ruleset/sca of the tag v4.12.0, the last with the numbers of the benchmarks."""
ONE_SOURCE: Final = _("a single public table of the benchmark’s sections")
ASSESSORS: Final = _("the public steps of assessors for level 3, clause by clause")
"""测评作业指导书, level 3, with a second list of the units of GB/T 28448 beside it."""
DIGEST: Final = _("a public digest of the guide of 2020 (trial version); its print was not read")
FROM_MEMORY: Final = _("not held against the printed standard")


@dataclass(frozen=True, slots=True)
class Section:
    """A clause or section. ``level`` is the protection level whose requirement it is; None where a standard has none.

    ``is_verified``: its number was seen in ``source``, not only remembered.
    """

    standard: str
    number: str
    title: Text
    level: int | None = None
    is_verified: bool = True
    source: Text = ASSESSORS


@dataclass(frozen=True, slots=True)
class Topic:
    """One title of ours for what several standards have a section of: ``sections`` reads as in mapping.py."""

    title: Text
    sections: str
