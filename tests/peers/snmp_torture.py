"""An SNMP agent of our own on loopback that behaves as badly as it is told to.

    with torturing(Torture(interfaces(200), lost_every=3)) as peer:
        peer.address

It writes and reads messages with the product's codec; that the codec is right is proved against net-snmp and pysnmp.
"""

import socket
import threading
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from collectors.sessions.snmp import ber, pdu, usm, usm_messages
from collectors.sessions.snmp.keys import KeyRing
from collectors.sessions.snmp.login import SnmpLogin
from config.secrets import Secret

ENGINE = bytes.fromhex("8000000004746f7274757265")
USER = SnmpLogin("3", user="ops", auth=Secret("authpass123"), priv=Secret("privpass123"))
KIND = "1.3.6.1.4.1.2011.2.23.291"
SYSTEM = {
    "1.3.6.1.2.1.1.2.0": (ber.OID, ber.oid_octets(KIND)),
    "1.3.6.1.2.1.1.3.0": (0x43, b"\x01\x00"),
    "1.3.6.1.2.1.1.5.0": (ber.OCTETS, b"core-sw"),
}
Object = tuple[bytes, tuple[int, bytes]]
END, NO_OBJECT = 0x82, 0x80


def mib(*parts: Mapping[str, tuple[int, bytes]]) -> list[tuple[tuple[int, ...], Object]]:
    """Objects in the order of their OIDs."""
    all_of = {oid: value for part in (SYSTEM, *parts) for oid, value in part.items()}
    return sorted((tuple(int(n) for n in oid.split(".")), (ber.oid_octets(oid), value)) for oid, value in all_of.items())


def interfaces(count: int, alias_octets: int = 200) -> dict[str, tuple[int, bytes]]:
    """ifIndex, ifDescr, ifHCInOctets and ifAlias of so many interfaces."""
    found = {}
    for n in range(1, count + 1):
        found[f"1.3.6.1.2.1.2.2.1.1.{n}"] = (ber.INTEGER, n.to_bytes(2, "big"))
        found[f"1.3.6.1.2.1.2.2.1.2.{n}"] = (ber.OCTETS, f"GigabitEthernet0/0/{n}".encode())
        found[f"1.3.6.1.2.1.31.1.1.1.6.{n}"] = (0x46, (n << 40).to_bytes(8, "big"))
        found[f"1.3.6.1.2.1.31.1.1.1.18.{n}"] = (ber.OCTETS, (f"{n}-" + "to the core " * 20).encode()[:alias_octets])
    return found


@dataclass
class Torture:
    """How it behaves. ``asked`` are the kinds and sizes of what it was asked."""

    objects: Mapping[str, tuple[int, bytes]] = field(default_factory=dict)
    delay_seconds: float = 0.0
    lost_every: int = 0
    """Each so manieth question is not answered."""
    drops_above: int = 0
    """Answers of more octets never arrive."""
    too_big_above: int = 0
    """Answers of more octets are said to be too big."""
    cut_above: int = 0
    """Answers of more octets arrive cut off."""
    empty_above: int = 0
    """Answers of more octets come without objects."""
    garbles_every: int = 0
    """Each so manieth answer is no BER."""
    is_doubled: bool = False
    """Each answer comes twice, after that of the question before and one to a question that nobody asked."""
    next_of: Mapping[str, str] = field(default_factory=dict)
    """What it gives after an OID, instead of what follows."""
    is_endless: bool = False
    """Behind the last object always another."""
    mute_about: frozenset[str] = frozenset()
    errors: Mapping[str, int] = field(default_factory=dict)
    """error-status by the OID of the object that would be given."""
    has_bulk: bool = True
    drops_bulk: bool = False
    """It is silent to GETBULK."""
    reboots_at: tuple[int, ...] = ()
    """With which question the engine has been started anew."""
    report: str = ""
    """What it reports instead of answering a user: the OID of a counter."""
    versions: frozenset[int] = frozenset({0, 1, 3})
    asked: list[tuple[int, int]] = field(default_factory=list)
    address: str = ""

    def __post_init__(self) -> None:
        self._mib = mib(self.objects)
        self._keys = [key for key, _object in self._mib]
        self._engine = usm_messages.Engine(ENGINE, 3, 1000 - time.monotonic())
        self._last = b""

    def answers(self, datagram: bytes) -> list[bytes]:
        """The datagrams that answer one."""
        version = pdu.version_of(datagram)[0]
        if version not in self.versions:
            return []
        envelope = self._envelope(version, datagram)
        if isinstance(envelope, bytes):
            return [envelope]
        asked = envelope.unwrap(datagram) if isinstance(envelope, pdu.Community) else self._asked(datagram, envelope)
        if asked is None:
            return []
        self.asked.append((asked.kind, len(asked.objects)))
        if len(self.asked) in self.reboots_at:
            self._engine = usm_messages.Engine(ENGINE, self._engine.boots + 1, -time.monotonic())
            return []
        if (
            (self.drops_bulk and asked.kind == pdu.BULK)
            or (self.lost_every and not len(self.asked) % self.lost_every)
            or self._is_mute(asked)
        ):
            return []
        return self._bad(asked, envelope)

    def _bad(self, asked: pdu.Pdu, envelope: "pdu.Community | usm.Usm") -> list[bytes]:
        made = envelope.wrap(self._response(asked, *self._answered(asked)))
        size = len(made)
        if self.drops_above and size > self.drops_above:
            return []
        if self.too_big_above and size > self.too_big_above:
            made = envelope.wrap(response(asked.request_id, pdu.TOO_BIG, 0, []))
        elif self.empty_above and size > self.empty_above:
            made = envelope.wrap(response(asked.request_id, 0, 0, []))
        if self.cut_above and size > self.cut_above:
            made = made[: self.cut_above]
        if self.garbles_every and not len(self.asked) % self.garbles_every:
            made = b"\x30\x80" + made[2:]
        if not self.is_doubled:
            return [made]
        stray = envelope.wrap(response(asked.request_id ^ 1, 0, 0, [(ber.oid_octets("1.3.6.1.2.1.1.5.0"), (4, b"stray"))]))
        late, self._last = self._last, made
        return [one for one in (late, stray, made, made) if one]

    def _response(self, asked: pdu.Pdu, status: int, index: int, objects: "Sequence[Object]") -> bytes:
        return response(asked.request_id, status, index, objects)

    def _is_mute(self, asked: pdu.Pdu) -> bool:
        return any(ber.dotted(name).startswith(tuple(self.mute_about)) for name, _tag, _value in asked.objects)

    def _answered(self, asked: pdu.Pdu) -> tuple[int, int, list[Object]]:
        names = [name for name, _tag, _value in asked.objects]
        if asked.kind == pdu.BULK and not self.has_bulk:
            return pdu.GENERAL_ERROR, 0, []
        if asked.kind == pdu.BULK:
            found = self._rows(names, asked.index)
        else:
            found = [self._held(name) if asked.kind == pdu.GET else self._after(name) for name in names]
        for place, (name, _held) in enumerate(found, 1):
            if ber.dotted(name) in self.errors:
                return self.errors[ber.dotted(name)], place, []
        if self._is_first_version:
            for place, (_name, (tag, _value)) in enumerate(found, 1):
                if tag in {END, NO_OBJECT}:
                    return pdu.NO_SUCH_NAME, place, []
        return 0, 0, found

    def _rows(self, names: list[bytes], repetitions: int) -> list[Object]:
        found: list[Object] = []
        for _row in range(repetitions):
            row = [self._after(name) for name in names]
            found += row
            names = [name for name, _value in row]
            if all(tag == END for _name, (tag, _value) in row) or len(found) > 2000:
                break
        return found

    def _held(self, name: bytes) -> Object:
        for _key, (octets, value) in self._mib:
            if octets == name:
                return octets, value
        return name, (NO_OBJECT, b"")

    def _after(self, name: bytes) -> Object:
        written = ber.dotted(name)
        if written in self.next_of:
            return ber.oid_octets(self.next_of[written]), (ber.INTEGER, b"\x07")
        at = bisect_right(self._keys, ber.numbers(name))
        if at < len(self._mib):
            return self._mib[at][1]
        if self.is_endless and not written.endswith(".4294967295"):
            return ber.oid_octets(f"{written.rpartition('.')[0]}.{int(written.rpartition('.')[2]) + 1}"), (2, b"\x01")
        return name, (END, b"")

    _is_first_version = False

    def _envelope(self, version: int, datagram: bytes) -> "pdu.Community | usm.Usm | bytes":
        self._is_first_version = version == 0
        if version != 3:
            return pdu.Community(version, b"public")
        met = usm_messages.opened(datagram)
        assert met is not None
        number = met.msg_id
        if met.engine != ENGINE:
            return self._reported(number, "1.3.6.1.6.3.15.1.1.4.0", None)
        if self.report:
            return self._reported(number, self.report, None)
        user = usm.Usm(USER, "", KEYS)
        user.meet(self._engine)
        user._awaited.add(number)
        if met.boots != self._engine.boots:
            user._msg_id = number - 1
            return self._reported(number, "1.3.6.1.6.3.15.1.1.2.0", user)
        return user

    def _asked(self, datagram: bytes, user: usm.Usm) -> pdu.Pdu | None:
        met = usm_messages.opened(datagram)
        assert met is not None
        if not user._is_proved(datagram, met):
            return None
        asked = user._pdu(datagram, met)
        user._msg_id = met.msg_id - 1  # what wrap writes next is the answer's
        return asked

    def _reported(self, number: int, counter: str, user: usm.Usm | None) -> bytes:
        body = report(counter)
        if user is not None:
            user._privacy = None  # such a report is proved, and not encrypted (RFC 3414, 3.2, 7a)
            return user.wrap(body)
        scoped = ber.element(ber.SEQUENCE, ber.element(4, ENGINE) + ber.element(4, b"") + body)
        seconds = self._engine.seconds(time.monotonic())
        return usm_messages.message(number, 0, (ENGINE, self._engine.boots, seconds, b"", b"", b""), scoped)


KEYS = KeyRing()


def response(request_id: int, status: int, index: int, objects: "Sequence[Object]", kind: int = pdu.RESPONSE) -> bytes:
    """Write an answer."""
    written = b"".join(
        ber.element(ber.SEQUENCE, ber.element(ber.OID, name) + ber.element(tag, value)) for name, (tag, value) in objects
    )
    head = ber.integer_element(request_id) + ber.integer_element(status) + ber.integer_element(index)
    return ber.element(kind, head + ber.element(ber.SEQUENCE, written))


def report(counter: str) -> bytes:
    """Write a report of a counter."""
    return response(0, 0, 0, [(ber.oid_octets(counter), (0x41, b"\x01"))], pdu.REPORT)


@contextmanager
def torturing(agent: Torture, host: str = "127.0.0.1") -> Iterator[Torture]:
    """Serve until the block ends."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.bind((host, 0))
        port = sock.getsockname()[1]
        agent.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        thread = threading.Thread(target=_serve, args=(agent, sock), daemon=True)
        thread.start()
        try:
            yield agent
        finally:
            with socket.socket(family, socket.SOCK_DGRAM) as other:
                other.sendto(b"", (host, port))
            thread.join(5)


def _serve(agent: Torture, sock: socket.socket) -> None:
    while True:
        datagram, source = sock.recvfrom(65535)
        if not datagram:
            return
        time.sleep(agent.delay_seconds)
        for answer in agent.answers(datagram):
            if len(answer) < 65000:
                sock.sendto(answer, source)
