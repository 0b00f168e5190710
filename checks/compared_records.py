"""Records that aspects of several products compare by: a trait of a whole thing, a setting, an account."""

from dataclasses import dataclass
from typing import Annotated

from collectors.policies import UNTOLD, Policy


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait: a ``version`` may change with an upgrade, a ``nature`` (product, role, model, serial number) may not."""

    name: Annotated[str, Policy.IDENTITY]
    version: Annotated[str, Policy.REPORT] = UNTOLD
    nature: Annotated[str, Policy.EQUAL] = UNTOLD


@dataclass(frozen=True, slots=True)
class HoldingTrait:
    """One trait as above, or one that ``holds`` (it runs, it has quorum) and may not be lost."""

    name: Annotated[str, Policy.IDENTITY]
    version: Annotated[str, Policy.REPORT] = UNTOLD
    nature: Annotated[str, Policy.EQUAL] = UNTOLD
    holds: Annotated[bool | None, Policy.AT_LEAST] = None


@dataclass(frozen=True, slots=True)
class SetTo:
    """One setting. ``value`` is "default" where it is known that nobody set another: versions differ in their defaults."""

    name: Annotated[str, Policy.IDENTITY]
    value: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Login:
    """One account that somebody may log in with while it ``is_usable``; ``profile`` sets its limits."""

    name: Annotated[str, Policy.IDENTITY]
    is_usable: Annotated[bool, Policy.AT_LEAST]
    profile: Annotated[str, Policy.REPORT]
