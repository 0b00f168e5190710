"""What a problem of a network device, a UPS or a storage box may do to the business."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

NETWORK_EFFECTS: Final[Mapping[str, Text]] = {
    "network.reachability": _("leave nobody a way into the device on the day of a fault"),
    "network.management_security": _("let somebody on the network read the device's passwords and change its settings"),
    "network.power_supplies": _("switch the device off with the next failure of a power supply"),
    "network.fans": _("let the device overheat and switch itself off"),
    "network.temperatures": _("let the device switch itself off, and age before its time"),
    "network.hardware_parts": _("interrupt what runs over the part, or lose its redundancy"),
    "network.missing_parts": _("leave the device without the redundancy that everybody believes it has"),
    "network.sensor_values": _("announce the failure of a power supply or a board"),
    "network.ups": _("switch everything behind the UPS off at the next failure of the mains"),
    "network.optical_power": _("break the link within weeks, and lose packets before"),
    "network.processor_load": _("lose routing neighbours, and make the device answer nobody"),
    "network.memory_usage": _("make the device drop routes or sessions, or restart"),
    "network.storage_usage": _("make the next upgrade or the keeping of logs fail"),
    "network.port_state": _("have interrupted what is connected there, or its redundancy"),
    "network.port_errors": _("lose packets, so that applications stall"),
    "network.port_error_growth": _("lose packets today, so that applications stall"),
    "network.port_utilisation": _("make everything that uses the link slow at busy hours"),
    "network.aggregated_links": _("halve the bandwidth, and interrupt it with the next failure"),
    "network.redundancy": _("leave nobody to take over when a member fails, or two that both believe to lead"),
    "network.stack_members": _("leave the stack without a member that carries traffic, or without one to take over"),
    "network.gateway_groups": _("leave nobody to take over as gateway"),
    "network.bgp_peers": _("cut off the networks that are reached through this neighbour"),
    "network.ospf_neighbours": _("take traffic a long way round, or nowhere"),
    "network.spanning_tree": _("take all traffic over a weak device, or begin a loop"),
    "network.neighbour_state": _("leave a link where nobody looks for it when it fails"),
    "network.restart": _("interrupt the business again in the same way"),
    "network.identity_change": _("leave the asset list wrong, and the support contract for another device"),
    "network.unsaved_configuration": _("lose the changes with the next restart"),
    "network.configuration_change": _("leave a change in force that nobody approved"),
    "network.time_synchronisation": _("make logs of several devices impossible to put together, and certificates invalid"),
    "network.device_log": _("announce a failure that nobody has looked at"),
    "network.licence_expiry": _("switch off functions, or protection from new attacks"),
    "network.windows_services": _("have interrupted the business that the service serves"),
    "network.windows_shares": _("let somebody at files that should not be shared, or keep users from theirs"),
    "network.power_over_ethernet": _("leave telephones, cameras or radio cells without power"),
    "network.link_bytes": _("leave nobody knowing how the load of the links grows"),
    "network.link_load": _("leave applications waiting for the network in the hours of work"),
    "group.gateway_pair": _("leave users without a gateway, or with two that contradict each other"),
    "group.link_ends": _("lose packets under load on a link that looks well"),
}
