"""What trouble looks like in a kernel log: one table, read by the asks, the parsers and the checks.

``marks`` are what the target searches for: extended regular expressions without a backslash, quote or slash, so that they
mean the same to every grep and awk. ``pattern`` decides on our side, over the message without its stamp; its group
``entity`` is what the engineer must know (the disk, the interface, the program). The first signature that matches wins: the
special stands before the general. Words are those of the kernel (printk, versions 2.6.32 to 6.x), multipathd,
iscsid, journald and rsyslog.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Signature:
    """One kind of trouble. ``id`` is the stable first half of a finding's subject."""

    id: str
    pattern: re.Pattern[str]
    marks: tuple[str, ...]


def _signature(name: str, pattern: str, *marks: str) -> Signature:
    return Signature(name, re.compile(pattern), marks)


_PCI = re.compile(r"\b[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f]\b")

SIGNATURES: Final[tuple[Signature, ...]] = (
    _signature(
        "oom-limit",
        r"Memory cgroup out of memory: Kill(?:ed)? process \d+ \((?P<entity>.+?)\)(?:,| score| total|$)",
        "Memory cgroup out of memory",
    ),
    _signature(
        "oom",
        r"Out of memory(?: \([^)]*\))?: Kill(?:ed)? process \d+ \((?P<entity>.+?)\)(?:,| score| total|$)",
        "Out of memory",
    ),
    _signature(
        "program-fault",
        r"(?:traps: )?(?P<entity>[^\[\]:]+)\[\d+\]:? (?:segfault at|general protection|trap )",
        "segfault at",
        "traps: ",
    ),
    _signature(
        "lockup",
        r"(?:soft lockup - (?P<entity>CPU#\d+)|hard LOCKUP|self-detected stall|detected stalls? on|rcu.* stall|"
        r"workqueue lockup)",
        "soft lockup",
        "hard LOCKUP",
        "rcu.*stall",
        "workqueue lockup",
    ),
    _signature("hung-task", r"task (?P<entity>.+?):\d+ blocked for more than \d+ seconds", "blocked for more than"),
    _signature(
        "hardware-uncorrected",
        r"(?:EDAC (?P<entity>MC\d+): (?:\d+ )?UE\b|AER:.*Uncorrect|severity=Uncorrect|severity: (?:fatal|recoverable)|"
        r"\[Hardware Error\].*(?:[Uu]ncorrect|[Ff]atal|\bUE\b)|Machine [Cc]heck(?: [Ee]xception|"
        r": Processor context corrupt)|"
        r"Uncorrected hardware (?:memory )?error|severity=Uncorrect)",
        "EDAC MC[0-9]+: .*UE",
        "AER: .*Uncorrect",
        "severity=Uncorrect",
        "severity: (fatal|recoverable)",
        "Hardware Error.*(ncorrect|atal|UE)",
        "Machine [Cc]heck ",
        "Uncorrected hardware",
    ),
    _signature(
        "hardware-corrected",
        r"(?:EDAC (?P<entity_2>MC\d+): (?:\d+ )?CE\b(?:.* on (?P<entity>\S+))?|AER:.*Corrected|severity=Corrected|"
        r"severity: corrected|\[Hardware Error\]: (?:Machine check events logged|Corrected error)|Corrected error)",
        "EDAC MC[0-9]+: .*CE",
        "AER: .*Corrected",
        "severity=Corrected",
        "severity: corrected",
        "Machine check events logged",
        "Corrected error",
    ),
    _signature(
        "filesystem",
        r"(?:EXT[234]-fs error \(device (?P<entity>[^\s)]+)\)|"
        r"EXT[34]-fs \((?P<entity_2>[^\s)]+)\): Remounting filesystem read-only|"
        r"XFS \((?P<entity_3>[^\s)]+)\):? .*(?:[Cc]orruption|Internal error|metadata I/O error|log I/O error|"
        r"[Ss]hutting down|shut down|I/O Error Detected)|BTRFS (?:error|critical) \(device (?P<entity_4>[^\s)]+)\)|"
        r"BTRFS.* \(device (?P<entity_6>[^\s)]+)\).*forced readonly|"
        r"JBD2?: .*[Ee]rror(?:.* on (?P<entity_7>[\w-]+?)(?:-8)?$)?|"
        r"Aborting journal on device (?P<entity_5>\S+?)(?:-8)?\.|Remounting filesystem read-only)",
        "EXT[234]-fs error",
        "Remounting filesystem read-only",
        "XFS .*(orruption|Internal error|I.O [Ee]rror|hutting down|shut down)",
        "BTRFS (critical|error)",
        "BTRFS.*forced readonly",
        "JBD2?: .*rror",
        "Aborting journal on device",
    ),
    _signature(
        "storage-path-lost",
        r"(?:(?P<entity>\S+): )?(?:remaining active paths: 0\b|Disabling queueing|Device does not exist, all paths)",
        "remaining active paths: 0",
    ),
    _signature(
        "disk",
        r"(?:I/O error,? (?:on )?dev(?:ice)? (?P<entity>[\w!-]+)|critical \w+ error, dev (?P<entity_2>[\w!-]+)|"
        r"\[(?P<entity_3>\w+)\].*(?:Sense Key : (?:Medium|Hardware) Error|Unrecovered read error|FAILED Result|"
        r"DID_(?:NO_CONNECT|BAD_TARGET))|(?P<entity_4>ata\d+)(?:\.\d+)?: (?:failed command|hard resetting link|SError)|"
        r"nvme (?P<entity_5>nvme\d+): (?:controller is down|I/O (?:tag )?\d+.* timeout|Device not ready)|"
        r"(?P<entity_6>sd \d+:\d+:\d+:\d+): .*task abort|attempting task abort|Medium Error|Unrecovered read error)",
        "I.O error,? (on )?dev",
        "critical [a-z]+ error, dev",
        "(Medium|Hardware) Error",
        "Unrecovered read error",
        "FAILED Result",
        "DID_(NO_CONNECT|BAD_TARGET)",
        "ata[0-9.]+: (failed command|hard resetting link|SError)",
        "nvme[0-9]+: (controller is down|I.O .*timeout|Device not ready)",
        "task abort",
    ),
    _signature(
        "storage-path",
        r"(?:(?P<entity>\S+): remaining active paths: \d+|Failing path (?P<entity_2>[\d:]+)|"
        r"checker failed path (?P<entity_3>\S+)|(?P<entity_4>rport-[\d:-]+): .*(?:blocked|time[d ]+out)|"
        r"(?P<entity_5>qla2xxx \[[^\]]+\]).*(?:LOOP DOWN|Abort)|(?P<entity_6>lpfc \S+:).*(?:Link Down|LOOP DOWN)|"
        r"(?P<entity_7>connection\d+:\d+): .*(?:error|conn)|(?P<entity_8>session\d+): .*timed out)",
        "remaining active paths",
        "Failing path",
        "checker failed path",
        "rport-.*(blocked|time[d ]+out)",
        "qla2xxx.*(LOOP DOWN|Abort)",
        "lpfc .*(Link Down|LOOP DOWN)",
        "connection[0-9]+:[0-9]+.*error",
        "session[0-9]+: .*timed out",
    ),
    _signature("nfs-server", r"nfs: server (?P<entity>\S+) not responding", "nfs: server .*not responding"),
    _signature(
        "kernel-fault",
        r"(?:BUG: |kernel BUG at|Oops: |Kernel panic|general protection fault|Unable to handle kernel)",
        "BUG: ",
        "kernel BUG at",
        "Oops: ",
        "Kernel panic",
        "general protection fault",
        "Unable to handle kernel",
    ),
    _signature(
        "interface-down",
        r"(?:(?P<entity>[\w.@-]+):? (?:NIC )?[Ll]ink (?:is )?[Dd]own|interface (?P<entity_2>[\w.-]+),? (?:is )?down|"
        r"NETDEV WATCHDOG: (?:CPU: \d+: )?(?P<entity_3>[\w.-]+) |"
        r"(?P<entity_4>[\w.-]+)(?:: \(slave [\w.-]+\))?: link status definitely down|"
        r"(?P<entity_5>[\w.-]+): now running without any active|(?P<entity_6>[\w.-]+): .*carrier lost)",
        "[Ll]ink (is )?[Dd]own",
        "NETDEV WATCHDOG",
        "link status definitely down",
        "now running without any active",
        "carrier lost",
    ),
    _signature(
        "temperature",
        r"(?:temperature above threshold|cpu clock throttled|[Cc]ritical temperature reached)",
        "temperature above threshold",
        "clock throttled",
        "ritical temperature",
    ),
    _signature(
        "clock",
        r"(?:clock unsynchronized|[Tt]ime jumped|System clock wrong by)",
        "clock unsynchronized",
        "ime jumped",
        "System clock wrong by",
    ),
    _signature(
        "lost-lines",
        r"(?:lost messages due to rate-limiting|\d+ printk messages dropped|[Mm]issed \d+ kernel messages|"
        r"kmsg buffer overrun|Suppressed \d+ messages from|messages lost due to rate-limiting)",
        "messages due to rate-limiting",
        "lost due to rate-limiting",
        "printk messages dropped",
        "issed [0-9]+ kernel messages",
        "kmsg buffer overrun",
        "Suppressed [0-9]+ messages",
    ),
    _signature("held-back-lines", r"(?P<entity>\w+): \d+ callbacks suppressed", "callbacks suppressed"),
)

NOISE: Final = re.compile(
    r"\b(?:fd\d+|sr\d+)\b|FAT-fs|ACPI|\[Firmware Bug\]|BIOS bug|interrupt took too long|xunjian|PME|audit[:(]|"
    r"op 0x(?:3:\(DISCARD\)|9:\(WRITE_ZEROES\))"
)
"""Matching lines that are no trouble: empty drives, boot complaints, refused discards, and our own traces."""

MARKS: Final = "|".join(mark for signature in SIGNATURES for mark in signature.marks)
"""What the target searches for, as one extended regular expression."""


def recognise(message: str) -> tuple[str, str] | None:
    """Name the signature and the entity of a message without its stamp; None for noise and for what no signature knows."""
    if NOISE.search(message):
        return None
    for signature in SIGNATURES:
        if match := signature.pattern.search(message):
            return signature.id, _entity(match, message).strip()[:64]
    return None


def _entity(match: re.Match[str], message: str) -> str:
    groups = match.groupdict()
    named = groups.get("entity") or next((value for value in groups.values() if value), "")
    if not named and (device := _PCI.search(message)):
        return device[0]
    return str(named)
