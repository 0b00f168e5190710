"""Whether the server refuses a new password that is short or of one kind of signs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.mysql.variables import SETTINGS, Variables
from collectors.mysql.products import INSIDE
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.mysql.validate_password"
_PREFIXES: Final = ("validate_password.", "validate_password_")
"""Of the component of MySQL 8, and of the plugin of 5.7."""
_SIMPLE: Final = "simple_password_check_"


@dataclass(frozen=True, slots=True)
class PasswordLimits:
    """What a new password must be at least."""

    length: int = limit(8, unit="signs", source="assessors of GB/T 22239-2019 ask for 8 signs")
    classes: int = limit(2, unit="classes of signs", source="assessors of GB/T 22239-2019 ask for two classes or more")


@dataclass(frozen=True, slots=True)
class Demand:
    """The least that a rule takes; ``quote`` are its settings."""

    length: int
    classes: int
    quote: str


def judge(found: Variables, limits: Layered[PasswordLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server: the strictest of its rules, for a password has to pass each of them."""
    base = limits.base
    expected = _("{length} signs and {classes} classes of signs at least", length=base.length, classes=base.classes)
    demands = [one for one in (*(_of_mysql(found, prefix) for prefix in _PREFIXES), _of_mariadb(found)) if one]
    if not demands and found.product not in INSIDE:
        yield unknown("", Unseen("", Reason.NO_RECORD, found.words))
        return
    if not demands:
        words = _("new passwords are taken whatever their length and signs: no plugin that checks them is set up")
        if any(name.startswith("cracklib") for name in found.values):
            words = _("new passwords are held against a dictionary alone, and may be short")
        yield failed(ID, scene, "", words, expected=expected)
        return
    length, classes = max(one.length for one in demands), max(one.classes for one in demands)
    quote = "; ".join(one.quote for one in demands)
    observed = _("{length} signs, {classes} classes of signs", length=length, classes=classes)
    measures = {"length_count": float(length), "classes_count": float(classes)}
    if length >= base.length and classes >= base.classes:
        words = _("no weaker password than demanded is taken")
        yield Finding("", Level.OK, words, observed, expected, quote, measures)
    else:
        words = _("a weaker password than demanded is taken")
        yield failed(ID, scene, "", words, observed=observed, expected=expected, quote=quote, measures=measures)


def _of_mysql(found: Variables, prefix: str) -> Demand | None:
    policy = found.text(f"{prefix}policy").upper()
    if not policy or found.is_on(f"{prefix}enable") is False:
        return None
    length, mixed, digits, others = (
        int(found.number(f"{prefix}{name}") or 0)
        for name in ("length", "mixed_case_count", "number_count", "special_char_count")
    )
    quote = f"{prefix}policy = {policy}, {prefix}length = {length}"
    if policy in {"LOW", "0"}:
        return Demand(length, 0, quote)
    length = max(length, digits + others + 2 * mixed)
    return Demand(length, _classes(mixed, digits, others), quote)


def _of_mariadb(found: Variables) -> Demand | None:
    if f"{_SIMPLE}minimal_length" not in found.values:
        return None
    length, letters, digits, others = (
        int(found.number(f"{_SIMPLE}{name}") or 0)
        for name in ("minimal_length", "letters_same_case", "digits", "other_characters")
    )
    quote = f"{_SIMPLE}minimal_length = {length}"
    return Demand(max(length, digits + others + 2 * letters), _classes(letters, digits, others), quote)


def _classes(letters: int, digits: int, others: int) -> int:
    """Letters are demanded in both cases: two classes."""
    return 2 * (letters > 0) + (digits > 0) + (others > 0)


VALIDATE_PASSWORD: Final[SecurityCheck] = security_check(
    ID,
    title=_("MySQL: rules for new passwords"),
    needs=SETTINGS,
    limits=PasswordLimits(),
    judge=judge,
    reads=_("the settings of validate_password (MySQL), simple_password_check and cracklib_password_check (MariaDB)"),
    remedy=_("Set up validate_password (MySQL) or simple_password_check (MariaDB): 8 signs, digits, letters and others."),
    card=Card(
        steps=(
            _("MariaDB: set up the plugin simple_password_check; it comes with the server."),
            _("MySQL 8: set up the component validate_password; 5.7: INSTALL PLUGIN validate_password."),
            _("Set a test account’s password to a weak one: the server must refuse it."),
            _("Have the passwords that are there changed at their next turn: they were never checked."),
        ),
        commands=(
            "mysql -e \"INSTALL SONAME 'simple_password_check'\"   # MariaDB",
            "mysql -e \"INSTALL COMPONENT 'file://component_validate_password'\"   # MySQL 8",
            'mysql -e "SET PERSIST validate_password.policy = MEDIUM"   # MySQL 8',
        ),
        risk=_("Scripts that create accounts with weak passwords are refused; passwords that are there keep working."),
        rollback=_(
            "UNINSTALL SONAME 'simple_password_check', or UNINSTALL COMPONENT 'file://component_validate_password'."
        ),
        verify="mysql -e \"SHOW GLOBAL VARIABLES LIKE '%password%'\"",
    ),
    traps=(
        _("policy LOW looks at the length alone"),
        _("the rules count for passwords that are set from now on: the old ones were never checked"),
        _("a password that is set as its hash is not checked (MariaDB: unless strict_password_validation refuses it)"),
        _("cracklib alone takes passwords of 6 signs"),
    ),
)
