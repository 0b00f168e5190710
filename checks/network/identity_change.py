"""Whether the device is the one of the last inspection: serial number, model, software."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Change, Finding, Level, NoLimits, Scene, Then, unknown
from checks.local_time import day
from collectors.base import Reason, Unseen
from collectors.facts.devices.device import MADE, Made
from config.limits import Layered
from config.text import Text, _

_FIELDS: Final[tuple[tuple[str, Text, Level], ...]] = (
    ("serial", _("serial number"), Level.WARN),
    ("model", _("model"), Level.WARN),
    ("version", _("software version"), Level.NOTICE),
)


def judge(now: Made, then: Then[Made], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a field that the earlier inspection saw."""
    since = day(then.at, scene)
    for field, words, level in _FIELDS:
        after, before = getattr(now, field), getattr(then.facts, field)
        if not before:
            continue
        if not after:
            why = _(
                "{field} was {before} on {since}; the device does not tell it today",
                field=words,
                before=before,
                since=since,
            )
            yield unknown(field, Unseen(field, Reason.NO_RECORD, why))
        elif after == before:
            yield Finding(field, Level.OK, _("{field}: {value}, as on {since}", field=words, value=after, since=since))
        else:
            summary = _(
                "{field} was {before} on {since} and is {after} now", field=words, before=before, since=since, after=after
            )
            yield Finding(field, level, summary)
    if not any(getattr(then.facts, field) for field, _words, _level in _FIELDS):
        why = _("neither serial number nor model nor version was told on both days")
        yield unknown("", Unseen("", Reason.NO_RECORD, why))


IDENTITY_CHANGE: Final = Change(
    id="network.identity_change",
    title=_("Changes of serial number, model and software"),
    area=Area.CONFIGURATION,
    needs=MADE,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("serial number, model and version as the device tells them, beside those of the inspection before"),
    remedy=_(
        "Find the record of the exchange or upgrade; if there is none, find out who changed what. Correct the asset list."
    ),
    traps=(_("after a stack has changed its master, the serial number is that of the new one"),),
)
