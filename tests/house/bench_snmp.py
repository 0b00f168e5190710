"""SNMP: a walk of 35,000 rows beside snmpbulkwalk, and a fleet of a thousand devices of which fifty are dead.

Devices are played by other processes, whose cost is not counted: they keep what they have answered, and put the number of
the next question in.
"""

import multiprocessing
import os
import resource
import select
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from collectors.base import Part, Question, SessionError, Snmp
from collectors.sessions.base import Budget
from collectors.sessions.snmp import ber, pdu, usm, usm_messages
from collectors.sessions.snmp.greeting import Greeter
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.session import SnmpSession
from config.secrets import Secret
from config.site import SnmpAccess
from tests.peers.snmp_torture import ENGINE, KEYS, USER, Torture

Row = tuple[str, str, str, str, str]
TABLE: Final = "1.3.6.1.2.1.2.2.1"
COLUMNS: Final = tuple(f"{TABLE}.{n}" for n in (1, 2, 3, 7, 8, 10, 16))
LONG: Final = 5000
"""Interfaces of the device that is walked; seven columns are 35,000 rows."""
SHORT: Final = 50
DEVICES: Final = 1000
DEAD: Final = 50
PARALLEL: Final = 16
TURNS: Final = 3
SCALARS: Final = tuple(f"1.3.6.1.4.1.2011.7.{n}.0" for n in range(1, 11))
PUBLIC: Final = SnmpLogin("2c", Secret("public"))
ACCESS: Final = SnmpAccess(seconds=1, tries=3)
BUDGET: Final = Budget(240, 15, 0)


def interfaces(count: int) -> dict[str, tuple[int, bytes]]:
    """A table of so many interfaces, and a few scalars."""
    found = dict.fromkeys(SCALARS, (0x42, b"\x17"))
    for n in range(1, count + 1):
        found[f"{TABLE}.1.{n}"] = (ber.INTEGER, n.to_bytes(2, "big"))
        found[f"{TABLE}.2.{n}"] = (ber.OCTETS, f"GigabitEthernet0/0/{n}".encode())
        for column, tag, value in (
            (3, 2, b"\x06"),
            (7, 2, b"\x01"),
            (8, 2, b"\x02"),
            (10, 65, b"\x7f\x01\x02\x03"),
            (16, 65, b"\0"),
        ):
            found[f"{TABLE}.{column}.{n}"] = (tag, value)
    return found


class Player:
    """Answers as quickly as Python can: what was asked before is answered from memory."""

    def __init__(self, objects: Mapping[str, tuple[int, bytes]]) -> None:
        self._agent = Torture(objects)
        self._communities = {number: pdu.Community(number, b"public") for number in (0, 1)}
        self._known: dict[bytes, bytes] = {}
        self._user = usm.Usm(USER, "", KEYS)
        self._user.meet(usm_messages.Engine(ENGINE, 3, 1000 - time.monotonic()))

    def answer(self, datagram: bytes) -> bytes:
        """The answer to one question."""
        version, at, end = pdu.version_of(datagram)
        if version == usm_messages.VERSION:
            return self._of_version_3(datagram)
        _start, at = ber.contents(datagram, at, end, ber.OCTETS)
        kind, at, _end = ber.header(datagram, at, end)
        number, rest = ber.integer(datagram, at, end)
        key = bytes((version, kind)) + datagram[rest:]
        if key not in self._known:
            _version, at, stop = pdu.version_of(whole := self._agent.answers(datagram)[0])
            _start, at = ber.contents(whole, at, stop, ber.OCTETS)
            _kind, at, stop = ber.header(whole, at, stop)
            self._known[key] = whole[ber.integer(whole, at, stop)[1] :]
        answered = ber.element(pdu.RESPONSE, ber.integer_element(number) + self._known[key])
        return self._communities[version].wrap(answered)

    def _of_version_3(self, datagram: bytes) -> bytes:
        met = usm_messages.opened(datagram)
        assert met is not None
        if met.engine != ENGINE:
            return self._agent.answers(datagram)[0]
        asked = self._user._pdu(datagram, met)
        key = repr((asked.kind, asked.index, asked.objects)).encode()
        if key not in self._known:
            self._known[key] = self._agent._response(asked, *self._agent._answered(asked))
        found = self._known[key]
        _tag, start, stop = ber.header(found, 0, len(found))
        _number, rest = ber.integer(found, start, stop)
        self._user._msg_id = met.msg_id - 1
        return self._user.wrap(ber.element(pdu.RESPONSE, ber.integer_element(asked.request_id) + found[rest:stop]))


@contextmanager
def playing(addresses: list[str], objects: Mapping[str, tuple[int, bytes]]) -> Iterator[int]:
    """Play one device of these objects on all these addresses in a process of its own; the port."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit[1], 8192), limit[1]))
    socks = []
    port = 0
    for address in addresses:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        sock.bind((address, port))
        port = sock.getsockname()[1]
        socks.append(sock)
    process = multiprocessing.get_context("fork").Process(target=_play, args=(socks, objects), daemon=True)
    process.start()
    for sock in socks:
        sock.close()
    try:
        yield port
    finally:
        process.terminate()
        process.join()


def _play(socks: list[socket.socket], objects: Mapping[str, tuple[int, bytes]]) -> None:
    player = Player(objects)
    poll = select.epoll()
    by_number = {sock.fileno(): sock for sock in socks}
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    while True:
        for number, _events in poll.poll():
            datagram, source = by_number[number].recvfrom(65535)
            by_number[number].sendto(player.answer(datagram), source)


@dataclass(frozen=True)
class Spent:
    """CPU and wall clock of our own process, seconds."""

    cpu_seconds: float
    wall_seconds: float


def spent(work: Callable[[], None]) -> Spent:
    """What some work costs us."""
    cpu, wall = time.process_time(), time.monotonic()
    work()
    return Spent(time.process_time() - cpu, time.monotonic() - wall)


def inspected(address: str, login: SnmpLogin, ask: Snmp, greeter: Greeter | None = None) -> str:
    """One device, from nothing to the answer's text; why there is none."""
    greeted = partial(greeter.met, address) if greeter else None
    session = SnmpSession(address, ACCESS, login, BUDGET, greeted=greeted, keys=greeter.keys if greeter else None)
    try:
        session.connect()
        ((_question, reply),) = session.ask([Question("bench", ask)])
    except SessionError as error:
        return str(error)
    finally:
        session.close()
    return reply.decode() if isinstance(reply, bytes) else str(reply)


def of_walks() -> Iterator[Row]:
    """A large table by version 2c and by version 3, beside snmpbulkwalk."""
    ask = Snmp(parts=(Part((), (), COLUMNS),), seconds=120, most=LONG, kib=65536)
    rows = LONG * len(COLUMNS)
    secrets = ["-l", "authPriv", "-a", "SHA", "-A", "authpass123", "-x", "AES", "-X", "privpass123"]
    with playing(["127.0.0.1"], interfaces(LONG)) as port:
        for what, login, words, aim in (
            ("v2c", PUBLIC, ["-v2c", "-c", "public"], "5 µs"),
            ("v3, SHA-1 and AES-128", USER, ["-v3", "-u", "ops", *secrets], ""),
        ):
            address = f"127.0.0.1:{port}"
            told = inspected(address, login, ask)
            if not told.endswith(f"@end {rows}\n"):
                raise SystemExit(f"walk by {what}: {told[-300:]}")
            ours = min(
                (spent(partial(_walked, address, login, ask)) for _turn in range(TURNS)), key=lambda one: one.cpu_seconds
            )
            theirs = of_peer(["snmpbulkwalk", *words, "-Cr50", "-On", address, TABLE], rows)
            micro = ours.cpu_seconds / rows * 1e6
            yield (
                f"SNMP walk of {rows:,} rows, {what}, CPU a row",
                f"{micro:.1f} µs, {rows / ours.wall_seconds:,.0f} rows a second",
                f"snmpbulkwalk {theirs.cpu_seconds / rows * 1e6:.1f} µs, {rows / theirs.wall_seconds:,.0f}"
                if theirs
                else "",
                f"{ours.cpu_seconds / theirs.cpu_seconds:.2f}" if theirs else "",
                aim,
            )


def _walked(address: str, login: SnmpLogin, ask: Snmp) -> None:
    inspected(address, login, ask)


def of_peer(command: list[str], rows: int) -> Spent | None:
    """What snmpbulkwalk costs for as many rows; None where it is not there."""
    if shutil.which(command[0]) is None:
        return None
    best: Spent | None = None
    for _turn in range(TURNS):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(command, capture_output=True, check=False, env=dict(os.environ) | {"MIBS": ""})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.stdout.count(b"\n") < rows:
            raise SystemExit(f"snmpbulkwalk: {done.stdout.count(10)} rows {done.stderr.decode()[-300:]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        one = Spent(cpu, time.monotonic() - started)
        best = one if best is None or one.cpu_seconds < best.cpu_seconds else best
    return best


def of_fleet() -> Iterator[Row]:
    """A thousand devices: their scalars, then with a table of fifty interfaces; and what fifty dead add."""
    hosts = [f"127.0.{10 + n // 250}.{1 + n % 250}" for n in range(DEVICES)]
    scalars = Snmp(parts=(Part((), SCALARS, ()),))
    tables = Snmp(parts=(Part((), SCALARS, COLUMNS),))
    every = DEVICES // DEAD
    with playing(hosts, interfaces(SHORT)) as port:
        live = [f"{host}:{port}" for host in hosts]
        some_dead = [f"{host}:{port + 1 if n % every == 0 else port}" for n, host in enumerate(hosts)]
        with silent([host for n, host in enumerate(hosts) if n % every == 0], port + 1):
            all_live = spent(partial(_fleet, live, scalars, 0))
            with_dead = spent(partial(_fleet, some_dead, scalars, DEAD))
        yield _device("scalars", with_dead, "5 ms")
        added = with_dead.wall_seconds - all_live.wall_seconds
        told = f"{added:.1f} s more than {all_live.wall_seconds:.1f} s"
        yield f"{DEAD} dead among {DEVICES} SNMP devices, wall clock", told, "", "", f"{ACCESS.tries * ACCESS.seconds} s"
        yield _device(f"scalars and a table of {SHORT} × {len(COLUMNS)}", spent(partial(_fleet, live, tables, 0)), "40 ms")
        by_v3 = spent(partial(_fleet, live, tables, 0, USER))
        yield _device(f"the same by v3, SHA-1 and AES-128, a table of {SHORT} × {len(COLUMNS)}", by_v3, "")


def _device(what: str, cost: Spent, aim: str) -> Row:
    return f"{DEVICES} SNMP devices, {what}, client CPU a device", f"{cost.cpu_seconds / DEVICES * 1e3:.2f} ms", "", "", aim


@contextmanager
def silent(hosts: list[str], port: int) -> Iterator[None]:
    """Addresses that take datagrams and never answer: the dead, without the network telling so."""
    socks = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _host in hosts]
    try:
        for sock, host in zip(socks, hosts, strict=True):
            sock.bind((host, port))
        yield
    finally:
        for sock in socks:
            sock.close()


def _fleet(addresses: list[str], ask: Snmp, dead: int, login: SnmpLogin = PUBLIC) -> None:
    greeter = Greeter((address, address, ACCESS, login) for address in addresses)
    greeter.start()
    with ThreadPoolExecutor(PARALLEL) as pool:
        told = list(pool.map(lambda address: inspected(address, login, ask, greeter), addresses))
    failed = [one for one in told if "@end" not in one]
    if len(failed) != dead:
        raise SystemExit(f"{len(failed)} devices failed, of which {dead} are dead: {failed[:3]}")


def rows() -> Iterator[Row]:
    """The lines of the table: what, ours, the peer's, ours by the peer's, the aim."""
    yield from of_walks()
    yield from of_fleet()


if __name__ == "__main__":
    for one in rows():
        print("| " + " | ".join(one) + " |", flush=True)
