"""Tables of sessions of firewalls by SNMP: the current number, and the greatest where the maker's MIB has one.

It has in JUNIPER-SRX5000-SPU-MONITORING-MIB (each unit), PAN-COMMON-MIB and CHECKPOINT-MIB (0 where the table grows by
itself), as in CISCO-UNIFIED-FIREWALL-MIB none, nor in those of Fortinet, Hillstone, Huawei, H3C and F5.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from collectors.facts.devices.firewalls import SESSION_TABLES, SessionTable
from collectors.network.readings import Reading, by_snmp, ratio
from collectors.network.varbinds import Objects
from collectors.network.vendors.juniper import SPU
from collectors.network.vendors.prefixes import (
    CHECK_POINT,
    CISCO,
    F5,
    FORTINET,
    H3C,
    HILLSTONE,
    HUAWEI,
    JUNIPER,
    PALO_ALTO,
)

_NAME: Final = "sessions"
_FORTINET: Final = f"{FORTINET}.101.4.1.8.0"
"""fgSysSesCount."""
_HILLSTONE: Final = f"{HILLSTONE}.2.2.1.7.0"
"""sysCurSession."""
_F5: Final = f"{F5}.2.1.1.2.1.8.0"
"""sysStatClientCurConns."""
_CISCO: Final = (f"{CISCO}.9.147.1.2.2.2.1.5.40.6", f"{CISCO}.9.491.1.1.1.6.0")
"""cfwConnectionStatValue of protoIp, currentInUse; cufwConnGlobalNumActive."""
_PALO_ALTO: Final = tuple(f"{PALO_ALTO}.2.1.2.3.{number}.0" for number in (3, 2, 1))
"""panSessionActive, panSessionMax, panSessionUtilization (per cent)."""
_CHECK_POINT: Final = tuple(f"{CHECK_POINT}.1.1.25.{number}.0" for number in (3, 10))
"""fwNumConn, fwConnTableLimit."""
_HUAWEI: Final[Mapping[str, str]] = {"current": f"{HUAWEI}.6.122.15.1.2.1.4"}
"""hwSecStatMonTotalSess, by slot."""
_H3C: Final[Mapping[str, str]] = {"current": f"{H3C}.2.149.1.1.1.4"}
"""hh3cSessionStatCount of HH3C-SESSION-MIB, by chassis, slot and processor."""


def _scalar(*oids: str) -> Callable[[Objects], Iterator[SessionTable]]:
    """Of the first object that is there."""

    def read(said: Objects) -> Iterator[SessionTable]:
        for oid in oids:
            current = said.number(oid)
            if current is not None:
                yield SessionTable(_NAME, current, oid=oid)
                return

    return read


def _column(table: Mapping[str, str], what: str) -> Callable[[Objects], Iterator[SessionTable]]:
    def read(said: Objects) -> Iterator[SessionTable]:
        for row in said.rows(table):
            current = row.number("current")
            if current is not None:
                yield SessionTable(f"{what} {row.index}", current, oid=row.oid("current"))

    return read


def _units(said: Objects) -> Iterator[SessionTable]:
    for row in said.rows(SPU):
        current, most = row.number("sessions"), row.number("most_sessions", 0)
        if current is not None:
            name = f"{row.text('node')} SPU {row.text('slot')}/{row.text('unit')}".strip()
            yield SessionTable(name, current, most, oid=row.oid("sessions"))


def _palo_alto(said: Objects) -> Iterator[SessionTable]:
    current_oid, most_oid, share_oid = _PALO_ALTO
    current, most, share = said.number(current_oid), said.number(most_oid, 0), ratio(said.number(share_oid))
    if current is not None or share is not None:
        yield SessionTable(_NAME, current, most, share, oid=current_oid)


def _check_point(said: Objects) -> Iterator[SessionTable]:
    current = said.number(_CHECK_POINT[0])
    if current is not None:
        yield SessionTable(_NAME, current, said.number(_CHECK_POINT[1], 0), oid=_CHECK_POINT[0])


READINGS: Final[tuple[Reading[SessionTable], ...]] = (
    Reading(_units, SPU.values(), of=(JUNIPER,)),
    Reading(_palo_alto, scalars=_PALO_ALTO, of=(PALO_ALTO,)),
    Reading(_check_point, scalars=_CHECK_POINT, of=(CHECK_POINT,)),
    Reading(_scalar(_FORTINET), scalars=(_FORTINET,), of=(FORTINET,)),
    Reading(_scalar(_HILLSTONE), scalars=(_HILLSTONE,), of=(HILLSTONE,)),
    Reading(_scalar(_F5), scalars=(_F5,), of=(F5,)),
    Reading(_scalar(*_CISCO), scalars=_CISCO, of=(CISCO,)),
    Reading(_column(_HUAWEI, "slot"), _HUAWEI.values(), of=(HUAWEI,)),
    Reading(_column(_H3C, "unit"), _H3C.values(), of=(H3C,)),
)
SESSION_TABLES_SNMP: Final = by_snmp("session_tables", SESSION_TABLES, READINGS)
