"""Does the vendor still mend this system? After its last day every new hole stays open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.lifecycles import AS_OF, lifecycle
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.patches import PATCH_LEVEL, PatchLevel
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.patch_os_eol"


@dataclass(frozen=True, slots=True)
class LifecycleLimits:
    """How many days before the vendor's last day a change of release is to be planned."""

    ahead_days: int = limit(180, unit="days", source="our judgement: a change of release takes half a year")


_ASK_VENDOR: Final = _("Ask the vendor until when this release is mended, and note it in the record of this system.")


def judge(found: PatchLevel, limits: Layered[LifecycleLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: the release's last day by the dated table; UNKNOWN for a release that is not in it."""
    row = lifecycle(found.os_id, found.os_version, found.os_detail)
    name = found.os_name or f"{found.os_id} {found.os_version}".strip()
    quote = f"ID={found.os_id} VERSION_ID={found.os_version} {found.os_detail}".strip()
    if row is None:
        said = _("{system} is not in the table of lifecycles as of {day}", system=name, day=AS_OF.isoformat())
        yield unknown("", Unseen("", Reason.NO_RECORD, said, _ASK_VENDOR))
        return
    left = row.ends_on - found.asked_at.date()
    words = {"system": name, "end": row.ends_on.isoformat()}
    expected = _("support by the vendor; dates of {source}, as of {day}", source=row.source, day=AS_OF.isoformat())
    measures = {"support_left_days": float(left.days)}
    if left < timedelta():
        said = _("the general support of {system} ended on {end}", **words)
        yield failed(ID, scene, "", said, expected=expected, quote=quote, measures=measures)
    elif left <= timedelta(days=limits.base.ahead_days):
        said = _("the general support of {system} ends on {end}", **words)
        yield failed(ID, scene, "", said, expected=expected, quote=quote, measures=measures, most=Level.NOTICE)
    else:
        said = _("{system} is supported until {end}", **words)
        yield Finding("", Level.OK, said, expected=expected, quote=quote, measures=measures)


PATCH_OS_EOL: Final[SecurityCheck] = security_check(
    ID,
    title=_("End of the operating system’s support"),
    needs=PATCH_LEVEL,
    limits=LifecycleLimits(),
    judge=judge,
    reads=_(
        "the release by os-release and the release files, beside a table of the vendors’ dates that bears its own date"
    ),
    remedy=_("Plan the change to a supported release, or buy the vendor’s extended support and declare it."),
    card=Card(
        steps=(
            _("Ask the makers of the applications which release they support, and choose with the customer."),
            _("Set up a machine with the new release, move the applications as a trial, and have them tested."),
            _("Move in a maintenance window with a backup and the way back agreed; keep the old host a month."),
            _("Until then: limit who reaches the host, and buy extended support where the vendor sells it."),
        ),
        commands=("cat /etc/os-release",),
        risk=_("Applications may not run on the new release: the trial shows it."),
        rollback=_("Return to the old host, which stays untouched until the new one is accepted."),
        verify="cat /etc/os-release",
        window=Window.REBOOT,
    ),
    traps=(
        _("a release that the table does not know is not judged, and is no pass"),
        _("extended support that the customer bought (ELS, ESM, LTSS) shows nowhere on the system"),
        _("the service pack decides (openEuler 22.03 LTS-SP3, SLES 15 SP5), not the release alone"),
        _("CentOS Stream has other dates than CentOS of the same number"),
    ),
)
