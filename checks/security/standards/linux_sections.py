"""Sections of the Linux baselines (CIS of Debian 12 and RHEL 9, openEuler) that the checks name. Titles are ours."""

from typing import Final

from checks.security.standards.sections import Topic
from config.text import _

LINUX: Final[tuple[Topic, ...]] = (
    Topic(_("Root does not log in over SSH"), "cis-debian12 5.1.20; cis-rhel9 5.1.20; openeuler 3.3.9"),
    Topic(_("No login over SSH with an empty password"), "cis-debian12 5.1.19; cis-rhel9 5.1.19; openeuler 3.3.2"),
    Topic(_("Number of tries of one SSH connection"), "cis-debian12 5.1.16; cis-rhel9 5.1.16; openeuler 3.3.15"),
    Topic(_("Time allowed for an SSH login"), "cis-debian12 5.1.13; cis-rhel9 5.1.14; openeuler 3.3.17"),
    Topic(_("Idle SSH sessions are ended"), "cis-debian12 5.1.7"),
    Topic(_("Idle SSH sessions and dead connections"), "cis-rhel9 5.1.9"),
    Topic(
        _("Algorithms of SSH: ciphers, key exchange, MACs"),
        "cis-debian12 5.1.6 5.1.12 5.1.15; cis-rhel9 5.1.4 5.1.5 5.1.6; openeuler 3.3.3 3.3.6 3.3.7",
    ),
    Topic(_("System-wide crypto policy"), "cis-rhel9 1.6.x"),
    Topic(_("Who may log in over SSH, and from where"), "cis-debian12 5.1.4; cis-rhel9 5.1.7; openeuler 3.3.22"),
    Topic(_("Permissions of the SSH host keys"), "cis-debian12 5.1.2; cis-rhel9 5.1.2"),
    Topic(_("No trust in hosts (rhosts, host-based login)"), "cis-debian12 5.1.10 5.1.11; cis-rhel9 5.1.12 5.1.13"),
    Topic(_("Log level of the SSH server"), "cis-debian12 5.1.14; cis-rhel9 5.1.15; openeuler 3.3.10"),
    Topic(_("Keys that may log in"), "openeuler 3.3.18"),
    Topic(_("No account with an empty password"), "cis-debian12 7.2.2; cis-rhel9 7.2.2; openeuler 2.2.8"),
    Topic(_("Root alone has UID 0"), "cis-debian12 5.4.2.1; cis-rhel9 5.4.2.1; openeuler 2.1.4"),
    Topic(_("No UID twice"), "cis-debian12 7.2.5; cis-rhel9 7.2.4; openeuler 2.1.8"),
    Topic(_("System accounts cannot log in"), "cis-debian12 5.4.2.7; cis-rhel9 5.4.2.7"),
    Topic(_("Unused accounts are locked or removed"), "cis-debian12 5.4.1.5; cis-rhel9 5.4.1.5; openeuler 2.1.1"),
    Topic(
        _("Length and complexity of passwords"),
        "cis-debian12 5.3.3.2.2 5.3.3.2.3; cis-rhel9 5.3.3.2.2 5.3.3.2.3; openeuler 2.2.1",
    ),
    Topic(_("Passwords expire"), "cis-debian12 5.4.1.1; cis-rhel9 5.4.1.1; openeuler 2.2.7"),
    Topic(_("Former passwords are not used again"), "cis-debian12 5.3.3.3.1; cis-rhel9 5.3.3.3.1; openeuler 2.2.2"),
    Topic(_("Strong hashes of passwords"), "cis-debian12 5.4.1.4 5.3.3.4.3; cis-rhel9 5.4.1.4 5.3.3.4.3; openeuler 2.2.5"),
    Topic(
        _("Lockout after failed logins"),
        "cis-debian12 5.3.3.1.1 5.3.3.1.2 5.3.3.1.3; cis-rhel9 5.3.3.1.1 5.3.3.1.2 5.3.3.1.3; openeuler 2.3.1",
    ),
    Topic(_("Idle shells are ended"), "cis-debian12 5.4.3.2; cis-rhel9 5.4.3.2"),
    Topic(_("Warning before a login"), "cis-debian12 5.1.5 1.6.3; cis-rhel9 5.1.8 1.7.3; openeuler 2.3.3"),
    Topic(
        _("Sudo asks for a password and is narrow"),
        "cis-debian12 5.2.4 5.2.5; cis-rhel9 5.2.4 5.2.5; openeuler 2.4.5 2.4.6",
    ),
    Topic(_("Sudo is logged and uses a terminal of its own"), "cis-debian12 5.2.2 5.2.3; cis-rhel9 5.2.2 5.2.3"),
    Topic(_("Only members of a group may use su"), "cis-debian12 5.2.7; cis-rhel9 5.2.7; openeuler 2.4.4"),
    Topic(_("The audit service runs"), "cis-debian12 6.2.1.2; cis-rhel9 6.3.1.4; openeuler 4.1.1"),
    Topic(
        _("Audit rules for key files and calls"),
        "cis-debian12 6.2.3.x; cis-rhel9 6.3.3.x; "
        "openeuler 4.1.4 4.1.5 4.1.6 4.1.7 4.1.8 4.1.10 4.1.11 4.1.12 4.1.13 4.1.14 4.1.15 4.1.16 4.1.17 4.1.18 4.1.19 "
        "4.1.20 4.1.21",
    ),
    Topic(_("No audit records are lost"), "cis-debian12 6.2.1.4; cis-rhel9 6.3.1.3; openeuler 4.1.9"),
    Topic(_("Audit rules cannot be changed while running"), "cis-debian12 6.2.3.20; cis-rhel9 6.3.3.20"),
    Topic(_("Permissions of audit logs and tools"), "cis-debian12 6.2.4.x; cis-rhel9 6.3.4.x"),
    Topic(_("The system log is written"), "cis-debian12 6.1.3.2; cis-rhel9 6.2.3.2; openeuler 4.2.1"),
    Topic(_("Logs are sent to a log host"), "cis-debian12 6.1.3.6; cis-rhel9 6.2.3.6; openeuler 4.2.x"),
    Topic(_("Rotation and retention of logs"), "cis-rhel9 6.2.3.8; openeuler 4.2.7"),
    Topic(_("Clocks are synchronised"), "cis-debian12 2.3.1.1; cis-rhel9 2.3.1; openeuler 3.6.1 3.6.2"),
    Topic(_("The host’s firewall refuses by default"), "cis-debian12 4.2.7 4.3.8; cis-rhel9 4.2.1 4.3.3; openeuler 3.2.1"),
    Topic(_("Only approved services listen"), "cis-debian12 2.1.22; cis-rhel9 2.1.22"),
    Topic(_("Services that are not needed are off"), "cis-debian12 2.1.x; cis-rhel9 2.1.x; openeuler 1.2.x"),
    Topic(
        _("No services in clear text (telnet, ftp, tftp)"),
        "cis-debian12 2.1.6; cis-rhel9 2.1.7 2.1.15; openeuler 1.2.1 1.2.2 1.2.3",
    ),
    Topic(
        _("Network settings of the kernel"),
        "cis-debian12 3.3.1 3.3.2 3.3.5 3.3.8 3.3.10; cis-rhel9 3.3.1 3.3.2 3.3.5 3.3.8 3.3.10; "
        "openeuler 3.5.7 3.5.8 3.5.9 3.5.10 3.5.11 3.5.12 3.5.13",
    ),
    Topic(_("Addresses of programs are randomised"), "cis-debian12 1.5.1; cis-rhel9 1.5.1; openeuler 3.5.1"),
    Topic(_("Core dumps are restricted"), "cis-debian12 1.5.3; cis-rhel9 1.5.3 1.5.4; openeuler 3.5.20"),
    Topic(_("Mandatory access control is enforced"), "cis-debian12 1.3.1.x; cis-rhel9 1.3.1.4 1.3.1.5; openeuler 2.4.2"),
    Topic(_("The boot loader has a password"), "cis-debian12 1.4.1; cis-rhel9 1.4.1; openeuler 2.2.9"),
    Topic(_("Permissions of key files"), "cis-debian12 7.1.1 7.1.5 5.1.1 2.4.1.2; cis-rhel9 7.1.1 7.1.5 5.1.1 2.4.1.2"),
    Topic(
        _("Programs that run with another’s rights (SUID, SGID)"), "cis-debian12 7.1.13; cis-rhel9 7.1.13; openeuler 1.1.13"
    ),
    Topic(
        _("Files that anybody may write, or nobody owns"), "cis-debian12 7.1.11; cis-rhel9 7.1.11; openeuler 1.1.1 1.1.4"
    ),
    Topic(_("Permissions of new files (umask)"), "cis-debian12 5.4.3.3; cis-rhel9 5.4.3.3; openeuler 1.1.5"),
    Topic(_("Mount options of temporary filesystems"), "cis-debian12 1.1.2.x; cis-rhel9 1.1.2.x; openeuler 1.1.12"),
    Topic(_("Integrity of files is monitored"), "cis-debian12 6.3.1 6.3.2; cis-rhel9 6.1.1 6.1.2"),
    Topic(_("Access to scheduled jobs"), "cis-debian12 2.4.1.x; cis-rhel9 2.4.1.x; openeuler 3.4.1"),
    Topic(_("Updates are installed"), "cis-debian12 1.2.2.1; cis-rhel9 1.2.2.1"),
    Topic(_("Sources of packages and their signatures"), "cis-debian12 1.2.1.1 1.2.1.2; cis-rhel9 1.2.1.1 1.2.1.2"),
)
