"""What comes off the wire is a message, or an error of ours: never another exception, no hang, no memory beyond itself."""

import tracemalloc
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collectors.sessions.snmp import ber, keys, pdu, usm, usm_messages
from collectors.sessions.snmp.ber import BerError
from collectors.sessions.snmp.ciphers import AES_OCTETS, Privacy
from collectors.sessions.snmp.keys import KeyRing
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.usm import Usm
from collectors.sessions.snmp.usm_messages import Engine
from collectors.sessions.snmp.values import written
from config.secrets import Secret
from tests.peers.snmp_torture import USER, response

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINE = Engine(bytes.fromhex("80001f8880"), 3, 0.0)
NUMBER = st.one_of(st.integers(0, 200), st.integers(0, 2**32 - 1))
OIDS = st.builds(lambda a, b, rest: (a, b, *rest), st.integers(0, 1), st.integers(0, 39), st.lists(NUMBER, max_size=120))
OBJECTS = st.lists(
    st.tuples(
        OIDS.map(lambda one: ber.oid_octets(".".join(map(str, one)))),
        st.tuples(st.integers(0, 30), st.binary(max_size=300)),
    )
)
COMMUNITY = pdu.Community(1, b"public")


def users() -> list[Usm]:
    found = []
    for privacy in ("des", "aes"):
        user = Usm(replace(USER, priv_protocol=privacy), "", KEYS)
        user.meet(ENGINE)
        found.append(user)
    return [*found, Usm(SnmpLogin("3", user="ops"), "", KEYS)]


KEYS = KeyRing()
USERS = users()


@given(OIDS)
def test_an_oid_goes_there_and_back(oid: tuple[int, ...]) -> None:
    text = ".".join(map(str, oid))
    assert ber.numbers(ber.oid_octets(text)) == oid
    assert ber.dotted(ber.oid_octets(text)) == text


@given(st.integers(-(2**31), 2**31 - 1))
@example(0)
@example(127)
@example(128)
@example(-128)
@example(-129)
def test_an_integer_goes_there_and_back(number: int) -> None:
    octets = ber.integer_element(number)
    assert ber.integer(octets, 0, len(octets)) == (number, len(octets))
    assert written(ber.INTEGER, octets[2:]) == f"2|{number}"


@given(OBJECTS, st.integers(0, 2**31 - 1))
def test_an_answer_goes_there_and_back(objects: list[tuple[bytes, tuple[int, bytes]]], number: int) -> None:
    found = COMMUNITY.unwrap(COMMUNITY.wrap(response(number, 0, 0, objects)))
    assert found is not None
    assert (found.request_id, found.objects) == (number, [(name, tag, value) for name, (tag, value) in objects])


def all_of(datagram: bytes) -> None:
    """All that reads datagrams; only what is documented may be raised."""
    readers: list[Callable[[bytes], object]] = [
        COMMUNITY.unwrap,
        usm_messages.discovered,
        *(partial(read_by, user) for user in USERS),
    ]
    for read in readers:
        try:
            found = read(datagram)
        except (BerError, usm.ReportedError, usm.AgainError, usm.OtherEngineError):
            continue
        for name, tag, value in found.objects if isinstance(found, pdu.Pdu) else ():
            values(name, tag, value)


def read_by(user: Usm, datagram: bytes) -> pdu.Pdu | None:
    """As the user reads it, and as if it were the answer awaited, proved, from his engine."""
    user.unwrap(datagram)
    met = usm_messages.opened(datagram)
    if met is None:
        return None
    user._awaited.add(met.msg_id)
    user.unwrap(datagram)
    return user._pdu(datagram, met)


def values(name: bytes, tag: int, value: bytes) -> None:
    for read in (ber.dotted, ber.numbers, ber.base128):
        with_error_of_ours(read, name)
    with_error_of_ours(lambda octets: written(tag, octets), value)


def with_error_of_ours(read: object, octets: bytes) -> None:
    assert callable(read)
    try:
        read(octets)
    except BerError:
        return


@given(st.binary(max_size=400))
def test_any_octets_are_read_or_refused(datagram: bytes) -> None:
    all_of(datagram)


@given(st.integers(0, 255), st.binary(max_size=400))
def test_any_value_is_written_or_refused(tag: int, octets: bytes) -> None:
    values(octets, tag, octets)


WHOLE = response(
    7, 0, 0, [(ber.oid_octets("1.3.6.1.2.1.1.5.0"), (4, b"core-sw")), (ber.oid_octets("1.3.6.1.2.1.1.3.0"), (67, b"\1"))]
)
MESSAGES = [COMMUNITY.wrap(WHOLE), *(user.wrap(WHOLE) for user in USERS)]


@given(st.sampled_from(MESSAGES), st.data())
def test_a_message_with_an_octet_changed_is_read_or_refused(message: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(message) - 1))
    all_of(message[:at] + bytes((data.draw(st.integers(0, 255)),)) + message[at + 1 :])


@pytest.mark.parametrize("message", MESSAGES, ids=["v2c", "v3-des", "v3-aes", "v3-none"])
def test_a_message_cut_anywhere_is_refused(message: bytes) -> None:
    for reader in (COMMUNITY.unwrap, *(user.unwrap for user in USERS)):
        for end in range(len(message)):
            with pytest.raises(BerError):
                reader(message[:end])
        with pytest.raises(BerError):
            reader(message + b"\0")


@pytest.mark.parametrize("place", [0, 1], ids=["des", "aes"])
def test_a_proved_message_with_an_octet_changed_is_not_believed(place: int) -> None:
    user = users()[place]  # made now: a message is believed for 150 seconds only (RFC 3414, 3.2)
    message = user.wrap(WHOLE)
    user._awaited.add(usm_messages.opened(message).msg_id)  # type: ignore[union-attr] # it is a message of version 3
    assert user.unwrap(message) is not None
    for at in range(len(message)):
        changed = message[:at] + bytes((message[at] ^ 1,)) + message[at + 1 :]
        try:
            found = user.unwrap(changed)
        except BerError:
            continue
        assert found is None, at


LENGTHS = {
    "indefinite": b"\x30\x80\x02\x01\x01\x00\x00",
    "huge": b"\x30\x85\x01\x00\x00\x00\x00",
    "beyond": b"\x30\x84\xff\xff\xff\xff\x02\x01\x01",
    "tag-of-several-octets": b"\x3f\x81\x01\x00",
    "nothing": b"",
    "half-a-header": b"\x30",
    "nested": b"\x30\x82\xff\x00" * 100,
}


@pytest.mark.parametrize("name", LENGTHS)
def test_lengths_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(BerError):
        COMMUNITY.unwrap(LENGTHS[name])


def test_lengths_of_more_octets_than_needed_are_read() -> None:
    """RFC 3417, 8 permits them, and net-snmp writes them."""
    inner = ber.integer_element(1) + ber.element(4, b"public") + WHOLE
    assert COMMUNITY.unwrap(b"\x30\x84" + len(inner).to_bytes(4, "big") + inner) is not None


@pytest.mark.parametrize(
    "octets", [b"\x80\x01", b"\x2b\x80\x01", b"\x2b\x81", b"\x2b" + b"\x90\x80\x80\x80\x00", b"\x2b" + b"\x81\x01" * 130]
)
def test_oids_that_are_none_are_refused(octets: bytes) -> None:
    with pytest.raises(BerError):
        ber.numbers(octets)


def test_a_datagram_takes_no_more_memory_than_a_few_times_itself() -> None:
    many = [(b"\x2b", (5, b""))] * 8000
    datagram = COMMUNITY.wrap(response(1, 0, 0, many))
    assert len(datagram) < 65536
    tracemalloc.start()
    found = COMMUNITY.unwrap(datagram)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found is not None
    assert peak < 40 * len(datagram)


VECTORS = {
    "md5": ("9faf3283884e92834ebc9847d8edd963", "526f5eed9fcce26f8964c2930787d82b"),
    "sha1": ("9fb5cc0381497b3793528939ff788d5d79145211", "6695febc9288e36282235fc7151f128497b38f3f"),
}
"""RFC 3414, A.3: the password maplesyrup on engine 00 00 00 00 00 00 00 00 00 00 00 02."""


@pytest.mark.parametrize("digest", VECTORS)
def test_keys_are_those_of_the_rfc(digest: str) -> None:
    engine = bytes(11) + b"\2"
    stretched = keys.stretched(digest, b"maplesyrup")
    assert (stretched.hex(), keys.localized(digest, stretched, engine).hex()) == VECTORS[digest]
    assert KEYS.key(digest, Secret("maplesyrup"), engine).hex() == VECTORS[digest][1]


@pytest.mark.parametrize("protocol", ["des", *AES_OCTETS])
@pytest.mark.parametrize("digest", ["md5", "sha1", "sha512"])
def test_what_is_encrypted_is_decrypted(protocol: str, digest: str) -> None:
    key = keys.localized(digest, b"key", b"engine")
    privacy = Privacy(protocol, digest, key, b"engine")
    salt = privacy.salt(3, 2**40)
    sealed = privacy.encrypt(b"a message", salt, 3, 1000)
    assert b"message" not in sealed
    assert privacy.decrypt(sealed, salt, 3, 1000).rstrip(b"\0") == b"a message"


def test_the_two_ways_to_lengthen_a_key_differ_only_where_it_is_too_short() -> None:
    key = keys.localized("sha1", b"key", b"engine")
    assert keys.lengthened("sha1", key, 16) == keys.lengthened_as_reeder("sha1", key, 16, b"engine")
    assert keys.lengthened("sha1", key, 32) != keys.lengthened_as_reeder("sha1", key, 32, b"engine")


def test_keys_do_not_show_in_a_traceback() -> None:
    assert "maplesyrup" not in repr(KEYS)
