"""What a problem may do to the business: by check, else by area. Each is what follows "may"."""

from collections.abc import Mapping
from typing import Final

from checks.base import Area, Level
from config.text import Text, _

EFFECTS: Final[Mapping[str, Text]] = {
    "server.filesystem_usage": _("make writing fail once the space is used up, and stop the business that writes"),
    "server.inode_usage": _("make it impossible to create files, however much space is free"),
    "server.filesystem_readonly": _("make every write fail and stop the business, or lose data"),
    "server.fstab_consistency": _("leave filesystems unmounted at the next start, or stop the machine from starting"),
    "server.remote_mounts": _("hang the programs and backups that use the mount"),
    "server.md_raid": _("lose data with the next disk that fails"),
    "server.lvm": _("take volumes away and lose the data on them"),
    "server.disk_latency": _("slow the business down, or announce a failing disk or path"),
    "server.bonding": _("break the network with the next card or link that fails"),
    "server.link_errors": _("lose packets and slow the network down"),
    "server.failed_units": _("leave the functions of the failed services unavailable"),
    "server.required_services": _("interrupt the business now, or after the next start"),
    "server.zombie_and_stuck_processes": _("hang the business on storage, or use up the process numbers"),
    "server.listening_ports": _("let other machines reach or attack the service"),
    "server.log_retention": _("fill the disk with logs, leave faults without a trace, or miss the six months the law asks"),
    "server.scheduled_jobs": _("let backups and other jobs fail without anybody noticing"),
    "server.assets": _("delay a repair, because what is reported to the vendor is incomplete"),
    "server.memory": _("slow the business down, or have processes killed for want of memory"),
    "server.swap_activity": _("make the whole system answer slowly"),
    "server.oom_kills": _("interrupt the business again, when its processes are killed for want of memory"),
    "server.cpu": _("make the business answer slowly"),
    "server.load_pressure": _("make requests queue and the business answer slowly"),
    "server.open_files_and_pids": _("keep new processes from starting or new connections from being made"),
    "server.clock": _("disturb clusters, databases and certificates, and make logs impossible to compare"),
    "server.kernel_log": _("announce a failure of hardware or system, or hide one that is under way"),
    "server.unexpected_reboot": _("interrupt the business again as long as the cause is not found"),
}
OF_AREAS: Final[Mapping[Area, Text]] = {
    Area.HARDWARE: _("take the machine down with the next failure"),
    Area.RESOURCES: _("slow the business down, or get processes killed"),
    Area.STORAGE: _("make writing fail and the business with it, or lose data"),
    Area.NETWORK: _("break connections, or leave them without redundancy"),
    Area.LOGS: _("leave faults unnoticed or without a trace"),
    Area.SERVICES: _("put a function out of service"),
    Area.CONFIGURATION: _("make a restart or a fault go otherwise than intended"),
    Area.CLUSTER: _("make switching over fail when it is needed"),
    Area.BACKUP: _("leave data unrecoverable after a fault"),
}
OF_ANY: Final = _("affect the running of the system")


def effect(check: str, area: Area | None, level: Level) -> Text:
    """Say what a problem may do; a notice only in the long run."""
    of_area = OF_AREAS[area] if area else OF_ANY
    what = EFFECTS.get(check, of_area)
    return _("In the long run it may {what}", what=what) if level is Level.NOTICE else _("May {what}", what=what)
