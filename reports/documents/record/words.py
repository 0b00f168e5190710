"""How an incident came, which service was asked for, and what belongs to an event: words for screen and paper alike."""

from typing import Final

from config.terms import SERVICES, SOURCES
from config.text import _

SOURCE_WORDS: Final = dict(
    zip(
        SOURCES,
        (
            _("by phone"),
            _("by e-mail"),
            _("by message"),
            _("found by inspection"),
            _("found on a phone visit"),
            _("found on site"),
        ),
        strict=True,
    )
)
SERVICE_WORDS: Final = dict(
    zip(
        SERVICES,
        (
            _("advice by phone"),
            _("advice in writing"),
            _("remote service"),
            _("service on site"),
            _("emergency service"),
            _("upgrade service"),
        ),
        strict=True,
    )
)
VALUE_WORDS: Final = {
    "level": _("level"),
    "to": _("assigned to"),
    "tier": _("tier"),
    "approver": _("approved by"),
    "part": _("part"),
    "old_serial": _("old serial number"),
    "new_serial": _("new serial number"),
    "cause": _("cause"),
    "score": _("score"),
    "document": _("document"),
    "until": _("until"),
    "way": _("way"),
}
