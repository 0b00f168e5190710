"""SHA256SUMS over what was built, and a publisher's signature over it (agent/installing/published.py checks both)."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from agent.installing.published import SIGNATURE, SUMS
from tests.house.bundling.tree import digests


def summed(folder: Path, key: Path | None) -> None:
    """Write the sums of all files that lie in a folder; sign them with the Ed25519 key of a PEM file."""
    paths = [one for one in folder.iterdir() if one.is_file() and one.name not in {SUMS, SIGNATURE}]
    (folder / SUMS).write_text(digests(paths), encoding="utf-8")
    (folder / SIGNATURE).unlink(missing_ok=True)
    if key is None:
        return
    loaded = load_pem_private_key(key.read_bytes(), None)
    if not isinstance(loaded, Ed25519PrivateKey):
        raise SystemExit(f"{key} is no Ed25519 key: openssl genpkey -algorithm ed25519 -out {key}")
    (folder / SIGNATURE).write_bytes(loaded.sign((folder / SUMS).read_bytes()))
