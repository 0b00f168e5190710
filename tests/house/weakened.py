"""The security check of a weakened root: an overlay of this machine's own, with its own sshd, PostgreSQL and MariaDB.

python -m tests.house.weakened [FOLDER]   keeps what was said in FOLDER

It is inspected as it was, weakened, and hardened by the cards of our own checks; beside it, where
it is installed, by Lynis.

Mounts, network and processes are of namespaces of their own; nothing of this machine is changed. Of the kernel's settings
that all namespaces share, a file is laid over what /proc shows.
"""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.house import lynis_page
from tests.house.weakened_mends import LOG_PORT, LOG_SERVER, NOT_HERE, scripts
from tests.house.weakened_mends import PACKAGES as INSTALLED
from tests.house.weakened_seeds import SEEDS, Seed
from tests.peers.functions import issue
from tests.program import PROGRAM

PROJECT: Final = Path(__file__).resolve().parents[2]
PROBLEMS: Final = frozenset({"notice", "warn", "critical"})
LEAST: Final = 60
SECONDS: Final = 900
PACKAGES: Final = ("nftables", "libnftables1", "libnftnl11", "libjansson4")
"""What the root has beside this machine's: the programs by which its settings are seen."""
_START: Final = """\
set -eu
mount -t tmpfs overlay {place}
mkdir -p {place}/upper {place}/work {place}/root
mount -t overlay overlay -o lowerdir=/,upperdir={place}/upper,workdir={place}/work {place}/root
mount --rbind /sys {place}/root/sys
mount -t tmpfs -o mode=755 dev {place}/root/dev
mkdir {place}/root/dev/shm; mount -t tmpfs shm {place}/root/dev/shm
for one in null zero full random urandom tty; do
  : >{place}/root/dev/$one; mount --bind /dev/$one {place}/root/dev/$one
done
for one in {prefix} {base} {project} {folder}; do
  mkdir -p {place}/root$one {place}/root/kept$one
  mount --bind $one {place}/root$one; mount --bind $one {place}/root/kept$one
done
mount -t proc proc {place}/root/proc
for one in kernel fs vm; do
  mount --bind {place}/root/proc/sys/$one {place}/root/proc/sys/$one
  mount -o remount,bind,ro {place}/root/proc/sys/$one
done
mkdir {place}/root/dev/pts; mount -t devpts -o newinstance,ptmxmode=666 pts {place}/root/dev/pts
ln -s pts/ptmx {place}/root/dev/ptmx; ln -s /proc/self/fd {place}/root/dev/fd
ln -s fd/0 {place}/root/dev/stdin; ln -s fd/1 {place}/root/dev/stdout
ip link set lo up; ip address add {server}/32 dev lo
exec chroot {place}/root sh {folder}/inside.sh
"""
_WORDS: Final = """\
set -u
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
cd {folder}
bin=$(pg_config --bindir)
listen() {{ nohup {python} -m http.server "$1" --bind 0.0.0.0 >/dev/null 2>&1 & echo $! >{folder}/listener.$1; }}
server() {{ nohup {python} -c 'import socket
with socket.create_server(("{server}", {port})) as one:
    kept = [one.accept() for _ in range(99)]' >/dev/null 2>&1 & }}
over() {{ echo "$2" >{folder}/over.$(basename "$1"); mount --bind {folder}/over.$(basename "$1") "$1"; }}
sql() {{ su postgres -c "psql -qAt -h {folder}/pg -p 5433 -c \\"$1\\""; }}
pg_ctl() {{
  su postgres -c "$bin/pg_ctl -D {folder}/pg/data -o '-k {folder}/pg -p 5433 -h 0.0.0.0' -l pg/log -w $1" >/dev/null
}}
pg_hba() {{ echo "$1" >>{folder}/pg/data/pg_hba.conf; }}
my_start() {{
  mariadbd --defaults-file=/etc/xj-my.cnf --user=mysql --datadir={folder}/my/d --socket={folder}/my/s --port=3307 \
    >>my/log 2>&1 &
  for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    mariadb --no-defaults -S {folder}/my/s -u root -e 'select 1' >/dev/null 2>&1 && break; sleep 0.5
  done
}}
my() {{ mariadb --no-defaults -S {folder}/my/s -u root -e "$1"; }}
start_servers() {{
  mkdir -p /run/sshd pg my && chown postgres pg && chown mysql my
  su postgres -c "$bin/initdb -D {folder}/pg/data -A scram-sha-256 --pwfile={folder}/pg.password >/dev/null"
  ln -s {folder}/pg/data/pg_hba.conf /etc/xj-pg_hba.conf
  chmod 600 {folder}/pg.password
  sed -i '1i local all postgres peer' pg/data/pg_hba.conf
  pg_ctl start
  mariadb-install-db --no-defaults --user=mysql --datadir={folder}/my/d --auth-root-authentication-method=normal >/dev/null
  mkdir /etc/xj-my.d
  echo '!includedir /etc/xj-my.d' >/etc/xj-my.cnf
  my_start
}}
spent() {{ to=$1; shift; bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >$0.out 2>$0.err' $to "$@" 2>$to.spent; }}
said() {{
  code=0
  spent $1 env -C {folder} HOME={folder} XUNJIAN_LANG=en {program} run --security --store {folder}/$1.db \
    --output json -q || code=$?
  mv $1.out $1.json; echo $code >$1.code
}}
beside() {{
  command -v lynis >/dev/null || return 0
  spent lynis.$1 lynis audit system --quick --quiet --no-colors --logfile {folder}/lynis.$1.log \
    --report-file {folder}/lynis.$1.report
}}
dpkg -i debs/*.deb >/dev/null
cp cards/*.deb /var/cache/apt/archives/
printf '%s\\n' 'APT::Get::Assume-Yes "true";' 'APT::Install-Recommends "false";' >/etc/apt/apt.conf.d/zz-answers
printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
start_servers
said before
{weaken}
pg_ctl restart
/usr/sbin/sshd 2>>sshd.err || :
sleep 1
said weak
beside weak
server
PATH={folder}/stand-in:$PATH bash {folder}/mend.sh >mended.txt 2>&1
for one in {prefix} {base} {project} {folder}; do
  mkdir -p $one; mount --bind /kept$one $one
done
cd {folder}
sleep 1
nft -s list ruleset >nft.hard
said hard
beside hard
"""
_SYSTEMCTL: Final = """\
#!/bin/sh
# Stands in for systemd, which no root without a machine of its own has: what the cards start, stop and read anew.
stopped() {{ kill $(cat {folder}/listener.$1); }}
for unit in "$@"; do
  case $unit in
    -*|enable|disable|start|restart|reload) ;;
    sshd|ssh) kill -HUP $(cat /run/sshd.pid) ;;
    postgresql) cd {folder}; su postgres -c "$(pg_config --bindir)/pg_ctl -D {folder}/pg/data -l pg/log -w restart \
      -o '-k {folder}/pg -p 5433 -h 0.0.0.0'" ;;
    mariadb) cd {folder}; mariadb --no-defaults -S my/s -u root -e shutdown
      for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -S my/s ] || break; sleep 0.5; done
      nohup mariadbd --defaults-file=/etc/xj-my.cnf --user=mysql --datadir={folder}/my/d --socket={folder}/my/s \
        --port=3307 >>my/log 2>&1 &
      sleep 3 ;;
    rsyslog) [ ! -s /run/rsyslogd.pid ] || kill $(cat /run/rsyslogd.pid); sleep 1
      sed -i /imklog/d /etc/rsyslog.conf; rsyslogd ;;
    clamav-daemon) mkdir -p /run/clamav; chown clamav /run/clamav
      echo 44d88612fea8a8f36de82e1278abb02f:68:Test >/var/lib/clamav/own.hdb; clamd ;;
    redis) stopped 6379 ;;
    telnet.socket) stopped 23 ;;
    vsftpd.service) stopped 21 ;;
    *) echo "no such unit: $unit" >&2; false ;;
  esac
done
"""
_PSQL: Final = """\
#!/bin/sh
exec runuser -u postgres -- {psql} -h {folder}/pg -p 5433 "$@"
"""
_MYSQL: Final = """\
#!/bin/sh
exec {mariadb} --no-defaults -S {folder}/my/s -u root "$@"
"""


class NotFoundError(Exception):
    """Too few of the weaknesses were found; the message names those that were not."""


@dataclass(frozen=True, slots=True)
class Found:
    """Of each seed, whether the check found it; ``unseen`` are those whose check could not tell."""

    found: tuple[Seed, ...]
    missed: tuple[Seed, ...]
    unseen: tuple[Seed, ...]


def prove() -> str:
    """Sow, inspect, mend, inspect again; say how many were found and are left. Raises NotFoundError."""
    with TemporaryDirectory(prefix="xunjian-weak-", dir="/var/tmp") as made:
        folder = Path(made)
        inspect(folder)
        one, left = compared(findings(folder / "weak.json")), left_over(folder)
        beside = _beside(folder, one, left)
    told = f"{len(one.found)} of {len(SEEDS)} weaknesses found, {len(left)} left after following our cards"
    if len(one.found) < LEAST or one.missed or left:
        names = "; ".join(seed.name for seed in (*one.missed, *one.unseen))
        raise NotFoundError(f"{told}; not found: {names}; left: {'; '.join(seed.name for seed in left)}")
    here = ", ".join(f"{check} ({why})" for check, why in NOT_HERE.items())
    return f"{told}; {beside}; not seen: {', '.join(seed.name for seed in one.unseen) or 'none'}; not mended here: {here}"


def _beside(folder: Path, one: Found, left: tuple[Seed, ...]) -> str:
    """What Lynis said of the same roots, into its page and in a word."""
    if not (folder / "lynis.hard.report").exists():
        return "Lynis is not installed"
    lynis_page.write_measured(lynis_page.measured_block(folder, SEEDS, one.found, left))
    ours, theirs = (lynis_page.spent(folder / name)[0] for name in ("weak.spent", "lynis.weak.spent"))
    found = lynis_page.told_by_lynis(folder / "lynis.weak.report", SEEDS)
    return f"Lynis found {len(found)}; CPU {ours:.1f} s, Lynis {theirs:.1f} s"


def left_over(folder: Path) -> tuple[Seed, ...]:
    """The seeds that were found and, hardened, are found still, or are no longer seen."""
    weak, said = findings(folder / "weak.json"), findings(folder / "hard.json")
    sown = tuple(seed for seed in compared(weak).found if seed.check not in NOT_HERE)
    seen = {one["check"] for some in said.values() for one in some if one["level"] == "ok"}
    blind = _unknown(said) - _unknown(weak)
    after = compared(said, sown)
    lost = (seed for seed in after.unseen if seed.check not in seen and any(check == seed.check for check, _at in blind))
    return (*after.found, *lost)


def _unknown(said: dict[str, list[dict[str, Any]]]) -> set[tuple[str, str]]:
    """What could not be seen: check and subject."""
    return {(one["check"], one["subject"]) for some in said.values() for one in some if one["level"] == "unknown"}


def inspect(folder: Path) -> None:
    """Make the root, weaken it, mend it, and keep what was said of it before, between and after in ``folder``."""
    folder.chmod(0o755)
    (folder / "overlay").mkdir()
    (folder / "expired.pem").write_bytes(issue("old.example", days=-30).pem)
    (folder / "debs").mkdir()
    subprocess.run(["apt-get", "-qq", "download", *PACKAGES], cwd=folder / "debs", check=True, capture_output=True)
    _fetch(folder / "cards")
    (folder / "pg.password").write_text("weak-root-only\n")
    (folder / "xunjian.yaml").write_text(_configuration(folder))
    names = {
        "place": folder / "overlay",
        "folder": folder,
        "prefix": sys.prefix,
        "base": sys.base_prefix,
        "project": PROJECT,
        "program": PROGRAM,
        "python": sys.executable,
        "server": LOG_SERVER,
        "port": LOG_PORT,
        "psql": shutil.which("psql"),
        "mariadb": shutil.which("mariadb"),
    }
    (folder / "stand-in").mkdir()
    for name, text in (("systemctl", _SYSTEMCTL), ("psql", _PSQL), ("mysql", _MYSQL)):
        (folder / "stand-in" / name).write_text(text.format(**names))
        (folder / "stand-in" / name).chmod(0o755)
    sown = "\n".join(f"( {seed.weaken} ) 2>>sown.err || echo {seed.name!r} >>not-sown" for seed in SEEDS)
    (folder / "inside.sh").write_text(_WORDS.format(**names, weaken=sown))
    (folder / "mend.sh").write_text(_mending())
    command = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--propagation", "private", "sh", "-c"]
    done = subprocess.run(
        [*command, _START.format(**names)], capture_output=True, text=True, check=False, timeout=SECONDS, env=os.environ
    )
    (folder / "said.txt").write_text(done.stdout + done.stderr)


def _fetch(folder: Path) -> None:
    """What the cards install, with what that needs, and the program that is changed, as its package has it."""
    (folder / "partial").mkdir(parents=True)
    get = ["apt-get", "-qq", "-y", "--download-only", "--no-install-recommends", "-o", f"Dir::Cache::archives={folder}"]
    subprocess.run([*get, "install", *INSTALLED], check=True, capture_output=True)
    subprocess.run([*get, "--reinstall", "install", "passwd"], check=True, capture_output=True)


def _mending() -> str:
    """Every card's commands, each in a shell of its own, with a line before it that says whose they are."""
    return "\n".join(
        f"echo '## {check}'\n( cd /root\n{typed}\n) </dev/null\necho '## exit' $?" for check, typed in scripts()
    )


def _configuration(folder: Path) -> str:
    return textwrap.dedent(f"""\
        site: {{customer: 演示, profile: dengbao-l3}}
        credentials:
          pg: {{user: postgres, password: "${{file:{folder}/pg.password}}"}}
          my: {{user: root}}
        targets:
          - {{id: here, kind: local}}
          - {{id: pg, kind: postgres, address: 127.0.0.1/postgres, access: {{sql: {{credential: pg, port: 5433}}}}}}
          - {{id: my, kind: mysql, address: {folder}/my/s, access: {{sql: {{credential: my}}}}}}
        """)


def findings(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What a run said, by target."""
    return {one["id"]: one["findings"] for one in json.loads(path.read_text())["targets"]}


def compared(said: dict[str, list[dict[str, Any]]], seeds: Sequence[Seed] = SEEDS) -> Found:
    """Hold what was said against what was sown."""
    found, missed, unseen = [], [], []
    for seed in seeds:
        own = [one for one in said.get(seed.target, ()) if one["check"] == seed.check]
        if any(one["level"] in PROBLEMS and _fits(one, seed.subject) for one in own):
            found.append(seed)
        elif not own or any(one["level"] == "unknown" for one in own):
            unseen.append(seed)
        else:
            missed.append(seed)
    return Found(tuple(found), tuple(missed), tuple(unseen))


def _fits(one: dict[str, Any], pattern: str) -> bool:
    return any(fnmatchcase(str(one.get(name) or ""), pattern) for name in ("subject", "summary", "observed", "quote"))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        inspect(Path(sys.argv[1]).resolve())
        told = compared(findings(Path(sys.argv[1]) / "weak.json"))
        for title, some in (("missed", told.missed), ("not seen", told.unseen), ("found", told.found)):
            print(title, len(some), *(f"\n  {seed.check}: {seed.name}" for seed in some))
        print("left", *(f"\n  {seed.check}: {seed.name}" for seed in left_over(Path(sys.argv[1]))))
    else:
        print(prove())
