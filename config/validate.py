"""Hold a YAML tree against the schema: the model, or every problem with its place and what to write."""

from collections.abc import Mapping
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from config.full_width import colon_after_key, sign_in_key, sign_words
from config.grammar import SAY
from config.places import Path, Plain, Tree, dotted
from config.problems import ConfigError, Problem, described, suggest
from config.schema import File
from config.text import Text, _

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_WANTED: Mapping[str, Text] = {
    "tuple_type": _("write a list: one “- ” in front of each entry"),
    "list_type": _("write a list: one “- ” in front of each entry"),
    "dict_type": _("write keys and values, indented below"),
    "model_type": _("write keys and values, indented below"),
}


M = TypeVar("M", bound=BaseModel)


def validated(tree: Tree, model: type[M]) -> M:
    """Make the model of one file. Raises ConfigError with all that is wrong in it."""
    try:
        return model.model_validate(tree.value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise ConfigError(_problem(tree, detail, model) for detail in details) from None


def _problem(tree: Tree, detail: "ErrorDetails", model: type[BaseModel]) -> Problem:
    path: Path = detail["loc"]
    if slip := _slip(tree, path, detail):
        return slip
    place, about = tree.place(path), dotted(path)
    match detail["type"]:
        case "extra_forbidden":
            key = str(path[-1])
            return Problem(
                place, dotted(path[:-1]), _("the unknown key “{key}”", key=key), suggest(key, keys_of(path[:-1], model))
            )
        case "missing":
            key = str(path[-1])
            return Problem(place, dotted(path[:-1]), _("no “{key}”", key=key), _("add “{key}: …”", key=key))
        case kind if kind == SAY:
            context = detail.get("ctx", {})
            found = _secret_found(detail["input"]) if context["is_secret"] else _found(path, detail["input"])
            return Problem(place, about, found, context["write"])
        case kind:
            return Problem(
                place, about, _found(path, detail["input"]), _WANTED.get(kind, _("write what the manual shows here"))
            )


def _slip(tree: Tree, path: Path, detail: "ErrorDetails") -> Problem | None:
    """A full-width sign as the cause: in an unknown key, or in a text without quotes where keys and values belong."""
    sign, place, value = None, tree.place(path), detail["input"]
    if detail["type"] == "extra_forbidden":
        sign, path = sign_in_key(str(path[-1])), path[:-1]
    elif detail["type"] in _WANTED and isinstance(value, Plain):
        sign = colon_after_key(value)
        place = f"{tree.name}:{tree.starts[path]}" if path in tree.starts else place
    return Problem(place, dotted(path), *sign_words(sign)) if sign else None


def _found(path: Path, value: object) -> Text:
    return described(value, is_hidden="credentials" in path[:1] or path[:1] == ("store",))


def _secret_found(value: object) -> Text:
    return _("a secret in clear text") if isinstance(value, str) else described(value, is_hidden=True)


def keys_of(path: Path, model: type[BaseModel] = File) -> tuple[str, ...]:
    """The keys that the schema knows at a path, for a suggestion."""
    now: object = model
    for part in path:
        now = _inside(now, part)
    return tuple(now.model_fields) if isinstance(now, type) and issubclass(now, BaseModel) else ()


def _inside(kind: object, part: str | int) -> object:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found = kind.model_fields.get(str(part))
        return _bare(found.annotation) if found else None
    arguments: tuple[Any, ...] = get_args(kind)
    if get_origin(kind) is tuple:
        return _bare(arguments[0])
    return _bare(arguments[-1]) if get_origin(kind) in (list, dict) else None


def _bare(kind: object) -> object:
    """Strip ``Annotated`` and ``| None``."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(inner for inner in get_args(kind) if inner is not type(None)))
    return kind
