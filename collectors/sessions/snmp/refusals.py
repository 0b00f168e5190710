"""What can be wrong where a device does not answer, or answers that it will not: as people are told it."""

from collections.abc import Mapping
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.login import CredentialRefused
from collectors.sessions.snmp.pdu import AUTHORIZATION, GENERAL_ERROR, NO_ACCESS, NO_SUCH_NAME, TOO_BIG
from config.os_words import quoted
from config.site import SnmpAccess
from config.text import Text, _

_SILENT_COMMUNITY = _(
    "nothing tells these apart, so check each: the device is down or has another address; UDP is filtered on the way or by "
    "the device's access list; the community is wrong, or this version is switched off: such a device says nothing"
)
_SILENT_ENGINE = _(
    "check each: the device is down or has another address; UDP is filtered on the way or by the device's access list; "
    "SNMPv3 is not switched on there"
)
_NOBODY = _("switch on SNMP on the device, or correct the port")
_PRIVACY = _(
    "most likely the privacy password or its protocol is wrong (what cannot be decrypted is not answered): compare both "
    "with the device's; else see whether the network loses packets"
)
_CONTEXT = _(
    "the context is unknown to the device, or the privacy password or its protocol is wrong: agents are silent to either; "
    "compare them with the device's; else see whether the network loses packets"
)
_DROPPED = _("see whether the network loses packets, or the device limits how often it answers")
_GONE = _("see whether the device restarted or the network broke off, then inspect again")
_SLOW = _("the device was too slow for the time allowed: raise the seconds or inspect when it is less busy")
_BUDGET = _("raise the target's budget of seconds, or inspect when the target is less busy")
_MOST = _("the table is larger than we read; report it to us with the exported evidence")
_RIGHTS = _(
    "give the SNMP user or community, at the security level that the credential has, a view that includes this object "
    "(read only), then inspect again"
)
_BROKEN = _("the device's agent is faulty here: update its software, and report it to us with the device's model")
_STATUS = _("see the device's own log, and that its software has no known fault here; other objects are not concerned")

_USER = _("create this user on the device, or correct the name; it is not offered again until changed")
_AUTH = _("compare the authentication password and protocol with the device's; it is not offered again until changed")
_PRIV = _("compare the privacy password and protocol with the device's; it is not offered again until changed")
_CREDENTIALS: Final[Mapping[str, tuple[Text, Text]]] = {
    "unknownUserNames": (_("the device does not know the SNMPv3 user"), _USER),
    "wrongDigests": (_("the device refuses the authentication: wrong password or wrong protocol"), _AUTH),
    "decryptionErrors": (_("the device cannot decrypt: wrong privacy password or wrong protocol"), _PRIV),
}
_REPORTS: Final[Mapping[str, tuple[Text, Text]]] = {
    "unsupportedSecLevels": (
        _("the device does not take this user at this security level"),
        _("give the credential the authentication and privacy that the user has on the device, or set them there"),
    ),
    "notInTimeWindows": (
        _("the device does not take our messages as timely, although it told us its time"),
        _("check the device's clock and its SNMP engine boots; restarting its SNMP agent usually helps"),
    ),
    "unknownContexts": (
        _("the device does not know the SNMPv3 context"),
        _("correct the context of this target, or leave it out"),
    ),
    "unavailableContexts": (
        _("the SNMPv3 context is not available on the device at present"),
        _("see why the part of the device that the context stands for is not running"),
    ),
}
_OTHER_REPORT = _("see RFC 3412 and RFC 3414 for this report, and the device's own log")


def silent(address: str, access: SnmpAccess, version: str, *, is_refused: bool = False) -> SessionError:
    """No answer at all, as often as we asked; ``is_refused``: the machine itself said that nothing listens."""
    if is_refused:
        return SessionError(Reason.UNREACHABLE, _("{address}: nothing listens on this UDP port", address=address), _NOBODY)
    detail = _(
        "{address}: no answer to {tries} tries of {seconds:number} s",
        address=address,
        tries=access.tries,
        seconds=access.seconds,
    )
    return SessionError(Reason.UNREACHABLE, detail, _SILENT_ENGINE if version == "3" else _SILENT_COMMUNITY)


def half_silent(address: str, access: SnmpAccess, level: str, *, has_context: bool) -> SessionError:
    """The engine answered its discovery, and then nothing to our user."""
    detail = _(
        "{address}: the SNMPv3 engine answered, but not our user ({tries} tries of {seconds:number} s)",
        address=address,
        tries=access.tries,
        seconds=access.seconds,
    )
    remedy = _PRIVACY if level == "authPriv" else _DROPPED
    return SessionError(Reason.REFUSED, detail, _CONTEXT if has_context else remedy)


def gone(tries: int, seconds: float) -> SessionError:
    """It answered before, and does no longer."""
    detail = _("it answered at first, then no more ({tries} tries of {seconds:number} s)", tries=tries, seconds=seconds)
    return SessionError(Reason.UNREACHABLE, detail, _GONE)


def mute(oid: str) -> SessionError:
    """It answers, but not to this."""
    return SessionError(Reason.TIMEOUT, _("the device answers, but not when asked for {oid}", oid=oid), _BROKEN)


def reported(name: str) -> SessionError:
    """What a report of SNMPv3 says of us."""
    if name in _CREDENTIALS:
        return CredentialRefused(*_CREDENTIALS[name], ("usm",))
    detail, remedy = _REPORTS.get(name) or (_("the device reports: {said}", said=quoted(name)), _OTHER_REPORT)
    return SessionError(Reason.REFUSED, detail, remedy)


def other_engine() -> SessionError:
    """Another engine answers than the one that was met."""
    remedy = _("see whether the device was replaced or its standby took over, then inspect again")
    return SessionError(Reason.IDENTITY, _("another SNMP engine answers at this address than a moment ago"), remedy)


def late(seconds: float) -> SessionError:
    """The ask's own seconds are up."""
    return SessionError(Reason.TIMEOUT, _("not done within {seconds:number} s", seconds=seconds), _SLOW)


def spent(seconds: float) -> SessionError:
    """The target's seconds are up."""
    return SessionError(Reason.BUDGET, _("{seconds:number} s", seconds=seconds), _BUDGET)


def cut(oid: str, most: int) -> SessionError:
    """More rows than we read."""
    return SessionError(Reason.CUT, _("{oid}: more than {most} rows", oid=oid, most=most), _MOST)


def too_long(kib: int) -> SessionError:
    """More text than we keep."""
    return SessionError(Reason.CUT, _("more than {size:bytes}", size=kib * 1024), _MOST)


def backwards(oid: str, before: str) -> SessionError:
    """A walk that does not go on."""
    detail = _("the device gave {oid} after {before}: its table does not end", oid=oid, before=before)
    return SessionError(Reason.FAILED, detail, _BROKEN)


def restless() -> SessionError:
    """It restarted while we asked, and again when we asked anew."""
    return SessionError(Reason.FAILED, _("the device restarted its SNMP agent while it was asked, twice"), _GONE)


def garbled(oid: str) -> SessionError:
    """An answer that is none, also when asked for one object alone."""
    return SessionError(Reason.FAILED, _("the device's answer for {oid} is no valid SNMP", oid=oid), _BROKEN)


def refused(status: int, name: str, oid: str) -> SessionError:
    """An error-status (RFC 3416, 3) in the place of a value."""
    told = {"oid": oid, "name": name}
    if status in {AUTHORIZATION, NO_ACCESS}:
        return SessionError(Reason.DENIED, _("{oid}: {name}", **told), _RIGHTS)
    if status == TOO_BIG:
        return SessionError(Reason.CUT, _("{oid}: {name}, although it was asked for alone", **told), _BROKEN)
    if status in {GENERAL_ERROR, NO_SUCH_NAME}:
        return SessionError(Reason.FAILED, _("{oid}: {name}", **told), _STATUS)
    return SessionError(Reason.FAILED, _("{oid}: unexpected {name}", **told), _BROKEN)
