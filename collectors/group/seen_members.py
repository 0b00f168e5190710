"""The members of a group by what came of them: seen, without such a thing, or not seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from collectors.base import Absent, Unseen
from config.text import Text, _, verbatim

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class SeenMembers(Generic[S]):
    """``unseen`` is one for all members that were not seen, without a subject: nobody knows what they would have added."""

    seen: Mapping[str, S]
    absent: tuple[str, ...]
    unseen: tuple[Unseen, ...]


def seen_members(members: Mapping[str, S | Absent | Unseen]) -> SeenMembers[S]:
    """Sort the members. Raises Absent where each of them has a witness that there is no such thing."""
    absent = {member: said for member, said in members.items() if isinstance(said, Absent)}
    unseen = {member: said for member, said in members.items() if isinstance(said, Unseen)}
    seen = {member: said for member, said in members.items() if not isinstance(said, Absent | Unseen)}
    if absent and not seen and not unseen:
        raise Absent("; ".join(f"{member}: {said.witness}" for member, said in absent.items()))
    return SeenMembers(seen, tuple(absent), _joined(unseen))


def _joined(unseen: Mapping[str, Unseen]) -> tuple[Unseen, ...]:
    if not unseen:
        return ()
    first = next(iter(unseen.values()))
    told, *more = (_told(member, said, first) for member, said in unseen.items())
    for one in more:
        told = _("{some}; {more}", some=told, more=one)
    return (Unseen("", first.reason, told, first.remedy),)


def _told(member: str, said: Unseen, first: Unseen) -> Text:
    """A member and its detail: the reason of the first is the reason of the whole, and not said again."""
    if said.reason is not first.reason:
        return _("{member}: for another reason, {detail}", member=member, detail=said.detail or said.reason.value)
    return _("{member}: {detail}", member=member, detail=said.detail) if said.detail else verbatim(member)
