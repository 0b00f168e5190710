"""Whether a line of the log says when, who, in which database and from where."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.postgres_settings import untold
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.postgres.security_settings import SECURITY_SETTINGS, SecuritySettings
from config.limits import Layered
from config.text import _

ID: Final = "security.postgres.log_line_prefix"
_STRUCTURED: Final = frozenset({"csvlog", "jsonlog"})
_PARTS: Final = (("%m", "tmn"), ("%u", "u"), ("%d", "d"), ("%h", "hr"))
"""What should stand there, and the escapes that say it."""


def judge(found: SecuritySettings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the prefix, one of which statements are logged, one a role or database of which none is."""
    yield _of_prefix(found, scene)
    yield _of_statements(found, scene)
    for one in found.overrides:
        if one.name == "log_statement" and one.value.lower() == "none":
            subject = f"{one.name} {one.role or '*'} {one.database or '*'}"
            words = _("switched off for this role or database alone")
            yield failed(
                ID,
                scene,
                subject,
                words,
                expected=_("at least ddl, unless pgAudit records them"),
                quote=f"{subject} = {one.value}",
            )


def _of_prefix(found: SecuritySettings, scene: Scene) -> Finding:
    name, prefix, destination = "log_line_prefix", *map(found.settings.text, ("log_line_prefix", "log_destination"))
    if prefix is None or destination is None:
        return untold(name)
    where = {one.strip().lower() for one in destination.split(",")} - {""}
    quote = f"{name} = '{prefix}', log_destination = {destination}, log_timezone = {found.settings.text('log_timezone')}"
    wanted = _("time, account, database and address (%m %u %d %h)")
    if where and where <= _STRUCTURED:
        return Finding(name, Level.OK, _("each line has all columns (csvlog, jsonlog)"), expected=wanted, quote=quote)
    said = _escapes(prefix) | (set("tmn") if where == {"syslog"} else set())
    missing = tuple(shown for shown, letters in _PARTS if not said & set(letters))
    if missing:
        words = _("a line of the log does not say {missing}", missing=missing)
        return failed(ID, scene, name, words, expected=wanted, quote=quote)
    return Finding(name, Level.OK, _("a line says when, who, where and from where"), expected=wanted, quote=quote)


def _escapes(prefix: str) -> set[str]:
    """The letters of the escapes; a number between (padding) does not count, and a doubled % is none."""
    parts = prefix.replace("%%", "").split("%")[1:]
    return {part.lstrip("-0123456789")[:1] for part in parts}


def _of_statements(found: SecuritySettings, scene: Scene) -> Finding:
    name = "log_statement"
    value = found.settings.text(name)
    if value is None:
        return untold(name)
    wanted, quote = _("at least ddl, unless pgAudit records them"), f"{name} = {value}"
    audits = found.settings.text("pgaudit.log")
    if value != "none":
        return Finding(name, Level.OK, _("statements that change the structure are logged"), expected=wanted, quote=quote)
    if audits and audits.lower() != "none":
        words = _("pgAudit records statements")
        return Finding(name, Level.OK, words, expected=wanted, quote=f"{quote}, pgaudit.log = {audits}")
    return failed(ID, scene, name, _("no statement is logged, not even those that change it"), expected=wanted, quote=quote)


LOG_LINE_PREFIX: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: what a line of the log says"),
    needs=SECURITY_SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("log_line_prefix, log_destination, log_timezone, log_statement, pgaudit.log"),
    remedy=_("Set log_line_prefix with time, process, account, database and address, and log_statement = ddl."),
    card=Card(
        steps=(
            _("See what reads the log (pgBadger, a log platform): its pattern must follow."),
            _("Set both and reload; look at a new line."),
        ),
        commands=(
            "psql -c \"alter system set log_line_prefix = '%m [%p] %q%u@%d %h '\"",
            "psql -c \"alter system set log_statement = 'ddl'\"",
            'psql -c "select pg_reload_conf()"',
        ),
        risk=_("A program that reads the log by its old form does not understand the new lines."),
        rollback=_("ALTER SYSTEM RESET of both, reload."),
        verify='psql -c "show log_line_prefix" -c "show log_statement"',
        window=Window.RELOAD,
    ),
    traps=(
        _("csvlog and jsonlog have every column whatever the prefix is"),
        _("syslog writes the time itself: the prefix need not"),
        _("%% is a percent sign, and a number may stand before the letter (%-10u)"),
    ),
)
