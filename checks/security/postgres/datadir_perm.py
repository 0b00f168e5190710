"""Whether others of the machine may read the files of the data."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.postgres_settings import untold
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.postgres.security_settings import SECURITY_SETTINGS, SecuritySettings
from config.limits import Layered
from config.text import _

ID: Final = "security.postgres.datadir_perm"
_NAME: Final = "data_directory_mode"
_MOST: Final = 0o750
"""What the server itself takes at most when it starts: PostgreSQL documentation, 19.2 Creating a Database Cluster."""


def judge(found: SecuritySettings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the data directory."""
    value = found.settings.text(_NAME) or ""
    if not value or set(value) - set("01234567"):
        yield untold(_NAME)
        return
    quote, wanted = f"{_NAME} = {value}", _("0700 or 0750")
    if int(value, 8) & ~_MOST:
        words = _("others of the machine may get at the files of the data (mode {mode})", mode=value)
        yield failed(ID, scene, _NAME, words, expected=wanted, quote=quote)
    else:
        words = _("when the server started, the data directory had the mode {mode}", mode=value)
        yield Finding(_NAME, Level.OK, words, expected=wanted, quote=quote)


DATADIR_PERM: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: mode of the data directory"),
    needs=SECURITY_SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("data_directory_mode: the mode that the server found when it started"),
    remedy=_("Give the data directory to the server’s account with mode 0700."),
    card=Card(
        steps=(
            _("See who works in the directory by the rights of others (a backup job, monitoring); give it another way."),
            _("Set owner and mode."),
        ),
        commands=("chown postgres:postgres <data directory>", "chmod 0700 <data directory>"),
        risk=_("A backup job under another account cannot read the files any more: 0750 with its group is allowed."),
        rollback=_("Set the mode that was there before; the server refuses to start with more than 0750."),
        verify="stat -c '%a %U %n' <data directory>",
    ),
    traps=(
        _("the mode is that of the server’s start: one that was changed since is seen on the host only"),
        _("version 10 does not tell its mode: not inspected, never passed"),
    ),
)
