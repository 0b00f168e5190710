"""Settings that decide how safe logins and files are: one finding a setting."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.mysql.variables import SETTINGS, Variables
from config.limits import Layered
from config.text import Text, _

_OLD_TLS: Final = frozenset({"tlsv1", "tlsv1.0", "tlsv1.1"})
_PASSWORD_RULES: Final = ("validate_password", "simple_password_check", "cracklib")


class Rule(NamedTuple):
    """A setting, when it is wrong, how bad that is, and what to say."""

    name: str
    is_wrong: Callable[[Variables], bool]
    level: Level
    words: Text


def _has_old_tls(settings: Variables) -> bool:
    return bool(_OLD_TLS & {one.strip().lower() for one in settings.text("tls_version").split(",")})


RULES: Final = (
    Rule(
        "have_ssl",
        lambda settings: settings.text("have_ssl").upper() in {"DISABLED", "NO"},
        Level.NOTICE,
        _("no TLS: everything but the password's hash crosses the network in clear text"),
    ),
    Rule("tls_version", _has_old_tls, Level.NOTICE, _("TLS 1.0 or 1.1, which are broken, are allowed")),
    Rule(
        "local_infile",
        lambda settings: bool(settings.is_on("local_infile")),
        Level.NOTICE,
        _("a client may be made to send files of its machine (LOAD DATA LOCAL)"),
    ),
    Rule(
        "secure_file_priv",
        lambda settings: settings.text("secure_file_priv") == "",
        Level.NOTICE,
        _("accounts with FILE may read and write in every folder of the server"),
    ),
    Rule(
        "old_passwords",
        lambda settings: settings.text("old_passwords").lower() in {"1", "on"},
        Level.WARN,
        _("passwords are kept in the broken form of before 4.1"),
    ),
)
"""After the CIS MySQL Benchmark; levels are our judgement."""


def judge(settings: Variables, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a setting that is wrong, one of passwords without rules, one of all others."""
    known = [rule for rule in RULES if rule.name in settings.values]
    wrong = [rule for rule in known if rule.is_wrong(settings)]
    for rule in wrong:
        quote = f"{rule.name} = {settings.text(rule.name)}"
        yield Finding(rule.name, rule.level, _("{setting}: {words}", setting=quote, words=rule.words), quote=quote)
    has_rules = any(name.startswith(_PASSWORD_RULES) for name in settings.values)
    if has_rules:
        yield Finding("password rules", Level.OK, _("new passwords are checked for strength"))
    else:
        yield Finding("password rules", Level.NOTICE, _("no rule for new passwords is loaded: any is taken"))
    if not known:  # a relative that names its settings otherwise: nothing was compared
        yield unknown("", Unseen("", Reason.NO_RECORD, settings.words))
        return
    yield Finding("", Level.OK, _("{count:number} settings are as they should be", count=len(known) - len(wrong)))


SECURITY_SETTINGS: Final = Check(
    id="database.mysql.security_settings",
    title=_("MySQL: settings of security"),
    area=Area.DB_SECURITY,
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_(
        "have_ssl, tls_version, local_infile, secure_file_priv, old_passwords, validate_password, simple_password_check"
    ),
    remedy=_(
        "Give the server a certificate and require TLS of accounts from other networks (REQUIRE SSL); allow TLS 1.2 "
        "and 1.3 "
        "alone; local_infile = OFF and secure_file_priv to one folder unless the application needs more; load "
        "validate_password (MySQL) or simple_password_check (MariaDB). GB/T 22239 asks for strength and change of "
        "passwords."
    ),
    traps=(
        _("an empty secure_file_priv allows every folder; NULL allows none"),
        _("MySQL 8.4 has no have_ssl any more: it is not judged then"),
    ),
    clause="1.4.3.4",
    refs=("CIS MySQL Benchmark", "GB/T 22239-2019"),
)
