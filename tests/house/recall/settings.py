"""Seeds for accounts, SSH, patches, certificates in files, crash dumps, and for backups."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from dataclasses import replace

from checks.base import Scene
from tests.house.recall.shapes import AT, UNTOUCHED, Edit, Seeding, fault, healthy

_NOW, _DAY = 1795305600, 86400
_ROOT = " root x 0 /bin/bash"
_OPS = " ops x 1000 /bin/bash\n@count 3"
_OPS_SHADOW = " ops set y 20700 90 -\n@shadowed 3"
_LOGINS = "@logins 3 2"


def _account(line: str, shadow: str) -> tuple[Edit, ...]:
    """One account more."""
    return (
        Edit(_OPS, f" ops x 1000 /bin/bash\n {line}\n@count 4"),
        Edit(_OPS_SHADOW, f" ops set y 20700 90 -\n {shadow}\n@shadowed 4"),
        Edit(_LOGINS, "@logins 4 2"),
        Edit("@lines 19", "@lines 21"),
    )


ACCOUNTS = Seeding(
    "server.accounts",
    ("linux.accounts.files/ordinary",),
    (
        UNTOUCHED,
        fault("a second root", {"toor": "critical"}, *_account("toor x 0 /bin/bash", "toor set 6 20700 90 -")),
        fault("an empty password", {"guest": "critical"}, *_account("guest x 1001 /bin/bash", "guest empty - 20700 90 -")),
        fault("an account never used", {"old": "notice"}, *_account("old x 1001 /bin/bash", "old set 6 18000 90 -")),
        healthy("a locked system account", *_account("daemon x 2 /sbin/nologin", "daemon locked - 18000 99999 -")),
        *(fault(f"passwords live {days} days", {"password policy": "warn"}, ("@most-days 90", f"@most-days {days}")) for days in (91, 99999)),
        fault("sudo without a password", {"sudo": "warn"}, ("@free\n", "@free\n ops ALL=(ALL) NOPASSWD: ALL\n"), ("@rules 1 0", "@rules 1 1"), ("@lines 19", "@lines 20")),
        fault("ops has not logged in for 91 days", {"ops": "warn"}, (" ops Nov 21 09:30:00 +0800 2026", " ops Aug 20 09:30:00 +0800 2026")),
        healthy("ops has not logged in for 80 days", (" ops Nov 21 09:30:00 +0800 2026", " ops Sep 03 09:30:00 +0800 2026")),
    ),
)  # fmt: skip


SSH = Seeding(
    "server.ssh_server",
    ("linux.ssh_server.settings/ordinary",),
    (
        UNTOUCHED,
        fault("root by password", {"PermitRootLogin": "warn"}, ("permitrootlogin no", "permitrootlogin yes")),
        fault("empty passwords", {"PermitEmptyPasswords": "critical"}, ("permitemptypasswords no", "permitemptypasswords yes")),
        fault("protocol 1", {"Protocol": "critical"}, (" port 22\n", " port 22\n protocol 2,1\n"), ("@settings 7", "@settings 8")),
        *(fault(word, {"Ciphers": "warn"}, ("aes256-gcm@openssh.com,aes256-ctr", f"aes256-ctr,{word}")) for word in ("aes128-cbc", "3des-cbc", "arcfour256", "rijndael-cbc@lysator.liu.se", "none")),
        *(fault(word, {"MACs": "warn"}, ("hmac-sha2-256-etm@openssh.com", word)) for word in ("hmac-md5", "hmac-md5-96-etm@openssh.com", "hmac-sha1-96", "hmac-ripemd160")),
        *(fault(word, {"MACs": "notice"}, ("hmac-sha2-256-etm@openssh.com", word)) for word in ("hmac-sha1", "umac-64@openssh.com")),
        *(fault(word, {"KexAlgorithms": "warn"}, ("ecdh-sha2-nistp256", word)) for word in ("diffie-hellman-group1-sha1", "diffie-hellman-group-exchange-sha1", "rsa1024-sha1")),
        fault("diffie-hellman-group14-sha1", {"KexAlgorithms": "notice"}, ("ecdh-sha2-nistp256", "diffie-hellman-group14-sha1")),
        healthy("root by key", ("permitrootlogin no", "permitrootlogin without-password")),
    ),
)  # fmt: skip
PATCHES = Seeding(
    "server.patch_level",
    ("linux.patches.release/rhel-8-newer-kernel-installed",),
    (
        UNTOUCHED,
        healthy("Debian in a container", instead=("linux.patches.release/debian-12-in-a-container",)),
        fault("CentOS 6, and a kernel and packages of long ago", {"lifecycle": "warn", "kernel": "warn"}, instead=("linux.patches.release/centos-6-without-os-release",)),
        fault("a kernel of two years ago", {"kernel": "warn"}, ("EDT 2026", "EDT 2024")),
        *(fault(f"no packages for {days} days", {"updates": "notice"}, ("@packages rpm 512 1795000000", f"@packages rpm 512 {_NOW - days * _DAY}")) for days in (366, 1500)),
        healthy("no packages for 364 days", ("@packages rpm 512 1795000000", f"@packages rpm 512 {_NOW - 364 * _DAY}")),
        fault("RHEL 6", {"lifecycle": "warn"}, ('VERSION="8.10 (Ootpa)"\n VERSION_ID="8.10"', 'VERSION="6.10 (Santiago)"\n VERSION_ID="6.10"'), ("Linux release 8.10 (Ootpa)", "Linux release 6.10 (Santiago)"), ('PRETTY_NAME="Red Hat Enterprise Linux 8.10 (Ootpa)"', 'PRETTY_NAME="Red Hat Enterprise Linux 6.10 (Santiago)"')),
        fault("it wants a restart", {"restart": "notice"}),
    ),
)  # fmt: skip
_UNTIL = "Jan  1 00:00:00 2028 GMT"
CERTIFICATES = Seeding(
    "server.local_certificates",
    ("linux.certificates.openssl/ordinary",),
    (
        UNTOUCHED,
        *(fault(f"ends {day}", {"/etc/nginx/tls/site.pem": level}, (_UNTIL, f"{day} 00:00:00 2026 GMT"))
          for day, level in (("Dec 21", "warn"), ("Nov 30", "warn"), ("Nov 29", "critical"), ("Nov 23", "critical"), ("Nov 21", "critical"), ("Jan  2", "critical"))),
        healthy("ends in 32 days", (_UNTIL, "Dec 24 00:00:00 2026 GMT")),
    ),
)  # fmt: skip
_DUMPS = "linux.crash_dumps/loaded-and-no-dump"
KDUMP = Seeding(
    "server.kdump",
    (_DUMPS, "linux.identity/ordinary", "linux.processes.stat/ordinary"),
    (
        UNTOUCHED,
        fault("set aside and not loaded", {"crash kernel": "warn"}, ("@loaded 1", "@loaded 0")),
        fault("none on a physical machine", {"crash kernel": "notice"}, ("@loaded 1", "@loaded 0"), ("@size 268435456", "@size 0"), Edit("@virtual kvm", "@virtual none", of="linux.identity"), Edit("@flag hypervisor\n", "", of="linux.identity")),
        fault("none on a physical host of a database", {"crash kernel": "warn"}, ("@loaded 1", "@loaded 0"), ("@size 268435456", "@size 0"), Edit("@virtual kvm", "@virtual none", of="linux.identity"), Edit("@flag hypervisor\n", "", of="linux.identity"), *(Edit(" bash\n sshd\n", " bash\n mysqld\n sshd\n", part=p, of="linux.processes.stat") for p in ("", "earlier"))),
        fault("two dumps, and not loaded", {"dumps": "critical", "crash kernel": "warn"}, instead=("linux.crash_dumps/two-dumps-and-not-loaded",)),
        healthy("none on a virtual machine", ("@loaded 1", "@loaded 0"), ("@size 268435456", "@size 0")),
    ),
)  # fmt: skip
_FILE = " 2049 1795287600 1073741824 1795287600 regular file|/backup/erp/erp-0.dmp.gz\n"
_OLDER = tuple(
    f" 2049 {1795201200 - n * _DAY} {1073740824 - n * 1000} {1795201200 - n * _DAY} regular file|/backup/erp/erp-{n + 1}.dmp.gz\n"
    for n in range(5)
)


def _newest(size: int = 1073741824, at: int = 1795287600) -> tuple[str, str]:
    return _FILE, f" 2049 {at} {size} {at} regular file|/backup/erp/erp-0.dmp.gz\n"


def _aged(hours: float) -> tuple[tuple[str, str], ...]:
    """All six files moved back, so that the newest is so many hours old."""
    back = int(_NOW - hours * 3600) - 1795287600
    rows = (_FILE, *_OLDER)
    return tuple((row, row.replace(row.split()[1], str(int(row.split()[1]) + back))) for row in rows)


_BACKUPS = ("linux.backup_files.find/ordinary",)
_ERP = {"jobs": ("erp /backup/erp/*.dmp.gz period=1d data=/var/lib/oracle",)}
FRESHNESS = Seeding(
    "server.backup_freshness",
    _BACKUPS,
    (
        UNTOUCHED,
        healthy("35 hours old", *_aged(35)),
        *(fault(f"{hours} hours old", {"erp": level}, *_aged(hours)) for hours, level in ((36, "warn"), (59, "warn"), (60, "critical"), (900, "critical"))),
        healthy("51 % of the median", _newest(size=550000000)),
        *(fault(f"shrank to {share:.0%}", {"erp": level}, _newest(size=int(1073738824 * share))) for share, level in ((0.49, "warn"), (0.1, "warn"))),
        fault("empty", {"erp": "critical"}, _newest(size=0)),
        fault("broken archive", {"erp": "critical"}, ("@test 0 /backup/erp/erp-0.dmp.gz", "@test 1 /backup/erp/erp-0.dmp.gz")),
        fault("on the disk of its data", {"*erp*": "warn"}, ("@place 2050 /var/lib/oracle", "@place 2049 /var/lib/oracle")),
        fault("no file at all", {"erp": "critical"}, *((row, "") for row in (_FILE, *_OLDER)), ("@files 6", "@files 0"), ("@test 0 /backup/erp/erp-0.dmp.gz\n@checked 1", "@checked 0"), ("@lines 12", "@lines 5")),
    ),
    limits=_ERP,
)  # fmt: skip
_STOP = '"timestamp":{"start":1795194000,"stop":1795197600},"type":"full"'


def _stopped(hours: float) -> tuple[str, str]:
    at = int(_NOW - hours * 3600)
    return _STOP, f'"timestamp":{{"start":{at - 3600},"stop":{at}}},"type":"full"'


TOOLS = Seeding(
    "server.backup_tools",
    ("linux.backup_tools.info/pgbackrest-with-a-failed-newest",),
    (
        UNTOUCHED,
        healthy("35 hours old", _stopped(35)),
        *(fault(f"the last good one is {hours} hours old", {"pgbackrest/main": level}, _stopped(hours)) for hours, level in ((36.1, "warn"), (59, "warn"), (60.1, "critical"), (2000, "critical"))),
        fault("the only one failed", {"pgbackrest/main": "critical"}, ('"error":false', '"error":true')),
        fault("its archive fails", {"pgbackrest/main": "warn"}, ('"status":{"code":0,', '"status":{"code":3,')),
        fault("no backup, an old one", {"pgbackrest/hr": "critical", "barman/pg15": "warn"}, instead=("linux.backup_tools.info/barman-agents-and-a-stanza-without-backup",)),
    ),
)  # fmt: skip
RESTORES = Seeding(
    "server.restore_evidence",
    ("manual.restores/drill-in-march",),
    (
        UNTOUCHED,
        fault("never tried", {"": "warn"}, instead=("manual.restores/never-tried",)),
    ),
    platform="manual-server",
)
_NEXT_YEAR = replace(
    RESTORES,
    variations=(fault("a drill of more than a year ago", {"": "warn"}),),
    scene=Scene(at=AT.replace(year=2027)),
)
SEEDINGS = (ACCOUNTS, SSH, PATCHES, CERTIFICATES, KDUMP, FRESHNESS, TOOLS, RESTORES, _NEXT_YEAR)
