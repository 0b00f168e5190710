"""What stands beside the bundles, where no network is: the Debian package, the wheelhouse; signatures; equal bytes."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from agent.cli import VERSION
from agent.installing.published import SIGNATURE, SUMS, verify
from agent.installing.trouble import InstallError
from tests.house.bundling.places import ROOT
from tests.house.prove_bundles import BundleProofError, bare_root, debian, entered

_ROUND: Final = """
export HOME=/tmp XUNJIAN_LANG=en XUNJIAN_STORE=/tmp/{0}.db
{1} run --quiet --only 'server.filesystem*' >/dev/null || test $? -le 3
{1} evidence verify | tail -n 1
"""
_PACKAGE: Final = "set -e; dpkg -i /opt/b/*.deb >/dev/null; xunjian --version" + _ROUND.format("package", "xunjian")
_REMOVED: Final = "set -e; dpkg --purge xunjian 2>&1 >/dev/null; find / -xdev -iname '*xunjian*' -not -path '/opt/b/*'"
_WHEELS: Final = """
set -e; cd /tmp; tar -xzf /opt/b/*wheelhouse*.tar.gz; python3 -m venv v
v/bin/pip install -q --no-index --find-links xunjian-*-wheelhouse-* 'xunjian[databases,encrypted]'
v/bin/xunjian --version""" + _ROUND.format("wheels", "v/bin/xunjian")


def packages() -> str:
    """Install, inspect by and remove the Debian package; the same with the wheelhouse; verify what was built."""
    with bare_root() as root, _built("wheelhouse", "deb") as out:
        debian("bookworm", root, "python3-venv")
        (root / "opt/b").mkdir()
        for path in out.iterdir():
            (root / "opt/b" / path.name).write_bytes(path.read_bytes())
        package = _last(entered(root, _PACKAGE))
        left = entered(root, _REMOVED).split("\n")
        if paths := [one for one in left if one.startswith("/")]:
            raise BundleProofError(f"the package leaves {paths}")
        if not any("service uninstall" in one for one in left):
            raise BundleProofError(f"the package does not say what stays: {left}")
        wheels = _last(entered(root, _WHEELS))
        sizes = {path.suffix: path.stat().st_size / 1e6 for path in out.iterdir() if path.stat().st_size > 1 << 20}
        told = _signatures(out)
    return (
        f"in Debian 12 without an interface: package {sizes['.deb']:.0f} MB, {package}, removed, nothing left; "
        f"wheelhouse {sizes['.gz']:.0f} MB, {wheels}; {told}"
    )


def same() -> str:
    """Two builds of one commit, in different folders, give the same bytes."""
    digests = []
    for _turn in range(2):
        with _built("bundle") as out:
            digests.append({one.name: sha256(one.read_bytes()).hexdigest() for one in out.glob(f"xunjian-{VERSION}-*")})
    if digests[0] != digests[1]:
        raise BundleProofError(f"two builds differ: {digests}")
    return f"two builds, {len(digests[0])} files, the same bytes"


@contextmanager
def _built(*products: str) -> Iterator[Path]:
    """Build for x86_64 into a folder of its own, signed by a key of its own (key.pem, key.pub beside the folder)."""
    with tempfile.TemporaryDirectory(prefix="xunjian-prove-") as made:
        key, public, out = Path(made) / "key.pem", Path(made) / "key.pub", Path(made) / "out"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(key)], check=True)
        subprocess.run(["openssl", "pkey", "-in", str(key), "-pubout", "-out", str(public)], check=True)
        words = [sys.executable, "-m", "tests.house.bundling", *products, "--arch", "x86_64", "--out", str(out)]
        done = subprocess.run([*words, "--key", str(key)], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BundleProofError(done.stdout[-500:] + done.stderr[-1000:])
        yield out


def _signatures(out: Path) -> str:
    """Each file verified by ours and by openssl; one changed byte, in a file or in the sums, refused."""
    public = out.with_name("key.pub")
    paths = [one for one in sorted(out.iterdir()) if one.name not in {SUMS, SIGNATURE}]
    for path in paths:
        verify(path, public)
    words = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(public), "-rawin", "-in", SUMS, "-sigfile", SIGNATURE]
    subprocess.run(words, cwd=out, check=True, capture_output=True)
    subprocess.run(["sha256sum", "-c", SUMS], cwd=out, check=True, capture_output=True)
    for changed in (paths[0], out / SUMS):
        content = changed.read_bytes()
        changed.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        try:
            verify(paths[0], public)
        except InstallError:
            changed.write_bytes(content)
        else:
            raise BundleProofError(f"{changed.name}: a changed byte was not seen")
    return f"{len(paths)} signed files verified, by openssl too, one changed byte refused"


def _last(said: str) -> str:
    """The version and what the verification said, where all is well. Raises BundleProofError."""
    lines = said.strip().splitlines()
    if "version" not in lines[0] or "verified" not in lines[-1]:
        raise BundleProofError(f"{lines}")
    return lines[-1]
