"""What PAM's modules for the strength of passwords demand: the shortest password, and how many classes of signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checks.security.pam_stacks import Step, setting
from collectors.facts.pam import Pam

MODULES: Final = frozenset({"pwquality", "cracklib", "passwdqc"})
OTHERS: Final = frozenset({"deepin_pw_check", "passwordcheck"})
"""Modules of the same purpose whose settings are not read here."""
_SHORTEST: Final = 6
"""No setting lets either library take a shorter one: PWQ_BASE_MIN_LENGTH of libpwquality, and of pam_cracklib(8)."""
_CREDITS: Final = ("dcredit", "ucredit", "lcredit", "ocredit")


@dataclass(frozen=True, slots=True)
class Strength:
    """The least that is taken: ``length`` in signs, ``classes`` of digits, capitals, small letters and others."""

    length: int
    classes: int
    is_for_root: bool = False


def strength(pam: Pam, step: Step) -> Strength | None:
    """What a module demands where it is called; None where that was not read. Nothing where it only warns: 0 and 0."""
    words = setting(pam, step.module, step)
    if words is None or step.module in OTHERS:
        return None
    if step.module == "passwdqc":
        return _passwdqc(words)
    return _pwquality(words, pam.shown_defaults.get("pwquality", {}), is_cracklib=step.module == "cracklib")


def _pwquality(words: Mapping[str, str], shown: Mapping[str, str], *, is_cracklib: bool) -> Strength:
    """pwquality.conf(5) and pam_cracklib(8): a negative credit demands a class, a positive one shortens the password."""
    if words.get("enforcing") == "0":
        return Strength(0, 0)
    usual = "1" if is_cracklib else shown.get("dcredit", "0")
    credits_ = [_number(words.get(name, shown.get(name, usual) if not is_cracklib else usual)) for name in _CREDITS]
    least = _number(words.get("minlen", "9" if is_cracklib else shown.get("minlen", "8")))
    length = max(_SHORTEST, least - sum(one for one in credits_ if one > 0))
    classes = max(_number(words.get("minclass", "0")), sum(one < 0 for one in credits_))
    return Strength(length, classes, is_for_root="enforce_for_root" in words)


def _passwdqc(words: Mapping[str, str]) -> Strength:
    """pam_passwdqc(8): min=N0,N1,N2,N3,N4, the lengths of one class, of two, of a phrase, of three, of four."""
    if words.get("enforce") == "none":
        return Strength(0, 0)
    lengths = words.get("min", "disabled,24,11,8,7").split(",")
    taken = [(place, _number(one)) for place, one in enumerate(lengths) if one.isdigit()]
    if not taken:
        return Strength(0, 0)
    classes = {0: 1, 1: 2, 2: 3, 3: 3, 4: 4}.get(min(place for place, _length in taken), 4)
    return Strength(min(length for _place, length in taken), classes, is_for_root=words.get("enforce") != "users")


def _number(word: str) -> int:
    digits = word.strip().removeprefix("-")
    return int(word) if digits.isascii() and digits.isdigit() else 0
