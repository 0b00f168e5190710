"""The service on a real systemd: installed from the bundle in the QEMU guest, through a round, and taken away again.

The unit is measured as systemd itself sees it, without and with checks of the hardware; what the confined round found is
held against a round of root's in the same guest: no level may be better than what root sees, and none may be the
confinement's own doing.
"""

import json
import re
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from agent.cli import VERSION
from agent.installing.published import SIGNATURE, SUMS
from tests.house.bundling.signing import summed
from tests.house.guest_image import image
from tests.house.guest_machine import Guest, GuestError, _ssh, booted
from tests.house.prove_bundles import built

MOST, MOST_WITH_HARDWARE = 2.5, 4.0
NEXT: Final = f"{VERSION}.1"
"""A release that differs by its name alone: what is proved is the service manager's part; migrations have tests."""
STORE: Final = "/var/lib/xunjian/xunjian.db"
XUNJIAN: Final = "/opt/xunjian/current/xunjian"
_ROUND_MINUTES: Final = 3
_SITE: Final = """\
site: {{customer: guest, timezone: UTC}}
bounds: {{target_seconds: 600, sample_seconds: 5}}
schedules:
  - {{name: routine, cron: "{cron}"}}
targets:
  - {{id: here, kind: local}}
"""
_FIRST: Final = f"""
set -e
{{files}} >/root/before
mkdir /root/first && tar -xzf /root/b/xunjian-{VERSION}-linux-x86_64.tar.gz -C /root/first
/root/first/*/xunjian service upgrade /root/b/xunjian-{VERSION}-linux-x86_64.tar.gz --publisher /root/b/key.pub 2>&1
rm -r /root/first
"""
_INSTALL: Final = f"""
set -e
mkdir -p /etc/xunjian; cat >/etc/xunjian/xunjian.yaml <<'SITE'
{{site}}SITE
{XUNJIAN} service install --config /etc/xunjian/xunjian.yaml {{more}} >/root/said 2>&1 || {{{{ cat /root/said; exit 1; }}}}
systemd-analyze security --no-pager xunjian.service | tail -n 1
"""
_FOUND: Final = """
/opt/xunjian/current/bin/python3 -I -c '
import json
from agent.store.open import open_store
with open_store("{store}") as store:
    heads = [one for one in store.inspections() if one.state == "done"]
    found = store.load(heads[0].id) if heads else None
    rows = [[f.check, f.subject, f.level.value] for t in found.targets for f in t.findings] if found else []
    print(json.dumps([found.id if found else "", rows]))
'
"""
_FILES: Final = (
    "find / -xdev \\( -path /root -o -path /var/log -o -path /var/cache -o -path /tmp -o -path /var/tmp "
    "-o -path /var/lib/systemd -o -path /opt/xunjian \\) -prune -o -print | sort"
)
"""All that lies there, but for what the guest's own services write, the proof's things, and the program itself."""

Levels = dict[tuple[str, str], str]


def prove() -> str:
    """Install, wait for rounds, measure, compare, upgrade and go back, take away. Raises NoGuestError, GuestError."""
    made = image()
    with tempfile.TemporaryDirectory(prefix="run-", dir=made.folder) as name, booted(made, Path(name)) as guest:
        _signed_bundles(guest, Path(name))
        guest.run(_FIRST.format(files=_FILES), seconds=1800)
        plain = _installed(guest, "", MOST)
        seen, confined = _round(guest, "")
        hardware = _installed(guest, "--hardware", MOST_WITH_HARDWARE)
        more = _round(guest, seen)[1]
        guest.run("systemctl stop xunjian", seconds=300)
        roots = _of_root(guest)
        for rows in (confined, more):
            _hold_against(rows, roots)
        changed = _upgraded(guest)
        left = _taken_away(guest)
        unseen = [sum(one == "unknown" for one in rows.values()) for rows in (confined, more, roots)]
        return (
            f"exposure {plain} without, {hardware} with hardware; rounds by schedule as its own account: {len(confined)}, "
            f"{len(more)} findings, {unseen[0]}, {unseen[1]} not inspected (root: {len(roots)}, {unseen[2]}), levels as "
            f"root's; {changed}; {left}"
        )


def _signed_bundles(guest: Guest, folder: Path) -> None:
    """Put the bundle, one more of the next release, and their publisher's sums, signature and key into the guest."""
    (out := folder / "b").mkdir()
    first = built("x86_64")
    (out / first.name).symlink_to(first)
    label, following = (f"xunjian-{one}-linux-x86_64" for one in (VERSION, NEXT))
    with tarfile.open(first) as source, tarfile.open(out / f"{following}.tar.gz", "w:gz", compresslevel=1) as target:
        for one in source:
            content = source.extractfile(one) if one.isfile() else None
            one.name, one.pax_headers = following + one.name.removeprefix(label), {}  # a long name would stand there too
            target.addfile(one, content)
    secret = folder / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(secret)], check=True)
    subprocess.run(["openssl", "pkey", "-in", str(secret), "-pubout", "-out", str(out / "key.pub")], check=True)
    summed(out, secret)
    guest.run("mkdir /root/b")
    for name in (first.name, f"{following}.tar.gz", SUMS, SIGNATURE, "key.pub"):
        _push(guest, out / name, f"/root/b/{name}")


def _installed(guest: Guest, more: str, most: float) -> str:
    """Install with these options; give the exposure that systemd says of the running unit."""
    minute = int(guest.run("date +%M").strip()) + _ROUND_MINUTES
    site = _SITE.format(cron=f"{minute % 60} * * * *")
    said = guest.run(_INSTALL.format(site=site, more=more), seconds=900).strip()
    figure = re.search(r"level for \S+: ([0-9.]+)", said)
    if figure is None or float(figure[1]) > most:
        raise GuestError(f"{more}: {said}")
    return figure[1]


def _round(guest: Guest, before: str) -> tuple[str, Levels]:
    """Wait until the daemon has made a round of its schedule that is not the one before; its id and findings."""
    until = time.monotonic() + 1800
    while time.monotonic() < until:
        time.sleep(20)
        if guest.run("systemctl is-active xunjian", ok=(0, 3), seconds=300).strip() not in {"active", "reloading"}:
            break
        found, rows = _rows(guest, STORE)
        if found not in {"", before}:
            return found, rows
    raise GuestError("no round: " + guest.run("journalctl -u xunjian --no-pager | tail -n 40"))


def _of_root(guest: Guest) -> Levels:
    words = f"{XUNJIAN} run --quiet --config /etc/xunjian/xunjian.yaml --store /root/s.db >/dev/null 2>&1"
    guest.run(words, ok=(0, 1, 2, 3), seconds=1800)
    return _rows(guest, "/root/s.db")[1]


def _rows(guest: Guest, store: str) -> tuple[str, Levels]:
    said: list[Any] = json.loads(guest.run(_FOUND.replace("{store}", store), seconds=600).strip().splitlines()[-1])
    return said[0], {(check, subject): level for check, subject, level in said[1]}


_WELL: Final = {"ok", "absent"}


def _hold_against(confined: Levels, roots: Levels) -> None:
    """Neither milder than root's round nor an alarm of the confinement's own. Raises GuestError.

    What only a second round can say (changes, growth) is well in the one and not applicable in the other.
    """
    both = {key: {level, roots[key]} for key, level in confined.items() if key in roots}
    other = [f"{key}: {pair}" for key, pair in both.items() if len(pair) > 1 and pair - _WELL and "unknown" not in pair]
    own = [f"{key}: {level}" for key, level in confined.items() if level in {"warn", "critical"} and key not in roots]
    if other or own:
        raise GuestError(f"not as root's: {other} {own}")


def _upgraded(guest: Guest) -> str:
    """From the running release to the next one and back, the service running; a round of before is there after."""
    seen = _rows(guest, STORE)[0]
    guest.run("systemctl start xunjian", seconds=600)
    started = time.monotonic()
    bundle = f"/root/b/xunjian-{NEXT}-linux-x86_64.tar.gz"
    guest.run(f"{XUNJIAN} service upgrade {bundle} --publisher /root/b/key.pub 2>&1", seconds=1800)
    up = time.monotonic() - started
    for wanted, script in ((NEXT, ":"), (VERSION, f"{XUNJIAN} service rollback >&2")):
        now = guest.run(f"{script}; systemctl is-active xunjian; readlink /opt/xunjian/current", seconds=900).split()
        if now != ["active", f"releases/{wanted}"] or _rows(guest, STORE)[0] != seen:
            raise GuestError(f"after the change to {wanted}: {now}")
    return f"upgraded in {up:.0f} s and back, running each time"


def _taken_away(guest: Guest) -> str:
    """Uninstall and delete what is named; nothing that was not there before is left."""
    said = guest.run(f"XUNJIAN_LANG=en {XUNJIAN} service uninstall --purge --yes --user 2>&1", seconds=300)
    if "/opt/xunjian" not in said:
        raise GuestError(f"the program is not named: {said}")
    left = guest.run(
        f"{_FILES} | comm -13 /root/before - | grep -vE '^/etc/(passwd|group|shadow|gshadow|subuid|subgid)-$'; true"
    )
    if left.strip():
        raise GuestError(f"left behind: {left}")
    return f"taken away, {said.count('removed:') + said.count('deleted:')} paths, nothing left but the program's folder"


def _push(guest: Guest, path: Path, target: str) -> None:
    with path.open("rb") as file:
        words = [*_ssh(guest.port, guest.key, guest.known_hosts), f"cat >{target}"]
        done = subprocess.run(words, stdin=file, capture_output=True, timeout=900, check=False)
    if done.returncode:
        raise GuestError(f"{path.name} did not arrive: {done.stderr[-300:]!r}")
