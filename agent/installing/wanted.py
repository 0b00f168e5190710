"""What the configuration asks of the unit: what is read, what is written, which secrets, and what cannot be had so."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.installing.unit import ENVIRONMENT_FILE, LOGS, PASSPHRASE, STATE
from config.credential_files import kept_file, named_in
from config.site import Site
from config.text import Text, _

_ENVIRONMENT: Final = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}")
_ASSIGNED: Final = re.compile(r"^\s*([A-Za-z_][A-Za-z0-9_]*)=", re.MULTILINE)
_ASK: Final = "${ask}"
_VAULT: Final = "${vault:"


@dataclass(frozen=True, slots=True)
class Needs:
    """What the service needs of the host. ``credentials``: name to file; ``reads`` and ``writes`` are paths."""

    is_local: bool
    credentials: Mapping[str, str]
    variables: tuple[str, ...]
    asks: bool
    """Whether somebody must type a secret, which nobody does for a service."""
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    memory_mib: int


def needs_of(site: Site, files: Mapping[str, bytes], store: str) -> Needs:
    """Read it from the configuration, its files as they were read, and the store's place ("" for the usual one)."""
    said = "\n".join(_strings(files.values()))
    credentials = named_in(said)
    if _VAULT in said:
        credentials[PASSPHRASE] = kept_file(PASSPHRASE)
    reads = [*files, site.logo, site.known_hosts, *(one.private_key for one in site.credentials.values())]
    reads += [site.vault] if _VAULT in said else []
    reads += [one.authorities for one in site.deliveries]
    return Needs(
        is_local=any(one.kind == "local" for one in site.targets),
        credentials=credentials,
        variables=tuple(sorted(set(_ENVIRONMENT.findall(said)))),
        asks=_ASK in said,
        reads=tuple(dict.fromkeys(str(Path(one).expanduser()) for one in reads if one)),
        writes=tuple(sorted(set(_written(site, store)))),
        memory_mib=site.keeping.memory_megabytes,
    )


def _written(site: Site, store: str) -> Iterator[str]:
    """Folders that it writes to beside those that systemd makes."""
    yield from written_folders(site)
    files = (*written_files(site), "" if "://" in store else store)
    yield from (str(Path(one).parent) for one in files if _is_elsewhere(one))


def written_folders(site: Site) -> Iterator[str]:
    """Folders of documents that the configuration puts elsewhere than below ours."""
    yield from (one for one in (site.keeping.folder, *(one.folder for one in site.deliveries)) if _is_elsewhere(one))


def written_files(site: Site) -> Iterator[str]:
    """Files of signs of life and logs that the configuration puts elsewhere than below ours."""
    keeping = site.keeping
    yield from (one for one in (keeping.heartbeat_file, keeping.metrics, keeping.log.path) if _is_elsewhere(one))


def _is_elsewhere(path: str) -> bool:
    return path.startswith("/") and not any(Path(path).is_relative_to(one) for one in (STATE, LOGS))


def _strings(contents: Iterable[bytes]) -> Iterator[str]:
    """The words of YAML files, without comments: what a comment names is no secret of ours."""
    from config.places import parse  # noqa: PLC0415 - yaml only where a file is read

    for content in contents:
        yield from _walk(parse(content.decode("utf-8"), "").value)


def _walk(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _walk(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _walk(one)


def without_a_person(needs: Needs, environment: str) -> Iterator[Text]:
    """Say of each secret that a service cannot get, given the text of its file of variables."""
    if needs.asks:
        yield _(
            "The configuration asks for a secret when it runs (${{ask}}); nobody is there to type it for a service. Write "
            "${{credential:NAME}} in its place and put the secret into {folder}/NAME, root’s, mode 0600.",
            folder=str(Path(kept_file("")).parent),
        )
    there = set(_ASSIGNED.findall(environment))
    for name in needs.variables:
        if name not in there:
            yield _(
                "The configuration names the environment variable {name}; a service has it only from {file}: write "
                "{name}=… there, root’s, mode 0600.",
                name=name,
                file=ENVIRONMENT_FILE,
            )
