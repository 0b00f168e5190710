"""Licences and contracts: FortiOS, Huawei, Junos.

Evidence: Fortinet's CLI reference and its technical tips on contract validity; the recorded answer behind ntc-templates'
``huawei_vrp_display_license_verbose`` and Huawei's licence usage guide; Juniper's CLI reference of ``show system license``.
A licence that is only offered, neither installed nor used, is left out.

Sample (of FortiOS)::

    AV Engine
    ---------
    Version: 6.00285 signed
    Contract Expiry Date: Sat Mar 23 2030
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import Absent, Listing
from collectors.facts.devices.licences import LICENCES, Licence
from collectors.network.lines.asking import blocks, by_command, day_of, rows, search, whole, word


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE | re.IGNORECASE)


_CONTRACT: Final = _of(r"^(?P<name>\S.*?) *\n-{3,} *$")
_CONTRACT_ENDS: Final = _of(r"^Contract Expiry Date: *(\S.*?) *$")
_SERVICES_HEAD: Final = re.compile(r"NAME +VERSION +LAST UPDATE +METHOD +EXPIRE")
_SERVICES_ROW: Final = re.compile(
    r"(?P<name>\S.*?) +(?P<version>\d\S*) +(?P<updated>\d{4}-\d\d-\d\d \S+|N/A|n/a) +(?P<method>\S+) +"
    r"(?P<ends>\d{4}-\d\d-\d\d|N/A|n/a)(?: \S+)?\s*"
)
_HUAWEI_STATE: Final = _of(r"^ *License state *: *(\S.*?)\.? *$")
_HUAWEI_NONE: Final = _of(
    r"^ *(?:Info|Error|Warning)?:? *(?:No (?:active )?license|There is no (?:active )?license|The license is not active).*$"
)
_HUAWEI_FEATURE: Final = _of(r"^ *Feature name *: *(?P<name>\S.*?) *$")
_HUAWEI_TYPE: Final = _of(r"^ *Authorize type *: *(\S+)")
_HUAWEI_ENDS: Final = _of(r"^ *Expired date *: *(\S+)")
_JUNOS_HEAD: Final = re.compile(r" *Feature name +used +installed +needed")
_JUNOS_ROW: Final = re.compile(
    r" +(?P<name>\S.*?) +(?P<used>\d+) +(?P<installed>\d+) +(?P<needed>\d+) +"
    r"(?P<ends>permanent|invalid|\d{4}-\d\d-\d\d \S+ \S+)\s*"
)
_JUNOS_END: Final = re.compile(r"Licenses installed:.*|License identifier:.*")


def _contracts(text: str) -> Listing[Licence]:
    """FortiGuard's contracts by engine or database; what needs none says n/a."""
    found = []
    for head, below in blocks(text, _CONTRACT):
        ends = word(_CONTRACT_ENDS, below)
        if ends and ends.lower() != "n/a":
            found.append(Licence(head["name"], f"Contract Expiry Date: {ends}", day_of(ends)))
    if not found:
        raise Absent(search(_CONTRACT_ENDS, text, "a contract's end")[0])
    return Listing(tuple(found))


def _services(text: str) -> Listing[Licence]:
    """``get system fortiguard-service status``, which a read-only account may ask too."""
    found = tuple(
        Licence(row["name"], f"EXPIRE {row['ends']}", day_of(row["ends"]))
        for row in rows(text, _SERVICES_HEAD, _SERVICES_ROW)
        if row["ends"].lower() != "n/a"
    )
    if not found:
        raise Absent("NAME VERSION LAST UPDATE METHOD EXPIRE: -")
    return Listing(found)


def _huawei(text: str) -> Listing[Licence]:
    """Features by name with the end of each. Raises Absent where no licence is active, by the device's own word."""
    state = word(_HUAWEI_STATE, text)
    if none := _HUAWEI_NONE.search(text):
        raise Absent(none[0].strip())
    if state.lower().startswith("default"):
        raise Absent(f"License state: {state}")
    found = {one.name: one for one in _huawei_features(text, state)}
    return Listing(tuple(found.values()))


def _huawei_features(text: str, state: str) -> Iterator[Licence]:
    for head, below in blocks(text, _HUAWEI_FEATURE):
        kind, ends = word(_HUAWEI_TYPE, below), search(_HUAWEI_ENDS, below, "the expired date")[1]
        is_permanent = ends.lower().startswith("permanent")
        is_trial = state.lower().startswith(("demo", "trial", "emergency")) or kind.lower().startswith(("demo", "trial"))
        yield Licence(
            head["name"],
            ", ".join(one for one in (state, kind, ends) if one),
            ends_on=None if is_permanent else day_of(ends),
            is_permanent=is_permanent,
            is_evaluation=is_trial,
        )


def _junos(text: str) -> Listing[Licence]:
    """Features that are used or installed; ``needed`` counts those that are used without a licence."""
    if none := re.search(r"^License usage: *none *$", text, re.MULTILINE | re.IGNORECASE):
        raise Absent(none[0])
    found = []
    for row in rows(text, _JUNOS_HEAD, _JUNOS_ROW, re.compile(r" +\(.*\) *| +Licenses.*"), _JUNOS_END):
        if not whole(row["used"]) and not whole(row["installed"]):
            continue
        is_dated = row["ends"][0].isdecimal()
        found.append(
            Licence(
                row["name"],
                f"needed {row['needed']}, {row['ends']}",
                ends_on=day_of(row["ends"]) if is_dated else None,
                is_permanent=row["ends"] == "permanent",
                is_compliant=whole(row["needed"]) == 0,
            )
        )
    if not found:
        raise Absent("License usage: used 0, installed 0")
    return Listing(tuple(found))


_FORTI: Final = ("fortinet",)
COLLECTORS: Final = (
    by_command("licences", LICENCES, _FORTI, "diagnose autoupdate versions", _contracts),
    by_command("licences", LICENCES, _FORTI, "get system fortiguard-service status", _services, also="services"),
    by_command("licences", LICENCES, ("huawei_vrp",), "display license", _huawei),
    by_command("licences", LICENCES, ("juniper_junos",), "show system license", _junos),
)
