"""Tape drives and libraries. A drive that the system took offline lets every backup to tape fail until somebody looks."""

from collections.abc import Iterator
from typing import Final

from checks.base import SUMMARY_ORDER, Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Listing, Reason
from collectors.facts.tapes import TAPES, TapeDevice, TapePath
from config.limits import Layered
from config.text import Text, _

_RUNNING: Final = "running"


def judge(tapes: Listing[TapeDevice], _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a drive or library, named by its serial number."""
    for one in tapes.records:
        level, summary = _of_ways(one)
        yield Finding(
            f"{one.kind} {one.name}",
            level,
            summary,
            observed=_(
                "{model}, firmware {revision}, {ways}",
                model=one.model or "-",
                revision=one.revision or "-",
                ways=tuple(_way(path) for path in one.paths),
            ),
            expected=_("running, served by a driver"),
            quote=" ".join(f"{path.address} {path.state or '-'} {path.driver or '-'}" for path in one.paths),
            reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
            measures=dict(one.counts),
        )


def _of_ways(one: TapeDevice) -> tuple[Level, Text]:
    """The worst of its ways; one that is lost while another runs takes no backup with it yet."""
    level, summary = max((_verdict(one, path) for path in one.paths), key=lambda said: SUMMARY_ORDER.index(said[0]))
    running = tuple(path.address for path in one.paths if path.state == _RUNNING)
    if level is Level.CRITICAL and not running:  # a way whose state is not told may run
        return next((_verdict(one, path) for path in one.paths if not path.state), (level, summary))
    if level is not Level.CRITICAL:
        return level, summary
    lost = tuple(f"{path.address} ({path.state})" for path in one.paths if path.state and path.state != _RUNNING)
    return Level.WARN, _(
        "{model} is reached over {running} alone: another way is lost: {lost}", model=one.model, running=running, lost=lost
    )


def _way(path: TapePath) -> str:
    return " ".join(word for word in (path.node, path.address, path.state or "-", path.driver or "") if word)


def _verdict(one: TapeDevice, path: TapePath) -> tuple[Level, Text]:
    if not path.state:
        return Level.UNKNOWN, _("the kernel does not tell the state of {model}", model=one.model)
    if path.state != _RUNNING:
        return Level.CRITICAL, _(
            "{model} at {address} cannot be used: its state is {state}",
            model=one.model,
            address=path.address,
            state=path.state,
        )
    if path.driver is None:
        return Level.UNKNOWN, _("{model} does not tell which driver serves it", model=one.model)
    if one.kind == "drive" and not path.driver:
        return Level.WARN, _("{model} is there, and no driver serves it: nothing can write to it", model=one.model)
    return Level.OK, _("{model} is ready for the system", model=one.model)


TAPE_DEVICES: Final = Check(
    id="server.tape_devices",
    title=_("Tape drives and libraries"),
    area=Area.STORAGE,
    needs=TAPES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("type, state, driver and counters of the SCSI devices below /sys/bus/scsi; no device is opened"),
    remedy=_(
        "Offline or blocked: look at the panel of drive and library for a fault or a cartridge that is stuck "
        "(a fault is reported to the maker with the drive's own log), check cable, optic and zoning. When no "
        "backup runs, let the system take the device back (rescan the SCSI host), and back up and restore one "
        "small file. Without a driver: see in dmesg why it was not loaded, then load st (modprobe st) or the "
        "vendor's (lin_tape). What a drive asks for (cleaning, worn media) stands in the backup software."
    ),
    traps=(
        _("no drive is touched: mt can rewind a tape in use, and reading TapeAlert clears its flags on many drives"),
        _("a drive that is switched off or lost is not on the bus at all: compare the list with what the customer owns"),
        _("a library without the driver ch is normal: backup software reaches it through sg"),
        _("IBM's lin_tape serves a drive as well as st"),
        _("a drive seen over two ports of a storage network is one drive"),
        _("ioerr_cnt counts file marks and empty drives, too, and is not judged"),
    ),
    clause="1.4.3.4",
    refs=("kernel: Documentation/scsi/st.rst", "kernel: drivers/scsi/scsi_sysfs.c", "T10 SPC-5"),
)
