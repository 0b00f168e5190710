"""Until when the vendors of operating systems mend faults, as known on the day below. What is not here is not known.

Dates are those of the general support that every customer has; what is bought beyond it (ELS, ESM, LTSS) no system tells.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

AS_OF: Final = date(2026, 11, 1)

_RED_HAT = "Red Hat Enterprise Linux Life Cycle"
_CENTOS = "CentOS end dates"
_DEBIAN = "Debian LTS (distro-info-data)"
_UBUNTU = "Ubuntu release cycle (distro-info-data)"
_SUSE = "SUSE Product Support Lifecycle, general support"
_OPENEULER = "openEuler download archive, planned EOL"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """One release: its os-release ID, its version, the last day of general support, and who says so."""

    os_id: str
    version: str
    ends_on: date
    source: str


def _rows(os_id: str, source: str, *rows: tuple[str, str]) -> tuple[Lifecycle, ...]:
    return tuple(Lifecycle(os_id, version, date.fromisoformat(day), source) for version, day in rows)


LIFECYCLES: Final = (
    *_rows(
        "rhel",
        _RED_HAT,
        ("6", "2020-11-30"),
        ("7", "2024-06-30"),
        ("8", "2029-05-31"),
        ("9", "2032-05-31"),
        ("10", "2035-05-31"),
    ),
    *_rows("centos", _CENTOS, ("6", "2020-11-30"), ("7", "2024-06-30"), ("8", "2021-12-31")),
    *_rows("centos-stream", _CENTOS, ("8", "2024-05-31"), ("9", "2027-05-31")),
    *_rows(
        "debian",
        _DEBIAN,
        ("8", "2020-06-30"),
        ("9", "2022-06-30"),
        ("10", "2024-06-30"),
        ("11", "2026-08-31"),
        ("12", "2028-06-30"),
        ("13", "2030-06-30"),
    ),
    *_rows(
        "ubuntu",
        _UBUNTU,
        ("14.04", "2019-04-25"),
        ("16.04", "2021-04-30"),
        ("18.04", "2023-05-31"),
        ("20.04", "2025-05-31"),
        ("22.04", "2027-06-01"),
        ("24.04", "2029-05-31"),
        ("26.04", "2031-05-31"),
    ),
    *_rows(
        "sles",
        _SUSE,
        ("11.4", "2019-03-31"),
        ("12.4", "2020-06-30"),
        ("12.5", "2024-10-31"),
        ("15.1", "2021-01-31"),
        ("15.2", "2021-12-31"),
        ("15.3", "2022-12-31"),
        ("15.4", "2023-12-31"),
        ("15.5", "2024-12-31"),
        ("15.6", "2025-12-31"),
        ("15.7", "2031-07-31"),
    ),
    *_rows(
        "openEuler",
        _OPENEULER,
        ("20.03", "2021-03-31"),
        ("20.03-SP1", "2022-12-31"),
        ("20.03-SP2", "2022-04-30"),
        ("20.03-SP3", "2023-12-31"),
        ("20.03-SP4", "2025-11-30"),
        ("22.03", "2024-03-31"),
        ("22.03-SP1", "2024-12-31"),
        ("22.03-SP2", "2024-03-31"),
        ("22.03-SP3", "2025-12-31"),
        ("22.03-SP4", "2026-06-30"),
        ("24.03", "2026-05-31"),
        ("24.03-SP1", "2026-12-31"),
        ("24.03-SP2", "2026-03-31"),
        ("24.03-SP3", "2027-12-31"),
    ),
)

_BY_MAJOR: Final = frozenset({"rhel", "centos", "centos-stream", "debian"})
_PACK = re.compile(r"SP(\d+)", re.ASCII)


def lifecycle(os_id: str, version: str, detail: str) -> Lifecycle | None:
    """The row of a system; None where its lifecycle is not known here. ``detail`` names service packs and Stream."""
    if os_id == "centos" and "Stream" in detail:
        os_id = "centos-stream"
    wanted = version.partition(".")[0] if os_id in _BY_MAJOR else version
    pack = _PACK.search(detail)
    if os_id == "openEuler" and pack:
        wanted = f"{version}-SP{pack[1]}"
    return next((one for one in LIFECYCLES if (one.os_id, one.version) == (os_id, wanted)), None)
