"""The settings beside the size of the databases; the memory of the host is not the server's to tell."""

from typing import Final

from collectors.base import Absent, Derived, Listing, SessionError
from collectors.facts.postgres.settings import SETTINGS, Settings
from collectors.facts.postgres.space import DATABASES, Database
from collectors.facts.postgres.tuning import TUNING, Tuning


def derive(settings: Settings | Absent | SessionError, databases: Listing[Database] | Absent | SessionError) -> Tuning:
    """The settings as they are; sizes only where all were told, so that a hidden one makes no database small."""
    if isinstance(settings, Absent | SessionError):
        raise settings
    if isinstance(databases, Absent | SessionError) or any(one.size_bytes is None for one in databases.records):
        return Tuning(settings, None)
    return Tuning(settings, sum(one.size_bytes or 0 for one in databases.records))


TUNING_DERIVED: Final = Derived(id="postgres.tuning", provides=TUNING, of=(SETTINGS, DATABASES), derive=derive)
