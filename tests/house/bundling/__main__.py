"""Build what is named; write SHA256SUMS over all that lies in the folder, signed where a key is given."""

import argparse
import shutil
import tempfile
from pathlib import Path

from agent.cli import VERSION
from tests.house.bundling import packing, signing, tree, wheels
from tests.house.bundling.places import ARCHITECTURES, OLDEST_GLIBC_MINOR, ROOT, Architecture

PRODUCTS = ("bundle", "wheelhouse", "deb")


def main() -> None:
    """Build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("product", choices=PRODUCTS, nargs="+")
    parser.add_argument("--arch", choices=tuple(ARCHITECTURES), action="append")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "bundles")
    parser.add_argument("--key", type=Path, help="Ed25519 private key in PEM, of whoever publishes")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for name in asked.arch or ARCHITECTURES:
        with tempfile.TemporaryDirectory(prefix="xunjian-bundling-") as work:
            for path in _made(tuple(asked.product), ARCHITECTURES[name], Path(work), asked.out.resolve()):
                print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    signing.summed(asked.out, asked.key)


def _made(products: tuple[str, ...], arch: Architecture, work: Path, out: Path) -> list[Path]:
    label = f"xunjian-{VERSION}-linux-{arch.name}"
    made = []
    if "wheelhouse" in products:
        wheels.gathered(arch, work / "wheelhouse", newest_glibc_minor=OLDEST_GLIBC_MINOR)
        name = f"xunjian-{VERSION}-wheelhouse-{arch.name}"
        made.append(packing.packed(work / "wheelhouse", name, out / f"{name}.tar.gz"))
    if {"bundle", "deb"} & set(products):
        folder = work / label
        tree.planted(arch, work, folder)
        if "bundle" in products:
            made.append(packing.packed(folder, label, out / f"{label}.tar.gz"))
            made.append(Path(shutil.copy(folder / "sbom.cdx.json", out / f"{label}.cdx.json")))
        if "deb" in products:
            made.append(packing.debian_package(folder, arch, VERSION, out / f"xunjian_{VERSION}_{arch.debian}.deb", work))
    return made


if __name__ == "__main__":
    main()
