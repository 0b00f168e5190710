"""What our own fixed subjects are called. A subject is an identity and stays; these words stand where a person reads it."""

from collections.abc import Mapping
from typing import Final

from checks.account_words import NAMED as ACCOUNT_NAMED
from checks.account_words import SUBJECTS as ACCOUNT_SUBJECTS
from checks.change_words import ALL_OF_PART, AREAS, IN_AREA, PARTS
from checks.device_security_words import NAMED as DEVICE_SECURITY_NAMED
from checks.device_security_words import SUBJECTS as DEVICE_SECURITY_SUBJECTS
from checks.kernel_log_kinds import KINDS
from checks.manual.checklist import CHECKLIST
from checks.network_names import group_called, part_called
from checks.network_words import ENDS as NETWORK_ENDS
from checks.network_words import NAMED as NETWORK_NAMED
from checks.network_words import SUBJECTS as NETWORK_SUBJECTS
from checks.oracle_words import NAMED as ORACLE_NAMED
from checks.oracle_words import SUBJECTS as ORACLE_SUBJECTS
from checks.plugins import plugins
from checks.security.exposure_words import EXPOSURE_SUBJECTS
from checks.system_log_kinds import SYSTEM_KINDS
from checks.trait_words import SUBJECTS as TRAIT_SUBJECTS
from config.checklists import told
from config.checklists.read import titles
from config.text import Text, _, verbatim

SUBJECT_WORDS: Final[Mapping[tuple[str, str], Text]] = {
    ("group.cluster_view", "members"): _("agreement of the members"),
    ("group.cluster_view", "partitions"): _("partitions and quorum"),
    ("group.peers", "system"): _("release, kernel and hardware"),
    ("group.peers", "sysctl"): _("kernel settings"),
    ("group.peers", "package"): _("versions of cluster packages"),
    ("group.peers", "hosts"): _("/etc/hosts"),
    ("group.peers", "resolver"): _("name servers"),
    ("group.peers", "fstab"): _("/etc/fstab"),
    **ORACLE_SUBJECTS,
    **NETWORK_SUBJECTS,
    **DEVICE_SECURITY_SUBJECTS,
    **TRAIT_SUBJECTS,
    **EXPOSURE_SUBJECTS,
    **ACCOUNT_SUBJECTS,
    ("security.linux.login_banner", "Banner"): _("what sshd says before a login (Banner)"),
    ("database.postgres.transactions", "open"): _("open transactions"),
    ("database.postgres.transactions", "idle"): _("sessions idle in a transaction"),
    ("database.postgres.locks", "waiting"): _("sessions that wait for a lock"),
    ("database.postgres.locks", "lock table"): _("lock table"),
    ("database.postgres.safety_settings", "pending restart"): _("settings that wait for a restart"),
    ("database.postgres.log_settings", "destination"): _("where the log goes"),
    ("database.postgres.log_settings", "content"): _("what the log says"),
    ("database.postgres.checksums", "shared objects"): _("objects shared by all databases"),
    ("database.postgres.archiving", "waiting"): _("files that wait to be archived"),
    ("database.postgres.standbys", "synchronous"): _("synchronous standby"),
    ("database.postgres.roles", "passwords"): _("kinds of passwords"),
    ("database.mysql.connections", "failed connects"): _("failed connects"),
    ("database.mysql.backup_age", "full"): _("last full backup"),
    ("database.mysql.backup_age", "last"): _("last backup of any kind"),
    ("database.mysql.backup_age", "attempt"): _("last attempt to back up"),
    ("database.mysql.binary_logs", "kept"): _("how long binary logs are kept"),
    ("database.mysql.long_transactions", "idle"): _("idle in an open transaction"),
    ("database.mysql.replication", "read_only"): _("writes to the replica (read_only)"),
    ("database.mysql.group_replication", "group"): _("the group as a whole"),
    ("database.mysql.galera", "flow control"): _("flow control"),
    ("database.mysql.parameters", "redo log"): _("size of the redo log"),
    ("database.mysql.parameters", "temporary tables"): _("temporary tables on disk"),
    ("database.mysql.security_settings", "password rules"): _("rules for new passwords"),
    ("database.dameng.backup_age", "full"): _("last full backup"),
    ("database.dameng.backup_age", "last"): _("last backup of any kind"),
    ("database.dameng.long_transactions", "idle"): _("idle in an open transaction"),
    ("database.dameng.long_transactions", "open"): _("open transactions"),
    ("database.dameng.parameters", "buffer"): _("data buffer"),
    ("database.dameng.parameters", "pending restart"): _("settings that wait for a restart"),
    ("database.dameng.parameters", "tracing"): _("SQL tracing"),
    ("database.dameng.password_policy", "password rules"): _("rules for new passwords"),
    ("database.dameng.password_policy", "audit"): _("auditing"),
    ("function.business_transaction", "time"): _("time of the whole transaction"),
    ("function.rabbitmq", "queues"): _("queues of the broker"),
    ("function.required_processes", "processes"): _("configured required processes"),
    ("function.tls_certificate", "days"): _("days left of the certificate"),
    ("function.tls_certificate", "name"): _("name in the certificate"),
    ("function.tls_certificate", "chain"): _("certificate chain"),
    ("function.tls_certificate", "protocol"): _("TLS protocol"),
    ("function.tls_certificate", "strength"): _("strength of key and signature"),
    ("function.tomcat", "heap"): _("heap"),
    ("function.weblogic", "heap"): _("heap"),
    ("function.weblogic", "state"): _("state of the server"),
    ("function.weblogic", "health"): _("health of the server"),
    ("function.weblogic", "threads"): _("threads"),
    ("function.weblogic", "data sources"): _("data sources"),
    ("function.weblogic", "servers"): _("servers of the domain"),
    ("server.accounts", "password policy"): _("days of passwords for new accounts"),
    ("server.accounts", "sudo"): _("rules of sudo"),
    ("server.assets", "serial"): _("serial number"),
    ("server.backup_freshness", "jobs"): _("configured backup jobs"),
    ("server.bmc_events", "SEL"): _("hardware event log (SEL)"),
    ("server.bmc_events", "SEL clock"): _("clock of the management controller"),
    ("server.clock", "synchronisation"): _("synchronisation of the clock"),
    ("server.clock", "time zone"): _("time zone of the system"),
    ("server.clock", "measured offset"): _("measured offset of the clock"),
    ("server.cluster", "cluster"): _("cluster software"),
    ("server.cluster", "fencing"): _("fencing (stonith)"),
    ("server.cluster", "maintenance"): _("management of resources"),
    ("server.cluster", "quorum"): _("quorum"),
    ("server.cpu", "busy"): _("processors busy"),
    ("server.cpu", "steal"): _("taken by the hypervisor"),
    ("server.cpu", "iowait"): _("waiting for disks"),
    ("server.cpu_history", "p95"): _("processors busy, 95th percentile"),
    ("server.database_host_settings", "swappiness"): _("swappiness (vm.swappiness)"),
    ("server.database_host_settings", "transparent huge pages"): _("transparent huge pages (THP)"),
    **{("server.error_growth", part): words for part, words in ALL_OF_PART.items()},
    **{("server.configuration_drift", area): words for area, words in AREAS.items()},
    ("server.failed_units", "restarts"): _("restarts of services"),
    ("server.kdump", "crash kernel"): _("crash kernel"),
    ("server.kdump", "dumps"): _("crash dumps"),
    ("server.load_pressure", "load"): _("load for each processor"),
    ("server.load_pressure", "cpu pressure"): _("pressure on processors"),
    ("server.load_pressure", "io pressure"): _("pressure on disks"),
    ("server.log_novelty", "new"): _("new kinds of message"),
    ("server.log_novelty", "surging"): _("surging kinds of message"),
    ("server.log_novelty", "silent"): _("kinds of message gone silent"),
    ("server.log_retention", "system"): _("system log"),
    ("server.log_retention", "login"): _("log of logins"),
    ("server.log_retention", "audit"): _("audit log"),
    ("server.log_retention", "logrotate"): _("log rotation (logrotate)"),
    ("server.log_retention", "journal"): _("systemd journal"),
    ("server.login_failures", "failures"): _("failed logins in one day"),
    ("server.login_failures", "sources"): _("sources of failed logins"),
    ("server.login_failures", "success after failures"): _("success after failures"),
    ("server.memory", "control group"): _("memory limit of the control group"),
    ("server.memory_growth", "control group"): _("memory limit of the control group"),
    ("server.oom_kills", "since boot"): _("count since the last start"),
    ("server.open_files_and_pids", "files"): _("files open at once"),
    ("server.open_files_and_pids", "pids"): _("numbers of processes"),
    ("server.open_files_and_pids", "threads"): _("threads at once"),
    ("server.open_files_and_pids", "conntrack"): _("connections tracked (conntrack)"),
    ("server.patch_level", "kernel"): _("running kernel"),
    ("server.patch_level", "lifecycle"): _("lifecycle of the system"),
    ("server.patch_level", "restart"): _("restart due"),
    ("server.patch_level", "updates"): _("last change of packages"),
    ("server.quorum", "quorum"): _("quorum"),
    ("server.quorum", "votes"): _("votes"),
    ("server.swap_activity", "activity"): _("swapping in and out"),
    ("server.swap_activity", "use"): _("swap space used"),
    ("server.swap_activity", "stalls"): _("stalls for want of memory"),
    ("server.tcp_overflows", "listen drops"): _("connections dropped at listening sockets"),
    ("server.tcp_overflows", "listen overflows"): _("queues of listening sockets overflowed"),
    ("server.tcp_overflows", "softnet drops"): _("packets dropped before the network stack"),
    ("server.tcp_overflows", "udp receive buffers"): _("datagrams dropped for want of buffer (UDP)"),
    ("server.unexpected_reboot", "uptime"): _("time since the last start"),
    ("server.quorum", "links"): _("heartbeat links"),
    ("server.ssh_server", "Protocol"): _("version of the SSH protocol (Protocol)"),
    ("server.virtual_address", "keepalived"): _("virtual addresses of keepalived"),
    ("server.virtual_address", "pacemaker"): _("virtual addresses of Pacemaker"),
    ("server.zombie_and_stuck_processes", "zombies"): _("zombie processes"),
    ("server.zombie_and_stuck_processes", "stuck"): _("processes stuck in the kernel (state D)"),
    ("server.zombie_and_stuck_processes", "unread"): _("processes that could not be read"),
}
"""By (check, subject). What is not here is the target's own name for a thing: a path, a unit, a card."""

_SIGNATURES: Final[Mapping[tuple[str, str], Text]] = {
    **{("server.kernel_log", signature): kind.title for signature, kind in KINDS.items()},
    **{("server.system_log", signature): kind.title for signature, kind in SYSTEM_KINDS.items()},
    ("server.system_log", "written"): _("log being written"),
    ("server.system_log", "order"): _("order of times in the log"),
    ("server.log_novelty", "expected"): _("text expected in the log"),
    ("server.oom_kills", "oom"): _("killed when memory ran out"),
    ("server.oom_kills", "oom-limit"): _("killed at the limit of a control group"),
}
"""Of subjects that are a signature, or one and the name of what it befell: ``disk:sdb``."""
_PARTS: Final[Mapping[str, Mapping[str, Text]]] = {
    "function.nginx": {
        " configuration": _("configuration"),
        " connections": _("connections"),
        " answers": _("answers to requests"),
        " error log": _("error log"),
    },
    "function.java_application": {" heap": _("heap"), " log": _("log of the application"), " threads": _("threads")},
    "function.redis": {
        " saving": _("saving of data"),
        " replication": _("replication"),
        " memory": _("memory"),
        " clients": _("clients"),
    },
    "function.redis_keepers": {" cluster": _("cluster"), " sentinel": _("Sentinel")},
    "function.kafka": {" partitions": _("partitions")},
    "function.rabbitmq": {},
    **NETWORK_ENDS,
}
"""Parts of an instance, as they stand behind its name."""
_BEFORE: Final[Mapping[tuple[str, str], Text]] = {
    ("function.rabbitmq", "node "): _("node"),
    ("function.rabbitmq", "queue "): _("queue"),
    ("function.kafka", "group "): _("consumer group"),
    ("function.redis_keepers", "master "): _("master"),
    ("function.tomcat", "connector "): _("connector"),
    ("function.weblogic", "source "): _("data source"),
    ("function.weblogic", "server "): _("server"),
    ("server.tape_devices", "drive "): _("tape drive"),
    ("server.tape_devices", "library "): _("tape library"),
}
"""What an instance is, as it stands before its name."""
_GATEWAYS: Final = frozenset({"network.gateway_groups", "group.gateway_pair"})
_DEVICE_PARTS: Final = {
    "network.power_supplies": "power",
    "network.fans": "fan",
    "network.hardware_parts": "module",
    "network.ups": "",
}
"""By check, the kind of part that a number alone is."""
_DISK: Final = " disk"
"""Of server.backup_freshness, behind the name of a job."""
_OF_CLUSTERS: Final[Mapping[tuple[str, str], Text]] = {
    ("server.cluster", "node"): _("node {name}"),
    ("server.cluster", "resource"): _("resource {name}"),
    ("server.quorum", "link"): _("heartbeat link {name}"),
    **{("server.error_growth", part): words for part, words in PARTS.items()},
    **{("server.configuration_drift", area): words for area, words in IN_AREA.items()},
    **ORACLE_NAMED,
    **NETWORK_NAMED,
    **DEVICE_SECURITY_NAMED,
    **ACCOUNT_NAMED,
}
"""Of subjects that are one of these words and a name: ``node db01``."""
_SWAP: Final = "swap "
"""Of server.fstab_consistency, before the source of a swap line."""


def subject_words(check: str, subject: str) -> Text:
    """Say a subject to a person; the target's own names stay as they are."""
    signature, colon, entity = subject.partition(":")
    if known := SUBJECT_WORDS.get((check, subject)) or _of_checklist(check, subject):
        return known
    if (check, signature) in _SIGNATURES:
        kind = _SIGNATURES[check, signature]
        return _("{kind}: {entity}", kind=kind, entity=entity) if colon else kind
    word, _space, name = subject.partition(" ")
    if (check, word) in _OF_CLUSTERS:
        return Text(_OF_CLUSTERS[check, word].template, {"name": name})
    return plugins().subjects.get((check, subject)) or _part(check, subject)


def _of_checklist(check: str, subject: str) -> Text | None:
    """The title of an item of a checklist of ours; None of anything else."""
    return told(titles()[subject]) if check == CHECKLIST.id and subject in titles() else None


def _part(check: str, subject: str) -> Text:
    """Say a subject that is a name of the target's with a word of ours."""
    if check in _GATEWAYS:
        return group_called(subject)
    if check == "server.backup_freshness" and subject.endswith(_DISK):
        return _("{job}: disk of the backup", job=subject.removesuffix(_DISK))
    if check == "server.fstab_consistency" and subject.startswith(_SWAP):
        return _("swap space {source}", source=subject.removeprefix(_SWAP))
    for end, words in _PARTS.get(check, {}).items():
        if subject.endswith(end):
            return _("{name}: {part}", name=part_called("", subject.removesuffix(end)), part=words)
    for (of, start), words in _BEFORE.items():
        if of == check and subject.startswith(start):
            return _("{kind}: {entity}", kind=words, entity=subject.removeprefix(start))
    return part_called(_DEVICE_PARTS[check], subject) if check in _DEVICE_PARTS else verbatim(subject)
