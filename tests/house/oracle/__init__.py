"""A dictionary of Oracle that is none: its views as SQLite tables, its functions as ours. For tests without an Oracle.

It proves joins, null, arithmetic and what our parsers make of rows. It proves nothing about Oracle: not its privileges, its
implicit conversions, its optimizer, nor that a view shows what its page says.
"""
