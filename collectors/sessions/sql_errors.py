"""What a database's refusal means, by its SQLSTATE: the state that a reply carries."""

from typing import Final

_STATES: Final = {
    "42501": "denied",  # insufficient_privilege
    "28000": "denied",
    "57014": "timeout",  # query_canceled: by the statement's own timeout
    "55P03": "timeout",  # lock_not_available: by the lock timeout
    "25P03": "timeout",  # idle_in_transaction_session_timeout
    "57P01": "unreachable",  # admin_shutdown
    "57P02": "unreachable",  # crash_shutdown
    "57P03": "unreachable",  # cannot_connect_now
}
_LOST: Final = "08"
"""The class of SQLSTATEs of a lost connection."""


def state_of(sqlstate: str) -> str:
    """Name the state of a reply for an SQLSTATE (PostgreSQL's and the standard's); others are ``failed``."""
    return "unreachable" if sqlstate.startswith(_LOST) else _STATES.get(sqlstate, "failed")
