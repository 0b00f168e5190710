"""What PostgreSQL, libpq and its relatives say, and what it means: products, refusals, trouble on the way."""

import re
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.login import CredentialRefused
from config.secrets import Secret
from config.text import _

OTHER: Final = "other"
RELATIVES: Final = {
    "kingbase": re.compile(r"kingbase", re.IGNORECASE),
    "opengauss": re.compile(r"opengauss|gaussdb|vastbase|mogdb|panweidb", re.IGNORECASE),
    "highgo": re.compile(r"highgo|瀚高", re.IGNORECASE),
    "polardb": re.compile(r"polardb", re.IGNORECASE),
    "greenplum": re.compile(r"greenplum", re.IGNORECASE),
    "redshift": re.compile(r"redshift", re.IGNORECASE),
    "cockroach": re.compile(r"cockroach", re.IGNORECASE),
    "yugabyte": re.compile(r"-yb-", re.IGNORECASE),
    "edb": re.compile(r"enterprisedb", re.IGNORECASE),
    OTHER: re.compile(r"^(?!PostgreSQL \d)"),
}
"""By a word of version(), products that speak the protocol; at last what does not call itself PostgreSQL."""
_REFUSED: Final = re.compile(
    r"password authentication failed|authentication failed|is not permitted to log in|role \".*\" does not exist|"
    r"认证失败|验证失败|不允许登录|角色 *\".*\" *不存在|no password supplied|Invalid username/password",
    re.IGNORECASE,
)
_NO_RULE: Final = re.compile(r"pg_hba\.conf", re.IGNORECASE)
_CLEAR: Final = re.compile(r"cleartext password", re.IGNORECASE)
_BUSY: Final = re.compile(r"too many (clients|connections)|remaining connection slots|过多的客户|连接数过多", re.IGNORECASE)
_COMING: Final = re.compile(r"starting up|shutting down|in recovery mode|正在启动|正在关闭|恢复模式", re.IGNORECASE)
NO_TLS: Final = re.compile(r"server does not support SSL", re.IGNORECASE)
_NO_RIGHT: Final = re.compile(r"permission denied for database|数据库.*权限不够|对数据库.*权限", re.IGNORECASE)
_NO_MECHANISM: Final = re.compile(r"SASL authentication mechanisms|authentication method 1[0-9]", re.IGNORECASE)
_ACCOUNT = _("check the account and its password on the server; it is not offered again until changed")
_RULE = _("let pg_hba.conf on the server admit this account from this machine to that database, reload, then inspect again")
_PROOF = _(
    "the server wants the password as clear text, which is sent only to a server that proves itself (access.sql.tls: "
    "verify-full)"
)
_FULL = _("all connections are in use: see who holds them, then inspect again")
_WAIT = _("the server is just starting, stopping or recovering: inspect again when it is up")
_CONNECT = _("grant connect on that database to the inspecting account, then inspect again")
_MECHANISM = _(
    "openGauss and GaussDB log in by a method of their own: use the vendor's libpq with psycopg2, or let the vendor's "
    "client on the database's host ask (access: ssh)"
)
NO_DRIVER = _("install the driver beside xunjian (xunjian[postgresql]), or let psql on the host ask (access: ssh)")
DOWN = _("see whether the server runs and listens there: its log, its service, the firewalls on the way")


_MEANINGS: Final = (
    (_NO_RIGHT, Reason.DENIED, _CONNECT),
    (_NO_RULE, Reason.REFUSED, _RULE),
    (_CLEAR, Reason.REFUSED, _PROOF),
    (_BUSY, Reason.UNREACHABLE, _FULL),
    (_COMING, Reason.UNREACHABLE, _WAIT),
)
"""What is no refusal of the credential itself, and so does not keep it from being offered."""


def refusal(words: str, password: Secret | None = None) -> SessionError:
    """What libpq's words mean where no connection came about."""
    said = one_line(words, password)
    if _NO_MECHANISM.search(words):
        return SessionError(Reason.TOOL_MISSING, said, _MECHANISM)
    for pattern, reason, remedy in _MEANINGS:
        if pattern.search(words):
            return SessionError(reason, said, remedy)
    if _REFUSED.search(words):
        return CredentialRefused(said, _ACCOUNT)
    return SessionError(Reason.UNREACHABLE, said, DOWN)


def product_of(words: str) -> str:
    """Name the product by the words of its version()."""
    return next((name for name, pattern in RELATIVES.items() if pattern.search(words)), "postgres")


def one_line(words: str, password: Secret | None = None) -> str:
    """The first line of an error, without what is secret."""
    line = (words.splitlines() or [""])[0]
    return (line.replace(password.reveal(), "***") if password is not None and password.reveal() else line)[:300]
