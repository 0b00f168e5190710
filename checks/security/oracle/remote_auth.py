"""Whether the database believes what a machine elsewhere says of who its user is."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.oracle.accounts import SETTINGS, Setting
from config.limits import Layered
from config.text import _

ID: Final = "security.oracle.remote_auth"
_NAMES: Final = ("os_roles", "remote_os_authent", "remote_os_roles")


def judge(found: tuple[Setting, ...], _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a parameter."""
    by_name = {one.name.lower(): one for one in found}
    for name in _NAMES:
        one = by_name.get(name)
        if one is None or one.value.upper() not in {"TRUE", "FALSE"}:
            yield unknown(name, Unseen(name, Reason.EMPTY, "v$system_parameter"))
            continue
        quote = f"{name} = {one.value}"
        if one.in_file is not None:
            quote += f" (spfile: {one.in_file})"
        if one.value.upper() == "TRUE":
            words = _("the server trusts what the operating system says of who a user is")
            yield failed(ID, scene, name, words, expected=_("FALSE"), quote=quote)
        elif (one.in_file or "").strip().upper() == "TRUE":
            words = _("it is off now and will be on after the next start")
            yield failed(ID, scene, name, words, expected=_("FALSE"), quote=quote)
        else:
            yield Finding(name, Level.OK, _("it is off"), expected=_("FALSE"), quote=quote)


REMOTE_AUTH: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: login and roles by the operating system from elsewhere"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("os_roles, remote_os_authent and remote_os_roles of v$system_parameter and v$spparameter"),
    remedy=_("Set the three parameters to FALSE in the server parameter file and restart the instance in a window."),
    card=Card(
        steps=(
            _("List accounts that log in by the operating system (authentication_type EXTERNAL) and who uses them."),
            _("Give those from other machines a password or a wallet, and test it."),
            _("Set the parameters back to FALSE in the file and restart the instance in a window."),
        ),
        commands=(
            "select username, authentication_type from dba_users where authentication_type = 'EXTERNAL';",
            "alter system set os_roles = false scope = spfile sid = '*';",
            "alter system reset remote_os_authent scope = spfile sid = '*';",
            "alter system set remote_os_roles = false scope = spfile sid = '*';",
        ),
        risk=_("Programs on other machines that log in without a password cannot log in after the restart."),
        rollback=_("Set the parameter to the value that was noted (scope = spfile), restart."),
        verify=(
            "select name, value from v$system_parameter where name in ('os_roles', 'remote_os_authent', 'remote_os_roles');"
        ),
        window=Window.RESTART,
    ),
    traps=(
        NOT_RUN,
        _("a value of the file counts from the next start: both are looked at"),
        _("a parameter that is not listed is not inspected: newer versions may have none of that name"),
    ),
)
