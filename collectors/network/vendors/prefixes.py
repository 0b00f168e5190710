"""Beginnings of sysObjectID by maker (IANA private enterprise numbers)."""

from typing import Final

_ENTERPRISES: Final = "1.3.6.1.4.1"
CISCO: Final = f"{_ENTERPRISES}.9"
HP: Final = f"{_ENTERPRISES}.11"
APC: Final = f"{_ENTERPRISES}.318"
EATON: Final = f"{_ENTERPRISES}.534"
DELL_OS10: Final = f"{_ENTERPRISES}.674.11000.5000.100"
MGE: Final = f"{_ENTERPRISES}.705"
HUAWEI: Final = f"{_ENTERPRISES}.2011"
CHECK_POINT: Final = f"{_ENTERPRISES}.2620"
JUNIPER: Final = f"{_ENTERPRISES}.2636"
F5: Final = f"{_ENTERPRISES}.3375"
ZTE: Final = f"{_ENTERPRISES}.3902"
RUIJIE: Final = f"{_ENTERPRISES}.4881"
NET_SNMP: Final = f"{_ENTERPRISES}.8072"
FORTINET: Final = f"{_ENTERPRISES}.12356"
TOPSEC: Final = f"{_ENTERPRISES}.14331"
MIKROTIK: Final = f"{_ENTERPRISES}.14988"
PALO_ALTO: Final = f"{_ENTERPRISES}.25461"
H3C: Final = f"{_ENTERPRISES}.25506"
HILLSTONE: Final = f"{_ENTERPRISES}.28557"
ARISTA: Final = f"{_ENTERPRISES}.30065"
SANGFOR: Final = f"{_ENTERPRISES}.35047"
LENOVO_IMM: Final = f"{_ENTERPRISES}.2.3.51.3"
COMPAQ: Final = f"{_ENTERPRISES}.232"
LIEBERT: Final = f"{_ENTERPRISES}.476"
DELL: Final = f"{_ENTERPRISES}.674"
LENOVO_XCC: Final = f"{_ENTERPRISES}.19046.11.1"
ATEN: Final = f"{_ENTERPRISES}.21317"
FREENAS: Final = f"{_ENTERPRISES}.50536"
UPS_MAKERS: Final = (APC, EATON, MGE, f"{_ENTERPRISES}.2254", f"{_ENTERPRISES}.476.1.42", "1.3.6.1.2.1.33")
"""Makers whose devices with SNMP are nearly all UPSs and power distribution; the last is UPS-MIB itself."""
FAMILY_OF: Final = {
    HUAWEI: "huawei_vrp",
    H3C: "hp_comware",
    RUIJIE: "ruijie_os",
    ZTE: "zte_zxros",
    CISCO: "cisco_ios",
    JUNIPER: "juniper_junos",
    ARISTA: "arista_eos",
    FORTINET: "fortinet",
    HILLSTONE: "hillstone_stoneos",
    F5: "f5_tmsh",
}
"""The family of the command line that most of a maker's devices have."""
_HUAWEI_NETWORK: Final = f"{HUAWEI}.2"
"""HUAWEI-MIB hwProducts: routers, switches, firewalls, servers; its power systems and UPSs stand below 2011.6."""
NO_UPS: Final = (
    *(_HUAWEI_NETWORK if one == HUAWEI else one for one in FAMILY_OF),
    CHECK_POINT,
    DELL_OS10,
    MIKROTIK,
    PALO_ALTO,
    SANGFOR,
    TOPSEC,
)
"""Makers and product lines of routers, switches, firewalls and load balancers: what calls itself one of these is no UPS."""
