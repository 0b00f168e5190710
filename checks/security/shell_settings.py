"""What a login shell ends up with, by the order in which it reads its start files: TMOUT and umask.

The files were read and not run, so of a place within a condition both outcomes are possible.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from collectors.facts.login_settings import LoginSettings, ShellSetting

RC_FILES: Final = ("/etc/bashrc", "/etc/bash.bashrc", "/etc/bash/bashrc")
"""The system's files for shells that are no login shells; a login shell reads them too, from its profile or its owner's."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The values that are possible (None: none set), where they are set, and whether the value can be changed later."""

    values: frozenset[str | None]
    places: tuple[str, ...] = ()
    is_fixed: bool = False


def in_login_shells(found: LoginSettings, name: str, start: str | None = None) -> Outcome:
    """Follow a setting through /etc/profile, what it reads, and the system's rc file."""
    return _followed(_in_order(found), name, start)


def in_other_shells(found: LoginSettings, name: str, start: str | None = None) -> Outcome:
    """As for a login shell, of a shell that reads its rc file alone."""
    return _followed(_of(found, RC_FILES), name, start)


def _in_order(found: LoginSettings) -> Iterator[tuple[str, ShellSetting]]:
    profile = found.files.get("/etc/profile", ())
    included = {one.value for one in profile if one.name == "include"}
    for one in profile:
        if one.name != "include":
            yield "/etc/profile", one
        elif one.value == "profile.d":
            yield from _of(found, [path for path in found.files if path.startswith("/etc/profile.d/")])
        else:
            yield from _for_login(found)
    if "bashrc" not in included:
        yield from _for_login(found)


def _for_login(found: LoginSettings) -> Iterator[tuple[str, ShellSetting]]:
    return ((path, one) for path, one in _of(found, RC_FILES) if not one.is_for_other_shells)


def _of(found: LoginSettings, paths: "tuple[str, ...] | list[str]") -> Iterator[tuple[str, ShellSetting]]:
    for path in paths:
        for one in found.files.get(path, ()):
            yield path, one


_State = tuple[str | None, bool]
"""A value that is possible, and whether it is readonly by then."""


def _followed(places: Iterator[tuple[str, ShellSetting]], name: str, start: str | None) -> Outcome:
    states: frozenset[_State] = frozenset({(start, False)})
    seen: list[str] = []
    for path, one in places:
        if one.name != name:
            continue
        after = frozenset(then for state in states for then in _next(state, one))
        seen += [path] if after != states and path not in seen else []
        states = after
    return Outcome(frozenset(value for value, _fixed in states), tuple(seen), all(is_fixed for _value, is_fixed in states))


def _next(state: _State, one: ShellSetting) -> tuple[_State, ...]:
    """What a value may be behind one place. A guarded place acts where nothing is set, or where umask is 0."""
    value, is_fixed = state
    if is_fixed:
        return (state,)
    then = (one.value or value, one.is_fixed)
    if one.is_guarded:
        is_unset = value is None or (one.name == "umask" and not value.strip("0"))
        return (then,) if is_unset else (state,)
    return (state, then) if one.is_conditional else (then,)
