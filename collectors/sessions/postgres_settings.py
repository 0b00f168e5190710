"""What bounds each transaction on a PostgreSQL or a relative; a relative need not know every setting.

openGauss (of PostgreSQL 9.2.4) has no lock_timeout, Greenplum 6 (of 9.4) no idle_in_transaction_session_timeout: what a
server says that it does not know is left out from then on, and nothing else is.
"""

import re
from typing import Final

LOCK_MILLISECONDS: Final = 300
"""How long a statement of ours may wait for a lock; who waits behind it waits as long (catalogue, section 0)."""
SETTINGS: Final = (
    "begin isolation level read committed read only; "
    "set local statement_timeout = {milliseconds}; set local lock_timeout = {lock}; "
    "set local idle_in_transaction_session_timeout = 30000; set local search_path = pg_catalog; "
    "set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'postgres'; "
    "set local extra_float_digits = 0; set local standard_conforming_strings = on; "
)
_NEEDED: Final = frozenset({"statement_timeout", "search_path", "datestyle", "timezone"})
"""Without these a statement is not bounded, or not read right: a server that refuses one is not asked."""
_NAMED: Final = re.compile(r'"([A-Za-z_]+)"')


class Settings:
    """The settings for one server, less those that it does not know."""

    def __init__(self) -> None:
        self._unknown: set[str] = set()

    def written(self, seconds: int) -> str:
        """The begin of a transaction whose statements take at most ``seconds``."""
        whole = SETTINGS.format(milliseconds=seconds * 1000, lock=LOCK_MILLISECONDS)
        return "; ".join(one for one in whole.split("; ") if _name(one) not in self._unknown)

    def leave_out(self, words: str) -> bool:
        """Leave out the setting that an error names, whatever its language; False where it names none to do without."""
        names = {_name(one) for one in SETTINGS.split("; ")} - _NEEDED - self._unknown - {""}
        found = next((one for one in _NAMED.findall(words) if one.lower() in names), "")
        self._unknown |= {found.lower()} - {""}
        return bool(found)


def _name(setting: str) -> str:
    return setting.partition("set local ")[2].partition(" ")[0]
