"""Hardware as the BMC and the kernel see it: every trap of memory errors, sensors, power and the event log, by name."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.judging import judge_one
from agent.outcomes import Missed, Outcome, Seen
from checks.base import Check, Finding, Level, Scene
from checks.bmc_states import level_of_state
from checks.server.bmc_events import BMC_EVENTS
from checks.server.bmc_sensors import BMC_SENSORS
from checks.server.memory_ecc import MEMORY_ECC
from checks.server.power_redundancy import POWER_REDUNDANCY
from collectors.base import Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell
from collectors.facts.bmc import Presence, Sensor, Thresholds, Verdict
from collectors.facts.memory_errors import MemoryController, MemoryErrors, MemoryModule
from collectors.linux.bmc_events import EVENT_LOGS_IPMI
from collectors.linux.hwmon import SENSORS_HWMON
from collectors.linux.memory_errors import MEMORY_ERRORS_EDAC
from collectors.linux.sensors import POWER_PARTS_IPMI, SENSORS_IPMI
from config.limits import Layered
from config.text import render
from tests.test_cases import CASES, facts_of

UNLIMITED = Thresholds()
AT = datetime(2026, 11, 22, tzinfo=UTC)
PHYSICAL = "@virtual none\n@smbios total=90 ipmi=1 end=1\n@acpi total=210 ipmi=1 root=1\n@device 1\n@end\n"
NO_DEVICE = "Could not open device at /dev/ipmi0 or /dev/ipmi/0 or /dev/ipmidev/0: No such file or directory"


def judged(check: Check[Any, Any], outcome: Outcome) -> dict[str, Finding]:
    said = judge_one(check, outcome, Layered(check.limits), Scene(at=AT))
    return {one.subject: one for one in said if isinstance(one, Finding)}


def case(check: Check[Any, Any], collector: str, name: str) -> dict[str, Finding]:
    try:
        outcome: Outcome = Seen(facts_of(CASES / collector / name))
    except (Absent, SessionError, ParseError) as error:
        outcome = Missed(error)
    return judged(check, outcome)


def levels(found: Mapping[str, Finding]) -> dict[str, str]:
    return {subject: one.level.value for subject, one in found.items()}


def sdr(*rows: str, code: int = 0) -> Answer:
    return Answer(f"@sdr {code} {len(rows)}\n" + "".join(f" {row}\n" for row in rows) + PHYSICAL)


def sensed(*rows: str) -> dict[str, Finding]:
    return judged(BMC_SENSORS, Seen(SENSORS_IPMI.parse(sdr(*rows))))


def powered(*rows: str) -> dict[str, Finding]:
    return judged(POWER_REDUNDANCY, Seen(POWER_PARTS_IPMI.parse(sdr(*rows))))


OTHER = "Inlet Temp       | 04h | ok  |  7.1 | 24 degrees C"


@pytest.mark.parametrize(
    ("status", "level"),
    [
        ("ok", "ok"),
        *((word, "warn") for word in ("nc", "unc", "lnc")),
        *((word, "critical") for word in ("cr", "ucr", "lcr", "nr", "unr", "lnr")),
    ],
)
def test_the_controllers_own_verdict_counts(status: str, level: str) -> None:
    assert levels(sensed(f"CPU1 Temp        | 0Eh | {status:3} |  3.1 | 61 degrees C")) == {"CPU1 Temp #0Eh": level}


@pytest.mark.parametrize("row", ["ns  |  3.2 | No Reading", "ns  |  3.2 | Disabled", "na  |  3.2 | Not Readable"])
def test_trap_a_sensor_without_a_reading_is_no_fault(row: str) -> None:
    assert levels(sensed(f"CPU2 Temp        | 0Fh | {row}", OTHER))["CPU2 Temp #0Fh"] == "absent"


def test_a_controller_that_reads_nothing_at_all_is_not_inspected() -> None:
    assert levels(sensed("CPU2 Temp        | 0Fh | ns  |  3.2 | No Reading")) == {"CPU2 Temp #0Fh": "unknown"}


def test_trap_a_discrete_sensor_says_ok_whatever_is_asserted() -> None:
    found = levels(sensed("Drive 3 | 61h | ok  |  4.4 | Drive Present, Drive Fault", "Intrusion | 73h | ok  |  7.1 | "))
    assert found == {"Drive 3 #61h": "critical", "Intrusion #73h": "ok"}


@pytest.mark.parametrize("words", ["0x8080", "0x00", "State Asserted", "Something of the maker"])
def test_trap_a_discrete_hex_code_has_no_verdict(words: str) -> None:
    assert levels(sensed(f"OEM State        | D0h | ok  |  7.1 | {words}", OTHER))["OEM State #D0h"] == "unknown"


def test_trap_presence_detected_alone_is_a_working_power_supply() -> None:
    found = powered("PS1 Status       | C8h | ok  | 10.1 | Presence detected")
    assert levels(found) == {"PS1 Status #C8h": "ok"}


@pytest.mark.parametrize(
    ("states", "level"),
    [
        ("Presence detected, Power Supply AC lost", "critical"),
        ("Presence detected, Failure detected", "critical"),
        ("Presence detected, AC lost or out-of-range", "critical"),
        ("Presence detected, Predictive failure", "warn"),
        ("Presence detected, AC out-of-range, but present", "warn"),
        ("Presence detected, Config Error: Vendor Mismatch", "warn"),
        ("Presence detected, Power Supply Inactive", "ok"),
        ("Presence detected, 0x40", "unknown"),
        ("Failure detected, 0x40", "critical"),
    ],
)
def test_power_supply_states(states: str, level: str) -> None:
    assert levels(powered(f"PS2 Status       | C9h | ok  | 10.2 | {states}")) == {"PS2 Status #C9h": level}


def test_trap_one_power_supply_has_no_redundancy_to_lose() -> None:
    assert levels(case(POWER_REDUNDANCY, "linux.power_parts.ipmi", "one-power-supply")) == {"PS1 Status #C8h": "ok"}


def test_trap_cold_standby_delivers_no_watts() -> None:
    found = powered("Power Supply 2   | 51h | ok  | 10.2 | 0 Watts, Presence detected")
    assert levels(found) == {"Power Supply 2 #51h": "ok"}
    assert found["Power Supply 2 #51h"].measures == {"power_watts": 0.0}


def test_trap_a_second_supply_unplugged_on_purpose_is_told_with_what_to_look_at() -> None:
    found = case(POWER_REDUNDANCY, "linux.power_parts.ipmi", "faults")
    assert levels(found)["PS2 Status #C9h"] == "critical"
    assert "on purpose" in render(found["PS2 Status #C9h"].summary, "en")
    assert levels(found)["PS Redundancy #77h"] == "critical"


def test_an_empty_bay_beside_a_working_one() -> None:
    found = powered("Status | 62h | ok  | 10.1 | Presence detected", "Status | 63h | ok  | 10.2 | ")
    assert levels(found) == {"Status #62h": "ok", "Status #63h": "absent"}


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Fully Redundant", "ok"),
        ("Redundancy Lost", "critical"),
        ("Redundancy Degraded", "warn"),
        ("Non-Redundant: Insufficient Resources", "critical"),
        ("Non-Redundant: Sufficient from Redundant", "warn"),
    ],
)
def test_redundancy(words: str, level: str) -> None:
    assert levels(powered(f"Fan Redundancy   | 75h | ok  |  7.1 | {words}")) == {"Fan Redundancy #75h": level}


IPMI: Sequence[tuple[Check[Any, Any], str]] = (
    (BMC_SENSORS, "linux.sensors.ipmi"),
    (POWER_REDUNDANCY, "linux.power_parts.ipmi"),
    (BMC_EVENTS, "linux.bmc_events.ipmi"),
)


@pytest.mark.parametrize(("check", "collector"), IPMI)
def test_trap_no_ipmi_device_on_a_physical_machine_is_not_inspected(check: Check[Any, Any], collector: str) -> None:
    found = case(check, collector, "no-device-on-a-physical-machine")[""]
    assert (found.level, found.reason) == (Level.UNKNOWN, Reason.FAILED.value)
    assert found.remedy is not None
    assert "modprobe ipmi_si" in render(found.remedy, "en")


@pytest.mark.parametrize(("check", "collector"), IPMI)
def test_a_right_that_is_missing_is_named(check: Check[Any, Any], collector: str) -> None:
    assert case(check, collector, "not-root")[""].reason == Reason.DENIED.value


@pytest.mark.parametrize(
    "witness",
    [
        "@virtual kvm\n@smbios total=0 ipmi=0 end=0\n@acpi total=60 ipmi=0 root=1\n@device 0\n",
        "@virtual none\n@smbios total=64 ipmi=0 end=1\n@acpi total=120 ipmi=0 root=1\n@device 0\n",
    ],
)
@pytest.mark.parametrize("collector", [SENSORS_IPMI, POWER_PARTS_IPMI, EVENT_LOGS_IPMI])
def test_trap_a_virtual_machine_has_no_bmc_and_a_witness_says_so(witness: str, collector: Collector[Answer, Any]) -> None:
    with pytest.raises(Absent) as raised:
        collector.parse(Answer(f"{witness}@end\n"))
    assert raised.value.witness


@pytest.mark.parametrize(
    "firmware",
    [
        "@virtual kvm\n@smbios total=0 ipmi=0 end=0\n@acpi total=0 ipmi=0 root=0\n@device 0\n",  # nothing enumerates
        "@virtual kvm\n@smbios total=9 ipmi=1 end=1\n@acpi total=60 ipmi=1 root=1\n@device 0\n",  # an emulated BMC
        "@virtual none\n@smbios total=9 ipmi=0 end=0\n@acpi total=60 ipmi=0 root=1\n@device 0\n",  # tables not whole
        "@virtual none\n@smbios total=0 ipmi=0 end=0\n@acpi total=60 ipmi=0 root=1\n@device 0\n",  # no tables to see
        "@virtual none\n@smbios total=64 ipmi=0 end=1\n@acpi total=60 ipmi=0 root=1\n@device 1\n",  # a device all the same
    ],
)
def test_without_a_witness_a_missing_ipmitool_is_not_inspected(firmware: str) -> None:
    facts = SENSORS_IPMI.parse(Answer(f"{firmware}@end\n"))
    assert [one.reason for one in facts.unseen] == [Reason.TOOL_MISSING]
    with pytest.raises(SessionError):
        EVENT_LOGS_IPMI.parse(Answer(f"{firmware}@end\n"))


def test_a_busy_controller_is_not_inspected() -> None:
    assert case(BMC_SENSORS, "linux.sensors.ipmi", "bmc-busy")[""].reason == Reason.TIMEOUT.value


def test_a_sensor_row_that_is_lost_is_noticed() -> None:
    assert case(BMC_SENSORS, "linux.sensors.ipmi", "middle-line-lost")[""].reason == Reason.CUT.value


def test_a_complaint_of_ipmitool_is_no_sensor_and_other_words_are_not_skipped() -> None:
    assert len(SENSORS_IPMI.parse(sdr("Unable to send command: Invalid argument", OTHER)).records) == 1
    with pytest.raises(ParseError):
        SENSORS_IPMI.parse(sdr("what is this", OTHER))


# ---- the kernel's own sensors


def kernel(reading: float, thresholds: Thresholds = UNLIMITED) -> Sensor:
    return Sensor(
        "coretemp.0 temp1",
        "CPU",
        "temperature",
        Presence.PRESENT,
        reading=reading,
        unit="degrees C",
        by="kernel",
        thresholds=thresholds,
    )


@pytest.mark.parametrize(
    ("reading", "level"),
    [(83.9, "ok"), (84.0, "warn"), (99.9, "warn"), (100.0, "critical"), (120.0, "critical")],
)
def test_a_temperature_beside_its_own_limits(reading: float, level: str) -> None:
    one = kernel(reading, thresholds=Thresholds(upper_warn=84.0, upper_critical=100.0))
    assert levels(judged(BMC_SENSORS, Seen(Listing((one,))))) == {one.name: level}


@pytest.mark.parametrize(("reading", "level"), [(89.9, "ok"), (90.0, "warn"), (99.9, "warn"), (100.0, "critical")])
def test_a_temperature_without_limits_has_ours(reading: float, level: str) -> None:
    assert levels(judged(BMC_SENSORS, Seen(Listing((kernel(reading),))))) == {"coretemp.0 temp1": level}


def test_trap_a_processors_alarm_stays_set_and_tells_of_the_past() -> None:
    found = case(BMC_SENSORS, "linux.sensors.hwmon", "processor-and-nvme")
    assert levels(found)["coretemp.0 temp2"] == "notice"


def test_trap_an_nvme_drives_senseless_limits_are_none() -> None:
    facts = SENSORS_HWMON.parse(
        Answer("@hwmon 1\n@chip nvme nvme0\n temp1_input=41850\n temp1_max=65261850\n files=2\n" + PHYSICAL)
    )
    assert facts.records[0].thresholds == Thresholds()


def test_trap_a_fan_header_with_nothing_on_it() -> None:
    found = levels(case(BMC_SENSORS, "linux.sensors.hwmon", "hot-and-standing-still"))
    assert found["nct6779 nct6775.656 fan2"] == "absent"
    assert found["nct6779 nct6775.656 fan1"] == "critical"


@pytest.mark.parametrize("name", ["a-chip-lost", "a-file-lost"])
def test_a_kernel_sensor_that_is_lost_is_noticed(name: str) -> None:
    assert case(BMC_SENSORS, "linux.sensors.hwmon", name)[""].reason == Reason.CUT.value


# ---- memory


def errors(corrected: int, uncorrected: int, seconds: int | None = 864000) -> dict[str, Finding]:
    module = MemoryModule("mc0/dimm0", "A1", corrected, uncorrected)
    controller = MemoryController("mc0", "", corrected, uncorrected, 0, 0, (module,), seconds)
    return judged(MEMORY_ECC, Seen(MemoryErrors((controller,))))


@pytest.mark.parametrize(
    ("corrected", "uncorrected", "level"),
    [(0, 0, "ok"), (1, 0, "notice"), (99, 0, "notice"), (100, 0, "warn"), (0, 1, "critical"), (10**6, 1, "critical")],
)
def test_trap_few_corrected_errors_a_day_are_borne_and_a_storm_is_not(corrected: int, uncorrected: int, level: str) -> None:
    assert levels(errors(corrected, uncorrected))["A1"] == level


def test_corrected_errors_of_unknown_span_are_a_warning() -> None:
    assert levels(errors(1, 0, None))["A1"] == "warn"


def test_a_young_machines_errors_are_not_multiplied() -> None:
    assert levels(errors(5, 0, 60))["A1"] == "notice"


def test_trap_counters_carry_the_starts_own_id() -> None:
    facts = facts_of(CASES / "linux.memory_errors.edac" / "no-errors")
    assert isinstance(facts, MemoryErrors)
    assert re.fullmatch(r"[0-9a-f-]{36}", facts.boot_id)
    assert errors(3, 0)["A1"].measures == {"corrected_count": 3, "uncorrected_count": 0}


def test_trap_firmware_first_leaves_zero_and_the_finding_says_so() -> None:
    found = case(MEMORY_ECC, "linux.memory_errors.edac", "firmware-first-leaves-zero")
    assert "firmware handles errors first" in render(found["mc0"].summary, "en")


def test_trap_no_edac_driver_is_not_inspected_which_is_not_ok() -> None:
    found = case(MEMORY_ECC, "linux.memory_errors.edac", "no-driver-on-a-physical-machine")
    assert (found[""].level, found[""].reason) == (Level.UNKNOWN, Reason.NO_RECORD.value)


def test_trap_a_virtual_machines_memory_is_its_hosts() -> None:
    assert levels(case(MEMORY_ECC, "linux.memory_errors.edac", "virtual-machine")) == {"": "absent"}


def test_errors_that_no_module_accounts_for_are_the_controllers() -> None:
    assert levels(case(MEMORY_ECC, "linux.memory_errors.edac", "old-kernel-with-rows"))["mc0"] == "critical"


def test_a_module_that_is_lost_is_noticed() -> None:
    assert case(MEMORY_ECC, "linux.memory_errors.edac", "a-module-lost")[""].reason == Reason.CUT.value


# ---- the event log


def sel(*lines: str, used: str = "4%") -> dict[str, Finding]:
    info = f"@info 0 2\n Entries          : {len(lines)}\n Percent Used     : {used}\n"
    rows = "".join(f" {line}\n" for line in lines)
    answer = Answer(f"{info}@time 0 1\n 11/22/2026 08:10:05\n@events 0 {len(lines)}\n{rows}{PHYSICAL}")
    return judged(BMC_EVENTS, Seen(EVENT_LOGS_IPMI.parse(answer)))


LOST = "Power Supply PS2 Status | Power Supply AC lost"
SUBJECT = "Power Supply PS2 Status: Power Supply AC lost"


def test_trap_asserted_followed_by_deasserted_has_recovered() -> None:
    asserted, gone = (
        f"  1 | 11/02/2026 | 21:03:10 | {LOST} | Asserted",
        f"  2 | 11/02/2026 | 21:19:44 | {LOST} | Deasserted",
    )
    assert levels(sel(asserted))[SUBJECT] == "critical"
    assert levels(sel(asserted, gone))[SUBJECT] == "ok"
    assert levels(sel(asserted, gone, asserted.replace("  1 |", "  3 |")))[SUBJECT] == "critical"


def test_full_redundancy_later_ends_lost_redundancy() -> None:
    found = case(BMC_EVENTS, "linux.bmc_events.ipmi", "recovered-open-and-makers-own")
    assert levels(found)["Power Unit PS Redundancy: Redundancy Lost"] == "ok"


def test_an_event_of_a_kind_that_no_table_knows_is_not_passed_over() -> None:
    said = "  1 | 11/02/2026 | 21:03:10 | OEM #0xd0 | OEM Specific | Asserted"
    assert levels(sel(said))["OEM #0xd0: OEM Specific"] == "notice"
    assert levels(sel(said, said.replace("  1 |", "  2 |").replace("Asserted", "Deasserted"))) == {
        "SEL": "ok",
        "SEL clock": "ok",
    }


def test_trap_a_clock_of_1970_does_not_make_an_event_old() -> None:
    found = levels(case(BMC_EVENTS, "linux.bmc_events.ipmi", "clock-of-1970-and-nearly-full"))
    assert found["Power Supply PS2 Status: Failure detected"] == "critical"
    assert found["SEL clock"] == "notice"


@pytest.mark.parametrize(("day", "level"), [("08/14/2026", "critical"), ("08/13/2026", "notice"), ("01/05/2016", "notice")])
def test_trap_an_old_entry_is_no_new_trouble(day: str, level: str) -> None:
    assert levels(sel(f"  1 | {day} | 21:03:10 | {LOST} | Asserted"))[SUBJECT] == level


def test_trap_what_is_new_is_told_by_the_record_number() -> None:
    found = sel(f" fe3c | 11/02/2026 | 21:03:10 | {LOST} | Asserted")
    assert found["SEL"].measures["record_number"] == 0xFE3C
    assert found[SUBJECT].measures["record_number"] == 0xFE3C


@pytest.mark.parametrize(("used", "level"), [("79%", "ok"), ("80%", "warn"), ("100%", "warn")])
def test_a_full_log(used: str, level: str) -> None:
    line = "  1 | 11/02/2026 | 21:03:10 | System Event #0x83 | Timestamp Clock Sync | Asserted"
    assert levels(sel(line, used=used)) == {"SEL": level, "SEL clock": "ok"}


def test_fewer_lines_than_the_log_holds_is_not_inspected() -> None:
    assert case(BMC_EVENTS, "linux.bmc_events.ipmi", "fewer-lines-than-entries")[""].reason == Reason.CUT.value


def test_trap_the_log_is_never_cleared_and_nothing_is_written() -> None:
    for one in (SENSORS_IPMI, POWER_PARTS_IPMI, EVENT_LOGS_IPMI, SENSORS_HWMON, MEMORY_ERRORS_EDAC):
        assert isinstance(one.ask, Shell)
        assert not re.search(r"clear|delete|\bset\b|\bmodprobe\b|\braw\b|>\s*/(?!dev/null)", one.ask.command), one.id


def test_words_are_known_without_case_and_with_what_they_happened_to() -> None:
    assert level_of_state("uncorrectable ecc (DIMM A1)") is Level.CRITICAL
    assert level_of_state("AC out-of-range, but present") is Level.WARN
    assert level_of_state("Firmware or software change detected, Mngmt Ctrl Other") is Level.OK
    assert level_of_state("0x8080") is None


@given(st.text(max_size=200))
def test_any_words_in_the_rows_raise_nothing_else(words: str) -> None:
    lines = words.replace("\r", "").split("\n")
    body = "".join(f" {line}\n" for line in lines)
    answers = (
        (SENSORS_IPMI, f"@sdr 0 {len(lines)}\n{body}{PHYSICAL}"),
        (SENSORS_HWMON, f"@hwmon 1\n@chip a b\n{body} files={len(lines)}\n{PHYSICAL}"),
        (MEMORY_ERRORS_EDAC, f"@edac 1\n@mc mc0 modules=0\n{body} values={len(lines)}\n{PHYSICAL}"),
        (EVENT_LOGS_IPMI, f"@info 0 1\n Entries: 0\n@time 0 1\n x\n@events 0 {len(lines)}\n{body}{PHYSICAL}"),
    )
    for collector, text in answers:
        try:
            collector.parse(Answer(text))
        except (ParseError, SessionError, Absent):
            continue


@given(st.data())
def test_an_answer_cut_anywhere_is_not_judged_better(data: st.DataObject) -> None:
    for collector, check, name in (
        (SENSORS_IPMI, BMC_SENSORS, "faults"),
        (POWER_PARTS_IPMI, POWER_REDUNDANCY, "faults"),
        (EVENT_LOGS_IPMI, BMC_EVENTS, "recovered-open-and-makers-own"),
        (MEMORY_ERRORS_EDAC, MEMORY_ECC, "storm-and-uncorrected"),
        (SENSORS_HWMON, BMC_SENSORS, "hot-and-standing-still"),
    ):
        lines = (CASES / collector.id / name / "answer.txt").read_text().splitlines(keepends=True)
        whole = judged(check, Seen(collector.parse(Answer("".join(lines)))))
        at = data.draw(st.integers(0, len(lines) - 1))
        try:
            outcome: Outcome = Seen(collector.parse(Answer("".join(lines[:at] + lines[at + 1 :]))))
        except (ParseError, SessionError, Absent) as error:
            outcome = Missed(error)
        less = judged(check, outcome)
        for subject, finding in whole.items():
            now = less.get(subject) or less.get("")
            assert now is not None, (collector.id, lines[at], subject)
            assert now.level in {finding.level, Level.UNKNOWN}, (collector.id, lines[at], subject)


def test_verdicts_and_presences_are_all_judged() -> None:
    for presence in Presence:
        for verdict in Verdict:
            one = Sensor("a", "a", "voltage", presence, verdict, reading=1.0, unit="Volts")
            assert judged(BMC_SENSORS, Seen(Listing((one,))))["a"].level is not None
