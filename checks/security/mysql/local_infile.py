"""Whether clients can be made to send their files, and accounts to read and write the server's."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.mysql.variables import SETTINGS, Variables
from config.limits import Layered
from config.text import _, verbatim

ID: Final = "security.mysql.local_infile"
_CLIENT: Final = "local_infile"
_SERVER: Final = "secure_file_priv"


def judge(found: Variables, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a setting."""
    yield _of_client(found, scene)
    yield _of_server(found, scene)


def _of_client(found: Variables, scene: Scene) -> Finding:
    is_on = found.is_on(_CLIENT)
    if is_on is None:
        return unknown(_CLIENT, Unseen(_CLIENT, Reason.NO_RECORD, found.words))
    expected, quote = verbatim("OFF"), f"{_CLIENT} = {found.text(_CLIENT)}"
    if not is_on:
        return Finding(_CLIENT, Level.OK, _("files of the clients are not taken"), expected=expected, quote=quote)
    words = _("a client may be made to send files of its machine (LOAD DATA LOCAL)")
    return failed(ID, scene, _CLIENT, words, expected=expected, quote=quote)


def _of_server(found: Variables, scene: Scene) -> Finding:
    if _SERVER not in found.values:
        return unknown(_SERVER, Unseen(_SERVER, Reason.NO_RECORD, found.words))
    expected, quote = _("one folder for it, or none"), f"{_SERVER} = {found.text(_SERVER)}"
    if found.text(_SERVER) not in {"", "/"}:
        words = _("accounts with FILE reach one folder at most")
        return Finding(_SERVER, Level.OK, words, expected=expected, quote=quote)
    words = _("accounts with FILE may read and write in every folder of the server")
    return failed(ID, scene, _SERVER, words, expected=expected, quote=quote)


LOCAL_INFILE: Final[SecurityCheck] = security_check(
    ID,
    title=_("MySQL: reading and writing of files"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("local_infile and secure_file_priv"),
    remedy=_("Set local_infile = OFF and secure_file_priv to a folder of its own, unless an approved job needs more."),
    card=Card(
        steps=(
            _("Ask whether a job loads files (LOAD DATA, SELECT ... INTO OUTFILE), and from where."),
            _("Switch local_infile off at once; write both settings below [mysqld] in the configuration."),
            _("Make the folder for such files, owned by mysql, mode 0700; restart the server for secure_file_priv."),
        ),
        commands=(
            'mysql -e "SET GLOBAL local_infile = OFF"',
            "install -d -o mysql -g mysql -m 700 /srv/mysql-files",
            "printf '%s\\n' '[mysqld]' 'local_infile = OFF' 'secure_file_priv = /srv/mysql-files' ><folder>/zz-files.cnf",
            "systemctl restart <service>",
        ),
        risk=_("Jobs that load files of the client, or write files elsewhere on the server, fail."),
        rollback=_("SET GLOBAL local_infile = ON; take zz-files.cnf away and restart."),
        verify="mysql -e \"SHOW GLOBAL VARIABLES WHERE Variable_name IN ('local_infile', 'secure_file_priv')\"",
        window=Window.RESTART,
    ),
    traps=(
        _("an empty secure_file_priv allows every folder; NULL in MySQL allows none"),
        _("MariaDB has local_infile on as it is delivered; MySQL 8 has it off"),
        _("secure_file_priv is read at the start alone: what stands in the file counts after a restart"),
    ),
)
