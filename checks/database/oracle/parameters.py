"""Are parameters set that bite at the next start, or open a door? Nobody remembers who set them."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.accounts import SETTINGS, Setting
from config.limits import Layered
from config.text import _

_DANGEROUS: Final = {
    "remote_os_authent": "TRUE",
    "remote_os_roles": "TRUE",
    "o7_dictionary_accessibility": "TRUE",
    "sec_case_sensitive_logon": "FALSE",
    "utl_file_dir": "*",
}
"""Settings by which anybody comes in, or reads what he should not (Security Guide, "Keeping Your Database Secure")."""


def judge(settings: tuple[Setting, ...], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the file beside what runs, one a dangerous parameter, one of hidden and one of deprecated ones."""
    yield _of_file(settings)
    yield from (_dangerous(one) for one in settings if _is_dangerous(one))
    hidden = sorted({one.name for one in settings if one.name.startswith("_") and one.in_file is not None})
    if hidden:
        summary = _("{count:number} hidden parameter(s) are set: does each still have its reason?", count=len(hidden))
        yield Finding("hidden", Level.NOTICE, summary, quote=" ".join(hidden))
    old = sorted({one.name for one in settings if one.is_deprecated and not one.is_default})
    if old:
        summary = _("{count:number} deprecated parameter(s) are set", count=len(old))
        yield Finding("deprecated", Level.NOTICE, summary, quote=" ".join(old))


def _of_file(settings: tuple[Setting, ...]) -> Finding:
    differing = sorted(
        {one.name for one in settings if one.in_file is not None and _plain(one.in_file) != _plain(one.value)}
    )
    if not any(one.in_file is not None for one in settings):
        return Finding("file", Level.NOTICE, _("no server parameter file is in use: a change is lost at the next start"))
    if differing:
        summary = _("{count:number} parameter(s) will be different after the next start", count=len(differing))
        return Finding("file", Level.NOTICE, summary, quote=" ".join(differing))
    return Finding("file", Level.OK, _("what runs is what the server parameter file says"))


def _plain(value: str) -> str:
    return value.strip().lower()


def _is_dangerous(one: Setting) -> bool:
    return one.value.upper() == _DANGEROUS.get(one.name.lower())


def _dangerous(one: Setting) -> Finding:
    summary = _("{name} is {value}: that opens a door", name=one.name, value=one.value)
    return Finding(one.name, Level.WARN, summary, quote=f"{one.name} = {one.value}")


PARAMETERS: Final = Check(
    id="database.oracle.parameters",
    title=_("Oracle: parameters"),
    area=Area.DB_TUNING,
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("v$system_parameter, v$spparameter, v$instance"),
    remedy=_(
        "Decide for each which value is right: write it to the file (alter system set ... scope=spfile) or take it out. "
        "Dangerous ones are changed back with the application's owner. Hidden ones are kept only on the word of "
        "the vendor's "
        "support, with the number of the case beside them. "
        "Effect: no surprise at the next start; effort: one statement each, some a restart."
    ),
    traps=(
        NOT_RUN,
        _("a list (control files) stands in the file in several rows, and is compared whole"),
        _("what a session sets for itself (NLS) is no setting of the instance"),
        _("a parameter that was changed for now only is right until the next start"),
        _("in a cluster the file may hold a value for each instance: only those of this one and of all are compared"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$SYSTEM_PARAMETER, V$SPPARAMETER",),
)
