"""Answers that count their own lines, so that one which lost a line in its middle is told from a shorter, healthier one.

Sample::

    @now 1790000000
    @agent NetBackup
    @lines 2
    @end
"""

from collectors.base import ParseError, Reason, SessionError
from collectors.linux.passages import Passage, number, whole


def counting(body: str) -> str:
    """Write an ask so that its lines are counted behind it; its parameters reach the body."""
    return f'told() {{\n{body.strip()}\n}}\ntold "$@" | awk \'{{ print }} END {{ print "@lines " NR; print "@end" }}\''


def complete(text: str) -> dict[str, Passage]:
    """Split an answer of ``counting`` by kind, as ``whole`` does. Raises SessionError (cut) where a line is missing."""
    parts = whole(text)
    if "lines" not in parts:
        raise ParseError("the lines were not counted", text[-80:])
    if number(parts["lines"].rest) != text.count("\n") - 2:
        raise SessionError(Reason.CUT, f"@lines {parts['lines'].rest}")
    return parts
