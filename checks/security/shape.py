"""The shape of a security check: an ordinary check, and beside it the card by which its weakness is mended."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from checks.base import Against, AnyCheck, Area, Change, Check, Confirmed, Exhibit, Finding, Scene, Then
from checks.security.grades import worst_of
from checks.security.standards.references import refs
from collectors.base import FactKind
from config.limits import Layered
from config.text import Text, _

F = TypeVar("F")
L = TypeVar("L")


class Window(Enum):
    """What mending takes of the running service."""

    NONE = "none"
    RELOAD = "reload"
    RESTART = "restart"
    REBOOT = "reboot"


WINDOW_WORDS = {
    Window.NONE: _("none: running services are not touched"),
    Window.RELOAD: _("short: a service reads its settings anew, sessions stay"),
    Window.RESTART: _("a maintenance window: a service is restarted"),
    Window.REBOOT: _("a maintenance window: the host is restarted"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """How a weakness is mended, by hand: xunjian shows it and runs none of it.

    ``steps`` in the order in which they are done, ``commands`` as they are typed (one a line; ``<...>`` is to be filled
    in), ``risk`` of doing it, ``rollback``, and ``verify``: the command whose answer shows that it is done.
    """

    steps: tuple[Text, ...]
    risk: Text
    rollback: Text
    verify: str
    window: Window = Window.NONE
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityCheck:
    """A check with its card."""

    check: AnyCheck
    card: Card


def security_check(  # noqa: PLR0913 - the fields of a check
    id: str,  # noqa: A002 - as Check's field is called
    *,
    title: Text,
    needs: FactKind[F],
    limits: L,
    judge: Callable[[F, Layered[L], Scene], Iterable[Finding | Exhibit]],
    reads: Text,
    remedy: Text,
    card: Card,
    traps: tuple[Text, ...] = (),
) -> SecurityCheck:
    """Make a security check of facts; ``remedy`` says in a sentence what its ``card`` does step by step."""
    made = Check(
        id=id,
        title=title,
        area=Area.SECURITY,
        needs=needs,
        limits=limits,
        judge=judge,
        worst=worst_of(id),
        reads=reads,
        remedy=remedy,
        traps=traps,
        refs=refs(id),
    )
    return SecurityCheck(made, card)


def security_change(  # noqa: PLR0913 - the fields of a check
    id: str,  # noqa: A002 - as Change's field is called
    *,
    title: Text,
    needs: FactKind[F],
    limits: L,
    judge: Callable[[F, Then[F], Layered[L], Scene], Iterable[Finding | Exhibit]],
    reads: Text,
    remedy: Text,
    card: Card,
    traps: tuple[Text, ...] = (),
) -> SecurityCheck:
    """Make a security check of facts now beside those of the security check before."""
    made = Change(
        id=id,
        title=title,
        area=Area.SECURITY,
        needs=needs,
        limits=limits,
        judge=judge,
        worst=worst_of(id),
        reads=reads,
        remedy=remedy,
        traps=traps,
        refs=refs(id),
    )
    return SecurityCheck(made, card)


def security_against(  # noqa: PLR0913 - the fields of a check
    id: str,  # noqa: A002 - as Against's field is called
    *,
    title: Text,
    needs: FactKind[F],
    limits: L,
    judge: Callable[[F, Confirmed[F] | None, Layered[L], Scene], Iterable[Finding | Exhibit]],
    reads: Text,
    remedy: Text,
    card: Card,
    traps: tuple[Text, ...] = (),
) -> SecurityCheck:
    """Make a security check of facts beside what a person confirmed."""
    made = Against(
        id=id,
        title=title,
        area=Area.SECURITY,
        needs=needs,
        limits=limits,
        judge=judge,
        worst=worst_of(id),
        reads=reads,
        remedy=remedy,
        traps=traps,
        refs=refs(id),
    )
    return SecurityCheck(made, card)
