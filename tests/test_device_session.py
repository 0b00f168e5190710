"""A device with two ways: one that is lost leaves the other, and the checks say which; a refusal is not offered again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from agent.devices import family_of, login_of
from agent.gather import Gathering
from agent.guarding import Guard, Guarded
from agent.judging import judge
from agent.store.open import open_store
from checks.base import Finding, Level, Scene
from checks.network import CHECKS
from collectors.base import Cli, Question, Reason, SessionError, Shell, Snmp, WayLost, Ways
from collectors.evidence import Reply, decode, encode
from collectors.network import COLLECTORS
from collectors.sessions.device import DeviceSession
from collectors.sessions.login import CredentialRefused
from collectors.sessions.notices import Cost
from config.kinds import DEVICES
from config.secrets import Secret
from config.site import Credential, SnmpAccess, Target
from config.text import Text, render

SNMP, CLI, WAYS = Question("s", Snmp(())), Question("c", Cli(("huawei_vrp",), "display version")), Question("w", Ways())


@dataclass
class Way:
    """One way that answers everything with its own name, or does not open."""

    name: str
    error: SessionError | None = None
    connected: int = 0
    closed: int = 0
    asked: list[str] = field(default_factory=list)
    answer: bytes = b"out"

    @property
    def transport(self) -> Mapping[str, str]:
        return {"way": self.name}

    @property
    def costs(self) -> Sequence[Cost]:
        return [Cost(self.name, 1.0, 0.1)]

    def connect(self) -> None:
        self.connected += 1
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        self.closed += 1

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        for question in questions:
            self.asked.append(question.id)
            yield question, encode((Reply("ok", 0, self.answer),))


def of(*ways: Way) -> DeviceSession:
    return DeviceSession({one.name: partial(_same, one) for one in ways})


def _same(one: Way) -> Way:
    return one


def told(session: DeviceSession) -> dict[str, dict[str, object]]:
    ((_question, reply),) = session.ask([WAYS])
    assert isinstance(reply, bytes)
    found = json.loads(decode(reply)[0].out)
    assert isinstance(found, dict)
    return found


UNREACHABLE = SessionError(Reason.UNREACHABLE, "no answer")
REFUSED = SessionError(Reason.REFUSED, "wrong password")


def test_each_question_goes_its_own_way() -> None:
    snmp, ssh = Way("snmp"), Way("ssh")
    session = of(snmp, ssh)
    session.connect()
    assert [question.id for question, _reply in session.ask([CLI, WAYS, SNMP])] == ["w", "c", "s"]
    assert (snmp.asked, ssh.asked) == (["s"], ["c"])
    assert [one.id for one in session.costs] == ["snmp", "ssh"]


@pytest.mark.parametrize(("lost", "left"), [("snmp", "ssh"), ("ssh", "snmp")])
def test_one_way_that_is_lost_leaves_the_other(lost: str, left: str) -> None:
    ways = {name: Way(name, UNREACHABLE if name == lost else None) for name in ("snmp", "ssh")}
    session = of(*ways.values())
    session.connect()
    replies = dict((question.id, reply) for question, reply in session.ask([SNMP, CLI]))  # noqa: C402 - a pair each
    lost_id, left_id = ("s", "c") if lost == "snmp" else ("c", "s")
    assert isinstance(replies[lost_id], WayLost)
    assert isinstance(replies[left_id], bytes)
    assert ways[lost].closed == 1
    assert session.transport == {"way": left}
    assert told(session)[lost] == {"is_open": False, "reason": "unreachable", "detail": "no answer"}
    assert told(session)[left] == {"is_open": True, "transport": {"way": left}}


def test_where_both_are_lost_the_one_that_answered_says_why() -> None:
    for errors in ((UNREACHABLE, REFUSED), (REFUSED, UNREACHABLE)):
        with pytest.raises(SessionError) as met:
            of(Way("snmp", errors[0]), Way("ssh", errors[1])).connect()
        assert met.value is REFUSED
    with pytest.raises(SessionError) as met:
        of(Way("snmp", UNREACHABLE)).connect()
    assert met.value is UNREACHABLE


def test_an_entry_without_any_way_says_what_to_write() -> None:
    with pytest.raises(SessionError) as met:
        of().connect()
    assert met.value.reason is Reason.NO_CREDENTIAL
    assert met.value.remedy is not None
    assert "access" in render(met.value.remedy, "zh_CN")


def test_what_a_way_that_is_not_configured_would_tell_is_not_offered() -> None:
    session = of(Way("snmp"))
    session.connect()
    ((_question, reply),) = session.ask([CLI])
    assert isinstance(reply, SessionError)
    assert not isinstance(reply, WayLost)
    assert reply.reason is Reason.NOT_OFFERED


def test_a_device_is_asked_no_shell() -> None:
    session = of(Way("snmp"))
    session.connect()
    with pytest.raises(TypeError):
        list(session.ask([Question("x", Shell("df"))]))


def test_ending_it_ends_every_way_and_opens_no_other() -> None:
    snmp, ssh = Way("snmp"), Way("ssh")
    session = of(snmp, ssh)
    session.connect()
    session.close()
    assert (snmp.closed, ssh.closed) == (1, 1)
    late = of(Way("snmp"))
    late.close()
    with pytest.raises(SessionError):
        late.connect()


# --- what the checks say of it


def findings(session: DeviceSession) -> list[Finding]:
    gathering = Gathering(COLLECTORS, {})
    for question, reply in session.ask(tuple(gathering.questions(1))):
        gathering.replies[question.id] = reply
    found, _exhibits = judge(CHECKS, gathering.settled_under(None), {}, Scene())
    return found


def test_the_checks_say_which_way_is_lost_and_what_only_it_tells() -> None:
    session = of(Way("snmp", UNREACHABLE), Way("ssh", answer=b"nonsense"))
    session.connect()
    found = findings(session)
    ways = {one.subject: one.level for one in found if one.check == "network.reachability"}
    assert ways == {"snmp": Level.WARN, "ssh": Level.OK}
    rest = [one for one in found if one.check not in {"network.reachability", "network.management_security"}]
    assert {one.level for one in rest} <= {Level.UNKNOWN, Level.ABSENT}
    assert {one.check for one in rest if one.level is Level.ABSENT} <= {
        c.id for c in CHECKS if "change" in c.id or "growth" in c.id
    }
    ports = next(one for one in rest if one.check == "network.optical_power")
    assert ports.reason in {"unreachable", "not_understood"}


# --- refused credentials


def test_a_refused_credential_is_not_offered_again(tmp_path: Path) -> None:
    target = Target("sw", "network", address="192.0.2.1", platform="network")
    credential, access = Credential(name="ops", community="${env:C}"), SnmpAccess(credential="ops")
    with open_store(tmp_path / "s.db") as store:
        first = Way("snmp", CredentialRefused("ops", _words("wrong")))
        with pytest.raises(SessionError) as met:
            Guarded(first, Guard(store, target, credential, entry=access)).connect()
        assert met.value.reason is Reason.REFUSED
        again = Way("snmp")
        with pytest.raises(SessionError):
            Guarded(again, Guard(store, target, credential, entry=access)).connect()
        assert again.connected == 0
        corrected = Credential(name="ops", community="${env:D}")
        Guarded(again, Guard(store, target, corrected, entry=access)).connect()
        assert again.connected == 1


def _words(said: str) -> Text:
    return Text(said, {})


# --- logins


def test_a_login_is_version_3_where_a_user_is_named() -> None:
    made = login_of(SnmpAccess(), Credential(name="ops", snmp_user="u"), lambda _c, name: Secret(name))
    assert (made.version, made.user, made.auth_protocol, made.priv_protocol) == ("3", "u", "sha", "aes")
    made = login_of(SnmpAccess(), Credential(name="ops"), lambda _c, name: Secret(name))
    assert (made.version, made.community.reveal() if made.community else "") == ("2c", "community")


@pytest.mark.parametrize(("version", "field"), [("3", "snmp_user"), ("2c", "community"), ("1", "community")])
def test_a_login_that_lacks_something_says_what(version: str, field: str) -> None:
    with pytest.raises(SessionError) as met:
        login_of(SnmpAccess(version=version), Credential(name="ops", place="x:1"), lambda _c, _n: None)
    assert met.value.reason is Reason.NO_CREDENTIAL
    assert field in str(met.value.detail)


def test_only_a_network_device_has_a_family() -> None:
    assert family_of(Target("a", "network", platform="huawei_vrp")) == "huawei_vrp"
    assert {family_of(Target("a", kind, platform="network")) for kind in DEVICES} == {""}
