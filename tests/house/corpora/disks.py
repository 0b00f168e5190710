"""Disks by their own SMART, RAID controllers by their makers' tools, software arrays by mdadm."""

from collectors.base import Absent, Answer, Listing, Walk
from collectors.facts.raid import RaidController
from collectors.linux.mdadm_details import ARRAYS_MDADM
from collectors.linux.raid_arcconf import parse as parse_arcconf
from collectors.linux.raid_controllers import derive
from collectors.linux.raid_megacli import parse as parse_megacli
from collectors.linux.raid_ssacli import parse as parse_ssacli
from collectors.linux.raid_storcli import parse as parse_storcli
from collectors.linux.smart import DISK_HEALTH_SMART
from tests.house.corpora import Reading, indented

_LISTING = Answer("@tools smartctl nvme\n@disk sda 1953525168 ahci\n@count 1\n@end\n")


def _one_disk(head: str, text: str) -> Walk[Answer]:
    return Walk({"/dev/sda auto": Answer(f"@{head}\n{indented(text)}@exit 0\n@end\n")}, _LISTING)


def _smartctl(text: str) -> Walk[Answer]:
    return _one_disk("json" if text.lstrip().startswith("{") else "text", text)


def _nvme_cli(text: str) -> Walk[Answer]:
    return _one_disk("nvme", text)


def _storcli(text: str) -> Answer:
    lines = indented(text)  # one recorded answer may be the report of controllers or of disks
    return Answer(f"@tool storcli64\n@controllers\n{lines}@volumes\n{lines}@drives\n{lines}@end\n")


def _megacli(text: str) -> Answer:
    lines = indented(text)
    heads = ("battery",) if "BBU status" in text else ("adapters", "volumes", "drives")
    return Answer("@count\n Controller Count: 1.\n" + "".join(f"@{head}\n{lines}" for head in heads) + "@end\n")


def _config(text: str) -> Answer:
    return Answer(f"@config 1\n{indented(text)}@end\n")


def _mdadm(text: str) -> Answer:
    return Answer(f"@detail /dev/md0\n{indented(text)}@end\n")


def _alone(tools: Listing[RaidController]) -> Listing[RaidController]:
    """What a tool says with a bus that shows nothing more."""
    return derive(Absent("/sys/bus/pci"), tools)


READ: tuple[Reading, ...] = (
    ("disk/*", _smartctl, DISK_HEALTH_SMART.parse, "server.disk_health"),
    ("raid/*-nvme-smart-log.json", _nvme_cli, DISK_HEALTH_SMART.parse, "server.disk_health"),
    ("raid/*storcli*.json", _storcli, lambda answer: _alone(parse_storcli(answer)), "server.raid_controller"),
    ("raid/*megacli*", _megacli, lambda answer: _alone(parse_megacli(answer)), "server.raid_controller"),
    ("raid/*ssacli*", _config, lambda answer: _alone(parse_ssacli(answer)), "server.raid_controller"),
    ("raid/*adaptecraid*", _config, lambda answer: _alone(parse_arcconf(answer)), "server.raid_controller"),
    ("raid/*mdadm*.out", _mdadm, ARRAYS_MDADM.parse, "server.md_raid"),
    ("raid/*mdadm*.txt", _mdadm, ARRAYS_MDADM.parse, "server.md_raid"),
)
