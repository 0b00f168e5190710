"""Whether the customer allowed a run: the contract's authorisation held against the day, the hour and the targets."""

from collections.abc import Iterable
from datetime import datetime, time
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo

from config.said import Authorisation
from config.site import DEFAULT_TIMEZONE, Site, Target
from config.text import Text, _

_WRITE = _(
    "Write into the configuration what the customer approved: contract.authorisation with approved_by, approved_on, "
    "valid_until, mode (daemon, on-site or remote), and where it is limited windows and targets."
)


def refusal(site: Site, targets: Iterable[Target], at: datetime) -> Text | None:
    """Why a run over these targets may not begin at this moment; None where it may.

    The machine that the tool stands on needs none, nor does a contract that does not demand one.
    """
    far = [target for target in targets if target.kind != "local" and not target.members]
    if not site.needs_authorisation or not far:
        return None
    one = site.authorisation
    if one is None or not one.by:
        names = tuple(target.id for target in far[:4])
        return _(
            "The contract demands the customer’s authorisation before anything is sent to {targets}, and the configuration "
            "has none. {write}",
            targets=names,
            write=_WRITE,
        )
    why = _lapsed(one, site, at) or _beyond(one, far)
    return _("{place}: {why} {write}", place=one.place or "contract.authorisation", why=why, write=_WRITE) if why else None


def _lapsed(one: Authorisation, site: Site, at: datetime) -> Text | None:
    """Why it does not hold at this moment."""
    here = at.astimezone(ZoneInfo(site.timezone or DEFAULT_TIMEZONE))
    if one.on is not None and here.date() < one.on:
        return _("the authorisation holds from {day} on.", day=one.on.isoformat())
    if one.until is None:
        return _("the authorisation does not say until when it holds.")
    if here.date() > one.until:
        return _("the authorisation ended on {day}.", day=one.until.isoformat())
    if one.windows and not any(_is_within(window, here.time()) for window in one.windows):
        return _("now it is {now}, and the authorisation is for {windows}.", now=f"{here:%H:%M}", windows=one.windows)
    return None


def _is_within(window: str, now: time) -> bool:
    """Whether a time of day lies in HH:MM-HH:MM; one that ends before it begins goes over midnight."""
    begins, ends = (time.fromisoformat(part) for part in window.split("-"))
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def _beyond(one: Authorisation, far: Iterable[Target]) -> Text | None:
    """The targets that it is not for."""
    if not one.targets:
        return None
    out = [t.id for t in far if not any(fnmatchcase(name, glob) for glob in one.targets for name in (t.id, *t.tags))]
    return _("the authorisation is not for {targets}.", targets=tuple(out)) if out else None


def told(one: Authorisation | None) -> str:
    """The authorisation in one line of the run log and of the report: who, mode, from, until."""
    if one is None or not one.by:
        return ""
    days = "/".join(day.isoformat() if day else "" for day in (one.on, one.until))
    return f"{one.by} {one.mode} {days}"
