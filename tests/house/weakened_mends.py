"""How the weakened root is hardened: by the commands of our own cards as they are typed, with what a card leaves to choose.

A card's words in ``<...>`` are filled in here; what it tells in prose alone (a rule of pg_hba.conf to be changed) stands
here as a command beside it. Everything else comes from the card, so that a wrong card is found.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.security import CARDS
from checks.security.shape import Card

_OTHER_SYSTEM: Final = re.compile(
    r"(dnf|authselect|firewall-cmd|grub2|rpm) |cat /run/reboot-required|yum (?!.*\|\|)|.*#\s+RHEL(?!.*Debian)"
)
_OPEN: Final = re.compile(r"<[a-zA-Z][a-zA-Z ./_-]*>")
LOG_SERVER: Final = "10.99.0.9"
LOG_PORT: Final = 6514


class CardError(Exception):
    """A card's command has a word to be filled in for which nothing was chosen."""


@dataclass(frozen=True, slots=True)
class Mend:
    """How one check's weaknesses are mended. ``fills``: the card is followed once for each.

    ``before`` and ``after`` are what the card tells in prose; ``skip``, globs, are commands of a choice not taken.
    """

    check: str
    fills: tuple[Mapping[str, str], ...] = ({},)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


def _accounts(*names: str) -> tuple[Mapping[str, str], ...]:
    return tuple({"<account>": name} for name in names)


def _linux(check: str, *fills: Mapping[str, str], skip: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Mend:
    return Mend(f"security.linux.{check}", fills or ({},), (), after, skip)


def _postgres(check: str, *fills: Mapping[str, str], skip: tuple[str, ...] = (), before: tuple[str, ...] = ()) -> Mend:
    return Mend(f"security.postgres.{check}", fills or ({},), before, (), skip)


def _mysql(check: str, *fills: Mapping[str, str], before: tuple[str, ...] = ()) -> Mend:
    return Mend(f"security.mysql.{check}", fills or ({},), before, (), ("*# MySQL*",))


_HBA: Final = "/etc/xj-pg_hba.conf"
"""A link to the file of the root's own server."""
_RULE: Final = {"<pg_hba.conf>": _HBA}
_PEM: Final = (
    "openssl req -new -x509 -days 90 -nodes -subj /CN=db.example -keyout /var/lib/postgresql/xj.key "
    "-out /var/lib/postgresql/xj.crt && chown postgres: /var/lib/postgresql/xj.*"
)
_WATCHED: Final = (
    "printf '%s\\n' 'database_in=file:/var/lib/aide/aide.db' 'database_out=file:/var/lib/aide/aide.db.new' "
    "'/etc/ssh sha256+p' >/etc/xj-aide.conf"
)
"""A folder to be watched: the whole root takes minutes to read."""
_MY: Final = {"<folder>": "/etc/xj-my.d", "<service>": "mariadb"}
"""Where the root's own server reads its configuration, and as what it is started anew."""
_MY_PEM: Final = (
    "openssl req -new -x509 -days 90 -nodes -subj /CN=db.example -keyout /etc/xj-mysql.key -out /etc/xj-mysql.crt "
    "&& chown mysql: /etc/xj-mysql.*"
)


def _strangers(*accounts: str) -> tuple[Mapping[str, str], ...]:
    """Accounts that nobody uses, as user@host; where one may come from, nobody comes without a name either."""
    named = (one.partition("@") for one in accounts)
    return tuple(
        {"<account>": user, "<host>": host, "<anonymous host>": host, "<management network>": "10.99.0.%"}
        for user, _at, host in named
    )


MENDS: Final = (
    _linux("repo_gpg", skip=("*yum.repos.d*",)),
    _linux("ssh_permit_root_login"),
    _linux("ssh_permit_empty_passwords"),
    _linux("ssh_max_auth_tries"),
    _linux("ssh_login_grace_time"),
    _linux("ssh_weak_crypto"),
    _linux("ssh_log_level"),
    _linux("ssh_idle_timeout"),
    _linux("ssh_hostbased_rhosts", {"<file>": "/root/.rhosts"}, {"<file>": "/etc/hosts.equiv"}),
    _linux(
        "ssh_host_keys",
        after=(
            "mv /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key.old",
            "ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key",
        ),
    ),
    _linux("login_mfa"),
    _linux("login_banner"),
    _linux("sudo_nopasswd", {"<file>": "/etc/sudoers.d/xjfree"}),
    _linux("sudo_log_pty"),
    _linux("su_restricted"),
    _linux("account_empty_password", *_accounts("xjempty")),
    _linux("account_uid0", {"<account>": "xjtoor", "<free number>": "7801"}),
    _linux(
        "account_duplicate_uid",
        {"<number>": "7001", "<free number>": "7702", "<account>": "xjtwo", "<files that are its own>": ""},
        skip=("chown -h *",),
        after=("groupmod -g 7702 xjg2",),
    ),
    _linux("account_system_shell", *_accounts("games")),
    _linux("account_dormant", *_accounts("xjold")),
    _linux("password_hash", *_accounts("xjmd5"), after=("echo 'xjmd5:Sunny-Valley-29' | chpasswd",)),
    _linux("password_max_age", *_accounts("games", "xjold", "xjmd5", "xjever")),
    _linux("password_length_complexity"),
    _linux("password_history"),
    _linux("login_lockout"),
    _linux("login_tmout"),
    _linux("file_umask"),
    _linux("log_rsyslog"),
    _linux("log_remote", {"<log server>": LOG_SERVER, 'port="514"': f'port="{LOG_PORT}"'}),
    _linux("net_high_risk_port", {"<service>": "redis", "<port>": "6379"}, skip=("ufw *", "iptables *")),
    _linux("net_cleartext_service"),
    _linux("fw_enabled", {"<management network>": "10.99.0.0/24"}, skip=("* | at now *",)),
    _linux("ssh_access_limited", {"<management network>": "10.99.0.0/24"}),
    _linux("kernel_sysctl_net"),
    _linux("kernel_aslr"),
    _linux("kernel_core_dump"),
    _linux("file_critical_perms", {"<file>": "/etc/sudoers.d/xjfree"}),
    _linux("file_suid_baseline", {"<file>": "/usr/local/bin/xjsh"}),
    _linux(
        "file_world_writable",
        {"<group>": "root", "<path>": "/opt/xjopen", "<folder>": "/opt/xjdrop", "<account>": "root"},
        {"<group>": "root", "<path>": "/opt/xjlost", "<folder>": "/opt/xjdrop", "<account>": "root"},
    ),
    _linux("integrity_pkg_verify", {"<file>": "/usr/bin/passwd", "<package>": "passwd"}),
    Mend(
        "security.linux.integrity_fim",
        ({"--config $conf": "--config /etc/xj-aide.conf"},),
        before=(_WATCHED,),
    ),
    _linux(
        "cert_expiry",
        {"<file>": "/etc/ssl/certs/xj-old.pem"},
        skip=("nginx *",),
        after=(
            "openssl req -new -x509 -days 90 -nodes -subj /CN=www.example -keyout xj.key -out /etc/ssl/certs/xj-old.pem",
        ),
    ),
    _linux("malware_av", skip=("freshclam*",)),
    _linux(
        "intrusion_cron_startup_diff",
        {"<file>": "/etc/ld.so.preload", "<library>": "/lib/x86_64-linux-gnu/libm.so.6"},
        skip=("xunjian *",),
    ),
    _postgres("hba_trust", _RULE, before=(f"sed -i 's/ \\(trust\\|password\\)$/ scram-sha-256/' $(readlink -f {_HBA})",)),
    _postgres("hba_wide", _RULE, before=(f"sed -i '\\|0.0.0.0/0|d' $(readlink -f {_HBA})",)),
    _postgres(
        "ssl", {"<server.crt>": "/var/lib/postgresql/xj.crt", "<server.key>": "/var/lib/postgresql/xj.key"}, before=(_PEM,)
    ),
    _postgres("superusers", {"<account>": "xjsuper"}),
    _postgres("password_hash", {"<account>": "postgres"}, skip=("*\\password*",)),
    _postgres(
        "public_schema",
        {"<database>": "postgres", "<account>": "postgres"},
        {"<database>": "template1", "<account>": "postgres"},
    ),
    _postgres("logging"),
    _postgres("log_connections"),
    _postgres("log_line_prefix"),
    _postgres("pgaudit", {"<major>": "15", "'<what stands there>', ": "", "<database>": "postgres"}),
    _mysql("empty_or_anonymous", *_strangers("xj@%", "root@127.0.0.1", "root@::1", "root@$(hostname)", "nobody@localhost")),
    _mysql("validate_password"),
    _mysql("connection_control", _MY),
    _mysql(
        "tls_required",
        _MY | {"<server.crt>": "/etc/xj-mysql.crt", "<server.key>": "/etc/xj-mysql.key", "<account>": "xj", "<host>": "%"},
        before=(_MY_PEM,),
    ),
    _mysql("local_infile", _MY),
    _linux("file_mount_options"),
)
"""In the order in which they are done: sources first, for packages come from them; the mounts last."""
NOT_HERE: Final = {
    "security.linux.audit_auditd": "the kernel's audit is the machine's: no namespace has one of its own",
    "security.linux.boot_grub_password": "update-grub looks for the disk that the root lies on, and an overlay has none",
}
"""What cannot be mended in such a root, and why."""
PACKAGES: Final = (
    "ufw",
    "rsyslog",
    "clamav-daemon",
    "clamav-freshclam",
    "libpam-pwquality",
    "libpam-oath",
    "postgresql-15-pgaudit",
    "aide",
    "aide-common",
)
"""What the cards install; fetched before, for the root has no way out."""


def commands(mend: Mend, card: Card, fill: Mapping[str, str]) -> str:
    """What is typed for one weakness, as a script. Raises CardError for a word that is left open."""
    typed = [one for one in card.commands if not _OTHER_SYSTEM.match(one)]
    chosen = [_filled(one, fill) for one in typed if not any(fnmatchcase(one, glob) for glob in mend.skip)]
    for one in chosen:
        if (left := _OPEN.search(re.sub(r"\s#.*", "", one))) is not None:
            raise CardError(f"{mend.check}: {left[0]} in: {one}")
    return "\n".join((*mend.before, *chosen, *mend.after))


def _filled(command: str, fill: Mapping[str, str]) -> str:
    for word, value in fill.items():
        command = command.replace(word, value)
    return command


def scripts() -> Iterator[tuple[str, str]]:
    """Each check with what is typed for it; a check that is to be mended more than once comes more than once."""
    for mend in MENDS:
        for fill in mend.fills:
            yield mend.check, commands(mend, CARDS[mend.check], fill)
