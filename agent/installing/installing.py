"""Install the service: everything is looked at first, and only then is anything written."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE
from typing import Final

from agent.installing import host, releases
from agent.installing.trouble import InstallError
from agent.installing.unit import ENVIRONMENT_FILE, NAME, UNIT, USER, Wanted, sysusers, udev_rules, unit
from agent.installing.wanted import Needs, without_a_person
from config.credential_files import KEPT_IN
from config.text import Text, _

UNIT_FILE: Final = f"etc/systemd/system/{UNIT}"
UDEV_FILE: Final = f"etc/udev/rules.d/70-{NAME}.rules"
WRITTEN: Final = (UNIT_FILE, UDEV_FILE)
"""All that the installation writes outside the program's own folders, below the root."""
_DISKS: Final = "disk"


@dataclass(frozen=True, slots=True)
class Plan:
    """Files below the root, by path, and whether this machine's hardware is asked."""

    files: Mapping[str, str]
    has_hardware: bool


def program() -> tuple[str, ...]:
    """How the service starts this program: its command beside the interpreter, else the interpreter itself."""
    launcher = releases.launcher() or str(Path(sys.executable).parent / NAME)
    return (launcher,) if os.access(launcher, os.X_OK) else (sys.executable, "-I", "-m", NAME)


def planned(needs: Needs, config: Path, *, has_hardware: bool, has_processes: bool) -> Plan:
    """What would be written, for these needs."""
    groups = (_DISKS,) if has_hardware and host.has_group(_DISKS) else ()
    wanted = Wanted(
        program=program(),
        config=str(config),
        is_local=needs.is_local,
        has_hardware=has_hardware and needs.is_local,
        has_processes=has_processes and needs.is_local,
        credentials=needs.credentials,
        writes=needs.writes,
        memory_mib=needs.memory_mib,
        groups=groups if needs.is_local else (),
    )
    files = {UNIT_FILE: unit(wanted)}
    if wanted.has_hardware:
        files[UDEV_FILE] = udev_rules()
    return Plan(files, wanted.has_hardware)


def install(plan: Plan, needs: Needs, root: Path, *, starts: bool) -> None:
    """Write the files, make the account and start the service. Raises InstallError before anything is written."""
    host.refuse_where_it_cannot_be(root)
    is_here = root == Path("/")
    if is_here:
        refused = tuple(_refused(needs))
        if refused:
            raise InstallError(*_without_account(), *refused)
    for name, text in plan.files.items():
        _write(root / name, text)
    host.make_account(root, sysusers())
    for folder, mode in (("etc/xunjian", 0o755), (KEPT_IN.lstrip("/"), 0o700)):
        (root / folder).mkdir(mode=mode, parents=True, exist_ok=True)
    below = () if is_here else (f"--root={root}",)
    if is_here:
        host.must("systemctl", "daemon-reload")
        if plan.has_hardware:
            host.run("udevadm", "control", "--reload")
            host.run("udevadm", "trigger", "--subsystem-match=ipmi")
    host.must("systemctl", *below, "enable", UNIT)
    if is_here and starts:
        host.must("systemctl", "restart", UNIT)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.chmod(0o644)
    beside.replace(path)


def _without_account() -> Iterator[Text]:
    """What gives the account whose files are spoken of, where it is not made yet."""
    if host.account() is None:
        yield _(
            "The account {user} is made once nothing of this is in the way; to give it files before: {command}",
            user=USER,
            command=" ".join(host.USERADD),
        )


def _refused(needs: Needs) -> Iterator[Text]:
    """All that would keep the service from working, each with what to do."""
    version = host.systemd_version()
    if version < host.OLDEST:
        yield _(
            "systemd {version} is older than {oldest} and makes a service no folders of its own: inspect this machine from "
            "another one over SSH, or start “xunjian daemon” from its init scripts.",
            version=version,
            oldest=host.OLDEST,
        )
    environment = Path(ENVIRONMENT_FILE)
    yield from without_a_person(needs, environment.read_text(encoding="utf-8") if environment.is_file() else "")
    if environment.is_file():
        yield from _open_to_others(ENVIRONMENT_FILE)
    for path in (program()[0], *needs.reads):
        need = "x" if path == program()[0] else "r"
        if not host.reachable(path, need):
            yield _(
                "{path} cannot be read by the account {user}. Let it: chown {user} {path}, and see that its folders let "
                "others pass; a program in a home of root’s must be installed elsewhere.",
                path=path,
                user=USER,
            )
    for path in needs.writes:
        if not host.reachable(path, "w"):
            yield _("{path} cannot be written by the account {user}. Let it: chown {user} {path}", path=path, user=USER)
    yield from _credentials(needs)


def _credentials(needs: Needs) -> Iterator[Text]:
    if not needs.credentials:
        return
    version = host.systemd_version()
    if version < host.CREDENTIALS_SINCE:
        yield _(
            "systemd {version} hands over no credentials (they came with {since}). Write ${{env:NAME}} in the "
            "configuration and NAME=… into {file}.",
            version=version,
            since=host.CREDENTIALS_SINCE,
            file=ENVIRONMENT_FILE,
        )
    for path in needs.credentials.values():
        yield from _open_to_others(path)


def _open_to_others(path: str) -> Iterator[Text]:
    """Say what is wrong with a file of secrets that systemd reads as root."""
    try:
        status = Path(path).stat()
    except OSError:
        yield _("{path} is not there: put the secret into it, root’s, mode 0600.", path=path)
        return
    who = host.account()
    if status.st_uid not in {0, who.pw_uid if who else 0} or status.st_mode & 0o037:
        yield _(
            "{path} is open to others (owner {uid}, mode {mode}): chown root {path}; chmod 600 {path}",
            path=path,
            uid=status.st_uid,
            mode=f"{S_IMODE(status.st_mode):04o}",
        )
