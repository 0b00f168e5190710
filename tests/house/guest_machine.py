"""The QEMU guest itself: a machine in software emulation with disks, NVMe, a BMC, two paths to one disk; SSH on loopback.

    with booted(image(), folder) as guest:
        guest.run("cat /proc/mdstat")
        guest.cut_power()

Nothing of it is reachable but its SSH port, on 127.0.0.1; it reaches nothing (``restrict=on``).
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.house.guest_image import Image
from tests.peers.sshd import free_port

BOOT_SECONDS = 900
DISKS = {"d1": "GUEST-SATA-1", "d2": "GUEST-SATA-2", "d3": "GUEST-SATA-3"}
"""SATA disks and their serial numbers, as the guest sees them in sda, sdb, sdc."""
NVME = "GUEST-NVME-1"
SHARED = "GUEST-LUN-1"
_DISK_BYTES = 256 << 20
_APPEND = "root=/dev/vda rw console=ttyS0 net.ifnames=0 nowatchdog rcupdate.rcu_cpu_stall_suppress=1"
"""Without the kernel's watchdogs: software emulation on a busy machine stalls, and that is no fault of the guest."""


class GuestError(Exception):
    """The guest did not do what it was told; the message says what was seen."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A running guest: what a target entry needs of it, and a shell in it."""

    port: int
    key: Path
    known_hosts: Path
    boot_seconds: float
    process: "subprocess.Popen[bytes]"

    def run(self, script: str, *, ok: tuple[int, ...] = (0,), seconds: int = 300) -> str:
        """Run a script as root there. Raises GuestError on another exit code."""
        done = subprocess.run(
            [*_ssh(self.port, self.key, self.known_hosts), "sh", "-s"],
            input=script,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode not in ok:
            raise GuestError(f"exit {done.returncode}: {script.strip()[:200]}\n{done.stdout[-500:]}{done.stderr[-500:]}")
        return done.stdout

    def cut_power(self) -> None:
        """End the machine as a power cut does: nothing in it is told."""
        self.process.kill()
        self.process.wait()


@contextmanager
def booted(image: Image, folder: Path, *, append: str = "") -> Iterator[Guest]:
    """Boot it and wait for its SSH; its disks lie in ``folder`` and are those of the last boot there."""
    _disks(image, folder)
    port = free_port()
    known_hosts = folder / "known_hosts"
    known_hosts.write_text(f"[127.0.0.1]:{port} {image.host_key}\n")
    started = time.monotonic()
    with (folder / "console").open("ab") as console:
        words = _machine(image, folder, port, f"{_APPEND} {append}".strip())
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=console, stderr=console)
    try:
        _await(process, _ssh(port, image.key, known_hosts), folder)
        yield Guest(port, image.key, known_hosts, time.monotonic() - started, process)
    finally:
        process.kill()
        process.wait()


def _disks(image: Image, folder: Path) -> None:
    if (folder / "root.qcow2").exists():
        return
    base = ["-b", str(image.folder.resolve() / "root.img"), "-F", "raw"]
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", *base, str(folder / "root.qcow2")], check=True)
    for name in (*DISKS, "nvme", "shared"):
        with (folder / name).open("wb") as file:
            file.truncate(_DISK_BYTES)


def _machine(image: Image, folder: Path, port: int, append: str) -> list[str]:
    return [
        *("qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "1536"),
        *("-nographic", "-no-reboot", "-serial", "stdio", "-monitor", "none"),
        *("-kernel", str(image.folder / "vmlinuz"), "-initrd", str(image.folder / "initrd"), "-append", append),
        *("-drive", f"file={folder}/root.qcow2,if=none,id=root,format=qcow2", "-device", "virtio-blk-pci,drive=root"),
        *(word for number, name in enumerate(DISKS) for word in _sata(folder, number, name)),
        *("-drive", f"file={folder}/nvme,if=none,id=nvme,format=raw", "-device", f"nvme,drive=nvme,serial={NVME}"),
        *("-device", "virtio-scsi-pci,id=paths", *_path(folder, 0), *_path(folder, 1)),
        *("-device", "ipmi-bmc-sim,id=bmc", "-device", "isa-ipmi-kcs,bmc=bmc,irq=5"),
        *("-netdev", f"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:22", "-device", "virtio-net-pci,netdev=net"),
    ]


def _sata(folder: Path, number: int, name: str) -> list[str]:
    drive = f"file={folder}/{name},if=none,id={name},format=raw"
    return ["-drive", drive, "-device", f"ide-hd,drive={name},bus=ide.{number},serial={DISKS[name]}"]


def _path(folder: Path, number: int) -> list[str]:
    """One of the ways to the same disk: the same file, serial number and world wide name."""
    drive = f"file={folder}/shared,if=none,id=path{number},format=raw,file.locking=off"
    same = f"serial={SHARED},device_id={SHARED},wwn=0x5000c50015ea71aa,share-rw=on"
    return ["-drive", drive, "-device", f"scsi-hd,drive=path{number},bus=paths.0,scsi-id={number},{same}"]


def _ssh(port: int, key: Path, known_hosts: Path) -> list[str]:
    options = {
        "UserKnownHostsFile": str(known_hosts),
        "StrictHostKeyChecking": "yes",
        "IdentitiesOnly": "yes",
        "BatchMode": "yes",
        "ConnectTimeout": "20",
        "ControlMaster": "no",
    }
    words = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    return ["ssh", "-F", "none", "-q", "-i", str(key), "-p", str(port), *words, "root@127.0.0.1"]


def _await(process: "subprocess.Popen[bytes]", ssh: list[str], folder: Path) -> None:
    """Wait until systemd says that all it starts is started. Raises GuestError."""
    until = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        words = [*ssh, "systemctl is-system-running"]
        try:
            said = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False).stdout.strip()
        except subprocess.TimeoutExpired:
            continue
        if said in {"running", "degraded"}:
            return
        time.sleep(3)
    raise GuestError("it did not boot: " + (folder / "console").read_text(errors="replace")[-500:])
