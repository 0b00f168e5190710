"""Are there objects that do not compile? Whoever calls them gets an error."""

from collections.abc import Iterator, Mapping
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.dameng_words import NOT_RUN
from collectors.facts.dameng.accounts import OBJECTS, Objects
from config.limits import Layered
from config.text import Text, _, verbatim

_KINDS: Final[Mapping[str, Text]] = {
    "FUNCTION": _("function"),
    "MATERIALIZED VIEW": _("materialized view"),
    "PACKAGE": _("package"),
    "PACKAGE BODY": _("package body"),
    "PROCEDURE": _("procedure"),
    "SYNONYM": _("synonym"),
    "TRIGGER": _("trigger"),
    "VIEW": _("view"),
}


def judge(objects: Objects, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an invalid object, or one of all where none is."""
    for one in objects.invalid:
        kind = _KINDS.get(one.kind, verbatim(one.kind))
        yield Finding(one.subject, Level.NOTICE, _("the {kind} is invalid", kind=kind), quote=f"{one.kind} {one.subject}")
    if not objects.invalid:
        yield Finding("", Level.OK, _("none of {count:number} objects is invalid", count=objects.count))


INVALID_OBJECTS: Final = Check(
    id="database.dameng.invalid_objects",
    title=_("DM8: invalid objects"),
    area=Area.DB_OBJECTS,
    needs=OBJECTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("dba_objects: status"),
    remedy=_(
        "Compile it (alter ... compile) with its owner and read the error: a column or table that it needs is "
        "gone or renamed. "
        "What nobody calls any more is dropped with the owner's consent."
    ),
    traps=(
        NOT_RUN,
        _("an object that becomes valid at its next call is shown until then"),
        _("the server's own schemas are left out"),
    ),
    clause="1.4.3.4",
    refs=("DM8 系统管理员手册, 附录 1 数据字典 (eco.dameng.com)",),
)
