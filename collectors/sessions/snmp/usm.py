"""SNMPv3's envelope with its user-based security model (RFC 3412, RFC 3414), from the asking side."""

import hmac
import secrets
import time
from typing import Final

from collectors.sessions.snmp.ber import OCTETS, SEQUENCE, BerError, contents, element, oid_octets
from collectors.sessions.snmp.ciphers import Privacy
from collectors.sessions.snmp.keys import DIGESTS, KeyRing
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.pdu import REPORT, RESPONSE, Pdu
from collectors.sessions.snmp.usm_messages import AUTH, PRIV, REPORTABLE, Engine, Message, message, opened, scoped_pdu

WINDOW_SECONDS: Final = 150
"""RFC 3414, 2.2.3."""
_STATS: Final = oid_octets("1.3.6.1.6.3.15.1.1")
_REPORTS: Final = {
    1: "unsupportedSecLevels",
    2: "notInTimeWindows",
    3: "unknownUserNames",
    4: "unknownEngineIDs",
    5: "wrongDigests",
    6: "decryptionErrors",
}
"""usmStats by their last number but one (RFC 3414, 5)."""
_OTHER_REPORTS: Final = {
    oid_octets("1.3.6.1.6.3.12.1.5.0"): "unknownContexts",
    oid_octets("1.3.6.1.6.3.12.1.4.0"): "unavailableContexts",
    oid_octets("1.3.6.1.6.3.11.2.1.1.0"): "unknownSecurityModels",
    oid_octets("1.3.6.1.6.3.11.2.1.2.0"): "invalidMsgs",
    oid_octets("1.3.6.1.6.3.11.2.1.3.0"): "unknownPDUHandlers",
}
"""RFC 3413, 4.1.2 and RFC 3412, 5."""


class ReportedError(Exception):
    """The engine did not take the message and says why; ``name`` as the RFC names the counter."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AgainError(Exception):
    """The engine told its time: what was asked is to be sent again."""


class OtherEngineError(Exception):
    """Another engine answers than the one that was met."""


class Usm:
    """The envelope for one user on one engine. ``restarts`` counts how often the engine was started while we asked it."""

    def __init__(self, login: SnmpLogin, context: str, keys: KeyRing) -> None:
        self._user = login.user.encode()
        self._context = context.encode()
        self._login = login
        self._keys = keys
        self._digest = DIGESTS[login.auth_protocol] if login.auth else None
        self._auth_key = b""
        self._privacy: Privacy | None = None
        self.engine = Engine()
        self.restarts = 0
        self._msg_id = secrets.randbits(30)
        self._pdu_sent = b""
        self._awaited: set[int] = set()
        self._salt = secrets.randbits(63)

    def meet(self, engine: Engine) -> None:
        """Know the engine from now on, and make its keys."""
        self.engine = engine
        login = self._login
        if self._digest is not None and login.auth is not None:
            self._auth_key = self._keys.key(self._digest.name, login.auth, engine.id)
            if login.priv is not None and login.priv:
                key = self._keys.key(self._digest.name, login.priv, engine.id)
                self._privacy = Privacy(login.priv_protocol, self._digest.name, key, engine.id)

    @property
    def level(self) -> str:
        """The security level, as RFC 3411 writes it."""
        if self._digest is None:
            return "noAuthNoPriv"
        return "authPriv" if self._login.priv else "authNoPriv"

    def wrap(self, pdu: bytes) -> bytes:
        """Write a message to the engine that was met."""
        self._msg_id = (self._msg_id + 1) & 0x7FFFFFFF
        if pdu != self._pdu_sent:
            self._pdu_sent = pdu
            self._awaited.clear()
        self._awaited.add(self._msg_id)
        engine, seconds = self.engine, self.engine.seconds(time.monotonic())
        body = element(SEQUENCE, element(OCTETS, engine.id) + element(OCTETS, self._context) + pdu)
        salt, flags, digest = b"", REPORTABLE, self._digest
        if self._privacy is not None:
            self._salt = (self._salt + 1) & 0x7FFFFFFFFFFFFFFF
            salt, flags = self._privacy.salt(engine.boots, self._salt), flags | PRIV
            body = element(OCTETS, self._privacy.encrypt(body, salt, engine.boots, seconds))
        if digest is None:
            return message(self._msg_id, flags, (engine.id, engine.boots, seconds, self._user, b"", salt), body)
        stamp = bytes(digest.octets)
        whole = message(self._msg_id, flags | AUTH, (engine.id, engine.boots, seconds, self._user, stamp, salt), body)
        at = len(whole) - len(body) - len(element(OCTETS, salt)) - digest.octets
        stamp = hmac.digest(self._auth_key, whole, digest.name)[: digest.octets]
        return whole[:at] + stamp + whole[at + digest.octets :]

    def unwrap(self, datagram: bytes) -> Pdu | None:
        """Read a message, None for one that is not the answer awaited.

        Raises BerError, ReportedError, AgainError, OtherEngineError.
        """
        met = opened(datagram)
        if met is None or met.msg_id not in self._awaited:
            return None
        is_proved = bool(met.flags & AUTH) and self._is_proved(datagram, met)
        if self._digest is not None and met.flags & AUTH and not is_proved:
            return None
        if is_proved and met.engine == self.engine.id and not self._is_fresh(met):
            return None
        pdu = self._pdu(datagram, met)
        if pdu.kind == REPORT:
            self._reported(pdu, met, is_proved=is_proved)
        is_answer = met.engine == self.engine.id and pdu.kind == RESPONSE
        is_as_asked = (is_proved or self._digest is None) and (self._privacy is None or bool(met.flags & PRIV))
        return pdu if is_answer and is_as_asked else None

    def _pdu(self, datagram: bytes, met: Message) -> Pdu:
        data, at, end, is_padded = datagram, met.body_at, met.end, False
        if met.flags & PRIV:
            if self._privacy is None:
                raise BerError("encrypted, where nothing was to be")
            start, stop = contents(datagram, at, end, OCTETS)
            data = self._privacy.decrypt(datagram[start:stop], met.salt, met.boots, met.seconds)
            at, end, is_padded = 0, len(data), self._privacy.is_padded
        return scoped_pdu(data, at, end, is_padded=is_padded)

    def _is_proved(self, datagram: bytes, met: Message) -> bool:
        digest = self._digest
        if digest is None or len(met.stamp) != digest.octets:
            return False
        end = met.stamp_at + digest.octets
        whole = datagram[: met.stamp_at] + bytes(digest.octets) + datagram[end:]
        made = hmac.digest(self._auth_key, whole, digest.name)[: digest.octets]
        return hmac.compare_digest(made, met.stamp)

    def _is_fresh(self, met: Message) -> bool:
        """Whether it was said now and not kept from earlier (RFC 3414, 3.2, 7b); the engine's clock is followed."""
        now, engine = time.monotonic(), self.engine
        known = engine.seconds(now)
        if met.boots < engine.boots or (met.boots == engine.boots and met.seconds < known - WINDOW_SECONDS):
            return False
        self.restarts += met.boots > engine.boots
        if met.boots > engine.boots or met.seconds > known:
            self.engine = Engine(engine.id, met.boots, met.seconds - now)
        return True

    def _reported(self, pdu: Pdu, met: Message, *, is_proved: bool) -> None:
        name = report_name(pdu)
        if name == "unknownEngineIDs" and met.engine != self.engine.id:
            raise OtherEngineError
        if name != "notInTimeWindows" or not is_proved:
            raise ReportedError(name)
        raise AgainError


def report_name(pdu: Pdu) -> str:
    """What a report counts, in the RFC's word; its OID's octets in hex where it is none that we know."""
    name = pdu.objects[0][0] if pdu.objects else b""
    if name[:-2] == _STATS and name.endswith(b"\0"):
        return _REPORTS.get(name[-2], "usmStats")
    return _OTHER_REPORTS.get(name, name.hex()[:80])
