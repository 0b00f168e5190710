"""What a bundle is made of, as CycloneDX 1.5 writes it (cyclonedx.org/docs/1.5), with the licence texts beside it."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.parser import Parser
from hashlib import sha256
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from agent.components import licence
from tests.house.bundling.debian import Package
from tests.house.bundling.places import SITE, TEXTS, Architecture, epoch, git

FILE: Final = "sbom.cdx.json"
_DEP5: Final = re.compile(r"^License:[ \t]*([A-Za-z0-9][\w.+-]{1,30}(?: (?:or|and|with) [\w.+-]+)*)$", re.MULTILINE)
_TEXTS: Final = re.compile(r"(?i)(licen[cs]e|copying|notice|copyright|authors)")


def written(arch: Architecture, folder: Path, packages: Sequence[Package], wheels: Sequence[Path]) -> None:
    """Write the list, and the licences of the wheels; those of Debian's packages stand there already."""
    parts = [_of_debian(one, arch, folder) for one in packages if one.name != TEXTS]
    parts += [_of_wheel(one, folder) for one in wheels]
    by_ref = sorted(parts, key=lambda one: str(one["bom-ref"]))
    ours = next(one for one in by_ref if one["name"] == "xunjian")
    name = f"xunjian-{ours['version']}-linux-{arch.name}-{sha256(json.dumps(by_ref).encode()).hexdigest()}"
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch(), UTC).isoformat().replace("+00:00", "Z"),
            "component": {
                "type": "application",
                "name": "xunjian",
                "version": ours["version"],
                "properties": [
                    {"name": "architecture", "value": arch.name},
                    {"name": "commit", "value": git("rev-parse", "HEAD")},
                ],
            },
        },
        "components": [one for one in by_ref if one is not ours],
    }
    (folder / FILE).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _of_debian(one: Package, arch: Architecture, folder: Path) -> dict[str, Any]:
    text = folder / "licences" / "debian" / one.name
    names = sorted(set(_DEP5.findall(text.read_text(encoding="utf-8")))) if text.exists() else []
    purl = f"pkg:deb/debian/{one.name}@{one.version}?arch={arch.debian}"
    return _component(purl, one.name, one.version, one.digest, names or [f"see licences/debian/{one.name}"])


def _of_wheel(wheel: Path, folder: Path) -> dict[str, Any]:
    info = _info(folder, wheel)
    made = PathDistribution(info)
    name, version = made.metadata["Name"], made.version
    for one in tuple(_texts(info)) or (info / "METADATA",):  # without a text: who made it, and what they say of its licence
        target = folder / "licences" / "python" / name / one.relative_to(info).as_posix().replace("/", "-")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(one.read_bytes())
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    return _component(
        purl, name, version, sha256(wheel.read_bytes()).hexdigest(), [licence(made) or f"see licences/python/{name}"]
    )


def _component(purl: str, name: str, version: str, digest: str, licences: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [{"license": {"name": one}} for one in licences],
        "purl": purl,
    }


def _info(folder: Path, wheel: Path) -> Path:
    """The wheel's folder of what it says of itself: the file's name leads there, but for how names are spelled."""
    name, version = wheel.name.split("-")[:2]
    return next(
        one
        for one in (folder / SITE).glob("*.dist-info")
        if re.sub(r"[-_.]+", "_", one.name.lower()) == re.sub(r"[-_.]+", "_", f"{name}-{version}.dist-info".lower())
    )


def _texts(info: Path) -> Iterator[Path]:
    """Files of licences: those that the metadata names, and those that are called so."""
    told = Parser().parsestr((info / "METADATA").read_text(encoding="utf-8"), headersonly=True)
    named = {Path(one).name for one in told.get_all("License-File") or ()}
    for path in sorted(info.rglob("*")):
        if path.is_file() and (path.name in named or _TEXTS.match(path.name) or "licenses" in path.relative_to(info).parts):
            yield path
