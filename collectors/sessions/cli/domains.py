"""FortiOS with virtual domains: what tells of the whole unit is asked within ``config global``, left again by ``end``.

Evidence: netmiko 4.8 (fortinet_ssh: the words of ``get system status``, ``config global``, ``end``) and oxidized's model
fortios (which commands it asks there). Entering changes nothing and ``end`` has nothing to keep. A single domain is entered
by ``config vdom`` and ``edit NAME``, which makes a domain that is not there: an inspection does not type that.
"""

import re
import time
from enum import Enum
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.cli import prompts
from collectors.sessions.cli.entering import Met, find_prompt, type_own
from collectors.sessions.cli.screen import words_of
from collectors.sessions.cli.talking import Talk
from config.text import _

FAMILY: Final = "fortinet"
_STATUS: Final = "get system status"
_HAS: Final = re.compile(r"^Virtual domain configuration: *(?:multiple|enable|split-task)", re.MULTILINE)
_GLOBAL: Final = re.compile(
    r"get (?:system (?:performance|ha|fortiguard-service) |hardware ).*|execute sensor list|"
    r"diagnose (?:autoupdate|hardware|sys (?:ha|top-summary))\b.*"
)
_OF_ONE: Final = re.compile(r"get (?:router|vpn|ipsec)\b.*")
_STEP_SECONDS: Final = 20.0
_KIB: Final = 64
_ACCOUNT: Final = _(
    "let the entry name access: snmp too, or give the inspecting account this one virtual domain, in which its login then "
    "stands"
)


class Place(Enum):
    """Where a command is answered on a unit with virtual domains."""

    ANYWHERE = "anywhere"
    GLOBAL = "global"
    ONE_DOMAIN = "one domain"


def place_of(command: str) -> Place:
    """Where a command of the catalogue is answered; of what is not known, where the login stands."""
    if _GLOBAL.fullmatch(command):
        return Place.GLOBAL
    return Place.ONE_DOMAIN if _OF_ONE.fullmatch(command) else Place.ANYWHERE


class Domains:
    """Where one session stands. What is not needed is not typed: a unit without domains is asked for its status once."""

    def __init__(self) -> None:
        self._has: bool | None = None
        self._may_enter: bool | None = None
        self._outside = ""
        """The prompt outside ``config global`` while it is within."""

    def go(self, talk: Talk, met: Met, command: str) -> None:
        """Go to where a command is answered. Raises SessionError (not offered) where that is one domain of several."""
        place = place_of(command)
        if place is Place.ANYWHERE:
            self.leave(talk, met)
        elif self._is_divided(talk):
            self._enter(talk, met)  # an account that is bound to a domain may not, and is asked in that
            if place is Place.ONE_DOMAIN and self._may_enter:
                why = _("the device has virtual domains, and tells {command} of one at a time", command=command)
                raise SessionError(Reason.NOT_OFFERED, why, _ACCOUNT)

    def leave(self, talk: Talk, met: Met) -> None:
        """Go back to where the login stood."""
        if self._outside:
            _step(talk, met, "end")
            if not talk.prompt.fits(self._outside):
                raise SessionError(Reason.CUT, _("the device's prompt did not come back after {command}", command="end"))
            self._outside = ""

    def _is_divided(self, talk: Talk) -> bool:
        if self._has is None:
            self._has = bool(_HAS.search(words_of(talk.say(_STATUS, _STEP_SECONDS, _KIB))))
        return self._has

    def _enter(self, talk: Talk, met: Met) -> None:
        if self._outside or self._may_enter is False:
            return
        before = talk.prompt
        _step(talk, met, "config global")
        self._may_enter = not before.fits(talk.prompt.shown)
        self._outside = before.shown if self._may_enter else ""


def _step(talk: Talk, met: Met, command: str) -> None:
    """Type a command after which the prompt may be another one, and take that."""
    line = talk.line
    line.clear(_KIB * 1024)
    type_own(line, command)
    until = time.monotonic() + _STEP_SECONDS
    line.wait(lambda last: "\n" in line.since(0) and prompts.may_be_prompt(last), until)
    talk.prompt = find_prompt(line, met, _STEP_SECONDS)
