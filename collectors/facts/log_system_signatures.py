"""What trouble looks like in the system log beside the kernel's lines: one table, read by ask, parser and check.

Rows are those of ``log_signature``; a pattern is tried on ``program: message``, so it says who must have spoken: a word
that an application quotes is no trouble of the cluster. Marks find the lines on the target; what the pattern then does not
know is mined like any other line. Words are those of systemd 208 to 255, pacemaker 1.1 to 2.1, corosync 2 and 3,
keepalived, chrony, ntp, smartmontools, mdadm, mcelog, rasdaemon, rsyslog, syslog-ng, cron and logrotate.
"""

import re
from typing import Final

from collectors.facts.log_signature import Signature, signature

_UNIT = r"[\w@.:\\-]+\.(?:service|socket|mount|timer|target|path|device|swap|scope|slice)"
_PACEMAKER = (
    r"(?:pacemaker-?\w*|stonith-ng|stonith_admin|crmd|pengine|attrd|cib|lrmd|fenced|stonithd|dlm_controld|heartbeat)"
)

SYSTEM_SIGNATURES: Final[tuple[Signature, ...]] = (
    signature(
        "service-killed",
        rf"^systemd: (?P<entity>{_UNIT}): [Mm]ain process exited, code=(?:killed|dumped)",
        "ain process exited, code=(killed|dumped)",
        noise=r"status=(?:15/TERM|1/HUP|2/INT)\b|: session-\S+\.scope|systemd: user@",
    ),
    signature(
        "service-restarts",
        rf"^systemd: (?:(?P<entity>{_UNIT}): [Ss]tart request repeated too quickly|"
        rf"[Ss]tart request repeated too quickly for (?P<entity_2>{_UNIT}))",
        "tart request repeated too quickly",
    ),
    signature(
        "service-failed",
        rf"^systemd: (?:Failed to start (?P<entity>{_UNIT})|(?P<entity_2>{_UNIT}): Failed with result|"
        rf"Unit (?P<entity_3>{_UNIT}) entered failed state|Failed to start (?P<entity_4>.+?)\.?$|"
        r"Dependency failed for (?P<entity_5>.+?)\.?$)",
        "systemd.*Failed to start",
        "Failed with result",
        "entered failed state",
        "Dependency failed for",
    ),
    signature(
        "program-crashed",
        r"^(?:systemd-coredump: Process \d+ \((?P<entity>.+?)\) of user \d+ (?:dumped core|terminated abnormally)|"
        r"abrt[\w-]*: Process \d+ \((?P<entity_2>.+?)\) of user \d+ killed by)",
        "dumped core",
        "terminated abnormally",
        "of user [0-9]+ killed by",
    ),
    signature(
        "cluster-fencing",
        rf"^{_PACEMAKER}: .*(?:Operation '?(?:reboot|off|on)'? (?:targeting|\[\d+\].*targeting) (?P<entity>[\w.-]+)|"
        r"[Pp]eer (?P<entity_2>[\w.-]+) was (?:not )?terminated|(?P<entity_3>[\w.-]+) was fenced|"
        r"[Rr]equesting fencing \(\w+\) (?:of|targeting) (?:node )?(?P<entity_4>[\w.-]+)|"
        r"(?:Scheduling|Scheduled)[\w ]* [Nn]ode (?P<entity_5>[\w.-]+) for (?:STONITH|fencing)|"
        r"[Cc]luster node (?P<entity_6>[\w.-]+) (?:will be fenced|is unclean)|"
        r"fencing (?:node )?(?P<entity_7>[\w.-]+) failed)",
        "perat(ion|or) .*targeting",
        "eer .* was (not )?terminated",
        "was fenced",
        "equesting fencing",
        "for (STONITH|fencing)",
        "will be fenced",
        "is unclean",
        "encing .* failed",
    ),
    signature(
        "cluster-quorum",
        rf"^(?:corosync: .*(?:within the non-primary component|[Qq]uorum lost|lost quorum)|"
        rf"{_PACEMAKER}: .*(?:[Qq]uorum (?:was )?lost|lost quorum|without quorum)|"
        r"qdevice\S*: .*lost)",
        "non-primary component",
        "uorum (was )?lost",
        "lost quorum",
        "without quorum",
    ),
    signature(
        "cluster-member-lost",
        rf"^(?:corosync: .*(?:A processor failed|FAILED TO RECEIVE|Members left: (?!$)|"
        rf"link: (?P<entity>host: \d+ link: \d+) is down|"
        rf"Marking ringid (?P<entity_2>\d+) interface \S+ FAULTY)|"
        rf"{_PACEMAKER}: .*(?:[Nn]ode (?P<entity_3>[\w.-]+) state is now lost|is now lost.*(?:node|"
        rf"host) (?P<entity_4>[\w.-]+)))",
        "A processor failed",
        "FAILED TO RECEIVE",
        "FAULTY",
        "link: host: [0-9]+ link: [0-9]+ is down",
        "state is now lost",
    ),
    signature(
        "cluster-retransmits",
        r"^corosync: .*(?:Retransmit List|Process pause detected|Corosync main process was not scheduled)",
        "Retransmit List",
        "Process pause detected",
        "main process was not scheduled",
    ),
    signature(
        "cluster-eviction",
        r"(?P<entity>CRS-(?:16(?:0[0-9]|1[0-9]|2[0-5]|3[0-2]|56)|8011|8013|2765|5818|10051))\b|"
        r"^(?:ocssd|cssd|oracle\S*|clsomon|oprocd)\S*: .*(?:evict|reboot)",
        "CRS-(16|80|2765|5818|10051)",
        "(ocssd|cssd|oprocd).*evict",
    ),
    signature(
        "cluster-failover",
        r"^Keepalived\w*: .*\((?P<entity>[^)]+)\):? (?:Entering (?:FAULT|MASTER) STATE|"
        r"Transition to MASTER STATE|Now in FAULT state)",
        "Keepalived.*(FAULT|MASTER) (STATE|state)",
        "Now in FAULT state",
    ),
    signature(
        "disk-health",
        r"^smartd: .*Device: (?P<entity>/dev/[\w/.-]+)[^,]*, (?:.*FAILED SMART|"
        r"[1-9]\d* (?:Currently unreadable|Offline uncorrectable)|"
        r".*(?:Failed attribute|ATA error count increased|Self-Test Log error count increased|Critical Warning|"
        r"not capable of SMART self-check|unable to open))",
        "FAILED SMART",
        "Currently unreadable",
        "Offline uncorrectable",
        "error count increased",
        "smartd.*(Failed attribute|Critical Warning)",
        noise=r"not capable of SMART self-check|unable to open",
    ),
    signature(
        "array-event",
        r"^mdadm: (?:Fail|FailSpare|DegradedArray|DeviceDisappeared|"
        r"SparesMissing)\w* event detected on md device (?P<entity>[\w/]+)|"
        r"^(?:MR_MONITOR|MegaServ|raid\w*): .*(?:(?P<entity_2>PD \S+).*(?:[Ff]ailed|[Mm]issing)|"
        r"VD \S+.*(?:[Dd]egraded|[Oo]ffline))",
        "event detected on md device",
        "MR_MONITOR.*(ailed|egraded|ffline|issing)",
    ),
    signature(
        "pool-filling",
        r"^(?:dmeventd|lvm): (?:WARNING: )?(?:Thin pool |Snapshot )(?P<entity>\S+) (?:data |"
        r"metadata )?is now \d+(?:\.\d+)?% full|"
        r"^zed: .*(?P<entity_2>pool=\S+).*(?:state=(?:DEGRADED|FAULTED|REMOVED)|vdev_state=)",
        "is now [0-9.]+% full",
        "zed.*(DEGRADED|FAULTED|REMOVED)",
    ),
    signature(
        "hardware-reported",
        r"^(?:mcelog: (?:Hardware event|.*(?:[Uu]ncorrected|[Ff]atal))|rasdaemon: .*(?:[Uu]ncorrected|[Ff]atal|UE\b)|"
        r"ipmi\w*: .*(?P<entity>(?:Memory|Processor|Drive Slot|Power Supply|Fan)[^:|]*).*(?:[Aa]sserted|"
        r"[Ff]ailure|Uncorrect))",
        "mcelog.*(Hardware event|ncorrected|atal)",
        "rasdaemon.*(ncorrected|atal|UE)",
        "ipmi.*(sserted|ailure|Uncorrect)",
        noise=r"[Dd]eassert",
    ),
    signature(
        "heat",
        r"^(?:mcelog: (?P<entity>Processor \d+) heated above trip temperature|thermald: .*(?:critical|above)|"
        r"ipmi\w*: .*[Tt]emperature.*(?:[Cc]ritical|[Nn]on-recoverable).*(?:going high|[Aa]sserted))",
        "heated above trip temperature",
        "thermald.*(critical|above)",
        "emperature.*(ritical|recoverable).*(going high|sserted)",
        noise=r"[Dd]eassert",
    ),
    signature(
        "power",
        r"^(?:apcupsd: (?:Power failure|Battery power exhausted|UPS battery must be replaced|"
        r"Communications with UPS lost)|"
        r"(?:upsmon|nut-monitor|upsd): (?:UPS (?P<entity>\S+).*(?:on battery|battery is low|"
        r"battery needs to be replaced|unavailable)|"
        r"Communications with UPS (?P<entity_2>\S+) lost))",
        "Power failure",
        "Battery power exhausted",
        "battery (must|needs to) be replaced",
        "Communications with UPS",
        "UPS .*(on battery|battery is low|unavailable)",
    ),
    signature(
        "clock-backwards",
        r"^(?:systemd-journald?: Time jumped backwards|journal: Time jumped backwards|"
        r"chronyd: Backward time jump detected)",
        "ime jumped backwards",
        "Backward time jump",
    ),
    signature(
        "clock",
        r"^(?:chronyd: (?:System clock wrong by (?!0\.)|Can't synchronise|Forward time jump detected|"
        r".*[Nn]o selectable sources)|"
        r"ntpd: .*(?:no servers reachable|time reset|step time server|TIME_ERROR|[Cc]lock [Uu]nsynchronized|"
        r"frequency error .* exceeds tolerance)|ntpdate: .*(?:no server suitable|offset [1-9]))",
        "System clock wrong by",
        "Can.t synchronise",
        "no selectable sources",
        "Forward time jump",
        "no servers reachable",
        "time reset",
        "TIME_ERROR",
        "lock [Uu]nsynchronized",
        "exceeds tolerance",
        "no server suitable",
        "step time server",
    ),
    signature(
        "no-space",
        r"^(?P<entity>[^:]+): .*No space left on device",
        "No space left on device",
        noise=r"^kernel: ",
    ),
    signature(
        "out-of-handles",
        r"^(?P<entity>[^:]+): .*(?:Too many open files|too many open files)",
        "oo many open files",
    ),
    signature(
        "out-of-memory",
        r"^(?P<entity>[^:]+): .*(?:Cannot allocate memory|java\.lang\.OutOfMemoryError|cannot fork|"
        r"unable to fork|fork failed)",
        "Cannot allocate memory",
        "OutOfMemoryError",
        "(cannot|unable to|an't) fork",
        "fork failed",
    ),
    signature(
        "jobs-refused",
        r"^(?:CROND?|crond?|cron|atd): .*(?:\((?P<entity>[\w.-]+)\) FAILED to (?:authorize user|open PAM|"
        r"open PAM security)|"
        r"\((?P<entity_2>[\w.-]+)\) (?:ERROR|AUTH|WRONG INODE|ORPHAN)\b)",
        "FAILED to (authorize|open PAM)",
        "[Cc][Rr][Oo][Nn].*[(](ERROR|WRONG INODE|ORPHAN)",
    ),
    signature(
        "rotation-failed",
        r"^logrotate: (?:ALERT exited abnormally|error: (?P<entity>\S+))",
        "ALERT exited abnormally",
        "logrotate.*: error: ",
    ),
    signature(
        "log-forwarding",
        r"^(?:rsyslogd: .*(?:action '(?P<entity>[^']+)' suspended|cannot connect to|"
        r"remote server at (?P<entity_2>\S+) seems to have closed)|"
        r"syslog-ng: .*(?:Connection failed|Syslog connection (?:broken|failed)).*)",
        "rsyslogd.*(suspended|cannot connect|seems to have closed)",
        "syslog-ng.*onnection (failed|broken)",
    ),
    signature(
        "lines-dropped",
        r"^(?:syslog-ng: .*(?:[Dd]estination queue full, dropping|dropped='[^']*=[1-9])|"
        r"rsyslogd: .*(?:queue .*full|\b(?P<entity>\w+): \d+ messages lost|lost \d+ messages|begin to drop messages)|"
        r"(?:systemd-journald|journal|systemd-journal): (?:Suppressed \d+ messages from (?:\S*/)?(?P<entity_2>[^\s/]+)|"
        r"[Mm]issed \d+ kernel messages)|\S+: (?P<entity_3>[\w.]+): \d+ callbacks suppressed)",
        "queue.* full",
        "begin to drop messages",
        "dropped='.*=[1-9]",
        "messages lost",
        "lost [0-9]+ messages",
        "Suppressed [0-9]+ messages from",
        "issed [0-9]+ kernel messages",
    ),
)

AUTH_WORDS: Final = (
    "Failed (password|publickey|none|keyboard)|authentication failure|[Ii]nvalid user|[Ii]llegal user|"
    "maximum authentication|"
    "POSSIBLE BREAK-IN|pam_tally|pam_faillock|NOT in sudoers|FAILED SU|check pass; user unknown|PAM: Authentication|"
    "Connection (closed|reset) by|Received disconnect|Did not receive identification|"
    "[Bb]ad protocol version|Unable to negotiate|"
    "Timeout before authentication|(s[u](do)?|unix_chkpwd)(.[0-9]+.)?: "
)
"""Attempts to log in are counted and judged by themselves; here they would crowd out the rest."""

SYSTEM_NOISE: Final = (
    "FAT-fs|ACPI (BIOS|Error|Warning|Exception)|Firmware Bug|BIOS bug|perf: interrupt took too long|"
    "systemd.*: (Started|Starting|Stopped|Stopping|Finished|Closed|Reached|Created slice|Removed slice) |"
    "dhclient(.[0-9]+.)?: |snmpd.*: (Connection from|Received SNMP)|(CROND?|crond|"
    "cron)(.[0-9]+.)?: [(][a-z_0-9.-]+[)] CMD|"
    "session (opened|closed) for user|pcieport .*PME|audit(.[0-9]+.)?: |type=[0-9]+ audit|(fd|"
    "sr)[0-9]+.*I.O error|I.O error.*(fd|sr)[0-9]+,|"
    "dev (fd|sr)[0-9]|AER: .*Corrected|-- cursor: "
)
"""Lines that are no trouble though they hold such words: what the target leaves out of mining."""

SYSTEM_MARKS: Final = "|".join(mark.replace("'", ".") for one in SYSTEM_SIGNATURES for mark in one.marks)
"""What the target searches for, as one extended regular expression."""


NOISE: Final = ("", "")


def recognise_system(program: str, message: str) -> tuple[str, str] | None:
    """Name the signature and the entity of a program's message; NOISE for its noise, None for what no signature knows."""
    said = f"{program}: {message}"
    for one in SYSTEM_SIGNATURES:
        if match := one.pattern.search(said):
            return NOISE if one.noise and one.noise.search(said) else (one.id, _entity(match))
    return None


def _entity(match: re.Match[str]) -> str:
    return next((value for value in match.groupdict().values() if value), "").strip().removesuffix("-tpool")[:64]
