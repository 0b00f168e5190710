"""A carried file as packs, one a release: which form it is, of which day, of which releases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from agent.advisories import oval, tracker, updateinfo
from agent.advisories.opening import digest_of, pieces
from agent.advisories.rated import Gathered
from agent.advisories.refused import DataRefused
from collectors.facts.advisories import Pack
from config.text import _

_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Told:
    """What a person adds: the day of a file that bears none, and os-release's ID and VERSION_ID where it names none."""

    day: date | None = None
    release: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    form: str
    found: Mapping[tuple[str, str], Gathered]
    package_system: str
    dated: str
    dated_by: str


def packs_of(path: Path, told: Told, now: datetime) -> tuple[Pack, ...]:
    """Read a file. Raises DataRefused with what is wrong with it or missing, OSError where it cannot be read."""
    read = _read(path, told)
    if not any(one.packages for one in read.found.values()):
        raise DataRefused(_("{file} names no package with a version that mends anything", file=path.name))
    dated_at = _dated(path, read, told, now)
    digest = digest_of(path)
    return tuple(
        Pack(
            os_id=name,
            release=release,
            form=read.form,
            package_system=read.package_system,
            by_source=read.form == "tracker" or (read.form == "oval" and name == "debian"),
            file_name=path.name,
            digest=digest,
            dated_at=dated_at,
            dated_by="person" if told.day is not None else read.dated_by,
            advisories=tuple(one.made),
            packages=one.by_package(),
            unfixed_count=one.unfixed_count,
            unjudged_count=one.unjudged_count,
        )
        for (name, release), one in sorted(read.found.items())
        if one.packages
    )


def _read(path: Path, told: Told) -> _Read:
    stream = pieces(path)
    first = next(stream, b"")
    head, whole = first[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n"), chain((first,), stream)
    if head.startswith(b"{"):
        return _Read("tracker", tracker.read(_bounded(path, whole)), "dpkg", "", "")
    if b"oval_definitions" in head:
        found, dated, system = oval.read(whole)
        if told.release is not None:
            found = _only(path, found, told.release)
        return _Read("oval", found, system, dated, "file")
    if b"<updates" in head:
        if told.release is None:
            raise DataRefused(
                _("{file} does not say which release it is of: add --for ID:VERSION (os-release)", file=path.name)
            )
        gathered, newest = updateinfo.read(whole)
        return _Read("updateinfo", {told.release: gathered}, "rpm", newest, "newest")
    raise DataRefused(_("{file} is no OVAL file, no updateinfo.xml and not the JSON of Debian’s tracker", file=path.name))


def _only(path: Path, found: dict[tuple[str, str], Gathered], release: tuple[str, str]) -> dict[tuple[str, str], Gathered]:
    """The release that a person named; a file of one release only is of that one whatever it calls it."""
    if release in found:
        return {release: found[release]}
    if len(found) == 1:
        return {release: next(iter(found.values()))}
    raise DataRefused(_("{file} says nothing of {release}", file=path.name, release=" ".join(release)))


def _bounded(path: Path, whole: Iterable[bytes]) -> bytes:
    made = bytearray()
    for piece in whole:
        made += piece
        if len(made) > tracker.MOST_BYTES:
            raise DataRefused(_("{file} unpacks to more than {most:bytes}", file=path.name, most=tracker.MOST_BYTES))
    return bytes(made)


def _dated(path: Path, read: _Read, told: Told, now: datetime) -> datetime:
    """Of which moment the data is: by the file itself; by a person where it says nothing, or only its newest advisory."""
    try:
        own = datetime.fromisoformat(read.dated) if read.dated else None
    except ValueError:
        own = None
    own = own.replace(tzinfo=UTC) if own is not None and own.tzinfo is None else own
    said = datetime.combine(told.day, time(), UTC) if told.day is not None else None
    if said is not None and own is not None and (read.dated_by == "file" or said < own):
        raise DataRefused(_("{file} bears a date of its own, {day}: leave out --date", file=path.name, day=read.dated[:10]))
    dated_at = said or own
    if dated_at is None:
        raise DataRefused(_("{file} bears no date: add --date, the day on which it was fetched", file=path.name))
    if dated_at > now + timedelta(days=1):
        raise DataRefused(
            _("{file} is dated {day}, which has not come yet", file=path.name, day=dated_at.date().isoformat())
        )
    return dated_at


def together(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """Packs of one release and form as one: of several repositories. It is as old as the oldest of them."""
    made: dict[tuple[str, str, str], list[Pack]] = {}
    for one in packs:
        made.setdefault((one.os_id, one.release, one.form), []).append(one)
    return tuple(_joined(several) for several in made.values())


def _joined(several: list[Pack]) -> Pack:
    if len(several) == 1:
        return several[0]
    found = Gathered()
    for one in several:
        for name, mended in one.packages.items():
            for each in mended:
                for place in each.advisories:
                    found.add(one.advisories[place], ((name, each.fixed, each.module),))
    oldest = min(several, key=lambda one: one.dated_at)
    return replace(
        oldest,
        file_name=", ".join(one.file_name for one in several),
        digest=" ".join(one.digest for one in several),
        advisories=tuple(found.made),
        packages=found.by_package(),
        unfixed_count=sum(one.unfixed_count for one in several),
        unjudged_count=sum(one.unjudged_count for one in several),
    )
