"""What a problem may do to the business: by check, else by area. Each is what follows "may"."""

from collections.abc import Mapping
from typing import Final

from checks.base import Area, Level
from config.text import Text, _
from reports.documents.effects_dameng import DAMENG_EFFECTS
from reports.documents.effects_mysql import MYSQL_EFFECTS
from reports.documents.effects_network import NETWORK_EFFECTS
from reports.documents.effects_oracle import ORACLE_EFFECTS
from reports.documents.effects_postgres import POSTGRES_EFFECTS
from reports.documents.effects_security import OF_OPERATION, of_security

EFFECTS: Final[Mapping[str, Text]] = {
    **NETWORK_EFFECTS,
    **POSTGRES_EFFECTS,
    **MYSQL_EFFECTS,
    **ORACLE_EFFECTS,
    **DAMENG_EFFECTS,
    "server.filesystem_usage": _("make writing fail once the space is used up, and stop the business that writes"),
    "server.inode_usage": _("make it impossible to create files, however much space is free"),
    "server.filesystem_growth": _("leave the business without space on the day that it says"),
    "server.memory_growth": _("leave programs without memory on the day that it says, or have them killed"),
    "server.thin_pool_growth": _("stop every volume of the thin pool at once on the day that it says"),
    "server.disk_wear": _("end the warranty and then the life of the disk on about the day that it says"),
    "server.inode_growth": _("make it impossible to create files on the day that it says"),
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
    "server.cpu_history": _("leave no room for the business to grow"),
    "server.load_pressure": _("make requests queue and the business answer slowly"),
    "server.open_files_and_pids": _("keep new processes from starting or new connections from being made"),
    "server.clock": _("disturb clusters, databases and certificates, and make logs impossible to compare"),
    "server.kernel_log": _("announce a failure of hardware or system, or hide one that is under way"),
    "server.unexpected_reboot": _("interrupt the business again as long as the cause is not found"),
    "server.multipath": _("leave the storage on a single path, or unreachable with the next path that fails"),
    "server.fc_ports": _("break the paths to the storage network, or lower their speed"),
    "server.tape_devices": _("make every backup to tape fail"),
    "server.zfs_pools": _("lose data of the pool with the next device that fails"),
    "server.btrfs_devices": _("damage files silently, or make writing fail though space seems free"),
    "server.drbd": _("leave the standby without current data, so that switching over loses data"),
    "server.tcp_overflows": _("refuse new connections at the busiest hours"),
    "server.hardware_health": _("stop the machine when the part that has degraded fails"),
    "server.memory_ecc": _("stop the machine suddenly, or corrupt data in memory"),
    "server.bmc_sensors": _("make the machine slow itself down, switch off or age early from heat"),
    "server.power_redundancy": _("switch the machine off with the next power supply or feed that fails"),
    "server.bmc_events": _("let a part fail that has already announced it"),
    "server.disk_health": _("lose the disk and, without redundancy, the data on it"),
    "server.raid_controller": _("lose data with the next disk, battery or controller that fails"),
    "server.database_host_settings": _("make the database slow, or unable to start or to grow"),
    "server.system_log": _("hide a failure of services or hardware that is under way"),
    "server.log_novelty": _("be the first sign of a failure that nobody knows yet"),
    "server.login_failures": _("let an attacker guess a password and take the machine over"),
    "server.accounts": _("let somebody work on the machine who should not, unnoticed"),
    "server.ssh_server": _("make it easier to break in over remote login"),
    "server.patch_level": _("leave known weaknesses open to attack, without repairs from the vendor"),
    "server.local_certificates": _("break encrypted connections on the day a certificate ends"),
    "server.backup_freshness": _("leave only old data to restore after a fault"),
    "server.backup_tools": _("make backups fail without anybody noticing"),
    "server.restore_evidence": _("show only in an emergency that the backup cannot be restored"),
    "server.kdump": _("leave a crash of the kernel without a trace of its cause"),
    "server.error_growth": _("end in the failure of the part whose errors go on growing"),
    "server.configuration_drift": _("change how the machine behaves without anybody knowing why"),
    "server.cluster": _("keep the cluster from taking over when a node fails"),
    "server.quorum": _("stop the whole cluster, or split it in two that both write"),
    "server.virtual_address": _("leave the business address on no node, or on two"),
    "server.clusterware": _("take database instances or their services out of the cluster"),
    "function.http_endpoint": _("leave users in front of a page that does not open, opens late, or says nothing right"),
    "function.tls_certificate": _("make browsers and interfaces refuse the connection, all at once on the day it ends"),
    "function.tcp_port": _("leave everybody who connects to that port without an answer"),
    "function.required_processes": _(
        "leave a part of the application without its program, or with two that fight each other"
    ),
    "function.nginx": _("take all sites behind it down at the next reload, or fail requests already"),
    "function.java_application": _("stop the application when its memory or threads run out"),
    "function.redis": _("lose cached or stored data with the next restart, or refuse to write"),
    "function.tomcat": _("take the Tomcat application away from its users"),
    "function.weblogic": _("take applications of the WebLogic domain away from their users"),
    "function.redis_keepers": _("keep Redis from switching over when its master fails"),
    "function.rabbitmq": _("stop messages between the parts of the application, or pile them up"),
    "function.kafka": _("stop or lose the messages of the streams that other systems read"),
    "function.business_transaction": _("keep users from finishing the business that the step stands for"),
    "group.cluster_view": _("make members act against each other, because they see the cluster differently"),
    "group.virtual_address": _("interrupt the business because the group's address answers nowhere or twice"),
    "group.drbd_pair": _("lose what was written to one side since the two sides parted"),
    "group.peers": _("make the standby behave otherwise than the one it replaces"),
    "server.databases_found": _("leave a database of this machine uninspected"),
    "group.database_headroom": _("stop the database when its files grow and the filesystem below has no room"),
    "manual.checklist": _("stop what depends on this room or device, with nothing that reports it by itself"),
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
    Area.FUNCTIONS: _("keep users from a function that they need"),
    Area.DB_STATUS: _("interrupt or slow down the business that uses the database"),
    Area.DB_LOGS: _("leave faults of the database unnoticed or without a trace"),
    Area.DB_BACKUP: _("leave the database without a backup or a standby when it is needed"),
    Area.DB_SPACE: _("leave the database without space, so that writing fails"),
    Area.DB_OBJECTS: _("make queries slow, or let wrong data in"),
    Area.DB_TUNING: _("leave the database slower than it could be"),
    Area.DB_SECURITY: _("let somebody at data that is not his"),
    Area.BY_HAND: _("bring down what depends on this equipment or room"),
    Area.SECURITY: OF_OPERATION,
}
OF_ANY: Final = _("affect the running of the system")


OF_CHANGES: Final = _("be the cause of the next fault, and nobody thinks of it because nobody wrote it down")
"""Of the checks that compare two moments (``checks.changes``)."""


def effect(check: str, area: Area | None, level: Level) -> Text:
    """Say what a problem may do; a notice only in the long run."""
    of_area = OF_AREAS.get(area, OF_ANY) if area else OF_ANY
    what = EFFECTS.get(check) or of_security(check) or (OF_CHANGES if ".changed_" in check else of_area)
    return _("In the long run it may {what}", what=what) if level is Level.NOTICE else _("May {what}", what=what)
