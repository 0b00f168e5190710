"""What the short names of standards mean, and which edition the numbers are of."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

STANDARDS: Final[Mapping[str, Text]] = {
    "gbt22239": _("GB/T 22239-2019 (baseline for classified protection of cybersecurity), general requirements"),
    "guide": _("guide to high-risk judgements of classified protection (2020, trial version)"),
    "cis-debian12": _("CIS Debian Linux 12 Benchmark v1.1.0"),
    "cis-rhel9": _("CIS Red Hat Enterprise Linux 9 Benchmark v2.0.0"),
    "cis-postgresql13": _("CIS PostgreSQL 13 Benchmark v1.0.0"),
    "cis-oracle19": _("CIS Oracle Database 19c Benchmark v1.0.0"),
    "cis-mysql56": _("CIS MySQL 5.6 Benchmark v1.1.0"),
    "cis-ios15": _("CIS Cisco IOS 15 Benchmark v4.1.1"),
    "openeuler": _("security baseline of openEuler 22.03"),
}
SHORT: Final[Mapping[str, str]] = {
    "gbt22239": "GB/T 22239-2019",
    "guide": "GUIDE 2020",
    "cis-debian12": "CIS Debian 12",
    "cis-rhel9": "CIS RHEL 9",
    "cis-postgresql13": "CIS PostgreSQL 13",
    "cis-oracle19": "CIS Oracle 19c",
    "cis-mysql56": "CIS MySQL 5.6",
    "cis-ios15": "CIS Cisco IOS 15",
    "openeuler": "openEuler 22.03",
}
"""As a reference prints them: a name and nothing to translate."""
