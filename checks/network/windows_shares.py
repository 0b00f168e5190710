"""Shares of a Windows host: which there are, and which came or went since the baseline."""

from collections.abc import Iterator
from typing import Final

from checks.base import Against, Area, Confirmed, Exhibit, Finding, Level, NoLimits, Scene
from checks.local_time import day
from collectors.base import Listing
from collectors.facts.devices.services import SHARES, Share
from config.limits import Layered
from config.text import _

_FIRST_BASELINE = _("Look the shares through with the customer, then confirm: xunjian baseline confirm TARGET --by NAME")


def judge(
    now: Listing[Share], confirmed: Confirmed[Listing[Share]] | None, limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a share that came or went, one of all others together; the table of all."""
    if confirmed is None:
        count = len(now.records)
        summary = _("{count} shares; no baseline was confirmed yet, so nobody knows which belong there", count=count)
        level = Level.NOTICE if count else Level.OK
        yield Finding("shares", level, summary, remedy=_FIRST_BASELINE if count else None)
    else:
        before, after = ({one.name: one for one in side} for side in (confirmed.facts.records, now.records))
        for name in sorted(after.keys() - before.keys()):
            yield Finding(name, Level.NOTICE, _("{share} ({path}) is new", share=name, path=after[name].path))
        for name in sorted(before.keys() - after.keys()):
            yield Finding(name, Level.WARN, _("{share} ({path}) is gone", share=name, path=before[name].path))
        same = len(before.keys() & after.keys())
        since = day(confirmed.confirmed_at, scene)
        yield Finding("shares", Level.OK, _("{same} shares as in the baseline of {since}", same=same, since=since))
    if now.records:
        rows = tuple((one.name, one.path, one.comment) for one in now.records)
        yield Exhibit(_("Shares"), (_("Share"), _("Path"), _("Comment")), rows)


WINDOWS_SHARES: Final = Against(
    id="network.windows_shares",
    title=_("Shares of a Windows host"),
    area=Area.CONFIGURATION,
    needs=SHARES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("LanMgr-Mib-II-MIB of the SNMP service of Windows, beside the confirmed baseline"),
    remedy=_("Ask who needs the share and with which rights; remove what nobody needs, put back what is missed."),
    traps=(_("administrative shares (C$) are not in the table, and who may use a share is told nowhere by SNMP"),),
    refs=("LanMgr-Mib-II-MIB svShareTable",),
)
