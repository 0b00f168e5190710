"""Whether what is said between applications and the server can be read on the way."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.postgres.access import ENCRYPTION, Encryption
from config.limits import Layered
from config.text import _

_OLD: Final = frozenset({"", "TLSv1", "TLSv1.1"})


def judge(found: Encryption, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of TLS, one of how new passwords are kept."""
    level, summary = Level.OK, _("TLS is on; no connection from elsewhere is without it")
    if found.plain_count:
        level = Level.WARN
        summary = _("{count:number} connection(s) from elsewhere are not encrypted", count=found.plain_count)
    elif not found.is_on:
        level, summary = Level.NOTICE, _("TLS is off; at this moment nobody is connected from elsewhere")
    elif found.least_protocol in _OLD - {""}:
        level, summary = Level.WARN, _("TLS 1.0 and 1.1 are allowed: {least}", least=found.least_protocol)
    yield Finding(
        "",
        level,
        summary,
        observed=_(
            "{encrypted:number} encrypted, {plain:number} not", encrypted=found.encrypted_count, plain=found.plain_count
        ),
        expected=_("TLS 1.2 or newer for every connection over a network"),
        quote=f"ssl = {'on' if found.is_on else 'off'}, ssl_min_protocol_version = {found.least_protocol or '-'}",
        measures={"plain_connection_count": found.plain_count},
    )
    is_scram = found.password_encryption.startswith("scram")
    yield Finding(
        "password_encryption",
        Level.OK if is_scram else Level.NOTICE,
        _("new passwords are kept as {method}", method=found.password_encryption),
        expected=_("scram-sha-256"),
    )


ENCRYPTION_CHECK: Final = Check(
    id="database.postgres.encryption",
    title=_("PostgreSQL: encryption of connections and passwords"),
    area=Area.DB_SECURITY,
    needs=ENCRYPTION,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("ssl, ssl_min_protocol_version, pg_stat_ssl of those connected now, password_encryption"),
    remedy=_(
        "Put a certificate and key beside the server, set ssl = on and reload; then change host to hostssl in pg_hba.conf "
        "line by line as the applications follow. Set password_encryption = scram-sha-256, and have the passwords set anew."
    ),
    traps=(
        _("connections of the machine itself are not counted: they do not leave it"),
        _("only those connected at the moment of the inspection are seen"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 19.3.3 SSL",),
)
