"""As much of the configuration as a look into the store needs: where it is, where the site is, which language.

The whole file is read and held against the schema wherever something is done by it; of 200 targets that takes a second.
"""

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.site import Site

_LANGUAGES: Final = {"": "zh_CN", "zh-CN": "zh_CN", "en": "en"}


def glanced(path: Path) -> Site | None:
    """Read a file so far; None where only the whole reading will do: it includes others, or is not as it should be."""
    import yaml  # noqa: PLC0415 - only where there is a file

    try:
        with path.open("rb") as file:
            written = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    except (OSError, yaml.YAMLError, ValueError):
        return None
    if not isinstance(written, dict) or "include" in written:
        return None
    site, store = _words(written, "site"), _words(written, "store")
    if site is None or store is None or {"password", "key"} & store.keys():
        return None
    timezone, language, url = site.get("timezone", ""), site.get("language", ""), store.get("url", "")
    if language not in _LANGUAGES or not _is_timezone(timezone) or url.startswith("~"):
        return None
    is_place = bool(url) and "://" not in url
    return Site(
        timezone=timezone,
        language=_LANGUAGES[language],
        store_url=str((path.parent / url).absolute()) if is_place else url,
    )


def _words(written: dict[str, object], block: str) -> dict[str, str] | None:
    """A block of plain words; None where it is anything else."""
    found = written.get(block) or {}
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        return None
    return found


def _is_timezone(name: str) -> bool:
    try:
        return not name or bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
