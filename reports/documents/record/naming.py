"""How documents of the record call a problem, and what cured an incident."""

from collections.abc import Mapping

from checks.subjects import subject_words
from config.text import Text, render
from reports.record.events import Kind
from reports.record.incidents import Incident
from reports.record.problems import Key


def what(titles: Mapping[str, Text], key: Key, language: str) -> str:
    """A check by its title of today, with the subject that is meant; the id of one that is no more."""
    _target, check, subject = key
    title = render(titles[check], language) if check in titles else check
    its = render(subject_words(check, subject), language) if subject else ""
    opening, closing = ("（", "）") if language == "zh_CN" else (" (", ")")
    return f"{title}{opening}{its}{closing}" if its else title


def cure(one: Incident) -> str:
    """The cause that was found and what ended it, in the words of the record."""
    told = [
        event.values.get("cause") or event.note
        for event in one.events
        if event.kind in {Kind.CAUSE_FOUND, Kind.SUBSTITUTED, Kind.RESTORED, Kind.RESOLVED}
    ]
    return "；".join(dict.fromkeys(filter(None, told)))
