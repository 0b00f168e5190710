"""A site in which secrets of every kind are planted, and all that its inspection leaves.

artefacts()      by name, as text: what was printed, the store, evidence, documents with what is packed in them
"""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import psycopg2
import pytest
import zstandard

from agent.store.open import open_store
from agent.store.packing import written
from collectors.evidence import decode
from tests.peers import mariadb, snmpd, sshd
from tests.peers.cli_devices import HOST, Device, device
from tests.peers.postgres import PostgresServer, append, postgres
from tests.planted_beyond import KINDS, OWN
from tests.program import Done, configuration, folder_until_the_end, xunjian

OVERLAID = ("/etc", "/root", "/var/log", "/var/spool", "/var/lib/snmp", "/boot")
READY = "ready"
_MOUNTS = """\
set -eu
mount -t tmpfs overlay {place}
n=0
for one in {overlaid}; do
  [ -d $one ] || continue
  n=$((n + 1)); mkdir -p {place}/$n.u {place}/$n.w
  mount -t overlay overlay -o lowerdir=$one,upperdir={place}/$n.u,workdir={place}/$n.w $one
done
{python} {place}.py
echo {ready}
exec sleep 600
"""
_PLANT = """\
from pathlib import Path
for name, line in {lines!r}:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(line + "\\n")
"""
_IDLE = "import time; time.sleep(600)"
COMWARE = "H3C Comware Software, Version 7.1.070, Release 6555P01\nH3C S5560X-30C-EI uptime is 3 weeks\n"
_PORT = "interface GigabitEthernet1/0/1\n shutdown\n"
_VRP = f"#\nsysname XJ-VRP\n#\n{{}}\n#\naaa\n#\n{_PORT}#\nuser-interface vty 0 4\n#\nreturn\n"
_COMWARE = f"#\n version 7.1.070, Release 6555P01\n#\n sysname XJ-COMWARE\n#\n{{}}\n#\n{_PORT}#\nline vty 0 63\n#\nreturn\n"
_IOS = f"!\nversion 15.2\nno service pad\n!\nhostname XJ-IOS\n!\n{{}}\n!\n{_PORT}!\nline vty 0 4\n!\nend\n"
SHOWN = {
    "vrp": ("display current-configuration", _VRP),
    "comware": ("display current-configuration", _COMWARE),
    "ios": ("show running-config", _IOS),
}


def of(*places: str) -> list[tuple[str, str]]:
    return [each for one in KINDS for each in one.lines(*places)]


def own(name: str) -> str:
    return next(one.secret for one in OWN if one.name == f"own {name}")


@contextmanager
def planted_root(folder: Path) -> Iterator[int]:
    """A namespace of mounts in which the files stand; gives the process that holds it."""
    place = folder / "overlay"
    place.mkdir()
    files = [(path, line) for path, line in of() if path.startswith("/")]
    Path(f"{place}.py").write_text(_PLANT.format(lines=files))
    words = _MOUNTS.format(place=place, overlaid=" ".join(OVERLAID), python=sys.executable, ready=READY)
    keeper = subprocess.Popen(["unshare", "--mount", "sh", "-c", words], stdout=subprocess.PIPE, text=True)
    try:
        assert keeper.stdout is not None
        assert keeper.stdout.readline().strip() == READY
        yield keeper.pid
    finally:
        keeper.kill()
        keeper.communicate()


@contextmanager
def processes() -> Iterator[None]:
    """Programs that were started with a secret on their command line, and in their environment."""
    environ = dict(line.split("=", 1) for _place, line in of("environment"))
    running = [
        subprocess.Popen([words.split()[0], "-c", _IDLE, *words.split()[1:]], executable=sys.executable, env=environ)
        for _place, words in of("args")
    ]
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.wait()


def database(server: PostgresServer) -> None:
    append(server.data / "pg_hba.conf", "".join(f"{line}\n" for _place, line in of("pg_hba")))
    server.sql(
        *(line for _place, line in of("postgres")), f"create role xj login superuser password '{own('postgres password')}'"
    )
    server.sql("select pg_reload_conf()")
    for _place, line in of("postgres failing"):
        with pytest.raises(psycopg2.Error):
            server.sql(line)  # which the server writes into its log


def devices(stack: ExitStack, folder: Path) -> list[dict[str, object]]:
    """A device of each kind, with every line in its configuration."""
    made: list[dict[str, object]] = []
    known = ""
    for kind, (command, form) in SHOWN.items():
        shown = form.format("\n".join(line for _place, line in of(kind)))
        saved = {command: shown, command.replace("current", "saved").replace("running", "startup"): shown}
        more = {"display version": COMWARE} if kind == "comware" else {}
        enable = own("enable") if kind == "ios" else ""
        one = stack.enter_context(
            device(Device(kind.replace("comware", "vrp"), {**saved, **more}, password=own("cli password"), enable=enable))
        )
        known += Path(one.known_hosts(folder)).read_text()
        access = {"ssh": {"credential": "cli", "port": one.port}}
        made.append({"id": kind, "kind": "network", "address": HOST, "access": access})
    (folder / "known_hosts").write_text(known)
    return made


def key_of(folder: Path) -> str:
    """The peers' sealed key, under a passphrase of ours."""
    path = folder / "key"
    shutil.copy(sshd.keys() / "sealed", path)
    path.chmod(0o600)
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "xunjian", "-N", own("key passphrase"), "-f", path], check=True)
    return str(path)


def site(stack: ExitStack, folder: Path) -> dict[str, str]:
    """Start everything and write the configuration; gives the environment that holds our own secrets."""
    keeper = stack.enter_context(planted_root(folder))
    stack.enter_context(processes())
    host = stack.enter_context(sshd.sshd(command=f"/usr/bin/nsenter -t {keeper} -m -- /bin/sh -s"))
    entries = devices(stack, folder)
    with (folder / "known_hosts").open("a") as known:
        known.write(Path(host.known_hosts).read_text())
    agent = stack.enter_context(
        snmpd.snmpd(
            f"rocommunity {own('community')} 127.0.0.1",
            f"createUser xj SHA {own('auth')} AES {own('priv')}",
            "rouser xj priv",
        )
    )
    server = stack.enter_context(postgres(settings={"log_statement": "'all'"}))
    database(server)
    other = stack.enter_context(mariadb.mariadb("--log-bin"))
    other.sql(*(line for _place, line in of("mysql")))
    other.sql(f"create user xj@'%' identified by '{own('mysql password')}'", "grant all on *.* to xj@'%'")
    secrets = {one.name.removeprefix("own ").upper().replace(" ", "_"): one.secret for one in OWN}
    by = {name: f"${{env:{name}}}" for name in secrets}
    configuration(
        folder,
        [
            {"id": "here", "kind": "linux", "address": HOST, "access": {"ssh": {"credential": "ops", "port": host.port}}},
            *entries,
            {"id": "v2", "kind": "network", "address": HOST, "access": {"snmp": {"credential": "v2", "port": agent.port}}},
            {"id": "v3", "kind": "network", "address": HOST, "access": {"snmp": {"credential": "v3", "port": agent.port}}},
            {
                "id": "pg",
                "kind": "postgres",
                "address": f"{HOST}/postgres",
                "access": {"sql": {"credential": "pg", "port": server.port}},
            },
            {"id": "my", "kind": "mysql", "address": HOST, "access": {"sql": {"credential": "my", "port": other.port}}},
        ],
        site={"known_hosts": str(folder / "known_hosts"), "customer": "演示", "profile": "dengbao-l3"},
        credentials={
            "ops": {
                "user": host.user,
                "private_key": key_of(folder),
                "passphrase": by["KEY_PASSPHRASE"],
                "use_agent": False,
            },
            "cli": {"user": "inspect", "password": by["CLI_PASSWORD"], "enable": by["ENABLE"], "use_agent": False},
            "v2": {"community": by["COMMUNITY"]},
            "v3": {
                "snmp_user": "xj",
                "auth": by["AUTH"],
                "priv": by["PRIV"],
                "auth_protocol": "sha",
                "priv_protocol": "aes",
            },
            "pg": {"user": "xj", "password": by["POSTGRES_PASSWORD"]},
            "my": {"user": "xj", "password": by["MYSQL_PASSWORD"]},
        },
    )
    return secrets


STORED = ("--store", "s.db")
LATER = (
    ("report", "quarterly", "--out", "quarterly", *STORED),
    ("report", "security", "--out", "security", *STORED),
    ("report", "hardening", "--out", "hardening", *STORED),
    ("report", "approval", "--out", "approval", "--form", "docx", "--form", "xlsx"),
    ("history", "here", "--all", "--output", "csv", *STORED),
    ("history", "pg", "--all", "--output", "json", *STORED),
    ("history", "vrp", "--all", *STORED),
    ("plan", "--output", "json"),
    ("kit", "--target", "here", "--out", "kit.sh"),
    ("targets", "export", "targets.csv"),
)


def artefacts() -> Mapping[str, str]:
    """All that two runs, every document and every list left: by name, as text."""
    folder = folder_until_the_end("planted")
    with ExitStack() as stack:
        secrets = site(stack, folder)

        def run(words: Sequence[str]) -> Done:
            return xunjian(*words, folder=folder, env=secrets)

        inspecting = [("run", *more, "--output", "json", "-v", *STORED) for more in ((), ("--security",))]
        said = {words: run(words) for words in inspecting}
        with ThreadPoolExecutor(3) as pool:
            said |= zip(LATER, pool.map(run, LATER), strict=True)
        found = said[inspecting[0]].findings()[0]["id"]
        for words in (("why", found, "--full", *STORED), ("evidence", "export", found, "exported", "--plain", *STORED)):
            said[words] = run(words)
    told = {f"what {' '.join(words)} printed": done.out + done.err for words, done in said.items()}
    return told | dict(stored(folder / "s.db")) | dict(files(folder))


def stored(path: Path) -> Iterator[tuple[str, str]]:
    """The store: every column of every table, what is packed in it unpacked."""
    with closing(sqlite3.connect(path)) as opened:
        for (table,) in opened.execute("select name from sqlite_master where type = 'table'").fetchall():
            for number, row in enumerate(opened.execute(f"select * from {table}")):
                yield f"{table} {number}", " ".join(_text(one) for one in row)
    with open_store(path) as store:
        for heading in store.inspections():
            for result in store.load(heading.id).targets:
                yield f"result of {result.target}", written(result).decode()
                for asked in result.asked:
                    if asked.evidence:
                        replies = decode(store.evidence(asked.evidence))
                        body = b"\n".join(part for one in replies for part in (one.item, one.earlier, one.out, one.err))
                        yield f"evidence {asked.id} of {result.target}", body.decode("utf-8", "replace")


def _text(value: object) -> str:
    if isinstance(value, bytes):
        try:
            value = zstandard.ZstdDecompressor().decompress(value)
        except zstandard.ZstdError:
            return value.decode("latin-1") if isinstance(value, bytes) else ""
        return value.decode("utf-8", "replace")
    return str(value)


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file that is ours: beside the store, and each document with what is packed in it."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name in {"key", "overlay.py"}:
            continue
        name = str(path.relative_to(folder))
        yield name, path.read_bytes().decode("latin-1")
        if is_zipfile(path):
            with ZipFile(path) as packed:
                yield f"{name} unpacked", " ".join(packed.read(one).decode("utf-8", "replace") for one in packed.namelist())
        elif path.suffix == ".pdf":
            yield (
                f"{name} as text",
                subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout,
            )
