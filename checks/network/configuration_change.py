"""What was changed in the running configuration since the last inspection."""

from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice
from typing import Final

from checks.base import Area, Change, Exhibit, Finding, Level, NoLimits, Scene, Then
from checks.local_time import day
from collectors.facts.devices.configuration import RUNNING, Configuration
from config.limits import Layered
from config.text import Text, _

_SHOWN_MOST: Final = 60
_HEADINGS: Final = 2
"""Of a unified difference: the names of both."""


def judge(
    now: Configuration, then: Then[Configuration], limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding, and the lines that came and went."""
    since = day(then.at, scene)
    said = unified_diff(then.facts.lines, now.lines, lineterm="", n=0)
    changes = [line for line in islice(said, _HEADINGS, None) if line[0] in "+-"]  # a line may itself begin with "--"
    if not changes:
        summary = _("the configuration is as on {since}, {count} lines", since=since, count=len(now.lines))
        yield Finding("", Level.OK, summary)
        return
    came, gone = (sum(line[0] == sign for line in changes) for sign in "+-")
    summary = _("since {since} {came} lines came and {gone} went", since=since, came=came, gone=gone)
    yield Finding("", Level.NOTICE, summary, quote=changes[0])
    words: dict[str, Text] = {"+": _("came"), "-": _("went")}
    rows = tuple((words[line[0]], line[1:]) for line in changes[:_SHOWN_MOST])
    yield Exhibit(_("Changes of the configuration since {since}", since=since), (_("What"), _("Line")), rows)


CONFIGURATION_CHANGE: Final = Change(
    id="network.configuration_change",
    title=_("Changes of the configuration"),
    area=Area.CONFIGURATION,
    needs=RUNNING,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("the running configuration, secrets masked, beside that of the inspection before"),
    remedy=_("Compare with the record of changes; what nobody recorded is asked after, and recorded or put back."),
    traps=(
        _("times, sizes and what the clock calibrates are left out"),
        _("secrets are masked: a password alone that was changed is not seen"),
    ),
)
