"""Settings that give the data away for speed, or that switch protections off; and those that wait for a restart."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.facts.postgres.settings import SETTINGS, Settings
from config.limits import Layered
from config.text import Text, _

_LOSES: Final = _("a crash of the machine can destroy the database beyond repair")
_HIDES: Final = _("damage in the data is passed over in silence")
_OPENS: Final = _("the system catalogue can be changed by hand or is read without its indexes: meant for rescue only")
_DANGEROUS: Final = {
    "fsync": ("on", _LOSES),
    "full_page_writes": ("on", _LOSES),
    "zero_damaged_pages": ("off", _HIDES),
    "ignore_checksum_failure": ("off", _HIDES),
    "ignore_invalid_pages": ("off", _HIDES),
    "allow_system_table_mods": ("off", _OPENS),
    "ignore_system_indexes": ("off", _OPENS),
}
"""By name, the value that production has, and what another one does (postgresql.org/docs: 19.5, 19.17)."""


def judge(found: Settings, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding each of the dangerous settings of this version, one of those that wait for a restart."""
    for name, (right, harm) in _DANGEROUS.items():
        value = found.text(name)
        if value is not None:
            yield _of(name, value, right, harm)
    yield from (unknown(one.subject, one) for one in found.overridden(*_DANGEROUS))
    pending = sorted(one.name for one in found.settings.values() if one.is_pending)
    yield Finding(
        "pending restart",
        Level.WARN if pending else Level.OK,
        _("settings that were changed wait for a restart: {names}", names=tuple(pending))
        if pending
        else _("no changed setting waits for a restart"),
        expected=_("what stands in the file is what the server runs with"),
        measures={"pending_setting_count": len(pending)},
    )


def _of(name: str, value: str, right: str, harm: Text) -> Finding:
    if value == right:
        return Finding(name, Level.OK, _("{name} = {value}", name=name, value=value), quote=f"{name} = {value}")
    return Finding(
        name,
        Level.CRITICAL,
        _("{name} = {value}: {harm}", name=name, value=value, harm=harm),
        expected=_("{name} = {value}", name=name, value=right),
        quote=f"{name} = {value}",
    )


SAFETY_SETTINGS: Final = Check(
    id="database.postgres.safety_settings",
    title=_("PostgreSQL: settings that endanger data"),
    area=Area.DB_STATUS,
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_settings: fsync, full_page_writes and the switches for rescue, pending_restart"),
    remedy=_(
        "Find out who changed it and why (often a bulk load or a rescue that was never undone); take a backup first, then "
        "set it back and reload or restart in a window. After a time with fsync off, or with damage passed over, have the "
        "data verified (pg_amcheck, a full dump to nowhere). What waits for a restart: plan it, or take the change back, "
        "so that the next unplanned restart brings no surprise."
    ),
    traps=(_("settings that this version does not have are not judged"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 19.5 Write Ahead Log, 19.17 Developer Options",),
)
