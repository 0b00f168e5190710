"""The bundles where nothing else is: a root of busybox alone, the oldest Debian of the archive, another processor."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from agent.cli import VERSION
from tests.house.bundling.places import ROOT

OLDEST: Final = "bullseye"
"""The oldest release that Debian's archive still gives by its ordinary address; glibc 2.31."""
QEMU: Final = "qemu-aarch64-static"
SECONDS: Final = 1800
_ENTERED: Final = (
    'mount -t proc proc proc && mount --bind /dev dev && mount -t tmpfs tmpfs tmp && exec chroot . /bin/sh -c "$1"'
)
_ROUND: Final = (
    "export HOME=/tmp XUNJIAN_LANG=en XUNJIAN_STORE=/tmp/x.db; cat /proc/net/dev | tail -n +3 | grep -vc ' lo:'; "
    "command -v python3 python python2; /opt/x/xunjian --version && { /opt/x/xunjian run --quiet >/tmp/said; "
    'echo "run $?"; } && /opt/x/xunjian report quarterly --out /tmp/out >/tmp/listed && '
    "/opt/x/xunjian evidence verify | tail -n 1 && for f in /tmp/out/*; do wc -c <$f; done"
)


class BundleProofError(Exception):
    """A bundle that did not do what it must; the message says what was seen."""


def bare() -> str:
    """Inspect and report in a root of busybox alone: no Python, no C library, no interface."""
    busybox = shutil.which("busybox")
    if busybox is None:
        raise BundleProofError("needs busybox-static")
    with bare_root() as root:
        (root / "bin").mkdir()
        shutil.copy(busybox, root / "bin/busybox")
        names = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout.split()
        for name in names:
            if not (root / "bin" / name).exists():
                (root / "bin" / name).symlink_to("busybox")
        (root / "etc").mkdir()
        (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
        return f"busybox alone, without an interface: {_inspected(root, 'x86_64')}; {_size('x86_64')}"


def oldest() -> str:
    """Inspect and report in the oldest Debian that the archive gives, where no Python is."""
    with bare_root() as root:
        debian(OLDEST, root)
        said = subprocess.run(["chroot", str(root), "ldd", "--version"], capture_output=True, text=True, check=True).stdout
        return f"{OLDEST}, {said.splitlines()[0]}: {_inspected(root, 'x86_64')}"


def debian(suite: str, root: Path, *more: str) -> None:
    """Make a small Debian of a folder, with these packages too. Raises BundleProofError."""
    if shutil.which("debootstrap") is None:
        raise BundleProofError("needs debootstrap")
    words = ["debootstrap", "--variant=minbase", *(f"--include={one}" for one in more), suite, str(root)]
    done = subprocess.run([*words, "http://deb.debian.org/debian"], capture_output=True, text=True, check=False)
    subprocess.run(["umount", str(root / "proc")], capture_output=True, check=False)  # some versions leave it mounted
    if done.returncode:
        raise BundleProofError(done.stdout[-500:] + done.stderr[-500:])


def aarch64() -> str:
    """Inspect and report with the bundle of aarch64, its processor emulated; the host's own programs run as they are."""
    emulator = shutil.which(QEMU)
    if emulator is None:
        raise BundleProofError("needs qemu-user-static")
    with tempfile.TemporaryDirectory(prefix="xunjian-prove-") as made:
        folder = Path(made)
        home = _unpacked("aarch64", folder / "x")
        launcher = home / "bin/python3"
        text = launcher.read_text(encoding="utf-8")
        launcher.write_text(text.replace('exec "$home', f'exec {emulator} "$home'), encoding="utf-8")
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": made, "XUNJIAN_LANG": "en"}
        environment["XUNJIAN_STORE"] = f"{made}/x.db"
        program = str(home / "xunjian")
        version = _run([program, "--version"], environment)
        asks = "import platform; print(platform.machine(), platform.libc_ver()[1])"
        machine = _run([str(launcher), "-I", "-c", asks], environment)
        began = time.monotonic()
        _run([program, "run", "--quiet"], environment, ok=range(4))
        _run([program, "report", "quarterly", "--out", f"{made}/out"], environment)
        seconds = time.monotonic() - began
        told = _run([program, "evidence", "verify"], environment).splitlines()[-1]
        count = len(list((folder / "out").iterdir()))
        done = f"run and report in {seconds:.0f} s, {count} files, {told}"
        return f"{version} on {machine}, emulated: {done}; {_size('aarch64')}"


@cache
def built(arch: str) -> Path:
    """The bundle of an architecture, built of this working copy; kept in out/bundles."""
    words = [sys.executable, "-m", "tests.house.bundling", "bundle"]
    done = subprocess.run([*words, "--arch", arch], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleProofError(done.stdout[-500:] + done.stderr[-1000:])
    return ROOT / "out" / "bundles" / f"xunjian-{VERSION}-linux-{arch}.tar.gz"


def entered(root: Path, script: str) -> str:
    """Run a script in a root, in a network namespace without an interface; its output. Raises BundleProofError."""
    words = ["unshare", "-n", "-m", "-p", "-f", "/bin/sh", "-c", _ENTERED, "in", script]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    done = subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS)
    if done.returncode:
        raise BundleProofError(f"exit {done.returncode}: {done.stdout[-800:]} {done.stderr[-800:]}")
    return done.stdout


def _inspected(root: Path, arch: str) -> str:
    """Run a round and a report in a root; one sentence. Raises BundleProofError, also where anything but /tmp changed."""
    _unpacked(arch, root / "opt/x")
    before, began = listed(root), time.monotonic()
    lines = entered(root, _ROUND).split("\n")
    if len(lines) < 4 or lines[0] != "0" or "version" not in lines[1]:
        raise BundleProofError(f"{lines}")
    sizes = [int(line) for line in lines[4:] if line.strip()]
    if len(sizes) < 5 or min(sizes) < 1000:
        raise BundleProofError(f"{lines}")
    if changed := sorted(set(listed(root).items()) ^ set(before.items())):
        raise BundleProofError(f"written elsewhere than to /tmp: {changed[:5]}")
    seconds = time.monotonic() - began
    return f"no Python there, {lines[2]}, {lines[3]}, {len(sizes)} files written, nothing else touched, {seconds:.0f} s"


def listed(root: Path) -> dict[str, tuple[int, int, int]]:
    """Everything below a root with its mode, size and moment."""
    found = {}
    for path in (root, *root.rglob("*")):
        status = path.lstat()
        found[str(path.relative_to(root))] = (status.st_mode, status.st_size, status.st_mtime_ns)
    return found


def _run(words: list[str], environment: dict[str, str], ok: "range | tuple[int, ...]" = (0,)) -> str:
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS)
    if done.returncode not in ok:
        raise BundleProofError(f"{words[-1]}: exit {done.returncode}: {done.stdout[-500:]} {done.stderr[-800:]}")
    return done.stdout.strip()


def _unpacked(arch: str, target: Path) -> Path:
    bundle = built(arch)
    beside = target.parent / f"{target.name}.unpacking"
    with tarfile.open(bundle) as archive:
        archive.extractall(beside, filter="data")
    (one,) = beside.iterdir()
    one.rename(target)
    beside.rmdir()
    return target


def _size(arch: str) -> str:
    bundle = built(arch)
    with tarfile.open(bundle) as archive:
        whole = sum(one.size for one in archive)
    return f"bundle {bundle.stat().st_size / 1e6:.0f} MB, unpacked {whole / 1e6:.0f} MB"


@contextmanager
def bare_root() -> Iterator[Path]:
    """A root with a few empty folders."""
    with tempfile.TemporaryDirectory(prefix="xunjian-prove-") as made:
        root = Path(made) / "root"
        root.mkdir()
        for name in ("opt", "proc", "dev", "tmp"):
            (root / name).mkdir()
        yield root
