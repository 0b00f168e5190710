"""How targets are told apart that a person answers for."""

from typing import Final

from config.checklists import RESTORE_EVIDENCE, Checklist

MANUAL: Final = "manual"
MANUAL_SERVER: Final = "manual-server"
"""Of a list that asks for the last restore too."""


def platform_of(checklist: Checklist) -> str:
    """The platform whose collectors read a form of this list."""
    return MANUAL_SERVER if RESTORE_EVIDENCE in checklist.feeds else MANUAL
