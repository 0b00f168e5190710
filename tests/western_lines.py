"""By the id of a collector of ``collectors.network.lines.western``, an answer that it reads; and what reads it."""

from collections.abc import Mapping
from typing import Any, Final

from collectors.base import Answer, Collector
from collectors.network.lines.western import COLLECTORS
from tests import western_answers as own
from tests import western_contracts as contracts
from tests import western_links as links

COLLECTOR: Final[Mapping[str, Collector[Answer, Any]]] = {
    one.id.removeprefix("cli."): one for one in COLLECTORS if isinstance(one, Collector)
}
ANSWERS: Final[Mapping[str, str]] = {
    **{f"{noun}.cisco_ios": own.VERSION_IOS for noun in ("made", "device")},
    **{f"{noun}.cisco_nxos": own.VERSION_NX for noun in ("made", "device")},
    **{f"{noun}.cisco_asa": own.VERSION_ASA for noun in ("made", "device")},
    **{f"{noun}.arista_eos": own.VERSION_EOS for noun in ("made", "device", "memories")},
    **{f"{noun}.juniper_junos": own.VERSION_JUNOS for noun in ("made", "device")},
    **{f"{noun}.fortinet": own.STATUS_FORTI for noun in ("made", "device")},
    "processors.cisco_ios": own.CPU_IOS,
    "processors.cisco_nxos": own.CPU_IOS,
    "processors.cisco_asa": own.CPU_ASA,
    "processors.cisco_asa.total": "CPU utilization for 5 seconds = 34%; 1 minute: 36%; 5 minutes: 36%\n",
    "processors.arista_eos": '{"cpuInfo": {"%Cpu(s)": {"idle": 81.5, "user": 10.0, "system": 8.5}}}',
    "memories.cisco_ios": own.MEMORY_IOS,
    "memories.cisco_nxos": own.RESOURCES_NX,
    "memories.cisco_asa": own.MEMORY_ASA,
    **{f"{noun}.fortinet": own.PERFORMANCE_FORTI for noun in ("processors", "memories")},
    **{f"{noun}.juniper_junos": own.ENGINES_JUNOS for noun in ("processors", "memories")},
    **{f"{noun}.juniper_junos": own.ENVIRONMENT_JUNOS for noun in ("power_supplies", "fans", "temperatures")},
    "parts.juniper_junos": own.ALARMS_JUNOS,
    "parts.fortinet": own.HA_FORTI,
    **{f"{noun}.cisco_ios": own.ENVIRONMENT_IOS for noun in ("power_supplies", "fans", "temperatures")},
    "temperatures.cisco_ios.alone": own.ENVIRONMENT_IOS,
    "power_supplies.cisco_ios.alone": own.POWER_IOS,
    "power_supplies.cisco_ios.modular": own.SUPPLIES_4500,
    "fans.cisco_ios.alone": own.FANS_IOS,
    **{f"{noun}.cisco_nxos": own.ENVIRONMENT_NX for noun in ("power_supplies", "fans", "temperatures")},
    "power_supplies.arista_eos": own.POWER_EOS,
    "fans.arista_eos": own.COOLING_EOS,
    "temperatures.arista_eos": own.TEMPERATURE_EOS,
    "stack_members.cisco_ios": own.STACK_IOS,
    "stack_members.cisco_nxos": own.VPC,
    "parts.cisco_ios": own.REDUNDANCY_IOS,
    "parts.cisco_ios.modules": own.MODULES_NX,
    "parts.cisco_nxos": own.MODULES_NX,
    "parts.cisco_asa": own.FAILOVER,
    "storages.cisco_ios": own.SYSTEMS_IOS,
    "storages.cisco_nxos": own.DIR_NX,
    "storages.arista_eos": own.DIR_EOS,
    "storages.juniper_junos": own.DF_JUNOS,
    "optics.cisco_ios": own.OPTICS_IOS,
    "optics.cisco_ios.brief": own.OPTICS_BRIEF,
    "optics.cisco_nxos": own.OPTICS_NX,
    "interfaces.cisco_ios": links.INTERFACES_IOS,
    "interfaces.cisco_nxos": links.INTERFACES_NX,
    "interfaces.cisco_asa": links.INTERFACES_ASA,
    "interfaces.arista_eos": links.INTERFACES_EOS,
    "interfaces.juniper_junos": links.INTERFACES_JUNOS,
    "aggregates.cisco_ios": links.ETHERCHANNELS,
    "aggregates.cisco_nxos": links.PORT_CHANNELS_NX,
    "aggregates.arista_eos": links.PORT_CHANNELS_EOS,
    "gateway_groups.cisco_ios": links.STANDBY,
    "gateway_groups.cisco_nxos": links.HSRP_NX,
    "gateway_groups.cisco_ios.vrrp": links.VRRP,
    "spanning_trees.cisco_ios": links.ROOTS,
    "spanning_trees.cisco_nxos": links.ROOTS,
    "bgp_peers.cisco_ios": links.BGP_IOS,
    "bgp_peers.cisco_nxos": links.BGP_NX,
    "bgp_peers.arista_eos": links.BGP_EOS,
    "bgp_peers.cisco_asa": links.BGP_IOS,
    "bgp_peers.fortinet": links.BGP_FORTI,
    "bgp_peers.juniper_junos": links.BGP_JUNOS,
    "ospf_neighbours.cisco_ios": links.OSPF_IOS,
    "ospf_neighbours.cisco_nxos": links.OSPF_NX,
    "ospf_neighbours.arista_eos": links.OSPF_EOS,
    "ospf_neighbours.cisco_asa": links.OSPF_IOS,
    "ospf_neighbours.fortinet": links.OSPF_IOS,
    "ospf_neighbours.juniper_junos": links.OSPF_JUNOS,
    "neighbours.cisco_ios": links.LLDP_IOS,
    "neighbours.cisco_nxos": links.LLDP_NX,
    "neighbours.arista_eos": links.LLDP_EOS,
    "neighbours.cisco_ios.cdp": links.CDP,
    "neighbours.cisco_nxos.cdp": links.CDP,
    "licences.cisco_ios.status": contracts.LICENCE_STATUS,
    "licences.cisco_ios.usage": contracts.LICENCE_USAGE,
    "licences.cisco_ios": contracts.LICENCE_FEATURES,
    "licences.cisco_nxos": contracts.LICENCE_NX,
    "licences.fortinet": contracts.CONTRACTS,
    "licences.fortinet.services": contracts.SERVICES,
    "licences.huawei_vrp": contracts.LICENCE_HUAWEI,
    "licences.juniper_junos": contracts.LICENCE_JUNOS,
    **{f"device_time.{of}": contracts.CLOCK for of in ("cisco_ios", "cisco_nxos", "cisco_asa")},
    **{f"time_server.{of}": contracts.NTP for of in ("cisco_ios", "cisco_asa")},
    "time_server.arista_eos": contracts.NTP_EOS,
    "time_server.juniper_junos": contracts.NTP_JUNOS,
    **{f"log_lines.{of}": contracts.LOG for of in ("cisco_ios", "arista_eos", "cisco_nxos")},
    "log_lines.cisco_asa": contracts.LOG_ASA,
}


def read(name: str, text: str | None = None) -> Any:  # noqa: ANN401 - the facts of whichever collector
    """What a collector makes of its answer, or of another text."""
    return COLLECTOR[name].parse(Answer(ANSWERS[name] if text is None else text))


def records(name: str, text: str | None = None) -> dict[str, Any]:
    """The records of a listing by name."""
    return {one.name: one for one in read(name, text).records}
