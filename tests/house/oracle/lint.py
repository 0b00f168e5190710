"""What a statement for Oracle may be: one read of known columns, that every version it is for understands.

The parser alone takes too much (a comma before FROM, LIMIT, unknown functions): what is not allowed here is wrong.
"""

import re
from collections.abc import Iterator
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from tests.house.oracle.dictionary import known

FUNCTIONS: Final = frozenset(
    [
        "abs",
        "cast",
        "count",
        "max",
        "min",
        "round",
        "row_number",
        "sqrt",
        "substr",
        "sum",
        "sys_context",
        "sys_extract_utc",
        "to_char",
        "to_date",
        "to_number",
        "case",
        "if",
        "and",
        "or",
        "currenttimestamp",
        "systimestamp",
    ]
)
LICENSED: Final = re.compile(
    r"(?:dba|cdb)_hist_\w+|(?:dba|cdb)_addm_\w+|g?v\$active_session_history|dbms_workload_repository|g?v\$sql_(?:plan_)?monitor|"
    r"dba_sql_profiles|dba_advisor_\w+|awr_(?:root|pdb|cdb)_\w+|dbms_sqltune|dba_sqlset\w*|dba_sqltune\w*|g?v\$ash_info",
    re.IGNORECASE,
)
EXEMPT: Final = frozenset(
    [
        "dba_hist_snapshot",
        "dba_hist_database_instance",
        "dba_hist_snap_error",
        "dba_hist_seg_stat",
        "dba_hist_seg_stat_obj",
        "dba_hist_undostat",
    ]
)
"""Views of the workload repository that need no Diagnostics Pack (Licensing Information User Manual)."""
RESERVED: Final = frozenset(
    [
        "access",
        "add",
        "all",
        "alter",
        "and",
        "any",
        "as",
        "asc",
        "audit",
        "between",
        "by",
        "char",
        "check",
        "cluster",
        "column",
        "comment",
        "compress",
        "connect",
        "create",
        "current",
        "date",
        "decimal",
        "default",
        "delete",
        "desc",
        "distinct",
        "drop",
        "else",
        "exclusive",
        "exists",
        "file",
        "float",
        "for",
        "from",
        "grant",
        "group",
        "having",
        "identified",
        "immediate",
        "in",
        "increment",
        "index",
        "initial",
        "insert",
        "integer",
        "intersect",
        "into",
        "is",
        "level",
        "like",
        "lock",
        "long",
        "maxextents",
        "minus",
        "mlslabel",
        "mode",
        "modify",
        "noaudit",
        "nocompress",
        "not",
        "nowait",
        "null",
        "number",
        "of",
        "offline",
        "on",
        "online",
        "option",
        "or",
        "order",
        "pctfree",
        "prior",
        "public",
        "raw",
        "rename",
        "resource",
        "revoke",
        "row",
        "rowid",
        "rownum",
        "rows",
        "select",
        "session",
        "set",
        "share",
        "size",
        "smallint",
        "start",
        "successful",
        "synonym",
        "sysdate",
        "table",
        "then",
        "to",
        "trigger",
        "uid",
        "union",
        "unique",
        "update",
        "user",
        "validate",
        "values",
        "varchar",
        "varchar2",
        "view",
        "whenever",
        "where",
        "with",
    ]
)
"""Words that no alias may be (SQL Language Reference, appendix E)."""
PSEUDO: Final = frozenset({"rownum", "sysdate", "systimestamp"})
_NOT_READ: Final = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Command, exp.Lock, exp.Limit)
_LONGEST: Final = {True: 30, False: 128}
SINCE_12_1: Final = 1_201_000_000
SINCE_12_2: Final = 1_202_000_000


def problems(text: str, version: int, *, is_licensed: bool = False) -> Iterator[str]:
    """Everything that is wrong with a statement for a server of this version; ``is_licensed``: behind the gate."""
    if not is_licensed and any(name.lower() not in EXEMPT for name in LICENSED.findall(text)):
        yield "names what needs a licence"
    if re.search(r",\s*from\b", text, re.IGNORECASE):
        yield "a comma before from"
    if re.search(r"\bx\$|;|--|/\*|&|(?<!:):[a-z]", text):
        yield "X$, a second statement, a comment, a substitution or a bind variable"
    try:
        parsed = sqlglot.parse(text, read="oracle")
    except SqlglotError as error:
        yield f"does not parse: {error}"
        return
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Select | exp.Union):
        yield "is no single select"
        return
    yield from _of_tree(parsed[0], version)
    yield from _of_names(parsed[0], version)


def _of_tree(tree: exp.Expr, version: int) -> Iterator[str]:
    for node in tree.walk():
        yield from _of_shape(node, version)
        yield from _of_words(node, version)


def _of_shape(node: exp.Expr, version: int) -> Iterator[str]:
    """What is no plain read, or no item that Oracle takes."""
    if isinstance(node, _NOT_READ):
        yield f"{type(node).__name__} is no read"
    if isinstance(node, exp.Fetch) and version < SINCE_12_1:
        yield "FETCH needs 12.1"
    if isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
        yield "select *"
    if isinstance(node, exp.Boolean):
        yield "a boolean literal"


def _of_words(node: exp.Expr, version: int) -> Iterator[str]:
    """Functions and names."""
    if isinstance(node, exp.Func) and _called(node) not in FUNCTIONS:
        yield f"function {_called(node)}"
    if isinstance(node, exp.Alias | exp.TableAlias) and _alias(node).lower() in RESERVED:
        yield f"{_alias(node)} is a reserved word"
    if isinstance(node, exp.Identifier) and len(node.name) > _LONGEST[version < SINCE_12_2]:
        yield f"{node.name} is too long"
    if isinstance(node, exp.Null) and _is_item(node) and node.find_ancestor(exp.Union):
        yield "a null without a type in a union"


def _alias(node: exp.Expr) -> str:
    return node.alias if isinstance(node, exp.Alias) else node.name


def _called(node: exp.Func) -> str:
    name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
    return {
        "timetostr": "to_char",
        "time_to_str": "to_char",
        "strtotime": "to_date",
        "str_to_time": "to_date",
        "str_to_date": "to_date",
        "substring": "substr",
        "current_timestamp": "currenttimestamp",
        "rownumber": "row_number",
    }.get(name.lower(), name.lower())


def _is_item(node: exp.Expr) -> bool:
    """Whether it stands as an item of a select list by itself."""
    parent = node.parent.parent if isinstance(node.parent, exp.Alias) else node.parent
    return isinstance(parent, exp.Select)


def _of_names(tree: exp.Expr, version: int) -> Iterator[str]:
    catalogue = known(version)
    for scope in traverse_scope(tree):
        tables = {alias: one.name.lower() for alias, one in scope.sources.items() if isinstance(one, exp.Table)}
        for name in tables.values():
            if name not in catalogue:
                yield f"no view {name} in this version"
        yield from _of_columns(scope, tables, catalogue)


def _of_columns(scope: Scope, tables: dict[str, str], catalogue: dict[str, dict[str, str]]) -> Iterator[str]:
    for column in scope.columns:
        name = column.name.lower()
        if name in PSEUDO:
            continue
        of = column.table or (next(iter(scope.sources)) if len(scope.sources) == 1 else "")
        if not of:
            yield f"{name} says not whose it is"
        elif of in tables and tables[of] in catalogue and name not in catalogue[tables[of]]:
            yield f"no column {tables[of]}.{name} in this version"
        elif of in tables and _is_bare(column, catalogue.get(tables[of], {}).get(name, "")):
            yield f"{name} is a moment that is not written out"


def _is_bare(column: exp.Column, kind: str) -> bool:
    """Whether a moment is selected as it is: its text would depend on the session; only of the outermost select."""
    select = column.find_ancestor(exp.Select)
    is_outer = select is not None and not select.find_ancestor(exp.Subquery)
    return kind in {"DATE", "TIMESTAMP", "RAW"} and is_outer and _is_item(column)
