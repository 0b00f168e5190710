"""Recorded devices played by snmpsim: ours, pysnmp and the record itself agree row by row."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from collectors.base import Part, Question, Snmp
from collectors.evidence import decode
from collectors.sessions.base import Budget
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.session import SnmpSession
from config.secrets import Secret
from config.site import SnmpAccess
from tests.peers.snmpsim import missing, snmpsim

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning"),  # what pysnmp uses of pysmi
]

TREES = ("1.3.6.1.2.1", "1.3.6.1.4.1", "1.2.840.10006.300.43")
ALL = Snmp(parts=(Part((), (), TREES),), seconds=300, most=200_000, kib=65536)
ROWS = 400
RECORD = "\n".join(
    [
        "1.3.6.1.2.1.1.1.0|4|Switch of our own\\, 接口",
        "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.2011.2.23.291",
        "1.3.6.1.2.1.1.3.0|67|4294967295",
        "1.3.6.1.2.1.1.5.0|4|",
        *(f"1.3.6.1.2.1.2.2.1.1.{n}|2|{n}" for n in range(1, ROWS)),
        *(f"1.3.6.1.2.1.2.2.1.2.{n}|4|GigabitEthernet0/0/{n}" for n in range(1, ROWS)),
        *(f"1.3.6.1.2.1.2.2.1.6.{n}|4x|{n:012x}" for n in range(1, ROWS)),
        "1.3.6.1.2.1.4.20.1.3.10.0.0.1|64|255.255.255.0",
        *(f"1.3.6.1.2.1.31.1.1.1.6.{n}|70|{n << 40}" for n in range(1, ROWS)),
        *(f"1.3.6.1.2.1.31.1.1.1.18.{n}|4|{'to the core ' * 16}{n}" for n in range(1, ROWS)),
        "1.3.6.1.4.1.2011.1.1|2|-1",
        "1.3.6.1.4.1.2011.1.4294967295|65|0",
        "1.3.6.1.4.1.2011.2.128|66|4294967295",
        "1.3.6.1.4.1.2011.2.16384|4x|" + "ff00" * 600,
        "",
    ]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("recorded")
    (made / "own.snmprec").write_text(RECORD)
    theirs = Path(os.environ.get("XUNJIAN_CORPUS", "/nonexistent")) / "snmp"
    for record in sorted(theirs.glob("*.snmprec"))[:: int(os.environ.get("XUNJIAN_EACH", "12"))]:
        (made / record.name).write_bytes(record.read_bytes())
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with snmpsim(folder) as peer:
        yield peer.address


def rows(address: str, community: str, driver: str, version: str) -> list[str]:
    access = SnmpAccess(seconds=10, tries=3, driver=driver)
    session = SnmpSession(address, access, SnmpLogin(version, Secret(community)), Budget(600, 60, 0))
    try:
        session.connect()
        ((_question, reply),) = session.ask([Question("x", ALL)])
    finally:
        session.close()
    assert isinstance(reply, bytes), reply
    return decode(reply)[0].out.decode().split("\n")[1:-2]


def recorded(record: Path) -> list[tuple[str, str, bytes]]:
    """What stands in a record, in the trees that are walked, by the order of the OIDs."""
    found = {}
    for line in record.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        oid, tag, value = line.split("|", 2)
        if any(oid.startswith(f"{tree}.") for tree in TREES) and tag != "5":
            octets = bytes.fromhex(value) if tag.endswith("x") else value.encode(errors="surrogateescape")
            found[oid] = (oid, tag.rstrip("x"), octets)
    return sorted(found.values(), key=lambda one: [int(n) for n in one[0].split(".")])


def told(lines: list[str]) -> list[tuple[str, str, bytes]]:
    found = []
    for line in lines:
        if not line.startswith("@"):
            oid, tag, value = line.split("|", 2)
            octets = bytes.fromhex(value) if tag.endswith("x") else value.encode()
            found.append((oid, tag.rstrip("x"), octets))
    return found


def test_ours_pysnmp_and_the_record_agree(folder: Path, address: str) -> None:
    pytest.importorskip("pysnmp")
    for record in sorted(folder.glob("*.snmprec")):
        ours = rows(address, record.stem, "", "2c")
        assert ours == rows(address, record.stem, "pysnmp", "2c"), record.stem
        if record.stem == "own":
            assert told(ours) == recorded(record)


def test_version_1_gives_the_same_but_numbers_of_64_bits(folder: Path, address: str) -> None:
    found = told(rows(address, "own", "", "1"))
    assert found == [one for one in recorded(folder / "own.snmprec") if one[1] != "70"]
