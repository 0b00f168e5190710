"""What Oracle's and its drivers' codes mean: the state that a reply carries, and why no login came about.

ORA: Oracle Database Error Messages; DPY and DPI: python-oracledb, "Oracle Database Errors" and its errors.py.
"""

import re
from enum import Enum
from typing import Final


class Why(Enum):
    """What stands behind a code."""

    CREDENTIAL = "credential"  # the account or its password: not to be offered again
    DENIED = "denied"  # a right is missing
    NO_VIEW = "no view"  # ORA-00942: either it is not there, or the account may not see it
    TIMEOUT = "timeout"
    DOWN = "down"  # nobody listens, nobody answers, or the instance is not open yet
    LOST = "lost"  # the connection is gone with it
    NO_SERVICE = "no service"  # a listener answers and knows no such service
    TOO_OLD = "too old"  # the thin driver does not speak with this server
    NO_CLIENT = "no client"  # the thick driver finds no Oracle Client
    NOT_OPEN = "not open"  # only fixed views answer: a mounted standby
    OTHER = "other"


_WHY: Final = {
    **dict.fromkeys(("ORA-01017", "ORA-28000", "ORA-28001", "ORA-01005", "ORA-28009", "DPY-4001"), Why.CREDENTIAL),
    **dict.fromkeys(("ORA-01031", "ORA-01045", "ORA-41900", "ORA-01435", "ORA-65024", "ORA-65162"), Why.DENIED),
    "ORA-00942": Why.NO_VIEW,
    **dict.fromkeys(("ORA-01013", "ORA-03136", "ORA-00051", "DPY-4024", "DPI-1067", "ORA-02391"), Why.TIMEOUT),
    **dict.fromkeys(("ORA-12541", "ORA-12170", "ORA-12543", "ORA-12545", "ORA-12560", "ORA-12537"), Why.DOWN),
    **dict.fromkeys(("ORA-01033", "ORA-01034", "ORA-01089", "ORA-01090", "ORA-27101", "DPY-6005"), Why.DOWN),
    **dict.fromkeys(("ORA-12516", "ORA-12519", "ORA-12520", "ORA-00018", "ORA-00020", "ORA-12528"), Why.DOWN),
    **dict.fromkeys(("ORA-12514", "ORA-12505", "DPY-6001", "DPY-6003", "DPY-6000"), Why.NO_SERVICE),
    **dict.fromkeys(("ORA-03113", "ORA-03114", "ORA-03135", "ORA-00028", "ORA-01012", "ORA-02396"), Why.LOST),
    **dict.fromkeys(("ORA-01092", "ORA-12571", "DPY-4011", "DPY-1001", "DPI-1080", "DPI-1010"), Why.LOST),
    **dict.fromkeys(("DPY-3010", "DPY-3001", "DPY-3015", "DPY-3016", "ORA-28040", "ORA-12660"), Why.TOO_OLD),
    **dict.fromkeys(("DPI-1047", "DPI-1050", "DPI-1072"), Why.NO_CLIENT),
    **dict.fromkeys(("ORA-01219", "ORA-01109", "ORA-01507"), Why.NOT_OPEN),
}
_STATES: Final = {
    Why.CREDENTIAL: "denied",
    Why.DENIED: "denied",
    Why.NO_VIEW: "denied",
    Why.TIMEOUT: "timeout",
    Why.DOWN: "unreachable",
    Why.LOST: "unreachable",
    Why.NO_SERVICE: "unreachable",
}
_CODE: Final = re.compile(r"\b(ORA|DPY|DPI)-(\d{2,5})\b")
_GENERAL: Final = frozenset({"DPY-6005", "DPY-4011"})
"""What a driver says around the cause that stands behind it."""


def codes_in(words: str) -> tuple[str, ...]:
    """Every code in an error's words, in their order; ORA's with five digits."""
    return tuple(f"{kind}-{int(number):0{5 if kind == 'ORA' else 4}}" for kind, number in _CODE.findall(words))


def why(words: str) -> Why:
    """What the first code that is known means; one that says no more than that something failed stands back."""
    codes = sorted((code for code in codes_in(words) if code in _WHY), key=_GENERAL.__contains__)
    known = [_WHY[code] for code in codes]
    if Why.CREDENTIAL in known:
        return Why.CREDENTIAL
    return known[0] if known else Why.OTHER


def state_of(meant: Why) -> str:
    """Name the state of a reply; what is not known is ``failed``."""
    return _STATES.get(meant, "failed")
