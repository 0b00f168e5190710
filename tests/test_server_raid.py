"""Hardware RAID: states, each trap of the makers' tools, the PCI bus as witness; and software arrays by mdadm's words."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.outcomes import Missed, Outcome, Seen, merge
from checks.base import Finding, Level, Scene
from checks.server.md_raid import MD_RAID
from checks.server.raid_controller import RAID_CONTROLLER
from collectors.base import Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell
from collectors.facts.raid import (
    RAID_TOOLS,
    CachePower,
    CacheState,
    Drive,
    DriveState,
    PciStorage,
    RaidController,
    Volume,
    VolumeState,
)
from collectors.facts.volumes import Array
from collectors.linux.mdadm_details import parse as parse_mdadm
from collectors.linux.raid_arcconf import RAID_ARCCONF
from collectors.linux.raid_controllers import PCI_STORAGE_SYSFS, derive, parse_pci
from collectors.linux.raid_lines import address_of
from collectors.linux.raid_megacli import RAID_MEGACLI
from collectors.linux.raid_megacli import parse as parse_megacli
from collectors.linux.raid_ssacli import RAID_SSACLI
from collectors.linux.raid_storcli import RAID_STORCLI
from collectors.linux.raid_storcli import parse as parse_storcli
from collectors.linux.raid_words import cache_state, drive_state, percent_of, volume_state
from config.limits import Layered
from config.text import render

LSI = PciStorage("0000:18:00.0", "0x1000:0x005d", "megaraid_sas")
HPE = PciStorage("0000:5c:00.0", "0x9005:0x028f", "smartpqi")
CARD = RaidController("SN1", "storcli64", "CARD", LSI.address, is_well=True, said="Optimal")
MISSING = SessionError(Reason.TOOL_MISSING, "storcli")
TOOLS: tuple[Collector[Answer, Listing[RaidController]], ...] = (RAID_STORCLI, RAID_MEGACLI, RAID_SSACLI, RAID_ARCCONF)


def judged(card: RaidController) -> Mapping[str, Finding]:
    said = RAID_CONTROLLER.judge(Listing((card,)), Layered(RAID_CONTROLLER.limits), Scene())
    return {one.subject: one for one in said if isinstance(one, Finding)}


def drive_level(drive: Drive) -> Level:
    return judged(replace(CARD, drives=(drive,)))[f"SN1/{drive.slot}"].level


def volume_level(volume: Volume) -> Level:
    return judged(replace(CARD, volumes=(volume,)))["SN1/v0"].level


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Optl", Level.OK),
        ("Optimal", Level.OK),
        ("OK", Level.OK),
        ("Pdgd", Level.CRITICAL),
        ("Dgrd", Level.CRITICAL),
        ("Partially Degraded", Level.CRITICAL),
        ("Interim Recovery Mode", Level.CRITICAL),
        ("Ready for Rebuild", Level.CRITICAL),
        ("Rec", Level.CRITICAL),
        ("OfLn", Level.CRITICAL),
        ("Failed", Level.CRITICAL),
        ("Suboptimal, Fault Tolerant", Level.CRITICAL),
        ("Initializing", Level.OK),
        ("Expanding", Level.OK),
        ("Something New", Level.UNKNOWN),
        ("", Level.UNKNOWN),
    ],
)
def test_a_volume_by_its_makers_word(said: str, level: Level) -> None:
    assert volume_level(Volume("v0", volume_state(said), said)) is level


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Onln", Level.OK),
        ("Online, Spun Up", Level.OK),
        ("GHS", Level.OK),
        ("DHS", Level.OK),
        ("Hotspare, Spun down", Level.OK),
        ("UGood", Level.OK),
        ("JBOD", Level.OK),
        ("Unconfigured(good), Spun Up", Level.OK),
        ("Raw (Pass Through)", Level.OK),
        ("Rbld", Level.NOTICE),
        ("Cpybck", Level.NOTICE),
        ("Predictive Failure", Level.WARN),
        ("UBad", Level.CRITICAL),
        ("Offln", Level.CRITICAL),
        ("Failed", Level.CRITICAL),
        ("Missing", Level.CRITICAL),
        ("Unconfigured(bad)", Level.CRITICAL),
        ("Something New", Level.UNKNOWN),
    ],
)
def test_a_disk_by_its_makers_word(said: str, level: Level) -> None:
    assert drive_level(Drive("32:0", drive_state(said), said)) is level


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({"predictive_count": 1}, Level.WARN),
        ({"has_alert": True}, Level.WARN),
        ({"media_error_count": 1}, Level.WARN),
        ({"other_error_count": 900}, Level.OK),  # other errors (timeouts, resets of the bus) are no media errors
        ({"temperature_celsius": 59}, Level.OK),
        ({"temperature_celsius": 60}, Level.WARN),
        ({"state": DriveState.FOREIGN}, Level.WARN),
    ],
)
def test_what_a_controller_counts_of_a_disk(change: dict[str, Any], level: Level) -> None:
    drive = replace(Drive("32:0", DriveState.ONLINE, "Onln", media_error_count=0, predictive_count=0), **change)
    assert drive_level(drive) is level


def test_a_rebuild_tells_how_far_it_is() -> None:
    drive = Drive("32:1", DriveState.REBUILDING, "Rbld", done_ratio=0.23)
    found = judged(replace(CARD, drives=(drive,)))["SN1/32:1"]
    assert "23%" in render(found.summary, "en")


def test_write_through_where_write_back_is_set_is_a_warning() -> None:
    whole = Volume("v0", VolumeState.OPTIMAL, "Optl", is_write_back=True, wants_write_back=True)
    assert volume_level(whole) is Level.OK
    assert volume_level(replace(whole, is_write_back=False)) is Level.WARN
    assert volume_level(replace(whole, is_write_back=False, wants_write_back=False)) is Level.OK


@pytest.mark.parametrize(
    ("said", "is_write_back", "level"),
    [
        ("Optimal", True, Level.OK),
        ("Degraded (Charging)", False, Level.NOTICE),
        ("Learning", False, Level.NOTICE),
        ("Recharging", False, Level.NOTICE),
        ("Dgd", False, Level.WARN),
        ("Replace", False, Level.WARN),
        ("Failed (Replace Batteries)", False, Level.WARN),
        ("Failed", True, Level.CRITICAL),
        ("Absent", False, Level.OK),
        ("Absent", True, Level.WARN),
        ("Something New", False, Level.UNKNOWN),
    ],
)
def test_the_cache_battery_by_its_makers_word(said: str, is_write_back: bool, level: Level) -> None:  # noqa: FBT001 - a case
    volume = Volume("v0", VolumeState.OPTIMAL, "Optl", is_write_back=is_write_back)
    card = replace(CARD, volumes=(volume,), cache_power=CachePower(cache_state(said), said))
    assert judged(card)["SN1/BBU"].level is level


def test_a_learn_cycle_is_no_failed_battery() -> None:
    text = "@count\n Controller Count: 1.\n@battery\n BBU status for Adapter: 0\n Battery State: Degraded\n"
    listing = parse_megacli(Answer(text + "   Learn Cycle Active                      : Yes\n@end\n"))
    assert listing.records[0].cache_power == CachePower(CacheState.LEARNING, "Degraded")


def storcli(data: Mapping[str, object], drives: Mapping[str, object] | None = None) -> Listing[RaidController]:
    def doc(part: Mapping[str, object]) -> str:
        return json.dumps(
            {"Controllers": [{"Command Status": {"Controller": 0, "Status": "Success"}, "Response Data": part}]}
        )

    text = f"@tool storcli64\n@controllers\n {doc(data)}\n"
    return parse_storcli(Answer(text + (f"@drives\n {doc(drives)}\n" if drives else "") + "@end\n"))


def test_numbers_of_storcli_may_be_texts() -> None:
    name = "Drive /c0/e32/s0"
    state = {
        "Media Error Count": "12",
        "Predictive Failure Count": 0,
        "Shield Counter": 7,
        "Drive Temperature": " 31C (87 F)",
    }
    detail = {name: [{"EID:Slt": "32:0", "State": "Onln"}], f"{name} - Detailed Information": {f"{name} State": state}}
    (card,) = storcli({"Basics": {"Serial Number": "SN1"}}, detail).records
    (drive,) = card.drives
    assert (drive.media_error_count, drive.predictive_count, drive.temperature_celsius) == (12, 0, 31)


def test_shield_counters_are_not_errors() -> None:
    name = "Drive /c0/e32/s0"
    detail = {name: [{"State": "Onln"}], f"{name} - Detailed Information": {f"{name} State": {"Shield Counter": 900}}}
    (card,) = storcli({"Basics": {"Serial Number": "SN1"}}, detail).records
    assert drive_level(card.drives[0]) is Level.OK


def test_a_foreign_configuration_is_told_by_its_group() -> None:
    (card,) = storcli({"PD LIST": [{"EID:Slt": "32:4", "State": "UGood", "DG": "F"}]}).records
    assert card.drives[0].state is DriveState.FOREIGN


def test_disks_without_an_enclosure_keep_their_slot() -> None:
    (card,) = storcli(
        {"PD LIST": [{"EID:Slt": " :3", "State": "Onln", "DG": 0}]}, {"Drive /c0/s3": [{"State": "Onln"}]}
    ).records
    assert [one.slot for one in card.drives] == [":3"]


def test_storcli_without_root_is_unseen() -> None:
    with pytest.raises(SessionError) as caught:
        RAID_STORCLI.parse(Answer("@tool storcli64\n@controllers\n \n@end\n", stderr="denied", is_privileged=False))
    assert caught.value.reason is Reason.DENIED


def test_no_raid_controller_on_the_bus_is_the_witness_of_absence() -> None:
    with pytest.raises(Absent, match="mpt3sas") as caught:  # an HBA holds no RAID, VMD and AHCI are the chipset's
        parse_pci(
            Answer(
                "@pci 0000:af:00.0 0x010700 0x1000 0x00ac mpt3sas\n@pci 0000:00:17.0 0x010400 0x8086 0x2826 ahci\n"
                "@count 9\n@sys\n@end\n"
            )
        )
    with pytest.raises(Absent):
        derive(caught.value, MISSING)


def test_an_hba_with_a_volume_of_its_own_is_a_raid_controller() -> None:
    hba = "@pci 0000:af:00.0 0x010700 0x1000 0x0072 mpt3sas\n@count 9\n@sys\n"
    assert [one.driver for one in parse_pci(Answer(f"{hba}@volume sda Logical Volume\n@end\n")).records] == ["mpt3sas"]


def test_an_empty_bus_that_nothing_beside_it_confirms_is_unseen() -> None:
    with pytest.raises(SessionError):
        parse_pci(Answer("@count 0\n@end\n"))


@pytest.mark.parametrize(
    ("device", "tool"), [(LSI, "storcli64"), (HPE, "ssacli"), (replace(LSI, driver="aacraid"), "arcconf")]
)
def test_a_controller_on_the_bus_with_no_tool_is_unknown_and_names_its_tool(device: PciStorage, tool: str) -> None:
    for nothing in (MISSING, Absent("none found")):
        with pytest.raises(SessionError) as caught:
            derive(Listing((device,)), nothing)
        assert caught.value.reason is Reason.TOOL_MISSING
        assert caught.value.remedy is not None
        assert tool in render(caught.value.remedy, "en")


def test_a_second_controller_that_no_tool_speaks_of_is_unseen() -> None:
    listing = derive(Listing((LSI, HPE)), Listing((CARD,)))
    assert [one.subject for one in listing.unseen] == [HPE.address]


def test_a_controller_that_does_not_tell_its_place_is_matched_by_its_driver() -> None:
    card = replace(CARD, address="", tool="MegaCli")
    assert derive(Listing((LSI,)), Listing((card,))).unseen == ()
    assert [one.subject for one in derive(Listing((HPE,)), Listing((card,))).unseen] == [HPE.address]


def test_a_report_that_lost_a_line_on_its_way_is_cut() -> None:
    text = "@count\n Controller Count: 1.\n@lines count 1\n@drives\n Adapter #0\n Slot Number: 0\n@lines drives {}\n@end\n"
    assert parse_megacli(Answer(text.format(2))).records
    with pytest.raises(SessionError) as caught:
        parse_megacli(Answer(text.format(3)))
    assert caught.value.reason is Reason.CUT


def test_two_tools_of_one_controller_are_one_record() -> None:
    other = replace(CARD, tool="MegaCli", address="")
    assert derive(Listing((LSI,)), Listing((CARD, other))).records == (CARD,)


def test_a_tool_that_lists_less_than_it_counts_leaves_an_unseen() -> None:
    listing = derive(Absent("x"), Listing((replace(CARD, volume_count=2),)))
    assert [(one.subject, one.reason) for one in listing.unseen] == [("", Reason.EMPTY)]


def test_a_bus_that_was_not_read_leaves_an_unseen_beside_what_the_tools_say() -> None:
    listing = derive(SessionError(Reason.TIMEOUT), Listing((CARD,)))
    assert (listing.records, [one.reason for one in listing.unseen]) == ((CARD,), [Reason.TIMEOUT])


def test_a_denied_tool_is_not_replaced_by_the_absence_that_another_tool_saw() -> None:
    tries: list[Outcome] = [Missed(Absent("no controller")), Missed(SessionError(Reason.DENIED, "root"))]
    merged = merge(RAID_TOOLS, tries)
    assert isinstance(merged, Missed)
    with pytest.raises(SessionError) as caught:
        derive(Listing((LSI,)), merged.error)
    assert caught.value.reason is Reason.DENIED


def test_union_keeps_the_controllers_of_every_maker() -> None:
    other = replace(CARD, identity="SN2", tool="ssacli", address=HPE.address)
    merged = merge(RAID_TOOLS, [Seen(Listing((CARD,))), Seen(Listing((other,))), Missed(MISSING)])
    assert isinstance(merged, Seen)
    assert derive(Listing((LSI, HPE)), merged.facts) == Listing((CARD, other))


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("00:18:00:00", "0000:18:00.0"),
        ("0000:5C:00.0", "0000:5c:00.0"),
        ("0000:af:0:0", "0000:af:00.0"),
        ("N/A", ""),
    ],
)
def test_places_on_the_bus_in_the_makers_forms(said: str, address: str) -> None:
    assert address_of(said) == address


@pytest.mark.parametrize(("said", "ratio"), [("Recovering, 23% complete", 0.23), ("Completed 100%", 1.0), ("OK", None)])
def test_progress_in_words(said: str, ratio: float | None) -> None:
    assert percent_of(said) == ratio


@given(st.sampled_from(TOOLS), st.text(max_size=400))
def test_no_text_makes_a_reader_fail_otherwise_than_said(
    tool: Collector[Answer, Listing[RaidController]], text: str
) -> None:
    lines = "".join(f" {line}\n" for line in text.splitlines())
    heads = "count adapters volumes drives battery controllers config"
    try:
        tool.parse(Answer("".join(f"@{head}\n{lines}" for head in heads.split()) + "@end\n"))
    except (SessionError, Absent, ParseError):
        return


def arrays(text: str) -> tuple[Array, ...]:
    lines = "".join(f" {line}\n" for line in text.splitlines())
    return parse_mdadm(Answer(f"@detail /dev/md0\n{lines}@count 1\n@end\n")).records


def test_an_array_that_has_two_names_below_dev_is_one() -> None:
    words = "     Raid Level : raid1\n     Raid Devices : 2\n     Active Devices : 2\n     State : clean\n"
    words += "     UUID : 3f2a1b4c:5d6e7f80:91a2b3c4:d5e6f708\n     Name : db01:0  (local to host db01)\n"
    text = "".join(f"@detail {name}\n {name}:\n{words}" for name in ("/dev/md127", "/dev/md/0"))
    [one] = parse_mdadm(Answer(f"{text}@count 2\n@end\n")).records
    assert (one.name, one.uuid, one.given_name) == ("md127", "3f2a1b4c:5d6e7f80:91a2b3c4:d5e6f708", "db01:0")


def md_level(text: str) -> Level:
    (found,) = MD_RAID.judge(Listing(arrays(text)), Layered(MD_RAID.limits), Scene())
    assert isinstance(found, Finding)
    return found.level


def test_a_member_that_calls_itself_clean_does_not_hide_the_missing_one() -> None:
    text = "/dev/sda1:\n     Raid Level : raid1\n   Raid Devices : 2\n          State : clean\n"
    assert md_level(text + "   Array State : A. ('A' == active, '.' == missing, 'R' == replacing)\n") is Level.CRITICAL
    assert md_level(text + "   Array State : AA ('A' == active, '.' == missing, 'R' == replacing)\n") is Level.OK


def test_checking_is_no_fault_and_a_faulty_member_beside_a_whole_array_is_a_warning() -> None:
    text = (
        "/dev/md0:\n        Raid Level : raid1\n      Raid Devices : 2\n             State : active, checking\n"
        "    Active Devices : 2\n      Check Status : 61% complete\n"
        "       0       8        3        0      active sync   /dev/sda3\n"
    )
    assert md_level(text) is Level.OK
    assert md_level(text + "       2       8       35        -      faulty   /dev/sdc3\n") is Level.WARN


def test_two_reports_in_one_answer_are_two_arrays() -> None:
    one = ":\n        Raid Level : raid1\n      Raid Devices : 2\n             State : clean\n    Active Devices : 2\n\n"
    assert [each.name for each in arrays(f"/dev/md1{one}/dev/md2{one}")] == ["md1", "md2"]


def test_degraded_by_name_alone_is_critical() -> None:
    text = "/dev/md0:\n        Raid Level : raid1\n             State : clean, degraded \n"
    assert md_level(text) is Level.CRITICAL


def heard(collector: Collector[Answer, Listing[RaidController]], folder: Path) -> subprocess.CompletedProcess[str]:
    assert isinstance(collector.ask, Shell)
    env = {"PATH": f"{folder}:/usr/bin:/bin", "S": "", "LC_ALL": "C"}
    return subprocess.run(
        ["/bin/sh", "-c", collector.ask.command], capture_output=True, text=True, env=env, timeout=20, check=False
    )


@pytest.mark.parametrize("collector", TOOLS, ids=lambda one: one.id)
def test_without_its_tool_an_ask_says_that_it_is_missing(
    collector: Collector[Answer, Listing[RaidController]], tmp_path: Path
) -> None:
    done = heard(collector, tmp_path)
    assert (done.returncode, done.stdout) == (127, "")
    assert done.stderr.strip()


@pytest.mark.parametrize(
    ("collector", "name"),
    [(RAID_STORCLI, "perccli64"), (RAID_MEGACLI, "MegaCli64"), (RAID_SSACLI, "hpssacli"), (RAID_ARCCONF, "arcconf")],
)
def test_a_tool_by_any_of_its_names_is_asked_read_only(
    collector: Collector[Answer, Listing[RaidController]], name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(f'#!/bin/sh\necho "$*" >>{tmp_path}/asked\necho Controllers found: 2 \'"Rbld"\'\n')
    path.chmod(0o755)
    done = heard(collector, tmp_path)
    assert done.stdout.endswith("@end\n")
    for asked in (tmp_path / "asked").read_text().splitlines():
        assert any(word in asked.split() for word in ("show", "GETCONFIG")) or asked.startswith(
            ("-AdpCount", "-AdpAllInfo", "-LDInfo", "-PDList", "-AdpBbuCmd -GetBbuStatus")
        )
        assert any(word in asked for word in ("nolog", "-NoLog", "nologs", "config detail"))


def test_the_bus_of_this_machine_is_read() -> None:
    assert isinstance(PCI_STORAGE_SYSFS.ask, Shell)
    done = subprocess.run(
        ["/bin/sh", "-c", PCI_STORAGE_SYSFS.ask.command],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        timeout=20,
        check=False,
    )
    assert done.stdout.endswith("@end\n")
    assert " 0x01" not in done.stdout or "@pci 0000:" in done.stdout
    assert "@count" in done.stdout or not Path("/sys/bus/pci/devices").is_dir()
