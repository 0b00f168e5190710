"""What an import came to, and ids made of names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from config.problems import Problem
from config.site import Credential, Target
from config.text import _

LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Imported:
    """Targets, the credentials they name, and by place everything that was not taken as it stood."""

    targets: tuple[Target, ...]
    not_understood: tuple[Problem, ...] = ()
    credentials: tuple[Credential, ...] = ()


def id_of(name: str) -> str:
    """Make an id of a name: the same name gives the same id. Empty when nothing of it can stand in an id."""
    words = unicodedata.normalize("NFKC", name)
    kept = re.sub(r"[^A-Za-z0-9._\-\u3007\u3400-\u9fff]+", "-", words)
    return kept.strip("-._")[:LONGEST_ID].rstrip("-._")


def told_apart(targets: Iterable[Target]) -> Iterator[tuple[Target, Problem | None]]:
    """Give each target an id of its own; say which names and addresses stand twice."""
    ids: dict[str, Target] = {}
    addresses: dict[tuple[str, str], Target] = {}
    for target in targets:
        problem = None
        mine = target
        if target.id in ids:
            mine = replace(target, id=_next(target.id, ids))
            found = _("the name “{id}” again; {place} has it already", id=target.id, place=ids[target.id].place)
            write = _("kept as “{id}”; give each its own name, or remove one", id=mine.id)
            problem = Problem(target.place, target.id, found, write)
        elif target.address and (target.kind, target.address) in addresses:
            first = addresses[target.kind, target.address]
            found = _("the address {address} again; {place} has it already", address=target.address, place=first.place)
            problem = Problem(target.place, target.id, found, _("both are kept; remove one if they are the same thing"))
        ids[mine.id] = mine
        addresses.setdefault((mine.kind, mine.address), mine)
        yield mine, problem


def _next(wanted: str, taken: dict[str, Target]) -> str:
    number = 2
    while (made := f"{wanted[: LONGEST_ID - 6]}-{number}") in taken:
        number += 1
    return made


def finished(targets: Iterable[Target], problems: Iterable[Problem], credentials: Iterable[Credential] = ()) -> Imported:
    """Put an import together: targets told apart, jump hosts that were named by address led to their target."""
    pairs = tuple(told_apart(targets))
    notes = [problem for _target, problem in pairs if problem]
    by_name = {target.address: target.id for target, _problem in pairs} | {
        target.id: target.id for target, _problem in pairs
    }
    made: list[Target] = []
    for target, _problem in pairs:
        jump = target.ssh.jump
        if jump and jump not in by_name:
            found = _("the jump host “{jump}”, which is not in this list", jump=jump)
            notes.append(Problem(target.place, target.id, found, _("kept; it must stand under “targets:” of xunjian.yaml")))
        made.append(replace(target, ssh=replace(target.ssh, jump=by_name.get(jump, jump))) if jump else target)
    return Imported(tuple(made), (*problems, *notes), tuple(credentials))


@dataclass(slots=True)
class Keyring:
    """Names for the logins that an import meets: one credential for each user and key."""

    made: dict[tuple[str, str], Credential]

    def name(self, user: str, private_key: str, place: str) -> str:
        """Give the name of the credential of a login; empty for none."""
        if not user and not private_key:
            return ""
        if (user, private_key) not in self.made:
            taken = {credential.name for credential in self.made.values()}
            base = id_of(user) or "key"
            name = next(n for n in (base, *(f"{base}-{i}" for i in range(2, 10_000))) if n not in taken)
            self.made[user, private_key] = Credential(name=name, user=user, private_key=private_key, place=place)
        return self.made[user, private_key].name


REFUSED_SECRET = _(
    "it was not taken: secrets do not belong in a list. Delete it there; put it where “credentials:” can refer to it,"
    ' password: "${{env:NAME}}", "${{file:/full/path}}" or "${{ask}}"'
)
