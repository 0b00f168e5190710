"""Where an Oracle database is: from an address and a service to the descriptor that every driver understands."""

import re
from dataclasses import dataclass
from typing import Final

from collectors.base import Reason, SessionError
from config.site import SqlAccess
from config.text import _

PORT: Final = 1521
_NAME: Final = re.compile(r"[\w.$#:%-]+", re.ASCII)
_NO_SERVICE = _("name the service that the listener knows (lsnrctl services): access.sql.database")
_TLS: Final = frozenset({"require", "verify-ca", "verify-full"})


@dataclass(frozen=True, slots=True)
class Place:
    """Host, port and service; ``tls`` "" is plain TCP, else require, verify-ca or verify-full."""

    host: str
    port: int
    service: str
    tls: str = ""
    authorities: str = ""

    def descriptor(self, seconds: float) -> str:
        """The connect descriptor: one address, no second try, and a bound to each wait (Net Services Reference, 6)."""
        wait = max(1, int(seconds))
        match = "(SECURITY=(SSL_SERVER_DN_MATCH=ON))" if self.tls == "verify-full" else ""
        return (
            f"(DESCRIPTION=(CONNECT_TIMEOUT={wait})(TRANSPORT_CONNECT_TIMEOUT={wait})(RETRY_COUNT=0)"
            f"(ADDRESS=(PROTOCOL={'tcps' if self.tls else 'tcp'})(HOST={self.host})(PORT={self.port}))"
            f"(CONNECT_DATA=(SERVICE_NAME={self.service})){match})"
        )


def place(address: str, access: SqlAccess) -> Place:
    """Read an address. Raises SessionError where nothing names the service, or a name has a sign that no name has."""
    where, _slash, service = address.strip().removeprefix("//").partition("/")
    host, port = _host_and_port(where)
    service = access.database or service
    if not service:
        raise SessionError(Reason.NO_CREDENTIAL, _("no service name"), _NO_SERVICE)
    if not (_NAME.fullmatch(service) and _NAME.fullmatch(host)):
        raise SessionError(Reason.NO_CREDENTIAL, address, _NO_SERVICE)
    tls = access.tls if access.tls in _TLS else ""
    return Place(host, access.port or port, service, tls, access.authorities)


def _host_and_port(where: str) -> tuple[str, int]:
    host, colon, written = where.rpartition(":")
    if colon and written.isdecimal() and (":" not in host or host.endswith("]")):
        return host.strip("[]"), int(written)
    return where.strip("[]"), PORT
