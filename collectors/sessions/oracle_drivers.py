"""The drivers of Oracle, which differ in little: how they are loaded, and how they are told to give text."""

import time
from importlib import import_module
from typing import Any, Final

from collectors.base import Reason, SessionError
from collectors.sessions.oracle_connections import Driver, Opened
from collectors.sessions.oracle_places import Place
from config.text import _

_ROLES: Final = {
    "sysdba": "SYSDBA",
    "sysoper": "SYSOPER",
    "sysbackup": "SYSBKP",
    "sysdg": "SYSDGD",
}
"""How a mounted standby is logged in to: only these roles can. The constants' names differ by driver."""
_BYTES_KEPT: Final = "surrogateescape"
_WIDEST: Final = 32_767
"""Bytes of the widest VARCHAR2 (Database Reference, MAX_STRING_SIZE)."""
_NO_DRIVER = _("install the driver beside xunjian (xunjian[oracle]), or let sqlplus on the host ask (access: ssh)")


def driver_of(wanted: str) -> Driver:
    """Load a driver: "" and thin need no client, thick loads the Oracle Client once. Raises SessionError."""
    name = "cx_Oracle" if wanted == "cx_Oracle" else "oracledb"
    try:
        module = import_module(name)
    except ImportError:
        raise SessionError(Reason.TOOL_MISSING, name, _NO_DRIVER) from None
    error: type[Exception] = module.Error
    is_old = name == "cx_Oracle"
    if wanted == "thick":
        try:
            module.init_oracle_client()  # a second call with the same arguments does nothing
        except error as failed:
            raise SessionError(Reason.TOOL_MISSING, str(failed).splitlines()[0][:300], _NO_DRIVER) from None

    def connect(user: str, password: str, place: Place, until: float) -> Opened:
        seconds = until - time.monotonic()
        account, _as, role = user.partition(" as ")
        more: dict[str, Any] = {"encoding": "UTF-8"} if is_old else {}
        if place.tls and not is_old and wanted != "thick":
            more["ssl_context"] = _tls(place)
        if role.strip().lower() in _ROLES:
            more["mode"] = _mode(module, _ROLES[role.strip().lower()])
        opened: Opened = module.connect(user=account.strip(), password=password, dsn=place.descriptor(seconds), **more)
        opened.call_timeout = max(1, int(seconds * 1000))
        opened.module = "xunjian"
        _as_text(opened, module, is_old=is_old)
        return opened

    return Driver(connect, error)


def _mode(module: Any, role: str) -> object:  # noqa: ANN401 - a driver's module
    """AUTH_MODE_SYSDBA of oracledb, SYSDBA of cx_Oracle; for SYSBKP and SYSDGD the same."""
    return getattr(module, f"AUTH_MODE_{role}", None) or getattr(module, role)


def _tls(place: Place) -> object:
    import ssl  # noqa: PLC0415 - only where TLS is wanted

    context = ssl.create_default_context(cafile=place.authorities or None)
    if place.tls != "verify-full":
        context.check_hostname = False
    if place.tls == "require":
        context.verify_mode = ssl.CERT_NONE
    return context


def _as_text(opened: Any, module: Any, *, is_old: bool) -> None:  # noqa: ANN401 - a driver's own
    """Every number as the text that the server would write, so that no digit is lost to a float; LOBs as text too.

    Text that is none (a table's name in GBK, in a database that calls itself US7ASCII) keeps its bytes as lone surrogates:
    the driver would raise for the whole answer else.
    """
    numbers = {module.DB_TYPE_NUMBER, module.DB_TYPE_BINARY_DOUBLE, module.DB_TYPE_BINARY_FLOAT}
    lobs = {module.DB_TYPE_CLOB, module.DB_TYPE_NCLOB}
    texts = {module.DB_TYPE_VARCHAR, module.DB_TYPE_CHAR, module.DB_TYPE_LONG}

    def written(cursor: Any, kind: object, size: int) -> object:  # noqa: ANN401 - as above
        if kind in numbers:
            return cursor.var(module.DB_TYPE_VARCHAR, 255, arraysize=cursor.arraysize)
        if kind in lobs:
            return cursor.var(module.DB_TYPE_LONG, arraysize=cursor.arraysize, encoding_errors=_BYTES_KEPT)
        if kind in texts:
            return cursor.var(kind, size or _WIDEST, arraysize=cursor.arraysize, encoding_errors=_BYTES_KEPT)
        return None

    def of_cx(cursor: Any, _name: str, kind: object, size: int, _precision: int, _scale: int) -> object:  # noqa: ANN401 - the driver's signature
        return written(cursor, kind, size)

    def of_oracledb(cursor: Any, said: Any) -> object:  # noqa: ANN401 - as above
        return written(cursor, said.type_code, said.internal_size or 0)

    opened.outputtypehandler = of_cx if is_old else of_oracledb
