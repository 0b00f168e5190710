"""Whether it is recorded who read or changed what, by pgAudit."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.postgres_settings import untold
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.postgres.security_settings import SECURITY_SETTINGS, SecuritySettings
from config.limits import Layered
from config.text import _

ID: Final = "security.postgres.pgaudit"
_PRELOAD: Final = "shared_preload_libraries"
_WANTED: Final = _("pgaudit loaded, and pgaudit.log with at least ddl, role and write")


def judge(found: SecuritySettings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server, one a role or database that pgAudit is switched off for."""
    loaded = found.settings.text(_PRELOAD)
    if loaded is None:
        yield untold(_PRELOAD)
        return
    names = {one.strip().strip('"').rpartition("/")[2].removesuffix(".so") for one in loaded.split(",")}
    if "pgaudit" not in names:
        yield _without(found, scene, loaded)
        return
    yield _loaded(found, scene)
    for one in found.overrides:
        if one.name == "pgaudit.log" and one.value.lower() in {"none", ""}:
            subject = f"{one.name} {one.role or '*'} {one.database or '*'}"
            words = _("switched off for this role or database alone")
            yield failed(ID, scene, subject, words, expected=_WANTED, quote=f"{subject} = {one.value}")


def _without(found: SecuritySettings, scene: Scene, loaded: str) -> Finding:
    quote = f"{_PRELOAD} = '{loaded}', log_statement = {found.settings.text('log_statement')}"
    if found.settings.text("log_statement") == "all":
        words = _("pgAudit is not loaded; log_statement = all records every statement instead, without its objects")
        return failed(ID, scene, "", words, expected=_WANTED, quote=quote, most=Level.NOTICE)
    return failed(ID, scene, "", _("pgAudit is not loaded"), expected=_WANTED, quote=quote)


def _loaded(found: SecuritySettings, scene: Scene) -> Finding:
    value = found.settings.text("pgaudit.log")
    if value is None:
        return untold("pgaudit.log")
    quote = f"pgaudit.log = {value}"
    if value.strip().lower() not in {"none", ""}:
        return Finding("", Level.OK, _("pgAudit records {classes}", classes=value), expected=_WANTED, quote=quote)
    if any(one.name == "pgaudit.log" and one.value.lower() not in {"none", ""} for one in found.overrides):
        words = _("pgAudit records for some roles or databases only")
        return failed(ID, scene, "", words, expected=_WANTED, quote=quote, most=Level.NOTICE)
    return failed(ID, scene, "", _("pgAudit is loaded and records nothing"), expected=_WANTED, quote=quote)


PGAUDIT: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: audit of statements (pgAudit)"),
    needs=SECURITY_SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("shared_preload_libraries, pgaudit.log, and its values for roles and databases"),
    remedy=_("Install the pgAudit of the server’s version, load it at the next restart, and set pgaudit.log."),
    card=Card(
        steps=(
            _("Install the package of the same major version; keep what stands in shared_preload_libraries already."),
            _("Set shared_preload_libraries and restart in a window."),
            _("Make the extension in each database, set pgaudit.log, reload; watch the growth of the log for a week."),
        ),
        commands=(
            "apt-get install postgresql-<major>-pgaudit  # dnf install pgaudit_<major>",
            "psql -c \"alter system set shared_preload_libraries = '<what stands there>', 'pgaudit'\"",
            "systemctl restart postgresql",
            'psql -d <database> -c "create extension pgaudit"',
            "psql -c \"alter system set pgaudit.log = 'ddl, role, write'\"",
            'psql -c "select pg_reload_conf()"',
        ),
        risk=_("With a library of another version the server does not start; the log grows with each recorded statement."),
        rollback=_(
            "Take pgaudit out of shared_preload_libraries again (ALTER SYSTEM, or postgresql.auto.conf) and restart."
        ),
        verify='psql -c "show shared_preload_libraries" -c "show pgaudit.log"',
        window=Window.RESTART,
    ),
    traps=(
        _("loaded it records nothing until pgaudit.log names classes"),
        _("a role or a database may have a value of its own that switches it off"),
    ),
)
