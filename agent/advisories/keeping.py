"""Packs of advisories in the store: each a file that the record cites, the latest of a release and form in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from agent.run_log import who
from agent.store.record import Entry, new_id
from checks.base import AnyCheck
from collectors.facts.advisories import ADVISORIES, Pack
from collectors.linux.advisories import KEPT_AS, written

if TYPE_CHECKING:
    from agent.store.store import Store

STREAM: Final = "data"
_IMPORTED: Final = "imported"
_MEDIA: Final = "application/x-xunjian-advisories"


@dataclass(frozen=True, slots=True)
class Kept:
    """A pack as the record lists it; ``digest`` is that of the vendor's file, ``attachment`` that of our own form."""

    os_id: str
    release: str
    form: str
    file_name: str
    digest: str
    dated_at: datetime
    dated_by: str
    imported_at: datetime
    by: str
    advisories_count: int
    packages_count: int
    unfixed_count: int
    unjudged_count: int
    attachment: str
    signed_by: str
    """The sha256 of the key (DER) by which the file was verified when it was taken in; "" where nobody asked."""


def keep(store: "Store", packs: Iterable[Pack], at: datetime, signed_by: str = "") -> tuple[Kept, ...]:
    """Write packs into the store; from now on they are the ones in use of their release and form."""
    return tuple(_keep(store, one, at, signed_by) for one in packs)


def _keep(store: "Store", one: Pack, at: datetime, signed_by: str) -> Kept:
    name = f"advisories {one.os_id} {one.release} {one.form}"
    attachment = store.attach(name, _MEDIA, written((one,)).encode())
    body = {
        "os_id": one.os_id,
        "release": one.release,
        "form": one.form,
        "file": one.file_name,
        "sha256": one.digest,
        "dated_at": one.dated_at.isoformat(),
        "dated_by": one.dated_by,
        "advisories": str(len(one.advisories)),
        "packages": str(len(one.packages)),
        "unfixed": str(one.unfixed_count),
        "unjudged": str(one.unjudged_count),
        "attachment": attachment,
        "signed_by": signed_by,
    }
    entry = Entry(new_id(), STREAM, name, _IMPORTED, at, at, who(), "", body, who())
    store.record((entry,))
    return _kept(entry)


def _kept(entry: Entry) -> Kept:
    said = entry.body
    return Kept(
        os_id=said["os_id"],
        release=said["release"],
        form=said["form"],
        file_name=said["file"],
        digest=said["sha256"],
        dated_at=datetime.fromisoformat(said["dated_at"]),
        dated_by=said["dated_by"],
        imported_at=entry.at,
        by=entry.by,
        advisories_count=int(said["advisories"]),
        packages_count=int(said["packages"]),
        unfixed_count=int(said["unfixed"]),
        unjudged_count=int(said["unjudged"]),
        attachment=said["attachment"],
        signed_by=said.get("signed_by", ""),  # of a file that was taken in before 0024
    )


def in_use(store: "Store") -> tuple[Kept, ...]:
    """The packs that are in use: the one imported last of each release and form."""
    rows = {entry.name: entry for entry in store.recorded(STREAM) if entry.kind == _IMPORTED}
    return tuple(_kept(rows[name]) for name in sorted(rows))


def recalled(store: "Store", checks: Iterable[AnyCheck]) -> dict[str, str]:
    """What the judging of these checks recalls of the packs: nothing where none of them asks for advisories."""
    if not any(check.needs.name == ADVISORIES.name for check in checks):
        return {}
    return {KEPT_AS: "".join(store.attachment(one.attachment).decode() for one in in_use(store))}
