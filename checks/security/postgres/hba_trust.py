"""Who is let in without proof, or with a proof that anybody may read or forge."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.postgres_settings import is_near
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.postgres.access import HBA, HbaRule, HbaRules
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.postgres.hba_trust"
_ENCRYPTED: Final = frozenset({"hostssl", "hostgssenc"})
_CLEAR: Final = frozenset({"password", "ldap", "radius", "pam", "bsd"})
_WANTED: Final = _("scram-sha-256, a certificate, or peer on the machine itself")


def judge(found: HbaRules, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a rule that is too weak, one of all others together."""
    seen: Counter[str] = Counter()
    for rule in found.rules:
        said = _told(rule)
        if said is None:
            continue
        words, most = said
        text = _text(rule)
        seen[text] += 1
        subject = text if seen[text] == 1 else f"{text} {seen[text]}"
        yield failed(ID, scene, subject, words, expected=_WANTED, quote=f"{rule.line}: {text}", most=most)
    if not seen:
        count = _("of {count:number} rules of login none takes a weak proof", count=len(found.rules))
        yield Finding("", Level.OK, count, expected=_WANTED, quote=" ".join(sorted({one.method for one in found.rules})))


def _text(rule: HbaRule) -> str:
    return " ".join(filter(None, (rule.kind, rule.databases, rule.users, rule.address, rule.method))) or "pg_hba.conf"


def _told(rule: HbaRule) -> tuple[Text, Level] | None:
    if rule.error:
        return _("the rule is wrong: at the next reload the server keeps its old rules"), Level.WARN
    return _of_method(rule)


def _of_method(rule: HbaRule) -> tuple[Text, Level] | None:
    is_far = rule.kind != "local" and not is_near(rule.address)
    if rule.method == "trust":
        near = _("every account of this machine is let in without any proof (trust)")
        far = _("everybody who reaches it is let in without any proof (trust)")
        return far if is_far else near, Level.CRITICAL
    if rule.method in _CLEAR and is_far and rule.kind not in _ENCRYPTED:
        return _("with {method} the password crosses the network in clear text", method=rule.method), Level.CRITICAL
    if rule.method == "ident" and is_far:
        return _("the client’s machine itself says who its user is (ident)"), Level.CRITICAL
    if rule.method == "md5":
        return _("md5 also takes old password hashes; scram-sha-256 does not"), Level.NOTICE
    return None


HBA_TRUST: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: login without proof or with a weak one"),
    needs=HBA,
    limits=NoLimits(),
    judge=judge,
    reads=_("pg_hba_file_rules: every rule as the server reads it, with its errors"),
    remedy=_("Replace trust, password, ident and md5 by scram-sha-256 or a certificate, rule by rule."),
    card=Card(
        steps=(
            _("Copy pg_hba.conf; see in pg_stat_activity who uses the rule (account, address)."),
            _("Set password_encryption = scram-sha-256 and have the passwords of these accounts set anew."),
            _("Change the method in the rule, reload, and log in once by each account."),
        ),
        commands=(
            "cp -p <pg_hba.conf> <pg_hba.conf>.bak",
            'psql -c "select line_number, error from pg_hba_file_rules where error is not null"',
            'psql -c "select pg_reload_conf()"',
        ),
        risk=_("A client whose driver knows no SCRAM, or whose account has no password, cannot log in any more."),
        rollback=_("Put the copy back and reload."),
        verify='psql -c "select line_number, type, user_name, address, auth_method from pg_hba_file_rules"',
        window=Window.RELOAD,
    ),
    traps=(
        _("the file as it is now: the server may still run with an older one until it is reloaded"),
        _("a rule for the machine itself by peer is a proof: the system says who it is"),
        _("password within hostssl or hostgssenc is encrypted on its way"),
        _("127.0.0.1 with the mask 0 lets in every address, not the own machine alone"),
    ),
)
