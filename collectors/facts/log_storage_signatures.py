"""What trouble with disks, arrays, volumes and filesystems looks like in a kernel log: part of the table.

A request that a disk refuses (a discard it cannot do) is printed with ``FAILED Result: hostbyte=DID_OK`` as well as a
failed one: only the sense key, or a host byte other than DID_OK, tells them apart. NVMe: status code type 2 is the
medium, 3 the path; commands 0x8 and 0x9 write zeroes and discard (NVMe base specification).
"""

from typing import Final

from collectors.facts.log_signature import Signature, signature

_NO_MEDIUM = r"dev(?:ice)? (?:fd|sr)\d+\b|\[sr\d+\]|, sector \d+ op 0x(?:3:\(DISCARD\)|9:\(WRITE_ZEROES\))"
"""Empty drives, and refused discards."""

STORAGE: Final[tuple[Signature, ...]] = (
    signature(
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
    signature(
        "storage-path-lost",
        r"(?:(?P<entity>\S+): )?(?:remaining active paths: 0\b|Disabling queueing|Device does not exist, all paths)",
        "remaining active paths: 0",
    ),
    signature(
        "disk",
        r"(?:I/O error,? (?:on )?dev(?:ice)? (?P<entity>[\w!-]+)|critical (?!target)\w+ error, dev (?P<entity_2>[\w!-]+)|"
        r"\[(?P<entity_3>\w+)\].*(?:Sense Key : (?:Medium|Hardware) Error|Unrecovered read error|"
        r"FAILED Result: hostbyte=(?!DID_OK\b|0x00\b)|DID_(?:NO_CONNECT|BAD_TARGET))|"
        r"(?P<entity_4>ata\d+)(?:\.\d+)?: (?:failed command|hard resetting link|SError)|"
        r"nvme (?P<entity_5>nvme\d+): (?:controller is down|I/O (?:tag )?\d+.* timeout|Device not ready)|"
        r"(?P<entity_7>nvme\d+n\d+): .*@ LBA .*\(sct 0x(?!3)|"
        r"(?P<entity_6>sd \d+:\d+:\d+:\d+): .*task abort|attempting task abort|Medium Error|Unrecovered read error)",
        "I.O error,? (on )?dev",
        "critical [a-z]+ error, dev",
        "(Medium|Hardware) Error",
        "Unrecovered read error",
        "FAILED Result: hostbyte=(DID_[A-NP-Z]|0x0[1-9a-f])",
        "DID_(NO_CONNECT|BAD_TARGET)",
        "ata[0-9.]+: (failed command|hard resetting link|SError)",
        "nvme[0-9]+: (controller is down|I.O .*timeout|Device not ready)",
        "nvme.*@ LBA .*sct 0x",
        "task abort",
        noise=_NO_MEDIUM + r"|nvme\d+n\d+: \w[\w/ ]*\(0x[89]\) @ LBA",
    ),
    signature(
        "disk-refused",
        r"critical target error, dev (?P<entity>[\w!-]+)",
        "critical target error, dev",
        noise=_NO_MEDIUM,
    ),
    signature(
        "storage-path",
        r"(?:(?P<entity>\S+): remaining active paths: \d+|Failing path (?P<entity_2>[\d:]+)|"
        r"checker failed path (?P<entity_3>\S+)|(?P<entity_4>rport-[\d:-]+): .*(?:blocked|time[d ]+out)|"
        r"(?P<entity_5>qla2xxx \[[^\]]+\]).*(?:LOOP DOWN|Abort)|(?P<entity_6>lpfc \S+:).*(?:Link Down|LOOP DOWN)|"
        r"(?P<entity_7>connection\d+:\d+): .*(?:error|conn)|(?P<entity_8>session\d+): .*timed out|"
        r"(?P<entity_9>nvme\d+n\d+): .*@ LBA .*\(sct 0x3)",
        "remaining active paths",
        "Failing path",
        "checker failed path",
        "rport-.*(blocked|time[d ]+out)",
        "qla2xxx.*(LOOP DOWN|Abort)",
        "lpfc .*(Link Down|LOOP DOWN)",
        "connection[0-9]+:[0-9]+.*error",
        "session[0-9]+: .*timed out",
    ),
    signature(
        "array-member",
        r"(?:md/\w+:md\w+|raid\w+): Disk failure on (?P<entity>[^\s,]+)",
        "Disk failure on",
    ),
    signature(
        "controller",
        r"(?:FW in FAULT state|fault_state\(0x|[Cc]ontroller lockup detected)",
        "FW in FAULT state",
        "fault_state",
        "ontroller lockup detected",
    ),
    signature(
        "filesystem-noted",
        r"(?:EXT4-fs \((?P<entity>[^\s)]+)\): error count since last fsck|"
        r"EXT[234]-fs \((?P<entity_2>[^\s)]+)\): warning: mounting fs with errors)",
        "error count since last fsck",
        "mounting fs with errors",
    ),
    signature(
        "snapshot",
        r"device-mapper: snapshots?: Invalidating snapshot",
        "Invalidating snapshot",
    ),
    signature(
        "thin-pool-full",
        r"device-mapper: thin: (?P<entity>[\d:]+): (?:switching pool to (?!write\b)|no free (?:data|metadata) space)",
        "switching pool to (out|read|fail)",
        "no free (data|metadata) space",
    ),
    signature(
        "thin-pool",
        r"device-mapper: thin: (?P<entity>[\d:]+): reached low water mark",
        "reached low water mark",
    ),
)
