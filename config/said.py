"""What people of the customer's said, with who and when: what weighs against a weakness, answers, permission."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What is declared of an asset and makes a weakness weigh less: ``what`` is one of MITIGATIONS (config/kinds.py).

    ``by`` declared it on the day ``on``; it holds through ``until``, None is for ever.
    """

    what: str
    by: str
    on: date
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A person's answer to what no check can judge: ``item`` is a clause, a control point, a chapter or a question's id.

    ``answer`` is one of ANSWERS (config/kinds.py), given ``by`` whom on the day ``on``; it holds through ``until``, of
    None for a year. ``target`` "" speaks for the site.
    """

    item: str
    answer: str
    by: str
    on: date
    until: date | None = None
    note: str = ""
    target: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """Who at the customer's allowed inspections: ``mode`` daemon (a standing one), on-site or remote.

    It holds from ``on`` through ``until``, within ``windows`` (HH:MM-HH:MM at the site; none is any time), for targets
    whose id or tag fits ``targets`` (globs; none is all).
    """

    by: str
    mode: str = "daemon"
    on: date | None = None
    until: date | None = None
    windows: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    place: str = ""
