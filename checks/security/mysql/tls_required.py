"""Whether what crosses the network to the server can be read on the way."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.postgres_settings import listens_outside
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.mysql.accounts import TRANSPORT, AccountRule, Guarded
from collectors.facts.mysql.variables import Variables
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.mysql.tls_required"
_OLD: Final = frozenset({"tlsv1", "tlsv1.0", "tlsv1.1"})
_OWN: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SETTINGS: Final = ("require_secure_transport", "have_ssl", "tls_version", "bind_address", "skip_networking")
_WANTED: Final = _("TLS 1.2 or newer for every connection over a network")


def judge(found: Guarded, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server or one an account that may log in unencrypted; one of the versions where it listens."""
    settings = found.settings
    quote = ", ".join(f"{name} = {settings.text(name)}" for name in _SETTINGS if name in settings.values)
    if passed := _is_closed(settings):
        yield Finding("", Level.OK, passed, expected=_WANTED, quote=quote)
        return
    yield from _of_accounts(found, quote, scene)
    if "tls_version" in settings.values:
        yield _of_versions(settings, scene)


def _is_closed(settings: Variables) -> Text | None:
    if settings.is_on("skip_networking"):
        return _("the server listens on its socket alone: nothing crosses a network")
    if "bind_address" in settings.values and not listens_outside(settings.text("bind_address") or "*"):
        return _("the server listens on the machine itself alone: nothing crosses a network")
    return None


def _of_accounts(found: Guarded, quote: str, scene: Scene) -> Iterator[Finding]:
    if found.settings.is_on("require_secure_transport"):
        words = _("a connection over the network without TLS is refused")
        yield Finding("", Level.OK, words, expected=_WANTED, quote=quote)
    elif found.settings.text("have_ssl").upper() in {"DISABLED", "NO"}:
        words = _("TLS is off, and the server listens on the network")
        yield failed(ID, scene, "", words, expected=_WANTED, quote=quote)
    elif found.unread is not None:
        yield unknown("", found.unread)
    else:
        yield from _by_account([one for one in found.accounts if _is_remote(one)], quote, scene)


def _by_account(remote: list[AccountRule], quote: str, scene: Scene) -> Iterator[Finding]:
    plain = [one for one in remote if not one.needs_tls]
    for one in plain:
        words = _("{account} may log in over the network without TLS", account=one.name)
        yield failed(ID, scene, one.name, words, expected=_WANTED, quote=quote)
    if not plain:
        words = _("each of {count:number} accounts that may come over the network needs TLS", count=len(remote))
        yield Finding("", Level.OK, words, expected=_WANTED, quote=quote)


def _is_remote(one: AccountRule) -> bool:
    return not (one.is_role or one.is_locked or one.is_by_socket or one.host.lower() in _OWN)


def _of_versions(settings: Variables, scene: Scene) -> Finding:
    quote = f"tls_version = {settings.text('tls_version')}"
    if _OLD & {one.strip().lower() for one in settings.text("tls_version").split(",")}:
        words = _("TLS 1.0 and 1.1 are allowed")
        return failed(ID, scene, "tls_version", words, expected=_WANTED, quote=quote, most=Level.WARN)
    return Finding("tls_version", Level.OK, _("no version before TLS 1.2 is allowed"), expected=_WANTED, quote=quote)


TLS_REQUIRED: Final[SecurityCheck] = security_check(
    ID,
    title=_("MySQL: encryption of connections"),
    needs=TRANSPORT,
    limits=NoLimits(),
    judge=judge,
    reads=_("require_secure_transport, have_ssl, tls_version, bind_address, skip_networking, and REQUIRE of each account"),
    remedy=_("Give the server a certificate, then require TLS of every account and of the server."),
    card=Card(
        steps=(
            _("MySQL 5.7 on makes itself a certificate; MariaDB before 11.4 needs one (key: mode 0600, owned by mysql)."),
            _("Write these lines below [mysqld] and restart the server (MySQL: they may be left out)."),
            _("Switch TLS on in the applications one by one, each account after it with REQUIRE SSL."),
            _("When none is plain any more, set require_secure_transport = ON, in the configuration as well."),
        ),
        commands=(
            "printf '%s\\n' '[mysqld]' 'ssl_cert = <server.crt>' 'ssl_key = <server.key>' ><folder>/zz-tls.cnf",
            "echo 'tls_version = TLSv1.2,TLSv1.3' >><folder>/zz-tls.cnf",
            "systemctl restart <service>",
            "mysql -e \"ALTER USER '<account>'@'<host>' REQUIRE SSL\"",
            'mysql -e "SET GLOBAL require_secure_transport = ON"',
            "echo 'require_secure_transport = ON' >><folder>/zz-tls.cnf",
        ),
        risk=_("Clients and replicas without TLS cannot log in any more; old drivers may not know TLS 1.2."),
        rollback=_(
            "SET GLOBAL require_secure_transport = OFF; ALTER USER ... REQUIRE NONE; take zz-tls.cnf away, restart."
        ),
        verify='mysql -e "SELECT @@require_secure_transport; SELECT user, host, ssl_type FROM mysql.user"',
        window=Window.RESTART,
    ),
    traps=(
        _("that the server has TLS only offers it: a client that does not ask for it stays plain"),
        _("a server with skip_networking, or that listens on the machine itself alone, sends nothing over a network"),
        _("roles, locked accounts and those of the machine’s own socket cannot come over a network"),
        _("MySQL 8.4 has no have_ssl any more; MariaDB before 10.5 has no require_secure_transport"),
        _("replication and Galera between servers have settings of their own, and are not looked at here"),
    ),
)
