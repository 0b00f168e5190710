"""Carried files and their publisher's signature: bundles that are upgraded to, and data that is taken in."""

import json
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from agent.installing.published import SIGNATURE, SUMS, compare, verify
from agent.installing.trouble import InstallError
from tests.advisory_files import debian_oval
from tests.house.bundling.signing import summed
from tests.program import Done, xunjian
from tests.test_service_upgrade import bundle


class Publisher:
    """A pair of keys in PEM files."""

    def __init__(self, folder: Path, name: str = "ours") -> None:
        self.key = Ed25519PrivateKey.generate()
        self.secret, self.public = folder / f"{name}.pem", folder / f"{name}.pub"
        self.secret.write_bytes(self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self.public.write_bytes(self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    @property
    def digest(self) -> str:
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return sha256(der).hexdigest()


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path)


@pytest.fixture
def signed(tmp_path: Path, publisher: Publisher) -> Path:
    """A bundle in a folder that its publisher summed and signed."""
    (out := tmp_path / "out").mkdir()
    path = bundle(out, "0.1.0")
    summed(out, publisher.secret)
    return path


def test_what_its_publisher_signed_for_is_known_by_digest_and_key(signed: Path, publisher: Publisher) -> None:
    said = verify(signed, publisher.public)
    assert (said.digest, said.key) == (sha256(signed.read_bytes()).hexdigest(), publisher.digest)


def test_another_publisher_another_byte_and_another_file_are_refused(
    signed: Path, publisher: Publisher, tmp_path: Path
) -> None:
    with pytest.raises(InstallError, match="not signed by the key"):
        verify(signed, Publisher(tmp_path, "theirs").public)
    (other := signed.with_name("other.tar.gz")).write_bytes(signed.read_bytes())
    with pytest.raises(InstallError, match="not what its publisher signed"):
        verify(other, publisher.public)
    signed.write_bytes(signed.read_bytes() + b"\0")
    with pytest.raises(InstallError, match="not what its publisher signed"):
        verify(signed, publisher.public)


def test_sums_that_were_changed_with_the_file_are_refused(signed: Path, publisher: Publisher) -> None:
    signed.write_bytes(b"another")
    summed(signed.parent, None)
    assert not (signed.parent / SIGNATURE).exists()
    with pytest.raises(InstallError, match=SIGNATURE):
        verify(signed, publisher.public)
    (signed.parent / SIGNATURE).write_bytes(bytes(64))
    with pytest.raises(InstallError, match="not signed by the key"):
        verify(signed, publisher.public)


def test_a_key_that_is_none_or_of_another_kind_is_told(signed: Path, tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="no public key"):
        verify(signed, signed)
    key = generate_private_key(SECP256R1()).public_key()
    (path := tmp_path / "ec.pub").write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(InstallError, match="no Ed25519 key"):
        verify(signed, path)


def test_by_hand_the_same_is_found(signed: Path, publisher: Publisher) -> None:
    """As docs/installation.md says, with nothing of ours."""
    words = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(publisher.public), "-rawin", "-in", SUMS]
    subprocess.run([*words, "-sigfile", SIGNATURE], cwd=signed.parent, capture_output=True, check=True)
    subprocess.run(["sha256sum", "-c", SUMS], cwd=signed.parent, capture_output=True, check=True)


def test_a_digest_that_was_named_is_held_against_the_file(signed: Path) -> None:
    compare(signed, sha256(signed.read_bytes()).hexdigest().upper())
    with pytest.raises(InstallError, match="not the one you named"):
        compare(signed, "0" * 64)


def service(folder: Path, *words: str) -> Done:
    return xunjian("service", *words, folder=folder)


def test_an_upgrade_takes_only_what_is_signed_or_named(signed: Path, publisher: Publisher, tmp_path: Path) -> None:
    to = ("--to", "base", "--store", str(tmp_path / "s.db"))
    theirs = Publisher(tmp_path, "theirs")
    assert service(tmp_path, "upgrade", str(signed), *to).code == 64
    assert service(tmp_path, "upgrade", str(signed), "--publisher", str(theirs.public), *to).code == 77
    assert service(tmp_path, "upgrade", str(signed), "--digest", "0" * 64, *to).code == 77
    assert not (tmp_path / "base").exists()
    done = service(tmp_path, "upgrade", str(signed), "--publisher", str(publisher.public), *to)
    assert done.code == 0, done.err
    told = service(tmp_path, "verify", str(signed), "--publisher", str(publisher.public))
    assert sha256(signed.read_bytes()).hexdigest() in told.out


def test_data_is_taken_with_its_publishers_signature_and_the_record_says_so(publisher: Publisher, tmp_path: Path) -> None:
    (carried := tmp_path / "carried").mkdir()
    (path := carried / "debian.xml").write_text(debian_oval())
    summed(carried, publisher.secret)
    words = ("data", "import", str(path), "--publisher", str(publisher.public), "--store", "s.db")
    done = xunjian(*words, folder=tmp_path)
    assert done.code == 0, done.err
    assert publisher.digest[:16] in done.out
    listed = json.loads(xunjian("data", "list", "--output", "json", "--store", "s.db", folder=tmp_path).out)
    assert [one["signed_by"] for one in listed["data"]] == [publisher.digest]
    path.write_text(debian_oval("0:9"))
    refused = xunjian(*words, folder=tmp_path)
    assert refused.code == 65
    assert "debian.xml" in refused.err
