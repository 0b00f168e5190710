"""What the fixed subjects of network checks are called: whole ones, ends behind a device's own name, words before one."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

SUBJECTS: Final[Mapping[tuple[str, str], Text]] = {
    ("network.reachability", "snmp"): _("SNMP"),
    ("network.reachability", "ssh"): _("command line (SSH)"),
    ("network.reachability", "telnet"): _("command line (telnet)"),
    ("network.management_security", "snmp"): _("SNMP"),
    ("network.management_security", "ssh"): _("command line (SSH)"),
    ("network.management_security", "telnet"): _("command line (telnet)"),
    ("network.processor_load", "cores"): _("all processors together"),
    ("network.port_state", "ports"): _("all other ports"),
    ("network.port_errors", "ports"): _("all other ports"),
    ("network.port_error_growth", "ports"): _("all other ports"),
    ("network.port_utilisation", "ports"): _("all links"),
    ("network.sensor_values", "others"): _("values without limits"),
    ("network.optical_power", "idle"): _("modules that are not in use"),
    ("network.neighbour_state", "neighbours"): _("all other neighbours"),
    ("network.windows_services", "services"): _("all other services"),
    ("network.windows_shares", "shares"): _("all other shares"),
    ("network.missing_parts", "parts"): _("all other parts"),
    ("network.missing_parts", "new"): _("new parts"),
    ("network.temperatures", "others"): _("temperatures without limits"),
    ("network.hardware_parts", "outlets"): _("outlets"),
    ("network.spanning_tree", "root"): _("root bridge"),
    ("network.time_synchronisation", "synchronisation"): _("synchronisation of the clock"),
    ("network.time_synchronisation", "offset"): _("difference to our clock"),
    ("network.device_log", "links"): _("links and ports"),
    ("network.device_log", "messages"): _("all other messages"),
    ("network.identity_change", "serial"): _("serial number"),
    ("network.identity_change", "model"): _("model"),
    ("network.identity_change", "version"): _("software version"),
}
_QUANTITIES: Final[Mapping[str, Text]] = {
    " temperature": _("temperature"),
    " humidity": _("humidity"),
    " fan_speed": _("speed of the fan"),
    " fan_load": _("load of the fan"),
    " voltage": _("voltage"),
    " bias_current": _("bias current"),
    " current": _("current"),
    " optical_power": _("optical power"),
    " power": _("power"),
    " energy": _("energy"),
    " frequency": _("frequency"),
    " load": _("load"),
    " charge": _("charge"),
    " endurance": _("endurance left"),
    " runtime": _("time left"),
    " airflow": _("airflow"),
    " duration": _("duration"),
    " count": _("count"),
}
ENDS: Final[Mapping[str, Mapping[str, Text]]] = {
    "network.sensor_values": _QUANTITIES,
    "network.optical_power": _QUANTITIES,
    "network.ups": _QUANTITIES,
}
NAMED: Final[Mapping[tuple[str, str], Text]] = {
    ("network.missing_parts", "power"): _("power supply {name}"),
    ("network.missing_parts", "fan"): _("fan {name}"),
    ("network.missing_parts", "module"): _("board {name}"),
    ("network.missing_parts", "optics"): _("optical module {name}"),
    ("network.missing_parts", "disk"): _("disk {name}"),
    ("network.missing_parts", "array"): _("array {name}"),
    ("network.missing_parts", "controller"): _("controller {name}"),
    ("network.missing_parts", "battery"): _("battery {name}"),
    ("network.missing_parts", "board_battery"): _("battery {name}"),
    ("network.missing_parts", "memory"): _("memory {name}"),
    ("network.missing_parts", "processor"): _("processor {name}"),
    ("network.missing_parts", "port"): _("port {name}"),
    ("network.missing_parts", "outlet"): _("outlet {name}"),
    ("network.missing_parts", "stack"): _("stack member {name}"),
    ("network.missing_parts", "redundancy"): _("redundancy {name}"),
}
