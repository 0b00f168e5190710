"""Collectors of what a person answered on a form."""

from typing import Final

from collectors.base import Wired
from collectors.manual.filled_forms import FILLED_FORMS, FILLED_FORMS_OF_SERVERS, RESTORES_TOLD

COLLECTORS: Final[tuple[Wired, ...]] = (FILLED_FORMS, FILLED_FORMS_OF_SERVERS, RESTORES_TOLD)
