"""Recorded answers of Cisco's, Arista's and Fortinet's command lines, as they stand."""

from collectors.base import Answer, Collector
from collectors.network.lines.western import COLLECTORS
from tests.house.corpora import Reading

_READ = {one.id: one for one in COLLECTORS if isinstance(one, Collector)}


def _reading(file: str, collector: str, check: str) -> Reading:
    return f"cli/{file}.raw", Answer, _READ[f"cli.{collector}"].parse, f"network.{check}"


READ: tuple[Reading, ...] = (
    _reading("cisco_ios_show_environment_power_all*", "power_supplies.cisco_ios.alone", "power_supplies"),
    _reading("cisco_ios_show_power_status*", "power_supplies.cisco_ios.modular", "power_supplies"),
    _reading("cisco_ios_show_environment_temperature*", "temperatures.cisco_ios.alone", "temperatures"),
    _reading("cisco_ios_show_processes_cpu*", "processors.cisco_ios", "processor_load"),
    _reading("cisco_ios_show_processes_memory*", "memories.cisco_ios", "memory_usage"),
    _reading("cisco_ios_show_interfaces*", "interfaces.cisco_ios", "port_errors"),
    _reading("cisco_ios_show_logging*", "log_lines.cisco_ios", "device_log"),
    _reading("cisco_ios_show_redundancy*", "parts.cisco_ios", "redundancy"),
    _reading("cisco_nxos_show_environment*", "power_supplies.cisco_nxos", "power_supplies"),
    _reading("cisco_nxos_show_environment*", "fans.cisco_nxos", "fans"),
    _reading("cisco_nxos_show_environment*", "temperatures.cisco_nxos", "temperatures"),
    _reading("cisco_nxos_show_processes_cpu*", "processors.cisco_nxos", "processor_load"),
    _reading("cisco_asa_show_cpu_usage*", "processors.cisco_asa", "processor_load"),
    _reading("cisco_asa_show_failover*", "parts.cisco_asa", "redundancy"),
    _reading("arista_eos_show_environment_power*", "power_supplies.arista_eos", "power_supplies"),
    _reading("arista_eos_show_environment_cooling*", "fans.arista_eos", "fans"),
    _reading("arista_eos_show_environment_temperature*", "temperatures.arista_eos", "temperatures"),
    _reading("fortinet_get_system_ha_status*", "parts.fortinet", "redundancy"),
    _reading("fortinet_diagnose_sys_top*", "processors.fortinet", "processor_load"),
    _reading("fortinet_diagnose_sys_top*", "memories.fortinet", "memory_usage"),
)
