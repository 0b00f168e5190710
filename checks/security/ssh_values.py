"""One setting of sshd that must have a good value: for all logins, and for those that some Match block concerns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from collectors.base import Reason, Unseen
from collectors.facts.ssh_effective import SshAnswer, SshDaemon, SshEffective
from config.text import Text, _

Verdict = Callable[[str], Level | None]
"""What a value is worth: None where it is good, else the gravest that it can be."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the check ``check``; ``name`` is sshd's own, and the subject. ``told`` says what its value is.

    ``of`` makes the value where it takes more than one of sshd's settings. Of ``user`` alone the logins are judged.
    """

    check: str
    name: str
    expected: Text
    verdict: Verdict
    told: Callable[[str], Text] | None = None
    of: Callable[[Mapping[str, str]], str | None] | None = None
    user: str = ""

    def value(self, settings: Mapping[str, str]) -> str | None:
        """Its value in one of sshd's answers; None where sshd named none."""
        return self.of(settings) if self.of else settings.get(self.name.lower())


def judged(one: Setting, found: SshEffective, scene: Scene) -> Iterator[Finding]:
    """Of each sshd one finding of all logins, one of each Match block that sets a bad value.

    That none sets a bad one is said only where sshd answered for a connection that each block concerns.
    """
    for daemon in found.daemons:
        suffix = f" ({' '.join(daemon.options)})" if len(found.daemons) > 1 and daemon.options else ""
        asked = [answer for answer in daemon.answers if answer.is_of(one.user)]
        if asked:
            yield from _of_blocks(one, daemon, asked, suffix, scene)
            yield _of_all(one, daemon, asked[0], suffix, scene)
        else:
            yield unknown(one.name + suffix, Unseen(one.name, Reason.DENIED, f"sshd -T: {one.name}", AS_ROOT))


def _of_blocks(one: Setting, daemon: SshDaemon, asked: list[SshAnswer], suffix: str, scene: Scene) -> Iterator[Finding]:
    """The bad values that differ from those of all, each at the fewest blocks that bring it."""
    usual = one.value(asked[0].settings)
    told: list[tuple[str, frozenset[int]]] = []
    for answer in sorted(asked[1:], key=lambda answer: len(answer.blocks)):
        value, blocks = one.value(answer.settings), frozenset(answer.blocks)
        most = None if value is None else one.verdict(value.lower())
        is_told = any(value == before and of <= blocks for before, of in told)
        if value is None or most is None or value == usual or is_told:
            continue
        told.append((value, blocks))
        condition = daemon.name_of(answer)
        said = _("{name} is {value} for logins that fit: {condition}", name=one.name, value=value, condition=condition)
        yield _failed(one, scene, f"Match {condition}{suffix}", said, value, most, answer)


def _of_all(one: Setting, daemon: SshDaemon, answer: SshAnswer, suffix: str, scene: Scene) -> Finding:
    value, subject = one.value(answer.settings), one.name + suffix
    if value is None:
        return unknown(subject, Unseen(subject, Reason.NOT_OFFERED, f"sshd -T: {one.name}", AS_ROOT))
    most = one.verdict(value.lower())
    said = one.told(value) if one.told else _("{name} is {value}", name=one.name, value=value)
    if most is not None:
        return _failed(one, scene, subject, said, value, most, answer)
    unseen = not_tried(daemon, one.user)
    if unseen:
        return unknown(subject, unseen)
    return Finding(subject, Level.OK, said, _tried(daemon), one.expected, f"{one.name.lower()} {value}"[:300])


def not_tried(daemon: SshDaemon, user: str = "") -> Unseen | None:
    """What of this sshd was not seen: a block, an option, files that it has not read yet."""
    if daemon.unclear:
        return Unseen("", Reason.NOT_OFFERED, "; ".join(daemon.unclear)[:200], BY_HAND)
    if daemon.newer:
        said = _("{files} changed after sshd read them last: what runs may be set otherwise", files=daemon.newer[:5])
        return Unseen("", Reason.NOT_OFFERED, said, RELOAD)
    untried = daemon.untried(user)
    if untried:
        said = _("no connection was asked about that fits: {conditions}", conditions=untried[:5])
        return Unseen("", Reason.NOT_ASKED, said, BY_HAND)
    return None


def _tried(daemon: SshDaemon) -> Text:
    count = sum(len(one.logins) for one in daemon.answers)
    return _("{count:number} connections asked, {blocks:number} Match blocks", count=count, blocks=len(daemon.matches))


def _failed(one: Setting, scene: Scene, subject: str, said: Text, value: str, most: Level, answer: SshAnswer) -> Finding:
    quote = f"{one.name.lower()} {value}"[:300]
    login = next((login for login in answer.logins if login.startswith(f"user={one.user}")), "")
    observed = _("sshd -T -C {connection}", connection=login) if login else None
    return failed(one.check, scene, subject, said, observed=observed, expected=one.expected, quote=quote, most=most)


def count_of(value: str) -> int | None:
    """A count or seconds as sshd -T prints them; None where it is no such number."""
    return int(value) if value.isascii() and value.isdigit() else None


AS_ROOT: Final = _(
    "Let the inspecting account run /usr/sbin/sshd -T as root (sudo: true in the target’s entry), then inspect again."
)
BY_HAND: Final = _(
    "Ask sshd by hand, with the daemon’s options: sshd -T -C user=<user>,host=<host>,addr=<address>,laddr=<own>,lport=22"
)
READS: Final = _(
    "what sshd -T -C prints with the running daemon’s options, for connections that its Match blocks concern and for others"
)
RISK: Final = _("A mistake in sshd_config keeps everybody out after a restart: try it with sshd -t, keep one session open.")
ROLLBACK: Final = _("Remove /etc/ssh/sshd_config.d/00-hardening.conf (or the line added to sshd_config) and reload sshd.")
KEEP: Final = _("Keep a root session open and have the console at hand until a new login has worked.")
WRITE: Final = _(
    "Write the setting where it stands first: a file in sshd_config.d where sshd_config includes that folder at its top "
    "(Debian 11, RHEL 9 and later), else at the top of /etc/ssh/sshd_config; the first value holds."
)
BLOCKS: Final = _("Look through the Match blocks and take out what sets another value.")
RELOAD: Final = _("Test the files with sshd -t, reload (the unit is ssh on Debian and Ubuntu), and log in anew.")
FIRST_HOLDS: Final = _("of a setting that is given twice the first holds: a line added at the end may do nothing")
IN_BLOCKS: Final = _("a Match block sets another value for some logins; sshd -T without -C does not show it")
ON_THE_LINE: Final = _("on RHEL 8 the policy stands on sshd’s command line: sshd -T has to be given the same options")
NOT_LOADED: Final = _(
    "sshd -T reads the files as they are now: files changed after the daemon’s start or reload prove nothing of what runs"
)
NOT_TOLD: Final = _("sshd -T that ends with an error (no host keys, no right, no /run/sshd) proves nothing")


def commands(*lines: str) -> tuple[str, ...]:
    """The commands that write lines of settings before all others, test them and load them."""
    path = "/etc/ssh/sshd_config.d/00-hardening.conf"
    return (
        *(f"[ -s {path} ] && sed -i '1i {one}' {path} || echo '{one}' >{path}" for one in lines),
        "grep -rniE '^[[:space:]]*match' /etc/ssh/sshd_config /etc/ssh/sshd_config.d",
        "sshd -t && systemctl reload sshd   # Debian, Ubuntu: ssh",
    )
