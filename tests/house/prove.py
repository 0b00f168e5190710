"""The proofs that take longer than CI has time for; each result goes to docs/proof.md with date and commit.

python -m tests.house.prove [NAME ...]
"""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.house import (
    forecast_measured,
    older,
    prove_bundles,
    prove_cli,
    prove_fleet,
    prove_packages,
    prove_postgres,
    prove_service,
    prove_snmp,
    prove_years,
    weakened,
)
from tests.house import guest as guest_proof
from tests.house.fuzzing import FuzzFailedError
from tests.house.guest_image import NoGuestError
from tests.house.guest_machine import GuestError
from tests.house.recall import figures
from tests.peers import mysql
from tests.peers import postgres_majors as majors

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "proof.md"
PROGRAM = [sys.executable, "-c", "import xunjian; xunjian.main()"]
KILLS = 60
NEWEST = "tests/test_security_mysql_newest.py"


class NotProvedError(Exception):
    """A proof that failed; the message says what was seen."""


def command(
    words: list[str], *, cwd: Path = ROOT, ok: tuple[int, ...] = (0,), more: Mapping[str, str] | None = None
) -> str:
    """Run a command, give its output; another exit code fails the proof."""
    environment = dict(os.environ) | dict(more or {})
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in ok:
        raise NotProvedError(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return done.stdout + done.stderr


def honesty() -> str:
    """The honesty property over 3000 drawn worlds, cuts and insertions."""
    said = command(
        [sys.executable, "-m", "pytest", "-q", "--hypothesis-profile=prove", "--timeout=3000", "tests/test_honesty.py"]
    )
    return said.strip().splitlines()[-1].strip("= ")


def fresh_clone() -> str:
    """A fresh clone, a wheel folder, nothing installed: make run as nobody would find it; seconds and megabytes."""
    with tempfile.TemporaryDirectory(prefix="xunjian-prove-") as made:
        wheels, clone = Path(made) / "wheels", Path(made) / "clone"
        command([sys.executable, "-m", "pip", "wheel", "-q", "-w", str(wheels), "."])
        command([sys.executable, "-m", "pip", "wheel", "-q", "-w", str(wheels), "setuptools>=68", "wheel"])
        command(["git", "clone", "-q", str(ROOT), str(clone)])
        started = time.monotonic()
        said = command(["make", "run", f"PIP_ARGS=--no-index --find-links={wheels}"], cwd=clone)
        seconds = time.monotonic() - started
        size = int(command(["du", "-sm", str(clone / ".venv")]).split()[0])
        files = [line for line in said.splitlines() if line.endswith((".docx", ".pdf", ".html", ".xlsx", ".json"))]
        if seconds > 120 or size > 250 or len(files) != 5:
            raise NotProvedError(f"{seconds:.0f} s, {size} MB, {files}")
        return f"make run from a wheel folder: {seconds:.0f} s, {size} MB installed, {len(files)} files"


def no_network() -> str:
    """Inspect and report in a network namespace without any interface."""
    if shutil.which("unshare") is None or os.geteuid() != 0:
        raise NotProvedError("needs root and unshare")
    with tempfile.TemporaryDirectory(prefix="xunjian-prove-") as made:
        more = {"XUNJIAN_STORE": f"{made}/x.db"}
        command(["unshare", "-n", *PROGRAM, "run", "--quiet"], ok=(0, 1, 2, 3), more=more)
        said = command(["unshare", "-n", *PROGRAM, "report", "quarterly", "--out", made], more=more)
        return f"without any interface: inspected, {len(said.split())} files written"


def killed() -> str:
    """Kill -9 at random moments of a run; whatever was finished is whole, and the next run says what was cut off."""
    rng = random.Random(2026)
    with tempfile.TemporaryDirectory(prefix="xunjian-prove-") as made:
        more = dict(os.environ) | {"XUNJIAN_STORE": f"{made}/x.db"}
        for _turn in range(KILLS):
            running = subprocess.Popen(
                [*PROGRAM, "run", "--quiet", "--only", "server.filesystem*"],
                env=more,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            time.sleep(rng.uniform(0.05, 1.5))
            os.killpg(running.pid, 9)
            running.wait()
        command([*PROGRAM, "run", "--quiet", "--only", "server.filesystem*"], ok=(0, 1, 2, 3), more=more)
        said = command([*PROGRAM, "evidence", "verify", "--lang", "en"], more=more)
        return f"{KILLS} kills: {said.strip().splitlines()[-1]}"


def guest() -> str:
    """A QEMU guest with a real kernel and systemd, well, broken, and after a power cut, inspected over SSH."""
    try:
        return guest_proof.prove()
    except NoGuestError as error:
        return f"**skipped**, no guest can be made here: {error}"
    except GuestError as error:
        raise NotProvedError(str(error)) from None


def recall() -> str:
    """Seeded faults: live, in recorded answers, and others' answers; docs/measured.json has the figures by check."""
    return figures.run(told=lambda _line: None)


def postgres_majors() -> str:
    """PostgreSQL 10 to 18, each busy and healthy without a false alarm, then with every fault found."""
    for major in majors.PINNED:
        try:
            majors.fetch(major)
        except majors.NotFetchedError as error:
            raise NotProvedError(f"PostgreSQL {major}: {error}") from None
    files = ["tests/test_database_postgres_live.py", "tests/test_database_postgres_faults.py"]
    said = command([sys.executable, "-m", "pytest", "--timeout=300", *files], more={majors.MORE: "all", "CI": "true"})
    return f"PostgreSQL {', '.join(map(str, majors.PINNED))}: " + said.strip().splitlines()[-1].strip("= ")


def postgres_large() -> str:
    """100,000 tables, two of them locked: seconds of the whole inspection, our memory, beside check_postgres."""
    try:
        return prove_postgres.large()
    except prove_postgres.TooDearError as error:
        raise NotProvedError(str(error)) from None


def mysql_newest() -> str:
    """Oracle's own MySQL, as Debian's unstable branch has it that day: healthy without a false alarm, then with faults."""
    try:
        mysql.fetch()
    except mysql.NotFetchedError as error:
        raise NotProvedError(f"MySQL: {error}") from None
    said = command([sys.executable, "-m", "pytest", "--timeout=300", "tests/test_database_mysql_newest.py", NEWEST])
    return f"MySQL {mysql.version()}: " + said.strip().splitlines()[-1].strip("= ")


def snmp_fuzzed() -> str:
    """All that reads SNMP's datagrams, fuzzed by coverage."""
    try:
        return prove_snmp.fuzz()
    except FuzzFailedError as error:
        raise NotProvedError(str(error)) from None


def cli_fuzzed() -> str:
    """All that reads a device's command line, fuzzed by coverage."""
    try:
        return prove_cli.fuzz()
    except FuzzFailedError as error:
        raise NotProvedError(str(error)) from None


def years() -> str:
    """200 targets inspected daily for two years: the store's bytes, history's seconds, the quarterly report's."""
    try:
        return prove_years.prove()
    except prove_years.TooMuchError as error:
        raise NotProvedError(str(error)) from None


def leftovers() -> str:
    """After all of it, no process and no folder of ours is left on this machine."""
    time.sleep(5)
    left = [p for base in ("/dev/shm", "/run", "/var/tmp") for p in Path(base).glob(".x*j*") if p.is_dir()]
    if left:
        raise NotProvedError(f"left behind: {left}")
    return "nothing left in /dev/shm, /run, /var/tmp"


def forecasts() -> str:
    """Thousands of generated series whose truth is known; the table is docs/forecasts.md."""
    line, wrong = forecast_measured.proved()
    if wrong:
        raise NotProvedError(wrong)
    return line


def older_stores() -> str:
    """Stores that older commits of this repository made: migrated, verified, replayed, each difference with its cause."""
    try:
        return older.measured()
    except older.OlderError as error:
        raise NotProvedError(str(error)) from None


def weakened_root() -> str:
    """A weakened root, inspected, hardened by our own cards, inspected again; Lynis beside it: docs/lynis.md."""
    try:
        return weakened.prove()
    except weakened.NotFoundError as error:
        raise NotProvedError(str(error)) from None


def handed_over() -> str:
    """Three stores, 300 drawn courses and orders of exchange, against one that did it all; and every piece of the file."""
    files = ["tests/test_site_merge.py", "tests/test_site_envelope.py", "tests/test_site_roles.py"]
    said = command([sys.executable, "-m", "pytest", "--hypothesis-profile=prove", "--timeout=3000", *files])
    return said.strip().splitlines()[-1].strip("= ")


def daemon_kills() -> str:
    """200 kills of the daemon at drawn moments, alternately by kill -9 and SIGTERM, rounds and mail under way."""
    words = [sys.executable, "-m", "pytest", "tests/test_daemon_process.py", "-k", "kill"]
    said = command(words, more={"XUNJIAN_TEST_KILLS": "200"})
    return f"200 kills: {said.strip().splitlines()[-1].strip('= ')}"


def bundle_bare() -> str:
    """The bundle in a root of busybox alone, without a C library, a Python or an interface."""
    return of_bundles(prove_bundles.bare)


def bundle_oldest() -> str:
    """The bundle in the oldest Debian of the archive."""
    return of_bundles(prove_bundles.oldest)


def bundle_aarch64() -> str:
    """The bundle of the other processor, emulated."""
    return of_bundles(prove_bundles.aarch64)


def bundle_packages() -> str:
    """The Debian package and the wheelhouse where no network is; signatures."""
    return of_bundles(prove_packages.packages)


def bundle_same() -> str:
    """Two builds of one commit give the same bytes."""
    return of_bundles(prove_packages.same)


def service() -> str:
    """The service in the guest: its exposure, its rounds beside root's, upgrade and rollback, and the way out."""
    try:
        return of_bundles(prove_service.prove)
    except NoGuestError as error:
        return f"**skipped**, no guest can be made here: {error}"
    except GuestError as error:
        raise NotProvedError(str(error)) from None


def of_bundles(proof: Callable[[], str]) -> str:
    """A proof of the bundles, its failure as ours."""
    try:
        return proof()
    except prove_bundles.BundleProofError as error:
        raise NotProvedError(str(error)) from None


def fleet() -> str:
    """2,000 targets by workers over one PostgreSQL: the same findings as embedded, four workers beside one, one killed."""
    try:
        return prove_fleet.prove()
    except prove_fleet.NotSharedError as error:
        raise NotProvedError(str(error)) from None


PROOFS: Mapping[str, Callable[[], str]] = {
    "honesty": honesty,
    "fresh_clone": fresh_clone,
    "no_network": no_network,
    "killed": killed,
    "guest": guest,
    "recall": recall,
    "postgres_majors": postgres_majors,
    "postgres_large": postgres_large,
    "mysql_newest": mysql_newest,
    "snmp_fuzzed": snmp_fuzzed,
    "cli_fuzzed": cli_fuzzed,
    "years": years,
    "leftovers": leftovers,
    "forecasts": forecasts,
    "older_stores": older_stores,
    "weakened": weakened_root,
    "handed_over": handed_over,
    "daemon_kills": daemon_kills,
    "bundle_bare": bundle_bare,
    "bundle_oldest": bundle_oldest,
    "bundle_aarch64": bundle_aarch64,
    "bundle_packages": bundle_packages,
    "bundle_same": bundle_same,
    "service": service,
    "fleet": fleet,
}


def main() -> int:
    """Prove what is named, or all; write the page."""
    failed = 0
    commit = command(["git", "rev-parse", "--short", "HEAD"]).strip()
    for name in sys.argv[1:] or PROOFS:
        started = time.monotonic()
        try:
            result = PROOFS[name]()
        except NotProvedError as error:
            failed += 1
            result = f"**not proved**: {error}"
        seconds = time.monotonic() - started
        today = datetime.now(tz=UTC).date().isoformat()
        told = re.sub(r"\s+", " ", result)[:400]
        line = f"| {name} | {today} | {commit} | {seconds:.0f} s | {told} |"
        print(line, flush=True)
        write(name, line)
    return 1 if failed else 0


def write(name: str, line: str) -> None:
    """Put a proof's line in the place of its last one."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    kept = [one for one in lines if not one.startswith(f"| {name} |")]
    PAGE.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
