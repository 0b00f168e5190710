"""Which language this process speaks, and click's own words in it."""

import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from config.text import LANGUAGES, _

NAMES: Final[Mapping[str, str]] = {
    "zh": "zh_CN",
    "zh-cn": "zh_CN",
    "zh_cn": "zh_CN",
    "cn": "zh_CN",
    "en": "en",
    "en-us": "en",
}
CLICK_WORDS: Final = (
    _("Usage:"),
    _("Options"),
    _("Arguments"),
    _("Commands"),
    _("Show this message and exit."),
    _("Show the version and exit."),
    _("Error: {message}"),
    _("Try '{command} {option}' for help."),
    _("No such command {name!r}."),
    _("No such option {name!r}."),
    _("Option {name!r} does not take a value."),
    _("Positional arguments"),
    _("{value!r} is not a valid {number_type}."),
    _("{value} is not in the range {range}."),
    _("file"),
    _("directory"),
    _("path"),
    _("{name} {filename!r} is a file."),
    _("{name} {filename!r} is a directory."),
    _("Missing argument"),
    _("Missing option"),
    _("Missing command."),
    _("required"),
    _("default: {default}"),
    _("Aborted!"),
    _("Invalid value: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    _("{name} {filename!r} does not exist."),
    _("{name} {filename!r} is not readable."),
    _("{name} {filename!r} is not writable."),
    _("Missing parameter"),
    _("Choose from:\n\t{choices}"),
    _("Value must be an iterable."),
    _("Got unexpected extra argument ({args})"),
    _("Option {name!r} requires an argument."),
    _("{value!r} is not {choice}."),
    _("Did you mean {possibility}?"),
)
"""click looks its words up with gettext; here they are for the extractor."""

CLICK_PLURALS: Final[Mapping[str, str]] = {
    "Got unexpected extra argument ({args})": "Got unexpected extra arguments ({args})",
    "Option {name!r} requires an argument.": "Option {name!r} requires {nargs} arguments.",
    "{value!r} is not {choice}.": "{value!r} is not one of {choices}.",
    "Did you mean {possibility}?": "(Did you mean one of: {possibilities}?)",
}
"""Of those, what click looks up with ngettext, with its plural: Chinese has one form, of the singular's values."""


def named(word: str) -> str | None:
    """Give the catalogue's name of a language as people write it, None for one we do not speak."""
    found = NAMES.get(word.split(".", maxsplit=1)[0].lower().replace("_", "-"))
    return found if found in LANGUAGES else None


def given(arguments: Sequence[str]) -> str | None:
    """Find the language of ``--lang`` wherever it stands; None where it does not, or names none."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return named(arguments[place + 1])
        if argument.startswith("--lang="):
            return named(argument.removeprefix("--lang="))
    return None


def early(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Choose before anything is parsed: ``--lang``, XUNJIAN_LANG, an English locale; else Chinese."""
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    is_english = locale.lower().startswith("en")
    return given(arguments) or named(environment.get("XUNJIAN_LANG", "")) or ("en" if is_english else LANGUAGES[0])


def speak(language: str) -> None:
    """Let click find its words in our catalogue."""
    if language != "en":
        gettext.bindtextdomain("xunjian", str(Path(__file__).resolve().parents[1] / "config" / "locale"))
        gettext.textdomain("xunjian")
        os.environ["LANGUAGE"] = language


LANGUAGE: Final = early(sys.argv[1:], os.environ)
GIVEN: Final = given(sys.argv[1:])
"""The language that the command line names, before or behind the command; None where it does not."""
