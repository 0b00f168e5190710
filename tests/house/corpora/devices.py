"""Recorded answers of network devices' command lines, as they stand."""

from collectors.base import Answer, Listing
from collectors.facts.devices.sensors import Component, Part
from collectors.network.lines import aggregates, boards, interfaces, temperatures
from collectors.network.lines.standings import only
from tests.house.corpora import Reading


def _power(answer: Answer) -> Listing[Component]:
    return only(boards.huawei_boards(answer), Part.POWER)


def _fans(answer: Answer) -> Listing[Component]:
    return only(boards.huawei_boards(answer), Part.FAN)


def _boards(answer: Answer) -> Listing[Component]:
    return only(boards.huawei_boards(answer))


READ: tuple[Reading, ...] = (
    ("cli/huawei_vrp_display_device*.raw", Answer, _boards, "network.hardware_parts"),
    ("cli/huawei_vrp_display_device.raw", Answer, _power, "network.power_supplies"),
    ("cli/huawei_vrp_display_device.raw", Answer, _fans, "network.fans"),
    ("cli/huawei_vrp_display_temperature*.raw", Answer, temperatures.huawei_temperatures, "network.temperatures"),
    ("cli/huawei_vrp_display_interface_brief*.raw", Answer, interfaces.huawei_brief, "network.port_state"),
    ("cli/huawei_vrp_display_interface[0-9.]*raw", Answer, interfaces.huawei_interfaces, "network.port_errors"),
    ("cli/huawei_vrp_display_eth-trunk*.raw", Answer, aggregates.huawei_aggregates, "network.aggregated_links"),
    ("cli/hp_comware_display_interface_brief*.raw", Answer, interfaces.comware_brief, "network.port_state"),
    ("cli/hp_comware_display_interface[0-9.]*raw", Answer, interfaces.comware_interfaces, "network.port_errors"),
    ("cli/hp_comware_display_link-aggregation*.raw", Answer, aggregates.comware_aggregates, "network.aggregated_links"),
)
