"""Evidence of restores that were tried. No machine knows of it: a person does, and until a form asks him nobody did."""

from typing import Final

from collectors.base import Derived, Reason, SessionError
from collectors.facts.backups import BACKUP_TOOLS, RESTORE_EVIDENCE, RestoreEvidence, ToolBackups
from collectors.facts.identity import IDENTITY, Identity
from config.text import _

_ASK: Final = _(
    "Ask the customer when a backup of this machine was last restored on another one, how long it took and who saw that "
    "the data were whole; see the record and note it in the report. Where there is none, agree on a drill with a date."
)


def derive(identity: Identity | Exception, _backups: ToolBackups | Exception) -> RestoreEvidence:
    """Say that nobody was asked, of a machine whose backups can be looked at. Raises SessionError (not asked), always."""
    raise SessionError(Reason.NOT_ASKED, identity.hostname if isinstance(identity, Identity) else "", _ASK)


RESTORE_EVIDENCE_ASKED: Final = Derived(
    id="linux.restores", provides=RESTORE_EVIDENCE, of=(IDENTITY, BACKUP_TOOLS), derive=derive
)
