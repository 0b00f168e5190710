"""Whether what runs is what the device will start with. What was not saved is gone with the next power cut."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, NoLimits, Scene
from collectors.facts.devices.configuration import SAVED, Saved
from config.limits import Layered
from config.text import Text, _

_SHOWN_MOST: Final = 40
_SLACK_SECONDS: Final = 5.0
"""Between writing and the note that it was written."""
_START_SECONDS: Final = 900.0
"""Reading the configuration at the start counts as a change of it, and takes large devices many minutes."""


def judge(saved: Saved, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding, and the lines that differ."""
    if saved.changed_ago_seconds is not None and saved.saved_ago_seconds is not None:
        yield _by_times(saved.changed_ago_seconds, saved.saved_ago_seconds, is_before_start=saved.is_saved_before_start)
        return
    lines = (*saved.only_running, *saved.only_saved, *saved.moved)
    if not lines:
        yield Finding("", Level.OK, _("what runs is what the device will start with"))
        return
    summary = _("{count} lines differ between what runs and what the device will start with", count=len(lines))
    if len(lines) == len(saved.moved):
        summary = _("{count} lines of filters or policies were put in another order and not saved", count=len(lines))
    yield Finding("", Level.WARN, summary, quote=lines[0])
    yield _table(saved)


def _by_times(changed: float, saved: float, *, is_before_start: bool) -> Finding:
    if is_before_start and changed + _START_SECONDS >= saved:
        return Finding("", Level.OK, _("not changed since the device started {ago:duration} ago", ago=saved))
    if changed + _SLACK_SECONDS >= saved:
        return Finding("", Level.OK, _("saved {ago:duration} ago, after the last change", ago=saved))
    summary = _("changed {ago:duration} ago and not saved since", ago=changed)
    observed = _("changed {changed:duration} ago, saved {saved:duration} ago", changed=changed, saved=saved)
    return Finding("", Level.WARN, summary, observed=observed)


def _table(saved: Saved) -> Exhibit:
    rows: list[tuple[str | Text, ...]] = [(_("runs, not saved"), line) for line in saved.only_running]
    rows += [(_("saved, does not run"), line) for line in saved.only_saved]
    rows += [(_("runs in another place than saved"), line) for line in saved.moved]
    return Exhibit(_("Configuration that was not saved"), (_("Where"), _("Line")), tuple(rows[:_SHOWN_MOST]))


UNSAVED_CONFIGURATION: Final = Check(
    id="network.unsaved_configuration",
    title=_("Configuration saved"),
    area=Area.CONFIGURATION,
    needs=SAVED,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("running and startup configuration by command line; of Cisco also the times of change and saving by SNMP"),
    remedy=_(
        "Find out who made the change and whether it is wanted; then save it (save, write memory) and keep a copy. What "
        "nobody knows of is first understood, not saved."
    ),
    traps=(
        _("times, sizes and what the clock calibrates differ each time and are left out"),
        _("secrets are masked in both: a password alone that was changed is not seen"),
        _("a device notes that its configuration changed when it reads it at the start: that is none"),
        _("the order of lines counts in filters and routing policies alone; elsewhere devices write it as they please"),
    ),
)
