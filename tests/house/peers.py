"""Install what the tests with real peers need, where it is missing and we may.

python -m tests.house.peers     quiet, quick when all is there; prints what it could not install, and exits 0: the tests
                                then skip and say what was not verified (with CI=true a skip is a failure)
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.peers import postgres_majors

PROGRAMS = {
    "sshd": "openssh-server",
    "ssh-keygen": "openssh-client",
    "busybox": "busybox-static",
    "mksh": "mksh",
    "bash": "bash",
    "sudo": "sudo",
    "mkfs.ext4": "e2fsprogs",
    "losetup": "mount",
    "fsfreeze": "util-linux",
    "setpriv": "util-linux",
    "ps": "procps",
    "chronyd": "chrony",
    "ip": "iproute2",
    "crm_mon": "pacemaker-cli-utils",
    "pacemakerd": "pacemaker",
    "corosync": "corosync",
    "ocf-tester": "resource-agents",
    "keepalived": "keepalived",
    "nginx": "nginx-light",
    "redis-server": "redis-server",
    "/usr/lib/nagios/plugins/check_load": "monitoring-plugins-basic",
    "rabbitmqctl": "rabbitmq-server",
    "mariadbd": "mariadb-server",
    "mariadb-backup": "mariadb-backup",
    "pg_lsclusters": "postgresql",
    "pgbench": "postgresql-client",
    "check_postgres": "check-postgres",
    "/usr/sbin/pgbouncer": "pgbouncer",
    "pgbackrest": "pgbackrest",
    "npm": "npm",
    "/usr/sbin/snmpd": "snmpd",
    "snmpbulkwalk": "snmp",
    "pdftotext": "poppler-utils",
    "mkfs.btrfs": "btrfs-progs",
    "/usr/share/tomcat10/bin/catalina.sh": "tomcat10 tomcat10-admin",
}
"""A program that a test runs, and Debian's packages that bring it."""

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_LOCK_SECONDS = 300


def missing() -> dict[str, str]:
    """The programs that are not there, with their packages."""
    return {program: package for program, package in PROGRAMS.items() if not shutil.which(program, path=_PATH)}


def install(packages: list[str]) -> str:
    """Install packages; what went wrong, or nothing."""
    if os.geteuid() != 0:
        return "not root"
    if not shutil.which("apt-get"):
        return "no apt-get"
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    wait = ["-o", f"DPkg::Lock::Timeout={_LOCK_SECONDS}"]
    with _no_services():
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            said = subprocess.run(["apt-get", *wait, *command], env=variables, capture_output=True, text=True, check=False)
    return "" if said.returncode == 0 else (said.stderr.strip().splitlines() or ["apt-get failed"])[-1]


class _no_services:  # noqa: N801 - read as a word of the with statement
    """While it lasts, packages start no daemon (Debian's policy-rc.d): the tests start their own."""

    _file = Path("/usr/sbin/policy-rc.d")

    def __enter__(self) -> None:
        self._is_ours = not self._file.exists()
        if self._is_ours:
            self._file.write_text("#!/bin/sh\nexit 101\n")
            self._file.chmod(0o755)

    def __exit__(self, *_why: object) -> None:
        if self._is_ours:
            self._file.unlink(missing_ok=True)


def main() -> int:
    """Install what is missing and say what could not be."""
    wanted = missing()
    why = install(sorted({one for packages in wanted.values() for one in packages.split()})) if wanted else ""
    for program, package in missing().items():
        print(f"peers: no {program} ({package}): {why or 'still missing'}; what needs it will be skipped")
    for major in postgres_majors.QUICK:
        try:
            postgres_majors.fetch(major)
        except postgres_majors.NotFetchedError as error:
            print(f"peers: no PostgreSQL {major}: {error}; what needs it will be skipped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
