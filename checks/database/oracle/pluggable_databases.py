"""Are the pluggable databases open? One that is closed after a restart is found by its users."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, worst
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.instances import PLUGGABLES, Pluggable
from config.limits import Layered
from config.text import Text, _


def judge(pluggables: Sequence[Pluggable], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a PDB, of its worst instance."""
    for name, group in groupby(sorted(pluggables, key=lambda one: one.name), key=lambda one: one.name):
        each = list(group)
        verdicts = [_verdict(one) for one in each]
        level = worst(one for one, _words in verdicts)
        summary = next(words for one, words in verdicts if one is level)
        yield Finding(
            name,
            level,
            summary,
            quote="; ".join(f"inst_id={one.instance_number} {one.open_mode} restricted={one.restricted}" for one in each),
        )


def _verdict(one: Pluggable) -> tuple[Level, Text]:
    if one.open_mode == "MOUNTED":
        return _closed(one)
    if one.open_mode == "MIGRATE" or one.restricted == "YES":
        return Level.WARN, _("open in {mode}, for administrators only", mode=one.open_mode)
    if one.violations_count:
        return Level.WARN, _("{count:number} unresolved plug-in violation(s) of type ERROR", count=one.violations_count)
    if one.open_mode == "READ ONLY" and one.role == "PRIMARY":
        return Level.NOTICE, _("open for reading only")
    return Level.OK, _("open: {mode}", mode=one.open_mode)


def _closed(one: Pluggable) -> tuple[Level, Text]:
    if one.database_mode == "MOUNTED" and one.role != "PRIMARY":
        return Level.OK, _("mounted with its standby")
    if one.saved.startswith("OPEN") and one.role == "PRIMARY":
        return Level.CRITICAL, _("closed on instance {number}, and saved to be open", number=one.instance_number)
    return Level.NOTICE, _("closed on instance {number}, and not saved to be open", number=one.instance_number)


PLUGGABLE_DATABASES: Final = Check(
    id="database.oracle.pluggable_databases",
    title=_("Oracle: pluggable databases"),
    area=Area.DB_STATUS,
    needs=PLUGGABLES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$database, gv$pdbs, dba_pdb_saved_states, pdb_plug_in_violations"),
    remedy=_(
        "Open it (alter pluggable database ... open) once its alert log tells why it was closed, and save the state (save "
        "state) so that it opens with the instance. Violations: read cause and action in pdb_plug_in_violations; after a "
        "patch run datapatch."
    ),
    traps=(
        NOT_RUN,
        _("a PDB that is closed on purpose has no saved state: a notice, no alarm"),
        _("PDB$SEED is a template, read-only by design"),
        _("an account of one PDB sees that one only: the others are then not known, and not fine"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$PDBS, DBA_PDB_SAVED_STATES, PDB_PLUG_IN_VIOLATIONS",),
)
