"""A BMC over Redfish: the walk's documents become the same facts as IPMI's, and every trap by name."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import checks_for, collectors_for
from agent.gather import Gathering
from agent.judging import judge, judge_one
from agent.outcomes import Missed, Outcome, Seen
from checks.base import Check, Finding, Level, Scene
from checks.server.bmc_events import BMC_EVENTS
from checks.server.bmc_sensors import BMC_SENSORS
from checks.server.hardware_health import HARDWARE_HEALTH
from checks.server.power_redundancy import POWER_REDUNDANCY
from collectors.base import Absent, Answer, Collector, ParseError, Reason, SessionError
from collectors.evidence import Reply, encode
from collectors.facts.assets import Hardware
from collectors.facts.identity import IDENTITY, Identity
from collectors.redfish import COLLECTORS
from collectors.redfish.documents import BMC, FOLLOW, TREE, read
from collectors.redfish.event_logs import EVENT_LOGS_REDFISH
from collectors.redfish.machines import HARDWARE_REDFISH, IDENTITIES_REDFISH
from collectors.redfish.parts import PARTS_REDFISH
from collectors.redfish.power_parts import POWER_PARTS_REDFISH
from collectors.redfish.sensors import SENSORS_REDFISH
from config.limits import Layered
from tests.test_cases import CASES

READERS: tuple[tuple[Collector[Any, Any], Check[Any, Any]], ...] = (
    (PARTS_REDFISH, HARDWARE_HEALTH),
    (SENSORS_REDFISH, BMC_SENSORS),
    (POWER_PARTS_REDFISH, POWER_REDUNDANCY),
    (EVENT_LOGS_REDFISH, BMC_EVENTS),
)
ROOT = "/redfish/v1/"
SYSTEM = f"{ROOT}Systems/1"
CHASSIS = f"{ROOT}Chassis/1"


def told(documents: object, unseen: object = ()) -> Answer:
    whole = {ROOT: {}} | documents if isinstance(documents, dict) else documents
    return Answer(json.dumps({"documents": whole, "unseen": unseen}))


def outcome_of(collector: Collector[Any, Any], answer: Answer) -> Outcome:
    try:
        return Seen(collector.parse(answer))
    except (Absent, SessionError, ParseError) as error:
        return Missed(error)


def found(collector: Collector[Any, Any], check: Check[Any, Any], answer: Answer) -> dict[str, Finding]:
    said = judge_one(check, outcome_of(collector, answer), Layered(check.limits), Scene())
    return {one.subject: one for one in said if isinstance(one, Finding)}


def levels(collector: Collector[Any, Any], check: Check[Any, Any], answer: Answer) -> dict[str, str]:
    return {subject: one.level.value for subject, one in found(collector, check, answer).items()}


def recorded(name: str) -> Answer:
    return Answer((CASES / "redfish.parts" / name / "answer.txt").read_text())


def part(status: object, **more: object) -> str:
    """The level of one drive with this status."""
    drive = {"@odata.type": "#Drive.v1_9_0.Drive", "@odata.id": f"{SYSTEM}/D", "Name": "D", "Status": status} | more
    system = {"@odata.type": "#ComputerSystem.v1_13_0.ComputerSystem", "@odata.id": SYSTEM}
    return levels(PARTS_REDFISH, HARDWARE_HEALTH, told({SYSTEM: system, f"{SYSTEM}/D": drive}))["Systems/1/D"]


@pytest.mark.parametrize(
    ("status", "level"),
    [
        ({"State": "Enabled", "Health": "OK"}, "ok"),
        ({"State": "Enabled", "Health": "Warning"}, "warn"),
        ({"State": "Enabled", "Health": "Critical"}, "critical"),
        ({"State": "UnavailableOffline", "Health": "Warning"}, "warn"),
        ({"State": "Enabled"}, "unknown"),
        ({"State": "Enabled", "Health": None}, "unknown"),
        ({"State": "Disabled"}, "absent"),
        ({"State": "Absent"}, "absent"),
        ({"HealthRollup": "OK"}, "ok"),
        ({"State": "Enabled", "Health": "OK", "HealthRollup": "Critical"}, "critical"),
    ],
)
def test_state_and_health(status: object, level: str) -> None:
    assert part(status) == level


def test_trap_an_empty_slot_is_no_fault_whatever_its_health_says() -> None:
    assert part({"State": "Absent", "Health": "Critical"}) == "absent"


def test_trap_a_part_without_any_health_value_is_not_judged() -> None:
    assert part({"State": "Enabled"}) == Level.UNKNOWN.value


def test_a_word_that_redfish_does_not_know_is_not_taken_for_ok() -> None:
    answer = told({SYSTEM: {"@odata.type": "#ComputerSystem.v1_13_0.ComputerSystem", "Status": {"Health": "Splendid"}}})
    assert found(PARTS_REDFISH, HARDWARE_HEALTH, answer)[""].reason == Reason.NOT_UNDERSTOOD.value


@pytest.mark.parametrize(
    ("left", "level"), [(21, "ok"), (20, "warn"), (6, "warn"), (5, "critical"), (0, "critical"), (None, "ok")]
)
def test_what_is_left_of_a_drives_life(left: int | None, level: str) -> None:
    assert part({"State": "Enabled", "Health": "OK"}, PredictedMediaLifeLeftPercent=left) == level


def test_a_drive_that_foretells_its_failure() -> None:
    assert part({"State": "Enabled", "Health": "OK"}, FailurePredicted=True) == "critical"
    assert part({"State": "Absent"}, FailurePredicted=True) == "absent"


def test_trap_a_whole_that_warns_because_of_one_part_is_told_once() -> None:
    said = levels(PARTS_REDFISH, HARDWARE_HEALTH, recorded("faults"))
    assert said["Systems/1/Storage/R1/Drives/1"] == "critical"
    assert said["Systems/1/Storage/R1"] == "ok"


def test_a_whole_whose_bad_part_was_not_had_is_not_inspected() -> None:
    documents = json.loads(recorded("faults").text)["documents"]
    for number in (0, 1):
        del documents[f"{SYSTEM}/Storage/R1/Drives/{number}"]
    said = levels(PARTS_REDFISH, HARDWARE_HEALTH, told(documents))
    assert said["Systems/1/Storage/R1/Drives/1"] == "unknown"
    assert said["Systems/1/Storage/R1"] == "unknown"


def test_a_healthy_machine_is_healthy_everywhere() -> None:
    for collector, check in READERS:
        assert set(levels(collector, check, recorded("healthy")).values()) <= {"ok", "absent"}, check.id


def test_the_faults_of_a_machine_are_all_found() -> None:
    sensors = levels(SENSORS_REDFISH, BMC_SENSORS, recorded("faults"))
    assert sensors["Chassis/1/Thermal#Temperatures/0"] == "critical"  # no health, beyond its own limit
    assert sensors["Chassis/1/Thermal#Fans/1"] == "critical"
    power = levels(POWER_PARTS_REDFISH, POWER_REDUNDANCY, recorded("faults"))
    assert power["Chassis/1/Power#PowerSupplies/1"] == "critical"
    assert power["Chassis/1/Power#Redundancy/0"] == "warn"
    parts = levels(PARTS_REDFISH, HARDWARE_HEALTH, recorded("faults"))
    assert parts["Chassis/1/NetworkAdapters/1"] == "unknown"


@pytest.mark.parametrize(
    ("reading", "status", "level"),
    [
        (37.9, {"State": "Enabled"}, "ok"),
        (38, {"State": "Enabled"}, "warn"),
        (42, {"State": "Enabled"}, "critical"),
        (42, {"State": "Enabled", "Health": "OK"}, "critical"),
        (38, {"State": "Enabled", "Health": "OK"}, "ok"),
        (20, {"State": "Enabled", "Health": "Warning"}, "warn"),
        (0, {"State": "Disabled", "Health": "OK"}, "absent"),
        (None, {"State": "Enabled", "Health": "OK"}, "ok"),
    ],
)
def test_a_temperature_beside_its_own_limits(reading: float | None, status: object, level: str) -> None:
    other = {"MemberId": "1", "Name": "Other", "ReadingCelsius": 20, "Status": {"State": "Enabled", "Health": "OK"}}
    one = {"MemberId": "0", "ReadingCelsius": reading, "UpperThresholdNonCritical": 38, "UpperThresholdCritical": 42}
    thermal = {"@odata.id": f"{CHASSIS}/Thermal", "Temperatures": [one | {"Status": status}, other]}
    chassis = {"@odata.type": "#Chassis.v1_9_0.Chassis", "Thermal": {"@odata.id": f"{CHASSIS}/Thermal"}}
    answer = told({CHASSIS: chassis, f"{CHASSIS}/Thermal": thermal})
    assert levels(SENSORS_REDFISH, BMC_SENSORS, answer)["Chassis/1/Thermal#Temperatures/0"] == level


def test_a_limit_of_0_is_none() -> None:
    one = {
        "MemberId": "0",
        "ReadingCelsius": 30,
        "UpperThresholdCritical": 0,
        "Status": {"State": "Enabled", "Health": "OK"},
    }
    chassis = {"@odata.type": "#Chassis.v1_9_0.Chassis", "Thermal": {"@odata.id": f"{CHASSIS}/Thermal"}}
    thermal = {"@odata.id": f"{CHASSIS}/Thermal", "Temperatures": [one]}
    answer = told({CHASSIS: chassis, f"{CHASSIS}/Thermal": thermal})
    assert set(levels(SENSORS_REDFISH, BMC_SENSORS, answer).values()) == {"ok"}


def test_the_newer_schemas_are_read_instead_of_the_old_ones() -> None:
    name = "newer-schemas-beside-the-old"
    sensors = levels(SENSORS_REDFISH, BMC_SENSORS, Answer((CASES / "redfish.sensors" / name / "answer.txt").read_text()))
    assert sensors == {
        "Chassis/1/Sensors/Hot": "warn",
        "Chassis/1/Sensors/Inlet": "ok",
        "Chassis/1/Sensors/Mute": "unknown",
        "Chassis/1/ThermalSubsystem/Fans/1": "ok",
    }
    power = Answer((CASES / "redfish.power_parts" / name / "answer.txt").read_text())
    assert not any("/Power#" in subject for subject in levels(POWER_PARTS_REDFISH, POWER_REDUNDANCY, power))


def test_trap_only_links_are_followed() -> None:
    assert "Systems" in FOLLOW
    assert not any(key.startswith("/") for key in FOLLOW)
    assert not {"AccountService", "SessionService", "Sessions", "CertificateService", "UpdateService"} & set(FOLLOW)
    assert all(isinstance(one, Collector) and one.ask is TREE and one.on == BMC for one in COLLECTORS)


def test_a_link_whose_document_is_missing_is_unseen_even_where_the_walk_did_not_say_so() -> None:
    documents = json.loads(recorded("healthy").text)["documents"]
    del documents[f"{SYSTEM}/Memory/A1"]
    facts = PARTS_REDFISH.parse(told(documents))
    assert [(one.subject, one.reason) for one in facts.unseen] == [("Systems/1/Memory/A1", Reason.NOT_ASKED)]


def test_a_collection_that_lists_fewer_than_it_counts() -> None:
    documents = json.loads(recorded("healthy").text)["documents"]
    documents[f"{SYSTEM}/Memory"]["Members"].pop()
    del documents[f"{SYSTEM}/Memory/A2"]
    assert levels(PARTS_REDFISH, HARDWARE_HEALTH, told(documents))[""] == "unknown"


def test_a_document_that_is_an_error_was_not_had() -> None:
    documents = json.loads(recorded("healthy").text)["documents"]
    documents[f"{SYSTEM}/Storage/R1/Drives/0"] = {"error": {"code": "Base.1.0.GeneralError", "message": "no such drive"}}
    one = found(PARTS_REDFISH, HARDWARE_HEALTH, told(documents))["Systems/1/Storage/R1/Drives/0"]
    assert (one.level, one.reason) == (Level.UNKNOWN, Reason.FAILED.value)


def test_who_and_what_it_is() -> None:
    hardware = HARDWARE_REDFISH.parse(recorded("healthy"))
    assert isinstance(hardware, Hardware)
    assert (hardware.maker, hardware.model, hardware.serial, hardware.bios_version) == (
        "Contoso",
        "CS 2000",
        "TEST0001",
        "4.10",
    )
    assert (hardware.socket_count, hardware.memory_bytes, len(hardware.disks)) == (2, 256 * 1024**3, 2)
    identity = IDENTITIES_REDFISH.parse(recorded("healthy"))
    assert isinstance(identity, Identity)
    assert (identity.machine_id, identity.os_name) == ("00000000-0000-4000-8000-000000000001", "TestBMC 6.40")


def test_one_walk_answers_every_check_of_a_bmc() -> None:
    checks = checks_for(BMC)
    gathering = Gathering(collectors_for(BMC, checks, always=(IDENTITY,)))
    questions = gathering.questions(1)
    assert [one.ask for one in questions] == [TREE]
    gathering.replies[questions[0].id] = encode((Reply("ok", 0, recorded("faults").text.encode()),))
    gathering.settle()
    findings, _exhibits = judge(checks, gathering.outcomes, {}, Scene())
    judged = {one.check for one in findings if one.level is not Level.UNKNOWN}
    assert judged >= {check.id for _collector, check in READERS}


@given(st.data())
def test_a_document_taken_away_makes_nothing_better(data: st.DataObject) -> None:
    documents = json.loads(recorded(data.draw(st.sampled_from(["faults", "healthy"]))).text)["documents"]
    gone = data.draw(st.sets(st.sampled_from(sorted(set(documents) - {ROOT})), min_size=1, max_size=3))
    less = {path: one for path, one in documents.items() if path not in gone}
    for collector, check in READERS:
        whole = found(collector, check, told(documents))
        now = found(collector, check, told(less))
        for subject, finding in whole.items():
            after = now.get(subject) or now.get("")
            assert after is not None, (check.id, gone, subject)
            assert after.level in {finding.level, Level.UNKNOWN}, (check.id, gone, subject, after.level)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from(["@odata.id", "Status", "Health", "Members", "Name", "Drives", "Power"]), inside)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_raises_nothing_but_our_errors(body: object) -> None:
    system = {"@odata.type": "#ComputerSystem.v1_13_0.ComputerSystem", "Inside": body}
    for answer in (
        told({SYSTEM: system}),
        told(body),
        told({SYSTEM: body}),
        told({SYSTEM: system}, body),
        Answer(json.dumps(body)),
    ):
        for collector in COLLECTORS:
            assert isinstance(collector, Collector)
            outcome_of(collector, answer)


def test_a_walk_without_its_root_proves_nothing() -> None:
    documents = json.loads(recorded("healthy").text)["documents"]
    del documents[ROOT]
    with pytest.raises(SessionError):
        read(Answer(json.dumps({"documents": documents, "unseen": []})))


def test_text_that_is_no_json_is_not_understood() -> None:
    with pytest.raises(ParseError):
        read(Answer('{"documents": {'))
