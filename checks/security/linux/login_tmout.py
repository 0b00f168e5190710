"""Does a shell that nobody uses end by itself? An open root shell at an empty desk is everybody's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from checks.security.shell_settings import Outcome, in_login_shells
from collectors.base import Reason, Unseen
from collectors.facts.login_settings import LOGIN_SETTINGS, LoginSettings
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.login_tmout"


@dataclass(frozen=True, slots=True)
class TmoutLimits:
    """After how long without a word a shell must end."""

    most_seconds: int = limit(900, unit="seconds", source="assessors of GB/T 22239-2019: 5 to 15 minutes")


_BY_HAND: Final = _("Log in as an ordinary user and look: echo $TMOUT; readonly -p | grep TMOUT.")


def judge(found: LoginSettings, limits: Layered[TmoutLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: what TMOUT is in a login shell."""
    if found.unread or "/etc/profile" not in found.files:
        yield unknown("", Unseen("", Reason.DENIED, " ".join(found.unread) or "/etc/profile", _BY_HAND))
        return
    outcome = in_login_shells(found, "TMOUT")
    expected = _("TMOUT of {count} seconds at most, readonly", count=limits.base.most_seconds)
    quote = " ".join((*outcome.places, *(f"TMOUT={one}" for one in sorted(filter(None, outcome.values)))))
    good = [_is_good(one, limits.base) for one in outcome.values]
    if "?" in outcome.values or (any(good) and not all(good)):
        said = _("what it is set to depends on a condition that only a login decides: {places}", places=outcome.places)
        yield unknown("", Unseen("", Reason.NOT_OFFERED, said, _BY_HAND))
    elif not all(good):
        yield failed(ID, scene, "", _wrong(outcome), expected=expected, quote=quote)
    elif not outcome.is_fixed:
        said = _("a shell that nobody uses ends by itself, but its user may switch that off: TMOUT is not readonly")
        yield failed(ID, scene, "", said, expected=expected, quote=quote, most=Level.NOTICE, measures=_measures(outcome))
    else:
        said = _("a shell that nobody uses ends by itself")
        yield Finding("", Level.OK, said, expected=expected, quote=quote, measures=_measures(outcome))


def _is_good(value: str | None, limits: TmoutLimits) -> bool:
    return value is not None and value.isdigit() and 0 < int(value) <= limits.most_seconds


def _wrong(outcome: Outcome) -> Text:
    if outcome.values <= {None, "0"}:
        return _("a shell that nobody uses stays open: TMOUT is not set")
    return _("a shell that nobody uses stays open too long: TMOUT={values}", values=tuple(map(str, outcome.values)))


def _measures(outcome: Outcome) -> dict[str, float]:
    return {"tmout_seconds": max(float(one) for one in outcome.values if one)}


LOGIN_TMOUT: Final[SecurityCheck] = security_check(
    ID,
    title=_("Sessions that nobody uses"),
    needs=LOGIN_SETTINGS,
    limits=TmoutLimits(),
    judge=judge,
    reads=_(
        "where /etc/profile, /etc/profile.d and the system’s bashrc set TMOUT: read in the order in which a login shell "
        "reads them, and not run, for they are the customer’s programs"
    ),
    remedy=_("Set a readonly TMOUT of 600 seconds for all login shells in a file of /etc/profile.d."),
    card=Card(
        steps=(
            _("Find other places that set TMOUT; take them out, for the first readonly one wins."),
            _("Write the file, log in anew and look at the value; leave one session idle and see it end."),
        ),
        commands=(
            "grep -rn TMOUT /etc/profile /etc/profile.d /etc/bashrc /etc/bash.bashrc",
            "printf 'TMOUT=600\\nreadonly TMOUT\\nexport TMOUT\\n' >/etc/profile.d/zz-tmout.sh",
            "chmod 0644 /etc/profile.d/zz-tmout.sh",
        ),
        risk=_(
            "Shells that wait for hours on purpose (a menu, a console that shows a log) end: start these outside a shell."
        ),
        rollback=_("Remove /etc/profile.d/zz-tmout.sh and log in anew."),
        verify="bash -lc 'echo $TMOUT; readonly -p | grep TMOUT'",
    ),
    traps=(
        _("a TMOUT in the file of a condition (only for root, only where it is not set) is followed or said to be unknown"),
        _("profile.d is read only where /etc/profile reads it, and TMOUT=0 switches the end off"),
        _("a later assignment does nothing behind a readonly one"),
    ),
)
