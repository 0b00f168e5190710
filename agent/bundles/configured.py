"""The configuration as it goes with a 客户包: what was read, without comments, secrets and the store's place.

References to secrets stay ("${vault:ops}"); who takes the file in has his own vault. What stands where a secret should be
referred to, and is no reference, is left out.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from config.targets import beside

_SECRETS: Final = frozenset({"password", "passphrase", "community", "auth", "priv", "enable", "key", "token", "secret"})
_REFERENCE: Final = re.compile(r"\$\{[^{}]+\}")
_IN_URL: Final = re.compile(r"(?<=://)[^/@\s]*@")
_MOST_FILES: Final = 50


def files_of(path: Path) -> Iterator[tuple[str, str]]:
    """The operator's file and those that it includes: each name within one folder, and its text."""
    waiting, seen = [path], set[Path]()
    while waiting and len(seen) < _MOST_FILES:
        one = waiting.pop(0)
        if one.resolve() in seen:
            continue
        seen.add(one.resolve())
        tree, included = _read(one)
        waiting += [beside(one.parent, name) for name in included]
        yield one.name, _written(tree)


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    from config.files import bytes_of, text_of  # noqa: PLC0415 - yaml only where a file is read
    from config.places import parse  # noqa: PLC0415 - as above

    wanted_at = (str(path), "include")
    value = parse(text_of(bytes_of(path, wanted_at), path), str(path)).value
    tree = dict(value) if isinstance(value, Mapping) else {}
    tree.pop("store", None)
    named = tree.get("include") or []
    included = [named] if isinstance(named, str) else [one for one in named if isinstance(one, str)]
    if included:
        tree["include"] = [Path(one).name for one in included]
    return tree, included


def _written(tree: Mapping[str, Any]) -> str:
    import yaml  # noqa: PLC0415 - as above

    return str(yaml.safe_dump(_plain(tree), allow_unicode=True, sort_keys=False))


def _plain(value: Any, name: str = "") -> Any:  # noqa: ANN401 - a walk over plain values of any kind
    """The same without secrets."""
    match value:
        case Mapping():
            return {str(key): _plain(one, str(key)) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one, name) for one in value]
        case str() if name in _SECRETS and not _REFERENCE.fullmatch(value):
            return ""
        case str():
            return _IN_URL.sub("", str(value))
        case _:
            return value
