"""What devices measure, by SNMP: makers' readings first, the standard MIBs where they find nothing.

One ask serves three kinds: temperatures, optical modules, everything else.
"""

from typing import Final

from collectors.facts.devices.sensors import OPTICS, SENSORS, TEMPERATURES, Quantity, Sensor
from collectors.network import entity_sensors, ups_mib
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import (
    apc,
    arista,
    beside,
    check_point,
    cisco_modems,
    cisco_pairs,
    cisco_sensors,
    dell_compellent,
    dell_idrac,
    dell_idrac_storage,
    dell_os10,
    eaton,
    experimental,
    f5,
    fortinet,
    h3c_optics,
    h3c_parts,
    hillstone,
    hpe_ilo,
    hpe_ilo_storage,
    huawei_hardware,
    huawei_optics,
    huawei_power_sensors,
    huawei_servers,
    huawei_topology,
    juniper,
    juniper_optics,
    lenovo_xcc,
    liebert,
    linux_sensors,
    mikrotik,
    oceanstor,
    palo_alto,
    ruijie_parts,
    ruijie_ports,
    supermicro,
    truenas,
    zte,
)

READINGS: Final[tuple[Reading[Sensor], ...]] = (
    *huawei_servers.SENSORS,
    *oceanstor.SENSORS,
    *experimental.SENSORS,
    *huawei_power_sensors.SENSORS,
    *ruijie_parts.SENSORS,
    *ruijie_ports.SENSORS,
    *hillstone.SENSORS,
    *zte.SENSORS,
    *huawei_hardware.SENSORS,
    *huawei_optics.SENSORS,
    *huawei_topology.SENSORS,
    *h3c_parts.SENSORS,
    *h3c_optics.SENSORS,
    *beside.SENSORS,
    *cisco_sensors.SENSORS,
    *cisco_modems.SENSORS,
    *cisco_pairs.SENSORS,
    *juniper.SENSORS,
    *juniper_optics.SENSORS,
    *arista.SENSORS,
    *fortinet.SENSORS,
    *f5.SENSORS,
    *palo_alto.SENSORS,
    *check_point.SENSORS,
    *mikrotik.SENSORS,
    *dell_os10.SENSORS,
    *dell_idrac.SENSORS,
    *dell_idrac_storage.SENSORS,
    *hpe_ilo.SENSORS,
    *hpe_ilo_storage.SENSORS,
    *lenovo_xcc.SENSORS,
    *supermicro.SENSORS,
    *dell_compellent.SENSORS,
    *truenas.SENSORS,
    *liebert.SENSORS,
    *linux_sensors.SENSORS,
    *apc.SENSORS,
    *eaton.SENSORS,
    *ups_mib.SENSORS,
    *entity_sensors.SENSORS,
)

_OPTICAL: Final = frozenset({Quantity.OPTICAL_POWER, Quantity.BIAS_CURRENT})


def _is_of_optics(one: Sensor) -> bool:
    return bool(one.port) or one.quantity in _OPTICAL


def _is_temperature(one: Sensor) -> bool:
    return one.quantity is Quantity.TEMPERATURE and not one.port


def _is_other(one: Sensor) -> bool:
    return not _is_of_optics(one) and not _is_temperature(one)


TEMPERATURES_SNMP: Final = by_snmp("temperatures", TEMPERATURES, READINGS, keep=_is_temperature)
OPTICS_SNMP: Final = by_snmp("optics", OPTICS, READINGS, keep=_is_of_optics)
SENSORS_SNMP: Final = by_snmp("sensors", SENSORS, READINGS, keep=_is_other)
