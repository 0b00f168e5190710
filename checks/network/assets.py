"""Assets: what each device is called, its model, software and serial number, for the contract's list."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.devices.device import DEVICE_ASSETS, DeviceAssets
from config.limits import Layered
from config.text import Text, _

_LOOK_AT_IT: Final = _("read model and serial number from the label on the device, and enter them as its asset")


def judge(assets: DeviceAssets, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding on the device, one on its serial number, and the row of the list."""
    yield _made(assets)
    if assets.serial:
        summary = _("serial number {serial}", serial=assets.serial)
        yield Finding("serial", Level.OK, summary, quote=assets.serial)
    else:
        why = _("the device does not tell its serial number")
        yield unknown("serial", Unseen("serial", Reason.NO_RECORD, why, _LOOK_AT_IT))
    columns: tuple[Text, ...] = (_("Device name"), _("Model"), _("Software version"), _("Serial number"))
    yield Exhibit(_("Network devices"), columns, ((assets.name, assets.model, assets.version, assets.serial),))


def _made(assets: DeviceAssets) -> Finding:
    if not assets.model or not assets.version:
        why = _("the device tells its model as “{model}”, its version as “{version}”", **_said(assets))
        return unknown("", Unseen("", Reason.NO_RECORD, why, _LOOK_AT_IT))
    summary = _("{model}, software version {version}", model=assets.model, version=assets.version)
    return Finding("", Level.OK, summary, quote=assets.version)


def _said(assets: DeviceAssets) -> dict[str, str]:
    return {"model": assets.model or "-", "version": assets.version or "-"}


NETWORK_ASSETS: Final = Check(
    id="network.assets",
    title=_("Assets"),
    area=Area.HARDWARE,
    needs=DEVICE_ASSETS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("model, software version and serial number, by the maker's MIB, ENTITY-MIB, or the version page"),
    remedy=_("Complete what is missing from the label on the device, and correct the contract's asset list."),
    traps=(_("of a stack it is what its master is; the other members stand among the parts"),),
    clause="1.4.3.4",
    refs=("RFC 6933", "RFC 3418"),
)
