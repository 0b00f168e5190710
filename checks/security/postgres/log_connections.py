"""Whether it is recorded who logged in and when he left."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.postgres_settings import untold
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.postgres.security_settings import SECURITY_SETTINGS, SecuritySettings
from config.limits import Layered
from config.text import _

ID: Final = "security.postgres.log_connections"
_ON: Final = frozenset({"on", "true", "yes", "1", "all", "authentication", "authorization"})
"""PostgreSQL 18 takes a list of what is logged; its "receipt" alone names no account."""


def judge(found: SecuritySettings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding each of the two settings."""
    for name in ("log_connections", "log_disconnections"):
        value = found.settings.text(name)
        if value is None:
            yield untold(name)
            continue
        quote = f"{name} = {value}"
        if {one.strip().lower() for one in value.split(",")} & _ON:
            yield Finding(name, Level.OK, _("it is recorded"), expected=_("on"), quote=quote)
        else:
            yield failed(ID, scene, name, _("it is not recorded"), expected=_("on"), quote=quote)


LOG_CONNECTIONS: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: logins and their ends are recorded"),
    needs=SECURITY_SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("log_connections and log_disconnections"),
    remedy=_("Set log_connections and log_disconnections to on; sessions that begin after the reload are recorded."),
    card=Card(
        steps=(
            _("See how many logins an hour there are: without a pool of connections each query may be one."),
            _("Set both to on and reload."),
            _("Log in and out once, and look for both lines in the log."),
        ),
        commands=(
            'psql -c "alter system set log_connections = on"',
            'psql -c "alter system set log_disconnections = on"',
            'psql -c "select pg_reload_conf()"',
        ),
        risk=_("The log grows with each login; watch its room for a week."),
        rollback=_("ALTER SYSTEM RESET of both, reload."),
        verify='psql -c "show log_connections" -c "show log_disconnections"',
        window=Window.RELOAD,
    ),
    traps=(
        _("version 18 takes a list: receipt alone names no account"),
        _("sessions that were there before the reload go on without a record of their end"),
    ),
)
