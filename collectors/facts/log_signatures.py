"""What trouble looks like in a kernel log: one table, read by the asks, the parsers and the checks.

``marks`` are what the target searches for: extended regular expressions without a backslash, quote or slash, so that they
mean the same to every grep and awk. ``pattern`` decides on our side, over the message without its stamp; its group
``entity`` is what the engineer must know (the disk, the interface, the program). The first signature that matches wins: the
special stands before the general. Words are those of the kernel (printk, versions 2.6.32 to 6.x), multipathd,
iscsid, journald and rsyslog.
"""

import re
from typing import Final

from collectors.facts.log_signature import Signature, signature
from collectors.facts.log_storage_signatures import STORAGE

_PCI = re.compile(r"\b[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f]\b")

RESTART_MARKS: Final = ("Linux version [0-9]", "Journal stopped", "exiting on signal 15")
"""Not trouble: how a log shows that the system was started, and that its loggers were stopped."""

SIGNATURES: Final[tuple[Signature, ...]] = (
    signature(
        "oom-limit",
        r"Memory cgroup out of memory: Kill(?:ed)? process \d+ \((?P<entity>.+?)\)(?:,| score| total|$)",
        "Memory cgroup out of memory",
    ),
    signature(
        "oom",
        r"Out of memory(?: \([^)]*\))?: Kill(?:ed)? process \d+ \((?P<entity>.+?)\)(?:,| score| total|$)",
        "Out of memory",
    ),
    signature(
        "program-fault",
        r"(?:traps: )?(?P<entity>[^\[\]:]+)\[\d+\]:? (?:segfault at|general protection|trap )",
        "segfault at",
        "traps: ",
    ),
    signature(
        "lockup",
        r"(?:soft lockup - (?P<entity>CPU#\d+)|hard LOCKUP|self-detected stall|detected stalls? on|rcu.* stall|"
        r"workqueue lockup)",
        "soft lockup",
        "hard LOCKUP",
        "rcu.*stall",
        "workqueue lockup",
    ),
    signature("hung-task", r"task (?P<entity>.+?):\d+ blocked for more than \d+ seconds", "blocked for more than"),
    signature(
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
    signature(
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
    *STORAGE,
    signature("nfs-server", r"nfs: server (?P<entity>\S+) not responding", "nfs: server .*not responding"),
    signature(
        "kernel-fault",
        r"(?:BUG: |kernel BUG at|Oops: |Kernel panic|general protection fault|Unable to handle kernel)",
        "BUG: ",
        "kernel BUG at",
        "Oops: ",
        "Kernel panic",
        "general protection fault",
        "Unable to handle kernel",
    ),
    signature(
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
        noise=r"^ata[\d.]+: SATA link down",
    ),
    signature(
        "temperature",
        r"(?:temperature above threshold|cpu clock throttled|[Cc]ritical temperature reached)",
        "temperature above threshold",
        "clock throttled",
        "ritical temperature",
    ),
    signature(
        "clock",
        r"(?:clock unsynchronized|[Tt]ime jumped|System clock wrong by)",
        "clock unsynchronized",
        "ime jumped",
        "System clock wrong by",
    ),
    signature(
        "lost-lines",
        r"(?:\d+ printk messages dropped|[Mm]issed \d+ kernel messages|kmsg buffer overrun)",
        "printk messages dropped",
        "issed [0-9]+ kernel messages",
        "kmsg buffer overrun",
    ),
    signature(
        "lost-file-lines",
        r"(?P<entity>imjournal)\b.*(?:lost messages|messages lost|lost \d+ messages).* due to rate-limiting",
        "imjournal.* due to rate-limiting",
    ),
    signature(
        "suppressed-lines",
        r"(?:Suppressed \d+ messages from (?:\S*/)?(?P<entity>[^\s/]+)|"
        r"(?P<entity_2>imuxsock)\b.*due to rate-limiting|messages? (?:lost )?due to rate-limiting)",
        "Suppressed [0-9]+ messages from",
        "due to rate-limiting",
    ),
    signature(
        "network-table",
        r"(?:(?P<entity>nf_conntrack): table full, dropping packet|(?P<entity_2>\w+): neighbou?r table overflow|"
        r"[Nn]eighbour table overflow)",
        "table full, dropping packet",
        "eighbou?r table overflow",
    ),
    signature("held-back-lines", r"(?P<entity>\w+): \d+ callbacks suppressed", "callbacks suppressed"),
)

NOISE: Final = re.compile(
    r"(?:perf: interrupt took too long|FAT-fs|ACPI (?:BIOS|Error|Warning|Exception)|\[Firmware Bug\]|"
    r"(?:type=\d+ )?audit[:(]|pcieport \S+: PME\b)"
)
"""How lines begin that are no trouble whatever follows: complaints at boot, traces of rights. Never sought further on: a
message quotes names of programs and files, which anybody may choose."""

MARKS: Final = "|".join((*(mark for one in SIGNATURES for mark in one.marks), *RESTART_MARKS))
"""What the target searches for, as one extended regular expression."""


def recognise(message: str) -> tuple[str, str] | None:
    """Name the signature and the entity of a message without its stamp; None for noise and for what no signature knows."""
    if NOISE.match(message):
        return None
    for one in SIGNATURES:
        if match := one.pattern.search(message):
            is_noise = one.noise and one.noise.search(message)
            return None if is_noise else (one.id, _entity(match, message).strip()[:64])
    return None


def _entity(match: re.Match[str], message: str) -> str:
    groups = match.groupdict()
    named = groups.get("entity") or next((value for value in groups.values() if value), "")
    if not named and (device := _PCI.search(message)):
        return device[0]
    return str(named)
