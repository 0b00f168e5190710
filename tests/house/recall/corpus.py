"""Recorded answers of other people's machines: what their index says is right, read from its own words, beside what we say.

A row of the index speaks for one check where a rule below knows its words; a file without such words is not counted. Whole
files are counted: a file with a fault is found where anything in it is WARN or worse, a healthy one must be without.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.house.corpus import answers
from tests.house.recall.measuring import LOUD, Tally

Truth = Callable[[str], bool | None]
"""From the index's words of a file: is it faulty; None where they do not say."""


def _lists(words: str) -> dict[str, set[str]]:
    return {name: set(re.findall(r"'([^']*)'", inside)) for name, inside in re.findall(r"(\w+)=\[([^\]]*)\]", words)}


def _smart(words: str) -> bool | None:
    if "ABSENT" in words or not re.search(r"PASSED|FAILED|Health Status: OK", words):
        return None
    number = re.search(r"(?:percentage_used)=(\d+)", words)
    heat = re.search(r"temp=(\d+)", words)
    return bool(
        "FAILED" in words
        or re.search(r"\b(?:187|197|198) \S+ val=\d+ thr=\d+ raw=[1-9]|(?:media_errors|critical_warning)=[1-9]", words)
        or (number and int(number[1]) >= 90)
        or (heat and int(heat[1]) >= 60)
    )


def _md(words: str) -> bool | None:
    if "NOT a fault" in words:
        return False
    if re.search(r"degraded|inactive|State : \w*\.", words):
        return True
    return False if re.search(r"State : (?:clean|active)|active \[U+\] ok", words) else None


def _pool(words: str) -> bool | None:
    return bool(re.search(r"UNAVAIL|FAULTED|DEGRADED", words)) if re.search(r"ONLINE|UNAVAIL|FAULTED", words) else None


def _counted(words: str) -> bool | None:
    """Counts of words by the index's maker."""
    if "counts in file: {}" in words or "counts in file" not in words:
        return None
    return bool(re.search(r"Failed|Degraded|Dgrd|Offln|UBad|Missing|Not Redundant|required *: Yes", words))


def _crm(words: str) -> bool | None:
    lines = re.search(r"Stopped lines: (\d+)", words)
    if lines:
        return int(lines[1]) > 0 if "Online:" in words else None
    said = _lists(words)
    if not said:
        return None
    bad = ("standby", "maintenance", "unclean", "failed_res", "failures", "failcount", "flags")
    return any(said.get(name) for name in bad) or bool(said.get("offline", set()) - said.get("stopped", set()))


def _redfish_all(words: str) -> bool | None:
    if "malformed" in words:
        return None
    if re.search(r"all \d+ Health OK|Health counts \{'OK': \d+\}", words):
        return False
    return True if "WARNING" in words else None


def _redfish_power(words: str) -> bool | None:
    return "PSU" in words if "WARNING" in words else _redfish_all(words)


def _redfish_sensors(words: str) -> bool | None:
    return False if "WARNING" in words else _redfish_all(words)


def _ipmi(words: str) -> bool | None:
    return False if "others ok" in words else None


RULES: Final[Mapping[str, tuple[Truth, ...]]] = {
    "server.disk_health": (_smart,),
    "server.md_raid": (_md,),
    "server.zfs_pools": (_pool,),
    "server.raid_controller": (_counted,),
    "server.cluster": (_crm,),
    "server.quorum": (lambda words: False if "Quorate:          Yes" in words else None,),
    "server.clusterware": (lambda words: False if "HEALTHY" in words else None,),
    "server.hardware_health": (_redfish_all,),
    "server.power_redundancy": (_ipmi, _redfish_power),
    "server.bmc_sensors": (_ipmi, _redfish_sensors),
    "server.kernel_log": (lambda words: False if "0 words error/fail" in words else None,),
}


def _truth(check: str, words: str) -> bool | None:
    said = [rule(words) for rule in RULES.get(check, ())]
    return next((one for one in said if one is not None), None)


def measure(folder: Path) -> dict[str, Tally]:
    """By check, how many files with a fault were found and how many healthy ones were left in peace."""
    found: dict[str, Tally] = {}
    for name, _path, check, findings, words in answers(folder):
        is_faulty = _truth(check, words)
        levels = {finding.level.value for finding in findings}
        if is_faulty is None or levels == {"unknown"}:
            continue
        is_loud = bool(levels & {*LOUD})
        one = Tally(
            faults=int(is_faulty),
            found=int(is_faulty and is_loud),
            healthy=int(not is_faulty),
            alarms=int(not is_faulty and is_loud),
            missed=(f"{check}: {name}",) if is_faulty and not is_loud else (),
            alarmed=(f"{check}: {name}",) if is_loud and not is_faulty else (),
        )
        found[check] = found.get(check, Tally()) + one
    return found
