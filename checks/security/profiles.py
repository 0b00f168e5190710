"""Profiles: where standards differ in a number, the profile decides and the check does not.

The checks' own defaults are those of ``dengbao-l3``; each other profile names what it sets otherwise. Under a CIS profile
only those checks are made that speak to a section of a benchmark.
"""

from collections.abc import Mapping
from typing import Final

from checks.security.standards.references import REFERENCES
from collectors.facts.oracle.hardening import PACKAGES
from config.limits import Layer, Rule

DENGBAO_L2: Final = "dengbao-l2"
DENGBAO_L3: Final = "dengbao-l3"
CIS_L1: Final = "cis-l1"
CIS_L2: Final = "cis-l2"

_CIS: Final[Mapping[str, Mapping[str, object]]] = {
    "security.linux.account_dormant": {"most_days": 45},
    "security.linux.password_length_complexity": {"length": 14},
    "security.linux.password_max_age": {"most_days": 365},
    "security.linux.password_history": {"remember": 24},
    "security.linux.password_hash": {"strong": ("6", "y", "gy")},
    "security.linux.ssh_max_auth_tries": {"tries": 4},
    "security.linux.ssh_access_limited": {"names_suffice": True},
    "security.linux.login_lockout": {"lock_seconds": 900},
    "security.linux.file_critical_perms": {"ssh": "600", "jobs": "700"},
    "security.oracle.profile_lockout": {"lock_seconds": 86_400},
    "security.oracle.public_execute": {"packages": PACKAGES},
}
PROFILES: Final[Mapping[str, Mapping[str, Mapping[str, object]]]] = {
    DENGBAO_L3: {},
    DENGBAO_L2: {},
    CIS_L1: _CIS,
    CIS_L2: _CIS,
}
"""By profile and check, the limits that differ from ``dengbao-l3``."""


def is_in(profile: str, check: str) -> bool:
    """Whether a check is made under a profile; the operator's own and plug-ins' are under each."""
    if not profile.startswith("cis-") or check not in REFERENCES:
        return True
    return any(one.standard.startswith("cis-") for one in REFERENCES[check])


def rules_of(profile: str, target: str) -> tuple[Rule, ...]:
    """The limits of a profile, as rules for one target."""
    return tuple(
        Rule(check, values, target=target, layer=Layer.PROFILE, place=f"profile {profile}")
        for check, values in PROFILES[profile].items()
    )
