"""pysnmp in our codec's place, for a device whose entry says ``driver: pysnmp``; it is what ours is held against."""

import asyncio
import math
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from threading import Event, Lock
from typing import Any, Final

from collectors.base import Reason, SessionError
from collectors.sessions.reach import Place
from collectors.sessions.snmp.ber import BerError, Varbind, dotted, header
from collectors.sessions.snmp.exchange import GarbledError, SilenceError
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.pdu import BULK, GET, NEXT, NO_SUCH_NAME, RESPONSE, Pdu
from collectors.sessions.snmp.usm import ReportedError
from collectors.sessions.watch import closed
from config.text import _

_LOOK_SECONDS: Final = 0.1
_CLOSE_SECONDS: Final = 2.0
_NO_DRIVER = _("install pysnmp beside xunjian (xunjian[snmp]), or leave the driver out of the target's entry")
_AUTH: Final[Mapping[str, str]] = {
    "md5": "USM_AUTH_HMAC96_MD5",
    "sha": "USM_AUTH_HMAC96_SHA",
    "sha224": "USM_AUTH_HMAC128_SHA224",
    "sha256": "USM_AUTH_HMAC192_SHA256",
    "sha384": "USM_AUTH_HMAC256_SHA384",
    "sha512": "USM_AUTH_HMAC384_SHA512",
}
_PRIV: Final[Mapping[str, str]] = {
    "des": "USM_PRIV_CBC56_DES",
    "aes": "USM_PRIV_CFB128_AES",
    "aes192": "USM_PRIV_CFB192_AES_BLUMENTHAL",
    "aes256": "USM_PRIV_CFB256_AES_BLUMENTHAL",
    "aes192c": "USM_PRIV_CFB192_AES",
    "aes256c": "USM_PRIV_CFB256_AES",
}
_REPORTS: Final[Mapping[str, str]] = {
    "UnknownUserName": "unknownUserNames",
    "UnknownSecurityName": "unknownUserNames",
    "WrongDigest": "wrongDigests",
    "AuthenticationFailure": "wrongDigests",
    "DecryptionError": "decryptionErrors",
    "UnsupportedSecurityLevel": "unsupportedSecLevels",
    "NotInTimeWindow": "notInTimeWindows",
    "NoSuchContext": "unknownContexts",
}
"""Its error indications as the reports of RFC 3414 that they stand for."""
_GARBLED: Final = frozenset({"SerializationError", "DeserializationError", "ParseError", "EmptyResponse", "DataMismatch"})


class Reference:
    """pysnmp, asked as ``exchange.Exchange`` is."""

    def __init__(self, place: Place, login: SnmpLogin, context: str, seconds: float, ended: Event) -> None:
        self.seconds = seconds
        self.deadline = math.inf
        self.restarts = 0
        self._place = place
        self._version = login.version
        self._ended = ended
        self._in_use = Lock()
        self._api = _api()
        self._auth = _auth(self._api, login)
        self._context = self._api.ContextData(contextName=context.encode())
        self._engine = self._api.SnmpEngine()
        self._loop = asyncio.new_event_loop()
        self._target: Any = None

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, unless closed."""
        self._ended.wait(seconds)
        if self._ended.is_set():
            raise closed()

    def once(self, kind: int, names: Sequence[bytes], repetitions: int = 0) -> tuple[Pdu, int]:
        """Ask once: the answer and its octets. Raises SilenceError, GarbledError, ReportedError, SessionError."""
        with self._in_use:
            if self._ended.is_set():
                raise closed()
            said = self._loop.run_until_complete(self._watched(self._ask(kind, names, repetitions)))
        indication, status, index, objects = said
        if indication:
            raise _failure(indication)
        try:
            read = [] if int(status) == NO_SUCH_NAME else [_varbind(one) for one in objects]
        except BerError as error:
            raise GarbledError(str(error)) from None
        octets = sum(len(name) + len(value) + 6 for name, _tag, value in read)
        return Pdu(RESPONSE, 0, int(status), int(index), read), octets

    async def _watched(self, asked: "Coroutine[Any, Any, Any]") -> Any:  # noqa: ANN401 - pysnmp has no types
        task = asyncio.ensure_future(asked)
        while not task.done() and not self._ended.is_set():
            await asyncio.wait({task}, timeout=_LOOK_SECONDS)
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            raise closed()
        try:
            return task.result()
        except (SessionError, SilenceError):
            raise
        except Exception as error:
            raise GarbledError(f"{type(error).__name__}: {error}"[:200]) from error

    async def _ask(self, kind: int, names: Sequence[bytes], repetitions: int) -> Any:  # noqa: ANN401 - as above
        api = self._api
        if self._target is None:
            makers = {2: api.UdpTransportTarget, 10: api.Udp6TransportTarget}  # AF_INET, AF_INET6
            maker = makers[int(self._place[0])]
            self._target = await maker.create(self._place[4][:2], timeout=self.seconds, retries=0)
        asked = [api.ObjectType(api.ObjectIdentity(dotted(name))) for name in names]
        head = (self._engine, self._auth, self._target, self._context)
        if kind == BULK:
            return await api.bulk_cmd(*head, 0, repetitions, *asked, lookupMib=False)
        return await {GET: api.get_cmd, NEXT: api.next_cmd}[kind](*head, *asked, lookupMib=False)

    def close(self) -> None:
        """Wake who waits, from any thread, and give everything back."""
        if not self._in_use.acquire(timeout=_CLOSE_SECONDS):
            return
        try:
            if not self._loop.is_closed():
                self._loop.run_until_complete(self._released())
                self._loop.close()
        finally:
            self._in_use.release()

    async def _released(self) -> None:
        self._engine.close_dispatcher()


def _api() -> Any:  # noqa: ANN401 - pysnmp has no types
    try:
        from pysnmp.hlapi.v3arch import asyncio as api  # noqa: PLC0415 - a heavy import, and an extra
    except ImportError as error:
        raise SessionError(Reason.TOOL_MISSING, "pysnmp", _NO_DRIVER) from error
    return api


def _auth(api: Any, login: SnmpLogin) -> Any:  # noqa: ANN401 - pysnmp has no types
    if login.version != "3":
        community = login.community.reveal() if login.community else ""
        return api.CommunityData(community, mpModel=0 if login.version == "1" else 1)
    more: dict[str, Any] = {}
    if login.auth:
        more |= {"authKey": login.auth.reveal(), "authProtocol": getattr(api, _AUTH[login.auth_protocol])}
    if login.priv:
        more |= {"privKey": login.priv.reveal(), "privProtocol": getattr(api, _PRIV[login.priv_protocol])}
    return api.UsmUserData(login.user, **more)


def _failure(indication: object) -> Exception:
    name = type(indication).__name__
    if name == "RequestTimedOut":
        return SilenceError()
    if name in _GARBLED:
        return GarbledError(name)
    return ReportedError(_REPORTS.get(name, name))


def _varbind(one: Any) -> Varbind:  # noqa: ANN401 - pysnmp has no types
    from pyasn1.codec.ber import encoder  # noqa: PLC0415 - it comes with pysnmp

    name, value = one
    _tag, name_octets = _parts(encoder.encode(name))
    tag, octets = _parts(encoder.encode(value))
    return name_octets, tag, octets


def _parts(encoded: bytes) -> tuple[int, bytes]:
    tag, start, end = header(encoded, 0, len(encoded))
    return tag, encoded[start:end]
