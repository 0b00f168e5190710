"""No secret is kept: one of each kind is planted where collectors read, and every artefact of ours is searched for it."""

import os
import re
from collections.abc import Mapping

import pytest

from agent.catalogue import COLLECTORS
from collectors.base import Collector, Sql
from tests.peers import mariadb, snmpd, sshd
from tests.planted_beyond import KINDS
from tests.planted_secrets import Planted
from tests.planted_site import artefacts

pytestmark = pytest.mark.peer
PIECE = 10
"""So many signs of a secret are none by chance; a shorter piece of it helps nobody to the rest."""


@pytest.fixture(scope="module")
def left() -> Mapping[str, str]:
    """What is left, by name; made once, also where making it failed."""
    missing = [one for one in (sshd.missing(), snmpd.missing(), "" if os.geteuid() == 0 else "root is needed") if one]
    if missing or not mariadb.is_there():
        pytest.skip(f"no planted secret was sought: {missing or 'no MariaDB'}")
    return artefacts()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_secret_of_this_kind_is_nowhere(kind: Planted, left: Mapping[str, str]) -> None:
    pieces = (kind.secret[:PIECE], kind.secret[-PIECE:])
    assert not [name for name, text in left.items() if any(piece in text for piece in pieces)]


WITNESSES = (
    "xjcryptmd5", "xjcryptdes", "XJ-VRP", "XJ-COMWARE", "XJ-IOS", "xj_md5", "xj_scram", "xj_native", "snmp-agent community",
    "mysqldump", "exporter", "/etc/sudoers.d/xj", "10.9.0.0", "pam_radius_auth", "app[9]", "401 for",
)  # fmt: skip


@pytest.mark.parametrize("word", WITNESSES)
def test_what_stands_beside_a_secret_was_read(word: str, left: Mapping[str, str]) -> None:
    assert [name for name, text in left.items() if word in text]


STATEMENTS = [
    one.text
    for each in COLLECTORS
    if isinstance(each, Collector) and isinstance(each.ask, Sql)
    for one in each.ask.statements
]


@pytest.mark.parametrize("column", ["spare4", "authentication_string", "rolpassword", "subconninfo", "umoptions"])
def test_no_statement_reads_a_column_of_secrets(column: str) -> None:
    """Also of products that no server here is of: Oracle's verifiers, caching_sha2. What is never asked never comes."""
    bare = re.compile(rf"(?:select|,)\s*(?:\w+\.)?{column}\s*(?:,|from\b|as\b|$)", re.IGNORECASE)
    assert bare.search(f"select name, {column} from x")
    assert len(STATEMENTS) > 50
    assert not [one for one in STATEMENTS if bare.search(one)]
