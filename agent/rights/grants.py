"""The least-privilege script of each database's product, with what each right that is left out darkens."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from agent.catalogue import CHECKS
from config.text import Text, _, printable, render

Rights = tuple[str, Mapping[str, tuple[str, ...]]]


def _postgres() -> Rights:
    from agent.rights.grants_postgres import darkens, script  # noqa: PLC0415 - only the one that is printed

    return script(), darkens


def _oracle() -> Rights:
    from agent.rights.grants_oracle import darkens, script  # noqa: PLC0415 - as above

    return script(), darkens


def _mysql() -> Rights:
    from agent.rights.grants_mysql import DARKENS, script  # noqa: PLC0415 - as above

    return script(), DARKENS


def _mariadb() -> Rights:
    from agent.rights.grants_mysql import DARKENS, script_mariadb  # noqa: PLC0415 - as above

    return script_mariadb(), DARKENS


def _dameng() -> Rights:
    from agent.rights.grants_dameng import DARKENS, script  # noqa: PLC0415 - as above

    return script(), DARKENS


_SCRIPTS: Final[Mapping[str, Callable[[], Rights]]] = {
    "postgres": _postgres,
    "oracle": _oracle,
    "mysql": _mysql,
    "mariadb": _mariadb,
    "dameng": _dameng,
}
PRODUCTS: Final = tuple(_SCRIPTS)
_CALLED: Final[Mapping[str, str]] = {"dm": "dameng"}
"""What people also call a product."""


def grants_text(product: str, language: str) -> str:
    """The script, and behind it as comments, by right, the titles of the checks that see nothing or not all without it."""
    script, darkens = _SCRIPTS[_CALLED.get(product, product)]()
    titles = {check.id: check.title for check in CHECKS}
    lines = [_said(_("What is not inspected, or not whole, without a right:"), language)]
    for right, checks in darkens.items():
        words = [_said(titles[check], language) for check in checks if check in titles]
        lines += [f"{right}:", *(f"  {word}" for word in words)]
    return script.rstrip("\n") + "\n\n" + "".join(f"-- {line}\n" for line in lines)


def missing(product: str, checks: Iterable[str]) -> tuple[str, ...]:
    """The rights whose absence may be why these checks see nothing, the narrowest first."""
    wanted = set(checks)
    _script, darkens = _SCRIPTS[product]() if product in _SCRIPTS else ("", {})
    found = [right for right, dark in darkens.items() if not wanted.isdisjoint(dark)]
    return tuple(sorted(found, key=lambda right: len(darkens[right])))


def _said(text: Text, language: str) -> str:
    """On one line: a comment ends with it."""
    return " ".join(printable(render(text, language)).split())
