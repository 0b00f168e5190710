"""What a weakness may do to the business: by the control point that its check speaks to first."""

from collections.abc import Mapping
from typing import Final

from checks.security.standards.index import clauses_of
from config.clauses import point_of
from config.text import Text, _

_OF_POINTS: Final[Mapping[str, Text]] = {
    "8.1.3.1": _("let a foreign device join the network unnoticed"),
    "8.1.3.2": _("let traffic in that nobody approved"),
    "8.1.4.1": _("let somebody log in who should not"),
    "8.1.4.2": _("let a user do more than his task asks, unnoticed"),
    "8.1.4.3": _("leave an attack or a mistake without a trace, or miss the six months the law asks"),
    "8.1.4.4": _("let an attacker in over a weakness that is known"),
    "8.1.4.5": _("let malicious code run and spread"),
    "8.1.4.6": _("let somebody at the console start another system"),
    "8.1.4.7": _("leave changed programs or data unnoticed"),
    "8.1.4.8": _("let others read passwords or data"),
    "8.1.4.9": _("leave data unrecoverable after a fault or an attack"),
    "8.1.4.10": _("leave secrets in files that others read"),
}
OF_OPERATION: Final = _("leave a weakness unnoticed until it is used")
"""Of what is asked of operation, and of any check that speaks to no clause."""


def of_security(check: str) -> Text | None:
    """What a failed security check may do; None of a check that is none."""
    clauses = clauses_of(check)
    return _OF_POINTS.get(point_of(clauses[0]), OF_OPERATION) if clauses else None
