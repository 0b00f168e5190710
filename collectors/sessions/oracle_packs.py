"""The gate before what Oracle sells apart: no statement that names such a view is sent, unless somebody declared it bought.

That a statement runs is no proof of a licence: control_management_pack_access allows both packs on every Enterprise
Edition, and each use is counted in DBA_FEATURE_USAGE_STATISTICS, where an auditor looks.
"""

import re
from collections.abc import Sequence
from typing import Final

DIAGNOSTICS: Final = "diagnostics"
TUNING: Final = "tuning"
NOT_SENT: Final = "not_sent"
"""The column of the answer to a statement that was withheld: the pack that it needs."""
_FREE: Final = (
    r"dba_hist_(?!(?:snapshot|database_instance|snap_error|seg_stat|seg_stat_obj|undostat)\b)\w+"  # the six that need none
)
_NEEDS: Final = {
    TUNING: re.compile(
        r"\b(?:g?v\$sql_(?:plan_)?monitor\w*|(?:dba|cdb|user|all)_sql(?:set|tune)_?\w*|(?:dba|cdb)_sql_profiles|"
        r"dbms_sqltune\w*|dbms_sqlpa|dbms_advisor)\b",
        re.IGNORECASE,
    ),
    DIAGNOSTICS: re.compile(
        rf"\b(?:{_FREE}|cdb_hist_\w+|awr_(?:root|pdb|cdb)_\w+|(?:dba|cdb|user)_(?:addm|advisor)_\w+|"
        r"g?v\$active_session_history|g?v\$ash_info|dba_streams_tp_path_bottleneck|dbms_workload_repository|dbms_addm|"
        r"dbms_workload_replay|mgmt\$\w+)",
        re.IGNORECASE,
    ),
}
"""Names by the pack that they belong to (Database Licensing Information User Manual, "Oracle Management Packs")."""


def packs_of(statement: str) -> tuple[str, ...]:
    """The packs that a statement needs; none for most."""
    return tuple(pack for pack, names in _NEEDS.items() if names.search(statement))


def allowed(statement: str, packs: Sequence[str]) -> str:
    """The statement itself, or where it needs a pack that nobody declared, one that asks nothing and names that pack."""
    lacking = next((pack for pack in packs_of(statement) if pack not in packs), "")
    return f"select '{lacking}' as {NOT_SENT} from dual" if lacking else statement  # noqa: S608 - a word of our own
