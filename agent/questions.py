"""From a collector to the question that is sent: its ask with the values of its parameters."""

import re
from collections.abc import Mapping
from typing import Any

from collectors.base import Collector, Each, Parameter, Question, Shell, Source

_BOUND = frozenset({Source.CONFIGURATION, Source.BOOKMARK})


def _bound(parameter: Parameter, collector: str, values: Mapping[str, str], bookmarks: Mapping[str, str]) -> str:
    """Give one value. A bookmark of a form that is no longer understood is none: it is read from the beginning."""
    if parameter.source is Source.CONFIGURATION:
        return parameter.fit(values.get(parameter.name, parameter.default))
    kept = bookmarks.get(collector, parameter.default)
    return kept if re.fullmatch(parameter.grammar, kept) else parameter.default


def question_of(one: Collector[Any, Any], values: Mapping[str, str], bookmarks: Mapping[str, str]) -> Question:
    """Bind an ask's parameters: from the configuration by name, a bookmark by the collector."""
    ask = one.ask
    shells = (ask.items, ask.ask) if isinstance(ask, Each) else (ask,) if isinstance(ask, Shell) else ()
    parameters = dict.fromkeys(p for shell in shells for p in shell.parameters)
    bound = tuple(_bound(p, one.id, values, bookmarks) for p in parameters if p.source in _BOUND)
    return Question(one.id, ask, bound, most=ask.most if isinstance(ask, Each) else 64)
