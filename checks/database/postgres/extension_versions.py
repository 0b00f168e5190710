"""Extensions that stand behind what is installed beside the server."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.versions import EXTENSIONS, Extensions
from config.limits import Layered
from config.text import _


def judge(found: Listing[Extensions], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an extension, one of each database without any."""
    for one in found.records:
        for behind in one.behind:
            yield Finding(
                f"{one.database}.{behind.name}",
                Level.NOTICE,
                _("made with {old}; {new} is installed beside the server", old=behind.made_with, new=behind.now)
                if behind.now
                else _("{old} is in use, and its files are no longer installed", old=behind.made_with),
                expected=_("the version whose files are installed"),
            )
        if not one.behind:
            yield Finding(
                one.database,
                Level.OK,
                _("{count:number} extensions are as installed", count=one.count),
                measures={"extension_count": one.count},
            )
    yield from (unknown(one.subject, one) for one in found.unseen)


EXTENSION_VERSIONS: Final = Check(
    id="database.postgres.extension_versions",
    title=_("PostgreSQL: versions of extensions"),
    area=Area.DB_OBJECTS,
    needs=EXTENSIONS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("pg_extension beside pg_available_extensions"),
    remedy=_("ALTER EXTENSION ... UPDATE after reading its notes, first on a test system."),
    traps=(_("one broken control file makes the server refuse the whole list: then nothing is said"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: ALTER EXTENSION",),
)
