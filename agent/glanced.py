"""As much of the configuration as a look into the store needs: where it is, where the site is, which language.

The whole file is read and held against the schema wherever something is done by it; of 200 targets that takes a second.
"""

from pathlib import Path
from typing import Final

from config.site import Site

_LANGUAGES: Final = {"zh-CN": "zh_CN", "en": "en"}


def glanced(path: Path) -> Site | None:
    """Read a file so far; None where only the whole reading will do: it includes others, or is not as it should be."""
    import yaml  # noqa: PLC0415 - only where there is a file

    try:
        with path.open("rb") as file:
            written = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError, ValueError):
        return None
    site, store = _blocks(written)
    if site is None or store is None:
        return None
    url = store.get("url", "")
    return Site(
        timezone=site.get("timezone", ""),
        language=_LANGUAGES.get(site.get("language", ""), "zh_CN"),
        store_url=url if not url or "://" in url else str(path.parent / Path(url).expanduser()),
    )


def _blocks(written: object) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The blocks ``site`` and ``store`` as plain words; None where they are anything else, or do not say it all."""
    if not isinstance(written, dict) or "include" in written:
        return None, None
    site, store = written.get("site") or {}, written.get("store") or {}
    if not isinstance(site, dict) or not isinstance(store, dict) or "password" in store:
        return None, None
    wanted = [(site, ("timezone", "language")), (store, ("url",))]
    if any(not isinstance(block.get(name, ""), str) for block, names in wanted for name in names):
        return None, None
    return ({name: str(site.get(name, "")) for name in ("timezone", "language")}, {"url": str(store.get("url", ""))})
