"""What our own fixed subjects are called. A subject is an identity and stays; these words stand where a person reads it."""

from collections.abc import Mapping
from typing import Final

from checks.kernel_log_kinds import KINDS
from config.text import Text, _, verbatim

SUBJECT_WORDS: Final[Mapping[tuple[str, str], Text]] = {
    ("server.assets", "serial"): _("serial number"),
    ("server.clock", "synchronisation"): _("synchronisation of the clock"),
    ("server.clock", "time zone"): _("time zone of the system"),
    ("server.clock", "measured offset"): _("measured offset of the clock"),
    ("server.cpu", "busy"): _("processors busy"),
    ("server.cpu", "steal"): _("taken by the hypervisor"),
    ("server.cpu", "iowait"): _("waiting for disks"),
    ("server.failed_units", "restarts"): _("restarts of services"),
    ("server.load_pressure", "load"): _("load for each processor"),
    ("server.load_pressure", "cpu pressure"): _("pressure on processors"),
    ("server.load_pressure", "io pressure"): _("pressure on disks"),
    ("server.log_retention", "system"): _("system log"),
    ("server.log_retention", "login"): _("log of logins"),
    ("server.log_retention", "audit"): _("audit log"),
    ("server.log_retention", "logrotate"): _("log rotation (logrotate)"),
    ("server.log_retention", "journal"): _("systemd journal"),
    ("server.memory", "control group"): _("memory limit of the control group"),
    ("server.oom_kills", "since boot"): _("count since the last start"),
    ("server.open_files_and_pids", "files"): _("files open at once"),
    ("server.open_files_and_pids", "pids"): _("numbers of processes"),
    ("server.open_files_and_pids", "threads"): _("threads at once"),
    ("server.open_files_and_pids", "conntrack"): _("connections tracked (conntrack)"),
    ("server.swap_activity", "activity"): _("swapping in and out"),
    ("server.swap_activity", "use"): _("swap space used"),
    ("server.swap_activity", "stalls"): _("stalls for want of memory"),
    ("server.unexpected_reboot", "uptime"): _("time since the last start"),
    ("server.zombie_and_stuck_processes", "zombies"): _("zombie processes"),
    ("server.zombie_and_stuck_processes", "stuck"): _("processes stuck in the kernel (state D)"),
    ("server.zombie_and_stuck_processes", "unread"): _("processes that could not be read"),
}
"""By (check, subject). What is not here is the target's own name for a thing: a path, a unit, a card."""

_SIGNATURES: Final[Mapping[tuple[str, str], Text]] = {
    **{("server.kernel_log", signature): kind.title for signature, kind in KINDS.items()},
    ("server.oom_kills", "oom"): _("killed when memory ran out"),
    ("server.oom_kills", "oom-limit"): _("killed at the limit of a control group"),
}
"""Of subjects that are a signature, or one and the name of what it befell: ``disk:sdb``."""
_SWAP: Final = "swap "
"""Of server.fstab_consistency, before the source of a swap line."""


def subject_words(check: str, subject: str) -> Text:
    """Say a subject to a person; the target's own names stay as they are."""
    signature, colon, entity = subject.partition(":")
    if (check, subject) in SUBJECT_WORDS:
        return SUBJECT_WORDS[check, subject]
    if (check, signature) in _SIGNATURES:
        kind = _SIGNATURES[check, signature]
        return _("{kind}: {entity}", kind=kind, entity=entity) if colon else kind
    if check == "server.fstab_consistency" and subject.startswith(_SWAP):
        return _("swap space {source}", source=subject.removeprefix(_SWAP))
    return verbatim(subject)
