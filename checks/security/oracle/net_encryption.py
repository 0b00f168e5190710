"""Whether what goes between clients and the database is encrypted on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.oracle.hardening import CONNECTIONS, Connected
from config.limits import Layered, limit
from config.text import _, verbatim

ID: Final = "security.oracle.net_encryption"
_WANTED: Final = _("every session from elsewhere is encrypted by Oracle Net, or comes by TCPS")
_LOCAL: Final = ("BEQUEATH", "IPC")
_SECURE: Final = ("SSL", "SECURE SOCKETS", "TCPS")


@dataclass(frozen=True, slots=True)
class WayLimits:
    """What is declared of the way."""

    is_tcps_only: bool = limit(default=False, source="the operator: the listener takes TCPS only")


def judge(found: tuple[Connected, ...], limits: Layered[WayLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of all sessions that are connected now."""
    far = [one for one in found if not _is_named(one, _LOCAL)]
    coded = [one for one in far if one.cipher or _is_named(one, _SECURE)]
    plain = [one for one in far if one not in coded and "TCP/IP" in one.adapter.upper()]
    count = sum(one.count for one in far)
    if plain and limits.base.is_tcps_only:
        said = _("the listener takes TCPS only, as the operator says; the sessions themselves do not show it")
        yield unknown("", Unseen("", Reason.TOLD, said))
    elif plain:
        words = _(
            "{plain:number} of {count:number} sessions from elsewhere show no encryption",
            plain=sum(one.count for one in plain),
            count=count,
        )
        accounts = verbatim(" ".join(dict.fromkeys(one.account or "-" for one in plain))[:300])
        yield failed(ID, scene, "", words, observed=accounts, expected=_WANTED, quote=_quote(plain))
    elif len(coded) < len(far):
        yield unknown("", Unseen("", Reason.EMPTY, "gv$session_connect_info"))
    elif not far:
        words = _("no session from elsewhere is connected now, so none shows whether it is encrypted")
        yield unknown("", Unseen("", Reason.NO_RECORD, words))
    else:
        words = _("all {count:number} sessions from elsewhere are encrypted", count=count)
        yield Finding("", Level.OK, words, expected=_WANTED, quote=_quote(coded))


def _is_named(one: Connected, words: tuple[str, ...]) -> bool:
    return any(word in one.adapter.upper() for word in words)


def _quote(sessions: Sequence[Connected]) -> str:
    return "; ".join(dict.fromkeys(f"{one.adapter} {one.cipher}".strip() for one in sessions))[:300]


NET_ENCRYPTION: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: encryption on the way"),
    needs=CONNECTIONS,
    limits=WayLimits(),
    judge=judge,
    reads=_("banners of gv$session_connect_info, for each session of a user in gv$session"),
    remedy=_("Demand encryption in sqlnet.ora of the server (SQLNET.ENCRYPTION_SERVER = REQUIRED), or offer TCPS only."),
    card=Card(
        steps=(
            _("List the versions of the clients: old drivers know none of the strong ciphers."),
            _("Set REQUESTED first, and see by v$session_connect_info who is encrypted after it connects anew."),
            _("When all are, set REQUIRED; on a cluster in the home of the database on each node."),
            _("For TCPS make wallets and certificates, a listener’s address of its own, and close the plain one."),
        ),
        commands=(
            "# $ORACLE_HOME/network/admin/sqlnet.ora",
            "SQLNET.ENCRYPTION_SERVER = REQUIRED",
            "SQLNET.ENCRYPTION_TYPES_SERVER = (AES256, AES192, AES128)",
            "SQLNET.CRYPTO_CHECKSUM_SERVER = REQUIRED",
            "SQLNET.CRYPTO_CHECKSUM_TYPES_SERVER = (SHA256)",
        ),
        risk=_("With REQUIRED a client that cannot encrypt is refused (ORA-12660); encryption takes some CPU."),
        rollback=_("Set REQUESTED or take the lines out of sqlnet.ora; it counts for new connections."),
        verify="select network_service_banner from v$session_connect_info where sid = sys_context('USERENV', 'SID');",
        window=Window.RELOAD,
    ),
    traps=(
        NOT_RUN,
        _("the banner of the encryption service is there in plain sessions too: its adapter with the cipher tells"),
        _("sessions that are encrypted do not prove that the server demands it: sqlnet.ora tells, and is not read here"),
        _("sessions by bequeath or IPC never leave the host, and are not counted"),
        _("sessions by TCPS need no cipher of Oracle Net: where their banner does not tell, the operator declares it"),
        _("a program on the database’s own host that comes by TCP counts as one from elsewhere"),
    ),
)
