"""Seeds for what is judged against the last inspection: counters that grew, settings that changed, new kinds of lines."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.shapes import UNTOUCHED, Change, Edit, Seeding, fault, healthy

_NOVEL = "linux.system_logs.journal/nothing-new-behind-the-cursor"
_LATER = "@now 1795325655 +0800"


def _kinds(*counted: tuple[int, str]) -> tuple[Change, ...]:
    """Lines that no signature knows, so many of each."""
    block = "".join(
        f"@kind {n}\n 2026-11-22T02:10:01+0800 db01 {line}\n"
        + (f" 2026-11-22T13:10:01+0800 db01 {line}\n" if n > 1 else "")
        for n, line in counted
    )
    return (
        Edit(
            "@lines 0\n@kinds 0\n@unmined 0\n",
            f"@lines {sum(n for n, _ in counted)}\n{block}@kinds {len(counted)}\n@unmined 0\n",
        ),
    )


_ERP = "erp[812]: transfer failed, retry 3"
NOVELTY = Seeding(
    "server.log_novelty",
    (_NOVEL, "linux.system_logs.files/no-log-files-here", "linux.log_memory/ordinary"),
    (
        healthy("as usual", *_kinds((48, _ERP))),
        fault("a new kind", {"new": "notice"}, *_kinds((48, _ERP), (3, "erp[812]: cannot open ledger 7"))),
        *(fault(f"surging, {n} instead of 48", {"surging": "warn"}, *_kinds((n, _ERP))) for n in (245, 4000)),
        healthy("four times as many", *_kinds((190, _ERP))),
        fault("gone silent", {"silent": "notice"}),
    ),
)  # fmt: skip
_IDENTITY = "linux.identity/ordinary"
_EDAC = "linux.memory_errors.edac"
_BONDS = "linux.bonds.proc"
_FC = "linux.fc_ports.sysfs"
_SMART = "linux.smart"
_ONE = "/dev/sda auto"
_TWO = "/dev/sdb auto"


def _raw(number: int, name: str, raw: int) -> Edit:
    head = f'{{"id":{number},"name":"{name}","value":100,"worst":100,"thresh":0,"when_failed":"","flags":{{"prefailure":false}}'
    return Edit(
        f'{head},"raw":{{"value":0,"string":"0"}}', f'{head},"raw":{{"value":{raw},"string":"{raw}"}}', part=_ONE, of=_SMART
    )


_REALLOCATED = '"name":"Reallocated_Sector_Ct","value":100,"worst":100,"thresh":10,"when_failed":"","flags":{"prefailure":true},"raw":{"value":0,"string":"0"}'
_LOST = " port_type=NPort (fabric via point-to-point)\n symbolic_name=QLE2692 FW:v8.08.05 DVR:v10.02.00\n statistics/link_failure_count=0x0"
GROWTH = Seeding(
    "server.error_growth",
    (_IDENTITY, "linux.smart/three-sata-one-pending-one-failing", f"{_EDAC}/no-errors", f"{_BONDS}/ordinary", f"{_FC}/two-ports-online"),
    (
        UNTOUCHED,
        *(fault(f"{n} pending more", {"*W46AAA01*": "critical"}, _raw(197, "Current_Pending_Sector", n)) for n in (1, 40)),
        *(fault(f"{n} uncorrectable more", {"*W46AAA01*": "critical"}, _raw(198, "Offline_Uncorrectable", n)) for n in (1, 40)),
        *(fault(f"{n} reallocated more", {"*W46AAA01*": "warn"}, Edit(_REALLOCATED, _REALLOCATED.replace('"value":0,"string":"0"', f'"value":{n},"string":"{n}"'), part=_ONE, of=_SMART)) for n in (1, 40)),
        *(fault(f"{n} transfer errors more", {"*W46AAA01*": "warn"}, Edit('"name":"UDMA_CRC_Error_Count","value":200,"worst":200,"thresh":0,"when_failed":"","flags":{"prefailure":false},"raw":{"value":0,"string":"0"}', f'"name":"UDMA_CRC_Error_Count","value":200,"worst":200,"thresh":0,"when_failed":"","flags":{{"prefailure":false}},"raw":{{"value":{n},"string":"{n}"}}', part=_ONE, of=_SMART)) for n in (1, 40)),
        fault("an uncorrected memory error", {"*": "critical"}, Edit(" label=CPU0_Chan0_DIMM0\n location=channel 0 slot 0\n ce=0\n ue=0", " label=CPU0_Chan0_DIMM0\n location=channel 0 slot 0\n ce=0\n ue=1", of=_EDAC), Edit(" ue_count=0", " ue_count=1", of=_EDAC)),
        *(fault(f"eth{n} lost its link once more", {"*": "warn"}, Edit(f"Link Failure Count: {n}", f"Link Failure Count: {n + 1}", of=_BONDS)) for n in (0, 1)),
        fault("a port lost its link", {"*0x21000024ff3dd15c*": "warn"}, Edit(_LOST, _LOST.replace("=0x0", "=0x3"), of=_FC)),
        fault("a port lost its signal", {"*0x21000024ff3dd15d*": "warn"}, Edit(" statistics/link_failure_count=0xff\n statistics/loss_of_sync_count=0x2", " statistics/link_failure_count=0xff\n statistics/loss_of_sync_count=0x9", of=_FC)),
        healthy("another disk with errors of its own", Edit('"serial_number":"W46AAA01"', '"serial_number":"W46AAA99"', part=_ONE, of=_SMART), _raw(197, "Current_Pending_Sector", 8), Edit("ID_SERIAL_SHORT=W46AAA01", "ID_SERIAL_SHORT=W46AAA99", of=_SMART)),
    ),
)  # fmt: skip
_SETTINGS = "linux.settings_files"
_ACCOUNTS = "linux.accounts.files"
DRIFT = Seeding(
    "server.configuration_drift",
    (f"{_SETTINGS}/ordinary-kylin", f"{_ACCOUNTS}/ordinary", "linux.mount_tables/rhel7-by-uuid-and-lvm", "linux.jobs/ordinary"),
    (
        UNTOUCHED,
        *(fault(f"{old} became {new}", {"*": "notice"}, Edit(old, new, of=_SETTINGS))
          for old, new in (
              ("vm.swappiness = 10", "vm.swappiness = 60"),
              ("kernel.panic = 0", "kernel.panic = 10"),
              ("10.0.0.11 db01 db01.example", "10.0.0.12 db01 db01.example"),
              ("nameserver 10.0.0.3", "nameserver 10.0.0.4"),
              ("* soft nofile 65536", "* soft nofile 1024"),
              ("wheel:10:ops,li", "wheel:10:ops,li,guest"),
              ("console=ttyS0", "console=ttyS1"),
          )),
        fault("root's shell changed", {"*": "notice"}, Edit(" root x 0 /bin/bash", " root x 0 /bin/sh", of=_ACCOUNTS)),
        fault("an account more", {"*": "notice"}, Edit(" ops x 1000 /bin/bash\n@count 3", " ops x 1000 /bin/bash\n guest x 1001 /bin/bash\n@count 4", of=_ACCOUNTS), Edit(" ops set y 20700 90 -\n@shadowed 3", " ops set y 20700 90 -\n guest set y 20700 90 -\n@shadowed 4", of=_ACCOUNTS), Edit("@logins 3 2", "@logins 4 2", of=_ACCOUNTS), Edit("@lines 19", "@lines 21", of=_ACCOUNTS)),
        fault("mounted otherwise", {"*": "notice"}, Edit("/boot rw,relatime", "/boot rw,noexec,relatime", of="linux.mount_tables")),
        fault("a job at another time", {"*": "notice"}, Edit(" 0 1 * * * /home/oracle", " 0 5 * * * /home/oracle", of="linux.jobs")),
        healthy("counts and random numbers", Edit("282088	280212", "282999	280000", of=_SETTINGS), Edit("18df0352-94c4", "28df0352-94c4", of=_SETTINGS)),
    ),
)  # fmt: skip
SEEDINGS = (NOVELTY, GROWTH, DRIFT)
