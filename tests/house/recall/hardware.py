"""Seeds for the machine itself: memory, sensors, power, the event log, disks, and what Redfish tells of parts."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.shapes import UNTOUCHED, Change, Edit, Seeding, fault, healthy

_DIMMS = (("dimm0", "CPU0_Chan0_DIMM0"), ("dimm3", "CPU0_Chan1_DIMM0"))


def _dimm(label: str, corrected: int, uncorrected: int) -> tuple[str, str]:
    head = f" label={label}\n location=channel 0 slot 0\n"
    return f"{head} ce=0\n ue=0\n", f"{head} ce={corrected}\n ue={uncorrected}\n"


MEMORY_ECC = Seeding(
    "server.memory_ecc",
    ("linux.memory_errors.edac/no-errors",),
    (
        UNTOUCHED,
        *(fault(f"{place}: {n} corrected in ten days", {label: level}, _dimm(label, n, 0), ("seconds_since_reset=864000\n ce_count=0", f"seconds_since_reset=864000\n ce_count={n}"))
          for place, label in _DIMMS for n, level in ((1, "notice"), (99, "notice"), (100, "warn"), (5000, "warn"))),
        *(fault(f"{place}: {n} uncorrected", {label: "critical"}, _dimm(label, 0, n), (" ue_count=0", f" ue_count={n}"))
          for place, label in _DIMMS for n in (1, 12)),
        fault("uncorrected of no module", {"mc0": "critical"}, (" ue_noinfo_count=0", " ue_noinfo_count=1"), (" ue_count=0", " ue_count=1")),
        healthy("an old kernel", ("ce_noinfo_count=0", "ce_noinfo_count=0")),
    ),
)  # fmt: skip
_IPMI = "healthy-with-empty-socket"
_SENSORS = (
    ("Inlet Temp       | 04h | ok  |  7.1 | 24 degrees C", "Inlet Temp #04h"),
    ("CPU1 Temp        | 0Eh | ok  |  3.1 | 46 degrees C", "CPU1 Temp #0Eh"),
    ("Fan1A            | 30h | ok  |  7.1 | 6240 RPM", "Fan1A #30h"),
    ("Fan1B            | 31h | ok  |  7.1 | 5880 RPM", "Fan1B #31h"),
    ("P12V             | 40h | ok  |  7.1 | 12.06 Volts", "P12V #40h"),
)
_VERDICTS = (
    ("nc ", "warn"),
    ("cr ", "critical"),
    ("nr ", "critical"),
    ("lnc", "warn"),
    ("ucr", "critical"),
    ("lnr", "critical"),
)
SENSORS_IPMI = Seeding(
    "server.bmc_sensors",
    (f"linux.sensors.ipmi/{_IPMI}",),
    (
        UNTOUCHED,
        *(fault(f"{name} {verdict.strip()}", {name: level}, (row, row.replace("| ok  |", f"| {verdict} |")))
          for row, name in _SENSORS for verdict, level in _VERDICTS if len(verdict.strip()) == 2),
        *(healthy(f"{name} has no reading", (row, row.replace("| ok  |", "| ns  |").rpartition("|")[0] + "| No Reading")) for row, name in _SENSORS),
    ),
)  # fmt: skip
SENSORS_HWMON = Seeding(
    "server.bmc_sensors",
    ("linux.sensors.hwmon/processor-and-nvme",),
    (
        UNTOUCHED,
        *(fault(f"coretemp at {c}", {"coretemp.0 temp1": level}, ("temp1_input=55000", f"temp1_input={c}000"))
          for c, level in ((84, "warn"), (99, "warn"), (100, "critical"), (110, "critical"))),
        healthy("coretemp at 83", ("temp1_input=55000", "temp1_input=83000")),
        fault("NVMe at 85", {"nvme0 temp1": "warn"}, ("temp1_input=41850", "temp1_input=85850")),
        fault("NVMe at 95", {"nvme0 temp1": "critical"}, ("temp1_input=41850", "temp1_input=95850")),
    ),
)  # fmt: skip


def _redfish(before: str, indent: int, health: str, state: str = "Enabled") -> tuple[str, str]:
    pad = " " * indent
    old = f'{before}\n{pad}"Status": {{\n{pad} "Health": "OK",\n{pad} "State": "Enabled"'
    return old, old.replace('"OK"', f'"{health}"').replace('"Enabled"', f'"{state}"')


_HEALTH = (("Warning", "warn"), ("Critical", "critical"))
_THERMAL = (
    ('"ReadingCelsius": 22,', "Chassis/1/Thermal#Temperatures/0"),
    ('"ReadingUnits": "RPM",', "Chassis/1/Thermal#Fans/0"),
    ('"ReadingUnits": "Percent",', "Chassis/1/Thermal#Fans/1"),
    ('"ReadingVolts": 12.1,', "Chassis/1/Power#Voltages/0"),
)
SENSORS_REDFISH = Seeding(
    "server.bmc_sensors",
    ("redfish.sensors/healthy",),
    (
        UNTOUCHED,
        *(fault(f"{name} is {health}", {name: level}, _redfish(before, 5, health)) for before, name in _THERMAL for health, level in _HEALTH),
        fault("inlet at 42 degrees", {"Chassis/1/Thermal#Temperatures/0": "critical"}, ('"ReadingCelsius": 22', '"ReadingCelsius": 43')),
        fault("a fan below its least", {"Chassis/1/Thermal#Fans/0": "critical"}, ('"Reading": 5400', '"Reading": 300')),
        fault("12 V at 10.2", {"Chassis/1/Power#Voltages/0": "critical"}, ('"ReadingVolts": 12.1', '"ReadingVolts": 10.2')),
        healthy("inlet at 37 degrees", ('"ReadingCelsius": 22', '"ReadingCelsius": 37')),
    ),
    platform="bmc",
)  # fmt: skip
_PARTS = (
    ('"Name": "NIC",', "Chassis/1/NetworkAdapters/1", 3),
    ('"Name": "Manager",', "Managers/BMC", 3),
    ('"Name": "DIMM A1",\n   "SerialNumber": "M1",', "Systems/1/Memory/A1", 3),
    ('"SerialNumber": "D0",', "Systems/1/Storage/R1/Drives/0", 3),
    ('"SerialNumber": "D1",', "Systems/1/Storage/R1/Drives/1", 3),
)
PARTS = Seeding(
    "server.hardware_health",
    ("redfish.parts/healthy",),
    (
        UNTOUCHED,
        *(fault(f"{name} is {health}", {name: level}, _redfish(before, indent, health)) for before, name, indent in _PARTS for health, level in _HEALTH),
        fault("a drive foretells its failure", {"Systems/1/Storage/R1/Drives/1": "critical"}, ('"FailurePredicted": false,\n   "MediaType": "HDD"', '"FailurePredicted": true,\n   "MediaType": "HDD"')),
        *(fault(f"an SSD with {left} % left", {"Systems/1/Storage/R1/Drives/0": level}, ('LifeLeftPercent": 97', f'LifeLeftPercent": {left}'))
          for left, level in ((20, "warn"), (6, "warn"), (5, "critical"), (0, "critical"))),
        healthy("an SSD with 21 % left", ('LifeLeftPercent": 97', 'LifeLeftPercent": 21')),
        healthy("an empty slot that is called Critical", ('"Name": "DIMM A2",\n   "Status": {\n    "Health": "OK"', '"Name": "DIMM A2",\n   "Status": {\n    "Health": "Critical"')),
    ),
    platform="bmc",
)  # fmt: skip
_SUPPLY = {
    1: "Power Supply 1   | 50h | ok  | 10.1 | 110 Watts, Presence detected",
    2: "Power Supply 2   | 51h | ok  | 10.2 | 95 Watts, Presence detected",
}
_SUPPLIES = {1: "Power Supply 1 #50h", 2: "Power Supply 2 #51h"}
POWER_IPMI = Seeding(
    "server.power_redundancy",
    (f"linux.power_parts.ipmi/{_IPMI}",),
    (
        UNTOUCHED,
        healthy("one supply alone", instead=("linux.power_parts.ipmi/one-power-supply",)),
        healthy("a supply in standby delivers nothing", (_SUPPLY[2], _SUPPLY[2].replace("95 Watts", "0 Watts"))),
        *(fault(f"supply {n}: {words}", {_SUPPLIES[n]: level}, (row, f"{row}, {words}"))
          for n, row in _SUPPLY.items()
          for words, level in (("Failure detected", "critical"), ("Power Supply AC lost", "critical"), ("Predictive failure", "warn"), ("AC lost or out-of-range", "critical"), ("Config Error: Vendor Mismatch", "warn"))),
        *(fault(f"redundancy: {words}", {name: level}, (row, row.replace("Fully Redundant", words)))
          for name, row in (("PS Redundancy #77h", "PS Redundancy    | 77h | ok  |  7.1 | Fully Redundant"), ("Fan Redundancy #75h", "Fan Redundancy   | 75h | ok  |  7.1 | Fully Redundant"))
          for words, level in (("Redundancy Lost", "critical"), ("Redundancy Degraded", "warn"), ("Non-Redundant: Sufficient from Redundant", "warn"), ("Non-Redundant: Insufficient Resources", "critical"))),
    ),
)  # fmt: skip
POWER_REDFISH = Seeding(
    "server.power_redundancy",
    ("redfish.power_parts/healthy",),
    (
        UNTOUCHED,
        *(fault(f"{what} is {health}", {name: level}, _redfish(before, 5, health))
          for what, before, name in (
              ("supply 1", '"SerialNumber": "P1",', "Chassis/1/Power#PowerSupplies/0"),
              ("supply 2", '"SerialNumber": "P2",', "Chassis/1/Power#PowerSupplies/1"),
              ("redundancy", '"Name": "PSU redundancy",', "Chassis/1/Power#Redundancy/0"))
          for health, level in _HEALTH),
    ),
    platform="bmc",
)  # fmt: skip


def _event(words: str) -> tuple[Change, ...]:
    return (
        ("Entries          : 0", "Entries          : 1"),
        (" SEL has no entries", f"    1 | 11/05/2026 | 03:11:02 | {words} | Asserted"),
    )


_EVENTS = (
    ("Power Supply PS2 Status | Power Supply AC lost", "critical"),
    ("Power Supply PS1 Status | Failure detected", "critical"),
    ("Power Supply PS1 Status | Predictive failure", "warn"),
    ("Power Unit PS Redundancy | Redundancy Lost", "critical"),
    ("Memory #0x88 | Uncorrectable ECC (UnCorrectable ECC |  DIMMD7)", "critical"),
    ("Memory #0x88 | Correctable ECC logging limit reached", "warn"),
    ("Temperature Inlet Temp | Upper Critical going high", "critical"),
    ("Temperature Inlet Temp | Upper Non-critical going high", "warn"),
    ("Fan Fan1 | Lower Critical going low", "critical"),
    ("Voltage P12V | Lower Critical going low", "critical"),
    ("Processor CPU1 | IERR", "critical"),
    ("Processor CPU1 | Thermal Trip", "critical"),
    ("Drive Slot / Bay Drive 3 | Drive Fault", "critical"),
    ("Drive Slot / Bay Drive 3 | Predictive Failure", "warn"),
    ("Critical Interrupt #0x04 | PCI SERR", "critical"),
    ("Critical Interrupt #0x04 | Bus Fatal Error", "critical"),
    ("Battery CMOS | Failed", "warn"),
    ("Watchdog2 OS | Hard reset", "warn"),
)
EVENTS = Seeding(
    "server.bmc_events",
    ("linux.bmc_events.ipmi/empty",),
    (
        UNTOUCHED,
        *(fault(words, {f"{words.partition(' | ')[0]}: *": level}, *_event(words)) for words, level in _EVENTS),
        healthy("a log that was cleared", *_event("Event Logging Disabled SEL | Log area reset/cleared")),
        healthy("a start", *_event("System Boot Initiated #0x61 | Initiated by power up")),
        *(fault(f"{used} % used", {"SEL": "warn"}, ("Percent Used     : 0%", f"Percent Used     : {used}%")) for used in (80, 100)),
        healthy("79 % used", ("Percent Used     : 0%", "Percent Used     : 79%")),
        fault("lost and back, ECC, heat", {"Memory #0x88: *": "critical", "Temperature Inlet Temp: *": "critical"}, instead=("linux.bmc_events.ipmi/recovered-open-and-makers-own",)),
    ),
)  # fmt: skip
_DISKS = ("linux.smart/three-sata-one-pending-one-failing",)
_ONE = "/dev/sda auto"
_RAW = '"raw":{{"value":0,"string":"{0}"}}'


def _attribute(number: int, name: str, raw: int) -> Edit:
    """The raw value of one attribute of the first disk."""
    was = {5: 'Ct","value":100,"worst":100,"thresh":10,"when_failed":"","flags":{"prefailure":true}'}.get(
        number, 'X","value":100,"worst":100,"thresh":0,"when_failed":"","flags":{"prefailure":false}'
    )
    head = f'{{"id":{number},"name":"{name}","value":100,' + was[was.index('"worst"') :]
    return Edit(f'{head},"raw":{{"value":0,"string":"0"}}', f'{head},"raw":{{"value":{raw},"string":"{raw}"}}', part=_ONE)


_LAST = '"raw":{"value":0,"string":"0"}}]},"power_on_time"'
_OTHERS = {"W46AAA02": "warn", "W46AAA03": "critical"}
"""Two of the three recorded disks are bad by themselves: a pending sector, and a verdict of failing."""


def _more(number: int, name: str, raw: int) -> Edit:
    """One attribute more at the end of the first disk's table."""
    row = f'{{"id":{number},"name":"{name}","value":100,"worst":100,"thresh":0,"when_failed":"","flags":{{"prefailure":false}},"raw":{{"value":{raw},"string":"{raw}"}}}}'
    return Edit(_LAST, _LAST.replace("]}", f",{row}]}}", 1), part=_ONE)


_GUESTS = ("linux.smart/debian-12-guest-sata-and-nvme-passed",)
_NVME = "/dev/nvme0n1 auto"
DISK_HEALTH = Seeding(
    "server.disk_health",
    _DISKS,
    (
        fault("as recorded", _OTHERS),
        *(fault(f"{raw} pending", _OTHERS | {"W46AAA01": "warn"}, _attribute(197, "Current_Pending_Sector", raw)) for raw in (1, 8, 400)),
        *(fault(f"{raw} uncorrectable", _OTHERS | {"W46AAA01": "warn"}, _attribute(198, "Offline_Uncorrectable", raw)) for raw in (1, 8)),
        *(fault(f"{raw} reported", _OTHERS | {"W46AAA01": "warn"}, _more(187, "Reported_Uncorrect", raw)) for raw in (1, 33)),
        *(fault(f"{raw} reallocated", _OTHERS | {"W46AAA01": level}, _attribute(5, "Reallocated_Sector_Ct", raw))
          for raw, level in ((10, "notice"), (99, "notice"), (100, "warn"), (2000, "warn"))),
        fault("9 reallocated are nothing", _OTHERS, _attribute(5, "Reallocated_Sector_Ct", 9)),
        *(fault(f"{c} degrees", _OTHERS | {"W46AAA01": level}, (_ONE, '"temperature":{"current":31}', f'"temperature":{{"current":{c}}}'))
          for c, level in ((60, "warn"), (69, "warn"), (70, "critical"))),
        fault("59 degrees are nothing", _OTHERS, (_ONE, '"temperature":{"current":31}', '"temperature":{"current":59}')),
        fault("it fails its own verdict", _OTHERS | {"W46AAA01": "critical"}, (_ONE, '"passed":true', '"passed":false')),
        fault("an attribute below its threshold now", _OTHERS | {"W46AAA01": "critical"}, (_ONE, '"value":100,"worst":100,"thresh":10,"when_failed":""', '"value":9,"worst":9,"thresh":10,"when_failed":"now"')),
    ),
)  # fmt: skip
NVME = Seeding(
    "server.disk_health",
    _GUESTS,
    (
        UNTOUCHED,
        *(fault(f"NVMe worn {used} %", {"GUEST-NVME-1": level}, (_NVME, '"percentage_used":0', f'"percentage_used":{used}'))
          for used, level in ((90, "warn"), (99, "warn"), (100, "critical"), (180, "critical"))),
        healthy("NVMe worn 89 %", (_NVME, '"percentage_used":0', '"percentage_used":89')),
        *(fault(f"NVMe {n} media errors", {"GUEST-NVME-1": "warn"}, (_NVME, '"media_errors":0', f'"media_errors":{n}')) for n in (1, 70)),
        *(fault(f"NVMe warns: bit {bit}", {"GUEST-NVME-1": "critical"}, (_NVME, '"critical_warning":0', f'"critical_warning":{1 << bit}')) for bit in (0, 2, 3, 4)),
        fault("NVMe out of spare", {"GUEST-NVME-1": "critical"}, (_NVME, '"available_spare":0,"available_spare_threshold":0', '"available_spare":5,"available_spare_threshold":10')),
        *(fault(f"SATA {disk} fails its own verdict", {name: "critical"}, (disk, '"passed":true', '"passed":false'))
          for disk, name in (("/dev/sdc auto", "GUEST-SATA-1"), ("/dev/sdd auto", "GUEST-SATA-2"), ("/dev/sde auto", "GUEST-SATA-3"))),
    ),
)  # fmt: skip
SEEDINGS = (
    MEMORY_ECC, SENSORS_IPMI, SENSORS_HWMON, SENSORS_REDFISH, PARTS, POWER_IPMI, POWER_REDFISH, EVENTS, DISK_HEALTH, NVME,
)  # fmt: skip
