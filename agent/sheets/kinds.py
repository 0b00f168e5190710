"""What a row of a sheet is: its kind and platform, from the words of its type and system."""

from collections.abc import Mapping
from typing import Final

from agent.sheets.headings import kind_of
from config.grammar import URL
from config.kinds import ADDRESSED, DEVICES, FAMILIES, GROUPS, KINDS, platform_of
from config.text import Text, _

_FAMILY_WORDS: Final[Mapping[str, str]] = {
    "ce": "huawei_vrp",
    "vrp": "huawei_vrp",
    "huawei": "huawei_vrp",
    "comware": "hp_comware",
    "h3c": "hp_comware",
    "ruijie": "ruijie_os",
    "rgos": "ruijie_os",
    "zte": "zte_zxros",
    "ios": "cisco_ios",
    "iosxe": "cisco_xe",
    "nxos": "cisco_nxos",
    "asa": "cisco_asa",
    "junos": "juniper_junos",
    "eos": "arista_eos",
    "fortios": "fortinet",
}
"""Families of command lines as Ansible (ansible_network_os) and people call them."""
Unsure = tuple[Text, Text] | None
"""What was found and what to do, where the kind had to be guessed."""


def kind_and_platform(values: Mapping[str, str], *, has_type_column: bool) -> tuple[str, str, Unsure]:
    """Give kind, platform and what is unsure. What is not known stays in the list as ``manual``."""
    kind, unsure = _kind(values, has_type_column=has_type_column)
    if kind in GROUPS:
        kind, unsure = "manual", (_("a group of targets"), _("kept as manual; write its members in the file itself"))
    if kind in ADDRESSED and not values.get("address"):
        kind, unsure = "manual", (_("no address"), _("kept as manual; give it an address to have it inspected"))
    if kind in ADDRESSED and not _fits(kind, values["address"]):
        found = _("the address “{value}”", value=values["address"])
        kind, unsure = "manual", (found, _("kept as manual; give it an address to have it inspected"))
    written = values.get("platform", "")
    if kind in {"local", "linux"}:
        return kind, "linux", unsure
    if kind in DEVICES:
        return kind, device_platform(kind, written), unsure
    return kind, written or platform_of(kind, values.get("address", "")), unsure


def device_platform(kind: str, system: str) -> str:
    """What a list calls the system of a device is its command line's family, or nothing that we know."""
    word = system.rpartition(".")[2]
    family = _FAMILY_WORDS.get(word.lower(), word)
    return family if kind == "network" and family in FAMILIES else platform_of(kind)


def _fits(kind: str, address: str) -> bool:
    return bool(URL.fullmatch(address)) if kind == "function" else "/" not in address


def _kind(values: Mapping[str, str], *, has_type_column: bool) -> tuple[str, Unsure]:
    explicit = values.get("kind", "")
    if explicit in KINDS:
        return explicit, None
    if explicit:
        return "manual", (_("“{value}”", value=explicit), _("kept as manual; write one of: {known}", known=KINDS))
    if URL.fullmatch(values.get("address", "")):
        return "function", None
    words = values.get("type", "")
    guessed = words if words in KINDS else _guess(kind_of(words), kind_of(values.get("platform", "")))
    if guessed:
        return guessed, None
    if not words and not has_type_column:
        return "linux", None
    found = _("the type “{value}”", value=words) if words else _("no type")
    return "manual", (found, _("kept as manual, not inspected; write linux, network, database …, or leave it"))


def _guess(by_type: str, by_system: str) -> str:
    """A server is what its system says it is; everything else what its type says."""
    return by_system if by_type in ("linux", "") and by_system else by_type
