"""How passwords stand in the configuration: whoever gets a copy of it reads what is not a hash."""

from collections.abc import Iterator, Mapping
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import OFF, SETTINGS, Secret, Settings
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.network.password_encryption"
_BAD: Final[Mapping[str, tuple[Text, Level]]] = {
    "plain": (_("stands in clear text"), Level.CRITICAL),
    "none": (_("has no password"), Level.CRITICAL),
    "readable": (_("stands in type 7, which anybody can turn back"), Level.CRITICAL),
    "weak-hash": (_("stands in type 4, a hash without salt"), Level.WARN),
    "reversible": (_("is encrypted so that it can be turned back, no hash"), Level.NOTICE),
}
"""By how it is kept, what to say and how grave it is at most."""


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a password, and one where new ones are kept in clear text."""
    cover = found.said.get("cover")
    if cover is not None and cover.value == OFF:
        summary = _("new passwords of lines and keys are kept in clear text")
        expected = _("service password-encryption")
        yield failed(ID, scene, "cover", summary, expected=expected, quote=cover.source, most=Level.WARN)
    for one in found.secrets:
        yield _secret(one, scene)
    if not found.secrets:
        yield untold("", _("the configuration shows no password of an account"))


def _secret(one: Secret, scene: Scene) -> Finding:
    expected = _("a hash: type 8 or 9, 5 where nothing better is known; irreversible-cipher; hash")
    if one.kept == "hash":
        return Finding(one.owner, Level.OK, _("kept as a hash"), expected=expected, quote=one.line)
    if one.kept not in _BAD:
        return untold(one.owner, _("how this password is kept is not known here"))
    summary, most = _BAD[one.kept]
    return failed(ID, scene, one.owner, summary, expected=expected, quote=one.line, most=most)


PASSWORD_ENCRYPTION: Final[SecurityCheck] = security_check(
    ID,
    title=_("How passwords are kept on the device"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration, secrets masked: the type of each password"),
    remedy=_("Set the passwords anew as hashes; change each that stood in clear text or type 7, it counts as known."),
    card=Card(
        steps=(
            _("Think of new passwords by the customer’s rules; what stood readable counts as known, in old backups too."),
            _("Set them as hashes, take the old lines off, and try a login in a second window; save."),
        ),
        commands=(
            (
                "# Cisco IOS: enable algorithm-type scrypt secret <password> / no enable password"
                " / username <name> algorithm-type scrypt secret <password> / service password-encryption"
            ),
            "# Huawei: aaa / local-user <name> password irreversible-cipher <password>",
            "# H3C: local-user <name> class manage / password hash simple <password>",
            "# Ruijie: enable secret <password> / service password-encryption",
        ),
        risk=_("Scripts and managers that log in with the old password fail until they know the new one."),
        rollback=_("Set another password; the old one is not to come back."),
        verify="show running-config | include secret|password; display current-configuration | include password",
    ),
    traps=(
        _("service password-encryption writes type 7, which hides nothing from who has the configuration"),
        _("type 5 is accepted: older devices know nothing better"),
    ),
)
