"""Upgrade and rollback: stop, copy the store, move its tables, switch, start, look; else everything as it was.

The newer program always moves the tables: it alone knows both forms. The copy stays beside the store.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from agent.installing import host, releases
from agent.installing.trouble import InstallError
from agent.installing.unit import UNIT
from agent.store.moving import put_back
from config.text import _

MOVE_SECONDS: Final = 3600.0
"""Ours: a store of years is copied and its tables are moved within an hour, or it is given up."""
SETTLE: Final = ("service", "settle")
_HEAD: Final = "from agent.store.revision import HEAD; print(HEAD)"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: releases by name, the copy of the store ("" for a database), rows that were lost by table."""

    before: str
    after: str
    copy: str
    lost: Mapping[str, int]


def upgrade(bundle: Path, base: Path, common: Sequence[str], store: str, *, has_copy: bool = False) -> Done:
    """Unpack a bundle, make it current and see that it works. ``common`` names configuration and store to the programs.

    ``has_copy``: a database that is no file was copied by whoever keeps it. Raises InstallError with everything as before.
    """
    _refuse_without_copy(store, has_copy=has_copy)
    target = releases.unpacked(bundle, base)
    try:
        _refuse_what_does_not_start(target)
        before = releases.named(base, releases.CURRENT)
        return _changed(base, before, target.name, target / releases.LAUNCHER, "", common, store)
    except InstallError:
        shutil.rmtree(target)
        raise


def _refuse_what_does_not_start(target: Path) -> None:
    starts = host.run(str(target / releases.LAUNCHER), "--version")
    if starts.code:
        raise InstallError(_("the new program does not start: {said}", said=starts.said[-400:]))


def rollback(base: Path, common: Sequence[str], store: str, *, has_copy: bool = False) -> Done:
    """Go back to the release before, and the store's tables with it. Raises InstallError with everything as it is."""
    _refuse_without_copy(store, has_copy=has_copy)
    now, before = releases.named(base, releases.CURRENT), releases.named(base, releases.PREVIOUS)
    folder = base / releases.RELEASES
    if not before or not (folder / before / releases.LAUNCHER).exists():
        raise InstallError(_("No earlier release lies in {path}.", path=str(folder)))
    said = host.run(str(folder / before / "bin/python3"), "-I", "-c", _HEAD)
    if said.code:
        raise InstallError(_("the earlier program does not start: {said}", said=said.said[-400:]))
    mover = folder / now / releases.LAUNCHER
    return _changed(base, now, before, mover, said.said.strip(), common, store)


def _changed(base: Path, before: str, after: str, mover: Path, revision: str, common: Sequence[str], store: str) -> Done:
    """Stop, copy and move the store, switch, start; take all of it back where a step fails."""
    was_active = host.is_active() == "active"
    copy, links = _copy_name(store, after), releases.links(base)
    if was_active:
        host.must("systemctl", "stop", UNIT)
    is_moved = False
    try:
        lost = _moved(mover, revision, common, copy)
        is_moved = True
        releases.switch(base, after)
        if was_active:
            host.must("systemctl", "start", UNIT)
    except InstallError:
        if is_moved and was_active:
            host.run("systemctl", "stop", UNIT)
        if copy and Path(copy).exists():
            put_back(store, Path(copy))
        releases.put_back(base, links)
        if was_active:
            host.run("systemctl", "start", UNIT)
        raise
    return Done(before, after, copy if copy and Path(copy).exists() else "", lost)


def _moved(mover: Path, revision: str, common: Sequence[str], copy: str) -> Mapping[str, int]:
    """Have the newer program copy the store and move its tables; give what was lost by table."""
    words = [*SETTLE, *common, *(("--copy", copy) if copy else ()), *(("--to", revision) if revision else ())]
    done = host.run(str(mover), *words, seconds=MOVE_SECONDS)
    with suppress(ValueError, KeyError):
        told: dict[str, Any] = json.loads(done.said.splitlines()[-1]) if done.said and not done.code else {}
        return dict(told["lost"])
    raise InstallError(_("the store was not moved: {said}", said=done.said[-800:]))


def _copy_name(store: str, after: str) -> str:
    """Beside the store, by the release that was to come and the moment; "" where the store is no file or not there yet."""
    if "://" in store or not Path(store).exists():
        return ""
    return f"{store}.before-{after}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def _refuse_without_copy(store: str, *, has_copy: bool) -> None:
    if "://" in store and not has_copy:
        raise InstallError(
            _(
                "The store is a database server’s: copy it first (pg_dump -Fc), then say --copied. Without a copy there is "
                "no way back from a migration that fails halfway."
            )
        )
