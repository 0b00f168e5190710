"""Secrets of many kinds, and where each stands in the world that is inspected: files, processes, devices, databases.

Every secret is made here, of the name of its kind; none opens anything.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha512
from typing import Final

SIGNS: Final = string.ascii_letters + string.digits
_LOG: Final = "Nov 20 03:04:05 host "


@dataclass(frozen=True, slots=True)
class Planted:
    """One kind: ``places`` are paths and the lines that stand there, ``{}`` in place of the secret.

    A place is a file of a Linux root, ``args``, ``environment``, a device's kind (vrp, ios, comware), or a database.
    """

    name: str
    places: tuple[tuple[str, str], ...]
    length: int = 20
    signs: str = SIGNS

    @property
    def secret(self) -> str:
        """The same each time, and of no other kind."""
        stream = sha512(self.name.encode()).digest() + sha512(self.name.encode() + b"2").digest()
        return "".join(self.signs[one % len(self.signs)] for one in stream)[: self.length]

    def lines(self, *places: str) -> Iterator[tuple[str, str]]:
        """The lines of these places (all without any), with the secret in them."""
        for place, line in self.places:
            if not places or place in places:
                yield place, line.replace("{}", self.secret)


def planted(name: str, *places: str, length: int = 20, signs: str = SIGNS) -> Planted:
    """``places`` alternate: where, and what stands there."""
    return Planted(name, tuple(zip(places[::2], places[1::2], strict=True)), length, signs)


def _shadow(name: str, before: str, length: int) -> Planted:
    account = "xj" + "".join(one for one in name if one.isalnum())
    return planted(name, "/etc/shadow", f"{account}:{before}@:19000:0:99999:7:::", length=length)


HASHES: Final = (
    _shadow("crypt des", "", 13),
    _shadow("crypt md5", "$1$saltsalt$", 22),
    _shadow("crypt bcrypt", "$2b$12$", 53),
    _shadow("crypt sha1", "$sha1$40000$saltsalt$", 28),
    _shadow("crypt sha256", "$5$saltsalt$", 43),
    _shadow("crypt sha512", "$6$saltsalt$", 86),
    _shadow("crypt yescrypt", "$y$j9T$saltsaltsaltsaltsalt.0$", 43),
    _shadow("crypt gost", "$gy$j9T$saltsaltsaltsaltsalt.0$", 43),
    _shadow("crypt scrypt", "$7$CU..../....saltsaltsalt$", 43),
    planted("crypt of a group", "/etc/gshadow", "xjgroup:$6$saltsalt${}::", length=86),
    planted("old passwords", "/etc/security/opasswd", "root:0:1:$6$saltsalt${}", length=86),
    planted(
        "grub pbkdf2",
        "/etc/grub.d/40_custom",
        "password_pbkdf2 root grub.pbkdf2.sha512.10000.00.{}",
        "/boot/grub/grub.cfg",
        "password_pbkdf2 root grub.pbkdf2.sha512.10000.00.{}",
    ),
    planted("htpasswd", "/etc/nginx/.htpasswd", "admin:$apr1$saltsalt${}"),
)
SNMP: Final = (
    planted("snmp community v1", "/etc/snmp/snmpd.conf", "rocommunity {} 10.0.0.0/8"),
    planted(
        "snmp community v2c", "/etc/snmp/snmpd.conf", "com2sec world default {}", "vrp", "snmp-agent community write {}"
    ),
    planted(
        "snmp v3 auth",
        "/etc/snmp/snmpd.conf",
        "createUser watcher SHA {} AES other-words-1",
        "vrp",
        "snmp-agent usm-user v3 wang group g1 authentication-mode md5 {} privacy-mode aes128 x",
    ),
    planted("snmp v3 priv", "/var/lib/snmp/snmpd.conf", "createUser second SHA x AES {}"),
    planted(
        "snmp trap community",
        "/etc/snmp/snmpd.conf",
        "trap2sink 10.0.0.8 {}",
        "ios",
        "snmp-server host 10.0.0.8 version 2c {}",
    ),
)
KEYS: Final = (
    planted(
        "pem private key",
        "/etc/ssl/private/web.key",
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
        "/etc/nginx/web.pem",
        "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----",
        length=64,
    ),
    planted(
        "openssh private key",
        "/root/.ssh/id_ed25519",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----",
        length=64,
    ),
    planted(
        "authorized_keys option",
        "/root/.ssh/authorized_keys",
        'environment="TOKEN={}",command="/opt/b --password={}" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPlantedPlanted x',
    ),
    planted("luks keyfile", "/etc/luks.key", "{}", "/etc/crypttab", "data UUID=1 none luks,password={}"),
    planted("kerberos keytab", "/etc/krb5.keytab", "\x05\x02{}"),
    planted("corosync key", "/etc/corosync/authkey", "{}"),
    planted("wireguard key", "/etc/wireguard/wg0.conf", "PrivateKey = {}"),
    planted("chrony key", "/etc/chrony/chrony.keys", "1 SHA256 ASCII:{}", "/etc/ntp.keys", "1 M {}"),
)
FILES: Final = (
    planted("pgpass", "/root/.pgpass", "*:*:*:postgres:{}"),
    planted(
        "my.cnf password", "/etc/mysql/conf.d/xj.cnf", "[client]\npassword={}", "/root/.my.cnf", "[client]\npassword={}"
    ),
    planted(
        "radius key",
        "/etc/pam_radius_auth.conf",
        "10.0.0.8 {} 3",
        "/etc/pam.d/sshd",
        "auth optional pam_radius_auth.so client_id=x secret={}",
        "vrp",
        "radius-server shared-key cipher {}",
        "ios",
        "radius server r1\n key 7 {}",
    ),
    planted(
        "tacacs key",
        "/etc/pam.d/sshd",
        "auth optional pam_tacplus.so server=10.0.0.8 secret={}",
        "ios",
        "tacacs-server host 10.0.0.8 key {}",
        "vrp",
        "hwtacacs-server shared-key {}",
    ),
    planted("pam passwd", "/etc/pam.d/su", "auth optional pam_mysql.so user=pam passwd={} db=x"),
    planted(
        "ipsec psk",
        "/etc/ipsec.secrets",
        '10.0.0.1 10.0.0.2 : PSK "{}"',
        "vrp",
        " pre-shared-key cipher {}",
        "ios",
        "crypto isakmp key {} address 10.0.0.9",
    ),
    planted(
        "wifi psk",
        "/etc/wpa_supplicant/wpa_supplicant.conf",
        'network={\n psk="{}"\n}',
        "/etc/NetworkManager/system-connections/x.nmconnection",
        "[wifi-security]\npsk={}",
    ),
    planted("cifs password", "/etc/fstab", "//files/x /nowhere cifs noauto,username=x,password={} 0 0"),
    planted(
        "aws keys",
        "/root/.aws/credentials",
        "[default]\naws_secret_access_key = {}",
        "/etc/cron.d/xj",
        "1 2 * * * root AWS_SECRET_ACCESS_KEY={} aws s3 sync /a s3://b",
    ),
    planted("kubernetes secret", "/etc/kubernetes/admin.conf", "users:\n- user:\n    token: {}"),
    planted("docker auth", "/root/.docker/config.json", '{"auths": {"r.example": {"auth": "{}"}}}'),
    planted(
        "redis password",
        "/etc/redis/redis.conf",
        "requirepass {}\nmasterauth {}",
        "args",
        "redis-server *:6399 --requirepass {}",
    ),
    planted(
        "vrrp password",
        "/etc/keepalived/keepalived.conf",
        "vrrp_instance x {\n interface lo\n authentication {\n auth_type PASS\n auth_pass {}\n }\n}",
    ),
    planted(
        "ldap bind password", "/etc/nslcd.conf", "bindpw {}", "/etc/sssd/sssd.conf", "[domain/x]\nldap_default_authtok = {}"
    ),
    planted("tomcat user", "/etc/tomcat9/tomcat-users.xml", '<user username="x" password="{}" roles="manager-gui"/>'),
    planted(
        "log forwarding",
        "/etc/rsyslog.d/xj.conf",
        'action(type="ommysql" server="10.0.0.8" db="x" uid="y" pwd="{}")\n*.* :ommysql:10.0.0.8,syslog,writer,{}',
    ),
    planted(
        "backup tool",
        "/etc/bareos/bareos-dir.conf",
        'Director {\n Password = "{}"\n}',
        "/root/.config/rclone/rclone.conf",
        "pass = {}",
    ),
)
LINES: Final = (
    planted(
        "url of a package source",
        "/etc/apt/sources.list.d/xj.list",
        "deb https://user:{}@packages.example/debian x main",
        "/etc/yum.repos.d/xj.repo",
        "[x]\nbaseurl=https://user:{}@packages.example/x\npassword={}",
    ),
    planted(
        "url of a proxy",
        "/etc/environment",
        "http_proxy=http://user:{}@proxy.example:3128",
        "/etc/apt/apt.conf.d/99xj",
        'Acquire::http::Proxy::proxy.example "http://user:{}@proxy.example:3128";',
    ),
    planted(
        "exported in a profile",
        "/etc/profile.d/xj.sh",
        "export PGPASSWORD={} TMOUT=600",
        "/root/.bashrc",
        "export API_KEY={}",
    ),
    planted(
        "bearer token of a unit",
        "/etc/systemd/system/xj.service",
        "[Unit]\nDescription=x\n[Service]\nExecStart=/bin/sleep 9 -H 'Authorization: Bearer {}'\n[Install]",
        "/etc/systemd/system/multi-user.target.wants/xj.service",
        "[Unit]\nDescription=x\n[Service]\nExecStart=/bin/sleep 9 -H 'Authorization: Bearer {}'",
    ),
    planted(
        "environment of a unit",
        "/etc/systemd/system/xk.service",
        "[Service]\nEnvironment=DB_PASSWORD={}\nExecStart=/bin/sleep 9 --token {}",
    ),
    planted(
        "password of a cron line",
        "/etc/cron.d/xj",
        "3 4 * * * root mysqldump -uroot -p{} all >/b/x.sql",
        "/etc/crontab",
        "4 5 * * * root curl -s https://u:{}@x.example/",
        "/var/spool/cron/crontabs/root",
        "5 6 * * * /opt/b -p {}",
    ),
    planted("comment of sudoers", "/etc/sudoers.d/xj", '# the password is {}\nDefaults env_keep += "TOKEN_{}"'),
    planted(
        "argument of a process", "args", "exporter --password={} --dsn=postgres://u:{}@db/x", "args", "mysqld_exporter -p{}"
    ),
    planted("java option", "args", "java -Xmx1g -Ddb.password={} -jar app.jar"),
    planted("environment of a process", "environment", "DB_PASSWORD={}"),
    planted("login banner", "/etc/issue.net", "Support login: service password: {}"),
    planted(
        "jwt",
        "args",
        "agent --jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{}",
        "/var/log/messages",
        _LOG + "app[9]: error: token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{} was refused",
    ),
    planted(
        "log line",
        "/var/log/messages",
        _LOG + "app[9]: ERROR connect failed user=x password={}",
        "/var/log/messages",
        _LOG + 'app[9]: error: {"user": "x", "password": "{}"}',
        "/var/log/messages",
        _LOG + "app[9]: error: cannot start: worker --password {} --now",
        "/var/log/messages",
        _LOG + "app[9]: error: environment was DB_PASSWORD={} API_KEY='{}'",
        "/var/log/nginx/error.log",
        '2026/11/20 03:04:05 [error] 9#9: *1 upstream failed, request: "GET /?token={} HTTP/1.1"',
    ),
    planted(
        "log line of sudo", "/var/log/messages", _LOG + "sudo:  root : TTY=pts/0 ; PWD=/ ; COMMAND=/bin/mysql -uroot -p{}"
    ),
    planted("url in a log line", "/var/log/messages", _LOG + "app[9]: FATAL postgres://u:{}@db/x: connection refused"),
    planted(
        "header in a log line",
        "/var/log/messages",
        _LOG + "app[9]: error: 401 for Authorization: Bearer {}",
        "/var/log/messages",
        _LOG + "app[9]: error: 401 for Authorization: Basic {}",
    ),
    planted(
        "password typed as a name",
        "/var/log/auth.log",
        _LOG + "sshd[9]: Failed password for invalid user {} from 10.0.0.9 port 4 ssh2",
    ),
)
ON_HOSTS: Final = (*HASHES, *SNMP, *KEYS, *FILES, *LINES)
