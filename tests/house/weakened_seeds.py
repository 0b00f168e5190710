"""Weaknesses sown into an overlay of this machine's own root: what is done, and which check must find it.

Each is done by root inside that root, with namespaces of its own for mounts, network and processes.
"""

from dataclasses import dataclass
from typing import Final

WEAK_SSH: Final = "/etc/ssh/sshd_config.d/00-weak.conf"
OLD_DAY: Final = 1_600_000_000
"""September 2020, in seconds."""


@dataclass(frozen=True, slots=True)
class Seed:
    """One weakness. ``check`` finds it, in a finding that fits ``subject`` (a glob); ``target``: of which entry."""

    name: str
    weaken: str
    check: str
    subject: str = "*"
    target: str = "here"


def _ssh(name: str, line: str, check: str, subject: str = "*") -> Seed:
    return Seed(name, f"echo '{line}' >>{WEAK_SSH}", f"security.linux.{check}", subject)


def _linux(name: str, weaken: str, check: str, subject: str = "*") -> Seed:
    return Seed(name, weaken, f"security.linux.{check}", subject)


SSH: Final = (
    _ssh("root logs in by SSH", "PermitRootLogin yes", "ssh_permit_root_login"),
    _ssh("empty passwords by SSH", "PermitEmptyPasswords yes", "ssh_permit_empty_passwords"),
    _ssh("twenty tries", "MaxAuthTries 20", "ssh_max_auth_tries"),
    _ssh("no limit of the time to log in", "LoginGraceTime 0", "ssh_login_grace_time"),
    _ssh("no end of idle sessions", "ClientAliveInterval 0", "ssh_idle_timeout"),
    _ssh("a CBC cipher", "Ciphers +aes128-cbc", "ssh_weak_crypto"),
    _ssh("an MD5 code", "MACs +hmac-md5", "ssh_weak_crypto"),
    _ssh("a key exchange of group 1", "KexAlgorithms +diffie-hellman-group1-sha1", "ssh_weak_crypto"),
    _ssh("trust of hosts", "HostbasedAuthentication yes", "ssh_hostbased_rhosts"),
    _ssh("trust of .rhosts", "IgnoreRhosts no", "ssh_hostbased_rhosts"),
    _ssh("a silent log", "LogLevel QUIET", "ssh_log_level"),
    _linux("a host key that all can read", "chmod 0644 /etc/ssh/ssh_host_ed25519_key", "ssh_host_keys"),
    _linux(
        "a short RSA host key",
        "rm -f /etc/ssh/ssh_host_rsa_key*; ssh-keygen -q -t rsa -b 1024 -N '' -f /etc/ssh/ssh_host_rsa_key",
        "ssh_host_keys",
    ),
    _linux("a .rhosts of root", "echo '+ +' >/root/.rhosts", "ssh_hostbased_rhosts"),
    _linux("a hosts.equiv", "echo '+' >/etc/hosts.equiv", "ssh_hostbased_rhosts"),
    _linux("no limit of who may come from where", ":", "ssh_access_limited"),
    _linux("a banner that tells the release", "echo 'Debian GNU/Linux 12 \\n \\l' >/etc/issue.net", "login_banner"),
    _linux("one factor", ":", "login_mfa"),
    _linux(
        "sudo of all without a password",
        "useradd -m -s /bin/bash xjfree; echo 'xjfree ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/xjfree",
        "sudo_nopasswd",
        "*xjfree*",
    ),
    _linux(
        "sudo without a terminal of its own",
        "sed -i '/use_pty/d' /etc/sudoers; echo 'Defaults !use_pty' >/etc/sudoers.d/pty",
        "sudo_log_pty",
    ),
    _linux("everybody may su", "sed -i '/pam_wheel/d' /etc/pam.d/su", "su_restricted"),
)
ACCOUNTS: Final = (
    _linux(
        "an empty password", "useradd -m -s /bin/bash xjempty; passwd -d xjempty", "account_empty_password", "*xjempty*"
    ),
    _linux("a second root", "useradd -o -u 0 -g 0 -M -s /bin/bash xjtoor", "account_uid0", "*xjtoor*"),
    _linux(
        "two accounts of one UID",
        "useradd -u 7001 xjone; useradd -o -u 7001 xjtwo",
        "account_duplicate_uid",
        "*7001*",
    ),
    _linux("two groups of one GID", "groupadd -g 7101 xjg1; groupadd -o -g 7101 xjg2", "account_duplicate_uid", "*7101*"),
    _linux(
        "a system account that can log in",
        "usermod -s /bin/bash games; usermod -p '$6$saltsalt$x' games",
        "account_system_shell",
        "*games*",
    ),
    _linux(
        "an account that nobody used for years",
        "useradd -m -s /bin/bash -p '$6$saltsalt$x' xjold; usermod -e '' xjold; chage -d 2020-01-01 xjold; "
        "python3 -c \"import struct,pwd;u=pwd.getpwnam('xjold').pw_uid;f=open('/var/log/lastlog','r+b' if "
        "__import__('os').path.exists('/var/log/lastlog') else 'w+b');f.seek(u*292);"
        f"f.write(struct.pack('I32s256s',{OLD_DAY},b'pts/0',b'10.0.0.9'))\"",
        "account_dormant",
        "*xjold*",
    ),
    _linux(
        "a password kept as MD5",
        "useradd -m -s /bin/bash -p '$1$saltsalt$abcdefghijklmnopqrstu/' xjmd5",
        "password_hash",
        "*xjmd5*",
    ),
    _linux(
        "a password for ever",
        "useradd -m -s /bin/bash -p '$6$saltsalt$x' xjever; chage -M 99999 xjever",
        "password_max_age",
        "*xjever*",
    ),
    _linux("passwords of any length", ":", "password_length_complexity"),
    _linux("passwords that come again", ":", "password_history"),
    _linux("no lock after failures", ":", "login_lockout"),
    _linux("shells that never end", ":", "login_tmout"),
    _linux("a wide umask", "sed -i 's/^UMASK.*/UMASK 000/' /etc/login.defs", "file_umask"),
)
HOST: Final = (
    _linux("no audit", ":", "audit_auditd"),
    _linux("no system log", ":", "log_rsyslog"),
    _linux("no log elsewhere", ":", "log_remote"),
    _linux("no packet filter", ":", "fw_enabled"),
    _linux("a port of Redis for all", "listen 6379", "net_high_risk_port", "*6379*"),
    _linux("telnet", "listen 23", "net_cleartext_service", "*23*"),
    _linux("FTP", "listen 21", "net_cleartext_service", "*21*"),
    _linux("redirects are taken", "sysctl -qw net.ipv4.conf.all.accept_redirects=1", "kernel_sysctl_net"),
    _linux("source routes are taken", "sysctl -qw net.ipv4.conf.all.accept_source_route=1", "kernel_sysctl_net"),
    _linux("it forwards packets", "sysctl -qw net.ipv4.ip_forward=1", "kernel_sysctl_net", "*ip_forward*"),
    _linux("no cookies against a flood", "sysctl -qw net.ipv4.tcp_syncookies=0", "kernel_sysctl_net", "*syncookies*"),
    _linux("addresses are not random", "over /proc/sys/kernel/randomize_va_space 0", "kernel_aslr"),
    _linux("cores of suid programs", "over /proc/sys/fs/suid_dumpable 1", "kernel_core_dump"),
    _linux("hashes that all can read", "chmod 0644 /etc/shadow", "file_critical_perms", "*shadow*"),
    _linux("accounts that all can write", "chmod 0666 /etc/passwd", "file_critical_perms", "*passwd*"),
    _linux(
        "a crontab that all can write", "touch /etc/crontab; chmod 0666 /etc/crontab", "file_critical_perms", "*crontab*"
    ),
    _linux("sudoers that a group can write", "chmod 0660 /etc/sudoers.d/xjfree", "file_critical_perms", "*sudoers*"),
    _linux(
        "a shell with suid",
        "cp /bin/sh /usr/local/bin/xjsh; chmod 4755 /usr/local/bin/xjsh",
        "file_suid_baseline",
        "*xjsh*",
    ),
    _linux("a file that all can write", "touch /opt/xjopen; chmod 0666 /opt/xjopen", "file_world_writable", "*xjopen*"),
    _linux("a folder without sticky bit", "mkdir /opt/xjdrop; chmod 0777 /opt/xjdrop", "file_world_writable", "*xjdrop*"),
    _linux("a file of nobody", "touch /opt/xjlost; chown 54321:54321 /opt/xjlost", "file_world_writable", "*xjlost*"),
    _linux("/tmp without options", ":", "file_mount_options", "*/tmp*"),
    _linux("nothing watches files", ":", "integrity_fim"),
    _linux("a changed program", "printf x >>/usr/bin/passwd", "integrity_pkg_verify", "*passwd*"),
    _linux("nothing against malware", ":", "malware_av"),
    _linux(
        "a library in every program",
        "echo /lib/x86_64-linux-gnu/libm.so.6 >/etc/ld.so.preload",
        "intrusion_cron_startup_diff",
        "*preload*",
    ),
    _linux(
        "a source of packages without signature",
        "echo 'deb [trusted=yes] http://mirror.example/debian bookworm main' >/etc/apt/sources.list.d/xj.list",
        "repo_gpg",
        "*xj.list*",
    ),
    _linux(
        "a boot loader without password",
        "mkdir -p /boot/grub; printf 'menuentry x {\n}\n' >/boot/grub/grub.cfg",
        "boot_grub_password",
    ),
    _linux(
        "a certificate that has expired",
        "cp expired.pem /etc/ssl/certs/xj-old.pem; mkdir -p /etc/nginx/conf.d; "
        "echo 'ssl_certificate /etc/ssl/certs/xj-old.pem;' >/etc/nginx/conf.d/xj.conf",
        "cert_expiry",
        "*xj-old*",
    ),
)


def _postgres(name: str, weaken: str, check: str, subject: str = "*") -> Seed:
    return Seed(name, weaken, f"security.postgres.{check}", subject, "pg")


def _mysql(name: str, weaken: str, check: str, subject: str = "*") -> Seed:
    return Seed(name, weaken, f"security.mysql.{check}", subject, "my")


DATABASES: Final = (
    _postgres("trust over the network", 'pg_hba "host all all 127.0.0.1/32 trust"', "hba_trust"),
    _postgres("the whole world may try", 'pg_hba "host all all 0.0.0.0/0 scram-sha-256"', "hba_wide"),
    _postgres("passwords in clear", 'pg_hba "host all all 10.0.0.0/8 password"', "hba_trust"),
    _postgres("no TLS", 'sql "alter system set ssl = off"', "ssl"),
    _postgres("a superuser too many", 'sql "create role xjsuper superuser login"', "superusers", "*xjsuper*"),
    _postgres("passwords as MD5", "sql \"alter system set password_encryption = 'md5'\"", "password_hash"),
    _postgres("everybody creates in public", 'sql "grant create on schema public to public"', "public_schema"),
    _postgres("no log of its own", 'sql "alter system set logging_collector = off"', "logging"),
    _postgres("connections are not logged", 'sql "alter system set log_connections = off"', "log_connections"),
    _postgres("a log without names", "sql \"alter system set log_line_prefix = '%p '\"", "log_line_prefix"),
    _postgres("no audit of statements", ":", "pgaudit"),
    _mysql("an anonymous account", ":", "empty_or_anonymous"),
    _mysql("root from everywhere", "my \"create user 'root'@'%' identified by 'x'\"", "empty_or_anonymous", "*root@%*"),
    _mysql("an empty password", "my \"create user 'xj'@'%'\"", "empty_or_anonymous", "*xj@*"),
    _mysql("passwords of any kind", ":", "validate_password"),
    _mysql("guess as fast as you can", ":", "connection_control"),
    _mysql("no TLS", ":", "tls_required"),
    _mysql("files of the client", 'my "set global local_infile = on"', "local_infile"),
)
SEEDS: Final = (*SSH, *ACCOUNTS, *HOST, *DATABASES)
