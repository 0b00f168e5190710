"""What a field of xunjian.yaml may look like: annotated types that say what to write when a value does not fit."""

import re
from collections.abc import Callable
from datetime import date
from ipaddress import ip_address
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from config.kinds import SCHEMES
from config.places import Plain
from config.problems import suggest
from config.text import Text, _

ID = r"[A-Za-z0-9\u3007\u3400-\u9fff][A-Za-z0-9._\-\u3007\u3400-\u9fff]{0,63}"
"""A target's id: letters, digits, dot, underscore, hyphen and Chinese characters; it is a key for years."""

REFERENCE = (
    r"\$\{(?:env:[A-Za-z_][A-Za-z0-9_]*|file:/[^{}\x00]+|credential:[A-Za-z0-9_][A-Za-z0-9_.-]*"
    r"|vault:[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[a-z_]+)?|ask)\}"
)
"""Where a secret is found; nothing stands before or after it."""

SAY = "say"
"""The error type of all of ours; its context holds the Text to print under ``write``."""

_HOST = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?"


def reject(write: Text, *, is_secret: bool = False) -> NoReturn:
    """Refuse a value inside a pydantic validator."""
    raise PydanticCustomError(SAY, "refused", {"write": write, "is_secret": is_secret})


def _word(value: object) -> str:
    if isinstance(value, str) and "\0" not in value:
        return str(value).strip()
    return reject(_("write text"))


def _whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        write = _("write a whole number from {low} to {high}, without quotes", low=low, high=high)
        if not isinstance(value, Plain) or not re.fullmatch(r"[+-]?[0-9]{1,15}", value):
            reject(write)
        if not low <= int(value) <= high:
            reject(write)
        return int(value)

    return read


def _number(value: object) -> float:
    if isinstance(value, Plain) and re.fullmatch(r"[+-]?[0-9]+(?:\.[0-9]+)?", value):
        return float(value)
    return reject(_("write a number, without quotes"))


def _flag(value: object) -> bool:
    if isinstance(value, Plain) and value.lower() in {"true", "yes", "on", "false", "no", "off"}:
        return value.lower() in {"true", "yes", "on"}
    return reject(_("write true or false, without quotes"))


def _pattern(value: object) -> str:
    word = _word(value)
    try:
        re.compile(word)
    except re.error:
        return reject(_("write a regular expression; a backslash before a sign that is meant as itself"))
    return word


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_word(value))
    except ValueError:
        return reject(_("write a date as 2026-12-31"))


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        word = _word(value)
        return word if word in choices else reject(suggest(word, choices))

    return read


def _fits(pattern: str, write: Text) -> Callable[[object], str]:
    def read(value: object) -> str:
        word = _word(value)
        return word if re.fullmatch(pattern, word) else reject(write)

    return read


def _reference(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(REFERENCE, value):
        return str(value)
    return reject(_REFERENCE_WORDS, is_secret=True)


URL = re.compile(rf"({'|'.join(SCHEMES)})://(\[[0-9A-Fa-f:.]+\]|[^/:?#@\s]+)(:[0-9]{{1,5}})?(?:[/?][^\s#]*)?")
"""The address of a function: never with a user or a password in it."""


SERVICE = re.compile(r"(?://)?(\[[0-9A-Fa-f:.]+\]|[^/:\s\[\]]+):([0-9]{1,5})/([^/\s]+)")
"""Oracle's easy connect: host:port/service."""


def _address(value: object) -> str:
    word = _word(value)
    found = URL.fullmatch(word)
    is_socket = word.startswith("/")  # of a database on this machine
    service = SERVICE.fullmatch(word)  # of Oracle, as its own people write it; references.py refuses it of others
    host = service[1] if service else found[2] if found else word.partition("/")[0]
    if not is_socket and not is_address(host.strip("[]")):
        reject(
            _(
                "write an IP address or a host name alone: the user belongs to the credential, the port to port: of the "
                "way under access:"
            )
        )
    return word


def is_address(word: str) -> bool:
    """Whether a word is an IP address or a host name; four numbers with dots must be a real address."""
    try:
        ip_address(word)
    except ValueError:
        return bool(re.fullmatch(_HOST, word)) and not re.fullmatch(r"[0-9.]+", word) and len(word) <= 253  # noqa: PLR2004 - RFC 1035
    return True


def is_timezone(name: str) -> bool:
    """Whether a name is one of the IANA's; a machine without time zone data cannot say that it is not."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return not available_timezones()
    return True


def as_list(value: object) -> object:
    """One word where a list may stand is a list of one."""
    return [value] if isinstance(value, str) else value


_REFERENCE_WORDS = _(
    'no secret stands in this file: write "${{env:NAME}}" for an environment variable, "${{file:/full/path}}" for a file'
    ' that only its owner can read, "${{credential:NAME}}" for a credential that systemd hands to the service,'
    ' "${{vault:NAME}}" for an entry of xunjian credentials, or "${{ask}}" to be asked when it runs'
)

Word = Annotated[str, BeforeValidator(_word)]
Number = Annotated[float, BeforeValidator(_number)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[date, BeforeValidator(_day)]
Reference = Annotated[str, BeforeValidator(_reference)]
Address = Annotated[str, BeforeValidator(_address)]
Words = Annotated[list[Word], BeforeValidator(as_list)]
Id = Annotated[
    str,
    BeforeValidator(
        _fits(
            ID, _("write an id of letters, digits, “.”, “_”, “-” or Chinese characters, at most 64, beginning with no sign")
        )
    ),
]
CheckId = Annotated[
    str,
    BeforeValidator(_fits(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+", _("write a check's id as “xunjian checks list” shows it"))),
]
HostKey = Annotated[
    str,
    BeforeValidator(
        _fits(r"SHA256:[A-Za-z0-9+/]{43}=?", _("write the fingerprint as “ssh-keygen -lf” shows it: SHA256:…"))
    ),
]
Certificate = Annotated[
    str,
    BeforeValidator(
        _fits(
            r"SHA256:[0-9a-f]{64}",
            _("write the SHA-256 fingerprint of the certificate in lower case without colons: SHA256:…"),
        )
    ),
]
Pattern = Annotated[str, BeforeValidator(_pattern)]
Port = Annotated[int, BeforeValidator(_whole(1, 65535))]


def whole(low: int, high: int) -> BeforeValidator:
    """Take a whole number within bounds; stands in ``Annotated[int, ...]``."""
    return BeforeValidator(_whole(low, high))


def one_of(*choices: str) -> BeforeValidator:
    """Take a word out of a few; stands in ``Annotated[str, ...]``."""
    return BeforeValidator(_one_of(*choices))


def fits(pattern: str, write: Text) -> BeforeValidator:
    """Take a word of a form; stands in ``Annotated[str, ...]``."""
    return BeforeValidator(_fits(pattern, write))
