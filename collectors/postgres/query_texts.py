"""What of a statement's text may leave the server: literals are the customer's data.

Where a text is not known to be free of literals that a regular expression would miss (escapes, dollar quotes, comments,
other quoting rules of the session, a text cut in mid-string), nothing is left of it but its first two words and a number
made of the whole, by which two sightings of one statement are known to be the same.
"""

from typing import Final

IN_BRIEF: Final = r"""
coalesce(substring(query from $x$^\s*([A-Za-z]+(\s+[A-Za-z_][A-Za-z_0-9.]*)?(?=[\s(;]|$))$x$), '?')
  || ' #' || lpad(to_hex(hashtext(query)), 8, '0')
""".strip()
"""The first two words and a hash (not md5(): a server in FIPS mode refuses it), of a column ``query``."""

NORMALISED: Final = r"""
case when query ~* $x$^\s*(select|insert|update|delete|merge|with)\M$x$ and query !~ $x$\\|/\*|--|\$([^0-9]|$)$x$
  then left(regexp_replace(regexp_replace(regexp_replace(query,
    $x$(([^'"]|"([^"]|"")*")*)([eEbBxXnN]|[uU]&)?'([^']|'')*('|$)$x$, '\1?', 'g'),
    $x$\m[0-9][0-9A-Za-z_.]*$x$, '?', 'g'), '\s+', ' ', 'g'), 300)
  else <brief> end
""".strip().replace("<brief>", IN_BRIEF)
"""A text that pg_stat_statements normalised itself, masked once more: of a kind that it does normalise, and with no sign
in it that would make strings and quoted names uncertain to tell apart. Of any other only what ``IN_BRIEF`` says."""
