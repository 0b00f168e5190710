"""Whether what the server logs is kept at all."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.postgres_settings import untold
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.postgres.security_settings import SECURITY_SETTINGS, SecuritySettings
from config.limits import Layered
from config.text import _

ID: Final = "security.postgres.logging"
_WANTED: Final = _("logging_collector on, or a log that goes to syslog")


def judge(found: SecuritySettings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of where the log goes."""
    collector, destination = found.settings.is_on("logging_collector"), found.settings.text("log_destination")
    if collector is None or destination is None:
        yield untold("logging_collector" if collector is None else "log_destination")
        return
    quote = f"logging_collector = {'on' if collector else 'off'}, log_destination = {destination}"
    where = {one.strip().lower() for one in destination.split(",")} - {""}
    if not where:
        yield failed(ID, scene, "", _("the server logs nowhere"), expected=_WANTED, quote=quote)
    elif collector or where & {"syslog", "eventlog"}:
        yield Finding("", Level.OK, _("what the server logs is kept"), expected=_WANTED, quote=quote)
    else:
        words = _("the log goes wherever the program that started the server sends it; the server itself keeps none")
        yield failed(ID, scene, "", words, expected=_WANTED, quote=quote, most=Level.NOTICE)


LOGGING: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: the server’s log is kept"),
    needs=SECURITY_SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("logging_collector and log_destination"),
    remedy=_("Switch logging_collector on at the next restart, with files by day and enough room for six months."),
    card=Card(
        steps=(
            _("Find a folder with room; see that it belongs to the server’s account with mode 0700."),
            _("Set logging_collector, log_directory, log_filename and log_rotation_age."),
            _("Restart in a window; see that the new file grows, and that it is archived for six months."),
        ),
        commands=(
            'psql -c "alter system set logging_collector = on"',
            "psql -c \"alter system set log_filename = 'postgresql-%Y-%m-%d.log'\"",
            "psql -c \"alter system set log_rotation_age = '1d'\"",
            "systemctl restart postgresql",
        ),
        risk=_("A restart ends every session; a full disk of logs stops the server."),
        rollback=_("ALTER SYSTEM RESET logging_collector and restart."),
        verify='psql -c "show logging_collector" -c "show log_destination"',
        window=Window.RESTART,
    ),
    traps=(
        _("Debian starts the server with its log in a file and the collector off: kept, but not by the server"),
        _("csvlog and jsonlog need the collector; without it they go where stderr goes"),
    ),
)
