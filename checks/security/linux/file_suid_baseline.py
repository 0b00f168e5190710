"""Which programs run as root whoever starts them? One that no package brought is how an intruder comes back."""

from collections.abc import Iterator
from typing import Final

from checks.base import Confirmed, Exhibit, Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_against
from collectors.base import Reason, Unseen
from collectors.facts.files import FILE_WALK, FileWalk, SetIdFile
from config.limits import Layered
from config.text import Text, _, verbatim

ID: Final = "security.linux.file_suid_baseline"
_SETUID: Final = 0o4000


def judge(
    found: FileWalk, confirmed: Confirmed[FileWalk] | None, _limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a program that nobody owns or nobody confirmed; one of the target for all others."""
    before = {(one.path, one.mode, one.user) for one in confirmed.facts.setid} if confirmed else None
    good = 0
    for one in found.setid:
        is_known = before is not None and (one.path, one.mode, one.user) in before
        if is_known or (one.package and before is None):
            good += 1
        elif one.package is None:
            yield unknown(one.path, Unseen(one.path, Reason.NO_RECORD, _quote(one)))
        else:
            yield _odd(one, scene)
    yield from (unknown(one.subject, one) for one in found.unseen)
    if found.beyond("setid"):
        said = _("{count:number} more than are named here", count=found.beyond("setid"))
        yield unknown("", Unseen("", Reason.BUDGET, said))
    elif not found.unseen:
        said = _("{count:number} programs with setuid or setgid are owned by packages or confirmed", count=good)
        quote = f"find -xdev: {' '.join(found.walked)} ({found.folders_count})"
        yield Finding("", Level.OK, said, None, _EXPECTED, quote, {"setid_count": float(len(found.setid))})
    yield Exhibit(_("Programs with setuid or setgid"), _COLUMNS, tuple(_row(one) for one in found.setid))


def _odd(one: SetIdFile, scene: Scene) -> Finding:
    if one.package:
        said = _("{path} of {package} was not there when the list was confirmed", path=one.path, package=one.package)
        return failed(ID, scene, one.path, said, expected=_EXPECTED, quote=_quote(one), most=Level.NOTICE)
    said = _("{path} runs with the rights of {user}, and no package owns it", path=one.path, user=_whose(one))
    return failed(ID, scene, one.path, said, expected=_EXPECTED, quote=_quote(one))


def _whose(one: SetIdFile) -> str:
    return one.user if one.mode & _SETUID else one.group


def _quote(one: SetIdFile) -> str:
    return f"{one.mode:o} {one.user} {one.group} {one.path}"


def _row(one: SetIdFile) -> tuple[str | Text, ...]:
    return verbatim(one.path), f"{one.mode:o}", one.user, one.group, one.package or "-"


_EXPECTED: Final = _("owned by a package, or confirmed by a person")
_COLUMNS: Final = (_("path"), _("rights"), _("owner"), _("group"), _("package"))

FILE_SUID_BASELINE: Final[SecurityCheck] = security_against(
    ID,
    title=_("Programs with setuid or setgid"),
    needs=FILE_WALK,
    limits=NoLimits(),
    judge=judge,
    reads=_("one walk over the local filesystems (find -xdev), and which package owns what was found"),
    remedy=_("Find out where the program comes from; take the bit away or remove it, or have the list confirmed."),
    card=Card(
        steps=(
            _("See when and by whom it came, and what it is; treat a shell or an interpreter as an incident."),
            _("What nobody needs: keep a copy for the inquiry, then take the bit away."),
            _("What an application needs: let its owner confirm it in writing, and confirm the list."),
        ),
        commands=(
            "stat <file>; file <file>; sha256sum <file>; rpm -qf <file> || dpkg -S <file>",
            "chmod u-s,g-s <file>",
        ),
        risk=_("The application that needs it fails for ordinary users: ask its owner first."),
        rollback=_("chmod u+s (or g+s) on the file."),
        verify="find / -xdev -type f -perm /6000 -exec ls -l {} +",
    ),
    traps=(
        _("where /bin is a link to /usr/bin, dpkg knows a program by one of its two names only"),
        _("trees of containers’ images hold setuid programs that only root reaches: they are left aside"),
        _("what was not walked was not seen: no pass for an account that folders are closed to"),
        _("owned by a package does not say unchanged: the verification of packages does"),
    ),
)
