"""The first words with a device: who is there, does it take our login, what is it."""

import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Final

from collectors.base import Reason, SessionError
from collectors.sessions.reach import Check, Place
from collectors.sessions.snmp import refusals
from collectors.sessions.snmp.ber import BerError, oid_octets
from collectors.sessions.snmp.device import UPTIME, Device
from collectors.sessions.snmp.exchange import Asking, Envelope, Exchange, SilenceError
from collectors.sessions.snmp.keys import KeyRing
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.pdu import Community, Pdu
from collectors.sessions.snmp.usm import Usm
from collectors.sessions.snmp.usm_messages import Engine, discovered, discovery
from collectors.sessions.snmp.wire import NobodyListensError, Wire, places
from config.site import SnmpAccess
from config.text import _

if TYPE_CHECKING:
    from collectors.sessions.snmp.reference import Reference

SYSTEM_OID: Final = oid_octets("1.3.6.1.2.1.1.2.0")
ENGINE_ID: Final = oid_octets("1.3.6.1.6.3.10.2.1.1.0")
ENGINE_BOOTS: Final = oid_octets("1.3.6.1.6.3.10.2.1.2.0")
FIRST: Final[Mapping[str, tuple[bytes, ...]]] = {
    "1": (SYSTEM_OID, UPTIME),
    "2c": (SYSTEM_OID, UPTIME, ENGINE_ID, ENGINE_BOOTS),
    "3": (SYSTEM_OID, UPTIME),
}
"""What is asked first, by version: 1 answers nothing at all where one object is missing, 3 tells its engine itself."""
_NUMBERS: Final = {"1": 0, "2c": 1}
_COMMUNITY = _("give the target's credential a community, or a user of SNMPv3")
_PASSWORD = _("give the credential the authentication password of this SNMPv3 user, of at least eight characters")


@dataclass(frozen=True, slots=True)
class Met:
    """What was met at a place: the engine by SNMPv3, else the answer to the first question."""

    place: Place
    engine: Engine | None = None
    pdu: Pdu | None = None


def community(login: SnmpLogin) -> Community:
    """The envelope of versions 1 and 2c. Raises SessionError where there is no community."""
    if not login.community:
        raise SessionError(Reason.NO_CREDENTIAL, _("no community"), _COMMUNITY)
    return Community(_NUMBERS[login.version], login.community.reveal().encode())


class Hello:
    """How one device is met; ``transport`` tells of the way, once it was."""

    def __init__(self, address: str, access: SnmpAccess, login: SnmpLogin, keys: KeyRing, ended: Event) -> None:
        self._address = address
        self._access = access
        self._login = login
        self._keys = keys
        self._ended = ended
        self._open: Wire | Reference | None = None
        self._usm: Usm | None = None
        self.transport: dict[str, str] = {}

    def close(self) -> None:
        """Wake who waits."""
        if self._open is not None:
            self._open.close()

    def meet(self, met: Met | None, until: float, check: Check) -> tuple[Device, Mapping[bytes, tuple[int, bytes]]]:
        """Meet the device at the first of its addresses that answers, and ask what it is. Raises SessionError."""
        try:
            return self._met(met, until, check)
        except SessionError as error:
            if met is None or error.reason is not Reason.IDENTITY:
                raise
        self.close()
        return self._met(None, until, check)  # it was greeted some time ago, and another took its place

    def _met(self, met: Met | None, until: float, check: Check) -> tuple[Device, Mapping[bytes, tuple[int, bytes]]]:
        silence = SilenceError()
        for place in [met.place] if met else places(self._address, self._access.port, until, check):
            try:
                return self._meet_at(place, met, until, check)
            except SilenceError as error:
                silence = error
                self.close()
            if self._usm is not None and self._usm.engine.id:
                break
        usm = self._usm if self._usm is not None and self._usm.engine.id else None
        if usm is not None and not silence.is_refused:
            has_context = bool(self._login.context or self._access.context)
            raise refusals.half_silent(self._address, self._access, usm.level, has_context=has_context)
        raise refusals.silent(self._address, self._access, self._login.version, is_refused=silence.is_refused)

    def _meet_at(
        self, place: Place, met: Met | None, until: float, check: Check
    ) -> tuple[Device, Mapping[bytes, tuple[int, bytes]]]:
        self._open = wire = Wire(place, self._ended)
        asking = self._own(wire, met, until, check)
        if self._access.driver:
            asking = self._reference(place)
        device = Device(asking, self._access.tries, has_bulk=self._login.version != "1")
        device.check = check
        asking.deadline = until
        names = FIRST[self._login.version]
        if met and met.pdu and not met.pdu.status and tuple(name for name, _tag, _value in met.pdu.objects) == names:
            found = {name: (tag, value) for name, tag, value in met.pdu.objects}
        else:
            found = _plain(device, names)
        device.is_met = True
        self.transport |= self._way()
        return device, found

    def _reference(self, place: Place) -> Asking:
        """Have pysnmp ask from here on; who is there was asked by us, so that a silence after it can be told apart."""
        from collectors.sessions.snmp.reference import Reference  # noqa: PLC0415 - asyncio, for those who ask for it

        self.close()
        context = self._login.context or self._access.context
        self._open = asking = Reference(place, self._login, context, self._access.seconds, self._ended)
        return asking

    def _own(self, wire: Wire, met: Met | None, until: float, check: Check) -> Asking:
        envelope: Envelope
        if self._login.version == "3":
            _check_login(self._login)
            self._usm = envelope = Usm(self._login, self._login.context or self._access.context, self._keys)
            envelope.meet(met.engine if met and met.engine else self._discover(wire, until, check))
        else:
            envelope = community(self._login)
        return Exchange(wire, envelope, float(self._access.seconds))

    def _discover(self, wire: Wire, until: float, check: Check) -> Engine:
        msg_id = secrets.randbits(31)
        is_refused = False
        for _try in range(max(1, self._access.tries)):
            check()
            try:
                wire.send(discovery(msg_id))
                engine = _engine(wire, msg_id, min(until, time.monotonic() + self._access.seconds))
            except NobodyListensError:
                is_refused = True
                wire.rest(min(0.5, self._access.seconds))
            else:
                if engine is not None:
                    return engine
                is_refused = False
        raise SilenceError(is_refused=is_refused)

    def _way(self) -> dict[str, str]:
        told = {"snmp_version": self._login.version}
        if self._access.driver:
            told["driver"] = self._access.driver
        if self._usm is None:
            return told
        engine, level = self._usm.engine, self._usm.level
        told |= {"security_level": level, "engine_id": engine.id.hex(), "engine_boots": str(engine.boots)}
        if level != "noAuthNoPriv":
            told["auth_protocol"] = self._login.auth_protocol
        if level == "authPriv":
            told["priv_protocol"] = self._login.priv_protocol
        return told


def _engine(wire: Wire, msg_id: int, until: float) -> Engine | None:
    while (datagram := wire.receive(until)) is not None:
        with suppress(BerError):
            found = discovered(datagram)
            if found is not None and found[0] == msg_id:
                return found[1]
    return None


def _plain(device: Device, names: tuple[bytes, ...]) -> dict[bytes, tuple[int, bytes]]:
    """Ask what it is; a right that is missing for that is missing for all, other failures leave one thing unknown.

    Of whoever gave no valid answer to any of it nothing is known, and it was not met.
    """
    found = device.get(names, is_first=True)
    errors = [held for held in found.values() if isinstance(held, SessionError)]
    for error in errors:
        if error.reason is Reason.DENIED or len(errors) == len(found):
            raise error
    return {name: held for name, held in found.items() if not isinstance(held, SessionError)}


def _check_login(login: SnmpLogin) -> None:
    if not login.user or (login.priv and not login.auth):
        raise SessionError(Reason.NO_CREDENTIAL, _("SNMPv3 needs a user, and privacy needs an authentication"), _PASSWORD)
