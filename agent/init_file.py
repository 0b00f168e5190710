"""The file that ``xunjian init`` writes: commented, for the machine it stands on, usable as it is."""

from pathlib import Path

from agent.sheets.imported import id_of
from agent.sheets.written import quoted
from config.text import LANGUAGES

_TEMPLATES = Path(__file__).parent / "templates"


def text(language: str, *, hostname: str, timezone: str = "") -> str:
    """Write the file in ``language``; a language without a template gets English.

    ``timezone`` is the machine's IANA name, empty where it is not known.
    """
    known = language if language in LANGUAGES else "en"
    template = (_TEMPLATES / f"xunjian.{known}.yaml").read_text(encoding="utf-8")
    name = id_of_host(hostname)
    return template.format(
        hostname=quoted(_printable(hostname) or name), id=quoted(name), timezone=quoted(timezone) if timezone else ""
    )


def id_of_host(hostname: str) -> str:
    """The id that the file gives the machine."""
    return id_of(_printable(hostname)) or "local"


def _printable(hostname: str) -> str:
    return "".join(sign for sign in hostname if sign.isprintable()).strip()
