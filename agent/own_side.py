"""Our own side: what the machine that xunjian runs on must have, and how long our credentials still live."""

import importlib.util
import shutil
import statistics
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from agent.expected import DEFAULT_TIMEZONE
from config.site import Credential, Site
from config.text import Text, _
from config.vault import Entry

PACKAGES: Final = ("agent", "checks", "collectors", "config", "reports")
SOON: Final = timedelta(days=30)
"""How long before an end is told: a credential is renewed by people, and a round comes once a quarter at the least."""
LEAST_FREE_BYTES: Final = 1024**3
"""Under a gibibyte a round of a hundred targets (some 2 MB each) and its documents may not fit."""
CLOCK_SECONDS: Final = 5.0
"""Half the seconds at which the inspection warns of a target's clock (checks/server/clock.py judges each by itself)."""


@dataclass(frozen=True, slots=True)
class Own:
    """One thing on our side: what, how it stands, whether that is well, what to do where it is not."""

    what: Text
    state: Text
    is_well: bool
    remedy: Text | None = None


def own_side(site: Site, store_folder: Path, offsets: Iterable[float]) -> Iterator[Own]:
    """Look at this machine. ``offsets`` are the targets' clocks against ours, in seconds."""
    yield Own(_("Python"), _("{version}", version=".".join(map(str, sys.version_info[:3]))), is_well=True)
    yield _packages()
    yield _room(store_folder)
    yield _fonts()
    yield _known_hosts(site)
    yield _clock(list(offsets), site.timezone or DEFAULT_TIMEZONE)


def _packages() -> Own:
    home = Path(__file__).resolve().parents[1]
    owners = packages_distributions()
    strange = []
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        is_ours = spec is not None and spec.origin is not None and Path(spec.origin).resolve().parents[1] == home
        if not is_ours or not set(owners.get(name, [])) <= {"xunjian"}:
            strange.append(name)
    what = _("Names of our packages")
    if not strange:
        return Own(what, _("belong to xunjian alone"), is_well=True)
    state = _("another distribution has them too: {names}", names=tuple(strange))
    return Own(what, state, is_well=False, remedy=_("Install xunjian into a virtual environment of its own"))


def _room(folder: Path) -> Own:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    state = _("{free:bytes} free in {folder}", free=free, folder=str(folder))
    is_well = free >= LEAST_FREE_BYTES
    remedy = (
        None if is_well else _("Free at least {size:bytes} there, or name another place: --store", size=LEAST_FREE_BYTES)
    )
    return Own(_("Room for the store"), state, is_well, remedy)


def _fonts() -> Own:
    from reports.render.fonts import PACKAGE, bundled  # noqa: PLC0415 - only here

    what = _("Chinese fonts of the documents")
    if bundled() is not None:
        return Own(what, _("there"), is_well=True)
    return Own(what, _("missing"), is_well=False, remedy=_("Install the package {package}", package=PACKAGE))


def _known_hosts(site: Site) -> Own:
    from collectors.base import SessionError  # noqa: PLC0415 - only here
    from collectors.sessions.host_keys import known_hosts  # noqa: PLC0415 - as above

    what = _("Known host keys")
    try:
        count = len(known_hosts(site.known_hosts))
    except SessionError as error:
        return Own(what, _("cannot be read"), is_well=False, remedy=error.remedy)
    if count or all(target.kind != "linux" for target in site.targets):
        return Own(what, _("{count} keys", count=count), is_well=True)
    remedy = _("Learn the keys: ssh-keyscan ADDRESS >> ~/.ssh/known_hosts, and compare the fingerprints on the machines")
    return Own(what, _("none"), is_well=False, remedy=remedy)


def _clock(offsets: list[float], timezone: str) -> Own:
    """Our clock, told where the site is: this machine's own zone may be another."""
    what = _("Our clock")
    now = datetime.now(UTC).astimezone(ZoneInfo(timezone)).isoformat(" ", "seconds")
    if len(offsets) < 2 or abs(statistics.median(offsets)) < CLOCK_SECONDS:  # noqa: PLR2004 - one alone does not tell whose it is
        return Own(what, _("{now} ({zone})", now=now, zone=timezone), is_well=True)
    state = _("{seconds:number} s off the clocks of most targets", seconds=round(statistics.median(offsets), 1))
    return Own(what, state, is_well=False, remedy=_("Set this machine's clock by the customer's time server"))


def ends(credentials: Iterable[Credential], entries: Mapping[str, Entry], today: date) -> Iterator[Own]:
    """Our credentials that end soon or have ended: entries of the vault, SSH certificates beside private keys."""
    for name, entry in sorted(entries.items()):
        if entry.expires_on is not None and entry.expires_on - today <= SOON:
            yield ending(_("Vault entry {name}", name=name), entry.expires_on, today)
    for credential in credentials:
        until = certificate_end(credential.private_key)
        if until is not None and until - today <= SOON:
            yield ending(_("SSH certificate of {name}", name=credential.name), until, today)


def ending(what: Text, day: date, today: date) -> Own:
    """Say of something that it ends, and when."""
    left = (day - today).days
    state = (
        _("ended on {day}", day=day.isoformat())
        if left < 0
        else _("ends on {day}, in {left} days", day=day.isoformat(), left=left)
    )
    return Own(what, state, is_well=False, remedy=_("Have it renewed before the next round"))


def certificate_end(private_key: str) -> date | None:
    """The last day of the SSH certificate beside a private key; None where there is none, or it has no end."""
    path = Path(f"{private_key}-cert.pub")
    if not private_key or not path.is_file():
        return None
    from cryptography.hazmat.primitives.serialization import SSHCertificate, load_ssh_public_identity  # noqa: PLC0415 - only here

    with suppress(ValueError, OSError, OverflowError):
        found = load_ssh_public_identity(path.read_bytes())
        if isinstance(found, SSHCertificate):
            return datetime.fromtimestamp(found.valid_before, UTC).date()
    return None
