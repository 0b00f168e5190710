"""How passwords are kept: whether they can be guessed from what is stored."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.postgres_settings import untold
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.postgres.security_settings import KEEPING, Keeping
from config.limits import Layered
from config.text import _

ID: Final = "security.postgres.password_hash"
_WANTED: Final = _("scram-sha-256")
_SETTING: Final = "password_encryption"
_HIDDEN: Final = _(
    "let the DBA run, as superuser: select rolname, left(rolpassword, 3) from pg_authid where rolcanlogin; the inspecting "
    "account should not be able to"
)


def judge(found: Keeping, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of new passwords, one an account with an old one, one of all others."""
    yield _of_new(found, scene)
    records = found.roles.records
    for one in records:
        if one.name and one.password in {"md5", "other"}:
            words = _("its password is kept as {method}", method=one.password)
            yield failed(ID, scene, one.name, words, expected=_WANTED, quote=f"{one.name}: {one.password}")
    kinds = {one.password for one in records}
    if "hidden" in kinds:
        yield unknown("passwords", Unseen("passwords", Reason.DENIED, "pg_authid", _HIDDEN))
    elif not kinds & {"md5", "other"} and not found.roles.unseen:
        count = sum(one.count for one in records if one.password == "scram")  # noqa: S105 - a kind, no password
        words = _("{count:number} passwords are kept as scram-sha-256, none otherwise", count=count)
        yield Finding("passwords", Level.OK, words, expected=_WANTED)
    yield from (unknown(one.subject, one) for one in found.roles.unseen)


def _of_new(found: Keeping, scene: Scene) -> Finding:
    if found.method is None:
        return untold(_SETTING)
    words = _("new passwords are kept as {method}", method=found.method)
    quote = f"{_SETTING} = {found.method}"
    if found.method == "scram-sha-256":
        return Finding(_SETTING, Level.OK, words, expected=_WANTED, quote=quote)
    return failed(ID, scene, _SETTING, words, expected=_WANTED, quote=quote)


PASSWORD_HASH: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: how passwords are kept"),
    needs=KEEPING,
    limits=NoLimits(),
    judge=judge,
    reads=_("password_encryption, and of each password only its kind, where the account may see it"),
    remedy=_("Set password_encryption = scram-sha-256 and have every password that is kept as md5 set anew."),
    card=Card(
        steps=(
            _("See that every driver knows SCRAM (libpq 10, JDBC 42.2.0, Npgsql 3.2.7 or newer)."),
            _("Set password_encryption = scram-sha-256 and reload."),
            _("Set each password anew, account by account, then change md5 to scram-sha-256 in pg_hba.conf."),
        ),
        commands=(
            "psql -c \"alter system set password_encryption = 'scram-sha-256'\"",
            'psql -c "select pg_reload_conf()"',
            "psql -c '\\password <account>'",
        ),
        risk=_("An application with an old driver cannot log in with the new password."),
        rollback=_("Set password_encryption = md5, reload, set the account’s password anew."),
        verify='psql -c "select rolname, left(rolpassword, 3) from pg_authid where rolcanlogin"',
        window=Window.RELOAD,
    ),
    traps=(
        _("the setting counts for passwords that are set from now on: the old ones stay as they are"),
        _("an account without a password cannot log in by one, and is no finding here"),
        _("whoever may not read pg_authid sees no kinds: not inspected, never passed"),
    ),
)
