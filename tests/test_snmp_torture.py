"""A device that behaves badly is read whole, or is an error that says what it did; never a short table."""

import threading
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from collectors.base import Answer, Part, Question, Reason, SessionError, Snmp
from collectors.evidence import read
from collectors.sessions.base import Budget
from collectors.sessions.snmp import ber, pdu
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.session import SnmpSession
from config.secrets import Secret
from config.site import SnmpAccess
from tests.peers.snmp_torture import KIND, USER, Torture, interfaces, torturing

PUBLIC = SnmpLogin("2c", Secret("public"))
FIRST = SnmpLogin("1", Secret("public"))
NAME = "1.3.6.1.2.1.1.5.0"
INDEX, DESCRIPTION = "1.3.6.1.2.1.2.2.1.1", "1.3.6.1.2.1.2.2.1.2"
OCTETS, ALIAS = "1.3.6.1.2.1.31.1.1.1.6", "1.3.6.1.2.1.31.1.1.1.18"
COLUMNS = (INDEX, DESCRIPTION, OCTETS, ALIAS)
BUDGET = Budget(60, 15, 0)
FEW = 40
MANY = 200


def ask(
    *columns: str,
    scalars: Sequence[str] = (NAME,),
    of: Sequence[str] = (),
    seconds: int = 60,
    most: int = 5000,
    samples: int = 1,
    kib: int = 8192,
) -> Snmp:
    return Snmp((Part(tuple(of), tuple(scalars), columns),), seconds, most, samples, kib)


def asked(
    agent: Torture,
    *asks: Snmp,
    login: SnmpLogin = PUBLIC,
    seconds: float = 0.2,
    tries: int = 3,
    budget: Budget = BUDGET,
) -> list[Answer | SessionError]:
    """One round of a session, in the order of the asks."""
    session = SnmpSession(agent.address, SnmpAccess(seconds=seconds, tries=tries), login, budget)  # type: ignore[arg-type] # a fraction, so that tests are quick
    try:
        session.connect()
        said = dict(session.ask([Question(str(n), one) for n, one in enumerate(asks)]))
    finally:
        session.close()
    by_id = {question.id: reply for question, reply in said.items()}
    return [_read(one, by_id[str(n)]) for n, one in enumerate(asks)]


def _read(one: Snmp, reply: bytes | SessionError) -> Answer | SessionError:
    if isinstance(reply, SessionError):
        return reply
    found = read(one, reply)
    assert isinstance(found, Answer)
    return found


def text(found: Answer | SessionError) -> str:
    assert isinstance(found, Answer), found
    return found.text


def error(found: Answer | SessionError) -> SessionError:
    assert isinstance(found, SessionError), found.text[-300:]
    return found


def whole(rows: int, columns: Sequence[str] = COLUMNS) -> str:
    """What a healthy agent of these interfaces answers, without a look at our walker."""
    objects = interfaces(rows)
    lines = [f"@device {KIND}", f"{NAME}|4|core-sw", "@scalars 1"]
    for column in columns:
        for n in range(1, rows + 1):
            tag, value = objects[f"{column}.{n}"]
            said = value.decode() if tag == ber.OCTETS else int.from_bytes(value, "big")
            lines.append(f"{column}.{n}|{tag}|{said}")
        lines.append(f"@column {column} {rows}")
    return "\n".join([*lines, f"@end {rows * len(columns) + 1}\n"])


BAD = {
    "healthy": Torture(),
    "slow": Torture(delay_seconds=0.05),
    "lossy": Torture(lost_every=4),
    "drops-large": Torture(drops_above=600),
    "too-big": Torture(too_big_above=484),
    "cut": Torture(cut_above=700),
    "empty": Torture(empty_above=500),
    "garbled-now-and-then": Torture(garbles_every=5),
    "late-doubled-astray": Torture(is_doubled=True),
    "no-bulk": Torture(has_bulk=False),
    "silent-to-bulk": Torture(drops_bulk=True),
}


LOGINS = {"v2c": PUBLIC, "v1": FIRST, "v3": USER}


@pytest.mark.parametrize(
    ("name", "version"), [(name, one) for name in BAD for one in LOGINS if name != "slow" or one == "v2c"]
)
def test_read_whole_however_it_behaves(name: str, version: str) -> None:
    login = LOGINS[version]
    rows = FEW if name in {"slow", "drops-large", "lossy"} else MANY
    with torturing(replace(BAD[name], objects=interfaces(rows), asked=[])) as agent:
        (found,) = asked(agent, ask(*COLUMNS), login=login)
    assert text(found) == whole(rows)


def test_an_answer_that_comes_after_its_try_is_taken() -> None:
    with torturing(Torture(interfaces(3), delay_seconds=0.15)) as agent:
        (found,) = asked(agent, ask(INDEX), seconds=0.1, tries=4)
    assert text(found) == whole(3, (INDEX,))


def test_a_table_without_an_end_is_cut_and_named() -> None:
    with torturing(Torture(interfaces(5), is_endless=True)) as agent:
        endless, other = asked(agent, ask(ALIAS, most=100), ask(DESCRIPTION))
    assert error(endless).reason is Reason.CUT
    assert ALIAS in str(error(endless))
    assert text(other) == whole(5, (DESCRIPTION,))


def test_as_many_rows_as_allowed_are_no_cut() -> None:
    with torturing(Torture(interfaces(FEW))) as agent:
        exact, fewer = asked(agent, ask(*COLUMNS, most=FEW), ask(*COLUMNS, most=FEW - 1))
    assert text(exact) == whole(FEW)
    assert error(fewer).reason is Reason.CUT


@pytest.mark.parametrize("back", [f"{DESCRIPTION}.3", f"{DESCRIPTION}.7", INDEX, "1.3.6.1.2.1.1.5.0"])
def test_an_oid_that_does_not_increase_is_an_error_that_names_it(back: str) -> None:
    with torturing(Torture(interfaces(20), next_of={f"{DESCRIPTION}.7": back})) as agent:
        broken, other = asked(agent, ask(DESCRIPTION), ask(ALIAS))
    assert error(broken).reason is Reason.FAILED
    assert back in str(error(broken))
    assert text(other) == whole(20, (ALIAS,))


def test_numbers_of_several_octets_are_compared_as_numbers() -> None:
    """In base 128, 16383 (ff 7f) looks greater than 16384 (81 80 00)."""
    places = (1, 127, 128, 16383, 16384, 2**32 - 1)
    with torturing(Torture({f"{INDEX}.{n}": (ber.INTEGER, b"\x01") for n in places})) as agent:
        (found,) = asked(agent, ask(INDEX))
    assert [line.split("|")[0].rpartition(".")[2] for line in text(found).split("\n")[3:9]] == [str(n) for n in places]


def test_a_column_next_to_a_longer_number_is_not_taken_for_it() -> None:
    with torturing(Torture({"1.3.6.1.2.1.2.2.1.20.1": (ber.INTEGER, b"\x01")})) as agent:
        (found,) = asked(agent, ask(DESCRIPTION))
    assert f"@column {DESCRIPTION} 0" in text(found)


def test_an_object_that_makes_it_silent_is_named_and_the_rest_goes_on() -> None:
    with torturing(Torture(interfaces(3), mute_about=frozenset({ALIAS}))) as agent:
        mute, other = asked(agent, ask(ALIAS), ask(DESCRIPTION), seconds=0.1)
    assert error(mute).reason is Reason.TIMEOUT
    assert ALIAS in str(error(mute))
    assert text(other) == whole(3, (DESCRIPTION,))


def test_a_device_that_falls_silent_is_not_asked_again_and_again() -> None:
    agent = Torture(interfaces(3))
    with torturing(agent):
        session = SnmpSession(agent.address, SnmpAccess(seconds=0.1, tries=2), PUBLIC, Budget(60, 15, 0))  # type: ignore[arg-type] # a fraction
        session.connect()
        agent.versions = frozenset()
        started = time.monotonic()
        said = [reply for _question, reply in session.ask([Question(str(n), ask(DESCRIPTION)) for n in range(50)])]
        session.close()
    assert {one.reason for one in said if isinstance(one, SessionError)} == {Reason.UNREACHABLE}
    assert len(said) == 50
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("status", "reason"),
    [(pdu.GENERAL_ERROR, Reason.FAILED), (pdu.AUTHORIZATION, Reason.DENIED), (pdu.NO_ACCESS, Reason.DENIED)],
)
def test_an_error_of_one_object_is_its_askers_only(status: int, reason: Reason) -> None:
    errors = {f"{ALIAS}.2": status, "1.3.6.1.2.1.1.4.0": status}
    with torturing(Torture(interfaces(5), errors=errors)) as agent:
        column, scalar, other = asked(agent, ask(*COLUMNS), ask(scalars=(NAME, "1.3.6.1.2.1.1.4.0")), ask(DESCRIPTION))
    assert error(column).reason is reason
    assert f"{ALIAS}.1" in str(error(column)), "the last that was had before"
    assert error(scalar).reason is reason
    assert "1.3.6.1.2.1.1.4.0" in str(error(scalar))
    assert text(other) == whole(5, (DESCRIPTION,))


def test_version_1_says_what_is_missing_and_keeps_the_rest() -> None:
    with torturing(Torture(interfaces(2))) as agent:
        (found,) = asked(agent, ask(scalars=("1.3.6.1.2.1.1.1.0", NAME, "1.3.6.1.2.1.1.9.0")), login=FIRST)
    assert text(found).split("\n")[1:4] == ["1.3.6.1.2.1.1.1.0|128|", f"{NAME}|4|core-sw", "1.3.6.1.2.1.1.9.0|128|"]


def test_many_scalars_are_got_in_pieces() -> None:
    scalars = {f"1.3.6.1.4.1.9.9.{n}.0": (ber.OCTETS, b"x" * 300) for n in range(90)}
    with torturing(Torture(scalars, drops_above=1400)) as agent:
        (found,) = asked(agent, ask(scalars=tuple(scalars)))
    assert text(found).endswith("@scalars 90\n@end 90\n")


def test_parts_that_are_for_other_devices_are_left_out() -> None:
    with torturing(Torture(interfaces(2))) as agent:
        other, own, near = asked(
            agent,
            ask(DESCRIPTION, of=("1.3.6.1.4.1.9",)),
            ask(DESCRIPTION, of=("1.3.6.1.4.1.2011",)),
            ask(DESCRIPTION, of=("1.3.6.1.4.1.201",)),
        )
    assert text(other) == text(near) == f"@device {KIND}\n@end 0\n"
    assert text(own) == whole(2, (DESCRIPTION,))


def test_a_column_is_walked_once_a_round() -> None:
    agent = Torture(interfaces(5))
    with torturing(agent):
        asked(agent, ask(DESCRIPTION, scalars=()))
        once = len(agent.asked)
        agent.asked.clear()
        first, second = asked(agent, ask(DESCRIPTION, scalars=()), ask(DESCRIPTION, scalars=()))
    assert len(agent.asked) == once
    assert text(first) == text(second)


def test_two_samples_are_two_walks_apart() -> None:
    agent = Torture(interfaces(2))
    with torturing(agent):
        started = time.monotonic()
        (found,) = asked(agent, ask(OCTETS, samples=2), budget=Budget(60, 15, 1))
        assert time.monotonic() - started >= 1
    assert isinstance(found, Answer)
    assert found.earlier == found.text == whole(2, (OCTETS,))


def test_values_of_all_kinds_are_written_as_documented() -> None:
    base = "1.3.6.1.4.1.9.9.1"
    values = {
        f"{base}.1": (ber.INTEGER, b"\xff"),
        f"{base}.2": (ber.OCTETS, "接口".encode()),
        f"{base}.3": (ber.OCTETS, b"a|b c"),
        f"{base}.4": (ber.OCTETS, b"two\nlines"),
        f"{base}.5": (ber.OCTETS, b""),
        f"{base}.6": (ber.OID, ber.oid_octets("1.3.6.1")),
        f"{base}.7": (ber.OID, b""),
        f"{base}.8": (0x40, bytes((10, 0, 0, 1))),
        f"{base}.9": (0x41, b"\xff\xff\xff\xff"),
        f"{base}.10": (0x42, b"\x00\xff\xff\xff\xff"),
        f"{base}.11": (0x46, b"\x00" + b"\xff" * 8),
        f"{base}.12": (0x44, bytes.fromhex("9f78044048f5c3")),
        f"{base}.13": (ber.NULL, b""),
    }
    with torturing(Torture(values)) as agent:
        (found,) = asked(agent, ask(base, scalars=()))
    assert [line.partition("|")[2] for line in text(found).split("\n")[1:14]] == [
        "2|-1", "4x|e68ea5e58fa3", "4|a|b c", "4x|74776f0a6c696e6573", "4|", "6|1.3.6.1", "6|0.0", "64|10.0.0.1",
        "65|4294967295", "66|4294967295", "70|18446744073709551615", "68x|9f78044048f5c3", "5|",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        (ber.INTEGER, b""),
        (ber.INTEGER, b"\x01" * 9),
        (0x41, b"\x01" * 5),
        (0x46, b"\x01" * 9),
        (0x1F, b""),
        (ber.OID, b"\x81"),
    ],
)
def test_a_value_that_is_none_is_an_error_that_names_its_object(value: tuple[int, bytes]) -> None:
    with torturing(Torture(interfaces(2) | {f"{INDEX}.9": value})) as agent:
        broken, other = asked(agent, ask(INDEX), ask(DESCRIPTION))
    assert error(broken).reason is Reason.FAILED
    assert INDEX in str(error(broken))
    assert text(other) == whole(2, (DESCRIPTION,))


def test_an_engine_that_restarts_in_mid_walk_is_walked_anew() -> None:
    agent = Torture(interfaces(MANY), reboots_at=(6,))
    with torturing(agent):
        (found,) = asked(agent, ask(*COLUMNS), login=USER)
    assert text(found) == whole(MANY)


def test_an_engine_that_restarts_all_the_time_is_an_error() -> None:
    agent = Torture(interfaces(MANY), reboots_at=tuple(range(6, 200, 4)))
    with torturing(agent):
        (found,) = asked(agent, ask(*COLUMNS), login=USER)
    assert error(found).reason is Reason.FAILED


def test_the_ask_and_the_target_have_their_seconds() -> None:
    with torturing(Torture(interfaces(MANY), delay_seconds=0.1)) as agent:
        started = time.monotonic()
        late, other = asked(agent, ask(*COLUMNS, seconds=1), ask(scalars=(NAME,)), seconds=2)
        assert time.monotonic() - started < 3
        (spent,) = asked(agent, ask(*COLUMNS), budget=Budget(1, 15, 0), seconds=2)
    assert error(late).reason is Reason.TIMEOUT
    assert "core-sw" in text(other)
    assert error(spent).reason is Reason.BUDGET


def test_more_text_than_the_ask_takes_is_cut() -> None:
    with torturing(Torture(interfaces(MANY))) as agent:
        (found,) = asked(agent, ask(ALIAS, kib=4))
    assert error(found).reason is Reason.CUT


def test_closing_ends_it_at_once() -> None:
    with torturing(Torture(interfaces(2), mute_about=frozenset({DESCRIPTION}))) as agent:
        session = SnmpSession(agent.address, SnmpAccess(seconds=20), PUBLIC, Budget())
        session.connect()
        timer = threading.Timer(0.3, session.close)
        timer.start()
        started = time.monotonic()
        said = [reply for _question, reply in session.ask([Question("x", ask(DESCRIPTION, scalars=()))])]
        timer.join()
    assert time.monotonic() - started < 2
    assert isinstance(said[0], SessionError)
    assert said[0].reason is Reason.BUDGET


def test_a_device_without_a_sysobjectid_is_still_asked() -> None:
    with torturing(Torture(interfaces(1))) as agent:
        agent._mib = [one for one in agent._mib if one[1][0] != ber.oid_octets("1.3.6.1.2.1.1.2.0")]
        agent._keys = [key for key, _object in agent._mib]
        found, other = asked(agent, ask(DESCRIPTION), ask(DESCRIPTION, of=("1.3.6.1.4.1.9",)))
    assert text(found).startswith(f"@device\n{NAME}|4|core-sw\n")
    assert text(other) == "@device\n@end 0\n"


def test_ipv6() -> None:
    with torturing(Torture(interfaces(1)), "::1") as agent:
        (found,) = asked(agent, ask(*COLUMNS))
    assert text(found) == whole(1)
