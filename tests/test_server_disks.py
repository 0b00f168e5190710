"""Disk health: limits at their boundaries, each trap of SMART, and the ask against a real shell with a smartctl of ours."""

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

from checks.base import Finding, Level, Scene
from checks.server.disk_health import DISK_HEALTH_CHECK
from collectors.base import Absent, Answer, Each, Listing, ParseError, Reason, SessionError, Walk
from collectors.facts.disk_health import DiskHealth
from collectors.linux.smart import DISK_HEALTH_SMART, parse
from collectors.linux.smart_text import tree_of_text
from config.limits import Layered

DISK = DiskHealth("S1", "/dev/sda", "ATA", "MODEL", "S1", is_passed=True)
SATA = "@disk sda 100 ahci\n path=../devices/pci0/ata1/host0/target0:0:0/0:0:0:0/block/sda\n vendor=ATA\n model=M\n"
MEGARAID = (
    "@disk sda 100 megaraid_sas\n path=../devices/pci0/host0/target0:2:0/0:2:0:0/block/sda\n vendor=DELL\n model=PERC\n"
)
PASSED: dict[str, object] = {"smart_status": {"passed": True}, "serial_number": "S1", "model_name": "M"}
LACKS = {"smartctl": {"exit_status": 4}, "smart_support": {"available": False}}


def judged(disk: DiskHealth) -> Finding:
    (found,) = DISK_HEALTH_CHECK.judge(Listing((disk,)), Layered(DISK_HEALTH_CHECK.limits), Scene())
    assert isinstance(found, Finding)
    return found


def walk(
    items: Mapping[str, Answer], disks: str = SATA, *, behind: tuple[str, ...] = (), tools: str = "smartctl"
) -> Walk[Answer]:
    heads = "".join(f"@behind {one}\n" for one in behind)
    return Walk(items, Answer(f"@tools {tools}\n{disks}{heads}@count {disks.count('@disk ')}\n@end\n"))


def said(tree: Mapping[str, object], exit_code: int = 0) -> Answer:
    return Answer(f"@json\n {json.dumps(tree)}\n@exit {exit_code}\n@end\n")


def read(tree: Mapping[str, object], exit_code: int = 0, disks: str = SATA) -> Listing[DiskHealth]:
    return parse(walk({"/dev/sda auto": said(tree, exit_code)}, disks))


def attribute(number: int, name: str, raw: str, value: int = 100, thresh: int = 0) -> dict[str, object]:
    flags = {"prefailure": True}
    return {"id": number, "name": name, "value": value, "thresh": thresh, "flags": flags, "raw": {"string": raw}}


def with_table(*table: dict[str, object]) -> dict[str, object]:
    return {**PASSED, "ata_smart_attributes": {"table": list(table)}}


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, Level.OK),
        ({"is_passed": False}, Level.CRITICAL),
        ({"is_passed": None}, Level.UNKNOWN),
        ({"is_passed": None, "pending_count": 1}, Level.UNKNOWN),  # no verdict is worse than a warning, and hides none
        ({"is_passed": None, "failing_now": ("A",)}, Level.CRITICAL),
        ({"failing_now": ("A",)}, Level.CRITICAL),
        ({"failed_before": ("Spin_Retry_Count",)}, Level.NOTICE),
        ({"failed_before": ("Airflow_Temperature_Cel",)}, Level.OK),
        ({"pending_count": 0}, Level.OK),
        ({"pending_count": 1}, Level.WARN),
        ({"uncorrectable_count": 1}, Level.WARN),
        ({"reported_count": 0}, Level.OK),
        ({"reported_count": 1}, Level.WARN),
        ({"media_error_count": 0}, Level.OK),
        ({"media_error_count": 1}, Level.WARN),
        ({"reallocated_count": 9}, Level.OK),
        ({"reallocated_count": 10}, Level.NOTICE),
        ({"reallocated_count": 99}, Level.NOTICE),
        ({"reallocated_count": 100}, Level.WARN),
        ({"grown_defect_count": 100}, Level.WARN),
        ({"crc_error_count": 5000}, Level.OK),  # a cable once; only growth says more
        ({"logged_error_count": 5000}, Level.OK),
        ({"warning_bits": 0}, Level.OK),
        ({"warning_bits": 1}, Level.CRITICAL),
        ({"warning_bits": 64}, Level.CRITICAL),
        ({"worn_ratio": 0.899}, Level.OK),
        ({"worn_ratio": 0.90}, Level.WARN),
        ({"worn_ratio": 1.0}, Level.CRITICAL),
        ({"spare_ratio": 0.10, "spare_limit_ratio": 0.10}, Level.OK),
        ({"spare_ratio": 0.09, "spare_limit_ratio": 0.10}, Level.CRITICAL),
        ({"spare_ratio": 0.0, "spare_limit_ratio": 0.0}, Level.OK),  # QEMU counts none
        ({"temperature_celsius": 59}, Level.OK),
        ({"temperature_celsius": 60}, Level.WARN),
        ({"temperature_celsius": 70}, Level.CRITICAL),
        ({"temperature_celsius": 47, "trip_celsius": 60}, Level.OK),
        ({"temperature_celsius": 48, "trip_celsius": 60}, Level.WARN),
        ({"temperature_celsius": 60, "trip_celsius": 60}, Level.CRITICAL),
    ],
)
def test_a_disk_at_its_limits(change: dict[str, Any], level: Level) -> None:
    found = judged(replace(DISK, **change))
    assert (found.subject, found.level) == ("S1", level)
    assert (found.reason != "") is (level is Level.UNKNOWN)


def test_counters_are_measures_for_what_is_compared_over_time() -> None:
    measures = judged(replace(DISK, crc_error_count=3, reallocated_count=1, worn_ratio=0.5, power_on_seconds=3600)).measures
    assert measures == {"crc_error_count": 3, "reallocated_count": 1, "worn_ratio": 0.5, "power_on_seconds": 3600}


@pytest.mark.parametrize("mask", [4, 64, 128, 196])
def test_exit_bits_of_history_and_of_one_failed_command_are_no_failing_disk(mask: int) -> None:
    (disk,) = read(PASSED, mask).records
    assert judged(disk).level is Level.OK


@pytest.mark.parametrize("mask", [8, 8 + 16, 216])
def test_exit_bit_3_is_a_failing_disk_even_without_its_words(mask: int) -> None:
    (disk,) = read({"serial_number": "S1"}, mask).records
    assert judged(disk).level is Level.CRITICAL


def test_exit_bit_4_is_an_attribute_at_its_threshold() -> None:
    (disk,) = read(PASSED, 16).records
    assert judged(disk).level is Level.CRITICAL


@pytest.mark.parametrize("mask", [1, 2, 3])
def test_exit_bits_0_and_1_are_a_disk_that_was_not_asked(mask: int) -> None:
    with pytest.raises(SessionError):
        read({"smartctl": {"exit_status": mask}, "serial_number": "S1"})


def test_passed_beside_media_errors_is_no_clean_bill() -> None:
    log = {"critical_warning": 0, "media_errors": 7, "available_spare": 100, "available_spare_threshold": 10}
    (disk,) = read(PASSED | {"nvme_smart_health_information_log": log}).records
    assert judged(disk).level is Level.WARN


def test_passed_beside_260_grown_defects_is_no_clean_bill() -> None:
    (disk,) = read(PASSED | {"scsi_grown_defect_list": 260}).records
    assert judged(disk).level is Level.WARN


def test_an_answer_without_a_verdict_is_unknown() -> None:
    tree = dict(with_table(attribute(5, "Reallocated_Sector_Ct", "0")))
    del tree["smart_status"]
    (disk,) = read(tree).records
    assert judged(disk).level is Level.UNKNOWN


def test_raw_values_that_are_packed_read_by_their_printed_form() -> None:
    packed = {**attribute(5, "Reallocated_Sector_Ct", "3 (0 4)"), "raw": {"value": 17179869187, "string": "3 (0 4)"}}
    (disk,) = read(with_table(packed, attribute(1, "Raw_Read_Error_Rate", "211305888"))).records
    assert disk.reallocated_count == 3
    assert judged(disk).level is Level.OK


def test_a_number_to_which_the_maker_gives_another_meaning_is_not_counted() -> None:
    (disk,) = read(with_table(attribute(197, "Read_Retry_Cnt", "5000"), attribute(198, "Host_Reads_GiB", "77"))).records
    assert (disk.pending_count, disk.uncorrectable_count) == (None, None)


@pytest.mark.parametrize("raw", ["4294967295", "18446744073709551615"])
def test_a_sentinel_is_no_count(raw: str) -> None:
    (disk,) = read(with_table(attribute(197, "Current_Pending_Sector", raw))).records
    assert disk.pending_count is None


@pytest.mark.parametrize("celsius", [0, -1, 255])
def test_a_temperature_that_no_sensor_measured_is_none(celsius: int) -> None:
    (disk,) = read(PASSED | {"temperature": {"current": celsius}}).records
    assert disk.temperature_celsius is None


@pytest.mark.parametrize(
    ("number", "name", "value", "worn"),
    [
        (233, "Media_Wearout_Indicator", 97, 0.03),
        (177, "Wear_Leveling_Count", 8, 0.92),
        (202, "Percent_Lifetime_Remain", 1, 0.99),
        (231, "SSD_Life_Left", 100, 0.0),
        (233, "Flash_Writes_GiB", 5, None),  # the same number, another meaning
        (177, "Wear_Leveling_Count", 0, None),
    ],
)
def test_wear_of_solid_state_disks_by_the_attributes_name(number: int, name: str, value: int, worn: float | None) -> None:
    (disk,) = read(with_table(attribute(number, name, "0", value))).records
    assert disk.worn_ratio == (None if worn is None else pytest.approx(worn))


def test_a_prefail_attribute_at_its_threshold_is_found_where_the_tool_does_not_say_so() -> None:
    (disk,) = read(with_table(attribute(5, "Reallocated_Sector_Ct", "3992", value=10, thresh=10))).records
    assert disk.failing_now == ("Reallocated_Sector_Ct",)


def test_a_sleeping_disk_is_unseen_and_says_so() -> None:
    asleep = {"smartctl": {"exit_status": 3, "messages": [{"string": "Device is in STANDBY mode, exit(3)"}]}}
    with pytest.raises(SessionError, match="STANDBY") as caught:
        read(asleep)
    assert caught.value.reason is Reason.NOT_ASKED


def test_a_volume_of_a_raid_controller_is_unseen_with_the_way_to_its_disks() -> None:
    with pytest.raises(SessionError) as caught:
        read(LACKS, disks=MEGARAID)
    assert "megaraid,N" in str(caught.value.remedy)


def test_a_volume_is_left_out_where_the_disks_behind_it_were_read() -> None:
    behind = "/dev/bus/0 megaraid,8"
    listing = parse(walk({"/dev/sda auto": said(LACKS), behind: said(PASSED, 4)}, MEGARAID, behind=(behind,)))
    assert [one.device for one in listing.records] == [behind]
    assert listing.unseen == ()


@pytest.mark.parametrize(
    "disks",
    [
        "@disk vda 100 \n path=../devices/pci0/virtio1/block/vda\n",
        "@disk sda 100 mptspi\n path=../devices/host2/block/sda\n vendor=VMware\n model=Virtual disk\n",
        "@disk sda 100 qla2xxx\n path=../devices/host5/rport-5:0-1/5:0:1:0/block/sda\n vendor=HUAWEI\n model=XSG1\n",
        "@disk sda 0 usb-storage\n path=../devices/usb1/block/sda\n vendor=AMI\n model=Virtual Floppy0\n",
    ],
)
def test_a_virtual_disk_is_not_applicable_by_its_own_vendor_or_bus(disks: str) -> None:
    with pytest.raises(Absent, match="/sys/block"):
        parse(walk({"/dev/sda auto": said(LACKS)}, disks))


def test_a_device_that_lacks_smart_with_no_witness_is_unseen() -> None:
    with pytest.raises(SessionError):
        read(LACKS)


def test_without_smartctl_nothing_is_absent_and_nothing_is_well() -> None:
    with pytest.raises(SessionError) as caught:
        parse(walk({}, tools=""))
    assert caught.value.reason is Reason.TOOL_MISSING


def test_lost_disks_of_no_known_serial_are_one_unseen_that_names_them() -> None:
    behind = ("/dev/bus/0 megaraid,8", "/dev/bus/0 megaraid,9", "/dev/bus/0 megaraid,10")
    listing = parse(walk({"/dev/sda auto": said(LACKS), behind[0]: said(PASSED)}, MEGARAID, behind=behind))
    (unseen,) = listing.unseen
    assert unseen.subject == ""
    assert all(item in str(unseen.detail) for item in behind[1:])


def test_one_serial_twice_is_judged_by_the_worse_answer() -> None:
    behind = "/dev/bus/0 megaraid,8"
    listing = parse(walk({"/dev/sda auto": said(PASSED), behind: said(PASSED, 8)}, SATA, behind=(behind,)))
    assert [judged(one).level for one in listing.records] == [Level.OK, Level.CRITICAL]
    assert {one.identity for one in listing.records} == {"S1"}


def test_text_of_old_smartctl_reads_as_the_json_does() -> None:
    tree = tree_of_text(
        [
            "Device Model:     X",
            "Serial Number:    S1",
            "SMART overall-health self-assessment test result: FAILED!",
            "  5 Reallocated_Sector_Ct   0x0033   004   004   010    Pre-fail  Always   FAILING_NOW 3992",
            "number of hours powered up = 43549.55",
        ]
    )
    (disk,) = read(tree).records
    assert (disk.is_passed, disk.failing_now, disk.reallocated_count) == (False, ("Reallocated_Sector_Ct",), 3992)
    assert disk.power_on_seconds == 43549 * 3600


@given(st.text(max_size=400))
def test_no_text_makes_the_reader_fail_otherwise_than_said(text: str) -> None:
    lines = "".join(f" {line}\n" for line in text.splitlines())
    for head in ("json", "text", "nvme"):
        answer = Answer(f"@{head}\n{lines}@exit 0\n@end\n")
        try:
            parse(walk({"/dev/sda auto": answer}))
        except (SessionError, Absent, ParseError):
            continue


TREES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["smartctl", "smart_status", "passed", "table", "ata_smart_attributes", "id", "raw", "string", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["smart_status", "ata_smart_attributes", "smartctl", "temperature"]), TREES))
def test_no_json_makes_the_reader_fail_otherwise_than_said(tree: dict[str, object]) -> None:
    try:
        read(tree)
    except (SessionError, Absent):
        return


def run(script: str, folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", script, "ask", *words],
        capture_output=True,
        env={"PATH": f"{folder}:{os.environ['PATH']}", "S": "", "LC_ALL": "C"},
        timeout=20,
        check=False,
    )
    return done.stdout.decode()


def tool(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def shells() -> tuple[str, str]:
    ask = DISK_HEALTH_SMART.ask
    assert isinstance(ask, Each)
    return ask.items.command, ask.ask.command


def test_the_listing_asks_behind_controllers_and_believes_no_other_type_of_the_scan(tmp_path: Path) -> None:
    scan = "/dev/sda -d scsi # /dev/sda, SCSI device\\n/dev/bus/0 -d sat+megaraid,9 # /dev/bus/0 [megaraid_disk_09]\\n"
    tool(tmp_path, "smartctl", f"printf '{scan}# /dev/sdb -d cciss,1 # open failed\\n'")
    heard = run(shells()[0], tmp_path)
    assert "@behind /dev/bus/0 sat+megaraid,9\n" in heard
    assert "\n=/dev/bus/0 sat+megaraid,9" in heard
    assert heard.count("@behind") == 1


def test_an_old_smartctl_is_asked_again_in_text(tmp_path: Path) -> None:
    tool(
        tmp_path,
        "smartctl",
        'case $* in *--json*) echo "UNRECOGNIZED OPTION: json=c"; exit 1 ;; esac\necho "SMART Health Status: OK"; exit 4',
    )
    heard = run(shells()[1], tmp_path, "/dev/bus/0 megaraid,8")
    assert heard == "@text\n SMART Health Status: OK\n@lines 1\n@exit 4\n@end\n"


def test_an_unknown_usb_bridge_is_asked_once_more_as_sat(tmp_path: Path) -> None:
    tool(
        tmp_path,
        "smartctl",
        'case $* in *"-d sat"*) echo "{}" ;; *) echo "{\\"messages\\":\\"Unknown USB bridge\\"}"; exit 1 ;; esac',
    )
    assert run(shells()[1], tmp_path, "/dev/sdb auto") == "@json\n {}\n@lines 1\n@exit 0\n@end\n"


def test_nvme_cli_answers_where_smartctl_cannot(tmp_path: Path) -> None:
    tool(tmp_path, "smartctl", 'echo "{}"')
    tool(tmp_path, "nvme", """echo '{"critical_warning":0,"temperature":310}'""")
    answer = Answer(run(shells()[1], tmp_path, "/dev/nvme0n1 auto"))
    disk = "@disk nvme0n1 100 \n path=../devices/pci0/nvme/nvme0/nvme0n1\n model=N\n serial=S9\n"
    (one,) = parse(walk({"/dev/nvme0n1 auto": answer}, disk)).records
    assert (one.identity, one.is_passed, one.temperature_celsius) == ("S9", True, 37)
