"""Seeds for RAID controllers, of each of their four tools: disks, volumes, batteries."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.shapes import UNTOUCHED, Change, Edit, Seeding, Variation, fault, healthy

_PCI = "linux.pci_storage.sysfs/megaraid-and-ahci-in-raid-mode"
_PCI_ONE = (
    Edit("@pci 0000:00:17.0 0x010400 0x8086 0x2826 ahci\n", "", of="linux.pci_storage.sysfs"),
    Edit("@count 88", "@count 87", of="linux.pci_storage.sysfs"),
)
_STORCLI = "linux.raid_storcli"


def _pd(slot: int, state: str, new: str) -> Edit:
    """A disk's state, where it is listed and where it is detailed."""
    head = f'"EID:Slt": "32:{slot}",\n       "DID": {8 + slot},\n       "State": "'
    return Edit(f"{head}{state}", f"{head}{new}", of=_STORCLI, times=2)


def _detail(slot: int, name: str, old: str, new: str) -> Edit:
    text = _details(slot)
    return Edit(text, text.replace(f'"{name}": {old}', f'"{name}": {new}'), of=_STORCLI)


def _details(slot: int) -> str:
    other = 2 if slot == 1 else 0
    return (
        f'"Drive /c0/e32/s{slot} State": {{\n       "Shield Counter": 3,\n       "Media Error Count": "0",\n'
        f'       "Other Error Count": {other},\n       "Drive Temperature": " 31C (87.80 F)",\n'
        '       "Predictive Failure Count": 0,\n       "S.M.A.R.T alert flagged by drive": "No"'
    )


def _vd(new: str) -> Edit:
    return Edit('"State": "Optl"', f'"State": "{new}"', of=_STORCLI)


_STATES = {0: "Onln", 1: "Onln", 2: "GHS", 3: "UGood"}
_SERIALS = {slot: f"58A00AA/32:{slot}" for slot in _STATES}
STORCLI = Seeding(
    "server.raid_controller",
    (f"{_STORCLI}/mirror-with-spare-and-unused", _PCI),
    (
        UNTOUCHED,
        *(fault(f"slot {slot} {new}", {_SERIALS[slot]: level}, _pd(slot, old, new))
          for slot, old in _STATES.items() for new, level in (("Offln", "critical"), ("UBad", "critical"), ("Failed", "critical"), ("Msng", "critical"), ("Rbld", "notice"))),
        *(fault(f"slot {slot}: {n} media errors", {_SERIALS[slot]: "warn"}, _detail(slot, "Media Error Count", '"0"', f'"{n}"')) for slot in _STATES for n in (1, 250)),
        *(fault(f"slot {slot}: foretold", {_SERIALS[slot]: "warn"}, _detail(slot, "Predictive Failure Count", "0", "1")) for slot in _STATES),
        *(fault(f"slot {slot}: SMART alert", {_SERIALS[slot]: "warn"}, _detail(slot, "S.M.A.R.T alert flagged by drive", '"No"', '"Yes"')) for slot in _STATES),
        *(fault(f"slot {slot}: {c} degrees", {_SERIALS[slot]: "warn"}, _detail(slot, "Drive Temperature", '" 31C (87.80 F)"', f'" {c}C (140.00 F)"')) for slot in _STATES for c in (60, 75)),
        *(healthy(f"slot {slot}: 59 degrees", _detail(slot, "Drive Temperature", '" 31C (87.80 F)"', '" 59C (138.20 F)"')) for slot in _STATES),
        *(fault(f"the volume is {new}", {"58A00AA/v0": "critical"}, _vd(new)) for new in ("Dgrd", "Pdgd", "OfLn")),
        *(fault(f"cache vault {new}", {"58A00AA/BBU": level}, Edit('"Model": "CVPM02",\n       "State": "Optimal"', f'"Model": "CVPM02",\n       "State": "{new}"', of=_STORCLI))
          for new, level in (("Failed", "critical"), ("Degraded", "warn"), ("Need replacement", "critical"))),
        fault("the controller needs attention", {"58A00AA": "warn"}, Edit('"Controller Status": "Optimal"', '"Controller Status": "Needs Attention"', of=_STORCLI)),
        fault("the cache writes through", {"58A00AA/v0": "warn"}, Edit('"Cache": "RWBD"', '"Cache": "RWTD"', of=_STORCLI)),
    ),
    mend=_PCI_ONE,
)  # fmt: skip
_MEGA = "linux.raid_megacli"


def _mega(slot: int, old: str, new: str) -> Edit:
    """One line of one slot's block."""
    block = (
        f"Device Id: {slot}\n Media Error Count: 0\n Other Error Count: 4\n Predictive Failure Count: 0\n PD Type: SAS\n"
        f" Firmware state: Online, Spun Up\n Inquiry Data: SEAGATE ST600MM0006     LS0AS0M0AA{slot}\n Foreign State: None\n"
        " Drive Temperature :33C (91.40 F)\n Drive has flagged a S.M.A.R.T alert : No"
    )
    return Edit(block, block.replace(old, new), of=_MEGA)


MEGACLI = Seeding(
    "server.raid_controller",
    (f"{_MEGA}/healthy", _PCI),
    (
        UNTOUCHED,
        *(fault(f"slot {slot}: {new}", {f"31A00XY/32:{slot}": level}, _mega(slot, old, new))
          for slot in range(3)
          for old, new, level in (
              ("Online, Spun Up", "Failed", "critical"),
              ("Online, Spun Up", "Offline", "critical"),
              ("Online, Spun Up", "Unconfigured(bad)", "critical"),
              ("Online, Spun Up", "Rebuild", "notice"),
              ("Media Error Count: 0", "Media Error Count: 7", "warn"),
              ("Predictive Failure Count: 0", "Predictive Failure Count: 1", "warn"),
              ("alert : No", "alert : Yes", "warn"),
          )),
        *(fault(f"volume {state}", {"31A00XY/v0": "critical"}, Edit("State               : Optimal", f"State               : {state}", of=_MEGA)) for state in ("Degraded", "Partially Degraded", "Offline")),
        *(fault(f"battery: {name}", {"31A00XY/BBU": level}, Edit(f"{name}: No", f"{name}: Yes", of=_MEGA)) for level, name in (("warn", "Battery Pack Missing                    "), ("critical", "Battery Replacement required            "))),
        healthy("the battery learns", Edit("Learn Cycle Active                      : No", "Learn Cycle Active                      : Yes", of=_MEGA)),
    ),
    mend=_PCI_ONE,
)  # fmt: skip
_SSA = "linux.raid_ssacli"


def _bay(bay: int, status: str) -> tuple[Change, ...]:
    listed = f"physicaldrive 1I:1:{bay} (port 1I:box 1:bay {bay}, SAS HDD, 600 GB, OK)"
    return (
        Edit(listed, listed.replace("OK)", f"{status})"), of=_SSA, times=2 if bay == 1 else 1),
        Edit(f"Bay: {bay}\n          Status: OK", f"Bay: {bay}\n          Status: {status}", of=_SSA),
    )


SSACLI = Seeding(
    "server.raid_controller",
    (f"{_SSA}/healthy", _PCI),
    (
        UNTOUCHED,
        *(fault(f"bay {bay}: {status}", {f"PDNLH0AAA01/1I:1:{bay}": level}, *_bay(bay, status)) for bay in (1, 2)
          for status, level in (("Failed", "critical"), ("Predictive Failure", "warn"), ("Rebuilding", "notice"))),
        *(fault(f"volume {status}", {"PDNLH0AAA01/v1": "critical"}, Edit("Fault Tolerance: 1\n          Status: OK", f"Fault Tolerance: 1\n          Status: {status}", of=_SSA)) for status in ("Failed", "Interim Recovery Mode")),
        fault("battery failed", {"PDNLH0AAA01/BBU": "critical"}, Edit("Battery/Capacitor Status: OK", "Battery/Capacitor Status: Failed", of=_SSA)),
    ),
    mend=_PCI_ONE,
)  # fmt: skip
_ARC = "linux.raid_arcconf"


def _arc(what: str, truth: dict[str, str], old: str, new: str) -> Variation:
    return fault(what, truth, Edit(old, new, of=_ARC))


ARCCONF = Seeding(
    "server.raid_controller",
    (f"{_ARC}/healthy", _PCI),
    (
        UNTOUCHED,
        *(_arc(f"volume {state}", {"5A426AAA01/v0": "critical"}, "Status of Logical Device                 : Optimal", f"Status of Logical Device                 : {state}") for state in ("Degraded", "Failed", "Suboptimal, Fault Tolerant")),
        *(_arc(f"device {n}: {state}", {f"5A426AAA01/0,{n}": level}, f"State                              : Online\n          Reported Channel,Device(T:L)       : 0,{n}(0:0)", f"State                              : {state}\n          Reported Channel,Device(T:L)       : 0,{n}(0:0)")
          for n in (0, 1) for state, level in (("Failed", "critical"), ("Missing", "critical"), ("Rebuilding", "notice"))),
        *(_arc(f"device {n}: SMART warnings", {f"5A426AAA01/0,{n}": "warn"}, f"Z0AAA0{n}\n          S.M.A.R.T.                         : No\n          S.M.A.R.T. warnings                : 0", f"Z0AAA0{n}\n          S.M.A.R.T.                         : No\n          S.M.A.R.T. warnings                : 3") for n in (0, 1)),
        _arc("the battery failed", {"5A426AAA01/BBU": "critical"}, "Status                                   : Optimal\n    Over", "Status                                   : Failed\n    Over"),
    ),
    mend=_PCI_ONE,
)  # fmt: skip
SEEDINGS = (STORCLI, MEGACLI, SSACLI, ARCCONF)
