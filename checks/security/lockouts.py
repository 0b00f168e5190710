"""What PAM's modules that lock accounts are set to: after how many failures, for how long, whether root too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checks.security.pam_stacks import Step, setting
from collectors.facts.pam import Pam

MODULES: Final = frozenset({"faillock", "tally2", "tally"})
OTHERS: Final = frozenset({"deepin_auth", "abl", "shield"})
"""Modules of the same purpose whose settings are not read here."""
_FAILURES: Final = 3
"""deny of pam_faillock(8) where nothing is said; pam_tally2(8) then locks nothing."""
_LOCK_SECONDS: Final = 600
"""unlock_time of pam_faillock(8) where nothing is said; pam_tally2(8) then waits for somebody to unlock it."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The loosest that one of several lines says. ``failures`` 0: none lock; ``seconds`` 0: until unlocked by hand."""

    failures: int
    seconds: int
    is_for_root: bool


def lock(pam: Pam, steps: tuple[Step, ...]) -> Lock | None:
    """What the lines of a stack come to; None where one names a file that was not read."""
    settings = [(step, setting(pam, step.module, step)) for step in steps]
    known = [_of(step, words) for step, words in settings if words is not None]
    if len(known) < len(settings) or not known:
        return None
    failures = [one.failures for one in known]
    seconds = [one.seconds for one in known if one.seconds]
    return Lock(
        0 if 0 in failures else max(failures), min(seconds, default=0), is_for_root=all(one.is_for_root for one in known)
    )


def _of(step: Step, words: Mapping[str, str]) -> Lock:
    is_faillock = step.module == "faillock"
    return Lock(
        _number(words.get("deny"), _FAILURES if is_faillock else 0),
        _number(words.get("unlock_time"), _LOCK_SECONDS if is_faillock else 0),
        is_for_root="even_deny_root" in words or "even_deny_root_account" in words,
    )


def _number(word: str | None, otherwise: int) -> int:
    if word is None:
        return otherwise
    return int(word) if word.isascii() and word.isdigit() else 0
