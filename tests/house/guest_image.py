"""A Debian 12 disk image for the QEMU guest: made once by debootstrap, made again when what it is made of changes.

It lies in ``$XUNJIAN_GUEST``, else in ``out/guest`` of the checkout. The only thing fetched are Debian's packages, from the
mirror that apt on this machine is configured with.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.house.peers import install

ROOT = Path(__file__).resolve().parents[2]
SUITE = "bookworm"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
PROGRAMS = {"debootstrap": "debootstrap", "qemu-system-x86_64": "qemu-system-x86", "qemu-img": "qemu-utils"}
PROGRAMS |= {"mke2fs": "e2fsprogs", "ssh": "openssh-client", "ssh-keygen": "openssh-client"}
PACKAGES = (
    "systemd-sysv,linux-image-amd64,initramfs-tools,openssh-server,mdadm,lvm2,thin-provisioning-tools,smartmontools,"
    "ipmitool,nvme-cli,dmidecode,chrony,auditd,rsyslog,logrotate,iproute2,ifupdown,multipath-tools,sysstat,xfsprogs,dbus,"
    "udev,kmod,cron,sudo,kdump-tools"
)
FILES = {
    "etc/fstab": "/dev/vda / ext4 errors=remount-ro 0 1\n",
    "etc/hostname": "guest\n",
    "etc/hosts": "127.0.0.1 localhost guest\n",
    "etc/resolv.conf": "",
    "etc/network/interfaces": "auto lo eth0\niface lo inet loopback\niface eth0 inet static\n  address 10.0.2.15/24\n",
    "etc/default/sysstat": 'ENABLED="true"\n',
    "etc/modules-load.d/bmc.conf": "ipmi_si\nipmi_devintf\n",
    "etc/multipath.conf": "defaults {\n  find_multipaths yes\n  user_friendly_names yes\n}\n",
}
"""What makes a guest of the packages, by the path in its root: our own."""
DISK_BYTES = 4 << 30
_FETCH_SECONDS = 1800
_SBIN = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class NoGuestError(Exception):
    """The guest cannot be made here; the message says what is wanting."""


@dataclass(frozen=True, slots=True)
class Image:
    """A finished image: the folder that holds it, and the guest's host key as known_hosts writes it."""

    folder: Path
    host_key: str

    @property
    def key(self) -> Path:
        """The private key that root lets in."""
        return self.folder / "key"


def image() -> Image:
    """The image, made now where there is none. Raises NoGuestError."""
    folder = Path(os.environ.get("XUNJIAN_GUEST", "") or ROOT / "out" / "guest")
    programs()
    mark = hashlib.sha256(repr((PACKAGES, FILES, SUITE, DISK_BYTES)).encode()).hexdigest()
    if not (folder / "made-of").exists() or (folder / "made-of").read_text() != mark:
        make(folder)
        (folder / "made-of").write_text(mark)
    return Image(folder, (folder / "host_key.pub").read_text().strip())


def programs() -> None:
    """Install what boots a guest where it is missing and we may. Raises NoGuestError."""
    if os.geteuid() != 0:
        raise NoGuestError("debootstrap needs root")
    missing = {package for program, package in PROGRAMS.items() if not shutil.which(program, path=_SBIN)}
    why = install(sorted(missing)) if missing else ""
    if why:
        raise NoGuestError(f"{' '.join(sorted(missing))}: {why}")


def mirror() -> str:
    """The mirror of the suite in apt's own configuration. Raises NoGuestError."""
    form = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", form, "Created-By: Packages"], capture_output=True, text=True, check=False
    )
    for line in said.stdout.splitlines():
        if line.split()[1:] == [SUITE, "main"]:
            return line.split()[0]
    raise NoGuestError(f"apt has no source of Debian {SUITE}")


def make(folder: Path) -> None:
    """Fetch, unpack, write our own files into it, and make the image of it. Raises NoGuestError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "made-of").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="root-", dir=folder) as made:
        root = Path(made) / "root"
        keyring = f"--keyring={KEYRING}" if KEYRING.exists() else "--no-check-gpg"
        _run(["debootstrap", keyring, f"--include={PACKAGES}", SUITE, str(root), mirror()], _FETCH_SECONDS)
        for path, text in FILES.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        _let_in(root, folder)
        shutil.copy(next((root / "boot").glob("vmlinuz-*")), folder / "vmlinuz")
        shutil.copy(next((root / "boot").glob("initrd.img-*")), folder / "initrd")
        disk = folder / "root.img"
        disk.unlink(missing_ok=True)
        with disk.open("wb") as file:
            file.truncate(DISK_BYTES)
        _run(["mke2fs", "-q", "-t", "ext4", "-d", str(root), str(disk)], 300)


def _let_in(root: Path, folder: Path) -> None:
    """Give root of the guest a key of ours, and keep the key that the guest's sshd shows."""
    for name in ("key", "key.pub"):
        (folder / name).unlink(missing_ok=True)
    _run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "guest", "-f", str(folder / "key")], 30)
    (root / "root/.ssh").mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(folder / "key.pub", root / "root/.ssh/authorized_keys")
    shown = (root / "etc/ssh/ssh_host_ed25519_key.pub").read_text().split()
    (folder / "host_key.pub").write_text(" ".join(shown[:2]) + "\n")


def _run(words: Sequence[str], seconds: int) -> None:
    """Run a command; where it fails there is no guest."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise NoGuestError(f"{words[0]} took longer than {seconds} s") from None
    if done.returncode:
        raise NoGuestError(f"{words[0]}: {(done.stderr or done.stdout).strip()[-300:]}")
