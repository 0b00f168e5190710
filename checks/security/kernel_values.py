"""Kernel settings beside what is wanted of them: now, and at the next start, which are two questions."""

from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from collectors.base import Reason, Unseen
from collectors.facts.kernel_hardening import KernelHardening
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class Wanted:
    """A setting: the values that are right, and the kernel's own default, which holds where no file sets it."""

    key: str
    values: tuple[str, ...]
    default: str


READ_THEM: Final = _(
    "Let the inspecting account read the files in /etc/sysctl.d, or look by hand: grep -rn for the setting."
)


def judged(
    check: str, scene: Scene, found: KernelHardening, wanted: tuple[Wanted, ...], *, subject: str, wrong: Text | None
) -> Finding:
    """Judge one subject of one or several settings; ``wrong`` says what is wrong now, None nothing."""
    expected = _("{settings}, now and at the next start", settings=tuple(f"{one.key} = {one.values[0]}" for one in wanted))
    quote = "; ".join(f"{one.key} = {found.now.get(one.key, '-')} ({_start(found, one)})" for one in wanted)
    later = [one for one in wanted if at_start(found, one) not in one.values]
    if wrong is not None:
        said = _("{wrong}; files set it right, and it is not in force", wrong=wrong) if not later else wrong
        return failed(check, scene, subject, said, expected=expected, quote=quote)
    if found.unread:
        return unknown(subject, Unseen(subject, Reason.DENIED, " ".join(found.unread), READ_THEM))
    if not later:
        return Finding(subject, Level.OK, _("{name} is right", name=subject), None, expected, quote)
    one = later[0]
    if one.key in found.at_start:
        said = _(
            "{key} is right now, but {path} sets {value} at the next start",
            key=one.key,
            path=found.at_start[one.key].path,
            value=found.at_start[one.key].value,
        )
    else:
        said = _("{key} is right now, but no file sets it: at the next start it is {value}", key=one.key, value=one.default)
    return failed(check, scene, subject, said, expected=expected, quote=quote)


def at_start(found: KernelHardening, wanted: Wanted) -> str:
    """What a setting will be after the next start."""
    return found.at_start[wanted.key].value if wanted.key in found.at_start else wanted.default


def _start(found: KernelHardening, wanted: Wanted) -> str:
    return found.at_start[wanted.key].path if wanted.key in found.at_start else "-"
