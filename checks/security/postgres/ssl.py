"""Whether what applications and the server say can be read on the way."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.postgres_settings import listens_outside
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.postgres.access import ENCRYPTION, Encryption
from config.limits import Layered
from config.text import _

ID: Final = "security.postgres.ssl"
_OLD: Final = frozenset({"TLSv1", "TLSv1.1"})
_WANTED: Final = _("TLS 1.2 or newer for every connection over a network")


def judge(found: Encryption, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server."""
    quote = (
        f"ssl = {'on' if found.is_on else 'off'}, ssl_min_protocol_version = {found.least_protocol or '-'}, "
        f"listen_addresses = {found.listens}"
    )
    observed = _(
        "{encrypted:number} encrypted, {plain:number} not", encrypted=found.encrypted_count, plain=found.plain_count
    )
    measures = {"plain_connection_count": float(found.plain_count)}
    if found.plain_count:
        words = _("{count:number} connection(s) from elsewhere are not encrypted", count=found.plain_count)
    elif not found.is_on and listens_outside(found.listens):
        words = _("TLS is off, and the server listens on the network")
    elif found.is_on and found.least_protocol in _OLD:
        words = _("TLS 1.0 and 1.1 are allowed")
    else:
        passed = _("TLS is on, and no connection from elsewhere is without it")
        if not found.is_on:
            passed = _("the server listens on the machine itself alone: nothing crosses a network")
        yield Finding("", Level.OK, passed, observed, _WANTED, quote, measures)
        return
    yield failed(ID, scene, "", words, observed=observed, expected=_WANTED, quote=quote, measures=measures)


SSL: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: encryption of connections"),
    needs=ENCRYPTION,
    limits=NoLimits(),
    judge=judge,
    reads=_("ssl, ssl_min_protocol_version, listen_addresses, and pg_stat_ssl of those connected now"),
    remedy=_("Switch TLS on (1.2 or newer), then require it in pg_hba.conf with hostssl."),
    card=Card(
        steps=(
            _("Put the certificate and its key beside the data (key: mode 0600, owned by the server’s account)."),
            _("Set ssl = on and ssl_min_protocol_version = TLSv1.2, and reload."),
            _("Set sslmode=require in the applications one by one; when none is plain, change host to hostssl."),
        ),
        commands=(
            "psql -c \"alter system set ssl_cert_file = '<server.crt>'\"",
            "psql -c \"alter system set ssl_key_file = '<server.key>'\"",
            'psql -c "alter system set ssl = on"',
            "psql -c \"alter system set ssl_min_protocol_version = 'TLSv1.2'\"",
            'psql -c "select pg_reload_conf()"',
        ),
        risk=_("With hostssl, clients without TLS cannot log in any more; old drivers may not know TLS 1.2."),
        rollback=_("Change hostssl back to host, set ssl = off, reload."),
        verify=(
            'psql -c "select s.ssl, s.version, count(*) from pg_stat_ssl s join pg_stat_activity a using (pid) '
            'where a.client_addr is not null group by 1, 2"'
        ),
        window=Window.RELOAD,
    ),
    traps=(
        _("ssl = on only offers it: a client that does not ask for it stays plain, so those connected are looked at"),
        _("only those connected at the moment of the check are seen"),
        _("connections of the machine itself do not leave it, and are not counted"),
        _("a proxy on the machine may carry connections from elsewhere; they look local here"),
    ),
)
