"""Whether the patches reach what the operator demands; what is new enough is never guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Listing, Reason, Unseen
from collectors.facts.oracle.accounts import PATCHES, Patches
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.oracle.psu_level"
_FULL: Final = 18
"""From this version on the binaries say their release update in V$INSTANCE.VERSION_FULL."""
_NUMBER: Final = re.compile(r"(?<![\d.])\d+(?:\.\d+){4,5}(?![\d.])")
_SET: Final = _(
    "Write the least level of this version, as the customer’s plan of patches has it, into least of the limits."
)
Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PatchLimits:
    """The least level of each version in use, as "19.21" or "12.1.0.2.170718"."""

    least: tuple[str, ...] = limit((), unit="version", source="the operator: the plan of patches; ours would be a guess")


def judge(found: Listing[Patches], limits: Layered[PatchLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a container: its dictionary is patched by itself."""
    for one in found.records:
        yield _of(one, limits.at(one.database), scene)


def _of(one: Patches, bounds: PatchLimits, scene: Scene) -> Finding:
    release = _release(_version(one.binary))
    wanted = next((text for text in bounds.least if release and _release(_version(text)) == release), None)
    quote = f"{one.binary or '-'} {one.patches[-1].words if one.patches else ''}".strip()
    if wanted is None:
        words = _("no least level is set for {version}", version=one.binary or "-")
        return unknown(one.database, Unseen(one.database, Reason.NO_RECORD, words, _SET))
    reached = _reached(one)
    expected = _("{version} at least", version=wanted)
    observed = _("patched to {version}", version=".".join(map(str, reached or ())) or "-")
    if reached is None:
        return unknown(one.database, Unseen(one.database, Reason.NO_RECORD, quote))
    if reached >= _version(wanted):
        return Finding(one.database, Level.OK, _("the patches reach the level"), observed, expected, quote)
    words = _weakness(one, _version(wanted))
    return failed(ID, scene, one.database, words, observed=observed, expected=expected, quote=quote)


def _weakness(one: Patches, wanted: Version) -> Text:
    binary = _version(one.binary)
    if binary[0] >= _FULL and binary >= wanted:
        return _("the binaries reach the level and the dictionary does not: datapatch did not run here")
    return _("the patches are older than the least level")


def _version(text: str) -> Version:
    """Numbers of a version; empty where it is none."""
    parts = text.strip().split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def _release(version: Version) -> Version:
    """What a level is counted within: 19, or 12.1.0.2; empty where the version does not say it."""
    if version and version[0] >= _FULL:
        return version[:1]
    return version[:4] if len(version) > 3 else ()  # noqa: PLR2004 - four parts name a release before 18


def _reached(one: Patches) -> Version | None:
    """The level of the binaries and of the dictionary, the lower one; None where it is not told.

    A standby has its primary's dictionary, and is patched before it: its binaries count alone.
    """
    binary = _version(one.binary)
    if binary[0] < _FULL:
        return _by_words(one, _release(binary))
    if one.role != "PRIMARY":
        return binary
    of_dictionary = [_version(patch.target) for patch in one.patches if patch.target and patch.status == "SUCCESS"]
    return min(binary, of_dictionary[-1]) if of_dictionary and of_dictionary[-1] else None


def _by_words(one: Patches, release: Version) -> Version | None:
    """Before 18 the level stands in the words of the patch; a dictionary without any patch is that of the release."""
    if not one.patches:
        return release
    last = {patch.number: patch for patch in one.patches}
    holding = [patch for patch in last.values() if patch.action == "APPLY" and patch.status == "SUCCESS"]
    levels = [_version(text) for patch in holding for text in _NUMBER.findall(patch.words)]
    return max((level for level in levels if _release(level) == release), default=None)


PSU_LEVEL: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: level of security patches"),
    needs=PATCHES,
    limits=PatchLimits(),
    judge=judge,
    reads=_("v$instance version, dba_registry_sqlpatch (11.2: dba_registry_history), beside the operator’s least level"),
    remedy=_("Bring the home to the level of the plan with opatch, then each dictionary with datapatch, in a window."),
    card=Card(
        steps=(
            _("Read the readme of the release update, and of its known issues; run opatch’s check for conflicts."),
            _("Try it on a test database; back up the database, the home and the inventory."),
            _("On a cluster go node by node where the patch allows it; a standby first where the readme says so."),
            _("Open every pluggable database, then run datapatch; compile invalid objects."),
        ),
        commands=(
            "$ORACLE_HOME/OPatch/opatch lspatches",
            "$ORACLE_HOME/OPatch/opatch prereq CheckConflictAgainstOHWithDetail -ph ./",
            "$ORACLE_HOME/OPatch/opatch apply",
            "$ORACLE_HOME/OPatch/datapatch -verbose",
            "@?/rdbms/admin/utlrp.sql",
        ),
        risk=_("The instance stops while its home is patched; execution plans may change afterwards."),
        rollback=_("opatch rollback -id <patch>, then datapatch; or the home that was saved."),
        verify="select patch_id, action, status, description from dba_registry_sqlpatch order by action_time;",
        window=Window.RESTART,
    ),
    traps=(
        NOT_RUN,
        _("what is new enough ages with each quarter: without a level of the operator’s nothing passes or fails"),
        _("each version has a level of its own: a level of 19 says nothing of 12.2"),
        _("binaries that were patched without datapatch are half patched, container by container"),
        _("a standby is patched first and its dictionary with the primary’s: its binaries count alone"),
        _("before 18 the level is read from the words of the patch; a one-off patch names none"),
    ),
)
