"""Every test of Lynis by its id, in our own words: which of our checks looks at the same thing, or why it is none for us.

The ids are those of Lynis 3.0.8 (Debian 12); tests hold them against the Lynis that is installed.
"""

from dataclasses import dataclass
from typing import Final

FOREIGN: Final = "another operating system"
LISTS: Final = "it only gathers for other tests and judges nothing"
PRODUCT: Final = "a product that the contract does not name; its port and its updates are seen"
TASTE: Final = "no weakness follows from it on a server in a computer room"
PRESENCE: Final = "that a tool is installed proves nothing; its effect is judged"
ELSEWHERE: Final = "the ordinary inspection"


@dataclass(frozen=True, slots=True)
class Theirs:
    """Tests of Lynis that ask one thing. ``checks`` are ours; where there are none, ``reason`` says why."""

    ids: str
    words: str
    checks: str = ""
    reason: str = ""


def _s(names: str) -> str:
    return " ".join(name if "." in name else f"security.linux.{name}" for name in names.split())


def _ours(ids: str, words: str, checks: str, reason: str = "") -> Theirs:
    return Theirs(ids, words, _s(checks), reason)


def _none(ids: str, words: str, reason: str) -> Theirs:
    return Theirs(ids, words, "", reason)


_ACCOUNTS: Final = (
    _none("ACCT-2754 ACCT-2760 ACCT-9650 ACCT-9652 ACCT-9654 ACCT-9656 ACCT-9660 ACCT-9662", "accounting, audit", FOREIGN),
    _none("ACCT-9622 ACCT-9626", "process accounting and load history", TASTE),
    _ours("ACCT-9628", "the audit service runs", "audit_auditd"),
    _ours("ACCT-9630", "audit has rules", "audit_rules audit_immutable_protected"),
    _ours("ACCT-9632 ACCT-9634", "settings and log of audit", "audit_immutable_protected log_retention_180d"),
    _none("ACCT-9636 ACCT-9670 ACCT-9672", "recorders of typed commands", PRESENCE),
    _ours("AUTH-9204", "a second root", "account_uid0"),
    _ours("AUTH-9208 AUTH-9222 AUTH-9226", "numbers and names used twice", "account_duplicate_uid"),
    _ours("AUTH-9212 AUTH-9216 AUTH-9228", "form of the account files", "account_duplicate_uid account_empty_password"),
    _none("AUTH-9218 AUTH-9254 AUTH-9304 AUTH-9306 AUTH-9340 AUTH-9409 AUTH-9410", "logins", FOREIGN),
    _ours("AUTH-9229 AUTH-9230", "how passwords are kept", "password_hash"),
    _ours("AUTH-9234", "list of accounts", "account_shared_or_unlisted"),
    _none("AUTH-9240 AUTH-9242 AUTH-9278 AUTH-9402 AUTH-9406", "directories of accounts", LISTS),
    _ours("AUTH-9250 AUTH-9252", "rules and rights of sudo", "security.linux.sudo_nopasswd file_critical_perms"),
    _ours("AUTH-9262", "strength of new passwords", "password_length_complexity"),
    _ours("AUTH-9264 AUTH-9266 AUTH-9268", "files of PAM are there", "login_lockout password_history", "read as stacks"),
    _ours("AUTH-9282", "accounts without an end", "account_dormant", "an end date by itself is no rule of ours"),
    _ours("AUTH-9283", "accounts without a password", "account_empty_password"),
    _none("AUTH-9284", "locked accounts", "a locked account is the remedy, not the weakness"),
    _ours("AUTH-9286 AUTH-9288", "age of passwords", "password_max_age"),
    _ours("AUTH-9308", "password at single-user start", "boot_grub_password", "who reaches it has the console"),
    _ours("AUTH-9328", "mask of new files", "file_umask"),
    _ours("AUTH-9408", "failed logins are recorded", "intrusion_bruteforce login_lockout"),
    _none("BANN-7113", "a banner file", FOREIGN),
    _ours("BANN-7124 BANN-7126 BANN-7128 BANN-7130", "banners before a login", "security.linux.login_banner"),
)
_START: Final = (
    _none("BOOT-5102 BOOT-5106 BOOT-5124 BOOT-5126 BOOT-5159 BOOT-5165 BOOT-5170", "how it starts", FOREIGN),
    _none("BOOT-5261 BOOT-5262 BOOT-5263 BOOT-5142", "how it starts", FOREIGN),
    _none("BOOT-5104 BOOT-5108 BOOT-5109 BOOT-5116 BOOT-5117 BOOT-5121", "which boot loader, which manager", LISTS),
    _ours("BOOT-5122", "password of the boot loader", "boot_grub_password"),
    _none("BOOT-5139 BOOT-5140 BOOT-5155", "boot loaders of long ago", PRODUCT),
    _ours("BOOT-5177 BOOT-5180", "services that start", "intrusion_cron_startup_diff net_unneeded_service"),
    _ours("BOOT-5184", "rights of what starts", "file_critical_perms file_world_writable"),
    _ours("BOOT-5202", "how long it is up", "patch_reboot_needed"),
    _none("BOOT-5260", "password in rescue mode", "systemd asks for it by itself; the console is another's room"),
    _none("BOOT-5264", "confinement of each service", "a score without a fault; what is exposed is judged by its port"),
    _none("CONT-8004", "zones", FOREIGN),
    _none("CONT-8102 CONT-8104 CONT-8106 CONT-8107 CONT-8108", "Docker", PRODUCT),
    _none("CORE-1000", "programs are there", LISTS),
    _ours("CRYP-7902", "ends of certificates", "cert_expiry server.local_certificates"),
    _none("CRYP-7930 CRYP-7931", "encrypted disks and swap", "decided by the room and the contract, not by the host"),
    _none("CRYP-8002 CRYP-8004 CRYP-8005 CRYP-8006", "sources of random numbers", TASTE),
    _none("DNS-1600 NETW-2706", "signed names", "the resolver's duty, not the host's"),
    _ours("DBS-1804 DBS-1826 DBS-1840", "which databases run", "server.databases_found"),
    _ours("DBS-1816", "root of MySQL without a password", "security.mysql.empty_or_anonymous"),
    _none("DBS-1818 DBS-1820 DBS-1860", "MongoDB, DB2", PRODUCT),
    _ours("DBS-1828", "rights of PostgreSQL's files", "security.postgres.datadir_perm security.postgres.hba_trust"),
    _ours("DBS-1880 DBS-1882 DBS-1884 DBS-1886 DBS-1888", "Redis for everybody", "net_high_risk_port"),
)
_FILES: Final = (
    _ours("FILE-6310 FILE-6372 FILE-6374 FILE-6376", "options of /tmp, /var/tmp, /dev/shm", "file_mount_options"),
    _none("FILE-6311 FILE-6312 FILE-6332", "volumes and swap", LISTS),
    _none("FILE-6323 FILE-6368 FILE-6394", "file system's own settings", TASTE),
    _none("FILE-6329 FILE-6330 FILE-6439", "other file systems", FOREIGN),
    _ours("FILE-6336", "entries of fstab", "server.fstab_consistency"),
    _none("FILE-6344", "hidden processes", "it blinds the monitoring more than an attacker"),
    _none("FILE-6354 FILE-6410", "old files, file index", TASTE),
    _ours("FILE-6362 FILE-6363", "sticky bit of /tmp", "file_world_writable"),
    _none("FILE-6430 NETW-3200 STRG-1846 USB-1000 USB-2000 USB-3000", "drivers that are not loaded", TASTE),
    _ours("FILE-7524", "rights of files that matter", "file_critical_perms"),
    _ours("FINT-4310 FINT-4314 FINT-4315 FINT-4316 FINT-4350", "something watches files", "security.linux.integrity_fim"),
    _ours("FINT-4318 FINT-4322 FINT-4326 FINT-4328 FINT-4334", "other watchers", "security.linux.integrity_fim"),
    _ours("FINT-4336 FINT-4338 FINT-4402", "other watchers, their sums", "security.linux.integrity_fim"),
    _none("FINT-4330", "a watcher", FOREIGN),
    _none(
        "FINT-4339 FINT-4340 FINT-4341", "kernel's own seals of files", "no distribution of the contract ships them ready"
    ),
    _ours("FIRE-4502 FIRE-4508 FIRE-4512 FIRE-4524 FIRE-4536 FIRE-4538", "a packet filter is loaded", "fw_enabled"),
    _ours("FIRE-4540 FIRE-4590 FIRE-4594", "a packet filter is loaded", "fw_enabled net_high_risk_port"),
    _none("FIRE-4513", "rules that never met a packet", "a rule may wait for years for its day"),
    _none("FIRE-4518 FIRE-4520 FIRE-4526 FIRE-4530 FIRE-4532 FIRE-4534", "packet filters", FOREIGN),
    _none("FIRE-4586", "log of the packet filter", TASTE),
    _none("HOME-9302 HOME-9350", "list of home folders", LISTS),
    _ours("HOME-9304 HOME-9306", "rights and owners of homes", "file_world_writable", "only what others may write"),
    _none("HOME-9310", "history of typed commands", "a file that is easily missing and easily made"),
    _none("HRDN-7220 HRDN-7222 HRDN-7231", "compilers, foreign binaries", TASTE),
    _ours("HRDN-7230", "something against malware", "malware_av"),
)
_SERVICES: Final = (
    _none("HTTP-6622 HTTP-6624 HTTP-6626 HTTP-6632 HTTP-6640 HTTP-6641 HTTP-6643", "Apache", PRODUCT),
    _none("HTTP-6702 HTTP-6704 HTTP-6706 HTTP-6708 HTTP-6712 HTTP-6714 HTTP-6716 HTTP-6720", "nginx", PRODUCT),
    _ours("HTTP-6710", "TLS of nginx", "server.local_certificates", "its certificates; ciphers are not asked"),
    _ours("INSE-8000 INSE-8002 INSE-8004 INSE-8006 INSE-8100 INSE-8116", "inetd", "net_unneeded_service"),
    _ours("INSE-8016 INSE-8302 INSE-8312", "telnet and rsh servers", "net_cleartext_service"),
    _ours("INSE-8316 INSE-8320", "NIS and TFTP servers", "net_unneeded_service net_high_risk_port"),
    _none("INSE-8050", "services", FOREIGN),
    _none("INSE-8200", "TCP wrappers", "sshd has not read them for years"),
    _none("INSE-8300 INSE-8310 INSE-8314 INSE-8318", "clients", "a client that is installed opens nothing"),
    _none("KRNL-5622 KRNL-5677 KRNL-5695 KRNL-5723 KRNL-5726 KRNL-5728 KRNL-5730", "kernel and processor", LISTS),
    _none("KRNL-5745 KRNL-5770 KRNL-5831", "kernel", FOREIGN),
    _ours("KRNL-5788 KRNL-5830", "the newest kernel runs", "patch_reboot_needed"),
    _ours("KRNL-5820", "dumps of memory", "kernel_core_dump"),
    _ours("KRNL-6000", "settings of the kernel", "kernel_sysctl_net kernel_aslr kernel_core_dump"),
    _none("LDAP-2219 LDAP-2224", "OpenLDAP", PRODUCT),
    _ours("LOGG-2130 LOGG-2132 LOGG-2136 LOGG-2138 LOGG-2142 LOGG-2210", "a logger runs", "log_rsyslog"),
    _ours("LOGG-2230 LOGG-2240", "a logger runs", "log_rsyslog"),
    _none("LOGG-2134", "form of syslog-ng's settings", "whether it writes is judged"),
    _ours("LOGG-2146 LOGG-2148 LOGG-2150 LOGG-2170", "logs are kept", "log_retention_180d"),
    _ours("LOGG-2152 LOGG-2153 LOGG-2154", "logs are sent elsewhere", "log_remote"),
    _none("LOGG-2160 LOGG-2162 LOGG-2164", "logs", FOREIGN),
    _none("LOGG-2180 LOGG-2190 LOGG-2192", "open and deleted log files", "a matter of room; see the ordinary inspection"),
    _ours("MACF-6204 MACF-6208 MACF-6232 MACF-6234 MACF-6290", "programs are confined", "mac_enforcing"),
    _none("MACF-6240 MACF-6242 RBAC-6272", "TOMOYO, grsecurity", "no distribution of the contract has them"),
    _none("MAIL-8802 MAIL-8804 MAIL-8814 MAIL-8816 MAIL-8817 MAIL-8818 MAIL-8820", "Exim, Postfix", PRODUCT),
    _none("MAIL-8838 MAIL-8860 MAIL-8880 MAIL-8920", "other mail servers", PRODUCT),
    _ours("MALW-3274 MALW-3280 MALW-3282 MALW-3284 MALW-3286 MALW-3290", "malware", "malware_av"),
    _none("MALW-3275 MALW-3276 MALW-3278", "finders of root kits", PRESENCE),
    _none("MALW-3288", "malware", FOREIGN),
)
_NETWORK: Final = (
    _none("NAME-4016 NAME-4018 NAME-4020 NAME-4028 NAME-4032", "resolver", LISTS),
    _none("NAME-4024 NAME-4026", "name of the host", FOREIGN),
    _none("NAME-4034 NAME-4036 NAME-4202 NAME-4204 NAME-4206 NAME-4210", "Unbound, BIND", PRODUCT),
    _none("NAME-4230 NAME-4232 NAME-4236 NAME-4238", "PowerDNS", PRODUCT),
    _none("NAME-4304 NAME-4306", "NIS", LISTS),
    _none("NAME-4402 NAME-4404 NAME-4406 NAME-4408 NETW-2400", "names in /etc/hosts", TASTE),
    _none("NETW-2600 NETW-3001 NETW-3004 NETW-3006 NETW-3008 NETW-3028", "addresses and routes", LISTS),
    _none("NETW-2704 NETW-2705", "name servers answer", "availability, not security"),
    _ours("NETW-3012", "what listens", "net_listen_approved net_high_risk_port"),
    _none("NETW-3014", "cards that hear all", FOREIGN),
    _none("NETW-3015", "cards that hear all", "bridges and monitoring set it rightly; the kernel tells no reason"),
    _none("NETW-3030 NETW-3032", "DHCP client, watchers of ARP", TASTE),
    _none("PHP-2211 PHP-2320 PHP-2368 PHP-2372 PHP-2374 PHP-2376 PHP-2378 PHP-2379 PHP-2382", "PHP", PRODUCT),
    _none("PKGS-7301 PKGS-7302 PKGS-7303 PKGS-7306 PKGS-7332 PKGS-7334 PKGS-7348", "packages", FOREIGN),
    _none("PKGS-7378 PKGS-7380 PKGS-7381 PKGS-7382", "packages", FOREIGN),
    _none("PKGS-7200 PKGS-7304 PKGS-7310 PKGS-7312 PKGS-7314 PKGS-7320 PKGS-7322", "Alpine, Arch, Gentoo", PRODUCT),
    _none("PKGS-7393 PKGS-7395", "Alpine, Gentoo", PRODUCT),
    _none("PKGS-7308 PKGS-7328 PKGS-7345 PKGS-7350 PKGS-7410", "list of packages", LISTS),
    _ours("PKGS-7330 PKGS-7352 PKGS-7386 PKGS-7392 PKGS-7394", "updates that wait", "patch_security_pending"),
    _none("PKGS-7346", "remains of removed packages", TASTE),
    _none("PKGS-7354 PKGS-7390", "form of the package base", "our ask fails and says so where it is broken"),
    _none("PKGS-7366 PKGS-7383 PKGS-7384 PKGS-7398 PKGS-7420", "tools for updates", PRESENCE),
    _ours("PKGS-7370", "programs are those of their packages", "integrity_pkg_verify", "compared, not only made possible"),
    _ours("PKGS-7387", "packages are signed", "repo_gpg"),
    _ours("PKGS-7388", "a source of security updates", "patch_index_age patch_security_pending"),
    _none("PRNT-2302 PRNT-2316 PRNT-2418 PRNT-2420", "printing", FOREIGN),
    _ours("PRNT-2304 PRNT-2308 PRNT-2314", "a print server runs", "net_unneeded_service"),
    _none("PRNT-2306 PRNT-2307", "settings of the print server", "a server prints nothing: it is switched off"),
)
_REST: Final = (
    _none("PROC-3602 PROC-3604 PROC-3802", "memory, prelink", LISTS),
    _ours("PROC-3612 PROC-3614", "dead and waiting processes", "server.zombie_and_stuck_processes", ELSEWHERE),
    _ours("SCHD-7702 SCHD-7704", "jobs and their rights", "intrusion_cron_startup_diff file_critical_perms"),
    _ours("SCHD-7718 SCHD-7720 SCHD-7724", "at: who and what", "intrusion_cron_startup_diff"),
    _none("SHLL-6202", "consoles", FOREIGN),
    _ours("SHLL-6211", "shells of accounts", "account_system_shell"),
    _ours("SHLL-6220", "idle shells end", "login_tmout"),
    _ours("SHLL-6230", "mask of new files", "file_umask"),
    _none("SINT-7010", "integrity", FOREIGN),
    _ours("SNMP-3302 SNMP-3304", "an SNMP agent runs", "net_unneeded_service net_high_risk_port"),
    _ours("SNMP-3306", "community names", "security.network.snmp_community", "of devices; a host's agent by its port"),
    _none("SQD-3602 SQD-3604 SQD-3606 SQD-3610 SQD-3613 SQD-3614 SQD-3616 SQD-3620", "Squid", PRODUCT),
    _none("SQD-3624 SQD-3630 SQD-3680", "Squid", PRODUCT),
    _none("SSH-7402 SSH-7404 SSH-7406", "sshd is there", LISTS),
    _ours(
        "SSH-7408",
        "settings of sshd",
        "ssh_permit_root_login ssh_permit_empty_passwords ssh_max_auth_tries ssh_login_grace_time ssh_idle_timeout "
        "ssh_hostbased_rhosts ssh_log_level ssh_weak_crypto",
        "forwarding, compression and the port's number are none: nothing follows from them",
    ),
    _ours("SSH-7440", "who may log in by SSH", "ssh_access_limited"),
    _ours("STRG-1902 STRG-1904 STRG-1906 STRG-1920", "NFS and its portmapper", "net_unneeded_service net_high_risk_port"),
    _none("STRG-1926 STRG-1928 STRG-1930", "exports of NFS", "not asked yet; its port is judged by who reaches it"),
    _ours("TIME-3104 TIME-3106 TIME-3112 TIME-3116 TIME-3120 TIME-3124", "the clock is led", "time_sync server.clock"),
    _ours("TIME-3128 TIME-3132 TIME-3185", "the clock is led", "time_sync server.clock"),
    _none("TIME-3136 TIME-3148 TIME-3160 TIME-3170", "form of the clock's settings", "whether it is led right is judged"),
    _none("TIME-3180 TIME-3181 TIME-3182", "OpenNTPD", PRODUCT),
    _none("TOOL-5002", "automation tools", LISTS),
    _ours("TOOL-5102 TOOL-5104", "guessers are shut out", "intrusion_bruteforce login_lockout"),
    _none("TOOL-5120 TOOL-5122 TOOL-5130 TOOL-5160 TOOL-5190", "intrusion detection on the host", PRESENCE),
)
THEIRS: Final = (*_ACCOUNTS, *_START, *_FILES, *_SERVICES, *_NETWORK, *_REST)
