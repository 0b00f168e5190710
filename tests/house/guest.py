"""The proof on a real kernel with systemd: the program over SSH on a guest that is well, then broken, then cut off.

    python -m tests.house.prove guest        about ten minutes; the first time some three more for the image

Three inspections into one store: the second finds each fault that was made and alarms on nothing else, and reads of the
logs only what is new; the third finds a start without a shutdown.
"""

import tempfile
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from tests.house.guest_faults import ALWAYS, BREAK, BROKEN, BROKEN_BESIDE, CUT, CUT_BESIDE, EMULATED, HEALTHY, PREPARE, Said
from tests.house.guest_image import image
from tests.house.guest_machine import Guest, GuestError, booted
from tests.program import configuration, xunjian

CRASHKERNEL = "crashkernel=256M"
QUIET = {"ok", "absent"}
_RUN_SECONDS = 600

Found = Mapping[tuple[str, str], Mapping[str, object]]


def prove() -> str:
    """Boot, inspect, break, inspect, cut the power, boot, inspect. Raises NoGuestError, GuestError."""
    made = image()
    with tempfile.TemporaryDirectory(prefix="run-", dir=made.folder) as name:
        folder = Path(name)
        with booted(made, folder, append=CRASHKERNEL) as guest:
            first = guest.boot_seconds
            guest.run(PREPARE)
            well = inspected(guest, folder)
            expect("well", well, (*ALWAYS, *HEALTHY), EMULATED)
            guest.run(BREAK)
            broken = inspected(guest, folder)
            expect("broken", broken, (*ALWAYS, *BROKEN), (*EMULATED, *BROKEN_BESIDE))
            guest.cut_power()
        with booted(made, folder) as guest:
            second = guest.boot_seconds
            cut = inspected(guest, folder)
            expect("cut off", cut, (*ALWAYS, *CUT), (*EMULATED, *CUT_BESIDE))
    bytes_read = [read_bytes(one) for one in (well, broken)]
    if bytes_read[1] * 4 > bytes_read[0]:
        raise GuestError(f"the second inspection read the logs again: {bytes_read}")
    counts = ", ".join(f"{len(one)} ({alarms(one)} alarms)" for one in (well, broken, cut))
    kinds = sum(one.level not in {*QUIET, "unknown"} for one in BROKEN)
    return (
        f"booted in {first:.0f} s and {second:.0f} s; findings well, broken, after a power cut: {counts}; {kinds} kinds of "
        f"fault made and found, nothing else alarmed; log read {bytes_read[0]:.0f} then {bytes_read[1]:.0f} bytes"
    )


def inspected(guest: Guest, folder: Path) -> Found:
    """One run of the program over SSH with a pinned host key; its findings by check and subject."""
    access = {"ssh": {"credential": "root", "port": guest.port}}
    configuration(
        folder,
        [{"id": "guest", "kind": "linux", "address": "127.0.0.1", "access": access}],
        credentials={"root": {"user": "root", "private_key": str(guest.key), "use_agent": False}},
        site={"known_hosts": str(guest.known_hosts), "timezone": "UTC"},
        bounds={"target_seconds": _RUN_SECONDS, "connect_seconds": 30, "sample_seconds": 5},
    )
    made = xunjian("run", "--output", "json", "--store", "s.db", folder=folder, seconds=_RUN_SECONDS)
    if made.code > 3:
        raise GuestError(f"exit {made.code}: {made.err[-500:]}")
    return {(f["check"], f["subject"]): f for f in made.findings("guest")}


def expect(state: str, found: Found, wanted: Sequence[Said], beside: Sequence[Said]) -> None:
    """Everything wanted is there with its level, and whatever else is neither OK nor not applicable stands ``beside``."""
    wrong = [f"missing {one.check} {one.subject} {one.level}" for one in wanted if not of(found, one)]
    for (check, subject), one in found.items():
        if one["level"] not in QUIET and not any(fits(said, check, subject, one) for said in (*wanted, *beside)):
            wrong.append(f"not expected {check} {subject}: {one['level']} {one['summary']}")
    if wrong:
        raise GuestError(f"{state}: {'; '.join(wrong)}")


def of(found: Found, said: Said) -> bool:
    """Whether there is such a finding, and every one that the subject names has this level."""
    named = [one for key, one in found.items() if key[0] == said.check and fnmatchcase(key[1], said.subject)]
    return bool(named) and all(one["level"] == said.level for one in named)


def fits(said: Said, check: str, subject: str, one: Mapping[str, object]) -> bool:
    """Whether a finding is what is said."""
    return said.check == check and fnmatchcase(subject, said.subject) and fnmatchcase(str(one["level"]), said.level)


def alarms(found: Found) -> int:
    """How many findings are a warning or critical."""
    return sum(one["level"] in {"warn", "critical"} for one in found.values())


def read_bytes(found: Found) -> float:
    """How much of the system's logs was read."""
    measures = found["server.system_log", ""]["measures"]
    if not isinstance(measures, dict):
        raise GuestError(f"no measures: {measures}")
    return float(measures["read_bytes"])
