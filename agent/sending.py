"""What an ask sends to a target, as the people who approve and read it see it: commands, addresses, paths, methods.

The words are the protocols' own and the configuration's, so that they are the same in every language.
"""

import shlex
from collections.abc import Iterator
from typing import Any

from collectors.base import (
    Ask,
    Cli,
    Each,
    EachDatabase,
    Http,
    Process,
    SessionError,
    Shell,
    Snmp,
    Sql,
    Tcp,
    Tls,
    Transact,
    Tree,
    Ways,
    ask_words,
)
from collectors.sessions.oracle_packs import allowed
from config.site import Access, Step, Target


def way_of(target: Target) -> str:
    """The name of the way under which a function's entry says how to reach it."""
    return "redis" if target.platform == "redis" else "http"


def sent(ask: Ask[Any], target: Target) -> str:
    """Everything that the ask sends, a line each; never a secret nor a value of a form."""
    if isinstance(ask, Sql | EachDatabase):
        return "\n".join(_of_database(ask, target))
    if isinstance(ask, Snmp | Cli | Ways):
        return "\n".join(_of_device(ask))
    if isinstance(ask, Tree):
        return "\n".join(_walk(ask, target))
    if isinstance(ask, Http | Tls | Tcp | Transact):
        return "\n".join(_of_function(ask, target)) or type(ask).__name__.lower()
    return _of_script(ask)


def _of_device(ask: Snmp | Cli | Ways) -> Iterator[str]:
    match ask:
        case Cli():
            yield f"{' '.join(ask.families)}> {ask.command}"
        case Snmp():
            for part in ask.parts:
                yield from (f"-- sysObjectID {' '.join(f'{one}.*' for one in part.of)}",) if part.of else ()
                yield from (f"GET {' '.join(part.scalars)}",) if part.scalars else ()
                yield from (f"GETBULK {' '.join(part.columns)} (<= {ask.most})",) if part.columns else ()
        case Ways():
            yield "-"


def _of_script(ask: Ask[Any]) -> str:
    match ask:
        case Shell(command=command):
            return command
        case Each(items=items, ask=inner):
            return f"{items.command}\n=> {inner.command}"
        case Process(argv=argv):
            return shlex.join(argv)
        case other:
            return " ".join(str(word) for word in ask_words(other))


def _of_database(ask: Sql | EachDatabase, target: Target) -> Iterator[str]:
    if isinstance(ask, EachDatabase):
        yield from _statements(ask.items, target)
        yield f"=> (<= {ask.most})"
        yield from _statements(ask.ask, target)
    else:
        yield from _statements(ask, target)


def _statements(ask: Sql, target: Target) -> Iterator[str]:
    """Each statement, behind the versions that it is for where there are several; of Oracle as its gate lets it through."""
    packs = target.sql.licensed_packs if target.sql is not None else ()
    for one in ask.statements:
        if one.products:
            yield f"-- {' '.join(one.products)}"
        if one.since or one.before:
            yield f"-- {one.since or '...'} <= version{f' < {one.before}' if one.before else ''}"
        yield f"{allowed(one.text, packs) if target.platform == 'oracle' else one.text};"


def _walk(ask: Tree, target: Target) -> Iterator[str]:
    from collectors.sessions.web import endpoint  # noqa: PLC0415 - only where a BMC is

    access = target.ways.get("redfish", Access())
    try:
        base = endpoint(target.address, access.port).url
    except SessionError:
        base = target.address
    yield f"GET {base}{ask.start}"
    yield f"GET {base}{{@odata.id}}{_account(access)} (<= {ask.most}): {' '.join(ask.follow)}"


def _of_function(ask: Http | Tls | Tcp | Transact, target: Target) -> Iterator[str]:
    from collectors.sessions.functions import TRIES, where_of  # noqa: PLC0415 - only where a function is

    access = target.ways.get(way_of(target), Access())
    try:
        where = where_of(target.address, access)
    except SessionError:
        yield f"{type(ask).__name__} {target.address}"
        return
    place = f"{where.host}:{where.port}"
    match ask:
        case Http():
            for path in (ask.path or _path(target.address), *ask.more):
                yield f"GET {where.url}{path}{_account(access)} (<= {TRIES}x)"
        case Tls():
            yield from _handshakes(where.scheme, place, target.address)
        case Tcp():
            yield f"TCP connect {place} (<= {ask.tries}x)"
            if ask.say:
                yield from (f"> AUTH{_account(access)}",) if access.credential else ()
                yield from (f"> {line}" for line in ask.say.split("\n"))
        case Transact():
            yield from _steps(target, where.url, access)


def _account(access: Access) -> str:
    """By which credential of the configuration it is asked; its name, not its account."""
    return f" [credential: {access.credential}]" if access.credential else ""


def _path(address: str) -> str:
    from urllib.parse import urlsplit  # noqa: PLC0415 - only here

    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _handshakes(scheme: str, place: str, address: str) -> Iterator[str]:
    if scheme in {"http", "tcp", "redis"}:
        yield f"- ({scheme}: no TLS)"
        return
    first = " STARTTLS" if "starttls=" in address else ""
    yield f"TLS handshake {place}{first}"
    yield f"TLS handshake {place}{first} (TLS 1.0-1.1)"


def _steps(target: Target, url: str, access: Access) -> Iterator[str]:
    for step in target.steps:
        fields = f" form: {', '.join(name for name, _value in step.form)}" if step.form else ""
        head = f"{step.verb.upper()} {url}{step.path}{fields}" if step.path else step.verb.upper()
        yield f"{head} => {_expected(step)}"
    if access.credential:
        yield f"{{user}}, {{password}}:{_account(access)}"
    if writes(target):
        yield f"confirmed-by: {target.confirmed_by}"


def _expected(step: Step) -> str:
    parts = [f"HTTP {step.status or '2xx'}"] if step.path else []
    parts += [f"/{step.text}/"] if step.text else []
    parts += [f"no /{step.absent}/"] if step.absent else []
    parts += [f"<= {step.seconds:g} s"] if step.seconds is not None else []
    parts += [f"{name} = /{pattern}/" for name, pattern in step.extract]
    return ", ".join(parts) or "-"


def writes(target: Target) -> bool:
    """Whether its transaction posts, as somebody confirmed."""
    return bool(target.confirmed_by) and any(step.verb == "post" for step in target.steps)
