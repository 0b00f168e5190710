"""What the daemon needs of the configuration: places, and how it shows that it lives. Imports neither checks nor the store.

A configuration that has a mistake does not take effect: the one before it, kept as it was read, counts until it is mended,
and every turn says so.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from agent.commands.options import CONFIGURATION_ERROR, fail, store_place
from agent.language import LANGUAGE
from agent.store.values import default_path
from config.files import AS_READ, kept
from config.load import load
from config.problems import ConfigError
from config.rules import Known
from config.site import Site


def as_read_of(path: Path | None) -> Path | None:
    """Where the configuration is kept as it was read last without a mistake, by its path: a broken one names no place."""
    if path is None:
        return None
    return default_path().parent / f"daemon-{sha256(str(path.absolute()).encode()).hexdigest()[:16]}.config"


def read(path: Path | None, as_read: Path | None, known: Known) -> tuple[Site, dict[str, bytes], str]:
    """The configuration as it lies on the disk or, where that has a mistake, as it was; and what is wrong with it.

    ``known`` are the checks that its limits are held against; none of them, where only the places are asked for. Exits 78
    where there is no configuration without a mistake.
    """
    os.environ.pop(AS_READ, "")
    if path is None or as_read is None:
        return Site(), {}, ""
    contents: dict[str, bytes] = {}
    try:
        return load(path, known, contents), contents, ""
    except ConfigError as error:
        said = "\n".join(error.render(LANGUAGE))
    if not as_read.exists():
        fail(said, CONFIGURATION_ERROR)
    os.environ[AS_READ] = str(as_read)
    return load(path, known, contents), contents, said


def about(site: Site, place: str, files: Mapping[str, bytes], trouble: str) -> dict[str, object]:
    """What the daemon needs of the configuration. The heartbeat's URL stands in it resolved: it goes through a pipe."""
    is_file = "://" not in place
    beside = Path(place) if is_file else default_path().parent / f"daemon-{sha256(place.encode()).hexdigest()[:16]}"
    keeping = site.keeping
    url = keeping.heartbeat_url
    if url.startswith("${"):
        from agent.commands.outbox_turn import resolving  # noqa: PLC0415 - only where it is a secret

        url = resolving(site)(url, "daemon", "heartbeat.url")
    return {
        "lock": f"{beside}.daemon-lock",
        "store": str(beside.absolute()) if is_file else "",
        "files": sorted(files),
        "trouble": trouble,
        "delivers": bool(site.deliveries),
        "memory_mib": keeping.memory_megabytes,
        "metrics": keeping.metrics,
        "beat": {"file": keeping.heartbeat_file, "url": url, "seconds": keeping.heartbeat_seconds},
        "log": {"path": keeping.log.path, "megabytes": keeping.log.megabytes, "keep": keeping.log.keep},
    }


def keep(path: Path, files: Mapping[str, bytes]) -> None:
    """Write the configuration as it was read, for the children, whole or not at all."""
    content = kept(files)
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        beside.touch(mode=0o600)
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)  # a full disk: the configuration has secrets, and nobody would clear it away


def places(path: Path | None, store_url: str | None) -> dict[str, object]:
    """What the daemon asks before it begins."""
    as_read = as_read_of(path)
    site, files, trouble = read(path, as_read, {})
    return about(site, store_place(store_url, site), files, trouble) | {"as_read": str(as_read or "")}
