"""What MySQL's and MariaDB's error numbers mean (MySQL Error Message Reference; MariaDB Error Codes)."""

from typing import Final

STATES: Final = {
    **dict.fromkeys((1044, 1045, 1142, 1143, 1227, 1370, 1698, 1873, 3118), "denied"),
    1205: "timeout",  # lock wait timeout
    1969: "timeout",  # MariaDB: max_statement_time
    3024: "timeout",  # MySQL: max_execution_time
    1907: "timeout",  # MariaDB: SET STATEMENT time limit of old
    1028: "timeout",
    **dict.fromkeys((1053, 1152, 1184, 1159, 1161, 1927, 2003, 2006, 2013, 2055), "unreachable"),
    1317: "timeout",  # query interrupted: somebody's KILL QUERY, or a limit of the server's own
}
"""State of a reply; others are ``failed``."""

LOST: Final = frozenset({0, 1053, 1152, 1184, 1159, 1161, 1927, 2003, 2006, 2013, 2014, 2027, 2055})
"""With these the connection is gone."""

REFUSED: Final = frozenset({1045, 1698, 1820, 1862, 3118, 4151, 1873})
"""At login: the account, its password, a lock on it, a password that must be changed first."""
NO_PLUGIN: Final = frozenset({1251, 1275, 1524, 2049, 2054, 2059, 2061})
"""At login: a way of authentication that the driver does not speak."""
NO_RIGHT: Final = frozenset({1044, 1142, 1227})
NO_HOST: Final = 1130
BLOCKED: Final = 1129
FULL: Final = frozenset({1040, 1203, 1226})
UNKNOWN_DATABASE: Final = 1049
NO_TLS: Final = 2026
NO_VARIABLE: Final = 1193


def state_of(number: int) -> str:
    """Name the state of a reply for an error number."""
    return STATES.get(number, "failed")
