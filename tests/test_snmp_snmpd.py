"""Against net-snmp's agent: every protocol of SNMPv3, each way of being refused, and pysnmp row by row."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from collectors.base import Part, Question, Reason, SessionError, Snmp
from collectors.evidence import decode
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.session import SnmpSession
from config.secrets import Secret
from config.site import SnmpAccess
from tests.peers.snmpd import AUTH, COMMUNITY, LOGINS, PRIV, SnmpPeer, missing, snmpd

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning"),  # what pysnmp uses of pysmi
]

PLAIN = {"v1": SnmpLogin("1", COMMUNITY), "v2c": SnmpLogin("2c", COMMUNITY)}
STABLE = Snmp(
    parts=(
        Part(
            (),
            ("1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.6.0", "1.3.6.1.2.1.1.77.0", "1.3.6.1.2.1.77.1.0"),
            (
                "1.3.6.1.2.1.1.9.1.2",
                "1.3.6.1.2.1.1.9.1.3",
                "1.3.6.1.2.1.2.2.1.1",
                "1.3.6.1.2.1.2.2.1.2",
                "1.3.6.1.2.1.2.2.1.6",
                "1.3.6.1.2.1.4.20.1.3",
                "1.3.6.1.2.1.25.2.3.1.2",
                "1.3.6.1.2.1.25.2.3.1.3",
                "1.3.6.1.6.3.16.1.2.1.3",
                "1.3.6.1.6.3.16.1.5.2.1.3",
                "1.3.6.1.4.1.99999.1",
            ),
        ),
    ),
)
"""Objects that do not change while a test looks at them: what is registered, interfaces, file systems, users."""
BUDGET = Budget(60, 15, 0)


@pytest.fixture(scope="module")
def peer() -> Iterator[SnmpPeer]:
    with snmpd() as running:
        yield running


def answered(peer: SnmpPeer, login: SnmpLogin, ask: Snmp = STABLE, *, driver: str = "", tries: int = 2) -> str:
    session = SnmpSession(peer.address, SnmpAccess(seconds=1, tries=tries, driver=driver), login, BUDGET)
    try:
        session.connect()
        ((_question, reply),) = session.ask([Question("x", ask)])
    finally:
        session.close()
    if isinstance(reply, SessionError):
        raise reply
    return decode(reply)[0].out.decode()


@pytest.mark.parametrize("name", [*PLAIN, *LOGINS])
def test_each_version_and_protocol_reads_the_same(peer: SnmpPeer, name: str) -> None:
    found = answered(peer, (PLAIN | LOGINS)[name])
    said = found if name != "v1" else found.replace("|128|", "|129|", 1)  # version 1 does not tell the two apart
    assert said.split("\n")[1:5] == [
        "1.3.6.1.2.1.1.5.0|4|core-sw",
        "1.3.6.1.2.1.1.6.0|4x|e69cbae688bf",
        said.split("\n")[3],
        said.split("\n")[4],
    ]
    assert said.split("\n")[6:] == answered(peer, PLAIN["v2c"]).split("\n")[6:]


@pytest.mark.parametrize("name", [*PLAIN, *LOGINS])
def test_pysnmp_reads_the_same_row_by_row(peer: SnmpPeer, name: str) -> None:
    pytest.importorskip("pysnmp")
    login = (PLAIN | LOGINS)[name]
    assert answered(peer, login, driver="pysnmp") == answered(peer, login)


def test_what_the_session_says_of_its_way(peer: SnmpPeer) -> None:
    session = SnmpSession(peer.address, SnmpAccess(), LOGINS["u-sha256-aes"], BUDGET)
    session.connect()
    told = dict(session.transport)
    session.close()
    plain = SnmpSession(peer.address, SnmpAccess(), PLAIN["v2c"], BUDGET)
    plain.connect()
    plain.close()
    assert told["snmp_version"] == "3"
    assert (told["security_level"], told["auth_protocol"], told["priv_protocol"]) == ("authPriv", "sha256", "aes")
    assert told["sys_object_id"] == "1.3.6.1.4.1.8072.3.2.10"
    assert told["engine_boots"] == "1"
    assert plain.transport["engine_id"] == told["engine_id"]
    assert "security_level" not in plain.transport


REFUSED = {
    "unknown-user": (
        replace(LOGINS["u-sha"], user="nobody"),
        CredentialRefused,
        Reason.REFUSED,
        "does not know the SNMPv3 user",
    ),
    "wrong-password": (
        replace(LOGINS["u-sha"], auth=PRIV),
        CredentialRefused,
        Reason.REFUSED,
        "refuses the authentication",
    ),
    "wrong-auth-protocol": (
        replace(LOGINS["u-sha"], auth_protocol="md5"),
        CredentialRefused,
        Reason.REFUSED,
        "authentication",
    ),
    "wrong-privacy-key": (
        replace(LOGINS["u-sha-aes"], priv=AUTH),
        SessionError,
        Reason.REFUSED,
        "answered, but not our user",
    ),
    "wrong-privacy-protocol": (
        replace(LOGINS["u-sha-aes"], priv_protocol="des"),
        SessionError,
        Reason.REFUSED,
        "but not our user",
    ),
    "no-privacy-on-the-device": (
        replace(LOGINS["u-sha"], priv=PRIV),
        SessionError,
        Reason.REFUSED,
        "at this security level",
    ),
    "too-low-a-level": (replace(LOGINS["u-sha-aes"], priv=None), SessionError, Reason.DENIED, "authorizationError"),
    "wrong-community": (SnmpLogin("2c", Secret("wrong")), SessionError, Reason.UNREACHABLE, "no answer to 1 tries"),
    "wrong-community-of-version-1": (SnmpLogin("1", Secret("wrong")), SessionError, Reason.UNREACHABLE, "no answer"),
    "unknown-context": (replace(LOGINS["u-sha"], context="vrf-x"), SessionError, Reason.REFUSED, "but not our user"),
    "no-community": (SnmpLogin("2c"), SessionError, Reason.NO_CREDENTIAL, "no community"),
    "privacy-without-authentication": (SnmpLogin("3", user="u", priv=PRIV), SessionError, Reason.NO_CREDENTIAL, "needs"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_refusal_has_its_own_words(peer: SnmpPeer, name: str) -> None:
    login, kind, reason, words = REFUSED[name]
    with pytest.raises(SessionError) as raised:
        answered(peer, login, tries=1)
    assert type(raised.value) is kind
    assert raised.value.reason is reason
    assert words in str(raised.value)
    assert raised.value.remedy


def test_no_answer_names_all_that_it_can_mean(peer: SnmpPeer) -> None:
    with pytest.raises(SessionError) as raised:
        answered(peer, SnmpLogin("2c", Secret("wrong")), tries=1)
    said = str(raised.value.remedy)
    assert all(word in said for word in ("down", "filtered", "community is wrong"))


def test_a_port_where_nothing_listens_is_said_at_once() -> None:
    session = SnmpSession("127.0.0.1:9", SnmpAccess(seconds=5, tries=2), PLAIN["v2c"], BUDGET)
    started = time.monotonic()
    with pytest.raises(SessionError, match="nothing listens"):
        session.connect()
    session.close()
    assert time.monotonic() - started < 3


def test_a_view_that_leaves_objects_out_is_no_such_object() -> None:
    view = ("view some included .1.3.6.1.2.1.1", "rouser u-sha auth -V some", "view some excluded .1.3.6.1.2.1.1.6")
    with snmpd("createUser u-sha SHA authpass123", *view, users=()) as narrow:
        found = answered(narrow, LOGINS["u-sha"])
    assert "1.3.6.1.2.1.1.6.0|128|" in found
    assert "@column 1.3.6.1.2.1.2.2.1.1 0\n" in found


def test_a_user_who_may_read_nothing_is_denied() -> None:
    with snmpd("createUser u-sha SHA authpass123", users=()) as strict, pytest.raises(SessionError) as raised:
        answered(strict, LOGINS["u-sha"])
    assert raised.value.reason is Reason.DENIED
