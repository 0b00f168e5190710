"""Text: a message and its values, translated late.

Code carries English templates; a person reads Chinese or English. A ``Text`` is kept whole until something is printed,
so one stored finding serves both languages. Format specs of templates: ``{x:percent}`` a ratio, ``{x:bytes}``,
``{x:duration}`` seconds, ``{x:number}`` a count or a rate.
"""

import gettext
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from config.installed import installed, locale_of

LANGUAGES = ("zh_CN", "en")
PSEUDO = "x_brackets"
"""A language for tests: every translated text stands in brackets, so what was never translated shows."""

_LOCALE = Path(__file__).parent / "locale"
_LIST_SEPARATORS = {"zh_CN": "、"}


@dataclass(frozen=True, slots=True)
class Text:
    """A message for people: an English template and its values.

    ``rendered`` holds, by language, what it read on the day it was stored; equality ignores it.
    """

    template: str
    values: Mapping[str, "str | int | float | tuple[str, ...] | Text"] = field(default_factory=dict, hash=False)
    rendered: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return render(self, "en")


Value = str | int | float | tuple[str, ...] | Text


def _(template: str, /, **values: Value) -> Text:
    """Write a message; the short name is gettext's, and the extractor's."""
    return Text(template, values)


def verbatim(value: str) -> Text:
    """Wrap a fact's own words (a name, a version) that no language translates."""
    return Text("{verbatim}", {"verbatim": value})


def printable(words: str, kept: str = "") -> str:
    """Replace what is not printable, but the signs of ``kept``: a target's own words steer no terminal."""
    return "".join(sign if sign.isprintable() or sign in kept else "\N{REPLACEMENT CHARACTER}" for sign in words)


def render(text: Text, language: str) -> str:
    """Say ``text`` in ``language``, the stored words first. An unknown language reads English."""
    if language in text.rendered:
        return text.rendered[language]
    values, parts = text.values, _parsed(text.template, language)
    return "".join([literal + _said(values[name], spec, language) if name else literal for literal, name, spec in parts])


def keep(text: Text) -> Text:
    """Fix both languages' words of today beside the template, before a text is stored."""
    if not text.values:
        return _kept_template(text.template)
    return Text(text.template, text.values, {language: render(text, language) for language in LANGUAGES})


@lru_cache(maxsize=4096)
def _kept_template(template: str) -> Text:
    """A text without values reads the same each time: remedies and titles are kept once for all targets."""
    return Text(template, {}, {language: render(Text(template), language) for language in LANGUAGES})


def translate(template: str, language: str) -> str:
    """Look a template up in the catalogue of ``language``."""
    if template == "{verbatim}" or language == "en":
        return template
    if language == PSEUDO:
        return f"⟦{template}⟧"
    said = _catalogue(language).gettext(template) if template else ""
    return said if said != template else _of_plugins(language).gettext(template) if template else ""


@lru_cache
def _of_plugins(language: str) -> gettext.NullTranslations:
    """The words that plug-ins bring along; looked for only where a template is none of ours."""
    words = gettext.NullTranslations()
    for one in installed():
        words.add_fallback(gettext.translation(one.name, locale_of(one), languages=[language], fallback=True))
    return words


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("xunjian", _LOCALE, languages=[language], fallback=language not in LANGUAGES)


@lru_cache(maxsize=8192)
def _parsed(template: str, language: str) -> tuple[tuple[str, str, str], ...]:
    """A translated template as (literal, name, format spec), once for all targets; a name of "" ends a template."""
    parts = string.Formatter().parse(translate(template, language))
    return tuple((literal, name or "", spec or "") for literal, name, spec, _sign in parts)


def _said(value: "str | int | float | tuple[str, ...] | Text", spec: str, language: str) -> str:
    """Format one value as people read it in one language."""
    if isinstance(value, str):
        return format(value, spec) if spec and spec not in _FORMATS else value
    if isinstance(value, Text):
        return render(value, language)
    if isinstance(value, tuple):
        return _LIST_SEPARATORS.get(language, ", ").join(str(part) for part in value)
    if spec in _FORMATS:
        return _FORMATS[spec](float(value), language) if isinstance(value, int | float) else str(value)
    return format(value, spec)


def _percent(value: float, _language: str) -> str:
    return f"{value * 100:.1f}".removesuffix(".0") + "%"


def _bytes(value: float, _language: str) -> str:
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if abs(value) < 1024:  # noqa: PLR2004 - the binary prefix
            return f"{value:.4g} {unit}" if unit != "B" else f"{value:.0f} B"
        value /= 1024
    return f"{value:,.1f} PiB"


_SPANS = (("day", 86400, "天"), ("hour", 3600, "小时"), ("minute", 60, "分钟"))


def _duration(value: float, language: str) -> str:
    for unit, size, chinese in _SPANS:
        if value >= 2 * size:
            return f"{value / size:.0f} {chinese}" if language == "zh_CN" else f"{value / size:.0f} {unit}s"
    amount = f"{value:.3g}"
    return f"{amount} 秒" if language == "zh_CN" else f"{amount} s"


def _number(value: float, _language: str) -> str:
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:,.4g}"  # noqa: PLR2004 - four digits


_FORMATS = {"percent": _percent, "bytes": _bytes, "duration": _duration, "number": _number}
