"""A BMC by the program as a process, over TLS with a pinned certificate: a failing drive and supply, two wrong things."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.peers.redfish_tree import CHASSIS, ROOT, SYSTEM, pages
from tests.peers.web import HOST, WebPeer, self_signed, serving
from tests.program import Done, configuration, xunjian

PASSWORD = "planted-77"
DRIVE = f"{SYSTEM}/Storage/Slot2/Drives/1"
SUPPLY = f"{CHASSIS}/PowerSubsystem/Supplies/Right"
FAULTS: Mapping[str, Mapping[str, object]] = {
    DRIVE: {"Status": {"State": "Enabled", "Health": "Critical"}, "FailurePredicted": True},
    SUPPLY: {"Status": {"State": "UnavailableOffline", "Health": "Critical"}},
}
CHECKS = {
    "server.assets",
    "server.hardware_health",
    "server.bmc_sensors",
    "server.power_redundancy",
    "server.bmc_events",
}
pytestmark = pytest.mark.peer


@contextmanager
def bmc(
    folder: Path, *, slow: Mapping[str, float] | None = None, is_faulty: bool = False
) -> Iterator[tuple[WebPeer, Path]]:
    certificate = self_signed(folder)
    told = pages(FAULTS if is_faulty else {})
    with serving(WebPeer(told, login=f"ops:{PASSWORD}", slow=slow or {}), certificate) as peer:
        yield peer, certificate


def inspected(folder: Path, peer: WebPeer, certificate: Path, password: str = PASSWORD, **bounds: int) -> Done:
    pem = certificate.read_text()
    der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERT") :])
    way = {"credential": "ops", "port": peer.port, "certificate": "SHA256:" + sha256(der).hexdigest()}
    one = {"id": "bmc1", "kind": "bmc", "address": HOST, "access": {"redfish": way}}
    credentials = {"ops": {"user": "ops", "password": "${env:BMC_PASSWORD}"}}
    configuration(folder, [one], credentials=credentials, bounds=bounds)
    return xunjian("run", "--output", "json", "--store", "s.db", folder=folder, env={"BMC_PASSWORD": password})


def levels(made: Done) -> dict[tuple[str, str], str]:
    return {(f["check"], f["subject"]): f["level"] for f in made.findings("bmc1")}


def test_a_sound_machine_has_no_fault_and_is_asked_what_a_bmc_knows(tmp_path: Path) -> None:
    with bmc(tmp_path) as (peer, certificate):
        made = inspected(tmp_path, peer, certificate)
    said = levels(made)
    assert {check for check, _subject in said} == CHECKS
    assert {level for (check, _), level in said.items() if check != "server.assets"} <= {"ok", "absent"}, made.out
    assert PASSWORD not in made.out + made.err


def test_a_failing_drive_and_a_dead_supply_are_found(tmp_path: Path) -> None:
    with bmc(tmp_path, is_faulty=True) as (peer, certificate):
        made = inspected(tmp_path, peer, certificate)
    bad = {key: level for key, level in levels(made).items() if level in {"warn", "critical"}}
    assert bad == {
        ("server.hardware_health", DRIVE.removeprefix(ROOT)): "critical",
        ("server.power_redundancy", SUPPLY.removeprefix(ROOT)): "critical",
    }
    assert made.code == 2


def test_a_refused_login_is_offered_once_and_nothing_is_judged(tmp_path: Path) -> None:
    with bmc(tmp_path, is_faulty=True) as (peer, certificate):
        made = inspected(tmp_path, peer, certificate, "another")
        offered = [path for path, given in peer.asked if given]
    assert {(f["level"], f["reason"]) for f in made.findings("bmc1")} == {("unknown", "refused")}
    assert {f["check"] for f in made.findings("bmc1")} == CHECKS
    assert len(offered) == 1
    assert made.code == 3
    assert "another" not in made.out + made.err


def test_a_controller_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    with bmc(tmp_path, slow={ROOT: 60}) as (peer, certificate):
        made = inspected(tmp_path, peer, certificate, connect_seconds=2)
    assert {(f["level"], f["reason"]) for f in made.findings("bmc1")} == {("unknown", "timeout")}
    assert made.code == 3


def test_one_document_that_hangs_costs_what_it_would_have_told(tmp_path: Path) -> None:
    """What was had is judged; the drive that was not is named as not inspected."""
    with bmc(tmp_path, slow={DRIVE: 60}, is_faulty=True) as (peer, certificate):
        made = inspected(tmp_path, peer, certificate, connect_seconds=2)
    said = levels(made)
    assert said["server.hardware_health", DRIVE.removeprefix(ROOT)] == "unknown"
    assert said["server.hardware_health", DRIVE.removeprefix(ROOT).replace("Drives/1", "Drives/0")] == "ok"
    assert said["server.power_redundancy", SUPPLY.removeprefix(ROOT)] == "critical"
