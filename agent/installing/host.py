"""The host as the installation meets it: its service manager, its accounts, what an account can reach."""

import os
import pwd
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.installing.trouble import InstallError
from agent.installing.unit import STATE, UNIT, USER
from config.text import _

SECONDS: Final = 120.0
"""Ours: the longest that a command of the service manager may take; a stop waits for a round to end in order."""
RUNNING: Final = Path("/run/systemd/system")
"""There where systemd is the running service manager (sd_booted(3))."""
CREDENTIALS_SINCE: Final = 247
"""systemd's version that first reads LoadCredential= (its NEWS)."""
OLDEST: Final = 235
"""systemd's version that first makes a service's own folders, StateDirectory= (its NEWS)."""
NOBODY: Final = 65534
USERADD: Final = ("useradd", "--system", "--user-group", "--home-dir", STATE, "--shell", "/usr/sbin/nologin", USER)
_SCORE: Final = re.compile(r"exposure level for \S+: ([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command of the host came to."""

    code: int
    said: str


def run(*words: str, seconds: float = SECONDS, said: str = "") -> Ran:
    """Run a command of the host, with what is said to it on its standard input; a missing one is code 127."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "SYSTEMD_PAGER": "", "SYSTEMD_COLORS": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - commands of ours with paths of ours
            words,
            env=environment,
            input=said,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except OSError as error:
        return Ran(127, f"{words[0]}: {error.strerror}")
    except subprocess.TimeoutExpired:
        return Ran(124, f"{' '.join(words)}: {seconds:.0f} s")
    return Ran(done.returncode, (done.stdout + done.stderr).strip())


def must(*words: str, said: str = "") -> None:
    """Run a command that has to succeed. Raises InstallError with its words."""
    done = run(*words, said=said)
    if done.code:
        raise InstallError(
            _("{command} ended with {code}: {said}", command=" ".join(words), code=done.code, said=done.said)
        )


def refuse_where_it_cannot_be(root: Path) -> None:
    """Raise InstallError where nobody could install a service: not root, or no systemd."""
    if os.geteuid() != 0:
        raise InstallError(_("Only root can change a service. Run it again as root, or see the unit with --print."))
    if root == Path("/") and not RUNNING.is_dir():
        raise InstallError(
            _(
                "systemd does not run this machine ({path} is not there). Start “xunjian daemon” by the service manager "
                "that does, or write the files for an image with --root.",
                path=str(RUNNING),
            )
        )


def systemd_version() -> int:
    """The running systemd's version; 0 where it does not say."""
    found = re.match(r"systemd (\d+)", run("systemctl", "--version").said)
    return int(found[1]) if found else 0


def account() -> pwd.struct_passwd | None:
    """The service's account, where it is there."""
    with suppress(KeyError):
        return pwd.getpwnam(USER)
    return None


def make_account(root: Path, entry: str) -> None:
    """Make the account: by systemd-sysusers, told its entry, or, where that is missing, by useradd; no file is kept of it.

    Raises InstallError.
    """
    is_here = root == Path("/")
    if is_here and account() is not None:
        return
    below = () if is_here else (f"--root={root}",)
    if shutil.which("systemd-sysusers"):
        must("systemd-sysusers", *below, "-", said=entry)
    else:
        more = () if is_here else ("--root", str(root))
        must(USERADD[0], *more, *USERADD[1:])


def reachable(path: str, need: str) -> bool:
    """Whether the service's account can do with a path what test(1) calls r, w or x; before it is made, nobody."""
    who = account()
    uid, gid = (who.pw_uid, who.pw_gid) if who else (NOBODY, NOBODY)
    done = subprocess.run(  # noqa: S603 - as the account, which the kernel then judges: access lists count too
        ["/bin/sh", "-c", '[ "-$1" "$2" ]', "test", need, path],
        user=uid,
        group=gid,
        extra_groups=[],
        cwd="/",
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def has_group(name: str) -> bool:
    """Whether the host has a group of this name."""
    return run("getent", "group", name).code == 0


def is_active() -> str:
    """What systemd says of the unit: active, inactive, failed…; "" where there is no systemd to say."""
    return run("systemctl", "is-active", UNIT).said.partition("\n")[0] if RUNNING.is_dir() else ""


def score(unit_file: Path) -> float | None:
    """The exposure that ``systemd-analyze security`` gives a unit file, 0.0 to 10.0; None where it cannot say."""
    done = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit_file))
    found = _SCORE.search(done.said)
    return float(found[1]) if found else None
