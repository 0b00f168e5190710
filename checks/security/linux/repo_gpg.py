"""Are packages checked before they are installed? Whoever stands between host and mirror else installs what he likes."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.updates import UPDATES, Updates
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.repo_gpg"
_EXPECTED: Final = _("the signature of every source is checked")


def judge(found: Updates, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a source or setting by which nothing is checked; one of the target where there is none."""
    for line in found.unchecked:
        said = _("packages are installed unchecked: {line}", line=line)
        yield failed(ID, scene, line, said, expected=_EXPECTED, quote=line)
    unsigned = [one for one in found.indexes if one.is_signed is False]
    for one in unsigned:
        yield failed(ID, scene, one.name, _("the index {name} bears no signature", name=one.name), expected=_EXPECTED)
    for path in found.unread:
        yield unknown(path, Unseen(path, Reason.DENIED, path))
    if not found.sources_count and not found.unread:
        yield unknown("", Unseen("", Reason.EMPTY, "/etc/apt/sources.list /etc/yum.repos.d"))
    elif not (found.unchecked or unsigned or found.unread):
        said = _("of {count:number} files of sources none lets anything in unchecked", count=found.sources_count)
        quote = " ".join(one.name for one in found.indexes) or found.system
        yield Finding("", Level.OK, said, None, _EXPECTED, quote)


REPO_GPG: Final[SecurityCheck] = security_check(
    ID,
    title=_("Signatures of package sources"),
    needs=UPDATES,
    limits=NoLimits(),
    judge=judge,
    reads=_("trusted and allow-insecure in apt’s sources and settings, gpgcheck of each enabled repository of dnf and yum"),
    remedy=_("Import the maker’s key, and let the signature of every source be checked."),
    card=Card(
        steps=(
            _("Find out whose source it is, and whether anybody still needs it; disable what nobody does."),
            _("Get the maker’s key on a safe way, compare its fingerprint, and name it in the source."),
            _("Take trusted=yes out, or set gpgcheck=1, and refresh the index."),
        ),
        commands=(
            "sed -i 's/^gpgcheck=.*/gpgcheck=1/' /etc/yum.repos.d/*.repo /etc/dnf/dnf.conf",
            "rpm --import /etc/pki/rpm-gpg/<key>",
            "sed -i 's/trusted=yes *//' /etc/apt/sources.list /etc/apt/sources.list.d/*.list",
            "sed -i '/^Trusted: *yes/d' /etc/apt/sources.list.d/*.sources",
        ),
        risk=_(
            "A source without a signature (a local mirror, a medium) can no longer be installed from until it is signed."
        ),
        rollback=_("Put the former line back; it stands in the evidence."),
        verify="apt-get indextargets --format '$(REPO_URI) $(TRUSTED)'; grep -n gpgcheck /etc/yum.repos.d/*.repo",
    ),
    traps=(
        _("a repository that says nothing has what [main] says; where that says nothing too, nothing is checked"),
        _("a repository that is disabled lets nothing in"),
        _("http is no fault where the index is signed"),
    ),
)
