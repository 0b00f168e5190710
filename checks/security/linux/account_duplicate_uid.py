"""Does every name mean one account? Of two names with one UID no log tells which it was."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Unseen
from collectors.facts.login_settings import LOGIN_RULES, LoginRules
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.account_duplicate_uid"


def judge(found: LoginRules, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a name or number that stands twice, else one for accounts and one for groups."""
    missing = [one for one in (found.accounts, found.settings) if isinstance(one, Unseen)]
    for unseen in missing[:1]:
        yield unknown("", unseen)
    if not isinstance(found.accounts, Unseen):
        yield from _of("accounts", [(one.name, one.uid) for one in found.accounts.accounts], scene)
    if not isinstance(found.settings, Unseen):
        yield from _of("groups", found.settings.groups, scene)


def _of(sort: str, pairs: Iterable[tuple[str, int]], scene: Scene) -> Iterator[Finding]:
    """UID 0 is judged by another check: who is root under another name."""
    pairs = tuple(pairs)
    word, number_word = ("account", "uid") if sort == "accounts" else ("group", "gid")
    twice_named = [name for name, count in Counter(name for name, _number in pairs).items() if count > 1]
    twice_numbered = [n for n, count in Counter(number for _name, number in pairs).items() if count > 1 and n]
    for name in twice_named:
        numbers = tuple(str(number) for other, number in pairs if other == name)
        said = _("{name} stands {count} times, with the numbers {numbers}", name=name, count=len(numbers), numbers=numbers)
        yield failed(ID, scene, f"{word} {name}", said, quote=f"{name}: {' '.join(numbers)}")
    for number in twice_numbered:
        names = tuple(dict.fromkeys(name for name, other in pairs if other == number))
        if len(names) > 1:
            said = _("{names} are one to the system: all have the number {number}", names=names, number=str(number))
            yield failed(ID, scene, f"{number_word} {number}", said, quote=f"{number}: {' '.join(names)}")
    if not twice_named and not twice_numbered:
        said = _("each of {count:number} has a name and a number of its own", count=len(pairs))
        yield Finding(sort, Level.OK, said)


ACCOUNT_DUPLICATE_UID: Final[SecurityCheck] = security_check(
    ID,
    title=_("Names and numbers that stand twice"),
    needs=LOGIN_RULES,
    limits=NoLimits(),
    judge=judge,
    reads=_("names and numbers of the local accounts and groups"),
    remedy=_("Give each account and each group a name and a number of its own, and its files the new number."),
    card=Card(
        steps=(
            _("Decide which of the names keeps the number; stop what runs under the other."),
            _("Give the other a free number, and the files that are its own the new owner."),
        ),
        commands=(
            "find / -xdev -uid <number> -ls",
            "usermod -u <free number> <account>    # groups: groupmod -g <free number> <group>",
            "chown -h <account> <files that are its own>",
        ),
        risk=_("Files that keep the old number no longer belong to the account that is renumbered: look for them before."),
        rollback=_("Set the former number with usermod -u or groupmod -g and give the files back."),
        verify="cut -d: -f3 /etc/passwd | sort | uniq -d; cut -d: -f1 /etc/passwd | sort | uniq -d",
    ),
    traps=(_("a second account of UID 0 is another check’s: it is a second root"),),
)
