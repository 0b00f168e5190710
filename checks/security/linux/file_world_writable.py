"""What may everybody on the host write to, and what belongs to nobody? Both wait for whoever comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.files import FILE_WALK, FileRights, FileWalk
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.file_world_writable"
_PASSING: Final = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 - folders that are judged, not files of ours
_NAMED_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class WritableLimits:
    """The paths that everybody may write to with the owner's consent."""

    allowed: tuple[str, ...] = limit((), unit="path patterns", source="the operator")


def judge(found: FileWalk, limits: Layered[WritableLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a path and an unknown owner, one for what lies in each folder for passing files."""
    left = [one for one in found.writable if not any(fnmatchcase(one.path, glob) for glob in limits.base.allowed)]
    lasting = [one for one in left if _passing(one.path) is None]
    yield from (_judged(one, scene) for one in lasting[:_NAMED_MOST])
    for folder in _PASSING:
        passing = [one for one in left if _passing(one.path) == folder]
        if passing:
            said = _("{count:number} files in {folder} may be written by everybody", count=len(passing), folder=folder)
            yield failed(ID, scene, folder, said, expected=_EXPECTED, quote=passing[0].path, most=Level.NOTICE)
    for orphans in found.orphans:
        said = _("{count:number} files belong to {who}, whom the host does not know", count=orphans.count, who=orphans.who)
        yield failed(ID, scene, orphans.who, said, expected=_OWNED, quote=orphans.path)
    yield from (unknown(one.subject, one) for one in found.unseen)
    beyond = found.beyond("writable") + max(0, len(lasting) - _NAMED_MOST)
    if beyond:
        yield unknown("", Unseen("", Reason.BUDGET, _("{count:number} more than are named here", count=beyond)))
    elif not (left or found.orphans or found.unseen):
        said = _(
            "in {count:number} folders nothing is open to everybody, and everything has an owner", count=found.folders_count
        )
        yield Finding("", Level.OK, said, None, _EXPECTED, f"find -xdev: {' '.join(found.walked)}")


def _passing(path: str) -> str | None:
    """The folder for passing files in which a path lies; None where it is meant to last."""
    return next((one for one in _PASSING if path.startswith(f"{one}/")), None)


def _judged(one: FileRights, scene: Scene) -> Finding:
    quote = f"{one.mode:o} {one.user} {one.group} {one.path}"
    return failed(ID, scene, one.path, _("everybody may write to {path}", path=one.path), expected=_EXPECTED, quote=quote)


_EXPECTED: Final = _("written by its owner and his group at most; a folder for all with the sticky bit")
_OWNED: Final = _("every file has an owner and a group that the host knows")

FILE_WORLD_WRITABLE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Files that everybody may write to, and files without an owner"),
    needs=FILE_WALK,
    limits=WritableLimits(),
    judge=judge,
    reads=_("one walk over the local filesystems (find -xdev): files, folders without the sticky bit, unknown owners"),
    remedy=_("Take the right to write away from others; give orphans an owner, or remove them."),
    card=Card(
        steps=(
            _("Ask the application’s owner who writes there, and give these accounts a group of their own."),
            _("Take the right away; a folder that all need gets the sticky bit."),
            _("See whose the orphans were (an account that was deleted): give them to a successor or remove them."),
        ),
        commands=(
            "chgrp <group> <path>; chmod o-w <path>",
            "chmod +t <folder>",
            "find / -xdev '(' -nouser -o -nogroup ')' -exec ls -ld {} +",
            "chown <account>:<group> <path>",
        ),
        risk=_(
            "Whoever wrote there by the right of all no longer can: ask first, and look at the application’s log after."
        ),
        rollback=_("chmod o+w on the path; the former owner’s number stands in the evidence."),
        verify="find / -xdev -perm -0002 '(' -type f -o -type d ! -perm -1000 ')' -exec ls -ld {} +",
    ),
    traps=(
        _("a folder with the sticky bit (/tmp) is meant for all"),
        _("a user of a directory service is none without an owner: the host is asked for the number itself"),
        _("links are open to all by nature and count for nothing"),
        _("what was not walked was not seen"),
    ),
)
